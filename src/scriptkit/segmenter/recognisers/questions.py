"""Studio interviews of which only the numbered questions are kept: `Q1.`, `1-1)`, `Q:` and `A:`."""

from __future__ import annotations

import re

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.parts import Cast, Piece, Voice

_ASK = re.compile(
    r"(?:Q(?:uestion)?\s?\d{0,2}(?:-\d{1,2})?\s?[.:)]|\d{1,2}-\d{1,2}\s?[.)])\s*", re.IGNORECASE
)
_ANSWER = re.compile(r"A(?:nswer)?\s?\d{0,2}(?:-\d{1,2})?\s?[.:)]\s+", re.IGNORECASE)


def find(page: Page, house: House) -> list[Piece]:
    del house
    if page.wants("two_way") is False:
        return []
    asked = [line for line in page.lines if _ASK.match(line.text)]
    if len(asked) < 2:
        return []
    found = []
    for line in page.lines:
        for pattern, cast in ((_ASK, Cast.ANCHOR), (_ANSWER, Cast.GUEST)):
            match = pattern.match(line.text)
            if match:
                voice = Voice("questions", cast, Role.TWO_WAY)
                end = line.start + match.end()
                until = page.paragraph_end(line.start) if cast is Cast.ANCHOR else None
                found.append(Piece(line.start, end, Role.CUE, "questions.number", voice=voice, until=until))
                break
    return found
