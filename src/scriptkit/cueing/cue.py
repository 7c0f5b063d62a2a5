"""Words to cues: dynamic programming over one score of syntax, punctuation, length and time."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from scriptkit.cueing.linebreak import NEVER, best_breaks
from scriptkit.cueing.passage import Passage
from scriptkit.model import Profile
from scriptkit.text.reading import reading_ms
from scriptkit.timecode import Millis

LONG_PAUSE: Millis = 2000
"""Words with this much silence between them never share a cue."""
_PAUSE_SCORE = 2.0
"""Score of ending a cue at a pause, for each second of it up to one."""
_HURRIED = 1.0
"""Cost of a cue that must be read faster than allowed ..."""
_HASTE = 12.0
"""... and more for each whole reading time missing."""
_SHORT_SENTENCE = 0.5
"""Two sentences share a cue only when neither is longer than this share of a line ..."""


@dataclass(frozen=True, slots=True)
class _Turn:
    passage: Passage
    profile: Profile

    def score(self, first: int, last: int) -> float:
        """How good a cue words *first* up to *last* make, or minus infinity when they may not be one."""
        passage, profile = self.passage, self.profile
        single = last - first == 1
        size = passage.size(first, last)
        score = _length_score(passage.weights.length[passage.kind(first, last)], size / profile.max_cue_chars)
        if size > profile.max_chars:
            layout = self._layout(first, last)
            if layout == NEVER and not single:
                return NEVER
            if layout != NEVER:
                score += passage.weights.two_lines + passage.weights.layout * layout
        inside = self._sentences_inside(first, last)
        if inside < 0 and not single:
            return NEVER
        score += passage.weights.sentence_inside * max(inside, 0)
        return score + self._time_score(first, last, size) + passage.cue_score[last - 1]

    def _layout(self, first: int, last: int) -> float:
        for lines in range(2, self.profile.max_lines + 1):
            score, gaps = best_breaks(self.passage, first, last, self.profile.max_chars, lines)
            if gaps is not None:
                return score
        return NEVER

    def _sentences_inside(self, first: int, last: int) -> int:
        """How many sentences end inside the cue; -1 when they may not: not all are whole and short."""
        passage = self.passage
        inner = [gap for gap in range(first, last - 1) if passage.sentence_end[gap]]
        if not inner:
            return 0
        if (first and not passage.sentence_end[first - 1]) or not passage.sentence_end[last - 1]:
            return -1
        edges = [first, *(gap + 1 for gap in inner), last]
        room = self.profile.max_chars * _SHORT_SENTENCE
        whole = all(passage.size(a, b) <= room for a, b in itertools.pairwise(edges))
        return len(inner) if whole else -1

    def _time_score(self, first: int, last: int, size: int) -> float:
        words, profile = self.passage.words, self.profile
        start, heard = words[first].start, words[last - 1].end
        pause = profile.linger if last == len(words) else max(0, words[last].start - heard)
        shown = heard - start + min(pause, profile.linger)
        need = reading_ms(size, last - first, profile)
        score = _PAUSE_SCORE * min(pause, 1000) / 1000 if last < len(words) else 0.0
        if shown < need:
            score -= _HURRIED + _HASTE * (need - shown) / need
        if heard - start > profile.max_duration and last - first > 1:
            score -= _HASTE * 2 * (heard - start - profile.max_duration) / profile.max_duration + _HASTE
        return score


def cue_edges(passage: Passage, profile: Profile) -> list[int]:
    """Word numbers where cues begin, and the number of words at the end; linear in words."""
    turn = _Turn(passage, profile)
    count = len(passage.words)
    best = [0.0] + [NEVER] * count
    back = [0] * (count + 1)
    for last in range(1, count + 1):
        for first in range(last - 1, -1, -1):
            if last - first > 1 and not _together(passage, profile, first, last):
                break
            score = best[first] + turn.score(first, last)
            if score > best[last]:
                best[last], back[last] = score, first
    edges = [count]
    while edges[-1]:
        edges.append(back[edges[-1]])
    return edges[::-1]


def _together(passage: Passage, profile: Profile, first: int, last: int) -> bool:
    """Whether words *first* up to *last* can be one cue at all; if not, no longer run can."""
    if passage.size(first, last) > profile.max_cue_chars:
        return False
    return passage.words[first + 1].start - passage.words[first].end < LONG_PAUSE


def _length_score(steps: Sequence[float], share: float) -> float:
    """Learned score of a cue's fullness, between the middles of equal steps."""
    place = min(max(share * len(steps) - 0.5, 0.0), len(steps) - 1.0)
    low = int(place)
    high = min(low + 1, len(steps) - 1)
    return steps[low] + (steps[high] - steps[low]) * (place - low)
