"""Timed words to cues: where captions begin, end and break."""

from scriptkit.cueing.make import make_cues

__all__ = ["make_cues"]
