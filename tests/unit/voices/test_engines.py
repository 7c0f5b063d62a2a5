"""Engines whose packages or models are not there, and what the others are asked for."""

from __future__ import annotations

import sys
import types
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from scriptkit import registry
from scriptkit.errors import EngineError, MissingDependencyError, UsageError
from scriptkit.ports import VoiceSettings
from scriptkit.voices.espeak import EspeakVoice
from scriptkit.voices.kokoro import KokoroVoice
from scriptkit.voices.piper import PiperVoice
from scriptkit.voices.silence import SilenceVoice

PACKAGES = {
    "pico": ("py_nanotts", "scriptkit[audio]"),
    "gtts": ("gtts", "scriptkit[gtts]"),
    "espeak": ("espeakng_loader", "scriptkit[espeak]"),
    "piper": ("piper", "scriptkit[piper]"),
    "kokoro": ("kokoro_onnx", "scriptkit[kokoro]"),
}


@pytest.fixture(autouse=True)
def fresh_engines() -> None:
    from scriptkit.voices import espeak, pico

    pico._engine.cache_clear()
    espeak._engine.cache_clear()


@pytest.mark.parametrize("name", PACKAGES)
def test_a_missing_engine_is_named_with_what_supplies_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package, extra = PACKAGES[name]
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None)
    engine: Any = registry.voice(name)
    for attempt in (
        lambda: engine.ready(VoiceSettings(name)),
        lambda: engine.speak("Hello", VoiceSettings(name)),
    ):
        with pytest.raises(MissingDependencyError, match=name) as caught:
            attempt()
        assert extra in caught.value.hint


def test_every_built_in_engine_has_the_protocol() -> None:
    for name in registry.VOICES:
        engine: Any = registry.voice(name)
        assert engine.name == name
        assert callable(engine.speak)
        assert callable(engine.version)
        assert callable(engine.ready)
    with pytest.raises(UsageError, match="hal9000"):
        registry.voice("hal9000")


def test_silence_is_as_long_as_told_or_as_read() -> None:
    voice = SilenceVoice()
    told = voice.speak("Hello", VoiceSettings("silence", settings=(("length_ms", "1500"),)))
    assert len(told.pcm) == 2 * 1500 * 16
    assert not any(told.pcm)
    assert 1000 < len(voice.speak("The ships stay in port today.", VoiceSettings("silence")).pcm) / 32 < 4000


class FakePiper(types.ModuleType):
    """Stands for the package ``piper``."""

    class SynthesisConfig:
        def __init__(self, **given: Any) -> None:
            self.given = given

    class PiperVoice:
        asked: ClassVar[list[tuple[str, dict[str, Any]]]] = []

        @classmethod
        def load(cls, path: str) -> Any:
            if Path(path).read_bytes() == b"broken":
                raise ValueError("bad protobuf")
            made = cls()
            made.config = types.SimpleNamespace(sample_rate=22_050, length_scale=1.1)  # type: ignore[attr-defined]
            return made

        def synthesize(self, text: str, how: Any) -> list[Any]:
            self.asked.append((text, how.given))
            if "fail" in text:
                raise RuntimeError("onnxruntime says no")
            return [types.SimpleNamespace(audio_int16_bytes=b"\1\0" * 100)] * 2


@pytest.fixture
def piper_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setitem(sys.modules, "piper", FakePiper("piper"))
    model = tmp_path / "house.onnx"
    model.write_bytes(b"model")
    (tmp_path / "house.onnx.json").write_text("{}")
    return model


def test_piper_is_asked_without_noise_at_the_rate(piper_model: Path) -> None:
    settings = VoiceSettings("piper", voice=str(piper_model), rate=1.25, settings=(("speaker", "3"),))
    clip = PiperVoice().speak("Hello there", settings)
    assert (clip.sample_rate, len(clip.pcm)) == (22_050, 400)
    text, how = FakePiper.PiperVoice.asked[-1]
    assert text == "Hello there"
    assert how == {
        "speaker_id": 3,
        "length_scale": pytest.approx(0.88),
        "noise_scale": 0.0,
        "noise_w_scale": 0.0,
    }


def test_piper_finds_names_in_the_voices_folder(piper_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRIPTKIT_VOICES", str(piper_model.parent))
    PiperVoice().ready(VoiceSettings("piper", voice="house"))
    with pytest.raises(MissingDependencyError, match=r"nobody\.onnx") as caught:
        PiperVoice().ready(VoiceSettings("piper", voice="nobody"))
    assert "piper.download_voices" in caught.value.hint


def test_another_piper_file_is_another_fingerprint(piper_model: Path) -> None:
    settings = VoiceSettings("piper", voice=str(piper_model))
    before = PiperVoice().fingerprint(settings)
    assert PiperVoice().fingerprint(settings) == before
    piper_model.write_bytes(b"retrained")
    assert PiperVoice().fingerprint(settings) != before


def test_piper_failures_are_engine_errors(piper_model: Path, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="onnxruntime says no"):
        PiperVoice().speak("fail", VoiceSettings("piper", voice=str(piper_model)))
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"broken")
    (tmp_path / "broken.onnx.json").write_text("{}")
    with pytest.raises(EngineError, match="is no Piper voice"):
        PiperVoice().speak("Hello", VoiceSettings("piper", voice=str(broken)))


class FakeKokoro(types.ModuleType):
    """Stands for the package ``kokoro_onnx``."""

    class Kokoro:
        asked: ClassVar[list[dict[str, Any]]] = []

        def __init__(self, model: str, voices: str) -> None:
            self.files = (model, voices)

        def get_voices(self) -> list[str]:
            return ["af_heart", "bm_george"]

        def create(self, text: str, **how: Any) -> tuple[Any, int]:
            self.asked.append({"text": text, **how})
            return np.full(240, 2.0, np.float32), 24_000


def test_kokoro_speaks_with_the_user_s_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kokoro_onnx", FakeKokoro("kokoro_onnx"))
    monkeypatch.setenv("SCRIPTKIT_VOICES", str(tmp_path))
    settings = VoiceSettings("kokoro", voice="bm_george", rate=3.0)
    with pytest.raises(MissingDependencyError, match=r"kokoro-v1\.0\.onnx"):
        KokoroVoice().speak("Hello", settings)
    (tmp_path / "kokoro-v1.0.onnx").write_bytes(b"m")
    (tmp_path / "voices-v1.0.bin").write_bytes(b"v")
    clip = KokoroVoice().speak("Hello", settings)
    assert np.frombuffer(clip.pcm, "<i2").max() == 32_767  # clipped, not wrapped
    assert FakeKokoro.Kokoro.asked[-1] == {
        "text": "Hello",
        "voice": "bm_george",
        "speed": 2.0,
        "lang": "en-us",
    }
    with pytest.raises(UsageError, match="no voice 'hal'"):
        KokoroVoice().speak("Hello", VoiceSettings("kokoro", voice="hal"))


def test_espeak_for_real() -> None:
    try:
        EspeakVoice().ready(VoiceSettings("espeak"))
    except MissingDependencyError:
        pytest.skip("espeak is not installed")
    spoken = "Ships stay in port today."
    clip = EspeakVoice().speak(spoken, VoiceSettings("espeak"))
    assert [w.text for w in clip.words] == ["Ships", "stay", "in", "port", "today"]
    assert clip.words[-1].end <= len(clip.pcm) / 2 / clip.sample_rate * 1000
    slow = EspeakVoice().speak(spoken, VoiceSettings("espeak", rate=0.7))
    assert len(slow.pcm) > 1.2 * len(clip.pcm)
    with pytest.raises(UsageError, match="no voice 'xx-none'"):
        EspeakVoice().speak(spoken, VoiceSettings("espeak", voice="xx-none"))
