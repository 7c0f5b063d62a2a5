"""Sound as numbers: where speech begins and ends, other rates and paces, fades.

Everything works on one short clip at a time, mono, as float32 in −1…1. numpy and soxr come with the
extra ``audio`` and are imported when first needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scriptkit.errors import MissingDependencyError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

FULL_SCALE = 32768.0
_WINDOW_SECONDS = 0.005
_BELOW_LOUDEST = 10 ** (-34 / 20)
"""Speech is what is within 34 dB of the clip's loudest 5 ms: above the engines' own noise (Pico −45 dB),
below their softest consonants."""
_AUDIBLE = 10 ** (-60 / 20)
"""And above −60 dBFS: a clip of noise holds no speech."""

PRE_ROLL_SECONDS, POST_ROLL_SECONDS = 0.02, 0.08
_FADE_IN_SECONDS, _FADE_OUT_SECONDS = 0.005, 0.02


def missing(package: str) -> MissingDependencyError:
    return MissingDependencyError(f"audio needs {package}", hint='pip install "scriptkit[audio]"')


def numpy() -> Any:
    """The module. Raises MissingDependencyError without the extra."""
    try:
        import numpy as np
    except ImportError:
        raise missing("numpy") from None
    return np


def from_pcm(pcm: bytes) -> Samples:
    """16-bit little-endian mono → float32."""
    np = numpy()
    whole = len(pcm) - len(pcm) % 2
    samples: Samples = np.frombuffer(pcm[:whole], dtype="<i2").astype(np.float32) / np.float32(FULL_SCALE)
    return samples


def to_pcm(samples: Samples) -> bytes:
    """float32 → 16-bit little-endian mono; what exceeds full scale is clipped."""
    np = numpy()
    scaled = np.rint(samples * np.float32(FULL_SCALE))
    pcm: bytes = np.clip(scaled, -FULL_SCALE, FULL_SCALE - 1).astype("<i2").tobytes()
    return pcm


def voiced_span(samples: Samples, rate: int) -> tuple[int, int] | None:
    """First and one past the last sample of speech, by energy; None when there is none."""
    np = numpy()
    window = max(round(rate * _WINDOW_SECONDS), 1)
    count = len(samples) // window
    if not count:
        return None
    frames = samples[: count * window].reshape(count, window)
    level = np.sqrt(np.mean(frames * frames, axis=1))
    threshold = max(float(level.max()) * _BELOW_LOUDEST, _AUDIBLE)
    loud = level > threshold
    steady = loud.copy()
    steady[:-1] &= loud[1:]  # a lone click is no speech
    places = np.flatnonzero(steady)
    if not len(places):
        return None
    return int(places[0]) * window, min((int(places[-1]) + 2) * window, len(samples))


@dataclass(frozen=True, slots=True)
class Speech:
    """A clip cut down to its speech, ``begin`` to ``end`` of ``samples``; ``cut`` came off the front."""

    samples: Samples
    cut: int
    begin: int
    end: int


def trim(samples: Samples, rate: int) -> Speech:
    """The speech with a little room on both sides, faded in and out.

    Of a clip without speech nothing is cut, and all of it counts.
    """
    np = numpy()
    span = voiced_span(samples, rate)
    if span is None:
        return Speech(samples, 0, 0, len(samples))
    cut = max(span[0] - round(rate * PRE_ROLL_SECONDS), 0)
    end = min(span[1] + round(rate * POST_ROLL_SECONDS), len(samples))
    kept = samples[cut:end].copy()
    fade_in = min(round(rate * _FADE_IN_SECONDS), len(kept))
    fade_out = min(round(rate * _FADE_OUT_SECONDS), len(kept))
    kept[:fade_in] *= np.linspace(0, 1, fade_in, dtype=np.float32)
    kept[len(kept) - fade_out :] *= np.linspace(1, 0, fade_out, dtype=np.float32)
    return Speech(kept, cut, span[0] - cut, span[1] - cut)


def last_longer(speech: Speech, rate: int, factor: float) -> Speech:
    """*speech* lasting *factor* times as long, pitch kept."""
    samples = stretch(speech.samples, rate, round(len(speech.samples) * factor))
    end = min(round(speech.end * factor), len(samples))
    return Speech(samples, round(speech.cut * factor), round(speech.begin * factor), end)


def resample(samples: Samples, rate: int, to: int) -> Samples:
    """The same sound at another sample rate; length :func:`resampled_length`."""
    if rate == to:
        return samples
    try:
        import soxr
    except ImportError:
        raise missing("soxr") from None
    converted = soxr.resample(samples, rate, to, quality="HQ")
    return fit_length(converted, resampled_length(len(samples), rate, to))


def resampled_length(length: int, rate: int, to: int) -> int:
    return round(length * to / rate)


def fit_length(samples: Samples, length: int) -> Samples:
    """Cut, or filled up with silence, to *length* samples."""
    np = numpy()
    if len(samples) >= length:
        return samples[:length]
    filled: Samples = np.concatenate([samples, np.zeros(length - len(samples), np.float32)])
    return filled


def change_pitch(samples: Samples, rate: int, pitch: float) -> Samples:
    """Higher (above 1) or lower by a factor, as long as before."""
    if pitch == 1.0 or not len(samples):
        return samples
    length = len(samples)
    moved = resample(samples, round(rate * pitch), rate)
    return stretch(moved, rate, length)


_FRAME_SECONDS, _SEARCH_SECONDS = 0.030, 0.010


def stretch(samples: Samples, rate: int, length: int) -> Samples:
    """*samples* made *length* samples long, pitch kept (waveform similarity overlap-add).

    Frames of 30 ms, half overlapping, are taken from where they best continue the sound so far.
    """
    np = numpy()
    frame = round(rate * _FRAME_SECONDS) // 2 * 2
    hop, search = frame // 2, round(rate * _SEARCH_SECONDS)
    if length == len(samples) or len(samples) < 2 * frame or length < 2 * frame:
        return fit_length(samples, length)
    window = (0.5 - 0.5 * np.cos(2 * np.pi * (np.arange(frame) + 0.5) / frame)).astype(np.float32)
    ratio = len(samples) / length
    padded = np.concatenate(
        [np.zeros(hop + search, np.float32), samples, np.zeros(frame + search + hop, np.float32)]
    )
    out = np.zeros(length + 2 * frame, np.float32)
    last = None
    for at in range(0, length + hop, hop):
        ideal = search + min(round(at * ratio), len(samples) + hop - 1)
        place = ideal
        if last is not None:
            follows = padded[last + hop : last + hop + frame]
            field = padded[ideal - search : ideal + search + frame]
            if len(follows) == frame and len(field) == frame + 2 * search:
                place = ideal - search + int(np.argmax(np.correlate(field, follows, mode="valid")))
        out[at : at + frame] += window * padded[place : place + frame]
        last = place
    stretched: Samples = out[hop : hop + length]
    return stretched
