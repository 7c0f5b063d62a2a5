"""Cues made to fit formats with a fixed grid: so many columns, so many rows, a cue at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scriptkit.model import Cue
from scriptkit.text.clean import clean_lines
from scriptkit.text.length import shown_length

Width = Callable[[str], int]
"""Cells that a text takes."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A cue whose lines fit, and what had to be done to it."""

    cue: Cue
    number: int
    """1-based place in the track; a cue divided into several keeps its number."""
    rewrapped: bool = False
    part: int = 0
    """0 for a whole cue or the first part of a divided one."""
    overlaps: bool = False
    """The cue ran into the next one and was cut short, or joined to one that starts with it."""


def fit(cues: Sequence[Cue], columns: int, rows: int, width: Width = shown_length) -> list[Fitted]:
    """Every cue with at most *rows* lines of *columns* cells, as *width* counts them, words kept in order.

    Lines that are too wide are broken again; a cue with too many lines becomes several that share
    its time by their length. Words wider than a line are cut.
    """
    fitted: list[Fitted] = []
    for item in _one_at_a_time(cues):
        cue = item.cue
        if len(cue.lines) <= rows and max(map(width, cue.lines)) <= columns:
            fitted.append(item)
            continue
        wrapped, colours = _wrap_all(cue, cue.lines, columns, width)
        for part, (start, end, first, last) in enumerate(_shares(cue, wrapped, rows)):
            piece = replace(
                cue, start=start, end=end, lines=tuple(wrapped[first:last]), colours=colours[first:last]
            )
            fitted.append(Fitted(piece, item.number, True, part, item.overlaps))
    return fitted


def _one_at_a_time(cues: Sequence[Cue]) -> list[Fitted]:
    """Cues that have text, in order, none running into the next.

    The earlier of two that overlap is cut short; two that start together are shown as one.
    """
    out: list[Fitted] = []
    for number, cue in enumerate(cues, 1):
        lines = clean_lines(cue.lines)
        if not lines:
            continue
        if lines != cue.lines:
            cue = replace(cue, lines=lines)
        if out and out[-1].cue.end > cue.start:
            out.append(_apart(out.pop(), cue))
            if out[-1].cue.start == cue.start:
                continue
        out.append(Fitted(cue, number))
    return out


def _apart(earlier: Fitted, cue: Cue) -> Fitted:
    """*earlier* cut short where *cue* starts, or both as one when they start together."""
    before = earlier.cue
    if before.start < cue.start:
        return replace(earlier, cue=replace(before, end=cue.start), overlaps=True)
    colours: tuple[str, ...] = ()
    if before.colours or cue.colours:
        both = [(before, i) for i in range(len(before.lines))] + [(cue, i) for i in range(len(cue.lines))]
        colours = tuple(c.colour(i) or "#FFFFFF" for c, i in both)
    joined = replace(
        before, end=max(before.end, cue.end), lines=before.lines + cue.lines, colours=colours, speaker=None
    )
    return replace(earlier, cue=joined, overlaps=True)


def _wrap_all(
    cue: Cue, lines: tuple[str, ...], columns: int, width: Width
) -> tuple[list[str], tuple[str, ...]]:
    """Lines broken to *columns*; text of one speaker flows on, dialogue lines stay apart."""
    apart = bool(cue.colours) or any(line.startswith(("-", "–", "—", ">>", "♪", "[", "(")) for line in lines)
    wrapped: list[str] = []
    colours: list[str] = []
    for i, line in enumerate(lines if apart else [" ".join(lines)]):
        pieces = wrap(line, columns, width)
        wrapped += pieces
        if cue.colours:
            colours += [cue.colours[min(i, len(cue.colours) - 1)]] * len(pieces)
    return wrapped, tuple(colours)


def wrap(line: str, columns: int, width: Width = shown_length) -> list[str]:
    """As few lines of *columns* as it takes, evened out so that the last is not a stump."""
    words = [(word, width(word)) for word in line.split()]
    least = _greedy(words, columns, width)
    total = sum(wide + 1 for _, wide in words) - 1
    if len(least) <= 1 or total > 40 * columns:
        return least
    low, high = -(-total // len(least)), columns
    while low < high:
        middle = (low + high) // 2
        if len(_greedy(words, middle, width)) <= len(least):
            high = middle
        else:
            low = middle + 1
    return _greedy(words, low, width)


def _greedy(words: Sequence[tuple[str, int]], columns: int, width: Width) -> list[str]:
    out: list[str] = []
    row, taken = "", 0
    for word, wide in words:
        if row and taken + 1 + wide <= columns:
            row, taken = f"{row} {word}", taken + 1 + wide
            continue
        if row:
            out.append(row)
        while wide > columns:
            cut = _cut(word, columns, width)
            out.append(word[:cut])
            word = word[cut:]
            wide = width(word)
        row, taken = word, wide
    if row:
        out.append(row)
    return out


def _cut(word: str, columns: int, width: Width) -> int:
    """How many letters of *word* fill *columns*, those without a cell of their own included; one at least."""
    taken = 0
    for place, char in enumerate(word):
        taken += width(char)
        if taken > columns and place:
            return place
    return len(word)


def _shares(cue: Cue, lines: list[str], rows: int) -> list[tuple[int, int, int, int]]:
    """Start, end, first and last line of each part; as many lines in each as can be."""
    parts = -(-len(lines) // rows)
    per_part = -(-len(lines) // parts)
    cuts = [*range(0, len(lines), per_part), len(lines)]
    total = sum(map(len, lines))
    # A millisecond each, even where the cue is shorter than that.
    length = max(cue.duration, len(cuts) - 1)
    shares = []
    start, seen = cue.start, 0
    for i, (first, last) in enumerate(pairwise(cuts)):
        seen += sum(map(len, lines[first:last]))
        end = cue.start + max(length * seen // total, i + 1)
        end = max(start + 1, min(end, cue.start + length - (len(cuts) - 2 - i)))
        shares.append((start, end, first, last))
        start = end
    return shares
