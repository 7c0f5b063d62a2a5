"""Fitting estimates to known times."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.timer.fit import SLOWEST_SPEECH, Part, fit


def total(parts: list[Part], made: object, span: slice = slice(None)) -> float:
    lengths = [p.length * f for p, f in zip(parts, made.factors, strict=True)][span]  # type: ignore[attr-defined]
    return sum(lengths) + sum(made.gaps[span][: len(lengths) - 1])  # type: ignore[attr-defined]


PARTS = [Part(10_000, 30), Part(5_000, 15), Part(20_000, 60)]
GAPS = [500.0, 500.0]


def test_nothing_known_changes_nothing() -> None:
    made = fit(PARTS, GAPS, None, None)
    assert made.factors == (1.0, 1.0, 1.0)
    assert made.gaps == (500.0, 500.0)


def test_declared_part_has_its_length_and_leaves_the_silences_alone() -> None:
    parts = [PARTS[0], Part(5_000, 15, declared=12_000), PARTS[2]]
    made = fit(parts, GAPS, None, None)
    assert made.factors == (1.0, pytest.approx(2.4), 1.0)
    assert made.gaps == (500.0, 500.0)


@pytest.mark.parametrize("wanted", [20_000, 36_000, 40_000, 60_000])
def test_total_is_kept(wanted: int) -> None:
    assert total(PARTS, fit(PARTS, GAPS, wanted, None)) == pytest.approx(wanted)


def test_speech_is_never_absurdly_slow_where_silence_can_take_the_rest() -> None:
    made = fit(PARTS, GAPS, 80_000, None)
    assert max(made.factors) == SLOWEST_SPEECH
    assert made.gaps[0] > 10_000
    alone = fit(PARTS[:1], [], 80_000, None)
    assert alone.factors == (8.0,)


def test_total_without_room_for_the_declared_parts_is_left_aside() -> None:
    parts = [Part(10_000, 30, declared=15_000), PARTS[1]]
    assert fit(parts, GAPS[:1], 14_000, None).factors == (1.5, 1.0)


def test_own_running_time_may_be_the_tapes() -> None:
    parts = [Part(10_000, 30, studio=True), PARTS[1], PARTS[2]]
    made = fit(parts, GAPS, None, 27_000)
    assert made.factors[0] == 1.0
    assert total(parts, made, slice(1, None)) == pytest.approx(27_000)


@pytest.mark.parametrize("own", [3_000, 500_000])
def test_own_running_time_far_from_the_words_is_left_aside(own: int) -> None:
    assert fit(PARTS, GAPS, None, own).factors == (1.0, 1.0, 1.0)


def test_all_declared_leaves_a_total_to_the_silences() -> None:
    parts = [Part(5_000, 15, declared=6_000), Part(5_000, 15, declared=6_000)]
    made = fit(parts, [500.0], 15_000, None)
    assert made.gaps == (3_000.0,)


PART = st.builds(
    Part, st.floats(50, 60_000), st.integers(1, 40), st.none() | st.integers(100, 30_000), st.booleans()
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(PART, min_size=1, max_size=6),
    st.none() | st.integers(1, 10**6),
    st.none() | st.integers(1, 10**6),
)
def test_lengths_stay_positive_and_silences_never_negative(
    parts: list[Part], known: int | None, own: int | None
) -> None:
    made = fit(parts, [400.0] * (len(parts) - 1), known, own)
    assert all(f > 0 for f in made.factors)
    assert all(g >= 0 for g in made.gaps)
    for part, factor in zip(parts, made.factors, strict=True):
        if part.fixed:
            assert part.length * factor == pytest.approx(part.fixed)
