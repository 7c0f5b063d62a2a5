"""No voice at all: silence as long as the reading would take, for tests and layout."""

from __future__ import annotations

from scriptkit.model import Clip
from scriptkit.ports import VoiceSettings

SAMPLE_RATE = 16_000


class SilenceVoice:
    """Needs nothing installed. The caller may give the length as the setting ``length_ms``."""

    name = "silence"
    workers = 0
    latin_only = False
    wants_length = True

    def version(self) -> str:
        return "1"

    def ready(self, settings: VoiceSettings) -> None:
        """Always is."""

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        given = dict(settings.settings).get("length_ms")
        if given is None:
            from scriptkit import timer

            length = timer.reading_time(spoken)
        else:
            length = int(given)
        return Clip(b"\0\0" * (length * SAMPLE_RATE // 1000), SAMPLE_RATE)
