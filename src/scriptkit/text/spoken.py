"""The spoken form: what is said for what is written. It feeds the timer and the voices.

``$1.5 million`` → one point five million dollars, ``GDP`` → G D P, ``F-35`` → F thirty five. The
caption keeps the script's own spelling, so every written word (as ``text.tokens`` splits them)
maps to its own spoken units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from scriptkit.text import acronyms, dates, figures, marks, money
from scriptkit.text.lexicon import lexicon, phrase
from scriptkit.text.marks import PAUSES
from scriptkit.text.near import Near
from scriptkit.text.numbers import digits, number
from scriptkit.text.tokens import tokenize


class Spoken(NamedTuple):
    """One written word as said.

    A unit is a word, a run of letter names (``G D P``, capitals with spaces) or a pause mark
    inside the word. ``extra`` counts the words that reading out figures and signs added.
    """

    written: str
    units: tuple[str, ...]
    pause: str = ""
    """Marks after the word, from ``marks.PAUSES``."""
    extra: int = 0


def spoken_form(text: str) -> str:
    """*text* as words to say, with the marks that shape speech and nothing else."""
    out: list[str] = []
    for said in speak([token.text for token in tokenize(text)]):
        for unit in (*said.units, *said.pause):
            _append(out, unit)
    return " ".join(out)


def _append(out: list[str], unit: str) -> None:
    if unit not in PAUSES:
        out.append(unit)
    elif out:
        mark = "," if unit in "—…" else unit
        if out[-1][-1] not in PAUSES:
            out[-1] += mark
        elif mark not in ",;:":
            out[-1] = out[-1][:-1] + mark


def speak(words: Sequence[str]) -> list[Spoken]:
    """Each written word of one text as said; *words* as ``text.tokens`` or white space splits them."""
    if _in_capitals(words):
        words = [acronyms.quieten(word) for word in words]
    said = []
    guide_until = -1
    for i, word in enumerate(words):
        if i and i > guide_until and word[0] in "[(":
            guide_until = _guide_end(words, i)
        if i <= guide_until:
            said.append(Spoken(word, (), marks.heard(marks.split(word)[2], stop=False)))
            continue
        known = free_of_context(word)
        if known is None:
            after = words[i + 1] if i + 1 < len(words) else ""
            known = _between(word, words[i - 1] if i else "", after)
        said.append(known)
    return said


_known: dict[str, Spoken | None] = {}
"""How words are said whatever stands beside them, None where that matters; kept from call to call."""
_KNOWN_LIMIT = 50_000


def free_of_context(word: str) -> Spoken | None:
    """One written word as said wherever it stands; None when its neighbours matter."""
    try:
        return _known[word]
    except KeyError:
        near = Near()
        spoken = say(word, near)
        if len(_known) >= _KNOWN_LIMIT:
            _known.clear()
        _known[word] = found = None if near.looked else spoken
        return found


@lru_cache(20_000)
def _between(word: str, before: str, after: str) -> Spoken:
    return say(word, Near(before, after))


def say(word: str, near: Near) -> Spoken:
    """One written word as said between its neighbours."""
    lead, core, trail = marks.split(word)
    if not core:
        return Spoken(word, (), marks.heard(lead + trail, stop=False))
    if core.isalpha() and core.islower() and "." not in trail and core not in _looking_words():
        return Spoken(word, (core,), marks.heard(trail))
    short = _short_form(core, trail, near)
    if short:
        return Spoken(word, tuple(short), marks.heard(trail, stop=False))
    units = _whole(core, near)
    extra = 0
    if any(c.isdecimal() for c in core) or not core[0].isalnum():
        extra = sum(unit not in PAUSES for unit in units) - len(_PIECE.findall(core))
    return Spoken(word, tuple(units), marks.heard(trail), max(extra, 0))


_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")


def _looking_words() -> frozenset[str]:
    """Lower-case words that may be something else beside a figure."""
    return lexicon().beside_figures


# Short forms: whatever ends in a full stop that ends no sentence


def _short_form(core: str, trail: str, near: Near) -> list[str] | None:
    """What an abbreviation or initials stand for; None for an ordinary word."""
    words = lexicon()
    lower = core.lower()
    dotted = trail.startswith(".")
    fixed = words.fixed.get(lower)
    if fixed and (dotted or not core.isalpha() or lower in words.never_words):
        return phrase(fixed)
    if lower in words.abbreviations and (dotted or lower in words.undotted):
        title = _abbreviation(core, dotted, near)
        if title:
            return phrase(title)
    if _INITIALS.fullmatch(core + "." if dotted else core):
        return [" ".join(c for c in core.upper() if c != ".")]
    if lower in ("am", "pm") and (lower == "pm" or dates.is_clock(near.before)):
        return [" ".join(core.upper())]
    return None


_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,8}[^\W\d_]?")


def _abbreviation(core: str, dotted: bool, near: Near) -> str | None:
    """The full word for a title, month or other short form; None where it is an ordinary word."""
    words = lexicon()
    key = core.lower()
    if key in words.lower_case_only and not core.islower():
        return None
    if key in words.before_figure:
        return words.abbreviations[key] if near.after[:1].isdecimal() else None
    if key == "st":
        return _saint_or_street(core, near)
    if key in words.guarded or not dotted:
        if not core[0].isupper() and key not in words.lower_case_only:
            return None
        if key not in words.capital_is_enough and not _is_name_or_figure(near.after):
            return None
    return words.abbreviations[key]


def _saint_or_street(core: str, near: Near) -> str | None:
    if not core[0].isupper():
        return None
    if near.after[:1].isupper() and not _STREET_NUMBER.fullmatch(near.before):
        return "saint"
    return "street" if near.before[:1].isupper() or _STREET_NUMBER.fullmatch(near.before) else None


_STREET_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)")


def _is_name_or_figure(after: str) -> bool:
    return after[:1].isupper() or after[:1].isdecimal()


# Whole words


def _whole(core: str, near: Near) -> list[str]:
    """A word as said: by its neighbours, by a rule for figures, or piece by piece."""
    if acronyms.is_roman(core):
        numeral = acronyms.roman(core, near.before)
        if numeral:
            return numeral
    if core.isalpha():
        beside = _beside_figure(core, near) if core.lower() in _looking_words() else None
        return beside or [acronyms.say_word(core)]
    if any(c.isdecimal() or c in figures.FRACTIONS for c in core):
        known = figures.read(core, near)
        if known is not None:
            return known
    elif core.lower() in lexicon().units:
        unit = figures.unit(core, near.before)
        if unit:
            return unit
    for dash in ("--", "—"):
        if dash in core:
            parts = [_whole(part, Near()) for part in core.split(dash) if part]
            return [unit for n, part in enumerate(parts) for unit in (("—", *part) if n else part)]
    address = _address(core)
    if address:
        return address
    if "-" in core or "–" in core:
        return _hyphenated(core.replace("–", "-").split("-"), near)
    spell = "&" in core and " " not in core  # R&D, AT&T
    return [unit for piece in _BITS.findall(core) for unit in _bit(piece, spell)]


def _beside_figure(core: str, near: Near) -> list[str] | None:
    """``km`` after a figure, ``million`` after a sum of money."""
    if core.lower() in lexicon().context["scale_words"]:
        return money.scale_of_money(core, near.before)
    return figures.unit(core, near.before)


def _hyphenated(parts: list[str], near: Near) -> list[str]:
    """``8-hundred-87``, ``$4-point-5``, ``20-year-old``, ``U.S.-led``: figures after a point one by one."""
    currency = money.currency_of(parts[0])
    if currency and len(parts) > 1:
        sign, many = currency
        if not money.reads_as_sum(parts[1:]):
            return [*_whole(parts[0], Near()), *_hyphenated(parts[1:], near)]
        units = _hyphenated([parts[0].removeprefix(sign), *parts[1:]], near)
        return units if near.next in lexicon().context["scale_words"] else [*units, *phrase(many)]
    units = []
    for n, part in enumerate(parts):
        if part.isdecimal():
            units += digits(part) if n and parts[n - 1].lower() == "point" else number(part)
        elif part:
            units += say(part, Near()).units
    return units


_BITS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[&+=@%°]")


def _bit(piece: str, spell: bool = False) -> list[str]:
    if spell and piece.isupper() and len(piece) < 4:
        return [" ".join(piece)]
    if piece[0].isdecimal():
        return figures.read(piece, Near()) or digits(re.sub(r"\D", "", piece))
    fixed = lexicon().fixed.get(piece.lower())
    return phrase(fixed) if fixed and not piece.isalpha() else [acronyms.say_word(piece)]


def _address(core: str) -> list[str] | None:
    """A web or mail address: its words with dot, slash and at."""
    rest = core.partition("://")[2] or core
    host = rest.partition("/")[0]
    if "." not in host or host.rpartition(".")[2].lower() not in lexicon().domains:
        return None
    names = {".": "dot", "/": "slash", "@": "at"}
    bits = re.findall(r"\d+|[^\W\d_]+|[./@]", rest)
    return [unit for bit in bits for unit in ([names[bit]] if bit in names else _bit(bit))]


# Whole texts


def _in_capitals(words: Sequence[str]) -> bool:
    """Whether a whole text is in capitals, so that capitals say nothing about a word."""
    if not words or (not words[0].isupper() and not words[-1].isupper()):
        return False
    letters = [word for word in words if any(c.isalpha() for c in word)]
    return len(letters) > 3 and all(word.isupper() for word in letters)


_GUIDE_PART = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


def _guide_end(words: Sequence[str], start: int) -> int:
    """Last word of a pronunciation guide, never read, that opens at *start*; -1 when none does."""
    close = "]" if words[start][0] == "[" else ")"
    for end in range(start, min(start + 5, len(words))):
        if close in words[end]:
            inside = " ".join(words[start : end + 1])[1:].partition(close)[0].strip()
            return end if inside == "ph" or _is_guide(inside) else -1
    return -1


def _is_guide(inside: str) -> bool:
    parts = inside.split()
    if not parts or not all(_GUIDE_PART.fullmatch(part) for part in parts):
        return False
    syllables = [s for part in parts for s in part.split("-")]
    stressed = [s for s in syllables if len(s) > 1 and s.isupper()]
    return len(syllables) > len(parts) and 0 < len(stressed) < len(syllables)
