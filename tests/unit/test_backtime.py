"""Programmes on the clock."""

import pytest

from scriptkit.errors import UsageError
from scriptkit.timer.backtime import DAY, Slot, format_clock, parse_clock, schedule


def test_without_a_clock_times_count_from_zero() -> None:
    made = schedule([10_000, 5_000])
    assert made.slots == (Slot(0, 10_000, None), Slot(10_000, 15_000, None))
    assert made.total == 15_000
    assert made.over is None


def test_back_times_end_the_programme_on_time() -> None:
    made = schedule([60_000, 30_000], out=parse_clock("22:28:30"))
    assert [format_clock(slot.back or 0) for slot in made.slots] == ["22:27:00", "22:28:00"]


def test_over_and_under() -> None:
    assert schedule([90_000], parse_clock("22:00"), parse_clock("22:01:00")).over == 30_000
    assert schedule([90_000], parse_clock("22:00"), parse_clock("22:02:00")).over == -30_000


def test_out_before_hit_is_tomorrow() -> None:
    made = schedule([60_000], parse_clock("23:59:30"), parse_clock("00:00:30"))
    assert made.over == 0
    assert made.out == DAY + 30_000
    assert format_clock(made.slots[0].end) == "00:00:30"


@pytest.mark.parametrize("text", ["24:00", "7", "22:60:00", "22:00:61", "", "ten"])
def test_what_is_no_clock_time(text: str) -> None:
    with pytest.raises(UsageError):
        parse_clock(text)
