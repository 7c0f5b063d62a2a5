"""In and out times on a format's grid of frames or hundredths, without a cue that becomes too short."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scriptkit.model import Cue
from scriptkit.timecode import to_frames


def on_grid(cues: Sequence[Cue], rate: Fraction) -> Iterator[tuple[int, int]]:
    """First frame of each cue and the frame after its last, counted at *rate* from the programme's start.

    Both are the nearest, but a cue that would lose a part of its time is out a frame later where that
    takes nothing from the next one or from the gap before it: profiles have least durations and gaps.
    """
    following: Cue | None
    for cue, following in itertools.zip_longest(cues, cues[1:]):
        first = to_frames(max(0, cue.start), rate)
        out = max(first + 1, to_frames(max(0, cue.end), rate))
        wanted = first + _at_least(cue.duration, rate)
        if wanted > out and cue.start >= 0:
            gap = following.start - cue.end if following else 0
            room = to_frames(following.start, rate) - _whole(gap, rate) if following and gap >= 0 else wanted
            out = max(out, min(wanted, room))
        yield first, out


def _at_least(ms: int, rate: Fraction) -> int:
    """Frames that last *ms*, but for the millisecond by which times of frames are rounded."""
    return -((1 - ms) * rate.numerator // (1000 * rate.denominator))


def _whole(ms: int, rate: Fraction) -> int:
    """Whole frames in *ms*, with the same millisecond."""
    return (ms + 1) * rate.numerator // (1000 * rate.denominator)
