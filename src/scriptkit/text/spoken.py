"""The spoken form: what is said for what is written. It feeds the timer and the voices.

``$1.5 million`` → one point five million dollars, ``GDP`` → G D P, ``F-35`` → F thirty five. The
caption keeps the script's own spelling, so every written word (as ``text.tokens`` splits them)
maps to its own spoken units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scriptkit.text import acronyms, figures
from scriptkit.text.lexicon import lexicon
from scriptkit.text.numbers import digits, number
from scriptkit.text.tokens import tokenize

PAUSES = frozenset(",;:—….?!")
"""Marks a reader hears: comma, semicolon, colon, dash, ellipsis and the ends of sentences."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One written word as said.

    A unit is a word, a run of letter names (``G D P``, capitals with spaces) or a pause mark
    inside the word. ``extra`` counts the words that reading out figures and signs added.
    """

    written: str
    units: tuple[str, ...]
    pause: str = ""
    """Marks after the word, from :data:`PAUSES`."""
    extra: int = 0


def spoken_form(text: str) -> str:
    """*text* as words to say, with the marks that shape speech and nothing else."""
    words = speak([token.text for token in tokenize(text)])
    out: list[str] = []
    for said in words:
        for unit in said.units:
            _append(out, unit)
        for mark in said.pause:
            _append(out, mark)
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
    last = len(words) - 1
    said = []
    guide_until = -1
    for i, word in enumerate(words):
        if i and i > guide_until and word[0] in "[(":
            guide_until = _guide_end(words, i)
        if i <= guide_until:
            said.append(Spoken(word, (), _marks(_split(word)[2], stop=False)))
            continue
        known = _known.get(word)
        if known is None:
            before = words[i - 1] if i else ""
            known = say(word, before, words[i + 1] if i < last else "")
        said.append(known)
    return said


_known: dict[str, Spoken] = {}
"""Words whose reading does not depend on their neighbours, kept from call to call."""
_KNOWN_LIMIT = 50_000


def say(word: str, before: str = "", after: str = "") -> Spoken:
    """One written word as said between its neighbours ("" at either end of a text)."""
    lead, core, trail = _split(word)
    if not core:
        return Spoken(word, (), _marks(lead + trail, stop=False))
    if _is_plain(core, trail):
        spoken = Spoken(word, _plain(core), _marks(trail))
        if len(_known) >= _KNOWN_LIMIT:
            _known.clear()
        _known[word] = spoken
        return spoken
    units, stop = _in_context(core, trail, _split(before)[1], after)
    extra = 0
    if any(c.isdecimal() for c in core) or not core[0].isalnum():
        extra = sum(unit not in PAUSES for unit in units) - len(_PIECE.findall(core))
    return Spoken(word, units, _marks(trail, stop=stop), max(extra, 0))


_OPENERS = "\"“”'‘’([{<«»*_ "
_CLOSERS = "\"“”'’‘)]}>«»*_,;:.?!…—– "
_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")


def _split(word: str) -> tuple[str, str, str]:
    """Opening marks, what is said, closing marks."""
    rest = word.lstrip(_OPENERS + "-–—….")
    lead = word[: len(word) - len(rest)]
    core = rest.rstrip(_CLOSERS + "-")
    trail = rest[len(core) :]
    if core and core[0].isdecimal() and lead and _belongs(lead[-1], core, trail):
        lead, core = lead[:-1], lead[-1] + core
    return lead, core, trail


def _belongs(mark: str, figure: str, trail: str) -> bool:
    """Whether a mark before a figure is part of it: point seven, minus five, the ’90s."""
    if mark in "'’":
        return len(figure) in (2, 3) and not trail.startswith(("'", "’"))
    return mark in ".-−"


def _marks(trail: str, *, stop: bool = True) -> str:
    """The pauses in closing marks, at most one of each; a full stop only where *stop* allows it."""
    if not trail:
        return ""
    marks = "".join(mark for mark in ",;:" if mark in trail)
    if ".." in trail or "…" in trail:
        marks += "…"
    elif stop and "." in trail:
        marks += "."
    if "—" in trail or "–" in trail or "--" in trail or trail.endswith(" -"):
        marks += "—"
    return marks + "".join(mark for mark in "?!" if mark in trail)


def _is_plain(core: str, trail: str) -> bool:
    """Whether the reading of *core* needs no look at its neighbours."""
    lower = core.lower()
    if not all(c.isalpha() or c in "'’-" for c in core):
        return False
    words = lexicon()
    if lower in words.units or lower in _SCALES or lower in words.fixed:
        return False
    if "." in trail and (len(core) == 1 or lower in words.abbreviations or lower in ("no", "nos")):
        return False
    return not (lower in _BRITISH or acronyms.is_roman(core))


_SCALES = frozenset(("thousand", "million", "billion", "trillion"))
_BRITISH = frozenset(("mr", "mrs", "ms", "dr", "st", "vs", "prof"))


def _plain(core: str) -> tuple[str, ...]:
    if core.isalpha() and not core.isupper():
        return acronyms.plural_capitals(core)
    pieces = core.replace("’", "'").replace("--", "-—-").split("-")
    return tuple(piece if piece in PAUSES else acronyms.say_word(piece) for piece in pieces if piece)


def _in_context(core: str, trail: str, before: str, after: str) -> tuple[tuple[str, ...], bool]:
    """Units of a word whose neighbours matter, and whether its full stop can end a sentence."""
    words = lexicon()
    lower = core.lower()
    dotted = trail.startswith(".")
    if lower in words.fixed and (dotted or "." in core or not core.isalpha() or lower == "phd"):
        return tuple(words.fixed[lower].split() if lower not in _LETTERED else (words.fixed[lower],)), False
    if lower in ("no", "nos") and dotted and after[:1].isdecimal():
        return ("number" if lower == "no" else "numbers",), False
    if lower in words.abbreviations and (dotted or lower in _BRITISH):
        title = _abbreviation(core, before, after)
        if title:
            return tuple(title.split()), False
    if _INITIALS.fullmatch(core + "." if dotted else core):
        return (" ".join(c for c in core.upper() if c.isalpha()),), False
    if acronyms.is_roman(core):
        numeral = acronyms.roman(core, before)
        if numeral:
            return tuple(numeral), True
    unit = figures.unit(core, before) or (figures.scale_of_money(core, before) if lower in _SCALES else None)
    if unit:
        return tuple(unit), True
    return tuple(_with_figures(core, before, after)), True


_LETTERED = frozenset(("ph.d", "phd"))
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")


def _abbreviation(core: str, before: str, after: str) -> str | None:
    """The full word for a title, month or other short form; None where it is an ordinary word."""
    key = core.lower()
    first = after.lstrip(_OPENERS)[:1]
    if key == "st":
        return "saint" if first.isupper() and not _is_street(before) else "street"
    if key in lexicon().guarded and not (core[0].isupper() and (first.isupper() or first.isdecimal())):
        return None
    return lexicon().abbreviations[key]


def _is_street(before: str) -> bool:
    return bool(re.fullmatch(r"\d+(?:st|nd|rd|th)", before))


def _with_figures(core: str, before: str, after: str) -> list[str]:
    """A word with figures, signs or dots in it, whole where a rule knows it, else piece by piece."""
    has_figures = any(c.isdecimal() for c in core)
    if has_figures:
        known = figures.read(core, figures.Near(before, after))
        if known is not None:
            return known
    for dash in ("--", "—", "–"):
        if dash in core:
            parts = [part for part in core.split(dash) if part]
            return [
                unit for n, part in enumerate(parts) for unit in (*(("—",) if n else ()), *say(part).units)
            ]
    if "-" in core:
        return _hyphenated(core.split("-"))
    address = _address(core)
    if address:
        return address
    spell = "&" in core  # R&D, AT&T
    return [unit for piece in _BITS.findall(core) for unit in _piece(piece, spell)]


def _hyphenated(parts: list[str]) -> list[str]:
    """``8-hundred-87``, ``4-point-5``, ``20-year-old``, ``U.S.-led``: figures after a point one by one."""
    units: list[str] = []
    for n, part in enumerate(parts):
        if not part:
            continue
        if part.isdecimal() and n and parts[n - 1].lower() == "point":
            units += digits(part)
        elif part.isdecimal() and len(parts) > 1:
            units += number(part)
        else:
            units += say(part).units
    return units


_BITS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|[&+=@%°]")


def _piece(piece: str, spell: bool = False) -> list[str]:
    if spell and piece.isupper() and len(piece) < 4:
        return [" ".join(piece)]
    if piece[0].isdecimal():
        return figures.read(piece, figures.Near()) or digits(re.sub(r"\D", "", piece))
    fixed = lexicon().fixed.get(piece.lower())
    return fixed.split() if fixed else [acronyms.say_word(piece.replace("’", "'"))]


_ADDRESS = re.compile(r"(?:https?://)?[\w.+-]*@?(?:[\w-]+\.)+[A-Za-z]{2,6}(?:/\S*)?")


def _address(core: str) -> list[str] | None:
    """A web or mail address: its words with dot, slash and at."""
    if "." not in core or not _ADDRESS.fullmatch(core):
        return None
    names = {".": "dot", "/": "slash", "@": "at"}
    bits = re.findall(r"\d+|[^\W\d_]+|[./@]", core.partition("://")[2] or core)
    units: list[str] = []
    for bit in bits:
        units += [names[bit]] if bit in names else _piece(bit)
    return units


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
