"""Capitals: spelt (GDP), said (NATO) or only stressed (BILLION)."""

from __future__ import annotations

import re

from scriptkit.text import phones
from scriptkit.text.lexicon import lexicon
from scriptkit.text.numbers import cardinal, ordinal

_PRONOUNCEABLE = re.compile(r"[^AEIOU]{0,2}(?:[AEIOUY]{1,2}[^AEIOUY]{1,2}){1,4}[AEIOUY]?")
_ROMAN = re.compile(r"(XL|LX{0,3}|X{0,3})(IX|IV|VI{0,3}|I{0,3})")
_TENS = {"": 0, "X": 10, "XX": 20, "XXX": 30, "XL": 40, "L": 50, "LX": 60, "LXX": 70, "LXXX": 80}
_ONES = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}


def say_word(word: str) -> str:
    """One unit for a word of letters and apostrophes: itself, or its letters with spaces."""
    plain = word.replace("’", "'")
    base, ending = (plain[:-2], "'s") if plain.endswith("'s") else (plain, "")
    if not ending and len(base) > 2 and base[-1] == "s" and base[:-1].isupper():
        base, ending = base[:-1], "s"  # MPs
    return f"{_capitals(base)}{ending}" if len(base) > 1 and base.isupper() else plain


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
    """Whether capitals are a Roman numeral of two letters or more."""
    return len(core) > 1 and core != "XL" and bool(_ROMAN.fullmatch(core))


def roman(core: str, before: str) -> list[str] | None:
    """``War II`` → two, ``Elizabeth II`` → the second; None when it follows neither."""
    match = _ROMAN.fullmatch(core)
    if not match:
        return None
    n = _TENS[match[1]] + _ONES[match[2]]
    if before.lower() in lexicon().before_number:
        return cardinal(n)
    if before[:1].isupper() and before[1:].islower() and n <= 30:
        return ["the", *ordinal(n)]
    return None
