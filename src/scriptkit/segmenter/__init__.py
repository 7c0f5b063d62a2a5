"""Roles, speakers and stories: what each part of a script is."""

from scriptkit.segmenter.engine import segment
from scriptkit.segmenter.house import House, conventions, parse_house
from scriptkit.segmenter.marked import from_marked, is_marked, to_marked

__all__ = ["House", "conventions", "from_marked", "is_marked", "parse_house", "segment", "to_marked"]
