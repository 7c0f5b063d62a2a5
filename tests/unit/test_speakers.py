"""Who speaks is shown in each house style's manner, when the voice changes, and only on request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from scriptkit.config import load_profile
from scriptkit.cueing import make_cues, without_colours
from scriptkit.model import Role, Severity, Timeline, TwoSpeakers
from timelines import Part, timeline

_PARTS = (
    (Role.NARRATION, "The bridge is closed until May.", "Ann Doe"),
    (Role.CUE, "(NAT SOUND: Hammers on steel)", None),
    (Role.SOUNDBITE, "We cross by boat.", "Bo Li"),
    (Role.SOUNDBITE, "It is slow, though.", "Bo Li"),
    (Role.NARRATION, "The work goes on.", "Ann Doe"),
    (Role.SOUNDBITE, "Nobody asked us.", "Cy Roe"),
)


def _timeline(parts: Sequence[Part] = _PARTS, pause: int = 700) -> Timeline:
    return timeline(parts, pause)


def _texts(profile: str, *, sdh: bool = True) -> list[str]:
    track, _ = make_cues(_timeline(), load_profile(profile), sdh=sdh)
    return [" ".join(cue.lines) for cue in track.cues]


def test_nothing_is_added_unless_asked_for() -> None:
    assert _texts("netflix", sdh=False) == [text for role, text, _ in _PARTS if role.spoken]


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("netflix", ["[hammers on steel] [Bo Li] We", "It is", "[Ann Doe] The work", "[Cy Roe] Nobody"]),
        ("ted", ["(hammers on steel) (Bo Li) We", "It is", "(Ann Doe) The work", "(Cy Roe) Nobody"]),
        ("bbc", ["HAMMERS ON STEEL", "We", "It is", "The work", "Nobody"]),
        ("ard", ["* Hammers on steel *", "We", "It is", "The work", "Nobody"]),
        (
            "cea-608",
            ["(hammers on steel) >> BO LI: We", "It is", ">> ANN DOE: The work", ">> CY ROE: Nob"],
        ),
    ],
)
def test_manner_of_each_guide(profile: str, shown: list[str]) -> None:
    texts = _texts(profile)
    assert texts[0] == "The bridge is closed until May."
    assert [text.startswith(start) for text, start in zip(texts[1:], shown, strict=True)] == [True] * len(
        shown
    ), texts


def test_colours_go_with_the_speaker_and_the_narration_is_first() -> None:
    track, _ = make_cues(_timeline(), load_profile("bbc"), sdh=True)
    white, yellow, cyan = "#FFFFFF", "#FFFF00", "#00FFFF"
    assert [cue.colours for cue in track.cues] == [
        (white,),
        (white,),
        (yellow,),
        (yellow,),
        (white,),
        (cyan,),
    ]
    assert track.cues[1].speaker is None, "nobody says a sound"
    plain, _ = make_cues(_timeline(), load_profile("bbc"))
    assert {cue.colours for cue in plain.cues} == {()}


def test_words_stay_as_they_are_behind_their_labels() -> None:
    said = " ".join(text for role, text, _ in _PARTS if role.spoken)
    labelled = " ".join(_texts("netflix"))
    for label in ("[hammers on steel] ", "[Bo Li] ", "[Ann Doe] ", "[Cy Roe] "):
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
    assert "BO LI: We cross by boat." in track.cues[2].text.replace("\n", " ")
    assert track.cues[5].text == "CY ROE: Nobody asked us."
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
    assert (track.cues[0].speaker, track.cues[0].speakers) == (None, ("Ann Doe", "Bo Li"))
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


_WHO = "Maria-Alexandra Featherstonehaugh-Oldacre"


@pytest.mark.parametrize(
    ("profile", "speaker", "text"),
    [
        ("netflix", _WHO, "[Featherstonehaugh-Oldacre] We cross."),
        ("cea-608", _WHO, ">> FEATHERSTONEHAUGH-OLDACRE:\nWe cross."),
        ("netflix", "Ursula Maria Johanna Magdalena von der Leyenberg", "[von der Leyenberg] We cross."),
        ("netflix", "John Bartholomew Montgomery Oldacre Sr.", "[Oldacre Sr.] We cross."),
        (
            "netflix",
            "woman who waits outside the old town hall",
            "[woman who waits outside the old town]\nWe cross.",
        ),
        (
            "netflix",
            "Featherstonehaughandmontgomeryandoldacreandsons",
            "[Featherstonehaughandmontgomeryandoldacre]\nWe cross.",
        ),
    ],
)
def test_a_label_too_long_is_shortened(profile: str, speaker: str, text: str) -> None:
    parts = ((Role.NARRATION, "The bridge is closed.", "Ann Doe"), (Role.SOUNDBITE, "We cross.", speaker))
    track, findings = make_cues(_timeline(parts), load_profile(profile), sdh=True)
    assert track.cues[1].text == text
    assert "label-left-out" not in {finding.code for finding in findings}


def test_a_surname_two_share_has_an_initial() -> None:
    parts = (
        (Role.SOUNDBITE, "It is slow.", "Bo Featherstonehaugh-Oldacre"),
        (Role.SOUNDBITE, "We cross.", _WHO),
    )
    track, _ = make_cues(_timeline(parts), load_profile("netflix"), sdh=True)
    assert track.cues[1].text == "[M. Featherstonehaugh-Oldacre] We cross."


def test_a_label_no_line_holds_is_a_finding() -> None:
    profile = replace(load_profile("netflix"), max_chars=8)
    parts = ((Role.NARRATION, "It shut.", "Ann Doe"), (Role.SOUNDBITE, "We go on.", "Bo Li"))
    narrow = replace(profile, max_chars=3)
    assert "label-left-out" not in {f.code for f in make_cues(_timeline(parts), profile, sdh=True)[1]}
    (left_out,) = (f for f in make_cues(_timeline(parts), narrow, sdh=True)[1] if f.code == "label-left-out")
    assert left_out.severity is Severity.WARNING
    assert left_out.message.endswith("Bo Li")


def test_voices_that_share_the_last_colour_are_named() -> None:
    voices = [f"{name} Roe" for name in ("Al", "Bo", "Cy", "Di", "Ed", "Flo")]
    parts = tuple((Role.SOUNDBITE, "We cross the river by boat every day.", voice) for voice in voices)
    track, _ = make_cues(_timeline(parts), load_profile("bbc"), sdh=True)
    firsts = [cue.lines[0].partition(" We")[0] for cue in track.cues]
    assert [first.endswith("ROE:") for first in firsts] == [False] * 4 + [True] * 2


def test_the_report_s_own_voice_is_named_when_it_comes_back_not_when_it_begins() -> None:
    paragraph = "The work goes on. " * 6
    parts = (
        (Role.NARRATION, paragraph.strip(), "Ann Doe"),
        (Role.SOUNDBITE, "Yes.", "Bo Li"),
        (Role.NARRATION, "No.", "Ann Doe"),
        (Role.SOUNDBITE, paragraph.strip(), "Bo Li"),
        (Role.NARRATION, paragraph.strip(), "Ann Doe"),
    )
    track, _ = make_cues(_timeline(parts), load_profile("netflix"), sdh=True)
    named = [line for cue in track.cues for line in cue.lines if "[" in line]
    assert [line.partition("]")[0].lstrip("-[") for line in named] == [
        "Bo Li", "Ann Doe", "Bo Li", "Ann Doe",
    ]  # fmt: skip
    track, _ = make_cues(_timeline(parts), load_profile("cea-608"), sdh=True)
    assert ">> The work goes on." in [cue.text for cue in track.cues], "chevrons say enough"


def test_a_sign_off_says_its_own_name() -> None:
    parts = ((Role.SOUNDBITE, "We cross by boat.", "Bo Li"), (Role.SIGN_OFF, "Ann Doe, in Leeds.", "Ann Doe"))
    track, _ = make_cues(_timeline(parts), load_profile("netflix"), sdh=True)
    assert track.cues[-1].text == "Ann Doe, in Leeds."


def test_the_anchor_is_no_name_in_capitals() -> None:
    parts = ((Role.TWO_WAY, "It is slow, though.", "Bo Li"), (Role.TOSS, "Thank you, Bo.", "ANCHOR"))
    track, _ = make_cues(_timeline(parts), load_profile("netflix"), sdh=True)
    assert track.cues[-1].text == "[anchor] Thank you, Bo."


_INTERVIEW = (
    (Role.TWO_WAY, "Good evening, Ann.", "Bo Li"),
    (Role.TWO_WAY, "Is it open?", "Ann Doe"),
    (Role.TWO_WAY, "Yes.", "Bo Li"),
    (Role.TWO_WAY, "All of it?", "Ann Doe"),
    (Role.TWO_WAY, "No.", "Bo Li"),
    (Role.TWO_WAY, "Thank you, Bo, and a good evening to you.", "Ann Doe"),
)


@pytest.mark.parametrize("profile", ["netflix", "bbc", "ard", "cea-608", "bbc without colours"])
def test_a_question_shares_a_cue_with_its_answer_whatever_the_format(profile: str) -> None:
    style = load_profile(profile.split()[0])
    style = without_colours(style) if " " in profile else style
    track, _ = make_cues(_timeline(_INTERVIEW, pause=100), style, sdh=True)
    pairs = [[line.split()[-1] for line in cue.lines] for cue in track.cues]
    assert pairs[:3] == [["Ann."], ["open?", "Yes."], ["it?", "No."]]


def test_an_answer_shares_a_cue_with_the_next_question_only_in_need() -> None:
    question = "Will the old iron bridge over the river be open again by the end of next May?"
    parts = (
        (Role.TWO_WAY, question, "Ann Doe"),
        (Role.TWO_WAY, "Yes.", "Bo Li"),
        (Role.TWO_WAY, "Why?", "Ann Doe"),
    )
    profile = replace(load_profile("netflix"), min_duration=300, max_cps=None)
    apart, _ = make_cues(_timeline(parts, pause=100), profile, sdh=True)
    assert [cue.lines[0] for cue in apart.cues[-2:]] == ["[Bo Li] Yes.", "[Ann Doe] Why?"]
    together, _ = make_cues(_timeline(parts, pause=100), load_profile("netflix"), sdh=True)
    assert together.cues[-1].lines == ("-[Bo Li] Yes.", "-[Ann Doe] Why?")
