"""What is to be said, sentence by sentence, from a story's estimated times and a cast of voices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scriptkit.model import Timeline, Word
from scriptkit.ports import VoiceSettings
from scriptkit.text.spoken import PAUSES, speak, spoken_form
from scriptkit.timecode import Millis
from scriptkit.timer.beats import sentences

_SLOWEST, _FASTEST = 0.5, 2.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """One sentence of one segment: the unit that is rendered, kept and captioned.

    ``words`` are the written words at their estimated times; ``counts`` how many spoken words each of
    them became. ``pause`` is the silence that follows, in milliseconds.
    """

    segment: int
    words: tuple[Word, ...]
    counts: tuple[int, ...]
    spoken: str
    settings: VoiceSettings
    pause: Millis

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def length(self) -> Millis:
        """Estimated, first word to last."""
        return self.words[-1].end - self.words[0].start


def plan(timeline: Timeline, voices: Sequence[VoiceSettings], paces: Sequence[float]) -> list[Utterance]:
    """The sentences of *timeline* in order; ``voices`` and ``paces`` belong to its items one by one.

    A pace above 1 reads faster than the voice's own rate.
    """
    made: list[Utterance] = []
    for number, (item, voice, pace) in enumerate(zip(timeline.items, voices, paces, strict=True)):
        settings = replace(voice, rate=round(min(max(voice.rate * pace, _SLOWEST), _FASTEST), 2))
        at = 0
        for tokens in sentences(item.segment.spoken_text):
            words = item.words[at : at + len(tokens)]
            at += len(tokens)
            said = speak([token.text for token in tokens])
            counts = tuple(sum(len(u.split()) for u in s.units if u not in PAUSES) for s in said)
            spoken = spoken_form(" ".join(token.text for token in tokens))
            made.append(Utterance(number, words, counts, spoken, settings, 0))
    return [replace(a, pause=max(b.words[0].start - a.words[-1].end, 0)) for a, b in pairwise(made)] + made[
        -1:
    ]
