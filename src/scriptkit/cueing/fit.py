"""When cues come and go: speech times onto frames, reading time, pauses, gaps.

All arithmetic is in whole frames of the profile's rate, so nothing can overlap by rounding.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scriptkit.model import Profile
from scriptkit.text.reading import comfortable_ms, reading_ms
from scriptkit.timecode import Millis, from_frames, to_frames

ESTIMATE_SLACK: Millis = 500
"""How far a cue may be from its estimated words: the estimate itself is no better than that."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a cue says and when it is heard."""

    start: Millis
    end: Millis
    chars: int
    words: int
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """When a cue is on screen, and what was done to get there."""

    start: Millis
    end: Millis
    why: tuple[str, ...] = ()


@dataclass(slots=True)
class _Slot:
    """A cue's times in frames while they are worked out."""

    first: int
    """Frame of the first word."""
    heard: int
    """Frame after the last word."""
    floor: int
    """The least frames it must be on screen."""
    need: int
    """Frames to read it, at least ``floor``."""
    want: int
    """Frames to read it at ease."""
    start: int = 0
    end: int = 0
    why: list[str] = field(default_factory=list)

    @property
    def spare(self) -> int:
        """Frames on screen beyond those needed; negative when some are missing."""
        return self.end - self.start - self.need


def fit_times(cues: Sequence[Spoken], profile: Profile) -> list[Shown]:
    """In and out times on frames. They never overlap and every cue lasts a frame at least.

    A cue comes with its first word and stays for its last. Where reading takes longer, time is
    found in this order: the pause after it (up to ``linger``), the beginning of the next cue (up
    to ``lag``), the pause or cue before it (up to ``lead_in``). Then gaps get the profile's shape.
    """
    rate = profile.frame_rate
    slots = [_slot(cue, profile) for cue in cues]
    _come(cues, slots, profile)
    _lead(cues, slots, profile)
    for slot, following in itertools.pairwise(slots):
        _shape_gap(slot, following, profile)
    for slot in slots:
        _explain(slot, rate)
    return [Shown(from_frames(s.start, rate), from_frames(s.end, rate), tuple(s.why)) for s in slots]


def _slot(cue: Spoken, profile: Profile) -> _Slot:
    rate = profile.frame_rate
    first = to_frames(cue.start, rate)
    return _Slot(
        first=first,
        heard=max(to_frames(cue.end, rate), first + 1),
        floor=frames_up(profile.min_duration, rate),
        need=frames_up(reading_ms(cue.chars, cue.words, profile), rate),
        want=frames_up(comfortable_ms(cue.chars, cue.words, profile), rate),
    )


def frames_up(ms: Millis, rate: Fraction) -> int:
    """Fewest frames that last *ms*."""
    return -int(-Fraction(ms) * rate / 1000 // 1)


def pause_frames(profile: Profile) -> int:
    """Frames from which on a gap is a pause to see; 0 where the profile does not say."""
    return frames_up(max(profile.chain_below or 0, profile.least_gap or 0), profile.frame_rate)


def _come(cues: Sequence[Spoken], slots: list[_Slot], profile: Profile) -> None:
    """Forward pass: in times with the speech, late where the cue before needs the time."""
    rate, gap = profile.frame_rate, profile.min_gap_frames
    linger = to_frames(profile.linger, rate)
    longest = to_frames(profile.max_duration, rate)
    earliest = 0
    for number, slot in enumerate(slots):
        slot.start = max(slot.first, earliest)
        end = max(slot.heard, min(slot.start + slot.want, slot.heard + linger))
        end = min(end, max(slot.heard, slot.start + longest))
        if number + 1 < len(slots):
            following = slots[number + 1]
            lag = _slack(profile.lag, cues[number + 1], rate)
            least, needed = (
                min(slot.start + frames, slot.heard + linger) + gap for frames in (slot.floor, slot.need)
            )
            earliest = max(
                slot.start + 1 + gap,
                min(least, following.first + lag),
                min(needed, following.first + _to_give(number + 1, cues, slots, profile)),
            )
            end = min(end, max(following.first, earliest) - gap)
        slot.end = max(end, slot.start + 1)


def _to_give(number: int, cues: Sequence[Spoken], slots: list[_Slot], profile: Profile) -> int:
    """Frames cue *number* can come late for the one before to be read, and still last its least time."""
    rate, slot = profile.frame_rate, slots[number]
    until = slot.heard + to_frames(profile.linger, rate)
    if number + 1 < len(slots):
        after = slots[number + 1].first + _slack(profile.lag, cues[number + 1], rate)
        until = min(until, after - profile.min_gap_frames)
    return max(0, min(_slack(profile.lag, cues[number], rate), until - slot.floor - slot.first))


def _slack(allowed: Millis, cue: Spoken, rate: Fraction) -> int:
    return to_frames(max(allowed, ESTIMATE_SLACK) if cue.estimated else allowed, rate)


def _lead(cues: Sequence[Spoken], slots: list[_Slot], profile: Profile) -> None:
    """Let cues that are still too brief come early, out of a pause or of the spare time before."""
    rate, gap = profile.frame_rate, profile.min_gap_frames
    for number, slot in enumerate(slots):
        if slot.spare >= 0:
            continue
        before = slots[number - 1] if number else None
        lead = _slack(profile.lead_in, cues[number], rate)
        floor = max(slot.first - lead, 0)
        if before:
            # The cue before gives what it can spare, but no more of its own words than the lead.
            give = max(0, min(before.spare, lead))
            floor = max(floor, before.end - give + gap)
        start = max(floor, slot.start + slot.spare)
        if start < slot.start:
            slot.start = start
            if before:
                before.end = min(before.end, start - gap)


def _shape_gap(slot: _Slot, following: _Slot, profile: Profile) -> None:
    """Close a gap too short to be seen as a pause, or widen it until it is one."""
    rate, least = profile.frame_rate, profile.min_gap_frames
    gap = following.start - slot.end
    close_below = pause_frames(profile)
    if not least < gap < close_below:
        return
    if profile.least_gap:
        earlier = following.start - close_below
        if earlier >= max(slot.heard, slot.start + slot.need):
            slot.end = earlier
            return
    closed = following.start - least
    if closed - slot.start <= to_frames(profile.max_duration, rate):
        slot.end = closed


def _explain(slot: _Slot, rate: Fraction) -> None:
    """Say what was done to the times, in milliseconds."""

    def ms(frames: int) -> Millis:
        return from_frames(frames, rate)

    if slot.start > slot.first:
        slot.why.append(
            f"comes {ms(slot.start - slot.first)} ms after its first word: the cue before needs it"
        )
    elif slot.start < slot.first:
        slot.why.append(f"comes {ms(slot.first - slot.start)} ms before its first word, to be read")
    if slot.end > slot.heard:
        slot.why.append(f"held {ms(slot.end - slot.heard)} ms after its last word")
    elif slot.end < slot.heard:
        slot.why.append(
            f"goes {ms(slot.heard - slot.end)} ms before its last word ends: the next one needs it"
        )
