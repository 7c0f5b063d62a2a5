"""How many sounds of each kind a spoken word has.

The counts come from the CMU Pronouncing Dictionary (see ``data/timer/CMUDICT-NOTICE.txt``),
compiled by ``tools/build_word_tables.py``; words it lacks get letter rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from scriptkit.text import wordtable

CLASSES = ("stressed", "unstressed", "diphthong", "stop", "fricative", "affricate", "nasal", "approximant")
"""Phone classes in the order of every count vector. A diphthong is also counted as a vowel."""

Counts = tuple[float, ...]

_VOICED_END = (0, 0, 0, 0, 1, 0, 0, 0)
_D_END = (0, 0, 0, 1, 0, 0, 0, 0)
_ING_END = (0, 1, 0, 0, 0, 0, 1, 0)


def counts(word: str) -> Counts:
    """Phone counts of *word* (any case, letters and apostrophes), by :data:`CLASSES`."""
    lower = word.lower()
    known = _find(lower) or derived(lower, _find)
    if known is None and "'" in lower:
        return counts(lower.replace("'", ""))
    return known or _by_letters(lower)


def known(word: str) -> bool:
    """Whether the dictionary has *word* itself."""
    return _find(word.lower()) is not None


def derived(word: str, find: Callable[[str], Counts | None]) -> Counts | None:
    """Counts of a regular form or a compound of words that *find* knows; None when there is none."""
    for stem, ending in _stems(word):
        base = find(stem)
        if base is not None:
            return _add(base, ending)
    for cut in range(4, len(word) - 3):
        head, tail = find(word[:cut]), find(word[cut:])
        if head is not None and tail is not None:
            return _add(head, tail)
    return None


def _stems(word: str) -> list[tuple[str, Counts]]:
    nothing = (0,) * len(CLASSES)
    stems: list[tuple[str, Counts]] = []
    if word.endswith("'s"):
        stems.append((word[:-2], _VOICED_END))
    elif word.endswith("s'"):
        stems.append((word[:-1], nothing))
    elif word.endswith("s") and len(word) > 3:
        stems.append((word[:-1], _VOICED_END))
    elif word.endswith("ed"):
        stems += [(word[:-2], _D_END), (word[:-1], _D_END)]
    elif word.endswith("ing"):
        stems.append((word[:-3], _ING_END))
    return stems


def _add(a: Counts, b: Counts) -> Counts:
    return tuple(x + y for x, y in zip(a, b, strict=True))


@cache
def _table() -> wordtable.WordTable:
    return wordtable.load("timer/pronunciations.txt")


def _find(word: str) -> Counts | None:
    number = _table().find(word)
    return None if number is None else _vector(number)


@cache
def _vector(number: int) -> Counts:
    first = number * len(CLASSES)
    return tuple(int(digit, 36) for digit in _table().values[first : first + len(CLASSES)])


_VOWEL_GROUP = re.compile("[aeiouy]+")
_HIATUS = re.compile("(?:ia|io|iu|eo|ua)(?=[a-z])")


def syllables_by_letters(word: str) -> int:
    """Syllables of a lower-case word by its letters: vowel groups less silent endings."""
    letters = "".join(c for c in word if "a" <= c <= "z")
    if not letters:
        return 0
    n = len(_VOWEL_GROUP.findall(letters))
    if n > 1 and _silent_ending(letters):
        n -= 1
    n += len(_HIATUS.findall(letters)) // 2
    return max(n, 1)


def _silent_ending(letters: str) -> bool:
    if letters.endswith("e"):
        return not letters.endswith(("le", "ee", "ie", "oe", "ye"))
    if letters.endswith("ed") and len(letters) > 3:
        return letters[-3] not in "td"
    return letters.endswith("es") and len(letters) > 3 and letters[-3] not in "sxzhc"


def _by_letters(word: str) -> Counts:
    """Counts for a word nobody listed: 0.88 phones a letter (the dictionary's mean), shared out by class."""
    vowels = syllables_by_letters(word)
    phones = max(0.88 * sum(c.isalpha() for c in word), vowels)
    rest = phones - vowels
    return (0.6 * vowels, 0.4 * vowels, 0.0, 0.33 * rest, 0.25 * rest, 0.0, 0.2 * rest, 0.22 * rest)
