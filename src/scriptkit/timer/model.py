"""The read-rate model: milliseconds a written word takes, from what is said for it.

A sentence takes a fixed time (heard as lengthening at its end) plus a linear sum over the counts of
``timer.features``. Coefficients, their source and the styles are in ``data/timer/model.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from operator import mul
from typing import NamedTuple

from scriptkit.errors import UsageError
from scriptkit.model import ReadStyle
from scriptkit.resources import read_toml
from scriptkit.text.spoken import Spoken
from scriptkit.timer import features

SLOWEST, FASTEST = 40, 400
"""Read rates in words a minute beyond which nobody reads."""


class Cost(NamedTuple):
    """Milliseconds of a written word as an anchor says it, inside a sentence."""

    sound: float
    pause: float
    """Of the marks after it, where they do not end the sentence."""
    capital: float
    """What of the sound goes where the word opens a sentence, since its capital is then no name's."""


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients in milliseconds, by :data:`features.NAMES`."""

    onset: float
    """What a sentence takes besides its words."""
    coefficients: tuple[float, ...]

    def cost(self, spoken: Spoken) -> Cost:
        sound = spoken.extra * self.coefficients[_EXTRA]
        for n, unit in enumerate(spoken.units):
            sound += _later_unit(unit) if n else _unit(unit)
        pause = sum(self.coefficients[features.NAMES.index(mark)] for mark in spoken.pause)
        named = features.opens_with_capital(spoken)
        return Cost(sound, pause, self.coefficients[_CAPITAL] if named else 0.0)


UNITS_KEPT = 50_000
"""Spoken units whose cost is remembered; a bound, so that a long-lived process does not grow."""


@lru_cache(UNITS_KEPT)
def _unit(unit: str) -> float:
    return float(sum(map(mul, features.count_unit(unit), model().coefficients)))


@lru_cache(UNITS_KEPT)
def _later_unit(unit: str) -> float:
    return float(sum(map(mul, features.count_unit(unit, later=True), model().coefficients)))


_EXTRA = features.NAMES.index("extra_word")
_CAPITAL = features.NAMES.index("capitalised")


@cache
def model() -> Model:
    """The packaged model."""
    data = read_toml("timer/model.toml")
    seconds = {**data["coefficients"], **data["pauses"]}
    return Model(1000 * data["base"]["intercept"], tuple(1000 * seconds[name] for name in features.NAMES))


def style_names() -> list[str]:
    return list(read_toml("timer/model.toml")["styles"])


@cache
def named_style(name: str) -> ReadStyle:
    """A packaged read style; raises UsageError for a name there is none of."""
    styles = read_toml("timer/model.toml")["styles"]
    if name not in styles:
        raise UsageError(f"unknown read style {name!r}", hint=f"use one of {', '.join(styles)}")
    return ReadStyle(name=name, **styles[name])


def pace(style: ReadStyle, rate: float | None) -> float:
    """What to multiply an anchor's times by: the style's scale, or what makes it *rate* words a minute.

    Raises UsageError for a rate nobody reads at.
    """
    if rate is None:
        return style.scale
    if not SLOWEST <= rate <= FASTEST:
        raise UsageError(f"not a read rate: {rate:g} words a minute", hint="people read news at 120 to 220")
    return anchor_wpm() / rate


def anchor_wpm() -> float:
    """Words a minute of an anchor over running news text, pauses included."""
    return float(read_toml("timer/model.toml")["pace"]["wpm"])
