"""Read rates learned from readings of known length."""

import math

import pytest

from scriptkit.errors import UsageError
from scriptkit.timer.calibration import Rate, Reading, learn, shrunk_factor
from scriptkit.timer.model import anchor_wpm


def test_one_short_reading_moves_little_a_long_one_almost_all_the_way() -> None:
    assert shrunk_factor(3_000, 3_600) == pytest.approx(math.exp(3 / 15 * math.log(1.2)))
    assert shrunk_factor(600_000, 720_000) == pytest.approx(1.2, rel=0.01)


def test_reading_as_predicted_changes_nothing() -> None:
    assert learn([Reading(60_000, 60_000)]).wpm == pytest.approx(anchor_wpm())


def test_slow_reader_gets_fewer_words_a_minute() -> None:
    rate = learn([Reading(90_000, 99_000)])
    assert rate.heard == 90
    assert rate.wpm == pytest.approx(anchor_wpm() / 1.1 ** (90 / 102))


def test_readings_add_up_however_they_come() -> None:
    readings = [Reading(40_000, 44_000), Reading(20_000, 23_000), Reading(70_000, 69_000)]
    together = learn(readings)
    first = learn(readings[:1])
    apart = learn(readings[2:], before=learn(readings[1:2], before=first))
    assert apart.heard == together.heard == 130
    assert apart.wpm == pytest.approx(together.wpm, rel=0.005)  # means of logs, not log of means


def test_rate_is_measured_from_the_style() -> None:
    assert learn([Reading(30_000, 30_000)], scale=1.1).wpm == pytest.approx(anchor_wpm() / 1.1)


def test_no_readings_leave_what_was_known() -> None:
    assert learn([], before=Rate(150, 30)) == Rate(150, 30)


@pytest.mark.parametrize(("predicted", "true"), [(0, 1000), (1000, 0), (-5, 5)])
def test_reading_without_length_is_refused(predicted: int, true: int) -> None:
    with pytest.raises(UsageError):
        learn([Reading(predicted, true)])


def test_impossible_length_is_refused() -> None:
    with pytest.raises(UsageError) as error:
        learn([Reading(300_000, 10_000)])
    assert "--actual" in error.value.hint
