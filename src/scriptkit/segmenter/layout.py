"""The lines of a script and the white space that shapes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n]*\n?")
_TERMINAL = re.compile(r"[.!?…。:;][\"'”’»)\]\s]*\Z")
WRAP_LEAST = 45
"""A line shorter than this that lacks a full stop was ended on purpose, not wrapped."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its outer white space; ``start`` and ``end`` are offsets into the script.

    ``block`` counts runs of lines between blank lines, ``gap`` the blank lines just above.
    """

    start: int
    end: int
    text: str
    block: int
    gap: int
    tabs: int

    @property
    def finished(self) -> bool:
        """Whether the line ends as a sentence, label or clause does."""
        return bool(_TERMINAL.search(self.text[-12:]))


def lines_of(text: str) -> list[Line]:
    """All lines that hold something, in order."""
    found: list[Line] = []
    block, gap = 0, 0
    for match in _LINE.finditer(text):
        raw = match[0]
        body = raw.strip().strip("\ufeff\u200b")
        if not body:
            gap += bool(raw)
            continue
        if gap and found:
            block += 1
        start = match.start() + raw.index(body)
        found.append(Line(start, start + len(body), body, block, gap, raw.rstrip("\n").count("\t")))
        gap = 0
    return found


def breaks(lines: list[Line]) -> set[int]:
    """Offsets where a new paragraph starts.

    A line opens a paragraph unless the line above was wrapped: long enough, without an end of its own,
    and no blank line between.
    """
    opens = {lines[0].start} if lines else set()
    for above, line in pairwise(lines):
        wrapped = (
            not line.gap and not above.finished and (len(above.text) >= WRAP_LEAST or line.text[:1].islower())
        )
        if not wrapped:
            opens.add(line.start)
    return opens
