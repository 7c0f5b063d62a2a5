"""A programme brought to its loudness: measured, turned up or down, peaks held under the ceiling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scriptkit.audio.loudness import (
    SILENT,
    TARGETS,
    TRUE_PEAK_CEILING,
    WORST_OVERSHOOT,
    Limiter,
    LoudnessMeter,
    Measure,
    TruePeakMeter,
    overshoot,
)
from scriptkit.audio.programme import Programme, SamplesOf, blocks

if TYPE_CHECKING:
    from scriptkit.audio.signal import Samples


@dataclass(frozen=True, slots=True)
class Level:
    """What brings a programme to its target: ``gain`` in dB, and whether peaks then need holding."""

    gain: float = 0.0
    limited: bool = False
    room_tone: float | None = None
    measures: Measure | None = None
    """What comes of it, where that follows from the first measurement."""


def measure(sound: Iterable[Samples], rate: int, overshoot: float = WORST_OVERSHOOT) -> Measure:
    """Integrated loudness and true peak of *sound*."""
    metered = Metered(sound, rate, overshoot)
    for _ in metered:
        pass
    return metered.measure()


def level_for(
    programme: Programme,
    samples_of: SamplesOf,
    target: float = TARGETS["broadcast"],
    *,
    ceiling: float = TRUE_PEAK_CEILING,
    room_tone: float | None = None,
) -> Level:
    """The level that makes *programme* measure *target* LUFS. Silence is left as it is.

    Where peaks have to be held down, what that costs in loudness is made up once.
    """
    most = overshoot_of(programme)
    found = measure(blocks(programme, samples_of), programme.rate, most)
    if found.lufs == SILENT:
        return Level(room_tone=room_tone, measures=None if room_tone else found)
    gain = target - found.lufs
    if found.dbtp + gain <= ceiling:
        measures = None if room_tone else Measure(target, found.dbtp + gain)
        return Level(gain, room_tone=room_tone, measures=measures)
    level = Level(gain, limited=True, room_tone=room_tone)
    first = measure(mastered(programme, samples_of, level, ceiling=ceiling), programme.rate, most)
    return Level(gain + target - first.lufs, limited=True, room_tone=room_tone)


def overshoot_of(programme: Programme) -> float:
    """See :func:`loudness.overshoot`: the engines' sample rates bound what lies between samples."""
    rates = {p.take.rate for p in programme.placements if p.take.key}
    return overshoot(programme.rate, max(rates, default=0))


class Metered:
    """Passes sound on and measures it on the way; ask :meth:`measure` when it has all gone by."""

    def __init__(self, sound: Iterable[Samples], rate: int, overshoot: float = WORST_OVERSHOOT) -> None:
        self._sound = sound
        self._loudness, self._peak = LoudnessMeter(rate), TruePeakMeter(overshoot)

    def __iter__(self) -> Iterator[Samples]:
        for block in self._sound:
            self._loudness.add(block)
            self._peak.add(block)
            yield block

    def measure(self) -> Measure:
        return Measure(self._loudness.integrated(), self._peak.dbtp)


def mastered(
    programme: Programme,
    samples_of: SamplesOf,
    level: Level,
    *,
    ceiling: float = TRUE_PEAK_CEILING,
    start: int = 0,
    end: int | None = None,
    segments: frozenset[int] | None = None,
) -> Iterator[Samples]:
    """The programme's blocks at *level*; ``start``, ``end`` and ``segments`` choose a part of it."""
    sound = blocks(
        programme,
        samples_of,
        start=start,
        end=end,
        segments=segments,
        gain=level.gain,
        room_tone=level.room_tone,
    )
    if not level.limited:
        yield from sound
        return
    limiter = Limiter(programme.rate, ceiling, overshoot_of(programme))
    for block in sound:
        yield limiter.process(block)
    yield limiter.flush()
