"""When cues come and go: speech times onto frames, reading time, pauses, gaps.

All arithmetic is in whole frames of the profile's rate, so nothing can overlap by rounding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scriptkit.model import Profile
from scriptkit.text.reading import comfortable_ms, reading_ms
from scriptkit.timecode import Millis, from_frames, to_frames


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a cue says and when it is heard."""

    start: Millis
    end: Millis
    chars: int
    words: int


@dataclass(frozen=True, slots=True)
class Shown:
    """When a cue is on screen, and what was done to get there."""

    start: Millis
    end: Millis
    why: tuple[str, ...] = ()


def fit_times(cues: Sequence[Spoken], profile: Profile) -> list[Shown]:
    """In and out times on frames. They never overlap and every cue lasts a frame at least.

    A cue comes with its first word and stays for its last; where reading takes longer it hangs
    into the pause after it (up to ``linger``), then comes early into the pause before it (up to
    ``lead_in``). Then gaps get the profile's shape.
    """
    rate = profile.frame_rate
    starts = _starts([to_frames(cue.start, rate) for cue in cues], profile)
    ends: list[int] = []
    reasons: list[list[str]] = [[] for _ in cues]
    for number, cue in enumerate(cues):
        limit = starts[number + 1] - profile.min_gap_frames if number + 1 < len(cues) else None
        ends.append(_out(cue, starts[number], limit, profile, reasons[number]))
    _lead(cues, starts, ends, profile, reasons)
    _shape_gaps(starts, ends, profile, reasons)
    return [
        Shown(from_frames(start, rate), from_frames(end, rate), tuple(why))
        for start, end, why in zip(starts, ends, reasons, strict=True)
    ]


def _starts(starts: list[int], profile: Profile) -> list[int]:
    """In times at least one frame and a gap apart."""
    step = 1 + profile.min_gap_frames
    for number in range(1, len(starts)):
        starts[number] = max(starts[number], starts[number - 1] + step)
    return starts


def _frames_up(ms: Millis, rate: Fraction) -> int:
    return -int(-Fraction(ms) * rate / 1000 // 1)


def _out(cue: Spoken, start: int, limit: int | None, profile: Profile, why: list[str]) -> int:
    rate = profile.frame_rate
    heard = max(to_frames(cue.end, rate), start + 1)
    want = start + _frames_up(comfortable_ms(cue.chars, cue.words, profile), rate)
    hang = max(heard, to_frames(cue.end + profile.linger, rate))
    end = max(heard, min(want, hang))
    end = min(end, max(heard, start + to_frames(profile.max_duration, rate)))
    if limit is not None:
        end = min(end, limit)
    if end > heard:
        extra = from_frames(end, rate) - from_frames(heard, rate)
        why.append(f"held {extra} ms into the pause to be read")
    return max(end, start + 1)


def _lead(
    cues: Sequence[Spoken], starts: list[int], ends: list[int], profile: Profile, reasons: list[list[str]]
) -> None:
    """Let cues that are still too brief come early, into the pause before them."""
    rate = profile.frame_rate
    lead = to_frames(profile.lead_in, rate)
    for number, cue in enumerate(cues):
        need = _frames_up(reading_ms(cue.chars, cue.words, profile), rate)
        missing = need - (ends[number] - starts[number])
        floor = ends[number - 1] + profile.min_gap_frames if number else 0
        early = min(missing, lead, starts[number] - floor)
        if early > 0:
            starts[number] -= early
            reasons[number].append(f"came {from_frames(early, rate)} ms early to be read")


def _shape_gaps(starts: list[int], ends: list[int], profile: Profile, reasons: list[list[str]]) -> None:
    """Close gaps too short to be seen as pauses; leave the others."""
    rate, least = profile.frame_rate, profile.min_gap_frames
    close_below = _frames_up(max(profile.chain_below or 0, profile.least_gap or 0), rate)
    longest = to_frames(profile.max_duration, rate)
    for number in range(len(starts) - 1):
        gap = starts[number + 1] - ends[number]
        wanted = starts[number + 1] - least
        if least < gap < close_below and wanted - starts[number] <= longest:
            ends[number] = wanted
            reasons[number].append("held to the next cue: the gap was too short to see")
