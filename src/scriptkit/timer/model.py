"""The read-rate model: milliseconds a spoken unit takes, from its sounds.

A sentence takes a fixed onset plus a linear sum over the sounds, words and pause marks of its
spoken form. Coefficients, their source and the styles are in ``data/timer/model.toml``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from scriptkit.errors import UsageError
from scriptkit.model import ReadStyle
from scriptkit.resources import read_toml
from scriptkit.text import phones
from scriptkit.text.spoken import PAUSES, Spoken

FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "as",
        "and",
        "or",
        "but",
        "nor",
        "so",
        "that",
        "this",
        "these",
        "those",
        "it",
        "its",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "being",
        "has",
        "have",
        "had",
        "do",
        "does",
        "did",
        "will",
        "would",
        "can",
        "could",
        "should",
        "may",
        "might",
        "must",
        "not",
        "no",
        "he",
        "she",
        "they",
        "we",
        "you",
        "i",
        "his",
        "her",
        "their",
        "our",
        "your",
        "my",
        "me",
        "him",
        "them",
        "us",
        "who",
        "which",
        "what",
        "when",
        "where",
        "if",
        "than",
        "then",
        "there",
        "here",
    ]
)
"""Words said without stress, hence shorter than their sounds."""

_LETTER_NAME = {"stop": 0.4, "fricative": 0.3}
"""Mean consonants of a letter's name, besides one stressed vowel a syllable."""


@dataclass(frozen=True, slots=True)
class Style:
    """A read style with the rate (words a minute, pauses included) it has on running news text."""

    read: ReadStyle
    wpm: float


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients in milliseconds."""

    onset: float
    sounds: tuple[float, ...]
    """By :data:`scriptkit.text.phones.CLASSES`."""
    word: float
    function_word: float
    capitalised: float
    letter: float
    letter_sounds: float
    """Sounds of a letter's name without its vowel."""
    extra_word: float
    pauses: dict[str, float]

    def sound(self, spoken: Spoken, *, first: bool = False) -> float:
        """Milliseconds of one written word's sound; *first* when it opens its sentence."""
        total = spoken.extra * self.extra_word
        for n, unit in enumerate(spoken.units):
            total += self.pauses[unit] if unit in PAUSES else self._unit(unit, capital=not (first and n == 0))
        return total

    def pause(self, spoken: Spoken) -> float:
        """Milliseconds of the marks after a word inside a sentence."""
        return sum(self.pauses[mark] for mark in spoken.pause)

    def _unit(self, unit: str, *, capital: bool) -> float:
        if " " in unit:
            names = [part for part in unit.split() if part[0].isalpha()]
            syllables = sum(3 if name[0] in "Ww" else 1 for name in names)
            return self.word + syllables * self.sounds[0] + len(names) * (self.letter + self.letter_sounds)
        total = self.word + sum(n * ms for n, ms in zip(phones.counts(unit), self.sounds, strict=True))
        if unit.lower() in FUNCTION_WORDS:
            return total + self.function_word
        return total + self.capitalised if capital and unit[0].isupper() else total


@cache
def model() -> Model:
    """The packaged model."""
    data = read_toml("timer/model.toml")
    ms = {name: 1000 * seconds for name, seconds in data["coefficients"].items()}
    return Model(
        onset=1000 * data["intercept"],
        sounds=tuple(ms[name] for name in phones.CLASSES),
        word=ms["word"],
        function_word=ms["function_word"],
        capitalised=ms["capitalised"],
        letter=ms["letter"],
        letter_sounds=sum(share * ms[name] for name, share in _LETTER_NAME.items()),
        extra_word=ms["extra_word"],
        pauses={mark: 1000 * seconds for mark, seconds in data["pauses"].items()},
    )


def style_names() -> list[str]:
    return list(read_toml("timer/model.toml")["styles"])


@cache
def named_style(name: str) -> Style:
    """A packaged read style; raises UsageError for a name there is none of."""
    styles = read_toml("timer/model.toml")["styles"]
    if name not in styles:
        raise UsageError(f"unknown read style {name!r}", hint=f"use one of {', '.join(styles)}")
    values = dict(styles[name])
    wpm = values.pop("wpm")
    return Style(ReadStyle(name=name, **values), wpm)


def pace(chosen: Style, rate: float | None) -> float:
    """What to multiply an anchor's times by: the style's scale, or what brings it to *rate* words a minute.

    Raises UsageError for a rate nobody reads at.
    """
    if rate is None:
        return chosen.read.scale
    if not 40 <= rate <= 400:
        raise UsageError(f"not a read rate: {rate:g} words a minute", hint="people read news at 120 to 220")
    return chosen.read.scale * chosen.wpm / rate
