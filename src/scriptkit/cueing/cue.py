"""Words to cues: dynamic programming over one score of syntax, punctuation, length and time."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from scriptkit.cueing.linebreak import NEVER, best_breaks, best_pair
from scriptkit.cueing.passage import Passage
from scriptkit.model import Profile
from scriptkit.timecode import Millis

LONG_PAUSE: Millis = 2000
"""Words with this much silence between them never share a cue."""
_PAUSE_SCORE = 2.0
"""Score of ending a cue at a pause, for each second of it up to one."""
_HURRIED = 3.0
"""Cost of a cue that must be read faster than allowed: more than any unlovely break ..."""
_HASTE = 12.0
"""... and more for each whole reading time missing."""
_FLEETING = 8.0
"""Cost of a cue a second shorter than the profile's least duration; it grows with the square, for half a
second can be had from its neighbours."""
_SHORT_SENTENCE = 0.5
"""Two sentences share a cue only when neither is longer than this share of a line."""


@dataclass(slots=True)
class _Turn:
    """One speaker's words and the profile, with all that every candidate needs worked out once."""

    passage: Passage
    profile: Profile
    rest: Millis
    """Silence after the last word."""
    estimated: bool
    curves: dict[str, list[float]] = field(init=False)
    """Way to begin and end → score by number of characters."""
    ended: list[int] = field(init=False)
    """Sentences that have ended before each word."""
    begins: list[str] = field(init=False)
    ends: list[str] = field(init=False)
    pause_after: list[Millis] = field(init=False)
    gap_score: list[float] = field(init=False)
    """Score of a cue's end at each word, the pause counted in."""
    gap: float = field(init=False)
    """What the gap after a cue takes off its time, in milliseconds; an estimate's slack makes up for it."""
    ms_per_char: float = field(init=False)
    ms_per_word: float = field(init=False)

    def __post_init__(self) -> None:
        passage, profile = self.passage, self.profile
        words, ends = passage.words, passage.sentence_end
        self.curves = _curves(tuple(passage.weights.length.items()), profile.max_cue_chars)
        self.ended = [0, *itertools.accumulate(ends)]
        self.begins = ["S" if place == 0 or ends[place - 1] else "M" for place in range(len(words))]
        self.ends = [passage.kind(place, place + 1)[1] for place in range(len(words))]
        pauses = [max(0, b.start - a.end) for a, b in itertools.pairwise(words)]
        self.pause_after = [*pauses, self.rest]
        self.gap_score = [
            score + _PAUSE_SCORE * min(pause, 1000) / 1000
            for score, pause in zip(passage.cue_score, [*pauses, 0], strict=True)
        ]
        self.gap = 0.0 if self.estimated else float(1000 * profile.min_gap_frames / profile.frame_rate)
        self.ms_per_char = 1000 / profile.max_cps if profile.max_cps else 0.0
        self.ms_per_word = max(
            60_000 / profile.max_wpm if profile.max_wpm else 0.0, float(profile.ms_per_word or 0)
        )

    def score(self, first: int, last: int, size: int) -> float:
        """How good a cue words *first* up to *last* make, or minus infinity when they may not be one."""
        passage, profile = self.passage, self.profile
        several = last - first > 1
        curve = self.curves[self.begins[first] + self.ends[last - 1]]
        score = self.gap_score[last - 1] + curve[size if size < len(curve) else -1]
        if size > profile.max_chars:
            layout, against = self._layout(first, last)
            if layout != NEVER:
                score += passage.weights.two_lines + passage.weights.layout * layout
                score -= passage.weights.parted * against
            elif several:
                return NEVER
        inside = self.ended[last - 1] - self.ended[first]
        if inside:
            if not self._whole_and_short(first, last):
                return NEVER
            score += passage.weights.sentence_inside * inside
        return score - self._time_cost(first, last, size)

    def _layout(self, first: int, last: int) -> tuple[float, int]:
        """Score of the best lines, in as few as hold the words, and what speaks against their breaks."""
        passage, profile = self.passage, self.profile
        if profile.max_lines < 2:
            return NEVER, 0
        score, cut = best_pair(passage, first, last, profile.max_chars)
        if score != NEVER:
            return score, passage.against[cut - 1]
        for lines in range(3, profile.max_lines + 1):
            score, gaps = best_breaks(passage, first, last, profile.max_chars, lines)
            if gaps is not None:
                return score, sum(passage.against[gap] for gap in gaps)
        return NEVER, 0

    def _whole_and_short(self, first: int, last: int) -> bool:
        """Whether the cue is of whole sentences only, none longer than half a line."""
        passage = self.passage
        if self.begins[first] == "M" or not passage.sentence_end[last - 1]:
            return False
        inner = [place + 1 for place in range(first, last - 1) if passage.sentence_end[place]]
        room = self.profile.max_chars * _SHORT_SENTENCE
        return all(passage.size(a, b) <= room for a, b in itertools.pairwise([first, *inner, last]))

    def _time_cost(self, first: int, last: int, size: int) -> float:
        words, profile = self.passage.words, self.profile
        spoken = words[last - 1].end - words[first].start
        shown = spoken + min(self.pause_after[last - 1] - self.gap, profile.linger)
        need = max(profile.min_duration, size * self.ms_per_char, (last - first) * self.ms_per_word)
        cost = 0.0
        if shown < need:
            cost = _HURRIED + _HASTE * (need - shown) / need
        if shown < profile.min_duration:
            cost += _FLEETING * ((profile.min_duration - shown) / 1000) ** 2
        if spoken > profile.max_duration and last - first > 1:
            cost += _HASTE * (1 + 2 * (spoken - profile.max_duration) / profile.max_duration)
        return cost


def cue_edges(
    passage: Passage, profile: Profile, rest: Millis | None = None, *, estimated: bool = True
) -> list[int]:
    """Word numbers where cues begin, and the number of words at the end; linear in words.

    *rest* is the silence after the last word; unless given, the last cue can stay as long as it may.
    *estimated* times leave room for cues to come a little early or late.
    """
    turn = _Turn(passage, profile, profile.linger if rest is None else rest, estimated)
    before, most = passage.before, profile.max_cue_chars
    count = len(passage.words)
    best = [0.0] + [NEVER] * count
    back = [0] * (count + 1)
    wall = 0
    """No cue may begin before this word and reach past it: a long pause lies there."""
    for last in range(1, count + 1):
        if last > 1 and turn.pause_after[last - 2] >= LONG_PAUSE:
            wall = last - 1
        for first in range(last - 1, wall - 1, -1):
            size = before[last] - before[first] - 1
            if size > most and last - first > 1:
                break
            score = best[first] + turn.score(first, last, size)
            if score > best[last]:
                best[last], back[last] = score, first
    edges = [count]
    while edges[-1]:
        edges.append(back[edges[-1]])
    return edges[::-1]


@lru_cache(maxsize=32)
def _curves(length: tuple[tuple[str, tuple[float, ...]], ...], most: int) -> dict[str, list[float]]:
    """The learned curves as tables by number of characters, up to *most*."""
    return {kind: [_curve(steps, size / most) for size in range(most + 1)] for kind, steps in length}


def _curve(steps: Sequence[float], share: float) -> float:
    """Learned score of a cue's fullness, between the middles of equal steps."""
    place = min(max(share * len(steps) - 0.5, 0.0), len(steps) - 1.0)
    low = int(place)
    high = min(low + 1, len(steps) - 1)
    return steps[low] + (steps[high] - steps[low]) * (place - low)
