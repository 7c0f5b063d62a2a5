"""Which sentences are a quotation of their own, and which only hold quoted words.

A bite stands in its own quotation marks: they open where a sentence opens and close where one closes.
Quotes may stay open, nest, mix straight and curly marks, and go on over several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scriptkit.segmenter.parts import Unit

_DOUBLE = re.compile('["“”„«»]')
_SINGLE = re.compile("[‘’']")
_LEAD = " \t\n.…,-–—([{"
_TAIL = re.compile(r"[\s.!?…,;:)\]}\"”’»'\-–—]*\Z")
_LEAST_WORDS = 3


def mark_quotes(units: Sequence[Unit]) -> None:
    """Set ``quote``, ``quote_open`` and ``embedded`` on every unit."""
    single = _single_style(units)
    scan = _Scan(units, single)
    scan.run()
    _demote_short(units)


def _single_style(units: Sequence[Unit]) -> bool:
    """British scripts put bites in single quotes; told by paragraphs that open with one."""
    if any(u.text[:1] in '"“„«' for u in units):
        return False
    if any(_DOUBLE.search(u.text) for u in units) and not any(u.text[:1] == "‘" for u in units):
        return False
    return any(u.text[:1] in "‘'" and len(u.text.split()) >= _LEAST_WORDS for u in units)


class _Scan:
    def __init__(self, units: Sequence[Unit], single: bool) -> None:
        self.units = units
        self.single = single
        self.depth = 0
        self.current = -1
        """Number of the free quotation that is open, or -1."""
        self.members: list[Unit] = []
        self.count = 0

    def run(self) -> None:
        for unit in self.units:
            self._paragraph(unit)
            self._unit(unit)
        self._leave_open()

    def _paragraph(self, unit: Unit) -> None:
        if not self.depth or not (unit.opens_paragraph or unit.after_cue):
            return
        if self.current >= 0 and unit.opens_paragraph and self._opener_at_start(unit.text):
            self.depth = 0  # a bite of several paragraphs opens each of them, and closes the last
            return
        self._leave_open()

    def _leave_open(self) -> None:
        """The quotation never closed: sure of its first sentence only, unless it fills a paragraph."""
        if self.current >= 0 and self.members:
            whole = self.members[0].opens_paragraph or self.members[0].after_cue
            for unit in self.members[1:]:
                unit.quote_open = not whole
        self.depth, self.current, self.members = 0, -1, []

    def _opener_at_start(self, text: str) -> bool:
        body = text.lstrip(_LEAD)
        return bool(body) and body[0] in ("‘'" if self.single else '"“„«')

    def _unit(self, unit: Unit) -> None:
        text = unit.text
        inside_before, fresh = self.depth > 0, False
        if self._opener_at_start(text):
            if inside_before and self.current >= 0 and len(self.members) >= 1:
                self._leave_open()
                inside_before = False
            if not inside_before:
                fresh = True
        first_close = -1
        for at, opening in self._marks(text):
            if opening:
                self.depth += 1
            elif self.depth:
                self.depth -= 1
                if not self.depth:
                    first_close = at
        self._classify(unit, inside_before, fresh, first_close)

    def _classify(self, unit: Unit, inside_before: bool, fresh: bool, close: int) -> None:
        text = unit.text
        closed_at_end = close >= 0 and bool(_TAIL.match(text, close))
        if fresh and (self.depth or closed_at_end):
            continuing = self.current >= 0 and self.members and unit.opens_paragraph
            if not continuing:
                self.current, self.members = self.count, []
                self.count += 1
            unit.quote = self.current
            self.members.append(unit)
        elif inside_before and self.current >= 0:
            if close >= 0 and not closed_at_end:
                self._all_embedded()
                unit.embedded = True
            else:
                unit.quote = self.current
                self.members.append(unit)
        elif inside_before or self.depth or close >= 0:
            unit.embedded = True
            self.current = -1
        if not self.depth:
            if closed_at_end and text[:close].rstrip()[-1:] == "," and unit.quote >= 0:
                self._all_embedded()
            self.current, self.members = -1, []

    def _all_embedded(self) -> None:
        """`"We did it," he said`: print style, the words belong to the narration."""
        for member in self.members:
            member.quote, member.embedded = -1, True

    def _marks(self, text: str) -> Iterator[tuple[int, bool]]:
        pattern = _SINGLE if self.single else _DOUBLE
        depth = self.depth
        for match in pattern.finditer(text):
            kind = self._kind(text, match.start(), depth)
            if kind is None:
                continue
            depth = depth + 1 if kind else max(0, depth - 1)
            yield match.start(), kind

    def _kind(self, text: str, at: int, depth: int) -> bool | None:
        """True opens, False closes, None is an apostrophe."""
        mark = text[at]
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if mark in "“„«‘":
            return True
        if mark in "”»":
            return False
        if self.single:
            if before.isalnum() and after.isalnum():
                return None
            if mark == "'" and (not before or before.isspace() or before in "([") and after.isalnum():
                return True
            closes = before in ".,!?…-—" or (not after and depth > 0)
            return False if closes and not after.isalnum() else None
        left_open = not before or before.isspace() or before in "([{-–—/"
        right_open = bool(after) and not after.isspace() and after not in ".,!?;:)]}"
        if left_open and right_open:
            return True
        if not left_open and not right_open:
            return False
        return depth == 0


def _demote_short(units: Sequence[Unit]) -> None:
    """A quotation of a word or two that is no sentence is a title or a phrase, not a bite."""
    by_quote: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.quote >= 0:
            by_quote.setdefault(unit.quote, []).append(unit)
    for members in by_quote.values():
        words = sum(len(m.text.split()) for m in members)
        ends = re.search(r"[.!?…]", members[-1].text[-4:])
        if words < _LEAST_WORDS and not ends:
            for member in members:
                member.quote, member.embedded = -1, True
