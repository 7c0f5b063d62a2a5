"""A process that speaks: requests on standard input, clips on standard output, until the input ends.

An engine in C may hang or crash; in a process of its own it takes nothing with it. Frames are a
four-byte length and JSON; a clip's frame is followed by its PCM.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
from importlib import import_module
from typing import IO, Any

from scriptkit.errors import EngineError, ScriptkitError
from scriptkit.model import Clip, Word
from scriptkit.ports import Voice, VoiceSettings

_LENGTH = struct.Struct("<I")


def send(stream: IO[bytes], message: dict[str, Any], data: bytes = b"") -> None:
    head = json.dumps({**message, "bytes": len(data)}).encode()
    stream.write(_LENGTH.pack(len(head)) + head + data)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next frame; None when the other side has gone."""
    start = stream.read(_LENGTH.size)
    if len(start) < _LENGTH.size:
        return None
    size = _LENGTH.unpack(start)[0]
    head = stream.read(size)
    if len(head) < size:
        return None
    message: dict[str, Any] = json.loads(head)
    data = stream.read(message["bytes"])
    return (message, data) if len(data) == message["bytes"] else None


def request(spoken: str, settings: VoiceSettings) -> dict[str, Any]:
    return {
        "spoken": spoken, "engine": settings.engine, "voice": settings.voice, "rate": settings.rate,
        "pitch": settings.pitch, "language": settings.language, "settings": settings.settings,
    }  # fmt: skip


def clip_of(message: dict[str, Any], data: bytes) -> Clip:
    """The clip in an answer. Raises the error the engine raised."""
    if "error" in message:
        kind = getattr(import_module("scriptkit.errors"), message["error"], EngineError)
        raise kind(message["message"], hint=message["hint"])
    return Clip(data, message["rate"], tuple(Word(*word) for word in message["words"]))


def main() -> int:
    """``python -m scriptkit.audio.worker MODULE:CLASS``."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever an engine prints must not get between the frames
    module, _, attribute = sys.argv[1].partition(":")
    voice: Voice | None = None
    while (asked := receive(sys.stdin.buffer)) is not None:
        message = asked[0]
        spoken = message.pop("spoken")
        del message["bytes"]
        message["settings"] = tuple((key, value) for key, value in message["settings"])
        try:
            voice = voice or getattr(import_module(module), attribute)()
            clip = voice.speak(spoken, VoiceSettings(**message))
        except ScriptkitError as error:
            send(answers, {"error": type(error).__name__, "message": error.message, "hint": error.hint})
        except Exception as error:  # an engine may raise anything; the parent decides what it means
            told = f"{voice.name if voice else module} failed: {type(error).__name__}: {error}"
            send(answers, {"error": "EngineError", "message": told, "hint": ""})
        else:
            words = [(w.text, w.start, w.end) for w in clip.words]
            send(answers, {"rate": clip.sample_rate, "words": words}, clip.pcm)
    return 0


if __name__ == "__main__":
    sys.exit(main())
