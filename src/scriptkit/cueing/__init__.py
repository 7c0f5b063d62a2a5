"""Timed words to cues: where captions begin, end and break."""

from scriptkit.cueing.join import at_times, in_turn
from scriptkit.cueing.make import make_cues
from scriptkit.cueing.speakers import without_colours

__all__ = ["at_times", "in_turn", "make_cues", "without_colours"]
