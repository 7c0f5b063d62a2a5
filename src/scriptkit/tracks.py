"""The verbs on subtitle files, as :mod:`scriptkit.pipeline` has those on scripts: read → check → repair.

Only :func:`read_track` and what calls it touch files; the rest is pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath

from scriptkit import registry
from scriptkit.errors import InputError, UsageError
from scriptkit.model import Finding, Profile, Severity, SubtitleTrack, Word
from scriptkit.ports import SubtitleReader
from scriptkit.storage import read_input
from scriptkit.timecode import Millis

MENDED = frozenset((
    "blank-line", "control-character", "empty-cue", "negative-time", "no-duration", "no-end", "no-header",
    "odd-time", "out-of-order",
))  # fmt: skip
"""Oddities of a file that are gone once it has been read and written again."""

LOST_IN_WRITING = frozenset(("styling-lost", "position-lost"))
"""What a file has and no file we write: nothing is amiss as long as it is only looked at."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A subtitle file held against a profile."""

    source: str
    format: str
    """Name of the reader that took it."""
    title: str
    """The format's name, for people."""
    track: SubtitleTrack
    profile: Profile
    findings: tuple[Finding, ...]
    """Those of reading the file, then those of holding it against the profile."""
    read: tuple[Finding, ...] = ()
    """The former again, by themselves."""
    fixed: tuple[Finding, ...] = ()
    """What was done to the cues before they were held against the profile."""

    @property
    def duration(self) -> Millis:
        """First cue in to last cue out."""
        cues = self.track.cues
        return max(c.end for c in cues) - min(c.start for c in cues) if cues else 0

    def count(self, severity: Severity) -> int:
        return sum(finding.severity is severity for finding in self.findings)

    def passes(self, fail_on: Severity = Severity.ERROR) -> bool:
        """Whether no finding is as grave as *fail_on*."""
        return all(finding.severity.rank < fail_on.rank for finding in self.findings)


def check_file(
    source: str,
    profile: Profile,
    *,
    reader: str | None = None,
    language: str | None = None,
    frame_rate: Fraction | None = None,
) -> CheckedFile:
    """Read a subtitle file and hold it against *profile*. Raises InputError when it is none.

    *reader* names its format, *language* (a tag like ``ko``) what it is in, where it does not say.
    Frames are counted at *frame_rate*, else as the file says, else as the profile does.
    """
    from scriptkit import check

    chosen, track, found = _read(source, reader)
    if language:
        track = replace(track, language=language)
    profile = replace(profile, frame_rate=frame_rate or track.frame_rate or profile.frame_rate)
    noted = (replace(f, severity=Severity.INFO) if f.code in LOST_IN_WRITING else f for f in found)
    findings = (*noted, *check.check_track(track, profile))
    return CheckedFile(source, chosen.name, chosen.title, track, profile, findings, read=found)


def repair_file(checked: CheckedFile) -> CheckedFile:
    """The same file with its cues repaired, what was done, and the findings that are left."""
    from scriptkit import check

    track, done = repair_track(checked.track, checked.profile)
    mended = tuple(finding for finding in checked.read if finding.code in MENDED)
    left = tuple(finding for finding in checked.read if finding.code not in MENDED)
    findings = (*left, *check.check_track(track, checked.profile))
    return replace(checked, track=track, findings=findings, read=left, fixed=(*mended, *done))


def read_track(source: str, *, reader: str | None = None) -> tuple[SubtitleTrack, tuple[Finding, ...]]:
    """The cues of a subtitle file, and what was wrong with it. Raises InputError when it is none."""
    _, track, found = _read(source, reader)
    return track, found


def _read(source: str, reader: str | None) -> tuple[SubtitleReader, SubtitleTrack, tuple[Finding, ...]]:
    data = read_input(source)
    if not data.strip():
        raise InputError(f"{source} is empty", hint="is it the right file?")
    chosen = registry.subtitle_reader(reader) if reader else _reader_for(source, data[:4096])
    track, found = chosen.read(data, source)
    return chosen, track, tuple(found)


def _reader_for(source: str, head: bytes) -> SubtitleReader:
    try:
        return registry.subtitle_reader_for(PurePath(source).suffix, head)
    except InputError as error:
        raise InputError(f"{source}: {error.message}", hint=error.hint) from None


def count_from(track: SubtitleTrack, start: Millis) -> SubtitleTrack:
    """*track* with times counted from programme time *start*. Raises UsageError for a cue before it."""
    early = next((n for n, c in enumerate(track.cues, 1) if c.start < start), None)
    if early is not None:
        raise UsageError(
            f"cue {early} begins {start - track.cues[early - 1].start} ms before the programme's start",
            hint="give the time code of the first frame, or leave it out",
        )
    cues = tuple(replace(c, start=c.start - start, end=c.end - start) for c in track.cues)
    return replace(track, cues=cues)


def repair_track(track: SubtitleTrack, profile: Profile) -> tuple[SubtitleTrack, tuple[Finding, ...]]:
    """*track* with what can be repaired without changing a word, and a finding for each thing done."""
    from scriptkit.check.draft import Layout
    from scriptkit.check.repair import repair
    from scriptkit.cueing.cue import cue_edges
    from scriptkit.cueing.linebreak import as_lines, line_breaks
    from scriptkit.cueing.passage import read_passage

    def lines(words: Sequence[str], max_chars: int, max_lines: int) -> tuple[str, ...]:
        passage = read_passage([Word(word, 0, 0) for word in words], language=track.language)
        gaps = line_breaks(passage, 0, len(words), max_chars, max_lines)
        return as_lines(passage, 0, len(words), gaps)

    def divide(words: Sequence[Word], limits: Profile) -> Sequence[int]:
        return cue_edges(read_passage(words, language=track.language), limits)

    return repair(track, profile, Layout(lines, divide))
