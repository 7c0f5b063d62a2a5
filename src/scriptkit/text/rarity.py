"""How rare a word is in English: rare words are said more slowly than their sounds tell.

Frequencies are those of Google Books Ngrams (see ``data/timer/NGRAM-NOTICE.txt``), compiled by
``tools/build_word_tables.py``.
"""

from __future__ import annotations

from functools import cache

from scriptkit.text import wordtable

CAP = 11.8
"""Nats of a word in 130,000 or rarer, names and unknown words among them."""
STEP = 0.1
"""Nats between two values of the table."""
MEAN = 8.0
"""The mean word of running text, in nats; a run of letter names counts as much."""


def rarity(word: str) -> float:
    """Minus the natural logarithm of how often *word* (any case) stands in a text, at most :data:`CAP`."""
    lower = word.lower()
    forms = (lower.replace("'", ""), lower.partition("'")[0]) if "'" in lower else (lower,)
    numbers = [number for form in forms if (number := _table().find(form)) is not None]
    return min(numbers) * STEP if numbers else CAP


@cache
def _table() -> wordtable.WordTable:
    return wordtable.load("timer/frequencies.txt")
