"""Where the lines of one cue break."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from scriptkit.cueing.passage import Passage

NEVER = float("-inf")


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
    if lines == 2:
        score, cut = best_pair(passage, first, last, max_chars)
        return score, None if cut < 0 else (cut - 1,)
    best, chosen = NEVER, None
    for cut in range(first + 1, last - lines + 2):
        size = passage.size(first, cut)
        if size > max_chars:
            break
        rest, gaps = best_breaks(passage, cut, last, max_chars, lines - 1)
        if gaps is None:
            continue
        even = (passage.size(cut, last) - lines + 2) / (lines - 1)
        score = rest + passage.line_score[cut - 1] + _shape(passage, size - even, max_chars)
        if score > best:
            best, chosen = score, (cut - 1, *gaps)
    return best, chosen


def best_pair(passage: Passage, first: int, last: int, max_chars: int) -> tuple[float, int]:
    """Score of the best two lines and the word the second begins with; -1 when nothing fits."""
    before, line_score, weights = passage.before, passage.line_score, passage.weights
    total = before[first] + before[last]
    best, chosen = NEVER, -1
    for cut in range(last - 1, first, -1):
        if before[last] - before[cut] - 1 > max_chars:
            break
        if before[cut] - before[first] - 1 > max_chars:
            continue
        lean = (2 * before[cut] - total) / max_chars
        score = line_score[cut - 1] + weights.balance * lean * lean
        if lean > 0:
            score += weights.top_heavy * lean
        if score > best:
            best, chosen = score, cut
    return best, chosen


def _shape(passage: Passage, longer: float, max_chars: int) -> float:
    """Score of an upper line *longer* by so many characters than those under it."""
    lean = longer / max_chars
    return passage.weights.balance * lean * lean + passage.weights.top_heavy * max(lean, 0.0)


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
