"""The online engine against a service that is busy, away, or sends nothing: no network is used."""

from __future__ import annotations

import io
import sys
import types
from typing import Any

import numpy as np
import pytest
import soundfile

from scriptkit.errors import EngineError, EngineUnavailableError
from scriptkit.ports import VoiceSettings
from scriptkit.voices.gtts import LONGEST_WAIT, WAITS, GttsVoice

SETTINGS = VoiceSettings("gtts", voice="co.uk", language="en")


class Response:
    def __init__(self, status: int, retry_after: str | None = None) -> None:
        self.status_code = status
        self.headers = {} if retry_after is None else {"Retry-After": retry_after}


class GttsError(Exception):
    """As gTTS's own: ``rsp`` is None when the service was not reached."""

    def __init__(self, rsp: Response | None = None) -> None:
        super().__init__("failed")
        self.rsp = rsp


def mp3(seconds: float = 0.5) -> bytes:
    out = io.BytesIO()
    sound = 0.3 * np.sin(2 * np.pi * 220 * np.arange(round(24_000 * seconds)) / 24_000)
    soundfile.write(out, sound, 24_000, format="MP3")
    return out.getvalue()


class Service:
    """Stands for the package ``gtts``: answers one request after the other from a list."""

    def __init__(self, answers: list[bytes | Exception]) -> None:
        self.answers = answers
        self.requests: list[dict[str, Any]] = []

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        service = self

        class Request:
            def __init__(self, text: str, **about: Any) -> None:
                service.requests.append({"text": text, **about})

            def write_to_fp(self, file: io.BytesIO) -> None:
                answer = service.answers.pop(0)
                if isinstance(answer, Exception):
                    file.write(b"")
                    raise answer
                file.write(answer)

        module = types.ModuleType("gtts")
        module.gTTS, module.gTTSError = Request, GttsError  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "gtts", module)


def speak(monkeypatch: pytest.MonkeyPatch, *answers: bytes | Exception) -> tuple[Any, Service, list[float]]:
    service, waits = Service(list(answers)), []
    service.install(monkeypatch)
    return (lambda: GttsVoice(sleep=waits.append).speak("Hello there.", SETTINGS)), service, waits


def test_the_answer_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, service, waits = speak(monkeypatch, mp3())
    clip = ask()
    assert clip.sample_rate == 24_000
    assert len(clip.pcm) / 2 / 24_000 == pytest.approx(0.5, abs=0.1)
    (request,) = service.requests
    assert (request["text"], request["tld"], request["lang"]) == ("Hello there.", "co.uk", "en")
    assert all(0 < limit < 60 for limit in request["timeout"])
    assert not waits


def test_a_busy_service_is_asked_again_with_growing_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = GttsError(Response(429))
    ask, service, waits = speak(monkeypatch, busy, GttsError(Response(503)), busy, mp3())
    assert ask().pcm
    assert waits == list(WAITS[:3])
    assert len(service.requests) == 4


def test_the_service_s_own_wait_is_kept_within_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, _, waits = speak(monkeypatch, GttsError(Response(429, "7")), GttsError(Response(429, "3600")), mp3())
    assert ask().pcm
    assert waits == [7.0, LONGEST_WAIT]


def test_a_service_that_stays_busy_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, service, _ = speak(monkeypatch, *[GttsError(Response(429)) for _ in range(9)])
    with pytest.raises(EngineUnavailableError, match=r"refused 5 times \(429\)") as caught:
        ask()
    assert "sentences already spoken are kept" in caught.value.hint
    assert len(service.requests) == len(WAITS) + 1


def test_offline_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, service, waits = speak(monkeypatch, GttsError(None))
    with pytest.raises(EngineUnavailableError, match="cannot reach") as caught:
        ask()
    assert "--voice pico" in caught.value.hint
    assert len(service.requests) == 1
    assert not waits


@pytest.mark.parametrize("answer", [b"", AssertionError("No text to send to TTS API")])
def test_nothing_is_an_error_not_a_silent_clip(
    monkeypatch: pytest.MonkeyPatch, answer: bytes | Exception
) -> None:
    ask, _, _ = speak(monkeypatch, answer)
    with pytest.raises(EngineError, match="no sound"):
        ask()


def test_rubbish_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, _, _ = speak(monkeypatch, b"<html>Sorry</html>")
    with pytest.raises(EngineError, match="no sound that can be read"):
        ask()


def test_other_refusals_are_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, service, _ = speak(monkeypatch, GttsError(Response(403)))
    with pytest.raises(EngineError):
        ask()
    assert len(service.requests) == 1


def test_with_the_real_package_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("gtts")
    import requests

    def refuse(self: object, request: object, **kwargs: object) -> None:
        raise requests.exceptions.ConnectionError("no route")

    monkeypatch.setattr(requests.Session, "send", refuse)
    with pytest.raises(EngineUnavailableError, match="cannot reach"):
        GttsVoice().speak("Hello there.", SETTINGS)


def test_with_the_real_package_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("gtts")
    import requests

    def refuse(self: object, request: Any, **kwargs: object) -> requests.Response:
        response = requests.Response()
        response.status_code, response.reason, response.request = 429, "Too Many Requests", request
        return response

    waits: list[float] = []
    monkeypatch.setattr(requests.Session, "send", refuse)
    with pytest.raises(EngineUnavailableError, match="refused 5 times"):
        GttsVoice(sleep=waits.append).speak("Hello there.", SETTINGS)
    assert waits == list(WAITS)
