"""When cues come and go, in the cases a profile's numbers speak of."""

from __future__ import annotations

from dataclasses import replace

from scriptkit.config import load_profile
from scriptkit.cueing import make_cues
from scriptkit.cueing.fit import Spoken, fit_times
from scriptkit.model import Basis, Role, Segment, Story, TimedSegment, Timeline, Word

NETFLIX = load_profile("netflix")


def test_a_brief_cue_is_held_into_the_pause_after_it_to_be_caught() -> None:
    cues = [Spoken(0, 700, 10, 2), Spoken(2500, 4500, 30, 6)]
    first, _ = fit_times(cues, NETFLIX)
    assert first.end == NETFLIX.aim_duration == 1250
    hasty, _ = fit_times(cues, replace(NETFLIX, aim_duration=None))
    assert hasty.end == 833


def test_no_cue_is_held_over_the_next_ones_words() -> None:
    cues = [Spoken(0, 700, 10, 2), Spoken(1000, 3000, 30, 6)]
    first, second = fit_times(cues, NETFLIX)
    assert (first.end, second.start) == (917, 1000)  # two frames at 24 fps


def test_the_last_cue_is_held_too() -> None:
    (only,) = fit_times([Spoken(0, 600, 11, 2)], NETFLIX)
    assert only.end == 1250


def test_a_fast_cue_is_held_until_it_reads_at_the_speed_aimed_at() -> None:
    cues = [Spoken(0, 2000, 40, 8), Spoken(4000, 6000, 40, 8)]
    first, _ = fit_times(cues, NETFLIX)
    assert first.end - first.start == 2375  # 40 characters at 17 a second, up to a whole frame


def test_words_that_were_heard_make_no_cue_that_flashes_by() -> None:
    text = "He said Moscow would have to agree to a ceasefire before territorial issues are discussed."
    words: list[Word] = []
    for number, word in enumerate(text.split()):
        start = words[-1].end if words else 0
        words.append(Word(word, start, start + (56 if number < 3 else 40) * (len(word) + 1)))
    segment = Segment(Role.NARRATION, text, None, 0, len(text))
    heard = TimedSegment(segment, tuple(words), 0, words[-1].end, Basis.ALIGNED)
    track, _ = make_cues(Timeline(Story("talks", None, (segment,)), (heard,)), NETFLIX)
    assert [cue.text.split()[0] for cue in track.cues] == ["He", "before"]
    assert all(cue.duration + 1 >= NETFLIX.min_duration for cue in track.cues)
