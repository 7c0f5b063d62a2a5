"""Sentences to takes: kept ones are not said again, failing ones do not stop the rest."""

from __future__ import annotations

from pathlib import Path

import fake_engines
import pytest

from scriptkit.audio.cache import Cache
from scriptkit.audio.plan import Utterance
from scriptkit.audio.render import RenderOptions, render
from scriptkit.errors import EngineError, EngineUnavailableError
from scriptkit.model import Word
from scriptkit.ports import Voice, VoiceSettings

ENGINES: dict[str, type[Voice]] = {
    kind.name: kind
    for kind in (
        fake_engines.ToneVoice,
        fake_engines.TroubledVoice,
        fake_engines.FlakyVoice,
        fake_engines.OfflineVoice,
        fake_engines.MarkedVoice,
    )
}


def voice_named(name: str) -> Voice:
    return ENGINES[name]()


def said(text: str, engine: str = "tone", **settings: str) -> Utterance:
    words = tuple(Word(w, 400 * i, 400 * i + 350) for i, w in enumerate(text.split()))
    voice = VoiceSettings(engine, settings=tuple(settings.items()))
    return Utterance(0, words, (1,) * len(words), text, voice, 500)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def test_takes_are_trimmed_to_the_speech(cache: Cache) -> None:
    take = render([said("Good evening")], voice_named, cache).takes[0]
    speech = (take.end - take.begin) / take.rate
    assert speech == pytest.approx(0.06 * len("Good evening"), abs=0.012)
    assert take.begin / take.rate == pytest.approx(0.02, abs=0.006)
    assert take.length / take.rate < speech + 0.12


def test_what_was_said_before_is_not_said_again(cache: Cache) -> None:
    lines = [said("Rain is coming."), said("Ships stay in port."), said("Rain is coming.")]
    first = render(lines, voice_named, cache)
    assert (first.rendered, first.reused) == (2, 0)
    assert first.takes[0] == first.takes[2]
    changed = [lines[0], said("Ships leave port."), lines[2]]
    again = render(changed, voice_named, cache)
    assert (again.rendered, again.reused) == (1, 1)
    assert again.takes[0] == first.takes[0]


def test_progress_counts_what_is_left_to_say(cache: Cache) -> None:
    render([said("One.")], voice_named, cache)
    seen: list[tuple[int, int]] = []
    lines = [said("One."), said("Two."), said("Three.")]
    render(lines, voice_named, cache, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


@pytest.mark.parametrize("trouble", ["crash", "raise", "bug", "mute"])
def test_a_failing_sentence_becomes_silence_with_a_finding(cache: Cache, trouble: str) -> None:
    lines = [
        said("All well.", "troubled"),
        said(f"Now {trouble} please.", "troubled"),
        said("Fine.", "troubled"),
    ]
    rendering = render(lines, voice_named, cache)
    assert rendering.rendered == 2
    silent = rendering.takes[1]
    assert silent.length * 1000 // silent.rate == lines[1].length
    assert silent.key == ""
    ((place, finding),) = rendering.findings
    assert (place, finding.code, finding.where) == (1, "voice-failed", lines[1].text)
    assert "silence stands for the sentence" in finding.message


def test_a_hanging_engine_is_stopped(cache: Cache) -> None:
    lines = [said("All well.", "troubled"), said("Now hang on.", "troubled")]
    rendering = render(lines, voice_named, cache, RenderOptions(timeout=1.5))
    ((place, finding),) = rendering.findings
    assert place == 1
    assert "did not answer in 2 s" in finding.message


def test_one_crash_is_forgiven(cache: Cache, tmp_path: Path) -> None:
    rendering = render([said("Again.", "flaky", trace=str(tmp_path / "t"))], voice_named, cache)
    assert rendering.rendered == 1
    assert not rendering.findings


def test_an_engine_that_always_fails_is_an_error(cache: Cache) -> None:
    lines = [said(f"Please raise {n}.", "troubled") for n in "abcdefgh"]
    with pytest.raises(EngineError, match="troubled failed on every sentence: it was said to fail"):
        render(lines, voice_named, cache)


def test_an_engine_that_cannot_work_now_stops_at_once(cache: Cache) -> None:
    with pytest.raises(EngineUnavailableError, match="no network") as caught:
        render([said("One.", "offline"), said("Two.", "offline")], voice_named, cache)
    assert caught.value.hint == "use pico"


def test_what_was_made_before_an_error_is_kept(cache: Cache) -> None:
    lines = [said("Made first.", "tone"), said("Never.", "offline")]
    with pytest.raises(EngineUnavailableError):
        render(lines, voice_named, cache)
    assert render(lines[:1], voice_named, cache).reused == 1


def test_marks_count_from_the_trimmed_start(cache: Cache) -> None:
    take = render([said("alpha beta gamma", "marked")], voice_named, cache).takes[0]
    assert [w.text for w in take.words] == ["alpha", "beta", "gamma"]
    assert take.words[0].start == pytest.approx(20, abs=6)
    assert take.words[1].start - take.words[0].start == pytest.approx(200, abs=2)


def test_what_no_engine_can_say_is_silence(cache: Cache) -> None:
    rendering = render([said("🎉 🎉"), said("Rain 🎉 falls.")], voice_named, cache)
    assert rendering.takes[0].key == ""
    assert [f.code for _, f in rendering.findings] == ["voice-unspeakable", "voice-unspeakable"]
    assert "leaves out 🎉" in rendering.findings[1][1].message
