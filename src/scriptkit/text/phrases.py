"""Where a reader may breathe: what can be seen on the surface of the words around a gap.

A *gap* is the place between two written words. Cueing scores gaps by named features; the word
classes are this project's own lists (``data/linebreak/word_classes/``), the rest is spelling:
punctuation, capitals, digits, endings. No tagger or parser is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from scriptkit.text.language import word_classes
from scriptkit.text.sentences import split_sentences

_OPENERS = "\"'“‘«([{<¿¡*-–—"
_CLOSERS = "\"'”’»)]}>*"
_DASHES = ("—", "–", "--", "...", "…")

_ALWAYS = frozenset(
    {"article", "possessive", "of", "to", "coordinator", "subordinator", "relative", "subject"}
    | {"proaux", "modal", "as"}
)
"""Classes of words that always lean on the next one: a break after one reads badly."""
_OFTEN = frozenset(
    {"demonstrative", "quantifier", "that", "preposition", "so", "pronoun", "object", "there"}
    | {"be", "have", "do", "not"}
)
"""Classes that lean on the next word or not, as the words around them have it."""

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

    word: str
    """Lower case, without the marks around it."""
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
def _classes(language: str) -> dict[str, str]:
    return {word: name for name, words in word_classes(language).items() for word in words.split()}


def look(word: str, language: str = "en") -> Look:
    """The surface of *word*, which may have marks around it; *language* is a primary tag."""
    plain = word.replace("’", "'")
    bare = plain.lstrip(_OPENERS).rstrip(".,;:!?…-–—" + _CLOSERS + " ")
    return Look(
        word=bare.lower(),
        kind=_kind(bare, language),
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


def gap_features(looks: Sequence[Look], sentence_end: Sequence[bool]) -> list[list[str]]:
    """For each gap the names of what is true of it; there is one gap fewer than words.

    *sentence_end* is the sentence splitter's verdict on each word; a full stop it does not take
    for an end (``Dr.``, ``U.S.``) counts as no punctuation. Linear in the number of words.
    """
    behind, ahead = _stretches(looks, sentence_end)
    return [_names(looks, gap, sentence_end[gap], behind[gap], ahead[gap]) for gap in range(len(looks) - 1)]


def _stretches(looks: Sequence[Look], sentence_end: Sequence[bool]) -> tuple[list[int], list[int]]:
    """Characters from the last mark to each gap, and from each gap to the next mark."""
    behind, run = [], 0
    for word, end in zip(looks, sentence_end, strict=True):
        run += word.size + 1
        behind.append(run)
        if end or word.punct:
            run = 0
    ahead, run = [0] * len(looks), 0
    for place in range(len(looks) - 1, -1, -1):
        if sentence_end[place] or looks[place].punct:
            run = 0
        ahead[place] = run
        run += looks[place].size + 1
    for place in range(len(looks) - 1):
        if ahead[place] == 0:
            ahead[place] = ahead[place + 1] + looks[place + 1].size + 1
    return behind, ahead


_STRETCHES = (10, 18, 30, 50)


def _stretch(size: int) -> str:
    for step in _STRETCHES:
        if size <= step:
            return str(step)
    return "more"


def _names(looks: Sequence[Look], gap: int, ends: bool, behind: int, ahead: int) -> list[str]:
    left, right = looks[gap], looks[gap + 1]
    if ends:
        return ["sentence"]
    punct = "comma" if left.punct == "end" and left.closes else "" if left.punct == "end" else left.punct
    next_class = _right_class(looks, gap)
    mark = punct and "+"
    after = looks[gap + 2] if gap + 2 < len(looks) and not right.punct else None
    names = [
        f"p:{punct}",
        f"r{mark}:{right.kind}",
        f"rr{mark}:{after.kind if after else 'edge'}",
        f"behind{mark}:{_stretch(behind)}",
        f"ahead{mark}:{_stretch(ahead)}",
    ]
    if right.word in _LEXICAL:
        names.append(f"w{mark}:{right.word}")
    if right.kind in ("coordinator", "so"):
        names.append(f"join{mark}:{_coarse(left)}>{_coarse(after) if after else 'edge'}")
    if right.opens:
        names.append("opens")
    if left.closes:
        names.append("closes")
    if punct:
        return [*names, f"p:{punct}>{next_class}"]
    before = looks[gap - 1].kind if gap else "edge"
    names += [f"l:{left.kind}", f"ll:{before}", f"{_coarse(left)}>{next_class}"]
    if _is_particle(left, right, after):
        names.append("particle")
    why = bad_break(looks, gap)
    if why:
        names.append("bad")
        if why.startswith("inside"):
            names.append("inside")
    elif leans(looks, gap):
        names.append("leans")
    return names


def _right_class(looks: Sequence[Look], gap: int) -> str:
    """Coarse class of the word after the gap; tells ``told / you that`` from ``told / you are``."""
    right = looks[gap + 1]
    if right.kind in ("object", "indefinite"):
        return "obj"
    if right.kind == "pronoun":
        after = _coarse(looks[gap + 2]) if gap + 2 < len(looks) and not right.punct else "edge"
        return "pro" if after in ("aux", "verb", "verbnoun", "adv", "proaux") else "obj"
    return _coarse(right)


_LEXICAL = frozenset(
    {"and", "or", "but", "that", "which", "who", "to", "in", "for", "with", "at", "on", "by", "from", "as"}
    | {"than", "because", "if", "when", "where", "while", "before", "after", "until", "into", "about", "is"}
    | {"are", "was", "were", "can", "will", "not", "of", "so", "what", "how", "like", "without", "such"}
)
_PURE_PARTICLES = frozenset({"up", "out", "off", "down", "away", "back", "together", "apart"})
_PARTICLES = _PURE_PARTICLES | {"over", "in", "on", "around", "past", "through", "along", "by"}


def _is_particle(left: Look, right: Look, after: Look | None) -> bool:
    """Whether the right word completes the verb on the left (``figure / out how``)."""
    if right.word not in _PARTICLES or _coarse(left) not in ("verb", "verbnoun", "ing"):
        return False
    if right.word in _PURE_PARTICLES:
        return True
    return right.punct != "" or after is None or _coarse(after) in ("prep", "of", "to", "conj", "sub", "adv")


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


def _coarse(word: Look) -> str:
    return _COARSE.get(word.kind, "noun")


def bad_break(looks: Sequence[Look], gap: int) -> str:
    """Why a break after word *gap* parts what belongs together, or ``""``.

    Agreed by the guides: no break after an article, preposition, conjunction, auxiliary or
    pronoun, nor inside a name or number. Punctuation after the word lifts the ban, but for the full
    stop of an abbreviation (the caller asks about gaps inside sentences only). A word that ends a
    phrase is no bad place though its class often is: ``turn it on / when``, ``told them / that``.
    """
    left, right = looks[gap], looks[gap + 1]
    if left.closes or (left.punct and left.punct != "end"):
        return ""
    if left.kind in _ALWAYS or (left.kind in _OFTEN and not _ends_phrase(looks, gap)):
        return f"after {_SAY.get(left.kind, left.kind)}"
    if left.kind in ("number", "numeral") and right.kind in ("number", "numeral", "unit"):
        return "inside a number"
    if left.kind == "title" and right.capital:
        return "inside a name"
    capitals = left.capital and right.capital and not right.opens
    if capitals and left.kind in _NAMELIKE and right.kind in _NAMELIKE:
        return "inside a name"
    if left.kind == "calendar" and right.kind == "number":
        return "inside a number"
    return ""


def leans(looks: Sequence[Look], gap: int) -> bool:
    """Whether word *gap*, without punctuation, is of a class that mostly leans on the next word."""
    left = looks[gap]
    return not left.punct and (left.kind in _ALWAYS or left.kind in _OFTEN)


def _ends_phrase(looks: Sequence[Look], gap: int) -> bool:
    """Whether a word that often leans on the next one ends its phrase here."""
    left, after = looks[gap], _coarse(looks[gap + 1])
    before = _coarse(looks[gap - 1]) if gap else "edge"
    if left.kind == "preposition":
        return left.word in _PARTICLES and before in ("verb", "verbnoun", "ing", "pro") and after in _OPENING
    if left.kind in ("pronoun", "object"):
        return before in ("verb", "verbnoun", "ing", "prep", "of", "to", "as") and after in _OPENING
    if left.kind in ("demonstrative", "quantifier", "that"):
        return after in ("conj", "prep", "to") and before in ("verb", "verbnoun", "ing", "prep", "of", "noun")
    if left.kind in ("do", "have"):
        return before in ("to", "pro") and after in ("conj", "sub")
    return False


_OPENING = frozenset({"prep", "to", "conj", "sub"})


_NAMELIKE = frozenset(
    {
        "name",
        "title",
        "calendar",
        "adjective",
        "noun",
        "verbnoun",
        "verb",
        "word",
        "plural",
        "nounlike",
        "adjlike",
    }
    | {"ing", "ed", "ly", "genitive"}
)
_SAY = {
    "of": "preposition", "to": "preposition", "as": "conjunction", "that": "conjunction",
    "coordinator": "conjunction", "so": "conjunction", "subordinator": "conjunction",
    "relative": "relative pronoun", "subject": "pronoun", "object": "pronoun", "there": "pronoun",
    "be": "auxiliary",
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
