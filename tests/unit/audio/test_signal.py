"""Where speech is in a clip, and sound at other rates, paces and pitches."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.audio import effects, signal
from scriptkit.errors import UsageError

RATE = 16_000


def sine(hz: float, seconds: float, rate: int = RATE, level: float = 0.3):
    n = np.arange(round(seconds * rate))
    return (level * np.sin(2 * np.pi * hz * n / rate)).astype(np.float32)


def pitch_of(samples, rate: int = RATE) -> float:
    """Hz of the strongest frequency."""
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle)), 1 << 18))
    return float(np.argmax(spectrum)) * rate / (1 << 18)


def test_pcm_survives_the_round_trip() -> None:
    pcm = np.array([-32768, -1, 0, 1, 32767], "<i2").tobytes()
    assert signal.to_pcm(signal.from_pcm(pcm)) == pcm
    assert signal.to_pcm(np.array([2.0, -2.0], np.float32)) == np.array([32767, -32768], "<i2").tobytes()


def test_speech_is_found_in_noise() -> None:
    noise = np.random.default_rng(2).standard_normal(2 * RATE).astype(np.float32) * np.float32(0.001)
    noise[8_000:24_000] += sine(200, 1.0)
    span = signal.voiced_span(noise, RATE)
    assert span is not None
    assert span == pytest.approx((8_000, 24_000), abs=160)


def test_a_click_is_no_speech() -> None:
    samples = np.zeros(RATE, np.float32)
    samples[4_000] = 0.5
    samples[8_000:12_000] = sine(200, 0.25)
    span = signal.voiced_span(samples, RATE)
    assert span is not None
    assert span[0] > 7_900


def test_silence_and_nothing_are_left_whole() -> None:
    for samples in (np.zeros(RATE, np.float32), np.zeros(0, np.float32)):
        assert signal.voiced_span(samples, RATE) is None
        kept = signal.trim(samples, RATE)
        assert (len(kept.samples), kept.begin, kept.end) == (len(samples), 0, len(samples))


def test_trimmed_speech_is_faded() -> None:
    samples = np.concatenate([np.zeros(8_000, np.float32), sine(200, 1.0), np.zeros(8_000, np.float32)])
    kept = signal.trim(samples, RATE)
    assert kept.cut + kept.begin == pytest.approx(8_000, abs=80)
    assert kept.samples[0] == 0
    assert kept.samples[-1] == 0


@given(to=st.sampled_from([8_000, 22_050, 24_000, 44_100, 48_000]), length=st.integers(0, 5_000))
@settings(max_examples=20, deadline=None)
def test_resampled_length_is_as_announced(to: int, length: int) -> None:
    samples = np.zeros(length, np.float32)
    assert len(signal.resample(samples, RATE, to)) == signal.resampled_length(length, RATE, to)


def test_resampling_keeps_the_sound() -> None:
    assert pitch_of(signal.resample(sine(440, 1), RATE, 48_000), 48_000) == pytest.approx(440, abs=0.5)


@pytest.mark.parametrize("factor", [0.85, 0.97, 1.1, 1.15])
def test_stretched_sound_keeps_its_pitch_and_level(factor: float) -> None:
    samples = sine(180, 2.0)
    longer = signal.stretch(samples, RATE, round(len(samples) * factor))
    assert len(longer) == round(len(samples) * factor)
    assert pitch_of(longer) == pytest.approx(180, abs=1.5)
    middle = longer[2_000:-2_000]
    assert float(np.sqrt(np.mean(middle**2))) == pytest.approx(0.3 / np.sqrt(2), rel=0.05)


@given(length=st.integers(0, 3_000), to=st.integers(0, 3_000))
@settings(max_examples=30, deadline=None)
def test_any_length_can_be_asked_for(length: int, to: int) -> None:
    assert len(signal.stretch(sine(200, length / RATE), RATE, to)) == to


def test_a_stretched_pulse_stays_in_its_place() -> None:
    samples = np.zeros(2 * RATE, np.float32)
    samples[16_000:17_600] = sine(300, 0.1)
    longer = signal.stretch(samples, RATE, round(2 * RATE * 1.1))
    span = signal.voiced_span(longer, RATE)
    assert span is not None
    assert span[0] == pytest.approx(16_000 * 1.1, abs=400)


@pytest.mark.parametrize("pitch", [0.8, 1.25])
def test_pitch_changes_and_length_does_not(pitch: float) -> None:
    samples = sine(200, 1.5)
    moved = signal.change_pitch(samples, RATE, pitch)
    assert len(moved) == len(samples)
    assert pitch_of(moved) == pytest.approx(200 * pitch, rel=0.02)


def test_the_phone_takes_away_highs_and_lows() -> None:
    low, middle, high = sine(80, 1), sine(1000, 1), sine(7000, 1)
    heard = effects.apply("phone", low + middle + high, RATE)
    spectrum = np.abs(np.fft.rfft(heard))
    assert len(heard) == RATE
    assert spectrum[1000] > 8 * spectrum[80]
    assert spectrum[1000] > 4 * spectrum[7000]
    assert effects.apply("", low, RATE) is low
    with pytest.raises(UsageError, match="underwater"):
        effects.apply("underwater", low, RATE)
