"""Engines that are not there in real life: a steady tone, and every way to fail."""

from __future__ import annotations

import math
import os
import time
from array import array

from scriptkit.errors import EngineError, EngineUnavailableError
from scriptkit.model import Clip, Word
from scriptkit.ports import VoiceSettings

RATE = 16_000
LEAD, TAIL = 0.15, 0.3
"""Seconds of silence around the tone."""


def tone(seconds: float, rate: int = RATE) -> Clip:
    quiet_before, quiet_after = [0] * round(LEAD * rate), [0] * round(TAIL * rate)
    sound = [round(8000 * math.sin(2 * math.pi * 220 * i / rate)) for i in range(round(seconds * rate))]
    return Clip(array("h", quiet_before + sound + quiet_after).tobytes(), rate)


class ToneVoice:
    """60 ms of tone for each letter."""

    name = "tone"
    workers = -1

    def version(self) -> str:
        return "1"

    def ready(self, settings: VoiceSettings) -> None:
        """Always is."""

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        return tone(0.06 * len(spoken) / settings.rate)


class MarkedVoice(ToneVoice):
    """Says when each word begins: all words are equally long."""

    name = "marked"

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        words = spoken.split()
        clip = tone(0.2 * len(words))
        start = round(LEAD * 1000)
        marks = tuple(Word(w, start + 200 * i, start + 200 * (i + 1)) for i, w in enumerate(words))
        return Clip(clip.pcm, clip.sample_rate, marks)


class TroubledVoice(ToneVoice):
    """Fails in the way its text names: ``crash``, ``hang``, ``raise``, ``bug``, ``mute``."""

    name = "troubled"
    workers = 1

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        if "crash" in spoken:
            os.abort()
        if "hang" in spoken:
            time.sleep(600)
        if "raise" in spoken:
            raise EngineError("it was said to fail")
        if "bug" in spoken:
            raise ZeroDivisionError("division by zero")
        if "mute" in spoken:
            return Clip(b"", RATE)
        print("noise on standard output")
        return super().speak(spoken, settings)


class FlakyVoice(ToneVoice):
    """Crashes the first time in each folder given as the setting ``trace``."""

    name = "flaky"
    workers = 1

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        trace = dict(settings.settings)["trace"]
        if not os.path.exists(trace):
            with open(trace, "w"):
                os._exit(3)
        return super().speak(spoken, settings)


class OfflineVoice(ToneVoice):
    name = "offline"
    workers = 1

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        raise EngineUnavailableError("no network", hint="use pico")
