"""Where a reader may breathe: what can be seen on the surface of the words around a gap.

A *gap* is the place between two written words. Cueing scores gaps by named features; the word
classes are this project's own lists (``data/linebreak/word_classes.json``), the rest is spelling:
punctuation, capitals, digits, endings. No tagger or parser is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from scriptkit import resources
from scriptkit.text.sentences import split_sentences

_OPENERS = "\"'“‘«([{<¿¡*-–—"
_CLOSERS = "\"'”’»)]}>*"
_DASHES = ("—", "–", "--", "...", "…")

BINDING = frozenset(
    {"article", "possessive", "demonstrative", "that", "quantifier", "of", "to", "preposition", "as"}
    | {"coordinator", "so", "subordinator", "relative", "subject", "pronoun", "there", "proaux"}
    | {"be", "have", "do", "modal", "not"}
)
"""Classes of words that lean on the next word: a break after one reads badly."""

_SPACED_STOP = re.compile(r" (?=[.!?…])")
_ENDINGS = (
    ("ly", "ly"),
    ("ing", "ing"),
    ("ed", "ed"),
    *((e, "nounlike") for e in ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship")),
    *((e, "adjlike") for e in ("ous", "ful", "ive", "able", "ible", "less", "ary", "ish", "al", "ic")),
    ("s", "plural"),
)


@dataclass(frozen=True, slots=True)
class Look:
    """What one written word looks like."""

    kind: str
    """Word class, or class of spelling for words in no list."""
    capital: bool
    punct: str
    """What the word ends with: ``end``, ``strong``, ``comma``, ``dash`` or nothing."""
    opens: bool
    """Begins with a quotation mark or bracket."""
    closes: bool
    """Ends with one (other marks left aside)."""
    size: int


@cache
def _classes() -> dict[str, str]:
    table = resources.read_json("linebreak/word_classes.json")
    return {word: name for name, words in table.items() for word in words.split()}


def look(word: str) -> Look:
    """The surface of *word*, which may have marks around it."""
    plain = word.replace("’", "'")
    bare = plain.lstrip(_OPENERS).rstrip(".,;:!?…-–—" + _CLOSERS + " ")
    return Look(
        kind=_kind(bare),
        capital=bare[:1].isupper(),
        punct=_punct(plain),
        opens=plain[:1] in "\"'“‘«([" and plain[:1] != "",
        closes=plain.rstrip(".,;:!?…")[-1:] in '"”’)]»' and plain.rstrip(".,;:!?…") != "",
        size=len(word),
    )


def _punct(word: str) -> str:
    stripped = word.rstrip(_CLOSERS)
    if stripped.endswith(_DASHES):
        return "dash"
    last = stripped[-1:]
    if last in ("!", "?"):
        return "end"
    if last == ".":
        return "end"
    if last in (";", ":"):
        return "strong"
    return "comma" if last == "," else ""


def _kind(bare: str) -> str:
    low = bare.lower()
    known = _classes().get(low) or _classes().get(low.rstrip("."))
    if known:
        return known
    if any(c.isdigit() for c in low):
        return "number"
    head, apostrophe, tail = low.rpartition("'")
    if apostrophe:
        if tail in ("re", "ll", "ve", "d", "m"):
            return "proaux"
        if tail == "s":
            host = _classes().get(head, "")
            return "proaux" if host in ("subject", "pronoun", "that", "there", "relative") else "genitive"
        if tail == "":
            return "genitive"
    if bare[:1].isupper():
        return "name"
    for ending, kind in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 2:
            return kind
    return "word"


def gap_features(looks: Sequence[Look], gap: int, sentence_end: bool) -> list[str]:
    """Names of what is true of the gap after word *gap* (0-based; a word must follow).

    *sentence_end* is the sentence splitter's verdict; a full stop it does not take for an end
    (``Dr.``, ``U.S.``) counts as no punctuation.
    """
    left, right = looks[gap], looks[gap + 1]
    if sentence_end:
        return ["sentence", f"sentence>{_coarse(right)}"]
    punct = "" if left.punct == "end" else left.punct
    if left.punct == "end" and left.closes:
        punct = "comma"
    after = looks[gap + 2].kind if gap + 2 < len(looks) else "edge"
    before = looks[gap - 1].kind if gap else "edge"
    names = [
        f"p:{punct}",
        f"r{'+' if punct else ''}:{right.kind}",
        f"rr:{after}",
    ]
    if right.opens:
        names.append("opens")
    if left.closes:
        names.append("closes")
    if punct:
        names.append(f"p:{punct}>{_coarse(right)}")
        return names
    names += [f"l:{left.kind}", f"ll:{before}", f"{_coarse(left)}>{_coarse(right)}"]
    if bad_break(looks, gap):
        names.append("bad")
    return names


_COARSE = {
    "article": "det", "possessive": "det", "demonstrative": "det", "quantifier": "det",
    "of": "of", "to": "to", "preposition": "prep", "as": "prep", "that": "sub",
    "coordinator": "conj", "so": "conj", "subordinator": "sub", "relative": "sub",
    "subject": "pro", "pronoun": "pro", "there": "pro", "proaux": "proaux",
    "be": "aux", "have": "aux", "do": "aux", "modal": "aux", "not": "aux",
    "say": "verb", "verb": "verb", "ed": "verb", "ing": "ing",
    "degree": "adv", "timeadv": "adv", "ly": "adv",
    "numeral": "num", "number": "num", "unit": "noun", "calendar": "name",
    "title": "name", "name": "name", "genitive": "gen",
    "adjective": "adj", "adjlike": "adj",
}  # fmt: skip


def _coarse(word: Look) -> str:
    return _COARSE.get(word.kind, "noun")


def bad_break(looks: Sequence[Look], gap: int) -> str:
    """Why a break after word *gap* parts what belongs together, or ``""``.

    Agreed by the guides: no break after an article, preposition, conjunction, auxiliary or
    pronoun, nor inside a name or number. Punctuation after the word lifts the ban, but for the full
    stop of an abbreviation (the caller asks about gaps inside sentences only).
    """
    left, right = looks[gap], looks[gap + 1]
    if left.punct and (left.punct != "end" or left.closes):
        return ""
    if left.kind in BINDING:
        return f"after {_SAY.get(left.kind, left.kind)}"
    if left.kind in ("number", "numeral") and right.kind in ("number", "numeral", "unit"):
        return "inside a number"
    if (
        left.capital
        and right.capital
        and not right.opens
        and left.kind in _NAMELIKE
        and right.kind in _NAMELIKE
    ):
        return "inside a name"
    if left.kind == "calendar" and right.kind == "number":
        return "inside a number"
    return ""


_NAMELIKE = frozenset(
    {"name", "title", "calendar", "adjective", "noun", "word", "plural", "nounlike", "adjlike"}
    | {"ing", "ed", "ly", "genitive"}
)
_SAY = {
    "of": "preposition", "to": "preposition", "as": "conjunction", "that": "conjunction",
    "coordinator": "conjunction", "so": "conjunction", "subordinator": "conjunction",
    "relative": "relative pronoun", "subject": "pronoun", "there": "pronoun", "be": "auxiliary",
    "have": "auxiliary", "do": "auxiliary", "modal": "auxiliary", "not": "negation",
    "proaux": "pronoun and auxiliary", "possessive": "possessive", "demonstrative": "determiner",
    "quantifier": "determiner",
}  # fmt: skip


def sentence_ends(words: Sequence[str]) -> list[bool]:
    """For each written word whether a sentence ends after it; the last one's always does."""
    # A mark set off by a space ("here !") ends a sentence like any other.
    closed = [_SPACED_STOP.sub("", word) for word in words]
    ends_at = {span.end for span in split_sentences(" ".join(closed))}
    ends, place = [], -1
    for word in closed:
        place += len(word) + 1
        ends.append(place in ends_at)
    if ends:
        ends[-1] = True
    return ends
