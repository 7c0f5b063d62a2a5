"""English words an editor reads in one breath, beyond what the guides forbid to part.

The guides name classes (article + noun, verb + particle); editors also keep comparisons, rates,
multiples and numbered things together. What is tied costs more to part; it is never an error.
"""

from __future__ import annotations

from collections.abc import Sequence

from scriptkit.text.look import Look, coarse

_CLOSE_DEGREES = frozenset(
    {"just", "almost", "nearly", "exactly", "very", "too", "so", "quite", "rather", "only", "even", "barely"}
    | {"hardly", "roughly", "approximately", "least", "twice", "half", "right", "straight"}
)
"""They say how much of the next words: ``at least / nine``, ``just / how``."""
_COMPARATIVES = frozenset(
    {"more", "less", "fewer", "rather", "other", "better", "worse", "further", "farther", "later", "earlier"}
    | {"sooner", "higher", "lower", "larger", "smaller", "longer", "shorter", "older", "younger", "greater"}
    | {"bigger", "faster", "slower", "stronger", "weaker"}
)
_OF_THEM = frozenset(
    {"none", "one", "some", "any", "each", "all", "both", "kind", "sort", "either", "neither"}
)
_NUMBERED = frozenset(
    {"route", "highway", "gate", "flight", "marker", "number", "no", "page", "room", "chapter", "section"}
    | {"article", "minus", "plus", "phase", "level", "channel", "district", "group", "grade", "category"}
    | {"size"}
)
"""They wait for their number: ``mile marker / 208``."""
_COUNTED = frozenset({"unit", "noun", "plural", "nounlike", "verbnoun", "adjective", "adjlike"})
_NUMBERS = ("number", "numeral")
PURE_PARTICLES = frozenset({"up", "out", "off", "down", "away", "back", "together", "apart", "asleep"})
PARTICLES = PURE_PARTICLES | {"over", "in", "on", "around", "past", "through", "along", "by"}


def tied(looks: Sequence[Look], gap: int) -> bool:
    """Whether words *gap* and *gap* + 1 are read as one though no rule of the guides says so."""
    left, right = looks[gap], looks[gap + 1]
    if left.set_off:
        return False
    after = looks[gap + 2] if gap + 2 < len(looks) and not right.punct else None
    return (
        is_particle(left, right, after)
        or _compares(looks, gap)
        or _measures(left, right, after)
        or (left.word in _CLOSE_DEGREES and right.kind not in ("coordinator", "subordinator", "to"))
        or (left.word in _OF_THEM and right.word == "of")
        or (coarse(left) in ("verb", "ing") and _is_object(right, after))
    )


def _is_object(right: Look, after: Look | None) -> bool:
    """Whether the right word is all the object the verb before it has: ``told / you``."""
    if right.word == "each":
        return after is not None and after.word == "other"
    follows = coarse(after) if after else ""
    return right.kind == "object" or (
        right.kind == "pronoun" and follows not in ("aux", "verb", "verbnoun", "adv", "proaux")
    )


def is_particle(left: Look, right: Look, after: Look | None) -> bool:
    """Whether the right word completes the verb on the left (``find / out how``)."""
    if right.word not in PARTICLES or coarse(left) not in ("verb", "verbnoun", "ing"):
        return False
    if right.word in PURE_PARTICLES:
        return True
    return right.punct != "" or after is None or coarse(after) in ("prep", "of", "to", "conj", "sub", "adv")


def _compares(looks: Sequence[Look], gap: int) -> bool:
    """``more / than``, ``as much / as``, ``three times / as many``, ``an hour / and a half``."""
    left, right = looks[gap], looks[gap + 1]
    if right.word == "than":
        return left.word in _COMPARATIVES
    if right.word == "as":
        return left.word in ("twice", "times") or (gap > 0 and looks[gap - 1].word == "as")
    if right.word == "and":
        return [look.word for look in looks[gap + 2 : gap + 4]] == ["a", "half"]
    return right.word == "more" and left.word in ("times", "even", "much", "far", "no", "any")


def _measures(left: Look, right: Look, after: Look | None) -> bool:
    """``27 / families``, ``marker / 208``, ``miles / an hour``, ``U.S. / dollars``."""
    if left.kind in _NUMBERS:
        return right.kind in _NUMBERS or (right.kind in _COUNTED and not _is_year(left))
    if right.kind == "number" and left.word in _NUMBERED:
        return True
    if (
        right.word in ("a", "an", "per")
        and after is not None
        and (after.kind == "unit" or after.word == "second")
    ):
        return left.kind in ("unit", "plural", "noun", "word")
    return left.word == "u.s" and right.kind in _COUNTED


def _is_year(word: Look) -> bool:
    return word.word.isdigit() and len(word.word) == 4 and word.word[:2] in ("18", "19", "20")
