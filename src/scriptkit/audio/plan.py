"""What is to be said, sentence by sentence, from a story's estimated times and a cast of voices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from scriptkit.model import Role, Timeline, Word
from scriptkit.ports import VoiceSettings
from scriptkit.text.marks import PAUSES
from scriptkit.text.spoken import speak, spoken_form
from scriptkit.timecode import Millis
from scriptkit.timer import ROLE_STYLES
from scriptkit.timer.beats import sentences
from scriptkit.timer.model import named_style, pace

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
    for number, (item, voice, faster) in enumerate(zip(timeline.items, voices, paces, strict=True)):
        settings = replace(voice, rate=round(min(max(voice.rate * faster, _SLOWEST), _FASTEST), 2))
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


def voice_paces(
    timeline: Timeline, styles: Mapping[Role, str], rates: Mapping[str, float], rate: float | None = None
) -> list[float]:
    """How much faster than an anchor each item is read, by the same rules as the timer's.

    ``styles`` names roles' read styles, ``rates`` people's and ``rate`` everybody's words a minute.
    """
    by_name = {name.casefold(): wpm for name, wpm in rates.items()}
    paces = []
    for item in timeline.items:
        segment = item.segment
        style = named_style(styles.get(segment.role) or ROLE_STYLES[segment.role])
        wpm = by_name.get((segment.speaker or "").casefold(), rate or timeline.story.wpm)
        paces.append(1 / pace(style, wpm))
    return paces
