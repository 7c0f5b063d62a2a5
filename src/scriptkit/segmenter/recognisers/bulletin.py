"""Bulletins: `Title:` lines that open a story or a part of the programme, and editors' marks."""

from __future__ import annotations

import re

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.parts import Cast, Piece, Voice

_TITLE = re.compile(r"(?:Title|Headline|Item|Story title)\s?:\s*(?P<title>.*)", re.IGNORECASE | re.DOTALL)
_INITIALS = re.compile(
    r"\(?(?:(?:ed|editor|edited|edit|wr|writer|w|e|by|desk|sub|re|chk|copy)\s?[:/]\s?[A-Za-z]{1,4}(?:\s?[/,]\s?[A-Za-z]{1,4})?"
    r"|[a-z]{2,3}\s?/\s?[a-z]{2,3}|/[a-z]{2,3})\)?",
)
_END = re.compile(
    r"[\s\-–—*(]*(?:#{2,6}|-?30-?|END(?: OF (?:STORY|SCRIPT|ITEM))?|ENDS|MORE)[\s\-–—*)]*", re.IGNORECASE
)
_RULE = re.compile(r"[-–—=_*~·.\s]{3,}")
_DEBRIS = re.compile(r"\d{1,3}\s?[})\]]\s*[A-Z][A-Z0-9]*_?[A-Z0-9_]*|STORY_\d+|\{\{?[A-Z0-9_ ]+\}?\}")


def find(page: Page, house: House) -> list[Piece]:
    found = []
    for line in page.lines:
        title = _TITLE.fullmatch(line.text.lstrip("•*· \u00a0"))
        if title and len(line.text) <= 200:
            found.append(_title(line.start, line.end, title["title"].strip(), house))
        elif len(line.text) <= 24 and _INITIALS.fullmatch(line.text):
            found.append(Piece(line.start, line.end, Role.CUE, "bulletin.initials", 0.95))
        elif len(line.text) <= 24 and _END.fullmatch(line.text):
            found.append(Piece(line.start, line.end, Role.CUE, "story.end", 0.97, closes=True))
        elif _RULE.fullmatch(line.text) and not any(c.isalnum() for c in line.text):
            found.append(Piece(line.start, line.end, Role.CUE, "bulletin.rule", 0.9))
        elif len(line.text) <= 40 and _DEBRIS.fullmatch(line.text):
            found.append(Piece(line.start, line.end, Role.CUE, "story.debris", 0.95, closes=True))
    return found


def is_end(text: str) -> bool:
    """Whether a line is the mark below a story: `###`, `-30-`, `(end)`."""
    return len(text) <= 24 and bool(_END.fullmatch(text)) and text.upper() != "MORE"


def _title(start: int, end: int, title: str, house: House) -> Piece:
    name = " ".join(re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", title)).casefold()
    if name not in house.block_titles:
        return Piece(start, end, Role.HEADLINE, "title.story", closes=True)
    role = (
        Role.SIGN_OFF
        if name.startswith(("clos", "end", "sign off", "outro", "program closing"))
        else Role.INTRO
    )
    voice = Voice("title.block", Cast.ANCHOR, role, weight=0.7)
    return Piece(start, end, Role.CUE, "title.block", voice=voice)
