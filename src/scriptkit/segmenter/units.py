"""The spoken sentences between the pieces nobody reads, with the voice each was given."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from scriptkit.segmenter.parts import Cast, Piece, Unit, Voice
from scriptkit.text.sentences import split_sentences

_UNFINISHED = re.compile(r"[^.!?…:\"”’)\]]\Z")


def spoken_units(
    text: str, start: int, end: int, pieces: Sequence[Piece], opens: Sequence[int], blocks: frozenset[int]
) -> list[Unit]:
    """Sentences of ``text[start:end]`` that lie outside *pieces* (which are sorted and do not overlap).

    *opens* (sorted) and *blocks* hold the offsets where a paragraph, or one after a blank line, starts.
    A sentence interrupted by a piece is one unit with several fragments.
    """
    voices = _Voices(pieces)
    units: list[Unit] = []
    marks = list(opens[bisect_left(opens, start) : bisect_left(opens, end)])
    solid = [p for p in pieces if not p.skip]
    at = start
    for piece in [*solid, None]:
        stop = piece.start if piece else end
        if stop > at:
            before = len(units)
            _add_stretch(text, at, stop, marks, units, voices, blocks)
            if piece and piece.voice and piece.voice.cast is Cast.REPORTER and piece.voice.role is None:
                _mark_glued(text, units[before:], piece.start)
        if piece:
            at = max(at, piece.end)
    return units


def _mark_glued(text: str, units: Sequence[Unit], at: int) -> None:
    """Mark the sentences that share their line with the label at *at*."""
    line = text.rfind("\n", 0, at) + 1
    for unit in units:
        unit.before_label = unit.start >= line


def _add_stretch(
    text: str,
    start: int,
    end: int,
    marks: list[int],
    units: list[Unit],
    voices: _Voices,
    blocks: frozenset[int],
) -> None:
    first_of_stretch = True
    for left, right in _paragraphs(start, end, marks, voices.ends):
        for span in split_sentences(text[left:right]):
            a, b = left + span.start, left + span.end
            voice = voices.at(a)
            if first_of_stretch and units and _continues(text, units[-1], a, voice):
                unit = units[-1]
                unit.fragments.append((a, b))
                unit.text = f"{unit.text} {text[a:b]}"
                unit.end = b
            else:
                units.append(
                    Unit(
                        a,
                        b,
                        [(a, b)],
                        text[a:b],
                        voice,
                        opens_paragraph=_holds(marks, a),
                        opens_block=a in blocks,
                        after_cue=first_of_stretch,
                        taped=voices.taped_at(a),
                    )
                )
            first_of_stretch = False


def _holds(marks: list[int], at: int) -> bool:
    i = bisect_left(marks, at)
    return i < len(marks) and marks[i] == at


def _paragraphs(start: int, end: int, marks: list[int], voice_ends: list[int]) -> list[tuple[int, int]]:
    inner = marks[bisect_right(marks, start) : bisect_left(marks, end)]
    inner += voice_ends[bisect_right(voice_ends, start) : bisect_left(voice_ends, end)]
    cuts = [start, *sorted(set(inner)), end]
    return [(a, b) for a, b in itertools.pairwise(cuts) if b > a]


def _continues(text: str, unit: Unit, at: int, voice: Voice | None) -> bool:
    """Whether the words at *at* go on with a sentence that a piece interrupted."""
    if unit.voice is not voice and unit.voice != voice:
        return False
    before = text[unit.end - 1 : unit.end]
    if before in ",;—–-" and text[unit.end - 2 : unit.end] != "--":
        return True
    return bool(_UNFINISHED.search(unit.text[-2:])) and text[at : at + 1].islower()


class _Voices:
    """Which voice holds at an offset: the latest open one, or one that ends at a place of its own."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._starts: list[int] = []
        self._voices: list[Voice | None] = []
        self.ends: list[int] = []
        self._tape: list[tuple[int, bool]] = [(p.end, p.tape) for p in pieces if p.tape is not None]
        resting: Voice | None = None
        for piece in pieces:
            if piece.closes:
                resting = None
                self._set(piece.end, None)
            if piece.voice is None:
                continue
            if piece.until is None:
                resting = piece.voice
                self._set(piece.end, resting)
            else:
                self._set(piece.end, piece.voice)
                self._set(piece.until, resting)
                self.ends.append(piece.until)
        self.ends.sort()

    def _set(self, at: int, voice: Voice | None) -> None:
        while self._starts and self._starts[-1] >= at:
            self._starts.pop()
            self._voices.pop()
        self._starts.append(at)
        self._voices.append(voice)

    def taped_at(self, offset: int) -> bool | None:
        """Whether a package is playing; None where the script marks none."""
        if not self._tape:
            return None
        i = bisect_right(self._tape, offset, key=lambda t: t[0]) - 1
        return self._tape[i][1] if i >= 0 else False

    def at(self, offset: int) -> Voice | None:
        i = bisect_right(self._starts, offset) - 1
        return self._voices[i] if i >= 0 else None
