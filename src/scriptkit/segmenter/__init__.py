"""Roles, speakers and stories: what each part of a script is."""

from scriptkit.segmenter.engine import segment
from scriptkit.segmenter.house import House, conventions, parse_house

__all__ = ["House", "conventions", "parse_house", "segment"]
