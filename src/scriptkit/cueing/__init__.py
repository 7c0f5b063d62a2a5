"""Timed words to cues: where captions begin, end and break."""

from scriptkit.cueing.make import make_cues
from scriptkit.cueing.speakers import without_colours

__all__ = ["make_cues", "without_colours"]
