"""SVOX Pico through ``py-nanotts``: small, offline, no system package. English, German, Spanish,
French and Italian, one voice each (two for English).
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

from scriptkit.errors import EngineError, MissingDependencyError, UsageError
from scriptkit.model import Clip
from scriptkit.ports import VoiceSettings
from scriptkit.voices.speakable import speakable

VOICES = ("en-US", "en-GB", "de-DE", "es-ES", "fr-FR", "it-IT")
SAMPLE_RATE = 16_000
VOLUME = 0.3
"""Pico clips at its own default; at 0.35 its loudest syllables reach half scale, some long words full."""
_HIGHEST_PITCH, _LOWEST_PITCH = 2.0, 0.5


class PicoVoice:
    """See the module. ``rate`` is Pico's speed, ``pitch`` 0.5–2 its own pitch."""

    name = "pico"
    workers = -1
    latin_only = True

    def version(self) -> str:
        from importlib.metadata import version

        self.ready(VoiceSettings(self.name))
        return f"py-nanotts {version('py-nanotts')}"

    def ready(self, settings: VoiceSettings) -> None:
        """Raises MissingDependencyError without the package, UsageError for a voice Pico does not have."""
        _engine()
        if settings.voice and settings.voice not in VOICES:
            raise UsageError(f"pico has no voice {settings.voice!r}", hint=f"its voices: {', '.join(VOICES)}")

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        self.ready(settings)
        text = speakable(spoken)
        if not text:
            return Clip(b"", SAMPLE_RATE)
        try:
            pcm: bytes = _engine().speak(
                text.text,
                voice=settings.voice or "en-US",
                speed=settings.rate,
                pitch=min(max(settings.pitch, _LOWEST_PITCH), _HIGHEST_PITCH),
                volume=VOLUME,
            )
        except (RuntimeError, ValueError) as error:
            raise EngineError(f"pico failed: {error}") from None
        return Clip(pcm, SAMPLE_RATE)


@cache
def _engine() -> Any:
    try:
        from py_nanotts import NanoTTS
    except ImportError:
        raise MissingDependencyError(
            "the voice engine pico is not installed", hint='pip install "scriptkit[audio]"'
        ) from None
    _give_pico_clean_memory()
    return NanoTTS()


def _give_pico_clean_memory() -> None:
    """Make glibc hand every large block out fresh and zeroed.

    Pico reads memory it never wrote, so that the same sentence sounds slightly different from call to
    call; with zeroed memory it is the same to the bit. Elsewhere the call does not exist.
    """
    if sys.platform != "linux":
        return
    mmap_threshold = -3
    try:
        ctypes.CDLL(None).mallopt(mmap_threshold, 1 << 20)
    except (AttributeError, OSError):
        return
