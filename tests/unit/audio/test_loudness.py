"""Loudness against the signals of EBU Tech 3341, whose readings are given there."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.audio import signal
from scriptkit.audio.loudness import Limiter, LoudnessMeter, TruePeakMeter, overshoot, ratio

RATE = 48_000


def sine(dbfs: float, seconds: float, hz: float = 1000, rate: int = RATE, phase: float = 0.0):
    n = np.arange(round(seconds * rate))
    return (ratio(dbfs) * np.sin(2 * np.pi * hz * n / rate + phase)).astype(np.float32)


def loudness(samples, rate: int = RATE, block: int = 10_007) -> float:
    meter = LoudnessMeter(rate)
    for at in range(0, len(samples), block):
        meter.add(samples[at : at + block])
    return meter.integrated()


def true_peak(samples, block: int = 10_007) -> float:
    meter = TruePeakMeter()
    for at in range(0, len(samples), block):
        meter.add(samples[at : at + block])
    return meter.dbtp


# One channel, so that a sine reads 3.01 LU less than Tech 3341's two in phase.
CASES = {
    "1: -23": ([(-20.0, 20)], -23.0),
    "2: -33": ([(-30.0, 20)], -33.0),
    "3: gate below": ([(-33.0, 10), (-20.0, 60), (-33.0, 10)], -23.0),
    "4: absolute gate": ([(-69.0, 10), (-33.0, 10), (-20.0, 60), (-33.0, 10), (-69.0, 10)], -23.0),
    "5: three levels": ([(-23.0, 20), (-17.0, 20.1), (-23.0, 20)], -23.0),
}


@pytest.mark.parametrize(("parts", "expected"), CASES.values(), ids=CASES.keys())
def test_ebu_signals_read_as_the_standard_says(parts: list[tuple[float, float]], expected: float) -> None:
    assert loudness(np.concatenate([sine(*part) for part in parts])) == pytest.approx(expected, abs=0.1)


@pytest.mark.parametrize("rate", [16_000, 22_050, 44_100, 96_000])
def test_other_rates_read_the_same(rate: int) -> None:
    assert loudness(sine(-20, 5, rate=rate), rate) == pytest.approx(-23.0, abs=0.1)


def test_k_weighting_follows_the_curve() -> None:
    # BS.1770-4's response: the high-pass is 3 dB down near 38 Hz·1.5, the shelf is 4 dB up above 2 kHz.
    reference = loudness(sine(-20, 5, 997))
    assert loudness(sine(-20, 5, 10_000)) - reference == pytest.approx(3.3, abs=0.15)
    assert loudness(sine(-20, 5, 38)) - reference == pytest.approx(-6.7, abs=0.3)


def test_short_and_silent_sounds_are_measured_too() -> None:
    assert loudness(sine(-20, 0.2)) == pytest.approx(-23, abs=0.3)
    assert loudness(np.zeros(RATE, np.float32)) == -math.inf
    assert loudness(np.zeros(0, np.float32)) == -math.inf
    assert true_peak(np.zeros(10, np.float32)) == -math.inf


# Tech 3341 cases 15-19: a quarter of the sample rate, between samples.
@pytest.mark.parametrize(
    ("level", "phase", "expected"), [(-6.02, 0, -6.0), (-6.02, 45, -6.0), (-6.02, 60, -6.0)]
)
def test_true_peaks_between_samples(level: float, phase: float, expected: float) -> None:
    fade = np.minimum(1, np.arange(RATE) / 4800).astype(np.float32)
    found = true_peak(sine(-6.02, 1, RATE / 4, phase=math.radians(phase)) * fade)
    assert -6.4 <= found <= -5.8


def test_blocks_do_not_matter() -> None:
    noise = np.random.default_rng(1).standard_normal(3 * RATE).astype(np.float32) * np.float32(0.1)
    assert loudness(noise, block=997) == pytest.approx(loudness(noise, block=RATE * 3), abs=1e-3)
    assert true_peak(noise, block=997) == pytest.approx(true_peak(noise, block=RATE * 3), abs=0.02)


def limited(samples, block: int = 5_003):
    limiter = Limiter(RATE)
    parts = [limiter.process(samples[at : at + block]) for at in range(0, len(samples), block)]
    return np.concatenate([*parts, limiter.flush()])


@given(seed=st.integers(0, 1000), gain=st.floats(0.5, 20), block=st.integers(300, 9000))
@settings(max_examples=15, deadline=None)
def test_limited_sound_keeps_its_length_and_the_ceiling(seed: int, gain: float, block: int) -> None:
    random = np.random.default_rng(seed)
    burst = random.standard_normal(RATE // 2) * (random.random(RATE // 2) > 0.7)
    samples = (0.1 * gain * burst).astype(np.float32)
    held = limited(samples, block)
    assert len(held) == len(samples)
    assert true_peak(held) <= -0.9
    assert np.all(np.abs(held) <= np.abs(samples) + 1e-6)


def test_sound_under_the_ceiling_is_not_touched() -> None:
    samples = sine(-12, 1)
    assert np.array_equal(limited(samples), samples)


def test_the_limiter_works_round_the_peak_only() -> None:
    samples = sine(-30, 1)
    samples[20_000] = 2.0
    changed = np.flatnonzero(limited(samples) != samples)
    assert abs(limited(samples)[20_000]) <= ratio(-1)
    assert 20_000 - 500 < changed[0] < 20_000 < changed[-1] < 20_000 + 3_000


@given(seed=st.integers(0, 500), band=st.sampled_from([8_000, 16_000, 22_050, 24_000, 48_000]))
@settings(max_examples=25, deadline=None)
def test_looking_at_likely_places_only_finds_the_same_peak(seed: int, band: int) -> None:
    noise = np.random.default_rng(seed).standard_normal(band // 4).astype(np.float32) * np.float32(0.2)
    samples = signal.resample(noise, band, RATE)
    quick, thorough = TruePeakMeter(overshoot(RATE, band)), TruePeakMeter()
    quick.add(samples)
    thorough.add(samples)
    assert quick.dbtp == pytest.approx(thorough.dbtp, abs=1e-6)
