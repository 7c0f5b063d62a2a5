"""A text as beats: each written word's sound and the silence after it."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan

from scriptkit.model import ReadStyle
from scriptkit.text.sentences import split_sentences
from scriptkit.text.tokens import Token, tokenize
from scriptkit.timecode import Millis
from scriptkit.timer.costs import MAY_END, sentence_costs, sentence_length, unsplit_length
from scriptkit.timer.model import named_style, pace


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
    factor = pace(chosen, rate)
    total = unsplit_length(text)
    if isnan(total):
        spans = split_sentences(text)
        lengths = [length for span in spans if (length := sentence_length(text[span.start : span.end]))]
        total = sum(lengths) + max(len(lengths) - 1, 0) * chosen.sentence_pause / chosen.scale
    return round(total * factor)


def beats(text: str, style: ReadStyle, factor: float) -> list[Beat]:
    """The words of *text* at *factor* times an anchor's pace; no pause after the last."""
    gap = style.sentence_pause * factor / style.scale
    timed: list[Beat] = []
    for tokens in sentences(text):
        costs = sentence_costs([token.text for token in tokens])
        for token, (sound, pause) in zip(tokens, costs, strict=True):
            timed.append(Beat(token, sound * factor, pause * factor))
        timed[-1] = Beat(tokens[-1], timed[-1].sound, gap)
    if timed:
        timed[-1] = Beat(timed[-1].token, timed[-1].sound, 0.0)
    return timed


def sentences(text: str) -> list[list[Token]]:
    """The written words of *text*, sentence by sentence."""
    tokens = tokenize(text)
    if "\n" not in text and not any(MAY_END.search(token.text) for token in tokens[:-1]):
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
