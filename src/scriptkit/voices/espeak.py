"""eSpeak NG through ctypes: a hundred languages, robotic, fast, and it says when each word begins.

The library comes from the extra ``espeak`` (``espeakng-loader``) or from the system.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from scriptkit.errors import EngineError, MissingDependencyError, UsageError
from scriptkit.model import Clip, Word
from scriptkit.ports import VoiceSettings
from scriptkit.voices.speakable import speakable

NORMAL_WPM = 160
"""What ``rate`` 1.0 asks of the engine (its own default is 175): sentences then last as the timer says."""
_SLOWEST_WPM, _FASTEST_WPM = 80, 450
_NORMAL_PITCH = 50

# espeak_ng/speak_lib.h
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_RATE, _PITCH = 1, 3
_CHARACTERS, _UTF8 = 1, 1
_LIST_END, _WORD = 0, 1


class _Id(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class EspeakVoice:
    """``voice`` is an eSpeak voice name (``en-us``, ``en-gb-x-rp``, ``en-us+f3``), else the language."""

    name = "espeak"
    workers = -1
    latin_only = False

    def version(self) -> str:
        engine = _engine()
        info = engine.library.espeak_Info
        info.restype = ctypes.c_char_p
        return f"espeak-ng {info(None).decode()}"

    def ready(self, settings: VoiceSettings) -> None:
        """Raises MissingDependencyError without the library, UsageError for a voice it does not have."""
        _engine().choose(_voice(settings))

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        engine = _engine()
        text = speakable(spoken, latin_only=False)
        if not text:
            return Clip(b"", engine.sample_rate)
        engine.choose(_voice(settings))
        return engine.say(text.text, round(NORMAL_WPM * settings.rate), round(_NORMAL_PITCH * settings.pitch))


def _voice(settings: VoiceSettings) -> str:
    return settings.voice or {"en": "en-us"}.get(settings.language, settings.language)


@dataclass
class _Engine:
    """The library, which has one voice and one callback for the whole process."""

    library: Any
    sample_rate: int
    pcm: bytearray = field(default_factory=bytearray)
    marks: list[tuple[int, int, int]] = field(default_factory=list)
    """Place and length in the text (from 1), and when, in milliseconds."""

    def choose(self, voice: str) -> None:
        if self.library.espeak_SetVoiceByName(voice.encode()):
            raise UsageError(
                f"espeak has no voice {voice!r}", hint="names are like en-us, en-gb-x-rp, en-us+f3"
            )

    def say(self, text: str, wpm: int, pitch: int) -> Clip:
        self.pcm.clear()
        self.marks.clear()
        self.library.espeak_SetParameter(_RATE, min(max(wpm, _SLOWEST_WPM), _FASTEST_WPM), 0)
        self.library.espeak_SetParameter(_PITCH, min(max(pitch, 0), 99), 0)
        data = text.encode()
        failed = self.library.espeak_Synth(
            ctypes.c_char_p(data), ctypes.c_size_t(len(data) + 1), 0, _CHARACTERS, 0, _UTF8, None, None
        )
        self.library.espeak_Synchronize()
        if failed:
            raise EngineError(f"espeak failed with code {failed}")
        length = len(self.pcm) // 2 * 1000 // self.sample_rate
        ends = [when for _, _, when in self.marks[1:]] + [length]
        words = tuple(
            Word(text[place - 1 : place - 1 + size], when, end)
            for (place, size, when), end in zip(self.marks, ends, strict=True)
            if end > when
        )
        return Clip(bytes(self.pcm), self.sample_rate, words)

    def receive(self, samples: Any, count: int, events: Any) -> int:
        if count > 0:
            self.pcm += ctypes.string_at(samples, count * 2)
        i = 0
        while events[i].type != _LIST_END:
            event = events[i]
            if event.type == _WORD:
                self.marks.append((event.text_position, event.length, event.audio_position))
            i += 1
        return 0


_kept_callback: Any = None
"""ctypes does not keep a callback alive; the library calls it as long as the process lives."""


@cache
def _engine() -> _Engine:
    global _kept_callback
    library, data = _load()
    sample_rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
    if sample_rate <= 0:
        raise EngineError("espeak found no voice data", hint='pip install "scriptkit[espeak]"')
    engine = _Engine(library, sample_rate)
    _kept_callback = _Callback(engine.receive)
    library.espeak_SetSynthCallback(_kept_callback)
    return engine


def _load() -> tuple[Any, bytes | None]:
    """The library and where its voices are (None: where it was built to look)."""
    try:
        import espeakng_loader
    except ImportError:
        found = ctypes.util.find_library("espeak-ng")
        if not found:
            raise MissingDependencyError(
                "the voice engine espeak is not installed",
                hint='pip install "scriptkit[espeak]", or your system\'s package libespeak-ng1',
            ) from None
        return ctypes.CDLL(found), None
    return ctypes.CDLL(espeakng_loader.get_library_path()), espeakng_loader.get_data_path().encode()
