"""How sure times are."""

from dataclasses import replace

import pytest

from scriptkit.model import Role, Segment, Story
from scriptkit.timer import Known, estimate, margins, programme
from scriptkit.timer.interval import Spread, interval

TEXT = "The council voted on the budget late on Thursday night after nine hours of talks."


def story(count: int = 4, role: Role = Role.NARRATION, **fields: object) -> Story:
    size = len(TEXT)
    parts = [Segment(role, TEXT, "Dana Reed", i * (size + 1), i * (size + 1) + size) for i in range(count)]
    return Story("budget", None, tuple(parts), **fields)  # type: ignore[arg-type]


def width(bounds: tuple[int, int]) -> float:
    return bounds[1] - bounds[0]


def test_interval_holds_the_estimate_and_grows_slower_than_it() -> None:
    spread = Spread(person=0.06, noise=0.2)
    short, long = interval(5_000, spread), interval(60_000, spread)
    assert short[0] < 5_000 < short[1]
    assert width(short) / 5_000 > width(long) / 60_000


def test_a_certain_time_has_no_width() -> None:
    assert interval(12_000, Spread(0.0, 0.0)) == (12_000, 12_000)


def test_whole_is_surer_than_its_parts_but_not_as_if_each_were_read_by_another() -> None:
    timeline = estimate(story(8))
    found = margins(timeline)
    assert width(found.total) / timeline.trt < width(found.segments[0]) / timeline.items[0].end
    strangers = tuple(replace(s, speaker=f"person {i}") for i, s in enumerate(timeline.story.segments))
    assert width(margins(estimate(replace(timeline.story, segments=strangers))).total) < width(found.total)


def test_declared_segment_is_certain() -> None:
    parts = story(2).segments
    timeline = estimate(Story("s", None, (parts[0], replace(parts[1], declared=7_000))))
    found = margins(timeline)
    assert found.segments[1] == pytest.approx((7_000, 7_000), abs=2)
    assert width(found.segments[0]) > 0


@pytest.mark.parametrize("own", [True, False])
def test_known_running_time_is_certain_and_makes_its_parts_surer(own: bool) -> None:
    free = margins(estimate(story()))
    trt = 25_000
    timeline = estimate(story(declared=trt)) if own else estimate(story(), trt=trt)
    fitted = margins(timeline) if own else margins(timeline, Known(trt=trt))
    assert fitted.total == (timeline.trt, timeline.trt)
    assert width(fitted.segments[0]) < width(free.segments[0])


def test_running_time_of_the_tape_leaves_the_studio_uncertain() -> None:
    tape = story(3).segments
    intro = replace(tape[0], role=Role.INTRO, speaker=None)
    natural = estimate(Story("s", None, (intro, *tape[1:])))
    length = natural.items[-1].end - natural.items[1].start
    found = margins(estimate(Story("s", None, (intro, *tape[1:]), declared=length + 300)))
    assert 0 < width(found.total) < width(margins(natural).total)


def test_calibrated_speaker_is_surer() -> None:
    timeline = estimate(story())
    assert width(margins(timeline, Known(heard={"dana reed": 300.0})).total) < width(margins(timeline).total)


def test_bites_are_less_sure_than_anchors() -> None:
    bite, anchor = (estimate(story(1, role)) for role in (Role.SOUNDBITE, Role.INTRO))
    assert width(margins(bite).total) / bite.trt > width(margins(anchor).total) / anchor.trt


def test_programme_of_one_story_is_that_story_and_of_none_nothing() -> None:
    timeline = estimate(story())
    assert programme([timeline]) == margins(timeline).total
    assert programme([]) == (0, 0)
