"""Where the lines of one cue break."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from scriptkit.cueing.passage import Passage, weights

_NEVER = float("-inf")


def line_breaks(passage: Passage, first: int, last: int, max_chars: int, max_lines: int) -> tuple[int, ...]:
    """Gaps (word numbers) after which words *first* up to *last* break into lines.

    One line if it fits, otherwise as few lines as hold the words, at the best-scored gaps. Words
    that no choice of breaks fits are laid out as evenly as they go: some line is then too long.
    """
    if passage.size(first, last) <= max_chars:
        return ()
    for lines in range(2, max_lines + 1):
        _, gaps = best_breaks(passage, first, last, max_chars, lines)
        if gaps is not None:
            return gaps
    return _greedy(passage, first, last, max_chars, max_lines)


def best_breaks(
    passage: Passage, first: int, last: int, max_chars: int, lines: int
) -> tuple[float, tuple[int, ...] | None]:
    """Score and gaps of the best layout in exactly *lines* lines; ``None`` when none fits."""
    ideal = (passage.size(first, last) - lines + 1) / lines
    return _lay(passage, first, last, max_chars, lines, ideal)


def _lay(
    passage: Passage, first: int, last: int, max_chars: int, lines: int, ideal: float
) -> tuple[float, tuple[int, ...] | None]:
    balance, before = weights().balance, passage.before
    if lines == 1:
        size = passage.size(first, last)
        if size > max_chars:
            return _NEVER, None
        return balance * ((size - ideal) / max_chars) ** 2, ()
    best, chosen = _NEVER, None
    for cut in range(first + 1, last - lines + 2):
        size = before[cut] - before[first] - 1
        if size > max_chars:
            break
        if before[last] - before[cut] - 1 > max_chars * (lines - 1) + lines - 2:
            continue
        rest, gaps = _lay(passage, cut, last, max_chars, lines - 1, ideal)
        score = rest + passage.line_score[cut - 1] + balance * ((size - ideal) / max_chars) ** 2
        if gaps is not None and score > best:
            best, chosen = score, (cut - 1, *gaps)
    return best, chosen


def _greedy(passage: Passage, first: int, last: int, max_chars: int, max_lines: int) -> tuple[int, ...]:
    gaps: list[int] = []
    start = first
    for word in range(first + 1, last):
        if passage.size(start, word + 1) > max_chars and len(gaps) + 1 < max_lines:
            gaps.append(word - 1)
            start = word
    return tuple(gaps)


def as_lines(passage: Passage, first: int, last: int, gaps: Sequence[int]) -> tuple[str, ...]:
    """The words as lines of text, broken after *gaps*."""
    edges = [first, *(gap + 1 for gap in gaps), last]
    return tuple(passage.text(a, b) for a, b in itertools.pairwise(edges))
