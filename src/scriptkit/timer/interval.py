"""Between what and what a reading will last, four times in five.

The log of true over estimated time spreads by two causes: one person reads faster than the next
(``person``), and one sentence goes faster than the next (``noise``, which averages out with length).
Both are in the read styles; ``tools/timer_interval.py`` measures how often the interval holds.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scriptkit.model import STUDIO_ROLES, Basis, Role, TimedSegment, Timeline
from scriptkit.timecode import Millis
from scriptkit.timer.calibration import PRIOR_SECONDS
from scriptkit.timer.estimate import ROLE_STYLES
from scriptkit.timer.model import named_style

Z80 = 1.2816
"""Standard deviations on either side that hold 80 % of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations of the log of true over estimated time."""

    person: float
    """Of a speaker's mean."""
    noise: float
    """Within a speaker, for one second of speech."""


def interval(length: float, spread: Spread, z: float = Z80) -> tuple[Millis, Millis]:
    """Bounds in milliseconds for one stretch of *length* ms by one speaker."""
    seconds = max(length, 1.0) / 1000
    return _bounds(length, z * math.sqrt(spread.person**2 + spread.noise**2 / seconds))


def _bounds(length: float, width: float) -> tuple[Millis, Millis]:
    return round(length * math.exp(-width)), round(length * math.exp(width))


@dataclass(frozen=True, slots=True)
class Margins:
    """80 % bounds in milliseconds: of each timed segment, and of the whole running time."""

    segments: tuple[tuple[Millis, Millis], ...]
    total: tuple[Millis, Millis]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known besides the script: roles' read styles, and seconds each speaker was calibrated on."""

    styles: Mapping[Role, str] = field(default_factory=dict)
    heard: Mapping[str, float] = field(default_factory=dict)
    trt: Millis | None = None
    """A running time the words were fitted to; a story's own counts without being named here."""


def margins(timeline: Timeline, known: Known = Known()) -> Margins:
    """How sure the times of *timeline* are. Declared, rendered and aligned segments are certain."""
    fitted = _fitted(timeline, known.trt)
    length_of_fitted = sum(timeline.items[i].end - timeline.items[i].start for i in fitted)
    segments = []
    for i, item in enumerate(timeline.items):
        length, spread = item.end - item.start, _spread(item, known)
        if i in fitted:  # the total takes the reader's pace out, and part of the noise
            spread = Spread(0.0, spread.noise * math.sqrt(1 - length / max(length_of_fitted, 1)))
        segments.append(interval(length, spread))
    return Margins(tuple(segments), programme([timeline], known))


def programme(timelines: Iterable[Timeline], known: Known = Known()) -> tuple[Millis, Millis]:
    """Bounds in milliseconds of the running time of stories one after another.

    One person's segments err together, sentences apart.
    """
    total = 0
    by_person: dict[str, float] = defaultdict(float)
    noise = 0.0
    for timeline in timelines:
        total += timeline.trt
        fitted = _fitted(timeline, known.trt)
        for i, item in enumerate(timeline.items):
            if i in fitted:
                continue
            spread, seconds = _spread(item, known), (item.end - item.start) / 1000
            by_person[item.segment.speaker or item.segment.role] += spread.person * seconds
            noise += spread.noise**2 * seconds
    variance = sum(x * x for x in by_person.values()) + noise
    return _bounds(total, Z80 * math.sqrt(variance) / max(total / 1000, 0.001))


def _spread(item: TimedSegment, known: Known) -> Spread:
    if item.basis is not Basis.ESTIMATED:
        return Spread(0.0, 0.0)
    role = item.segment.role
    style = named_style(known.styles.get(role) or ROLE_STYLES[role])
    heard = known.heard.get((item.segment.speaker or "").casefold(), 0.0)
    return Spread(style.person * math.sqrt(PRIOR_SECONDS / (PRIOR_SECONDS + heard)), style.noise)


def _fitted(timeline: Timeline, trt: Millis | None) -> frozenset[int]:
    """Which segments were fitted to a known running time: all, those after the studio's, or none."""
    declared = trt if trt is not None else timeline.story.declared
    items = timeline.items
    if declared is None or not items:
        return frozenset()
    tape = [i for i, item in enumerate(items) if item.segment.role not in STUDIO_ROLES]
    for part in (range(len(items)), tape):
        if part and abs(items[part[-1]].end - items[part[0]].start - declared) <= _ROUNDING:
            return frozenset(part)
    return frozenset()


_ROUNDING = 50
"""Milliseconds that rounding word by word may move an end."""
