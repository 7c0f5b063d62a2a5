"""Google Translate's voice through the package gTTS: online, unofficial, English accents by domain.

The text leaves the house: it goes to Google, over a connection whose certificate gTTS does not
check. For scripts under embargo use an engine that works offline.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from typing import Any

from scriptkit.errors import EngineError, EngineUnavailableError, MissingDependencyError
from scriptkit.model import Clip
from scriptkit.ports import VoiceSettings
from scriptkit.voices.speakable import speakable

CONNECT_SECONDS, READ_SECONDS = 5.0, 20.0
WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before each further try when the service is busy (429) or failing (5xx)."""
LONGEST_WAIT = 30.0
"""No longer than this even where the service asks for it (``Retry-After``)."""
_BUSY = 429
_OFFLINE_HINT = "check the network, or use a voice that works offline: --voice pico"


class GttsVoice:
    """``voice`` is the top-level domain that sets the accent: ``com``, ``co.uk``, ``com.au``, ``co.in``.

    The service has one pace and one pitch; both are made afterwards.
    """

    name = "gtts"
    workers = 1
    latin_only = False
    own_pitch = False
    own_rate = False
    patience = 240.0
    """Seconds one sentence may take, waiting for a busy service included."""

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep

    def version(self) -> str:
        from importlib.metadata import version

        _package()
        return f"gTTS {version('gTTS')}"

    def ready(self, settings: VoiceSettings) -> None:
        """Raises MissingDependencyError without the package; whether the service answers shows later."""
        _package()
        _decoder()

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        package, decoder = _package(), _decoder()
        text = speakable(spoken, latin_only=False)
        if not text:
            return Clip(b"", 24_000)
        data = self._fetch(package, text.text, settings)
        try:
            samples, rate = decoder.read(io.BytesIO(data), dtype="int16")
        except Exception as error:  # soundfile's errors name its C library's codes
            raise EngineError(f"gtts returned no sound that can be read: {error}") from None
        if samples.ndim > 1:
            samples = samples[:, 0]
        return Clip(samples.astype("<i2").tobytes(), int(rate))

    def _fetch(self, package: Any, text: str, settings: VoiceSettings) -> bytes:
        """The MP3 of *text*; the service is asked again while it is busy."""
        for wait in (*WAITS, None):
            request = package.gTTS(
                text,
                tld=settings.voice or "com",
                lang=settings.language,
                lang_check=False,
                timeout=(CONNECT_SECONDS, READ_SECONDS),
            )
            sound = io.BytesIO()
            try:
                request.write_to_fp(sound)
            except AssertionError:  # nothing left to say after its own cleaning
                break
            except package.gTTSError as error:
                self._sleep(self._again_after(error, wait))
                continue
            if sound.getvalue():
                return sound.getvalue()
            break
        raise EngineError("gtts returned no sound")

    def _again_after(self, error: Any, wait: float | None) -> float:
        """Seconds to wait before the next try; raises when there is no use in one."""
        response = getattr(error, "rsp", None)
        if response is None:
            raise EngineUnavailableError(
                "gtts cannot reach Google's speech service", hint=_OFFLINE_HINT
            ) from None
        status = int(response.status_code)
        busy = status == _BUSY or status >= 500
        if busy and wait is not None:
            asked = str(response.headers.get("Retry-After", ""))
            return min(float(asked), LONGEST_WAIT) if asked.isdigit() else wait
        if busy:
            raise EngineUnavailableError(
                f"Google's speech service refused {len(WAITS) + 1} times ({status})",
                hint="try again later: sentences already spoken are kept; or use --voice pico",
            ) from None
        raise EngineError(f"gtts failed: {error}") from None


def _package() -> Any:
    try:
        import gtts
    except ImportError:
        raise MissingDependencyError(
            "the voice engine gtts is not installed", hint='pip install "scriptkit[gtts]"'
        ) from None
    return gtts


def _decoder() -> Any:
    try:
        import soundfile
    except ImportError:
        raise MissingDependencyError(
            "gtts needs soundfile to read MP3", hint='pip install "scriptkit[audio]"'
        ) from None
    return soundfile
