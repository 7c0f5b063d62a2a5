"""Who speaks is shown in each house style's manner, when the voice changes, and only on request."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scriptkit.config import load_profile
from scriptkit.cueing import make_cues, without_colours
from scriptkit.model import Basis, Role, Segment, Story, TimedSegment, Timeline, TwoSpeakers, Word

_PARTS = (
    (Role.NARRATION, "The bridge is closed until May.", "Ann Doe"),
    (Role.CUE, "(NAT SOUND: Hammers on steel)", None),
    (Role.SOUNDBITE, "We cross by boat.", "Bo Li"),
    (Role.SOUNDBITE, "It is slow, though.", "Bo Li"),
    (Role.NARRATION, "The work goes on.", "Ann Doe"),
    (Role.SOUNDBITE, "Nobody asked us.", "Cy Roe"),
)


def _timeline(parts: tuple[tuple[Role, str, str | None], ...] = _PARTS, pause: int = 700) -> Timeline:
    segments, items, at, now = [], [], 0, 0
    for role, text, speaker in parts:
        segment = Segment(role, text, speaker, at, at + len(text))
        segments.append(segment)
        at += len(text) + 1
        if role.spoken:
            words = []
            for word in text.split():
                words.append(Word(word, now, now + 400))
                now += 400
            items.append(TimedSegment(segment, tuple(words), words[0].start, now, Basis.ALIGNED))
            now += pause
    return Timeline(Story("bridge", None, tuple(segments)), tuple(items))


def _texts(profile: str, *, sdh: bool = True) -> list[str]:
    track, _ = make_cues(_timeline(), load_profile(profile), sdh=sdh)
    return [" ".join(cue.lines) for cue in track.cues]


def test_nothing_is_added_unless_asked_for() -> None:
    assert _texts("netflix", sdh=False) == [text for role, text, _ in _PARTS if role.spoken]


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("netflix", ["[hammers on steel] [Bo Li] We", "It is", "The work", "[Cy Roe] Nobody"]),
        ("ted", ["(hammers on steel) (Bo Li) We", "It is", "The work", "(Cy Roe) Nobody"]),
        ("bbc", ["HAMMERS ON STEEL We", "It is", "The work", "Nobody"]),
        ("ard", ["* Hammers on steel * We", "It is", "The work", "Nobody"]),
        ("cea-608", ["(hammers on steel) >> BO LI: We", "It is", ">> The work", ">> CY ROE: Nobody"]),
    ],
)
def test_manner_of_each_guide(profile: str, shown: list[str]) -> None:
    texts = _texts(profile)
    assert texts[0] == "The bridge is closed until May."
    assert [text.startswith(start) for text, start in zip(texts[1:], shown, strict=True)] == [True] * 4, texts


def test_colours_go_with_the_speaker_and_the_narration_is_first() -> None:
    track, _ = make_cues(_timeline(), load_profile("bbc"), sdh=True)
    white, yellow, cyan = "#FFFFFF", "#FFFF00", "#00FFFF"
    assert [cue.colours for cue in track.cues] == [(white,), (yellow,), (yellow,), (white,), (cyan,)]
    plain, _ = make_cues(_timeline(), load_profile("bbc"))
    assert {cue.colours for cue in plain.cues} == {()}


def test_words_stay_as_they_are_behind_their_labels() -> None:
    said = " ".join(text for role, text, _ in _PARTS if role.spoken)
    labelled = " ".join(_texts("netflix"))
    for label in ("[hammers on steel] ", "[Bo Li] ", "[Cy Roe] "):
        assert labelled.count(label) == 1
        labelled = labelled.replace(label, "")
    assert labelled == said


@pytest.mark.parametrize(
    ("profile", "label"), [("netflix", "[speaker]"), ("ted", "(speaker)"), ("cea-608", ">>")]
)
def test_a_voice_nobody_names_is_not_taken_for_the_one_before(profile: str, label: str) -> None:
    parts = ((Role.SOUNDBITE, "We cross by boat.", "Bo Li"), (Role.SOUNDBITE, "It is slow.", None))
    track, _ = make_cues(_timeline(parts), load_profile(profile), sdh=True)
    assert track.cues[1].text == f"{label} It is slow."


def test_without_colours_speakers_have_names() -> None:
    profile = without_colours(load_profile("bbc"))
    track, _ = make_cues(_timeline(), profile, sdh=True)
    assert "BO LI: We cross by boat." in track.cues[1].text.replace("\n", " ")
    assert track.cues[4].text == "CY ROE: Nobody asked us."
    assert {cue.colours for cue in track.cues} == {()}
    assert without_colours(load_profile("netflix")) == load_profile("netflix")


_EXCHANGE = (
    (Role.TWO_WAY, "Is it open?", "Ann Doe"),
    (Role.TWO_WAY, "No.", "Bo Li"),
    (Role.TWO_WAY, "Will it be open by the end of May?", "Ann Doe"),
)


@pytest.mark.parametrize(
    ("profile", "lines"),
    [
        ("netflix", ("-[Ann Doe] Is it open?", "-[Bo Li] No.")),
        ("bbc", ("Is it open?", "No.")),
        ("cea-608", ("ANN DOE: Is it open?", ">> BO LI: No.")),
    ],
)
def test_two_speakers_share_a_cue_where_one_is_too_brief_to_be_read(
    profile: str, lines: tuple[str, str]
) -> None:
    track, _ = make_cues(_timeline(_EXCHANGE, pause=100), load_profile(profile), sdh=True)
    assert track.cues[0].lines == lines
    assert track.cues[0].why[0].startswith("two speakers")
    assert len(track.cues) == 2, "the third turn is long enough by itself"


def test_each_line_of_an_exchange_has_its_speakers_colour() -> None:
    track, _ = make_cues(_timeline(_EXCHANGE, pause=100), load_profile("bbc"), sdh=True)
    assert track.cues[0].colours == ("#FFFFFF", "#FFFF00")
    assert [track.cues[0].colour(line) for line in (0, 1)] == ["#FFFFFF", "#FFFF00"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"two_speakers": TwoSpeakers.APART}, "the house keeps speakers apart"),
        ({"max_lines": 1}, "there is no second line"),
        ({"max_chars": 20}, "a turn does not fit a line"),
        ({"linger": 50}, "too long a pause lies between"),
        ({"min_duration": 100, "max_cps": None}, "both can be read alone"),
    ],
)
def test_speakers_stay_apart_where_they_must_or_can(change: dict[str, Any], why: str) -> None:
    profile = replace(load_profile("netflix"), **change)
    track, _ = make_cues(_timeline(_EXCHANGE, pause=100), profile, sdh=True)
    assert not any(cue.why[0].startswith("two speakers") for cue in track.cues), why


def test_one_speaker_never_answers_himself() -> None:
    parts = ((Role.SOUNDBITE, "We cross.", "Bo Li"), (Role.SOUNDBITE, "By boat.", "Bo Li"))
    track, _ = make_cues(_timeline(parts), load_profile("netflix"), sdh=True)
    assert [cue.text for cue in track.cues] == ["[Bo Li] We cross.", "By boat."]
