"""Learn how fast a person reads from readings whose length is known.

One reading tells little, so what it says is shrunk towards the style's own pace: a person heard for
S seconds gets ``exp(S / (S + 12) * ln(true / predicted))``. Twelve seconds is where one person's
sentences differ among themselves as much as persons do (measured; one unshrunk sentence is worse than
no calibration).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from scriptkit.errors import UsageError
from scriptkit.timecode import Millis
from scriptkit.timer.model import FASTEST, SLOWEST, anchor_wpm

PRIOR_SECONDS = 12.0
"""Seconds of speech whose weight equals that of the style's own pace."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of known length: what the timer says for it at the style's pace, and the truth."""

    predicted: Millis
    true: Millis


@dataclass(frozen=True, slots=True)
class Rate:
    """A person's read rate in words a minute, and the seconds of speech it was learned from."""

    wpm: float
    heard: float = 0.0


def shrunk_factor(predicted: Millis, true: Millis) -> float:
    """What to multiply a person's estimates by after *predicted* ms of reading that took *true* ms."""
    return _shrunk(predicted / 1000, math.log(true / predicted))


def _shrunk(seconds: float, log: float) -> float:
    """The factor e^log, believed by the seconds of speech behind it."""
    return math.exp(seconds / (seconds + PRIOR_SECONDS) * log)


def learn(readings: Iterable[Reading], scale: float = 1.0, before: Rate | None = None) -> Rate:
    """A person's rate from *readings* predicted at a style of *scale*, added to what was known *before*.

    Raises UsageError for a reading without length or one no rate explains (a wrong running time).
    """
    predicted = true = 0
    for reading in readings:
        if reading.predicted <= 0 or reading.true <= 0:
            raise UsageError("a reading of no length says nothing about a rate", hint="check --actual")
        predicted, true = predicted + reading.predicted, true + reading.true
    if not predicted:
        return before or Rate(anchor_wpm() / scale)
    seconds, log = predicted / 1000, math.log(true / predicted)
    if before and before.heard:
        old = math.log(anchor_wpm() / before.wpm / scale) * (before.heard + PRIOR_SECONDS) / before.heard
        log = (log * seconds + old * before.heard) / (seconds + before.heard)
        seconds += before.heard
    wpm = anchor_wpm() / scale / _shrunk(seconds, log)
    if not SLOWEST <= wpm <= FASTEST:
        raise UsageError(
            f"nobody reads at {wpm:.0f} words a minute",
            hint="check --actual: it is the running time of this person's words alone",
        )
    return Rate(wpm, seconds)
