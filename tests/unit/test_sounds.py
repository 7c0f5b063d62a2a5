"""Sounds a viewer hears are shown on request, each on its own; what is said to the crew never is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scriptkit.config import load_profile
from scriptkit.cueing import make_cues
from scriptkit.cueing.sounds import sound_lines, sound_named, sounds_between
from scriptkit.model import Basis, Role, SubtitleTrack
from timelines import Part, timeline


def _cued(parts: tuple[Part, ...], profile: str, pause: int, basis: Basis = Basis.ALIGNED) -> SubtitleTrack:
    return make_cues(timeline(parts, pause, basis), load_profile(profile), sdh=True)[0]


@pytest.mark.parametrize(
    ("note", "label"),
    [
        ("(APPLAUSE)", "applause"),
        ("(Applause.)", "applause"),
        ("[MUSIC]", "music"),
        ("[upbeat music]", "upbeat music"),
        ("((crowd chanting))", "crowd chanting"),
        ("{{LAUGHTER}}", "laughter"),
        ("(crowd chanting USA)", "crowd chanting USA"),
        ("(SIRENS)", "sirens"),
        ("(Ann Doe laughs)", "Ann Doe laughs"),
        ("(RAIN AND WIND)", "rain and wind"),
        ("(SOUNDBITE OF GUNFIRE)", "gunfire"),
        ("(MUSIC UP AND UNDER)", "music"),
        ("MUSIC UP FULL", "music"),
        ("(NAT SOUND: waves)", "waves"),
        ("NATS: hammers on steel :03", "hammers on steel"),
        ("(NATS BUS DOORS 0:02)", "bus doors"),
        ("(NAT SOUND: waves (3 sec))", "waves"),
        ("(NATS – water, 3s.)", "water"),
        ("(NAT SOUND UP)", "background sound"),
        ("(Beifall)", "beifall"),
        ("(applaudissements)", "applaudissements"),
        ("(aplausos)", "aplausos"),
    ],
)
def test_a_note_that_names_a_sound(note: str, label: str) -> None:
    assert sound_named(note) == label


@pytest.mark.parametrize(
    "note",
    [
        "(SOT)", "(VO)", "(TAKE PKG)", "(CAMERA PANS ACROSS THE CROWD)", "(CROWD ON STEPS)", "[music video]",
        "(PHOTO OF EXPLOSION)", "(SOUND BITE)", "(SOUNDBITE OF FILM)", "BELL:", "BELL, ANCHOR:", "(ph)",
        "(WIDE SHOT, CHEERING CROWD)", "The crowd was cheering when he came out", "(:15)", "", "(and)",
    ],
)  # fmt: skip
def test_a_note_for_the_crew(note: str) -> None:
    assert sound_named(note) == ""


def test_a_name_is_no_sound() -> None:
    assert sound_named("(BELL)") == "bell"
    assert sound_named("(BELL)", frozenset({"anna", "bell"})) == ""
    assert sound_named("(Anna laughs)", frozenset({"anna", "bell"})) == "Anna laughs"


def test_sounds_go_with_the_words_that_follow_and_the_last_with_the_end() -> None:
    parts: tuple[Part, ...] = (
        (Role.CUE, "(SIRENS)", None),
        (Role.INTRO, "Good evening.", "Ann"),
        (Role.CUE, "(MUSIC)", None),
        (Role.NARRATION, "The pier is shut.", "Bo"),
        (Role.CUE, "(APPLAUSE)", None),
        (Role.CUE, "(NAT SOUND: waves)", None),
    )
    whole = timeline(parts, 500)
    assert sounds_between(whole) == [("sirens",), ("music",), ("applause", "waves")]
    assert sounds_between(replace(whole, items=whole.items[1:])) == [("music",), ("applause", "waves")]
    assert sounds_between(replace(whole, items=whole.items[:1])) == [("sirens",), ()]


_PIER: tuple[Part, ...] = (
    (Role.NARRATION, "The pier is shut.", "Ann"),
    (Role.CUE, "(CROWD CHEERING)", None),
    (Role.SOUNDBITE, "It opens again in May.", "Bo"),
    (Role.CUE, "(WAVES)", None),
)


def test_a_sound_has_a_cue_in_its_pause_and_one_after_the_last_words() -> None:
    track = _cued(_PIER, "bbc", pause=2500)
    assert [cue.text for cue in track.cues] == [
        "The pier is shut.", "CROWD CHEERING", "It opens again in May.", "WAVES",
    ]  # fmt: skip
    assert [cue.speaker for cue in track.cues] == ["Ann", None, "Bo", None]
    assert [cue.colours for cue in track.cues] == [("#FFFFFF",), ("#FFFFFF",), ("#FFFF00",), ("#FFFFFF",)]
    assert abs(track.cues[2].start - (4 * 400 + 2500)) <= 20, "the words stay where they are heard"


def test_an_estimate_lends_a_short_pause_no_more_than_its_slack() -> None:
    track = _cued(_PIER, "netflix", pause=500, basis=Basis.ESTIMATED)
    assert track.cues[1].lines == ("[crowd cheering]",)
    assert track.cues[1].duration >= 833
    assert abs(track.cues[2].start - (4 * 400 + 500)) <= 500


def test_without_a_pause_a_sound_has_a_line_of_its_own_in_the_first_colour() -> None:
    cue = next(cue for cue in _cued(_PIER, "bbc", pause=0).cues if cue.text.startswith("CROWD"))
    assert cue.lines == ("CROWD CHEERING", "It opens again in May.")
    assert [cue.colour(0), cue.colour(1)] == ["#FFFFFF", "#FFFF00"]
    assert cue.speaker is None, "the cue is not all Bo's"


def test_a_full_cue_makes_room_for_a_sound() -> None:
    long = "The work on the old iron bridge goes on over the river"
    parts: tuple[Part, ...] = (
        (Role.CUE, "(HAMMERING)", None),
        (Role.NARRATION, f"{long}.", "Ann"),
    )
    track = _cued(parts, "netflix", pause=0)
    assert track.cues[0].lines[0] == "[hammering]"
    assert " ".join(cue.text.replace("\n", " ") for cue in track.cues) == f"[hammering] {long}."


def test_a_long_sound_wraps_over_lines_and_the_rest_is_a_finding() -> None:
    what = "crowd cheering and chanting the name of the old town hall band"
    lines, cut = sound_lines([what], load_profile("netflix"))
    assert len(lines) == 2
    assert " ".join(lines) == f"[{what}]"
    assert not cut
    lines, cut = sound_lines([f"{what} until the rain comes down on the square"], load_profile("netflix"))
    assert max(map(len, lines)) <= 42
    assert cut.endswith("the square")
    parts = (_PIER[0], (Role.CUE, f"(NAT SOUND: {what} while {what})", None), _PIER[2])
    _, findings = make_cues(timeline(parts, 2500), load_profile("netflix"), sdh=True)
    assert "label-left-out" in {f.code for f in findings}


def test_a_sound_without_room_is_a_finding_and_the_words_stay() -> None:
    profile = replace(load_profile("netflix"), max_lines=1, lag=0, lead_in=0)
    track, findings = make_cues(timeline(_PIER[:3], 0), profile, sdh=True)
    assert [cue.text for cue in track.cues] == ["The pier is shut.", "[Bo] It opens again in May."]
    assert [(f.code, f.where) for f in findings if f.code == "label-left-out"] == [
        ("label-left-out", "crowd cheering")
    ]


def test_two_speakers_do_not_share_a_cue_across_a_sound() -> None:
    parts: tuple[Part, ...] = (
        (Role.TWO_WAY, "Why?", "Ann"),
        (Role.CUE, "(LAUGHTER)", None),
        (Role.TWO_WAY, "Money.", "Bo"),
    )
    track = _cued(parts, "netflix", pause=300, basis=Basis.ESTIMATED)
    assert not any(line.startswith("-") for cue in track.cues for line in cue.lines)
    assert [line for cue in track.cues for line in cue.lines].index("[laughter]") == 1
