"""How written numbers are read: money, times, dates, scores, years, models, phone numbers.

Every rule is a pattern over one written word without its outer quotes and stops, tried in order;
it may look at the words before and after. Words to say come back one by one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from scriptkit.text import acronyms, dates, money
from scriptkit.text.lexicon import MONTHS, lexicon, phrase
from scriptkit.text.near import Near
from scriptkit.text.numbers import NUM, SIGNS, cardinal, decade, digits, number, ordinal, pairs, plural, year

Words = list[str]
Rule = Callable[[re.Match[str], Near], "Words | None"]

_SPECIAL = {"9/11": ["nine", "eleven"], "24/7": ["twenty", "four", "seven"]}
FRACTIONS = {
    "½": ["a", "half"],
    "¼": ["a", "quarter"],
    "¾": ["three", "quarters"],
    "⅓": ["a", "third"],
    "⅔": ["two", "thirds"],
}


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


def _counts(near: Near) -> bool:
    """Whether the next word is something counted, so that the figure is no year."""
    return near.next in lexicon().counted


def _unit_forms(key: str) -> tuple[str, str] | None:
    """A unit as written; one letter must be in its own case, so that ``5G`` is no weight."""
    units = lexicon().units
    return units.get(key) or (units.get(key.lower()) if len(key) > 1 else None)


def unit(core: str, before: str) -> Words | None:
    """``km`` after a figure; None when there is none before it."""
    forms = _unit_forms(core)
    if forms is None or not _PLAIN_NUMBER.fullmatch(before):
        return None
    return phrase(forms[before != "1"])


# Shares, units, plain figures


def _percent(match: re.Match[str], _near: Near) -> Words:
    words = [*SIGNS[match[1]], *number(match[2])]
    if match[3]:
        words += ["to", *number(match[3])]
    return [*words, *(["percentage", "points"] if match[4] == "%p" else ["percent"])]


def _with_unit(match: re.Match[str], near: Near) -> Words | None:
    key = match[3]
    forms = _unit_forms(key)
    if forms is None or (key == "m" and (near.next in lexicon().counted)):
        scale = lexicon().scales.get(key.lower())
        return [*SIGNS[match[1]], *number(match[2]), scale] if scale and scale != "trillion" else None
    return [*SIGNS[match[1]], *number(match[2]), *phrase(forms[match[2] != "1"])]


def _figure(match: re.Match[str], near: Near) -> Words:
    sign, text = SIGNS[match[1]], match[2]
    if not sign and text.isdecimal():
        return _integer(text, near)
    return [*sign, *number(text)]


def _integer(text: str, near: Near) -> Words:
    context = lexicon().context
    if text in context["emergency"] and not _counts(near):
        return digits(text)
    if 2 < len(text) < 5 and near.last in context["numbered_lines"]:
        return pairs(text)
    if len(text) <= 2 and 1 <= int(text) <= 31 and near.before in MONTHS:
        return ordinal(int(text))
    if len(text) == 4 and 1100 <= int(text) <= 2099 and not _counts(near):
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


def _figures_plural(match: re.Match[str], _near: Near) -> Words:
    return plural(pairs(match[1]))


def _season(match: re.Match[str], _near: Near) -> Words:
    return [*year(int(match[1])), *cardinal(int(match[2]))]


def _ratio(match: re.Match[str], _near: Near) -> Words:
    return [*cardinal(int(match[1])), "to", *cardinal(int(match[2]))]


def _height(match: re.Match[str], _near: Near) -> Words:
    return [*cardinal(int(match[1])), "foot", *cardinal(int(match[2]))]


def _numero(match: re.Match[str], _near: Near) -> Words:
    return ["number", *number(match[1])]


def _fraction_sign(match: re.Match[str], _near: Near) -> Words:
    part = FRACTIONS[match[2]]
    return [*cardinal(int(match[1])), "and", *part] if match[1] else list(part)


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
    if len(first) == 4 and 1100 <= a <= 2099 and len(second) in (2, 4) and not _counts(near):
        return [*year(a), "to", *(year(b) if len(second) == 4 else cardinal(b))]
    if b == 0:
        return [*(number(first) if a else ["nil"]), "nil"]
    score = b <= a or near.last in lexicon().context["score_leads"]
    return [*number(first), *([] if score else ["to"]), *number(second)]


def _split_year(first: str, second: str, near: Near) -> bool:
    """``20-14`` is a year as prompters have it; ``20-23`` only where a year is expected."""
    if first not in ("18", "19", "20") or len(second) != 2:
        return False
    if near.last in lexicon().context["year_leads"] or near.before in MONTHS:
        return not _counts(near)
    return near.last not in lexicon().context["score_leads"] and int(second) < int(first)


def _decimal_range(match: re.Match[str], _near: Near) -> Words:
    return [*number(match[1]), "to", *number(match[2])]


def _figures_by_digit(match: re.Match[str], _near: Near) -> Words:
    return digits(re.sub(r"\D", "", match[0]))


# Letters and digits


def _model(match: re.Match[str], _near: Near) -> Words | None:
    letters, figure, tail = match[1], match[2], match[3] or ""
    if (letters.isupper() and len(letters) < 4) or not _VOWEL.search(letters):
        name = " ".join(letters.upper())
    else:
        name = acronyms.say_word(letters)
    words = [name, *pairs(figure)]
    if tail == "s":
        return plural(words)
    return [*words, " ".join(tail)] if tail else words


_VOWEL = re.compile("[aeiouAEIOU]")


def _figure_letter(match: re.Match[str], _near: Near) -> Words:
    return [*number(match[1]), " ".join(match[2])]


def _versions(match: re.Match[str], _near: Near) -> Words:
    words: Words = []
    for part in match[0].split("."):
        words += ["point", *number(part)] if words else number(part)
    return words


_PLAIN_NUMBER = re.compile(rf"[-−+~≈]?(?:{NUM})")
_WHOLE = r"\d{1,3}(?:,\d{3}){1,5}|\d{1,15}"


@cache
def _rules() -> tuple[tuple[re.Pattern[str], Rule], ...]:
    one, span = money.patterns()
    own = [(re.compile(pattern), rule) for pattern, rule in _OWN_RULES]
    return ((one, money.one_sum), (span, money.range_of_sums), *dates.RULES, *own)


_OWN_RULES: tuple[tuple[str, Rule], ...] = (
    (rf"([-−+~≈]?)({NUM})%?(?:[-–]({NUM}))?(%p|%)", _percent),
    (rf"({_WHOLE})(?:st|nd|rd|th|ST|ND|RD|TH)", _ordinal),
    (r"((?:1[1-9]|20)\d0|[2-9]0)['’]?s", _decade),
    (r"['’](\d0)s", _decade),
    (r"(\d{1,4})['’]?s", _figures_plural),
    (r"['’](\d\d)", _short_year),
    (rf"(?:#|№|No\.)({NUM})", _numero),
    (r"(\d{0,9})([½¼¾⅓⅔])", _fraction_sign),
    (r"(\d{4})/(\d{2})", _season),
    (r"(\d{1,3})/(\d{1,3})", _fraction),
    (r"(\d{1,3}):(\d)", _ratio),
    (r"(\d)['’](\d{1,2})", _height),
    (rf"([-−+~≈]?)({NUM})", _figure),
    (rf"({NUM})\+", _big_plus),
    (rf"([-−+~≈]?)({NUM})-?(°[CF]?|%p|[a-zA-Z][a-zA-Z/]{{0,3}}[²³]?)", _with_unit),
    (r"\+?\d(?:-\d){2,20}", _figures_by_digit),
    (r"\+?\d{1,4}(?:-\d{2,4}){2,3}|\d{3}-\d{4}", _figures_by_digit),
    (rf"({_WHOLE})[-–]({_WHOLE})", _pair),
    (rf"({NUM})[-–]({NUM})", _decimal_range),
    (r"([A-Za-z]{1,3}|[A-Z]{4,6})-?(\d{1,4})(s|[A-Z]{1,2})?", _model),
    (r"(\d{1,4})-?([A-Z]{1,2})", _figure_letter),
    (r"\d{1,9}(?:\.\d{1,9}){2,9}", _versions),
)
