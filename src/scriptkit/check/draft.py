"""A cue while it is repaired: times in frames, lines, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from scriptkit.model import Cue, Profile, Word
from scriptkit.text.length import shown_length
from scriptkit.text.reading import reading_ms
from scriptkit.timecode import Millis, from_frames, to_frames


@dataclass(frozen=True, slots=True)
class Layout:
    """Where words break. Cueing knows that; whoever calls the repair lends its functions."""

    lines: Callable[[Sequence[str], int, int], tuple[str, ...]]
    """Words, characters a line, most lines → the lines of one cue."""
    divide: Callable[[Sequence[Word], Profile], Sequence[int]]
    """Words with times → numbers of the words with which cues begin, and the number of words."""


@dataclass(slots=True)
class Draft:
    """``start`` and ``end`` in frames; ``cue`` is the cue it began as."""

    cue: Cue
    start: int
    end: int
    lines: tuple[str, ...]
    colours: tuple[str, ...] = ()
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Code and message of each thing that was done."""

    def note(self, code: str, message: str) -> None:
        self.notes.append((code, message))

    @property
    def length(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Grid:
    """A profile's limits in frames of its rate."""

    profile: Profile

    def frame(self, ms: Millis) -> int:
        return to_frames(ms, self.profile.frame_rate)

    def ms(self, frames: int) -> Millis:
        return from_frames(frames, self.profile.frame_rate)

    def at_least(self, ms: Millis) -> int:
        """Fewest frames that last *ms*, by the millisecond that checks allow for rounding."""
        rate = self.profile.frame_rate
        return max(1, -((1 - ms) * rate.numerator // (1000 * rate.denominator)))

    @property
    def gap(self) -> int:
        return self.profile.min_gap_frames

    @property
    def shortest(self) -> int:
        return self.at_least(self.profile.min_duration)

    @property
    def longest(self) -> int:
        rate = self.profile.frame_rate
        return max(1, self.profile.max_duration * rate.numerator // (1000 * rate.denominator))

    def need(self, lines: Sequence[str]) -> int:
        """Frames a viewer needs to read *lines*."""
        joined = " ".join(lines)
        return self.at_least(reading_ms(shown_length(joined), len(joined.split()), self.profile))

    def cue(self, draft: Draft) -> Cue:
        """The cue a draft has become. Raises ValueError where it lasts no frame."""
        start, end = self.ms(draft.start), self.ms(draft.end)
        return replace(
            draft.cue,
            start=start,
            end=end,
            lines=draft.lines,
            colours=draft.colours,
            speakers=_speakers(draft),
        )


def _speakers(draft: Draft) -> tuple[str | None, ...]:
    """Who says each line, as far as the lines are still those of the cue."""
    cue = draft.cue
    if not cue.speakers or draft.lines == cue.lines:
        return cue.speakers
    known = dict(zip(cue.lines, cue.speakers, strict=False))
    whole = all(line in known for line in draft.lines)
    return tuple(known[line] for line in draft.lines) if whole else cue.speakers
