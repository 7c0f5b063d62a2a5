"""What can be seen of one written word: its class in our lists, spelling, capitals, marks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from scriptkit.text.language import word_classes

_OPENERS = "\"'“‘«([{<¿¡*-–—"
_CLOSERS = "\"'”’»)]}>*"
_DASHES = ("—", "–", "--", "...", "…")

_ENDINGS = (
    ("ly", "ly"),
    ("ing", "ing"),
    ("ed", "ed"),
    *((e, "nounlike") for e in ("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship")),
    *((e, "adjlike") for e in ("ous", "ful", "ive", "able", "ible", "less", "ary", "ish", "al", "ic")),
    ("s", "plural"),
)


_ACRONYM = 5


@dataclass(frozen=True, slots=True)
class Look:
    """What one written word looks like."""

    word: str
    """Lower case, without the marks around it."""
    kind: str
    """Word class, or class of spelling for words in no list."""
    capital: bool
    shouted: bool
    """All capitals, and more than an acronym's."""
    punct: str
    """What the word ends with: ``end``, ``strong``, ``comma``, ``dash`` or nothing."""
    opens: bool
    """Begins with a quotation mark or bracket."""
    closes: bool
    """Ends with one (other marks left aside)."""
    size: int

    @property
    def set_off(self) -> bool:
        """Whether a mark parts it from the next word; the full stop of an abbreviation does not."""
        return self.closes or self.punct not in ("", "end")


@cache
def _classes(language: str) -> dict[str, str]:
    return {word: name for name, words in word_classes(language).items() for word in words.split()}


@lru_cache(maxsize=8192)
def look(word: str, language: str = "en") -> Look:
    """The surface of *word*, which may have marks around it; *language* is a primary tag."""
    plain = word.replace("’", "'")
    bare = plain.lstrip(_OPENERS + " ").rstrip(".,;:!?…-–—" + _CLOSERS + " ")
    return Look(
        word=bare.lower(),
        kind=_kind(bare, language),
        capital=bare[:1].isupper(),
        shouted=len(bare) > _ACRONYM and bare.isupper(),
        punct=_punct(plain),
        opens=plain[:1] in "\"'“‘«([" and plain[:1] != "",
        closes=plain.rstrip(".,;:!?…")[-1:] in '"”’)]»' and plain.rstrip(".,;:!?…") != "",
        size=len(word),
    )


def _punct(word: str) -> str:
    stripped = word.rstrip(_CLOSERS + " ")
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


def _kind(bare: str, language: str) -> str:
    low, classes = bare.lower(), _classes(language)
    known = classes.get(low) or classes.get(low.rstrip("."))
    if known:
        return known
    if any(c.isdigit() for c in low):
        return "number"
    if language != "en":
        return "name" if bare[:1].isupper() else "word"
    return _english_kind(bare, low)


def _english_kind(bare: str, low: str) -> str:
    """Class of a word in no list, by its spelling."""
    head, apostrophe, tail = low.rpartition("'")
    if apostrophe:
        if tail in ("re", "ll", "ve", "d", "m"):
            return "proaux"
        if tail == "s":
            host = _classes("en").get(head, "")
            return "proaux" if host in ("subject", "pronoun", "that", "there", "relative") else "genitive"
        if tail == "":
            return "genitive"
    if bare[:1].isupper():
        return "name"
    inflected = _inflected(low)
    if inflected:
        return inflected
    for ending, kind in _ENDINGS:
        if low.endswith(ending) and len(low) > len(ending) + 2:
            return kind
    return "word"


def _inflected(low: str) -> str:
    """Class of a regular form of a listed English word (plural, third person, comparative), or ``""``."""
    classes = _classes("en")
    if low.endswith("s"):
        for stem in (
            low[:-1],
            low[:-2] if low.endswith("es") else "",
            low[:-3] + "y" if low.endswith("ies") else "",
        ):
            kind = classes.get(stem, "")
            if kind in ("noun", "verb", "verbnoun"):
                return kind
    if low.endswith(("er", "est")):
        stem = low.removesuffix("er").removesuffix("est")
        for base in (stem, stem + "e", stem[:-1] + "y" if stem.endswith("i") else stem[:-1]):
            if classes.get(base) == "adjective":
                return "adjective"
    return ""


_COARSE = {
    "article": "det", "possessive": "det", "demonstrative": "det", "quantifier": "det",
    "of": "of", "to": "to", "preposition": "prep", "as": "prep", "that": "sub",
    "coordinator": "conj", "so": "conj", "subordinator": "sub", "relative": "sub",
    "subject": "pro", "pronoun": "pro", "object": "pro", "indefinite": "pro", "there": "pro",
    "proaux": "proaux",
    "be": "aux", "have": "aux", "do": "aux", "modal": "aux", "not": "aux",
    "say": "verb", "verb": "verb", "ed": "verb", "ing": "ing", "verbnoun": "verbnoun",
    "degree": "adv", "timeadv": "adv", "ly": "adv",
    "numeral": "num", "number": "num", "unit": "noun", "calendar": "name",
    "title": "name", "name": "name", "genitive": "gen",
    "adjective": "adj", "adjlike": "adj",
}  # fmt: skip


def coarse(word: Look) -> str:
    """The class of *word* among a dozen: ``det``, ``prep``, ``verb``, ``noun`` ..."""
    return _COARSE.get(word.kind, "noun")
