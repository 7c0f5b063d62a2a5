"""Each finding code fires on the cue that earns it, and a clean track has none."""

from __future__ import annotations

import pytest

from scriptkit.check import check_track
from scriptkit.config import load_profile
from scriptkit.model import Cue, Severity, SubtitleTrack

_NETFLIX = load_profile("netflix")
_BBC = load_profile("bbc")


def _codes(*cues: Cue, profile: str = "netflix") -> list[tuple[str, int | None]]:
    findings = check_track(SubtitleTrack(tuple(cues)), load_profile(profile))
    return [(f.code, f.cue) for f in findings if f.code != "off-frame"]


def _cue(*lines: str, start: int = 0, end: int = 4000) -> Cue:
    return Cue(start, end, lines)


def test_a_clean_track_has_no_findings() -> None:
    track = SubtitleTrack((
        Cue(0, 3000, ("The minister left on Tuesday,",)),
        Cue(3083, 6000, ("and nobody in the capital", "has seen him since.")),
    ))  # fmt: skip
    assert check_track(track, _NETFLIX) == ()


@pytest.mark.parametrize(
    ("code", "cue"),
    [
        ("line-too-long", _cue("a" * 43)),
        ("too-many-lines", _cue("One.", "Two.", "Three.")),
        ("empty-cue", _cue(" ")),
        ("control-character", _cue("Good\x00 evening.")),
        ("control-character", _cue("Good \u202eevening.")),
        ("white-space", _cue("Good  evening.")),
        ("cue-too-short", _cue("Yes.", end=500)),
        ("cue-too-long", _cue("Yes.", end=7100)),
        ("too-fast", _cue("a" * 42, end=2000)),
        ("fits-one-line", _cue("Good", "evening.")),
        ("negative-time", _cue("Good evening.", start=-100)),
        ("bad-break", _cue("Officials in the capital opened the", "new bridge to traffic today.")),
        ("bad-break", _cue("Officials welcomed President Maria", "Oldacre with a band and flowers.")),
    ],
)
def test_one_cue(code: str, cue: Cue) -> None:
    assert _codes(cue) == [(code, 1)]


@pytest.mark.parametrize(
    ("code", "start"), [("overlap", 3900), ("gap-too-small", 4040), ("gap-not-closed", 4300)]
)
def test_neighbours(code: str, start: int) -> None:
    assert _codes(_cue("One."), _cue("Two.", start=start, end=8000)) == [(code, 2)]


def test_out_of_order_is_not_called_an_overlap_too() -> None:
    assert _codes(_cue("One.", start=5000, end=8000), _cue("Two.")) == [("out-of-order", 2)]


@pytest.mark.parametrize(("start", "codes"), [(4000, []), (4600, [("gap-not-closed", 2)]), (5000, [])])
def test_bbc_wants_no_gap_or_a_second(start: int, codes: list[tuple[str, int]]) -> None:
    assert _codes(_cue("One."), _cue("Two.", start=start, end=9000), profile="bbc") == codes


def test_a_cue_can_pass_characters_and_fail_words() -> None:
    cue = _cue("I do as he is on it, so it is up to us.", end=2500)
    assert _codes(cue) == []
    other = Cue(0, 2520, ("I do as he is on it,", "so it is up to us."))
    (finding,) = check_track(SubtitleTrack((other,)), _BBC)
    assert finding.code == "too-fast"
    assert finding.severity is Severity.ERROR
    assert "310 words a minute, limit 180: 6 of 13 words too many" in finding.message


def test_breaks_between_cues_count_unless_there_is_a_pause() -> None:
    first = _cue("The minister went to the")
    assert _codes(first, _cue("capital.", start=4083, end=7000)) == [("bad-break", 1)]
    assert _codes(first, _cue("capital.", start=6083, end=9000)) == []


def test_a_sentence_begun_behind_another_ones_end() -> None:
    first = _cue("That was on Tuesday morning.", "On Wednesday the minister")
    assert _codes(first, _cue("took a train to the sea.", start=4083, end=7000)) == [("sentence-run-on", 1)]


def test_times_off_frames_are_counted_once() -> None:
    (finding,) = check_track(SubtitleTrack((Cue(0, 4010, ("One.",)),)), _NETFLIX)
    assert (finding.code, finding.severity) == ("off-frame", Severity.INFO)
    assert "1 of 2 times" in finding.message


def test_empty_track() -> None:
    assert [f.code for f in check_track(SubtitleTrack(()), _NETFLIX)] == ["no-cues"]


def test_breaks_are_not_judged_in_languages_without_word_lists() -> None:
    cue = _cue("Hij wil die", "minister in Den Haag morgen opnieuw spreken.", end=7000)
    findings = check_track(SubtitleTrack((cue,), language="nl"), _BBC)
    assert "bad-break" not in {f.code for f in findings}


def test_a_file_is_held_to_what_its_times_can_say() -> None:
    hundredths = (_cue("Go.", start=1010, end=1840), _cue("Go on.", start=3010, end=4010))
    assert _codes(*hundredths) == []
    milliseconds = (_cue("Go.", start=1010, end=1840), _cue("Go on.", start=3011, end=4011))
    assert _codes(*milliseconds)[0] == ("cue-too-short", 1)
    frames_of_25 = (_cue("Go.", start=1000, end=1800), _cue("Go on.", start=3000, end=4000))
    assert _codes(*frames_of_25) == [("cue-too-short", 1)]
    tenths = [_cue("Go.", start=at, end=at + 800) for at in range(1000, 21_000, 2000)]
    assert _codes(*tenths) == []


_SAID = Cue(0, 4000, ("And what exactly is he suspected of?",))


@pytest.mark.parametrize(
    "lines",
    [
        ("[speaker] Lawyers believe", "that the money was never there."),
        ("(reporter) Lawyers believe", "that the money was never there."),
        ("MARA OLDACRE: Lawyers believe", "that the money was never there."),
        (">> lawyers believe", "that the money was never there."),
        ("- lawyers believe", "that the money was never there."),
        ("[children laughing]",),
        ("(crane)",),
        ("* Crane *",),
        ("SCHOOL BELL RINGS",),
    ],
)
def test_labels_and_sounds_begin_anew(lines: tuple[str, ...]) -> None:
    assert _codes(_SAID, Cue(4083, 9000, lines)) == []
    unfinished = _cue("And they were all talking about the")
    assert _codes(unfinished, Cue(4083, 9000, lines)) == []


@pytest.mark.parametrize("sound", ["SCHOOL BELL RINGS", "* School bell rings *", "[school bell rings]"])
def test_a_sound_behind_a_finished_sentence(sound: str) -> None:
    first = _cue("Ralf Oldacre filed this story for us.", sound)
    assert (
        _codes(
            first,
            _cue("TILLY MARSH: I am first", "in maths and last in sport this year.", start=4083, end=9000),
        )
        == []
    )


def test_a_break_before_a_sound_is_judged_no_more_than_one_behind_it() -> None:
    assert _codes(_cue("They were all talking about the", "SCHOOL BELL RINGS")) == []
    assert _codes(_cue("[door slams] They were all talking about", "the bell.")) == [("bad-break", 1)]


def test_capitals_tell_no_sound_where_all_speech_is_in_them() -> None:
    cue = _cue("OFFICIALS IN THE CAPITAL OPENED THE", "NEW BRIDGE TO TRAFFIC TODAY")
    assert _codes(cue) == [("bad-break", 1)]


def test_a_sound_over_two_lines_is_one() -> None:
    cue = _cue("[children laughing loudly, all over the", "school yard and far beyond it]", end=5000)
    assert _codes(cue) == []
    assert _codes(_cue("[children", "laughing]")) == [("fits-one-line", 1)]


@pytest.mark.parametrize(
    "cue",
    [
        _cue("Who won?", "- Nobody did."),
        _cue("Who won?", "[Ann] Nobody did."),
        _cue("Who won?", "ANN: Nobody did."),
        _cue("Who won?", "[bell]"),
        _cue("Who won?", "* Bell *"),
        _cue("BELL RINGS", "Who won?"),
        _cue("(bell)", "Who won?"),
        Cue(0, 4000, ("Who won?", "Nobody did."), speakers=("Ann", "Bob")),
        Cue(0, 4000, ("Who won?", "Nobody did."), colours=("#FFFFFF", "#FFFF00")),
    ],
)
def test_two_voices_or_a_sound_are_not_joined_on_one_line(cue: Cue) -> None:
    assert _codes(cue) == []


def test_lines_of_one_voice_may_be_joined_behind_its_label() -> None:
    assert _codes(_cue("[Ann] Nobody", "did.")) == [("fits-one-line", 1)]
