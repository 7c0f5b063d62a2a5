"""Effects on one sentence at a time, made with pydub: a caller on the phone, a reporter on a radio link."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from scriptkit.audio import signal
from scriptkit.errors import UsageError

if TYPE_CHECKING:
    from scriptkit.audio.signal import Samples

BANDS: dict[str, tuple[int, int]] = {"phone": (300, 3400), "radio": (200, 5000)}
"""Hz that pass: a telephone's band, and a poor link's."""
_PASSES = 2
"""Each pass of pydub's filter falls 6 dB an octave."""


def apply(name: str, samples: Samples, rate: int) -> Samples:
    """*samples* through the effect *name* ("" is none), as long and as loud as before.

    Raises UsageError for an effect that does not exist.
    """
    if not name:
        return samples
    if name not in BANDS:
        raise UsageError(f"no effect {name!r}", hint=f"effects: {', '.join(BANDS)}")
    np = signal.numpy()
    low, high = BANDS[name]
    sound = to_pydub(samples, rate)
    for _ in range(_PASSES):
        sound = sound.high_pass_filter(low).low_pass_filter(min(high, rate // 2 - 1))
    out = signal.fit_length(from_pydub(sound), len(samples))
    before, after = float(np.sqrt(np.mean(samples**2))), float(np.sqrt(np.mean(out**2)))
    loudest = float(np.max(np.abs(out), initial=0.0))
    gain = min(before / after if after else 1.0, 0.99 / loudest if loudest else 1.0)
    louder: Samples = out * np.float32(gain)
    return louder


def to_pydub(samples: Samples, rate: int) -> Any:
    """A clip as a pydub AudioSegment. Raises MissingDependencyError without the extra."""
    return _pydub().AudioSegment(signal.to_pcm(samples), sample_width=2, frame_rate=rate, channels=1)


def from_pydub(sound: Any) -> Samples:
    return signal.from_pcm(sound.set_channels(1).set_sample_width(2).raw_data)


def _pydub() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns that ffmpeg is not there; filters do not need it
            import pydub
            import pydub.effects  # registers the filters
    except ImportError:
        raise signal.missing("pydub") from None
    return pydub
