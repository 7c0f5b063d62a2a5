from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriptkit.errors import UsageError
from scriptkit.timecode import (
    FRAME_RATES,
    format_duration,
    format_smpte,
    from_frames,
    parse_duration,
    parse_frame_rate,
    parse_smpte,
    parse_start,
    start_frames,
    to_frames,
)

NTSC = Fraction(30000, 1001)
rates = st.sampled_from(sorted(FRAME_RATES.values()))


@given(st.integers(0, 10**7), rates)
def test_frames_survive_milliseconds(frame: int, rate: Fraction) -> None:
    assert to_frames(from_frames(frame, rate), rate) == frame


@given(st.integers(0, 10**7), rates)
def test_time_code_reads_back(frame: int, rate: Fraction) -> None:
    assert parse_smpte(format_smpte(frame, rate), rate) == frame


@given(st.integers(0, 10**7), st.sampled_from([NTSC, Fraction(60000, 1001)]))
def test_drop_frame_reads_back(frame: int, rate: Fraction) -> None:
    assert parse_smpte(format_smpte(frame, rate, drop_frame=True), rate) == frame


@pytest.mark.parametrize(
    ("frame", "code"),
    [(1799, "00:00:59;29"), (1800, "00:01:00;02"), (17982, "00:10:00;00"), (107892, "01:00:00;00")],
)
def test_drop_frame_skips_two_numbers_a_minute_but_not_each_tenth(frame: int, code: str) -> None:
    assert format_smpte(frame, NTSC, drop_frame=True) == code


@pytest.mark.parametrize("bad", ["00:01:00;00", "00:00:00:30", "1:2", "", "00:61:00:00"])
def test_impossible_time_codes_are_refused(bad: str) -> None:
    with pytest.raises(UsageError):
        parse_smpte(bad, NTSC)


@pytest.mark.parametrize(
    ("text", "ms"), [("1:32", 92_000), (":12", 12_000), ("0:01:32.5", 92_500), ("92", 92_000), ("9s", 9000)]
)
def test_running_times(text: str, ms: int) -> None:
    assert parse_duration(text) == ms


@pytest.mark.parametrize("bad", ["1:75", "soon", "", "-1:00"])
def test_bad_running_times_are_refused(bad: str) -> None:
    with pytest.raises(UsageError):
        parse_duration(bad)


def test_durations_as_rundowns_show_them() -> None:
    assert [format_duration(ms) for ms in (0, 92_400, 3_723_000, -61_000)] == [
        "0:00",
        "1:32",
        "1:02:03",
        "-1:01",
    ]


def test_frame_rates_by_name() -> None:
    assert parse_frame_rate("29.97") == NTSC
    with pytest.raises(UsageError, match="unknown frame rate"):
        parse_frame_rate("0")


def test_a_start_is_a_time_of_day() -> None:
    assert parse_start("23:59:59:24", Fraction(25)) == 86_399_960
    with pytest.raises(UsageError):
        parse_start("25:00:00:00", Fraction(25))


@pytest.mark.parametrize(
    ("code", "rate", "own", "drops", "kept"),
    [
        ("10:00:00:00", "23.976", "25", False, "10:00:00:00"),
        ("10:00:00:12", "24", "29.97", True, "10:00:00;15"),
        ("09:59:30:00", "25", "29.97", True, "09:59:30;00"),
        ("10:01:00:00", "23.976", "29.97", True, "10:01:00;02"),  # there is no 10:01:00;00
        ("01:00:00;00", "59.94", "29.97", True, "01:00:00;00"),
    ],
)
def test_a_start_code_keeps_its_digits_at_another_rate(
    code: str, rate: str, own: str, drops: bool, kept: str
) -> None:
    start = parse_start(code, FRAME_RATES[rate])
    frames = start_frames(start, FRAME_RATES[rate], ";" in code, FRAME_RATES[own], drops)
    assert format_smpte(frames, FRAME_RATES[own], drop_frame=drops) == kept
