"""Findings for what a format cannot carry, worded alike by every writer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from scriptkit.model import Cue, Finding, Severity, SubtitleTrack
from scriptkit.ports import WriteOptions, Writer
from scriptkit.text.clean import clean_lines, lost_in_cleaning, one_line
from scriptkit.text.fold import UNKNOWN
from scriptkit.timecode import snap


def losses_of(writer: Writer, track: SubtitleTrack, options: WriteOptions) -> tuple[Finding, ...]:
    """What *writer* cannot carry of *track*, each message naming the format it is about."""
    format = writer.title.partition(" (")[0]
    return tuple(
        found if format in found.message else replace(found, message=f"{format}: {found.message}")
        for found in writer.losses(track, options)
    )


def loss(code: str, message: str, *, cue: int | None = None, at: int | None = None) -> Finding:
    """A warning that something of the track is not in the file."""
    return Finding(code, Severity.WARNING, message, cue=cue, at=at)


def note(code: str, message: str) -> Finding:
    """Something the format leaves out by design, which nobody will miss on screen."""
    return Finding(code, Severity.INFO, message)


def character_losses(number: int, cue: Cue, spelled: Mapping[str, str]) -> Iterator[Finding]:
    """What a code table lacks, each character with its spelling: words that nobody can read are an error."""
    lost = sorted(char for char, spelling in spelled.items() if spelling == UNKNOWN and char.isalnum())
    if lost:
        message = f"words cannot be read: ? stands for {' '.join(lost)}"
        yield Finding("loss-words", Severity.ERROR, message, cue=number, at=cue.start)
    rest = sorted(set(spelled) - set(lost))
    if rest:
        yield loss("loss-character", f"spelled otherwise: {' '.join(rest)}", cue=number, at=cue.start)


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


def frame_loss(track: SubtitleTrack, rate: Fraction) -> Iterator[Finding]:
    """When a time of the track is not on a frame."""
    for cue in track.cues:
        if snap(cue.start, rate) != cue.start or snap(cue.end, rate) != cue.end:
            yield note("loss-precision", f"times move to the nearest frame at {float(rate):g} fps")
            return


def colour_loss(track: SubtitleTrack, title: str) -> Iterator[Finding]:
    """For formats without colour. White is what every player shows anyway."""
    lost = sum(1 for cue in track.cues if any(c.upper() != "#FFFFFF" for c in cue.colours))
    if lost:
        yield loss("loss-colour", f"{title} has no colours: {_count(lost, 'cue')} lose theirs")


def speaker_loss(track: SubtitleTrack, title: str) -> Iterator[Finding]:
    """For formats with nowhere to say who speaks, apart from the words on screen."""
    if any(cue.names for cue in track.cues):
        yield note("loss-speaker", f"{title} does not record who speaks; labels in the text stay")


def style_loss(
    track: SubtitleTrack, title: str, *, italic: bool = True, top: bool = True
) -> Iterator[Finding]:
    """For formats without italics or without a place at the top of the picture."""
    if italic and any(cue.italic for cue in track.cues):
        yield loss("loss-italic", f"{title} has no italics")
    if top and any(cue.top for cue in track.cues):
        yield loss("loss-position", f"{title} has no positions: cues at the top move to the bottom")


def marker_losses(track: SubtitleTrack, options: WriteOptions) -> Iterator[Finding]:
    """What a list of markers for an editing system leaves out."""
    if any(len(cue.lines) > 1 for cue in track.cues):
        yield note("loss-line-breaks", "markers are one line: line breaks become spaces")
    yield from colour_loss(track, "a marker list")
    yield from style_loss(track, "a marker list")
    yield from frame_loss(track, options.frame_rate)


def negative_times(track: SubtitleTrack) -> Iterator[Finding]:
    for number, cue in enumerate(track.cues, 1):
        if cue.start < 0:
            yield loss("loss-time", "cue begins before zero and is moved to zero", cue=number, at=cue.start)


def voices(cue: Cue, lines: Sequence[str]) -> tuple[str, ...]:
    """The name before each of the clean *lines* of a cue of several speakers; none where one speaks, or
    where it is not known whose lines they are."""
    if len(cue.speakers) != len(lines):
        return ()
    return tuple(one_line(name) for name in cue.speakers)


def said_by(cue: Cue) -> str:
    """All who speak in a cue, for formats with a place for one name: ``Ann / Bob``."""
    return " / ".join(filter(None, map(one_line, cue.names)))


def visible(cues: Sequence[Cue]) -> Iterator[tuple[Cue, tuple[str, ...]]]:
    """Each cue that has text after cleaning, with its clean lines."""
    for cue in cues:
        lines = clean_lines(cue.lines)
        if lines:
            yield cue, lines


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
