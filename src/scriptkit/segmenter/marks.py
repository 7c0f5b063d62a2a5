"""What the file's own structure, or the producer, has declared: it outranks every recogniser."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from scriptkit.model import Mark, Role, Script
from scriptkit.segmenter.parts import Piece, Voice

MARKED = "marked"
"""The rule of what a producer wrote into a marked text: the last word on everything."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The marks of a script, sorted out."""

    pieces: tuple[Piece, ...]
    """Unspoken stretches, and the voices of spoken ones (as pieces without text)."""
    closed: _Ranges
    """Where no recogniser may claim anything: a spoken role is declared."""
    copy: _Ranges
    """Where only production cues may be claimed: copy to be read aloud."""
    stories: tuple[Mark, ...]


class _Ranges:
    """Stretches of text, asked whether they overlap another."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlap(self, start: int, end: int) -> bool:
        i = bisect_right(self._ends, start)
        return i < len(self._starts) and self._starts[i] < end


def declared(script: Script) -> Declared:
    """Read the marks; one that lies outside the text is cut to it."""
    size = len(script.text)
    marks = [
        replace(
            m,
            start=max(0, m.start),
            end=min(size, m.end),
            speaker=None if m.speaker is None else " ".join(m.speaker.split()),
        )
        for m in script.marks
        if m.start < size
    ]
    return Declared(
        tuple(_pieces(marks)),
        _Ranges((m.start, m.end) for m in marks if m.role is not None and m.role.spoken),
        _Ranges((m.start, m.end) for m in marks if m.spoken),
        tuple(m for m in marks if m.story is not None),
    )


def _pieces(marks: list[Mark]) -> Iterator[Piece]:
    for m in marks:
        if m.skip:
            yield Piece(m.start, m.end, Role.CUE, m.rule, 1.0, skip=True)
        elif m.role is None:
            if m.speaker:
                voice = Voice(m.rule, speaker=m.speaker, declared=m.declared)
                yield Piece(m.start, m.start, Role.CUE, m.rule, voice=voice, until=m.end)
        elif m.role.spoken:
            voice = Voice(m.rule, None, m.role, m.speaker, declared=m.declared, forced=True)
            yield Piece(m.start, m.start, m.role, m.rule, voice=voice, until=m.end)
        else:
            yield Piece(m.start, m.end, m.role, m.rule, 1.0, runs=m.declared, speaker=m.speaker or None)


def together(given: Declared, found: Iterable[Piece], *, cues_only: bool) -> list[Piece]:
    """The declared pieces, then those of *found* that do not contradict them.

    A command the file marks as a cue takes from the recogniser what it means for the words after it.
    *cues_only* says that *found* are commands and labels, which may stand inside copy.
    """
    kept = list(given.pieces)
    settled: set[int] = set()
    places = sorted((p.start, p.end, i) for i, p in enumerate(kept) if p.end > p.start and not p.skip)
    for piece in found:
        if given.closed.overlap(piece.start, max(piece.end, piece.start + 1)):
            continue
        if not cues_only and given.copy.overlap(piece.start, piece.end):
            continue
        i = bisect_left(places, (piece.end, -1, -1)) - 1
        inside = i >= 0 and places[i][0] <= piece.start and piece.end <= places[i][1]
        if inside and piece.end > piece.start:
            own = kept[places[i][2]]
            if own.rule == MARKED or places[i][2] in settled:
                continue
            settled.add(places[i][2])
            if piece.voice or piece.closes or piece.tape is not None:
                kept[places[i][2]] = replace(
                    own,
                    voice=piece.voice,
                    until=piece.until if piece.until is None or piece.until > own.end else None,
                    closes=piece.closes,
                    tape=piece.tape,
                    runs=own.runs or piece.runs,
                )
            continue
        kept.append(piece)
    return kept
