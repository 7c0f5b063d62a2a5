"""Kokoro-82M through ``kokoro-onnx`` with model files of the user's own: the most natural, and slow."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from scriptkit.errors import EngineError, MissingDependencyError, UsageError
from scriptkit.model import Clip
from scriptkit.ports import VoiceSettings
from scriptkit.voices import models
from scriptkit.voices.speakable import speakable

MODEL, VOICES = "kokoro-v1.0.onnx", "voices-v1.0.bin"
DEFAULT_VOICE = "af_heart"
_HINT = (
    f"get {MODEL} and {VOICES} from the releases of kokoro-onnx, and put them into ./voices or"
    " $SCRIPTKIT_VOICES, or their paths into the preset's settings model and voices"
)
_SLOWEST, _FASTEST = 0.5, 2.0
_LANGUAGES = {"en": "en-us", "fr": "fr-fr", "pt": "pt-br"}
_FULL_SCALE = 32767


class KokoroVoice:
    """``voice`` is one of the voices file (``af_heart``, ``bm_george``); no pitch of its own."""

    name = "kokoro"
    workers = 1
    latin_only = False
    own_pitch = False

    def version(self) -> str:
        from importlib.metadata import version

        _package()
        return f"kokoro-onnx {version('kokoro-onnx')}"

    def fingerprint(self, settings: VoiceSettings) -> str:
        """Of the model files, for the cache."""
        return models.stamp(*_files(settings))

    def ready(self, settings: VoiceSettings) -> None:
        """Raises MissingDependencyError without the package or the model files."""
        _package()
        _files(settings)

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        _package()
        model, voices = _files(settings)
        engine = _load(str(model), str(voices))
        text = speakable(spoken, latin_only=False)
        voice = settings.voice or DEFAULT_VOICE
        if voice not in engine.get_voices():
            known = ", ".join(engine.get_voices())
            raise UsageError(f"kokoro has no voice {voice!r} in {voices.name}", hint=f"its voices: {known}")
        if not text:
            return Clip(b"", 24_000)
        speed = min(max(settings.rate, _SLOWEST), _FASTEST)
        language = _LANGUAGES.get(settings.language, settings.language)
        try:
            samples, rate = engine.create(text.text, voice=voice, speed=speed, lang=language)
        except Exception as error:  # onnxruntime and the phonemiser raise their own, undocumented
            raise EngineError(f"kokoro failed: {error}") from None
        pcm = (samples.clip(-1.0, 1.0) * _FULL_SCALE).astype("<i2").tobytes()
        return Clip(pcm, rate)


def _package() -> Any:
    try:
        import kokoro_onnx
    except ImportError:
        raise MissingDependencyError(
            "the voice engine kokoro is not installed", hint='pip install "scriptkit[kokoro]"'
        ) from None
    return kokoro_onnx


def _files(settings: VoiceSettings) -> tuple[Path, Path]:
    own = dict(settings.settings)
    return (
        models.find_file(own.get("model", MODEL), what="Kokoro model file", hint=_HINT),
        models.find_file(own.get("voices", VOICES), what="Kokoro voices file", hint=_HINT),
    )


@lru_cache(maxsize=1)
def _load(model: str, voices: str) -> Any:
    package = _package()
    try:
        return package.Kokoro(model, voices)
    except Exception as error:  # a broken file raises whatever its parser raises
        raise EngineError(f"{model} and {voices} are no Kokoro model: {error}", hint=_HINT) from None
