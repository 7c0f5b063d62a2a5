"""The lines of a script and the white space that shapes them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

_LINE = re.compile(r"[^\n]*\n?")
_TERMINAL = re.compile(r"[.!?…。:;][\"'”’»)\]\s]*\Z")
WRAP_LEAST = 45
"""A line shorter than this that lacks a full stop was ended on purpose, not wrapped."""
WRAP_WIDEST = 160
"""No editor wraps lines at more columns than this."""
_NEAR = 8


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
        found.append(Line(start, start + len(body), body, block, gap))
        gap = 0
    return found


def breaks(lines: list[Line]) -> set[int]:
    """Offsets where a new paragraph starts.

    A line opens a paragraph unless the line above was wrapped: long enough, without an end of its own,
    and no blank line between. Where lines near by are longer than any wrap, only a line that goes on in
    small letters was wrapped.
    """
    opens = {lines[0].start} if lines else set()
    if sum(line.text.startswith(">>") for line in lines) >= 2:
        return opens | _caption_breaks(lines)
    for i, (above, line) in enumerate(pairwise(lines)):
        near = [len(x.text) for x in lines[max(0, i - _NEAR) : i + _NEAR + 2]]
        width = max(near)
        full = width <= WRAP_WIDEST and len(above.text) >= max(WRAP_LEAST, int(0.6 * width))
        if line.gap or above.finished or not (full or line.text[:1].islower()):
            opens.add(line.start)
    return opens


def _caption_breaks(lines: list[Line]) -> set[int]:
    """In captions lines are as short as the screen is wide: only a new speaker or a blank line counts."""
    spaced = sum(line.gap > 0 for line in lines) > len(lines) / 2
    return {
        line.start
        for above, line in pairwise(lines)
        if line.text.startswith(">>") or (line.gap and (above.finished or not spaced))
    }


@dataclass(frozen=True, slots=True)
class Page:
    """A whole script as recognisers see it; ``forced`` names the convention the user asked for."""

    text: str
    lines: list[Line]
    opens: tuple[int, ...]
    """Offsets where a paragraph starts, in order."""
    forced: str | None = None

    def wants(self, convention: str) -> bool | None:
        """True when this convention is forced, False when another is, None when it is to be detected."""
        return None if self.forced is None else self.forced == convention

    def paragraph_end(self, at: int) -> int:
        """Where the paragraph that holds offset *at* ends."""
        i = bisect_right(self.opens, at)
        after = self.opens[i] if i < len(self.opens) else len(self.text)
        line = self.line_at(after - 1)
        return line.end if line else len(self.text)

    def begins(self, at: int) -> bool:
        """Whether a paragraph starts at *at*."""
        i = bisect_left(self.opens, at)
        return i < len(self.opens) and self.opens[i] == at

    def line_at(self, at: int) -> Line | None:
        i = bisect_right(self.lines, at, key=lambda line: line.start) - 1
        return self.lines[i] if i >= 0 else None


def page_of(text: str, forced: str | None = None) -> Page:
    lines = lines_of(text)
    return Page(text, lines, tuple(sorted(breaks(lines))), forced)
