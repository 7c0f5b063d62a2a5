"""Numbers as words, without commas, hyphens or "and": the way news is read aloud.

Small enough to write out, and some hundred times cheaper to load than a number library.
"""

from __future__ import annotations

SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["-", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCALES = ("", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion")
LARGEST = 1000 ** len(SCALES)

NUM = r"\d{1,3}(?:,\d{3}){1,6}(?:\.\d{1,20})?|\d{1,21}(?:\.\d{1,20})?|\.\d{1,20}"
"""A figure with thousands commas or decimals; longer ones are read digit by digit."""
SIGNS = {"-": ["minus"], "−": ["minus"], "+": ["plus"], "~": ["about"], "≈": ["about"], "": []}

_IRREGULAR = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def cardinal(n: int) -> list[str]:
    """``655`` → six hundred fifty five. Beyond quintillions the digits one by one."""
    if n < 0:
        return ["minus", *cardinal(-n)]
    if n >= LARGEST:
        return digits(str(n))
    if n < 1000:
        return _below_thousand(n)
    words: list[str] = []
    for power in range(len(SCALES) - 1, -1, -1):
        part = n // 1000**power % 1000
        if part:
            words += _below_thousand(part)
            if power:
                words.append(SCALES[power])
    return words


def _below_thousand(n: int) -> list[str]:
    words: list[str] = []
    if n >= 100:
        words += [SMALL[n // 100], "hundred"]
        n %= 100
        if not n:
            return words
    if n < 20:
        return [*words, SMALL[n]]
    words.append(TENS[n // 10])
    return [*words, SMALL[n % 10]] if n % 10 else words


def ordinal(n: int) -> list[str]:
    """``21`` → twenty first."""
    words = cardinal(n)
    last = words[-1]
    if last in _IRREGULAR:
        words[-1] = _IRREGULAR[last]
    elif last.endswith("y"):
        words[-1] = f"{last[:-1]}ieth"
    else:
        words[-1] = f"{last}th"
    return words


def year(n: int) -> list[str]:
    """``2014`` → twenty fourteen, ``2005`` → two thousand five, ``1905`` → nineteen oh five."""
    century, rest = divmod(n, 100)
    if not 10 < century < 100 or (century == 20 and rest < 10):
        return cardinal(n)
    if not rest:
        return [*cardinal(century), "hundred"]
    return [*cardinal(century), *(["oh", SMALL[rest]] if rest < 10 else cardinal(rest))]


def decade(n: int) -> list[str]:
    """``1990`` → nineteen nineties, ``1900`` → nineteen hundreds, ``90`` → nineties."""
    return plural(year(n) if n >= 1000 else cardinal(n))


def plural(words: list[str]) -> list[str]:
    """The last word in the plural: nineties, hundreds, sevens, sixes."""
    last = words[-1]
    if last.endswith("y"):
        ending = f"{last[:-1]}ies"
    else:
        ending = f"{last}es" if last.endswith(("s", "x")) else f"{last}s"
    return [*words[:-1], ending]


def digits(text: str) -> list[str]:
    """Digits one by one: ``79`` → seven nine."""
    return [SMALL[int(c)] for c in text]


def pairs(text: str) -> list[str]:
    """A model or flight number: ``737`` → seven thirty seven, ``200`` → two hundred."""
    n = int(text)
    if len(text) < 3 or text[0] == "0" or len(text) > 4:
        return cardinal(n) if text[0] != "0" else digits(text)
    head, rest = divmod(n, 100)
    if not rest:
        return cardinal(n)
    return [*cardinal(head), *(["oh", SMALL[rest]] if rest < 10 else cardinal(rest))]


def number(text: str) -> list[str]:
    """Digits with optional thousands commas and decimals: ``1,250``, ``3.5``, ``.79``, ``007``."""
    whole, point, fraction = text.replace(",", "").partition(".")
    if whole.startswith("0") and len(whole) > 1:
        words = digits(whole)
    elif whole:
        words = cardinal(int(whole)) if len(whole) <= 21 else digits(whole)
    else:
        words = []
    return [*words, "point", *digits(fraction)] if point and fraction else words
