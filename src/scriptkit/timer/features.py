"""What the read-rate model counts in a written word as it is said.

One vector of counts a word: the sounds by class, the words, letter names and figures behind it, and
the pause marks inside it. Marks after a word are counted apart, for they are silence.
"""

from __future__ import annotations

from operator import add

from scriptkit.text import phones
from scriptkit.text.marks import PAUSES
from scriptkit.text.rarity import MEAN, rarity
from scriptkit.text.spoken import Spoken

MARKS = (",", ";", ":", "—", "…", ".", "?", "!")
"""Pause marks in the order of their counts."""
NAMES = (*phones.CLASSES, "word", "function_word", "capitalised", "rarity", "letter", "extra_word", *MARKS)
"""What each place of a count vector counts."""

Counts = list[float]

FUNCTION_WORDS = frozenset(
    [
        *(
            "a",
            "an",
            "the",
            "this",
            "that",
            "these",
            "those",
            "it",
            "its",
            "he",
            "she",
            "they",
            "we",
            "you",
            "i",
        ),
        *(
            "his",
            "her",
            "their",
            "our",
            "your",
            "my",
            "me",
            "him",
            "them",
            "us",
            "who",
            "which",
            "what",
            "there",
        ),
        *(
            "of",
            "to",
            "in",
            "on",
            "at",
            "by",
            "for",
            "from",
            "with",
            "as",
            "and",
            "or",
            "but",
            "nor",
            "so",
            "than",
        ),
        *(
            "is",
            "are",
            "was",
            "were",
            "be",
            "been",
            "being",
            "has",
            "have",
            "had",
            "do",
            "does",
            "did",
            "will",
        ),
        *(
            "would",
            "can",
            "could",
            "should",
            "may",
            "might",
            "must",
            "not",
            "no",
            "when",
            "where",
            "if",
            "then",
        ),
        "here",
    ]
)
"""Words said without stress, hence shorter than their sounds."""

_CLASS = {name: place for place, name in enumerate(NAMES)}
_WORD, _FUNCTION, _CAPITAL = _CLASS["word"], _CLASS["function_word"], _CLASS["capitalised"]
_LETTER, _EXTRA, _RARITY = _CLASS["letter"], _CLASS["extra_word"], _CLASS["rarity"]
_STRESSED, _STOP, _FRICATIVE = _CLASS["stressed"], _CLASS["stop"], _CLASS["fricative"]
_SYLLABLES = {"w": 3}


def count(spoken: Spoken) -> Counts:
    """Counts of one written word, the marks after it left out; :data:`NAMES` gives the order."""
    counts = [0.0] * len(NAMES)
    for n, unit in enumerate(spoken.units):
        counts = list(map(add, counts, count_unit(unit, later=n > 0)))
    counts[_EXTRA] += spoken.extra
    return counts


def count_unit(unit: str, *, later: bool = False) -> Counts:
    """Counts of one unit; *later* ones of a figure or a hyphenated name are no rarer than the mean word."""
    counts = [0.0] * len(NAMES)
    if unit in PAUSES:
        counts[_CLASS[unit]] = 1
    elif " " in unit:
        _add_letters(counts, unit)
    else:
        _add_word(counts, unit)
        rare = rarity(unit)
        counts[_RARITY] = min(rare, MEAN) if later else rare
    return counts


def opens_with_capital(spoken: Spoken) -> bool:
    """Whether the first unit counts as capitalised, which it does not where a sentence begins."""
    return bool(spoken.units) and _is_name(spoken.units[0])


def _add_word(counts: Counts, word: str) -> None:
    counts[: len(phones.CLASSES)] = phones.counts(word)
    counts[_WORD] = 1
    if word.lower() in FUNCTION_WORDS:
        counts[_FUNCTION] = 1
    elif word[0].isupper():
        counts[_CAPITAL] = 1


def _add_letters(counts: Counts, unit: str) -> None:
    """Letter names: a stressed vowel a syllable, and the mean consonants of a letter's name."""
    names = [part for part in unit.lower().split() if part[0].isalpha()]
    counts[_WORD] += 1
    counts[_RARITY] += MEAN
    counts[_LETTER] += len(names)
    counts[_STRESSED] += sum(_SYLLABLES.get(name[0], 1) for name in names)
    counts[_STOP] += 0.4 * len(names)
    counts[_FRICATIVE] += 0.3 * len(names)


def _is_name(unit: str) -> bool:
    return unit[0].isupper() and " " not in unit and unit.lower() not in FUNCTION_WORDS
