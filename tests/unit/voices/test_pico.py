"""The embedded default engine, for real."""

from __future__ import annotations

import subprocess
import sys

import pytest

from scriptkit.errors import EngineError, UsageError
from scriptkit.ports import VoiceSettings
from scriptkit.voices.pico import SAMPLE_RATE, PicoVoice

LINE = "The harbour opens again at dawn."
US = VoiceSettings("pico", voice="en-US")


def seconds(text: str, settings: VoiceSettings = US) -> float:
    clip = PicoVoice().speak(text, settings)
    assert clip.sample_rate == SAMPLE_RATE
    return len(clip.pcm) / 2 / SAMPLE_RATE


def test_it_speaks_at_the_rate_asked_for() -> None:
    slow = seconds(LINE, VoiceSettings("pico", voice="en-US", rate=0.8))
    fast = seconds(LINE, VoiceSettings("pico", voice="en-US", rate=1.25))
    assert 1.2 < fast < seconds(LINE) < slow < 5


def test_it_does_not_clip() -> None:
    import numpy as np

    pcm = PicoVoice().speak("Aaaah, all armed guards are far apart! " * 3, US).pcm
    assert np.abs(np.frombuffer(pcm, "<i2").astype(int)).max() < 32_000


_SPEAK_TWICE = """
import hashlib
from scriptkit.ports import VoiceSettings
from scriptkit.voices.pico import PicoVoice
for _ in range(2):
    clip = PicoVoice().speak("The harbour opens again at dawn.", VoiceSettings("pico", voice="en-US"))
    print(hashlib.sha256(clip.pcm).hexdigest())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs glibc's mallopt")
def test_the_same_sentence_is_the_same_sound() -> None:
    runs = [
        subprocess.run(
            [sys.executable, "-c", _SPEAK_TWICE], capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert len({*runs[0].split(), *runs[1].split()}) == 1


def test_tags_in_the_text_are_not_obeyed() -> None:
    assert seconds("Wait <break time='9s'/> now") < 6


def test_what_makes_it_hang_is_taken_apart() -> None:
    assert seconds("x" * 190) > 5


@pytest.mark.parametrize("text", ["", "   ", "...", "🎉", "김보경"])
def test_nothing_to_say_is_no_sound(text: str) -> None:
    assert PicoVoice().speak(text, US).pcm == b""


def test_unknown_voices_are_refused() -> None:
    with pytest.raises(UsageError, match="pico has no voice 'en-NZ'") as caught:
        PicoVoice().speak(LINE, VoiceSettings("pico", voice="en-NZ"))
    assert "en-GB" in caught.value.hint


def test_its_own_failures_are_engine_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def speak(self, *args: object, **kwargs: object) -> bytes:
            raise RuntimeError("pico_getData failed")

    monkeypatch.setattr("scriptkit.voices.pico._engine", Broken)
    with pytest.raises(EngineError, match="pico_getData failed"):
        PicoVoice().speak(LINE, US)
