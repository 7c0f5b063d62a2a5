"""Findings for what a format cannot carry, worded alike by every writer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scriptkit.model import Cue, Finding, Severity, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text.clean import clean_lines, lost_in_cleaning


def loss(code: str, message: str, *, cue: int | None = None, at: int | None = None) -> Finding:
    """A warning that something of the track is not in the file."""
    return Finding(code, Severity.WARNING, message, cue=cue, at=at)


def note(code: str, message: str) -> Finding:
    """Something the format leaves out by design, which nobody will miss on screen."""
    return Finding(code, Severity.INFO, message)


def text_losses(track: SubtitleTrack) -> Iterator[Finding]:
    """Cues without a visible character and control characters: no format carries either."""
    for number, cue in enumerate(track.cues, 1):
        dropped = lost_in_cleaning(cue.lines)
        if dropped:
            yield loss(
                "loss-control", f"{_count(dropped, 'control character')} left out", cue=number, at=cue.start
            )
        if not clean_lines(cue.lines):
            yield loss("loss-empty", "cue has no text and is left out", cue=number, at=cue.start)


def start_loss(title: str, options: WriteOptions) -> Iterator[Finding]:
    """For formats that count from the first frame and know no programme time."""
    if options.start:
        yield note(
            "loss-start", f"{title} has no programme time: times count from 0, not from the start time code"
        )


def negative_times(track: SubtitleTrack) -> Iterator[Finding]:
    for number, cue in enumerate(track.cues, 1):
        if cue.start < 0:
            yield loss("loss-time", "cue begins before zero and is moved to zero", cue=number, at=cue.start)


def visible(cues: Sequence[Cue]) -> Iterator[tuple[Cue, tuple[str, ...]]]:
    """Each cue that has text after cleaning, with its clean lines."""
    for cue in cues:
        lines = clean_lines(cue.lines)
        if lines:
            yield cue, lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
