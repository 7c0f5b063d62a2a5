"""Loudness as broadcasters measure it (ITU-R BS.1770-4, EBU R 128), block by block in flat memory.

A programme here is one channel and is measured as one: on two loudspeakers it is 3 LU louder.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from scriptkit.audio.signal import numpy

if TYPE_CHECKING:
    from scriptkit.audio.signal import Samples

TARGETS: dict[str, float] = {"broadcast": -23.0, "web": -16.0}
"""Programme loudness in LUFS: EBU R 128, and what streaming platforms settle near."""
TRUE_PEAK_CEILING = -1.0
"""dBTP, EBU R 128 for PCM."""
SILENT = -math.inf

_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
_OFFSET = -0.691
_STEPS_PER_SECOND, _STEPS_A_BLOCK = 10, 4
"""Gating blocks of 400 ms, a new one every 100 ms."""
_TAPS = 4096
_FFT = 16384


def decibels(ratio: float) -> float:
    return 20 * math.log10(ratio) if ratio > 0 else SILENT


def ratio(decibel: float) -> float:
    return float(10 ** (decibel / 20))


@cache
def _k_weighting(rate: int) -> Any:
    """Impulse response of the K filter at *rate*, long enough (85 ms at 48 kHz) to leave −90 dB unsaid.

    The two second-order sections are those of BS.1770-4, in the analogue form that gives its 48 kHz
    coefficients and holds at any rate (Mansbridge, Finn, Reiss: AES 132, 2012).
    """
    np = numpy()
    shelf = _shelf(rate, 1681.974450955533, 3.999843853973347, 0.7071752369554196)
    highpass = _highpass(rate, 38.13547087602444, 0.5003270373238773)
    response = [1.0] + [0.0] * (_TAPS - 1)
    for b, a in (shelf, highpass):
        response = _filter(response, b, a)
    return np.array(response)


_Section = tuple[tuple[float, float, float], tuple[float, float]]


def _shelf(rate: int, frequency: float, gain: float, q: float) -> _Section:
    k, high = math.tan(math.pi * frequency / rate), 10 ** (gain / 20)
    middle = high**0.4996667741545416
    a0 = 1 + k / q + k * k
    return (
        ((high + middle * k / q + k * k) / a0, 2 * (k * k - high) / a0, (high - middle * k / q + k * k) / a0),
        (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0),
    )


def _highpass(rate: int, frequency: float, q: float) -> _Section:
    k = math.tan(math.pi * frequency / rate)
    a0 = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / a0, (1 - k / q + k * k) / a0)


def _filter(signal: list[float], b: tuple[float, float, float], a: tuple[float, float]) -> list[float]:
    out, s1, s2 = [], 0.0, 0.0
    for x in signal:
        y = b[0] * x + s1
        s1 = b[1] * x - a[0] * y + s2
        s2 = b[2] * x - a[1] * y
        out.append(y)
    return out


class LoudnessMeter:
    """Feed it blocks of any length with :meth:`add`, then ask for :meth:`integrated` loudness."""

    def __init__(self, rate: int) -> None:
        np = self._np = numpy()
        self._spectrum = np.fft.rfft(_k_weighting(rate).astype(np.float32), _FFT)
        self._step = rate // _STEPS_PER_SECOND
        self._history = np.zeros(_TAPS - 1, np.float32)
        self._pending: list[Samples] = []
        self._waiting = 0
        self._rest = np.zeros(0, np.float32)
        self._energies: list[float] = []
        self._total, self._count = 0.0, 0

    def add(self, block: Samples) -> None:
        self._pending.append(block)
        self._waiting += len(block)
        usable = _FFT - _TAPS + 1
        if self._waiting >= usable:
            waiting = self._np.concatenate(self._pending)
            done = len(waiting) // usable * usable
            for at in range(0, done, usable):
                self._weigh(waiting[at : at + usable])
            self._pending, self._waiting = [waiting[done:]], len(waiting) - done

    def _weigh(self, block: Samples) -> None:
        np = self._np
        joined = np.concatenate([self._history, block])
        self._history = joined[-(_TAPS - 1) :]
        if not joined.any():
            weighted = np.zeros(len(block), np.float32)
        else:
            weighted = np.fft.irfft(np.fft.rfft(joined, _FFT) * self._spectrum, _FFT)
            weighted = weighted[_TAPS - 1 : len(joined)]
        energy = np.concatenate([self._rest, weighted * weighted])
        whole = len(energy) // self._step
        steps = energy[: whole * self._step].reshape(whole, self._step).sum(axis=1, dtype=np.float64)
        self._energies.extend(steps.tolist())
        self._total += float(steps.sum())
        self._count += whole * self._step
        self._rest = energy[whole * self._step :]

    def integrated(self) -> float:
        """Gated loudness in LUFS of all blocks so far; −inf for silence.

        Under 400 ms, where the standard has no block to gate, the loudness of what there is.
        """
        np = self._np
        if self._pending:
            waiting = np.concatenate(self._pending)
            usable = _FFT - _TAPS + 1
            for at in range(0, len(waiting), usable):
                self._weigh(waiting[at : at + usable])
            self._pending, self._waiting = [], 0
        if len(self._energies) < _STEPS_A_BLOCK:
            total = self._total + float(self._rest.sum())
            count = self._count + len(self._rest)
            return _lufs(total / count) if count else SILENT
        steps = np.array(self._energies)
        sums = np.concatenate([[0.0], np.cumsum(steps)])
        blocks = (sums[_STEPS_A_BLOCK:] - sums[:-_STEPS_A_BLOCK]) / (_STEPS_A_BLOCK * self._step)
        heard = blocks[blocks > _power(_ABSOLUTE_GATE)]
        if not len(heard):
            return SILENT
        gate = float(heard.mean()) * 10 ** (_RELATIVE_GATE / 10)
        return _lufs(float(heard[heard > gate].mean()))


def _lufs(power: float) -> float:
    return _OFFSET + 10 * math.log10(power) if power > 0 else SILENT


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET) / 10))


# BS.1770-4 annex 2: the 48-tap interpolator, as its four phases.
_PHASES = (
    (0.0017089843750, 0.0109863281250, -0.0196533203125, 0.0332031250000, -0.0594482421875, 0.1373291015625,
     0.9721679687500, -0.1022949218750, 0.0476074218750, -0.0266113281250, 0.0148925781250, -0.0083007812500),
    (-0.0291748046875, 0.0292968750000, -0.0517578125000, 0.0891113281250, -0.1665039062500, 0.4650878906250,
     0.7797851562500, -0.2003173828125, 0.1015625000000, -0.0582275390625, 0.0330810546875, -0.0189208984375),
)  # fmt: skip
_PHASE_TAPS = 12
WORST_OVERSHOOT = 2.1
"""No phase can exceed the highest sample by more: the greatest sum of its taps' sizes is 2.02."""
_CHUNK = 64
"""Samples looked at together: short, since only peaks of the voice's own pulses come near the loudest."""


def overshoot(rate: int, band: int) -> float:
    """How far values between samples can exceed the samples of sound that was sampled at *band* before.

    1 / cos(π / 2K) for K-fold oversampling (Ehlich and Zeller, 1964), and a little for filters' edges.
    """
    return (
        min(1.05 / math.cos(math.pi * band / (2 * rate)), WORST_OVERSHOOT) if band < rate else WORST_OVERSHOOT
    )


def _true_peaks(samples: Samples, above: float, overshoot: float) -> Samples:
    """For each sample the highest value at or next to it, four times oversampled.

    Exact wherever it exceeds *above*; stretches that cannot, and the last few samples at either end,
    are left as their samples' sizes.
    """
    np = numpy()
    peaks: Samples = np.abs(samples)
    windows = len(samples) - _PHASE_TAPS + 1
    if windows < 1:
        return peaks
    filled = np.pad(samples, (0, 2 * _CHUNK - len(samples) % _CHUNK))
    highest = np.abs(filled).reshape(-1, _CHUNK).max(axis=1)
    reached = np.maximum(highest[:-1], highest[1:])  # a chunk's context reaches into the next
    begins = np.flatnonzero(reached * overshoot > above) * _CHUNK
    width = _CHUNK + _PHASE_TAPS - 1
    context = filled[begins[:, None] + np.arange(width)].ravel()
    found = np.zeros(len(context), np.float32)
    for taps in _PHASES if len(context) else ():
        kernel = np.array(taps, np.float32)
        for direction in (kernel, kernel[::-1]):  # the other two phases are these, mirrored
            values = np.abs(np.correlate(context, direction, mode="valid"))
            np.maximum(found[: len(values)], values, out=found[: len(values)])
    between = found.reshape(-1, width)[:, :_CHUNK].ravel()  # the rest lies across two chunks' ends
    places = (begins[:, None] + np.arange(_CHUNK)).ravel()
    between, places = between[places < windows], places[places < windows]
    for side in (places + _PHASE_TAPS // 2 - 1, places + _PHASE_TAPS // 2):  # each lies between two samples
        peaks[side] = np.maximum(peaks[side], between)
    return peaks


class TruePeakMeter:
    """Highest value between samples, four times oversampled. Quiet blocks cost nothing."""

    def __init__(self, overshoot: float = WORST_OVERSHOOT) -> None:
        self._history = numpy().zeros(_PHASE_TAPS, numpy().float32)
        self._overshoot = overshoot
        self._peak = 0.0

    def add(self, block: Samples) -> None:
        np = numpy()
        joined = np.concatenate([self._history, block])
        self._history = joined[-_PHASE_TAPS:]
        highest = float(np.max(np.abs(joined), initial=0.0))
        if highest * self._overshoot > self._peak:
            known = max(self._peak, highest)
            self._peak = max(known, float(_true_peaks(joined, known, self._overshoot).max()))

    @property
    def dbtp(self) -> float:
        return decibels(self._peak)


class Limiter:
    """Holds true peaks under a ceiling by turning the level down around them, 5 ms ahead.

    :meth:`process` returns what is ready, :meth:`flush` the rest; nothing is added or lost.
    """

    _MARGIN = 0.985  # the gain itself moves a little between samples
    _ATTACK_SECONDS, _HOLD_SECONDS = 0.005, 0.04

    def __init__(
        self, rate: int, ceiling: float = TRUE_PEAK_CEILING, overshoot: float = WORST_OVERSHOOT
    ) -> None:
        np = numpy()
        self._overshoot = overshoot
        self._ceiling = ratio(ceiling) * self._MARGIN
        self._ahead = max(round(rate * self._ATTACK_SECONDS), _PHASE_TAPS)
        self._hold = round(rate * self._HOLD_SECONDS)
        self._behind = self._hold + self._ahead
        # What was given out already but still shapes the gain, then what waits.
        self._buffer = np.zeros(self._behind, np.float32)
        self.reduction = 0.0
        """Greatest gain reduction so far, in dB (0 or less)."""

    def process(self, block: Samples) -> Samples:
        np = numpy()
        self._buffer = np.concatenate([self._buffer, block])
        return self._give(len(self._buffer) - self._behind - 2 * self._ahead)

    def flush(self) -> Samples:
        np = numpy()
        waiting = len(self._buffer) - self._behind
        self._buffer = np.concatenate([self._buffer, np.zeros(2 * self._ahead, np.float32)])
        return self._give(waiting)

    def _give(self, count: int) -> Samples:
        np = numpy()
        count = max(count, 0)
        region: Samples = self._buffer[: self._behind + count + 2 * self._ahead]
        out: Samples = region[self._behind : self._behind + count]
        if count and float(np.max(np.abs(region))) * self._overshoot > self._ceiling:
            out = self._turned_down(region, out)
        self._buffer = self._buffer[count:]
        return out

    def _turned_down(self, region: Samples, out: Samples) -> Samples:
        np = numpy()
        peaks = _true_peaks(region, self._ceiling, self._overshoot)
        if float(peaks.max()) <= self._ceiling:
            return out
        needed = np.minimum(1.0, self._ceiling / np.maximum(peaks, 1e-9)).astype(np.float32)
        # least gain any sample from `hold` before to `ahead` after asks for
        least = _sliding_minimum(needed, self._hold + self._ahead + 1)
        # least[i] covers needed[i : i + hold + ahead + 1], so sample i + hold is its own
        gain = _smoothed(least, self._ahead)
        # gain[i] averages the `ahead` windows that end with sample i + ahead - 1 + hold's own
        first = self._behind - (self._hold + self._ahead - 1)
        gain = gain[first : first + len(out)]
        self.reduction = min(self.reduction, decibels(float(gain.min())))
        held: Samples = out * gain
        return held


def _smoothed(values: Samples, width: int) -> Samples:
    """Averages of *width* neighbours, weighted like a triangle (two running means)."""
    np = numpy()
    first = width // 2
    for box in (first, width - first + 1):
        sums = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
        values = ((sums[box:] - sums[:-box]) / box).astype(np.float32)
    return values


def _sliding_minimum(values: Samples, width: int) -> Samples:
    """Least of each *width* neighbours, in width's logarithm of passes."""
    np = numpy()
    covered, least = 1, values
    while covered < width:
        step = min(covered, width - covered)
        least = np.minimum(least[:-step], least[step:])
        covered += step
    return least


@dataclass(frozen=True, slots=True)
class Measure:
    """How loud a programme is: LUFS and dBTP; −inf for silence."""

    lufs: float
    dbtp: float
