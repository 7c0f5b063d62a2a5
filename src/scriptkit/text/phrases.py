"""Where a reader may breathe: what can be seen on the surface of the words around a gap.

A *gap* is the place between two written words. Cueing scores gaps by named features; the word
classes are this project's own lists (``data/linebreak/word_classes/``), the rest is spelling:
punctuation, capitals, digits, endings. No tagger or parser is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scriptkit.text.look import Look, coarse
from scriptkit.text.sentences import split_sentences
from scriptkit.text.ties import PARTICLES, PURE_PARTICLES, is_particle, tied

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

_SPACED_MARK = re.compile(r" (?=[.!?…»])|(?<=«) ")


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
        names.append(f"join{mark}:{coarse(left)}>{coarse(after) if after else 'edge'}")
    if right.opens:
        names.append("opens")
    if left.closes:
        names.append("closes")
    if punct:
        return [*names, f"p:{punct}>{next_class}"]
    before = looks[gap - 1].kind if gap else "edge"
    names += [f"l:{left.kind}", f"ll:{before}", f"{coarse(left)}>{next_class}"]
    if is_particle(left, right, after):
        names.append("particle")
    if tied(looks, gap):
        names.append("tied")
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
        after = coarse(looks[gap + 2]) if gap + 2 < len(looks) and not right.punct else "edge"
        return "pro" if after in ("aux", "verb", "verbnoun", "adv", "proaux") else "obj"
    return coarse(right)


_LEXICAL = frozenset(
    {"and", "or", "but", "that", "which", "who", "to", "in", "for", "with", "at", "on", "by", "from", "as"}
    | {"than", "because", "if", "when", "where", "while", "before", "after", "until", "into", "about", "is"}
    | {"are", "was", "were", "can", "will", "not", "of", "so", "what", "how", "like", "without", "such"}
)


def bad_break(looks: Sequence[Look], gap: int) -> str:
    """Why a break after word *gap* parts what belongs together, or ``""``.

    Agreed by the guides: no break after an article, preposition, conjunction, auxiliary or
    pronoun, nor inside a name or number. Punctuation after the word lifts the ban, but for the full
    stop of an abbreviation (the caller asks about gaps inside sentences only). A word that ends a
    phrase is no bad place though its class often is: ``turn it on / when``, ``told them / that``.
    """
    left, right = looks[gap], looks[gap + 1]
    if left.set_off:
        return ""
    if left.kind in _ALWAYS or (left.kind in _OFTEN and not _ends_phrase(looks, gap)):
        return f"after {_SAY.get(left.kind, left.kind)}"
    if left.kind in ("number", "numeral") and right.kind in ("number", "numeral", "unit"):
        return "inside a number"
    if left.kind == "title" and right.capital:
        return "inside a name"
    capitals = left.capital and right.capital and not right.opens
    if left.shouted or right.shouted:
        capitals = False  # a line all in capitals shows no names
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
    left, after = looks[gap], coarse(looks[gap + 1])
    before = coarse(looks[gap - 1]) if gap else "edge"
    if left.kind == "preposition" and before in ("verb", "verbnoun", "ing", "pro"):
        return left.word in PURE_PARTICLES or (left.word in PARTICLES and after in _OPENING)
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


def sentence_ends(words: Sequence[str], language: str = "en") -> list[bool]:
    """For each written word whether a sentence ends after it; the last one's always does.

    In English also where the script forgot the full stop: ``had read a book The canvas will be``.
    """
    # A mark set off by a space ("here ! »") ends a sentence like any other.
    closed = [_SPACED_MARK.sub("", word) for word in words]
    ends_at = {span.end for span in split_sentences(" ".join(closed))}
    ends, place = [], -1
    for word in closed:
        place += len(word) + 1
        ends.append(place in ends_at)
    if language == "en":
        for gap in range(len(ends) - 2):
            ends[gap] = ends[gap] or _stop_forgotten(words, gap)
    if ends:
        ends[-1] = True
    return ends


_BEGINNERS = frozenset("The This These Those There He She They We It But And So When While If".split())  # noqa: SIM905


def _stop_forgotten(words: Sequence[str], gap: int) -> bool:
    """Whether a small word with a capital begins a sentence between words without capitals."""
    left, right, after = words[gap : gap + 3]
    return right in _BEGINNERS and left.isalpha() and left.islower() and after[:1].islower()
