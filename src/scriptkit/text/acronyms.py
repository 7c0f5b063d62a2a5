"""Capitals: spelt (GDP), said (NATO) or only stressed (BILLION)."""

from __future__ import annotations

import re

from scriptkit.text import phones
from scriptkit.text.lexicon import lexicon
from scriptkit.text.numbers import cardinal, ordinal

_PRONOUNCEABLE = re.compile(r"[^AEIOU]{0,2}(?:[AEIOUY]{1,2}[^AEIOUY]{1,2}){1,4}[AEIOUY]?")
_ROMAN = {
    "II": 2,
    "III": 3,
    "IV": 4,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "XI": 11,
    "XII": 12,
    "XIII": 13,
    "XIV": 14,
    "XV": 15,
    "XVI": 16,
    "XVII": 17,
    "XVIII": 18,
    "XIX": 19,
    "XX": 20,
    "XXI": 21,
    "XXIII": 23,
}


def say_word(word: str) -> str:
    """One unit for a word of letters and apostrophes: itself, or its letters with spaces."""
    base, possessive = (word[:-2], "'s") if word.endswith("'s") else (word, "")
    if len(base) > 1 and base.isupper():
        return f"{_capitals(base)}{possessive}"
    return plural_capitals(word)[0]


def plural_capitals(word: str) -> tuple[str, ...]:
    """``MPs`` → ``M Ps``; any other word as it is."""
    if len(word) > 2 and word[-1] == "s" and word[:-1].isupper():
        stem = word[:-1]
        return (f"{' '.join(stem)}s" if stem not in lexicon().said else f"{stem.capitalize()}s",)
    return (word,)


def _capitals(base: str) -> str:
    words = lexicon()
    if base in words.spelt or not base.isalpha():
        return " ".join(c for c in base if c.isalpha())
    if base in words.said:
        return base.capitalize()
    if base in words.stressed:
        return base.lower()
    if len(base) > 3 and (phones.known(base) or (len(base) > 4 and _PRONOUNCEABLE.fullmatch(base))):
        return base.capitalize() if not phones.known(base) else base.lower()
    return " ".join(base)


def quieten(word: str) -> str:
    """A word of a text all in capitals as it would be in lower case, unless it is always spelt."""
    letters = word.strip("\"'“”‘’([{)]},;:.?!…-–— ")
    base = letters.removesuffix("'S").removesuffix("’S")
    if base in lexicon().spelt - {
        "US",
        "IT",
        "WHO",
        "AM",
        "PM",
        "AI",
        "ICE",
        "DA",
        "AR",
        "LED",
        "OK",
        "SEC",
        "ID",
    }:
        return word.replace("'S", "'s").replace("’S", "’s")
    if "." in base or any(c.isdecimal() for c in base):
        return word
    return word.lower()


def is_roman(core: str) -> bool:
    """Whether capitals are a Roman numeral above one."""
    return core in _ROMAN


def roman(core: str, before: str) -> list[str] | None:
    """``War II`` → two, ``Elizabeth II`` → the second; None when it follows neither."""
    n = _ROMAN[core]
    if before.lower() in lexicon().before_number:
        return cardinal(n)
    if before[:1].isupper() and before[1:].islower():
        return ["the", *ordinal(n)]
    return None
