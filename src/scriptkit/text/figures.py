"""How written numbers are read: money, times, dates, scores, years, models, phone numbers.

Every rule is a pattern over one written word without its outer quotes and stops, tried in order;
it may look at the words before and after. Words to say come back one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from scriptkit.text.lexicon import MONTH_NAMES, MONTHS, lexicon
from scriptkit.text.numbers import cardinal, decade, digits, number, ordinal, pairs, plural, year

Words = list[str]
Rule = Callable[[re.Match[str], "Near"], "Words | None"]

_NUM = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+"
_SIGNS = {"-": ["minus"], "−": ["minus"], "+": ["plus"], "~": ["about"], "≈": ["about"], "": []}
_MONTHS_IN_ORDER = tuple(MONTH_NAMES)
_SPECIAL = {"9/11": ["nine", "eleven"], "24/7": ["twenty", "four", "seven"]}
_FRACTIONS = {
    "½": ["a", "half"],
    "¼": ["a", "quarter"],
    "¾": ["three", "quarters"],
    "⅓": ["a", "third"],
    "⅔": ["two", "thirds"],
}


@dataclass(frozen=True, slots=True)
class Near:
    """The written words on either side, "" at the ends of a text."""

    before: str = ""
    after: str = ""

    @property
    def counts(self) -> bool:
        """Whether the next word is something counted, so that the figure is no year."""
        return self.next in lexicon().counted

    @property
    def next(self) -> str:
        return self.after.strip("\"'“”‘’([{)]},;:.?!… -–—").lower()

    @property
    def last(self) -> str:
        return self.before.lower()


def read(core: str, near: Near) -> Words | None:
    """Words for *core*, a written word that has a digit; None when no rule knows it."""
    if core in _SPECIAL:
        return list(_SPECIAL[core])
    for pattern, rule in _rules():
        match = pattern.fullmatch(core)
        if match:
            words = rule(match, near)
            if words is not None:
                return words
    return None


def scale_of_money(core: str, before: str) -> Words | None:
    """``million`` after ``$5`` or ``$5-10``: the currency is said after the scale."""
    for pattern in _money_patterns():
        match = pattern.fullmatch(before)
        if match and not match["scale"]:
            return [core, *lexicon().currencies[match["sign"]][1].split()]
    return None


def unit(core: str, before: str) -> Words | None:
    """``km`` after a figure; None when there is none before it."""
    forms = lexicon().units.get(core) or lexicon().units.get(core.lower())
    if forms is None or not _PLAIN_NUMBER.fullmatch(before):
        return None
    return forms[before != "1"].split()


# Money


def _money(match: re.Match[str], near: Near) -> Words:
    one, many, hundredth = lexicon().currencies[match["sign"]]
    amount, scale = match["amount"], match["scale"]
    sign = _SIGNS[match["minus"] or ""]
    if scale:
        return [*sign, *number(amount), lexicon().scales.get(scale.lower(), scale), *many.split()]
    if near.next in lexicon().context["scale_words"]:
        return [*sign, *number(amount)]  # the currency follows the scale word
    whole, _, cents = amount.partition(".")
    unit_name = one if whole == "1" and not cents else many
    if len(cents) != 2 or not hundredth:
        return [*sign, *number(amount), *unit_name.split()]
    head = [*number(whole), *unit_name.split()] if int(whole.replace(",", "") or 0) else []
    tail = [*cardinal(int(cents)), hundredth] if int(cents) else []
    return [*sign, *head, *(["and"] if head and tail else []), *tail]


def _money_range(match: re.Match[str], near: Near) -> Words:
    _, many, _ = lexicon().currencies[match["sign"]]
    words = [*number(match[2]), "to", *number(match[3])]
    if match["scale"]:
        words.append(lexicon().scales.get(match["scale"].lower(), match["scale"]))
    return words if near.next in lexicon().context["scale_words"] else [*words, *many.split()]


# Shares, units, plain figures


def _percent(match: re.Match[str], _near: Near) -> Words:
    words = [*_SIGNS[match[1]], *number(match[2])]
    if match[3]:
        words += ["to", *number(match[3])]
    return [*words, *(["percentage", "points"] if match[4] == "%p" else ["percent"])]


def _with_unit(match: re.Match[str], _near: Near) -> Words | None:
    key = match[3]
    forms = lexicon().units.get(key) or lexicon().units.get(key.lower())
    if forms is None:
        scale = lexicon().scales.get(key.lower())
        return [*_SIGNS[match[1]], *number(match[2]), scale] if scale and scale != "trillion" else None
    return [*_SIGNS[match[1]], *number(match[2]), *forms[match[2] != "1"].split()]


def _figure(match: re.Match[str], near: Near) -> Words:
    sign, text = _SIGNS[match[1]], match[2]
    if not sign and text.isdecimal():
        return _integer(text, near)
    return [*sign, *number(text)]


def _integer(text: str, near: Near) -> Words:
    context = lexicon().context
    if text in context["emergency"] and not near.counts:
        return digits(text)
    if near.last in context["numbered_lines"] and len(text) > 2:
        return pairs(text)
    if near.before in MONTHS and len(text) <= 2 and 1 <= int(text) <= 31:
        return ordinal(int(text))
    if len(text) == 4 and 1100 <= int(text) <= 2099 and not near.counts:
        return year(int(text))
    return number(text)


def _big_plus(match: re.Match[str], _near: Near) -> Words:
    return [*number(match[1]), "plus"]


def _ordinal(match: re.Match[str], _near: Near) -> Words:
    return ordinal(int(match[1].replace(",", "")))


def _decade(match: re.Match[str], _near: Near) -> Words:
    return decade(int(match[1]))


def _short_year(match: re.Match[str], _near: Near) -> Words:
    return cardinal(int(match[1])) if match[1][0] != "0" else ["oh", *digits(match[1][1])]


def _numero(match: re.Match[str], _near: Near) -> Words:
    return ["number", *number(match[1])]


def _fraction_sign(match: re.Match[str], _near: Near) -> Words:
    part = _FRACTIONS[match[2]]
    return [*cardinal(int(match[1])), "and", *part] if match[1] else list(part)


# Times and dates


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
    return [_MONTHS_IN_ORDER[month - 1], *ordinal(day), *year(int(match[1]))]


def _us_date(match: re.Match[str], _near: Near) -> Words | None:
    month, day, in_year = int(match[1]), int(match[2]), match[3]
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return [
        _MONTHS_IN_ORDER[month - 1],
        *ordinal(day),
        *(year(int(in_year)) if len(in_year) == 4 else cardinal(int(in_year))),
    ]


def _fraction(match: re.Match[str], _near: Near) -> Words | None:
    top, bottom = int(match[1]), int(match[2])
    if bottom == 2:
        return [*cardinal(top), "half" if top == 1 else "halves"]
    if bottom == 4:
        return [*cardinal(top), "quarter" if top == 1 else "quarters"]
    if not 0 < top < bottom <= 100:
        return [*cardinal(top), *cardinal(bottom)]
    part = ordinal(bottom)
    return [*cardinal(top), *(part if top == 1 else plural(part))]


# Pairs with a hyphen: ranges, scores, years, phone numbers


def _pair(match: re.Match[str], near: Near) -> Words:
    first, second = match[1], match[2]
    if _split_year(first, second, near):
        return year(int(first + second))
    a, b = int(first.replace(",", "")), int(second.replace(",", ""))
    if len(first) == 4 and 1100 <= a <= 2099 and len(second) in (2, 4) and not near.counts:
        return [*year(a), "to", *(year(b) if len(second) == 4 else cardinal(b))]
    if b == 0:
        return [*number(first), "nil"]
    return [*number(first), *number(second)] if b <= a else [*number(first), "to", *number(second)]


def _split_year(first: str, second: str, near: Near) -> bool:
    """``20-14`` is a year as prompters have it; ``20-23`` only where a year is expected."""
    if first not in ("18", "19", "20") or len(second) != 2:
        return False
    if near.last in lexicon().context["year_leads"] or near.before in MONTHS:
        return not near.counts
    return near.last not in lexicon().context["score_leads"] and int(second) < int(first)


def _decimal_range(match: re.Match[str], _near: Near) -> Words:
    return [*number(match[1]), "to", *number(match[2])]


def _figures_by_digit(match: re.Match[str], _near: Near) -> Words:
    return digits(re.sub(r"\D", "", match[0]))


# Letters and digits


def _model(match: re.Match[str], _near: Near) -> Words:
    letters, figure, tail = match[1], match[2], match[3] or ""
    said = " ".join(letters.upper()) if letters not in lexicon().said else letters.capitalize()
    words = [said, *pairs(figure)]
    return [*words, " ".join(tail.upper())] if tail else words


def _figure_letter(match: re.Match[str], _near: Near) -> Words:
    return [*number(match[1]), " ".join(match[2])]


def _versions(match: re.Match[str], _near: Near) -> Words:
    words: Words = []
    for part in match[0].split("."):
        words += ["point", *number(part)] if words else number(part)
    return words


_SCALE = r"million|billion|trillion|thousand|mln|bln|trn|bn|mn|tn|[kKmMbB]"
_PLAIN_NUMBER = re.compile(rf"[-−+~≈]?(?:{_NUM})")


@cache
def _money_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One sum, and a range of sums."""
    signs = "|".join(sorted((re.escape(s) for s in lexicon().currencies), key=len, reverse=True))
    return (
        re.compile(rf"(?P<minus>[-−+])?(?P<sign>{signs})(?P<amount>{_NUM})-?(?P<scale>{_SCALE})?"),
        re.compile(rf"(?P<sign>{signs})({_NUM})[-–](?:{signs})?({_NUM})-?(?P<scale>{_SCALE})?"),
    )


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    one, span = _money_patterns()
    return ((one, _money), (span, _money_range), *_FIXED_RULES)


_FIXED_RULES: list[tuple[re.Pattern[str], Rule]] = [
    (re.compile(rf"([-−+~≈]?)({_NUM})%?(?:[-–]({_NUM}))?(%p|%)"), _percent),
    (re.compile(r"(\d{1,2}):(\d{2})(?P<half>[aApP]\.?[mM]\.?)?"), _clock),
    (re.compile(r"(\d{1,2})\.(\d{2})(?P<half>[aApP]\.?[mM]\.?)"), _clock),
    (re.compile(r"(\d{1,2})([aApP])\.?[mM]\.?"), _hour_half),
    (re.compile(r"(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th|ST|ND|RD|TH)"), _ordinal),
    (re.compile(r"((?:1[1-9]|20)\d0|[2-9]0)'?s"), _decade),
    (re.compile(r"['’](\d0)s"), _decade),
    (re.compile(r"['’](\d\d)"), _short_year),
    (re.compile(rf"(?:#|№|No\.)({_NUM})"), _numero),
    (re.compile(r"(\d*)([½¼¾⅓⅔])"), _fraction_sign),
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"), _iso_date),
    (re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})"), _us_date),
    (re.compile(r"(\d{1,3})/(\d{1,3})"), _fraction),
    (re.compile(rf"([-−+~≈]?)({_NUM})"), _figure),
    (re.compile(rf"({_NUM})\+"), _big_plus),
    (re.compile(rf"([-−+~≈]?)({_NUM})-?(°[CF]?|%p|[a-zA-Z][a-zA-Z/]{{0,3}}[²³]?)"), _with_unit),
    (re.compile(r"\+?\d(?:-\d){2,}"), _figures_by_digit),
    (
        re.compile(r"\d(?:-\d{3}){1,2}-\d{4}|\d{3}-\d{3,4}(?:-\d{4})?|0\d{1,2}-\d{3,4}-\d{4}"),
        _figures_by_digit,
    ),
    (re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)[-–](\d{1,3}(?:,\d{3})+|\d+)"), _pair),
    (re.compile(rf"({_NUM})[-–]({_NUM})"), _decimal_range),
    (re.compile(r"([A-Za-z]{1,3}|[A-Z]{4,6})-?(\d{1,4})([A-Za-z])?"), _model),
    (re.compile(r"(\d{1,4})-?([A-Z]{1,2})"), _figure_letter),
    (re.compile(r"\d+(?:\.\d+){2,}"), _versions),
]
