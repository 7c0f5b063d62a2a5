"""How clock times and dates in figures are read."""

from __future__ import annotations

import re

from scriptkit.text.lexicon import MONTH_NAMES, lexicon
from scriptkit.text.near import Near
from scriptkit.text.numbers import cardinal, ordinal, year

Words = list[str]


def is_clock(word: str) -> bool:
    """Whether ``am`` after *word* is half a day."""
    return bool(_HOUR.fullmatch(word))


def _clock(match: re.Match[str], near: Near) -> Words | None:
    hour, minute = int(match[1]), int(match[2])
    half = [{"a": "A", "p": "P"}[match["half"][0].lower()] + " M"] if match["half"] else []
    if hour > 24 or minute > 59:
        return None
    if minute:
        words = [*cardinal(hour), *(["oh", *cardinal(minute)] if minute < 10 else cardinal(minute))]
    elif hour > 12:
        words = [*cardinal(hour), "hundred"]
    elif half or near.next.replace(".", "") in lexicon().context["clock_tails"]:
        words = cardinal(hour)
    else:
        words = [*cardinal(hour), "o'clock"]
    return [*words, *half]


def _hour_half(match: re.Match[str], _near: Near) -> Words:
    return [*cardinal(int(match[1])), f"{match[2].upper()} M"]


def _iso_date(match: re.Match[str], _near: Near) -> Words | None:
    month, day = int(match[2]), int(match[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return [MONTH_NAMES[month - 1], *ordinal(day), *year(int(match[1]))]


def _us_date(match: re.Match[str], _near: Near) -> Words | None:
    month, day, in_year = int(match[1]), int(match[2]), match[3]
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return [
        MONTH_NAMES[month - 1],
        *ordinal(day),
        *(year(int(in_year)) if len(in_year) == 4 else cardinal(int(in_year))),
    ]


def _clock_range(match: re.Match[str], _near: Near) -> Words:
    first, second = (_CLOCK.fullmatch(part) for part in (match[1], match[2]))
    if not first or not second:
        return []
    near = Near("", "gmt")
    return [*(_clock(first, near) or []), "to", *(_clock(second, near) or [])]


_HOUR = re.compile(r"\d{1,2}(?:[:.]\d{2})?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?P<half>[aApP]\.?[mM]\.?)?")

RULES = (
    (_CLOCK, _clock),
    (re.compile(r"(\d{1,2}:\d{2})[-–](\d{1,2}:\d{2})"), _clock_range),
    (re.compile(r"(\d{1,2})\.(\d{2})(?P<half>[aApP]\.?[mM]\.?)"), _clock),
    (re.compile(r"(\d{1,2})([aApP])\.?[mM]\.?"), _hour_half),
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), _iso_date),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})"), _us_date),
)
