"""How long a script takes to read, and when each of its words is heard."""

from scriptkit.timer.beats import reading_time
from scriptkit.timer.estimate import ROLE_STYLES, estimate
from scriptkit.timer.model import style_names

__all__ = ["ROLE_STYLES", "estimate", "reading_time", "style_names"]
