"""Piper with a voice file of the user's own. Deterministic: its noise is turned off."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from scriptkit.errors import EngineError, MissingDependencyError
from scriptkit.model import Clip
from scriptkit.ports import VoiceSettings
from scriptkit.voices import models
from scriptkit.voices.speakable import speakable

_HINT = (
    "get one with: python -m piper.download_voices en_US-joe-medium, and put its path"
    " (or its name, with the file in ./voices or $SCRIPTKIT_VOICES) into the preset's voice"
)


class PiperVoice:
    """``voice`` is an ``.onnx`` file with its ``.onnx.json`` beside it; the setting ``speaker`` a number
    in files that hold several. Piper has no pitch of its own.
    """

    name = "piper"
    workers = 1
    latin_only = False
    own_pitch = False

    def version(self) -> str:
        from importlib.metadata import version

        _package()
        return f"piper-tts {version('piper-tts')}"

    def fingerprint(self, settings: VoiceSettings) -> str:
        """Of the voice file, for the cache."""
        model = _model(settings)
        return models.stamp(model, Path(f"{model}.json"))

    def ready(self, settings: VoiceSettings) -> None:
        """Raises MissingDependencyError without the package or the voice file."""
        _package()
        _model(settings)

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        package = _package()
        text = speakable(spoken, latin_only=False)
        voice = _load(str(_model(settings)))
        rate = int(voice.config.sample_rate)
        if not text:
            return Clip(b"", rate)
        speaker = dict(settings.settings).get("speaker")
        how = package.SynthesisConfig(
            speaker_id=int(speaker) if speaker else None,
            length_scale=voice.config.length_scale / settings.rate,
            noise_scale=0.0,
            noise_w_scale=0.0,
        )
        try:
            chunks = [chunk.audio_int16_bytes for chunk in voice.synthesize(text.text, how)]
        except Exception as error:  # onnxruntime raises its own, undocumented
            raise EngineError(f"piper failed: {error}") from None
        return Clip(b"".join(chunks), rate)


def _package() -> Any:
    try:
        import piper
    except ImportError:
        raise MissingDependencyError(
            "the voice engine piper is not installed", hint='pip install "scriptkit[piper]"'
        ) from None
    return piper


def _model(settings: VoiceSettings) -> Path:
    name = settings.voice
    if name and not name.endswith(".onnx"):
        name += ".onnx"
    model = models.find_file(name, what="Piper voice file", hint=_HINT)
    models.find_file(f"{model}.json", what="Piper voice description", hint="it comes beside the .onnx file")
    return model


@lru_cache(maxsize=4)
def _load(path: str) -> Any:
    package = _package()
    try:
        return package.PiperVoice.load(path)
    except Exception as error:  # a broken file raises whatever its parser raises
        raise EngineError(f"{path} is no Piper voice: {error}", hint=_HINT) from None
