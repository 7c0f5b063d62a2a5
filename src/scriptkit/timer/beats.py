"""A text as beats: each written word's sound and the silence after it."""

from __future__ import annotations

from dataclasses import dataclass

from scriptkit.text.sentences import split_sentences
from scriptkit.text.spoken import speak
from scriptkit.text.tokens import Token, tokenize
from scriptkit.timecode import Millis
from scriptkit.timer.model import Style, model, named_style, pace

_STOPS = frozenset(".?!…。！？")


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
    return round(sum(beat.sound + beat.pause for beat in beats(text, chosen, pace(chosen, rate))))


def beats(text: str, style: Style, factor: float) -> list[Beat]:
    """The words of *text* at *factor* times an anchor's pace; no pause after the last."""
    coefficients = model()
    gap = style.read.sentence_pause * factor / style.read.scale
    timed: list[Beat] = []
    for tokens in sentences(text):
        said = speak([token.text for token in tokens])
        for n, (token, spoken) in enumerate(zip(tokens, said, strict=True)):
            sound = coefficients.sound(spoken, first=n == 0)
            timed.append(Beat(token, sound * factor, coefficients.pause(spoken) * factor))
        last = timed[-1]  # the fixed part of a sentence lengthens its end
        timed[-1] = Beat(last.token, last.sound + coefficients.onset * factor, gap)
    if timed:
        timed[-1] = Beat(timed[-1].token, timed[-1].sound, 0.0)
    return timed


def sentences(text: str) -> list[list[Token]]:
    """The written words of *text*, sentence by sentence."""
    tokens = tokenize(text)
    if not any(not _STOPS.isdisjoint(token.text) for token in tokens[:-1]):
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
