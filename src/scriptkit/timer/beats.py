"""A text as beats: each written word's sound and the silence after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from math import isnan, nan

from scriptkit.model import ReadStyle
from scriptkit.text.sentences import split_sentences
from scriptkit.text.spoken import free_of_context, speak
from scriptkit.text.tokens import Token, tokenize
from scriptkit.timecode import Millis
from scriptkit.timer.model import Cost, model, named_style, pace

_MAY_END = re.compile(r"[.?!…。！？](?!\d)|(?<!\d)[.?!…。！？]")
"""A mark that may end a sentence: any but one inside a figure."""


@dataclass(frozen=True, slots=True)
class Beat:
    """A written word before it has a place on a time line; milliseconds."""

    token: Token
    sound: float
    pause: float


def reading_time(text: str, style: str = "anchor", rate: float | None = None) -> Millis:
    """Milliseconds *text* takes read aloud, pauses between its sentences included, none after it.

    ``style`` names a packaged read style; ``rate`` is a person's read rate in words a minute on
    running text. Raises UsageError for an unknown style or a rate nobody reads at.
    """
    chosen = named_style(style)
    gap = chosen.sentence_pause / chosen.scale
    total = nan if "\n" in text else _one_sentence(text)
    if isnan(total):
        spans = split_sentences(text)
        lengths = [_sentence(text[span.start : span.end]) for span in spans]
        total = sum(lengths) + gap * (sum(map(bool, lengths)) - 1) if any(lengths) else 0.0
    return round(total * pace(chosen, rate))


class _Costs(dict[str, float]):
    """Milliseconds of written words by how they are written, worked out once; NaN where neighbours matter
    or a sentence may end.

    *first* and *last* say that the words open or end their sentence. Bounded, so that a long-lived
    process does not grow.
    """

    LIMIT = 50_000

    def __init__(self, *, first: bool = False, last: bool = False) -> None:
        super().__init__()
        self.first, self.last = first, last

    def __missing__(self, word: str) -> float:
        if len(self) >= self.LIMIT:
            self.clear()
        self[word] = made = self._cost(word)
        return made

    def _cost(self, word: str) -> float:
        spoken = free_of_context(word)
        if not spoken or not spoken.units or not any(map(str.isalnum, word)):
            return nan
        if not self.last and _MAY_END.search(word):
            return nan
        cost = model().cost(spoken)
        return cost.sound - (cost.capital if self.first else 0.0) + (0.0 if self.last else cost.pause)


_inside, _opening, _closing = _Costs(), _Costs(first=True), _Costs(last=True)


def _one_sentence(text: str) -> float:
    """Milliseconds of *text* when it is one sentence that can be added up word by word, else NaN."""
    words = text.split()
    if len(words) < 2 or text.isupper():
        return nan
    inner = sum(map(_inside.__getitem__, words[1:-1]))
    return model().onset + _opening[words[0]] + inner + _closing[words[-1]]


def _sentence(text: str) -> float:
    """Milliseconds of one sentence; 0 when it has no word."""
    quick = _one_sentence(text)
    if not isnan(quick):
        return quick
    return sum(sound + pause for sound, pause in _costs(token.text for token in tokenize(text)))


def beats(text: str, style: ReadStyle, factor: float) -> list[Beat]:
    """The words of *text* at *factor* times an anchor's pace; no pause after the last."""
    gap = style.sentence_pause * factor / style.scale
    timed: list[Beat] = []
    for tokens in sentences(text):
        costs = _costs(token.text for token in tokens)
        for token, (sound, pause) in zip(tokens, costs, strict=True):
            timed.append(Beat(token, sound * factor, pause * factor))
        timed[-1] = Beat(tokens[-1], timed[-1].sound, gap)
    if timed:
        timed[-1] = Beat(timed[-1].token, timed[-1].sound, 0.0)
    return timed


def _costs(words: Iterable[str]) -> list[tuple[float, float]]:
    """Sound and pause in milliseconds of each word of one sentence; the last has no pause."""
    costs: list[Cost] = [model().cost(spoken) for spoken in speak(list(words))]
    if not costs:
        return []
    made = [(cost.sound, cost.pause) for cost in costs]
    made[0] = (made[0][0] - costs[0].capital, made[0][1])
    made[-1] = (made[-1][0] + model().onset, 0.0)  # the fixed part of a sentence lengthens its end
    return made


def sentences(text: str) -> list[list[Token]]:
    """The written words of *text*, sentence by sentence."""
    tokens = tokenize(text)
    if "\n" not in text and not any(_MAY_END.search(token.text) for token in tokens[:-1]):
        return [tokens] if tokens else []
    split: list[list[Token]] = []
    ends = iter([span.end for span in split_sentences(text)])
    end = 0
    for token in tokens:
        if token.start >= end:
            split.append([])
            while token.start >= end:
                end = next(ends, len(text) + 1)
        split[-1].append(token)
    return split
