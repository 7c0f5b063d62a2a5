"""What each repair does to the cue that needs it."""

from __future__ import annotations

from scriptkit.config import load_profile
from scriptkit.model import Cue, SubtitleTrack
from scriptkit.tracks import repair_track


def repaired(*cues: Cue, profile: str = "netflix") -> tuple[list[Cue], list[str]]:
    track, done = repair_track(SubtitleTrack(cues), load_profile(profile))
    return list(track.cues), [finding.code for finding in done]


def test_the_same_words_twice_at_once_are_one_cue() -> None:
    twice = Cue(1000, 3000, ("Good evening.",))
    cues, codes = repaired(twice, Cue(1000, 3000, ("Good morning.",)), Cue(2000, 4000, ("Good evening.",)))
    assert [cue.lines for cue in cues] == [("Good evening.", "Good morning.")]
    assert "fixed-duplicate" in codes
    assert "fixed-overlap" in codes


def test_the_same_words_one_after_the_other_were_said_twice() -> None:
    cues, codes = repaired(Cue(1000, 3000, ("No.",)), Cue(3083, 5000, ("No.",)))
    assert [cue.text for cue in cues] == ["No.", "No."]
    assert codes == []


def test_a_cue_is_cut_where_the_next_begins() -> None:
    cues, codes = repaired(Cue(0, 4000, ("Good evening.",)), Cue(3000, 5000, ("The ferries.",)))
    assert [(cue.start, cue.end) for cue in cues] == [(0, 2917), (3000, 5000)]
    assert codes == ["fixed-overlap"]


def test_long_cues_that_come_together_share_their_time_by_their_length() -> None:
    short = "The harbor is open."
    long = ("The harbor reopens this morning, and", "nobody can say how long it will be open.")
    cues, codes = repaired(Cue(0, 6000, (short,)), Cue(0, 6000, long))
    assert [cue.lines for cue in cues] == [(short,), long]
    first, second = cues
    assert first.end <= second.start
    assert 1 <= second.duration / first.duration <= 5
    assert second.end == 6000
    assert "fixed-overlap" in codes


def test_different_speakers_and_colours_in_one_cue_stay_apart() -> None:
    ann = Cue(0, 3000, ("Yes.",), "ANN", colours=("#FFFF00",))
    ruth = Cue(0, 3000, ("No.",), "RUTH", colours=("#00FFFF",))
    (cue,), _ = repaired(ann, ruth)
    assert (cue.lines, cue.speaker, cue.colours) == (("Yes.", "No."), None, ("#FFFF00", "#00FFFF"))


def test_a_dash_stays_at_the_beginning_of_its_line() -> None:
    talk = Cue(0, 6000, ("- Have the ferries been told that the harbor opens?", "- They have."))
    cues, codes = repaired(talk)
    assert all(cue.lines[0].startswith("- ") for cue in cues[-1:])
    assert [line for cue in cues for line in cue.lines if line.startswith("-")] == [
        cues[0].lines[0],
        "- They have.",
    ]
    assert "fixed-divided" in codes


def test_a_cue_that_holds_too_much_is_divided_at_a_comma() -> None:
    text = "The harbor reopens this morning, and nobody on the quay could say how long it would stay open."
    cues, codes = repaired(Cue(0, 6000, (text,)))
    assert [" ".join(cue.lines) for cue in cues] == [text[:32], text[33:]]
    assert codes == ["fixed-divided", "fixed-divided"]
    assert cues[-1].end >= 6000


def test_without_time_for_two_cues_lines_are_only_broken() -> None:
    text = "The harbor reopens this morning, and nobody on the quay could say how long it would stay open."
    cues, codes = repaired(Cue(0, 1000, (text,)), Cue(1083, 3000, ("Ferries left.",)))
    assert len(cues) == 2
    assert max(map(len, cues[0].lines)) <= 42
    assert codes == ["fixed-lines"]


def test_japanese_lines_get_no_spaces() -> None:
    lines = ("自民党は今日、", "新しい総裁を", "選びます。")
    cues, _ = repaired(Cue(0, 6000, lines))
    assert [line for cue in cues for line in cue.lines] == list(lines)
    assert all(len(cue.lines) <= 2 for cue in cues)


def test_a_sound_that_stays_too_long_goes_and_leaves_a_pause() -> None:
    cues, codes = repaired(Cue(0, 7250, ("[music]",)), Cue(7333, 9000, ("Good evening.",)))
    assert cues[0].end <= 7000
    assert cues[1].start - cues[0].end >= 500
    assert codes == ["fixed-too-long"]


def test_gaps_take_the_shape_the_guide_wants() -> None:
    pair = Cue(0, 3000, ("Good evening.",)), Cue(3240, 6000, ("The ferries.",))
    (first, second), _ = repaired(*pair)
    assert second.start - first.end == 83
    (first, second), codes = repaired(*pair, profile="bbc")
    assert first.end == second.start
    assert codes == ["fixed-gap-not-closed"]


def test_what_cannot_be_seen_goes_and_is_told() -> None:
    cues, codes = repaired(
        Cue(0, 2000, (" ",)), Cue(-500, 3000, ("Good\x00  evening.",)), Cue(4000, 6000, ("A  b.",))
    )
    assert [cue.lines for cue in cues] == [("Good evening.",), ("A b.",)]
    assert cues[0].start == 0
    assert set(codes) == {
        "fixed-empty-cue", "fixed-control-character", "fixed-negative-time", "fixed-white-space",
    }  # fmt: skip


def test_cues_of_two_speakers_made_one_keep_their_names() -> None:
    cues, _ = repaired(
        Cue(1000, 3000, ("Good evening.",), speaker="Ann"), Cue(1000, 3000, ("Good morning.",), speaker="Bo")
    )
    assert [(cue.speaker, cue.speakers) for cue in cues] == [(None, ("Ann", "Bo"))]
    cues, _ = repaired(
        Cue(1000, 3000, ("Good evening.",), speaker="Ann"), Cue(1000, 3000, ("Good morning.",), speaker="Ann")
    )
    assert [(cue.speaker, cue.speakers) for cue in cues] == [("Ann", ())]
