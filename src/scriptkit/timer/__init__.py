"""How long a script takes to read, when each of its words is heard, and how sure that is."""

from scriptkit.timer.beats import reading_time
from scriptkit.timer.estimate import ROLE_STYLES, estimate
from scriptkit.timer.interval import Known, Margins, margins, programme
from scriptkit.timer.model import named_style, style_names

__all__ = [
    "ROLE_STYLES",
    "Known",
    "Margins",
    "estimate",
    "margins",
    "named_style",
    "programme",
    "reading_time",
    "style_names",
]
