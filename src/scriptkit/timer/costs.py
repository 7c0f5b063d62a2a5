"""Milliseconds of written words and sentences, worked out once a word.

Most words of a script are read the same wherever they stand, so a sentence is mostly a sum of numbers
looked up by how its words are written. Only words whose neighbours matter are read anew.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isnan, nan

from scriptkit.text.spoken import Spoken, free_of_context, speak
from scriptkit.text.tokens import tokenize
from scriptkit.timer.model import Cost, model

MAY_END = re.compile(r"[.?!…。！？](?!\d)|(?<!\d)[.?!…。！？]")
"""A mark that may end a sentence: any but one inside a figure."""

_LONGEST = 80
"""Words beyond which a text is more than one sentence, so that adding it up would be for nothing."""
_LIMIT = 50_000
"""Words kept; a bound, so that a long-lived process does not grow."""


@lru_cache(_LIMIT)
def _cost(spoken: Spoken) -> Cost:
    return model().cost(spoken)


class _Sums(dict[str, float]):
    """Milliseconds by how a word is written; NaN where its neighbours matter or it is no word at all.

    *first* and *last* say that the words open or end their sentence.
    """

    def __init__(self, *, first: bool = False, last: bool = False) -> None:
        super().__init__()
        self.first, self.last = first, last

    def __missing__(self, word: str) -> float:
        if len(self) >= _LIMIT:
            self.clear()
        self[word] = made = self._sum(word)
        return made

    def _sum(self, word: str) -> float:
        spoken = free_of_context(word)
        if not spoken or not spoken.units or word[0] in "[(":
            return nan
        if not word[0].isalnum() and not any(map(str.isalnum, word)):
            return nan
        cost = _cost(spoken)
        return cost.sound - (cost.capital if self.first else 0.0) + (0.0 if self.last else cost.pause)


class _Unsplit(dict[str, float]):
    """As *sums* has it, but NaN for words that may end a sentence as well."""

    def __init__(self, sums: _Sums) -> None:
        super().__init__()
        self.sums = sums

    def __missing__(self, word: str) -> float:
        if len(self) >= _LIMIT:
            self.clear()
        self[word] = made = nan if MAY_END.search(word) else self.sums[word]
        return made


_opening, _inside, _closing = _Sums(first=True), _Sums(), _Sums(last=True)
_opening_unsplit, _inside_unsplit = _Unsplit(_opening), _Unsplit(_inside)


def unsplit_length(text: str) -> float:
    """Milliseconds of *text* if it is certainly one sentence without doubtful words, else NaN."""
    words = text.split()
    if not 2 <= len(words) <= _LONGEST or "\n" in text or text.isupper():
        return nan
    inner = sum(map(_inside_unsplit.__getitem__, words[1:-1]))
    return model().onset + _opening_unsplit[words[0]] + inner + _closing[words[-1]]


def sentence_length(text: str) -> float:
    """Milliseconds of one sentence; 0 when it has no word."""
    words = text.split()
    if len(words) > 1 and not text.isupper():
        inner = sum(map(_inside.__getitem__, words[1:-1]))
        total = model().onset + _opening[words[0]] + inner + _closing[words[-1]]
        if not isnan(total):
            return total
    return sum(sound + pause for sound, pause in sentence_costs([token.text for token in tokenize(text)]))


def sentence_costs(words: Sequence[str]) -> list[tuple[float, float]]:
    """Sound and pause in milliseconds of each word of one sentence; the last has no pause."""
    if not words:
        return []
    costs = [_cost(spoken) for spoken in speak(words)]
    made = [(cost.sound, cost.pause) for cost in costs]
    made[0] = (made[0][0] - costs[0].capital, made[0][1])
    made[-1] = (made[-1][0] + model().onset, 0.0)  # the fixed part of a sentence lengthens its end
    return made
