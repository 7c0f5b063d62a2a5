"""Reading times and estimated time lines."""

import pytest

from scriptkit.errors import UsageError
from scriptkit.model import Basis, Role, Segment, Span, Story
from scriptkit.text.spoken import speak
from scriptkit.timer import estimate, features, reading_time
from scriptkit.timer.model import model

INTRO = "The mayor opened a new bridge over the river on Monday."
TRACK = "Crews worked for 18 months. The bridge cost $3.5 million, twice the first estimate."
BITE = "We waited a long time for this."


def story(*parts: tuple[Role, str, str | None], **fields: object) -> Story:
    segments: list[Segment] = []
    at = 0
    for role, text, speaker in parts:
        segments.append(Segment(role, text, speaker, at, at + len(text)))
        at += len(text) + 1
    return Story("bridge", None, tuple(segments), **fields)  # type: ignore[arg-type]


def package(**fields: object) -> Story:
    return story(
        (Role.INTRO, INTRO, None),
        (Role.NARRATION, TRACK, "Dana Reed"),
        (Role.CUE, "SOT MAYOR", None),
        (Role.SOUNDBITE, BITE, "Ann Lowe"),
        **fields,
    )


def test_sentence_time_is_near_what_an_anchor_takes() -> None:
    # 11 words at a net 177 words a minute are 3.7 s
    assert 2_900 < reading_time(INTRO) < 4_300


def test_pause_between_sentences_counts_and_the_one_after_does_not() -> None:
    a, b = "The talks failed.", "Both sides blamed each other."
    assert reading_time(f"{a} {b}") - reading_time(a) - reading_time(b) == pytest.approx(500, abs=2)
    assert reading_time(f"{a}  ") == reading_time(a)


def test_figures_take_the_time_of_their_words() -> None:
    assert reading_time("It cost $3.5 million.") > 1.8 * reading_time("It cost much.")


def test_empty_text_takes_no_time() -> None:
    assert reading_time("") == 0
    assert reading_time(" \n ") == 0


@pytest.mark.parametrize("name", ["reporter", "bite", "read", "two_way"])
def test_styles_differ_from_an_anchor_by_their_scale(name: str) -> None:
    assert 0.9 < reading_time(TRACK, name) / reading_time(TRACK) < 1.3


def test_read_style_is_slower_than_an_anchor() -> None:
    assert reading_time(TRACK, "read") > 1.1 * reading_time(TRACK)


def test_twice_the_rate_is_half_the_time() -> None:
    assert reading_time(TRACK, rate=90) == pytest.approx(2 * reading_time(TRACK, rate=180), abs=2)


def test_unknown_style_says_which_there_are() -> None:
    with pytest.raises(UsageError) as error:
        reading_time("Hello.", style="shouty")
    assert "anchor" in error.value.hint


@pytest.mark.parametrize("rate", [0, -10, 5, 1000])
def test_impossible_rate_is_refused(rate: float) -> None:
    with pytest.raises(UsageError):
        reading_time("Hello.", rate=rate)


def test_estimate_times_spoken_segments_only() -> None:
    timeline = estimate(package())
    assert [item.segment.role for item in timeline.items] == [Role.INTRO, Role.NARRATION, Role.SOUNDBITE]
    assert all(item.basis is Basis.ESTIMATED for item in timeline.items)
    assert timeline.items[0].start == 0


def test_estimate_of_one_segment_agrees_with_reading_time() -> None:
    timeline = estimate(story((Role.INTRO, TRACK, None)), start=10_000)
    assert timeline.items[0].start == 10_000
    assert timeline.trt == pytest.approx(reading_time(TRACK), abs=2)


def test_roles_choose_what_is_timed() -> None:
    timeline = estimate(package(), roles={Role.SOUNDBITE})
    assert [item.segment.role for item in timeline.items] == [Role.SOUNDBITE]


def test_declared_segment_lasts_as_long_as_it_says() -> None:
    made = package()
    bite = made.segments[3]
    known = Segment(bite.role, bite.text, bite.speaker, bite.start, bite.end, declared=12_000)
    timeline = estimate(Story("bridge", None, (*made.segments[:3], known)))
    last = timeline.items[-1]
    assert last.basis is Basis.DECLARED
    assert last.end - last.start == pytest.approx(12_000, abs=2)


def test_trt_fits_the_whole_and_keeps_declared_segments() -> None:
    made = package()
    bite = made.segments[3]
    known = Segment(bite.role, bite.text, bite.speaker, bite.start, bite.end, declared=4_000)
    timeline = estimate(Story("bridge", None, (*made.segments[:3], known)), trt=20_000)
    assert timeline.trt == pytest.approx(20_000, abs=3)
    assert timeline.items[-1].end - timeline.items[-1].start == pytest.approx(4_000, abs=2)


def test_trt_too_short_for_the_declared_parts_is_left_aside() -> None:
    made = package()
    track = made.segments[1]
    known = Segment(track.role, track.text, track.speaker, track.start, track.end, declared=30_000)
    timeline = estimate(Story("bridge", None, (made.segments[0], known)), trt=20_000)
    assert timeline.trt > 30_000


def test_scripts_own_running_time_may_be_the_tapes() -> None:
    natural = estimate(package())
    tape = natural.items[-1].end - natural.items[1].start
    timeline = estimate(package(declared=round(tape * 1.05)))
    assert timeline.items[-1].end - timeline.items[1].start == pytest.approx(tape * 1.05, abs=3)
    assert timeline.items[0].end == natural.items[0].end


def test_scripts_own_running_time_of_everything() -> None:
    natural = estimate(package()).trt
    assert estimate(package(declared=round(natural * 1.05))).trt == pytest.approx(natural * 1.05, abs=3)


def test_person_rate_wins_over_the_storys() -> None:
    slow = estimate(package(wpm=120.0))
    own = estimate(package(wpm=120.0), rates={"dana reed": 180.0})
    assert slow.items[0].end == own.items[0].end
    assert own.items[1].end - own.items[1].start < 0.75 * (slow.items[1].end - slow.items[1].start)


def test_person_stays_fluent_across_a_skip() -> None:
    text = "Minister Okoro [oh-KOR-oh] resigned."
    segment = Segment(Role.NARRATION, text, "Dana Reed", 0, len(text), skips=(Span(15, 26),))
    words = estimate(Story("s", None, (segment,))).items[0].words
    assert [word.text for word in words] == ["Minister", "Okoro", "resigned."]
    assert words[2].start == words[1].end


def test_person_stays_fluent_when_a_note_splits_the_sentence() -> None:
    timeline = estimate(
        story(
            (Role.NARRATION, "The mayor of", "Dana Reed"),
            (Role.CUE, "(map)", None),
            (Role.NARRATION, "Springfield resigned.", "Dana Reed"),
        )
    )
    assert timeline.items[1].start == timeline.items[0].end


@pytest.mark.parametrize(
    "word",
    [
        "river,",
        "$1,250",
        "F-35s",
        "8-hundred-87",
        "Jae-myung",
        "GDP",
        "word--word",
        "3.5%",
        "Zelenskyy’s",
        "…",
    ],
)
def test_cost_of_a_word_is_the_coefficients_times_its_counts(word: str) -> None:
    spoken = speak([word])[0]
    expected = sum(n * c for n, c in zip(features.count(spoken), model().coefficients, strict=True))
    assert model().cost(spoken).sound == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "note", "words"),
    [
        ("In Vlychadia (ph), divers wait.", "(ph)", "In Vlychadia, divers wait."),
        ("They wait in Vlychadia (ph).", "(ph)", "They wait in Vlychadia."),
        ("He said (ph) so , twice.", "(ph)", "He said so , twice."),
    ],
)
def test_a_mark_behind_a_skipped_note_stands_at_its_word_again(text: str, note: str, words: str) -> None:
    at = text.index(note)
    segment = Segment(Role.NARRATION, text, None, 0, len(text), skips=(Span(at, at + len(note)),))
    (item,) = estimate(Story("divers", None, (segment,))).items
    assert " ".join(word.text for word in item.words) == words
