"""How sums of money are read."""

from __future__ import annotations

import re
from functools import cache

from scriptkit.text.lexicon import lexicon, phrase
from scriptkit.text.near import Near
from scriptkit.text.numbers import NUM, SIGNS, cardinal, number

Words = list[str]
_SCALE = r"million|billion|trillion|thousand|mln|bln|trn|bn|mn|tn|[kKmMbB]"


@cache
def patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """One sum (:func:`one_sum` reads it), and a range of sums (:func:`range_of_sums`)."""
    signs = "|".join(sorted((re.escape(s) for s in lexicon().currencies), key=len, reverse=True))
    return (
        re.compile(rf"(?P<minus>[-−+])?(?P<sign>{signs})(?P<amount>{NUM})-?(?P<scale>{_SCALE})?"),
        re.compile(rf"(?P<sign>{signs})({NUM})[-–](?:{signs})?({NUM})-?(?P<scale>{_SCALE})?"),
    )


def one_sum(match: re.Match[str], near: Near) -> Words:
    one, many, hundredth = lexicon().currencies[match["sign"]]
    amount, scale = match["amount"], match["scale"]
    sign = SIGNS[match["minus"] or ""]
    if scale:
        return [*sign, *number(amount), lexicon().scales.get(scale.lower(), scale), *phrase(many)]
    if near.next in lexicon().context["scale_words"]:
        return [*sign, *number(amount)]  # the currency follows the scale word
    whole, _, cents = amount.partition(".")
    unit_name = one if whole == "1" and not cents else many
    if len(cents) != 2 or not hundredth:
        return [*sign, *number(amount), *phrase(unit_name)]
    head = [*number(whole), *phrase(unit_name)] if int(whole.replace(",", "") or 0) else []
    tail = [*cardinal(int(cents)), hundredth] if int(cents) else []
    return [*sign, *head, *(["and"] if head and tail else []), *tail]


def range_of_sums(match: re.Match[str], near: Near) -> Words:
    _, many, _ = lexicon().currencies[match["sign"]]
    words = [*number(match[2]), "to", *number(match[3])]
    if match["scale"]:
        words.append(lexicon().scales.get(match["scale"].lower(), match["scale"]))
    return words if near.next in lexicon().context["scale_words"] else [*words, *phrase(many)]


def currency_of(word: str) -> tuple[str, str] | None:
    """The sign a word begins with and the currency's plural."""
    if not word or (word[0].isalnum() and "$" not in word[:4]):
        return None
    signs = (sign for sign in lexicon().currencies if word.startswith(sign))
    sign = max(signs, key=len, default="")
    return (sign, lexicon().currencies[sign][1]) if sign else None


def reads_as_sum(parts: list[str]) -> bool:
    """Whether the parts after a hyphen go on with the number: ``point-5``, ``hundred-million``."""
    sums = lexicon().context["scale_words"]
    return all(part.isdecimal() or part.lower() == "point" or part.lower() in sums for part in parts)


def scale_of_money(core: str, before: str) -> Words | None:
    """``million`` after ``$5``, ``$5-10`` or ``$4-point-5``: the currency is said after the scale."""
    currency = currency_of(before.lstrip("-−+"))
    if not currency or not before[-1].isdecimal():
        return None
    return [core, *phrase(currency[1])]
