"""Foreign formats that pysubs2 reads: SAMI, MicroDVD, MPL2, TMP.

pysubs2 leaves out lines it does not know, words in braces, and the end of a file cut short, and
says nothing; where a time is no number it fails. So every file is put into the shape it takes,
one event for each cue, and what that shape has no place for is a finding.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers import sami
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.guard import hidden, shown
from scriptkit.subtitle_readers.srt import plain
from scriptkit.subtitle_readers.styling import override_runs, styled, tag_runs
from scriptkit.timecode import Millis

if TYPE_CHECKING:
    from pysubs2 import SSAEvent

_COLOUR = re.compile(r"\{[Cc]:\$([0-9A-Fa-f]{6})\}")
"""MicroDVD's, which pysubs2 does not know."""
_ASSUMED_FPS = Fraction(25)


def _events(text: str, format: str, fps: Fraction | None = None) -> list[SSAEvent]:
    from pysubs2 import SSAFile

    return SSAFile.from_string(text, format_=format, fps=float(fps) if fps else None).events


def _raw(event: SSAEvent, start: Millis, end: Millis | None, *, guarded: bool = False) -> Raw:
    """A cue of an event. *guarded* text begins with a dot, so that pysubs2 leaves nothing out."""
    look = styled(list(override_runs(_COLOUR.sub(r"{\\c&H\1&}", event.text))))
    lines = [shown(line) for line in look.lines]
    if guarded:
        lines[0] = lines[0].removeprefix(".")
    return Raw(start, end, lines, colours=look.colours, italic=look.italic, lost=look.lost)


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a file that is a cue; ``text`` in the form pysubs2 gets it."""

    line: int
    start: int
    end: int | None
    text: str


def _rows(builder: TrackBuilder, text: str, pattern: re.Pattern[str], words: int) -> Iterator[_Row]:
    """Lines that match; others are told. Groups: start, end unless *words* is 2, and the words."""
    for number, line in enumerate(text.split("\n"), 1):
        match = pattern.match(line)
        if match:
            end = match[2] if words > 2 else None
            yield _Row(number, _number(match[1]), _number(end) if end else None, match[words])
        elif line.strip("\ufeff \t"):
            builder.warn("stray-text", f"not a cue, left out: {line.strip()[:200]!r}", line=number)


def _number(text: str) -> int:
    """A whole number, or seconds of ``h:mm:ss``."""
    hours, _, rest = text.rpartition(":")
    return _number(hours) * 60 + int(rest) if hours else int(rest)


def _read(
    data: bytes, source: str, pattern: re.Pattern[str], words: int, what: str, hint: str
) -> tuple[TrackBuilder, list[_Row]]:
    """The cues of a format with one a line. Raises InputError when a file with text has none."""
    builder = TrackBuilder(source)
    text = builder.decode(data)
    rows = list(_rows(builder, text, pattern, words))
    if not rows and text.strip():
        raise InputError(f"{source}: no {what} cue", hint=hint)
    return builder, rows


def _first_lines(head: bytes, count: int) -> list[str]:
    """The first lines of a file that are not blank; a line that *head* cuts short is not one."""
    lines = TrackBuilder("").decode(head).lstrip("\ufeff").split("\n")
    whole = lines if len(head) < 4096 else lines[:-1]
    return [line for line in whole if line.strip()][:count]


def _begins(head: bytes, pattern: re.Pattern[str]) -> bool:
    first = _first_lines(head, 1)
    return bool(first and pattern.match(first[0]))


class SamiReader:
    """SAMI shows a text until the next ``SYNC``; a blank one clears the screen."""

    name = "sami"
    title = "SAMI"
    suffixes: tuple[str, ...] = (".smi", ".sami")

    def sniff(self, head: bytes) -> bool:
        return bool(re.search(r"<sami[\s>]", TrackBuilder("").decode(head)[:2000], re.IGNORECASE))

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when there is text but not one ``SYNC``."""
        builder = TrackBuilder(source)
        text = builder.decode(data)
        document = sami.parse(builder, text)
        if not document.starts and text.strip():
            raise InputError(f"{source}: no SAMI cue", hint="a cue begins with <SYNC Start=…>")
        builder.language = document.language or builder.language
        events = _events(document.text, "sami")
        later = _next_starts(document.starts)
        for event, start, following in zip(events, document.starts, later, strict=True):
            guess = start + max(event.end - event.start, 1)
            raw = _raw(event, start, following if following is not None else guess)
            if raw.lines:
                builder.add(raw)
        return builder.finish()


def _next_starts(starts: Sequence[Millis]) -> list[Millis | None]:
    """For each start the least that is later; ``None`` for the last."""
    ordered = sorted(set(starts))
    after = dict(itertools.pairwise(ordered))
    return [after.get(start) for start in starts]


class MicroDvdReader:
    """MicroDVD counts frames; ``{1}{1}23.976`` in front says how many there are in a second."""

    name = "microdvd"
    title = "MicroDVD"
    suffixes: tuple[str, ...] = (".sub",)
    _line = re.compile(r"\ufeff? {0,9}\{ ?(\d{1,9}) ?\} ?\{ ?(\d{0,9}) ?\}(.*)$")
    _code = re.compile(r"(\{[A-Za-z]:[^{}]{0,100}\})")
    _rate = re.compile(r"\s*(\d{1,3}(?:[.,]\d{1,6})?)\s*$")

    def sniff(self, head: bytes) -> bool:
        return _begins(head, self._line)

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when not one line is a MicroDVD cue."""
        hint = "picture subtitles (VobSub) in a .sub file have no text to read"
        builder, rows = _read(data, source, self._line, 3, "MicroDVD", hint)
        fps = builder.frame_rate = self._fps(rows[0]) if rows else None
        if fps:
            rows = rows[1:]
        elif rows:
            message = (
                f"the file names no frame rate, read at {_ASSUMED_FPS} fps: put {{1}}{{1}}23.976 in front"
            )
            builder.warn("odd-frame-rate", message)
        feed = "\n".join(f"{{{r.start}}}{{{r.end or 0}}}.{self._protected(r.text)}" for r in rows)
        for row, event in zip(rows, _events(feed, "microdvd", fps or _ASSUMED_FPS), strict=True):
            end = event.end if row.end is not None else None
            builder.add(_raw(event, event.start, end, guarded=True), line=row.line)
        return builder.finish()

    def _fps(self, row: _Row) -> Fraction | None:
        match = self._rate.match(row.text) if row.start == row.end and row.start <= 1 else None
        rate = Fraction(match[1].replace(",", ".")) if match else Fraction(0)
        return rate if 1 <= rate <= 240 else None

    def _protected(self, text: str) -> str:
        """Text whose braces are words' own, control codes left as they are."""
        pieces = self._code.split(text)
        return "".join(piece if n % 2 else hidden(piece) for n, piece in enumerate(pieces))


class Mpl2Reader:
    """MPL2 counts tenths of a second; ``/`` before a line is italics, ``|`` a line break."""

    name = "mpl2"
    title = "MPL2"
    suffixes: tuple[str, ...] = (".mpl", ".mpl2")
    _line = re.compile(r"\ufeff?[ \t]{0,9}\[(-?\d{1,9})\][ \t]{0,9}\[(-?\d{1,9}|)\](.*)$")

    def sniff(self, head: bytes) -> bool:
        return _begins(head, self._line)

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when not one line is an MPL2 cue."""
        builder, rows = _read(
            data, source, self._line, 3, "MPL2", "a cue needs a line like [10][30]Good evening."
        )
        feed = "\n".join(f"[{r.start}][{r.start if r.end is None else r.end}]{hidden(r.text)}" for r in rows)
        for row, event in zip(rows, _events(feed, "mpl2"), strict=True):
            end = event.end if row.end is not None else None
            builder.add(_raw(event, event.start, end), line=row.line)
        return builder.finish()


class TmpReader:
    """TMP has whole seconds and no ends: a cue stays as long as it takes to read, or until the next."""

    name = "tmp"
    title = "TMP"
    suffixes: tuple[str, ...] = (".tmp",)
    _line = re.compile(r"\ufeff?[ \t]{0,9}(\d{1,4}:\d{2}:\d{2})[:=](.*)$")
    _other = re.compile(r"\d\d?\b[ ,;.]|\d\d?\s*-->")
    """Behind the seconds: frames of a time code, so another format's line."""

    def sniff(self, head: bytes) -> bool:
        matches = [self._line.match(line) for line in _first_lines(head, 3)]
        return bool(matches) and all(m and not self._other.match(m[2]) for m in matches)

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when not one line is a TMP cue."""
        builder, rows = _read(
            data, source, self._line, 2, "TMP", "a cue needs a line like 00:00:01:Good evening."
        )
        # pysubs2 reads hours past 99 as text, so it gets the words only, and times are counted here.
        feed = "\n".join(f"00:00:00:.{hidden(plain(row.text))}" for row in rows)
        later = _next_starts([row.start for row in rows])
        for row, event, following in zip(rows, _events(feed, "tmp"), later, strict=True):
            start = row.start * 1000
            end = start + 500 + 67 * len(row.text)
            if following is not None:
                end = min(end, following * 1000)
            raw = _raw(event, start, end, guarded=True)
            marked = styled(list(tag_runs(row.text)))
            builder.add(
                replace(raw, colours=marked.colours[:1], italic=marked.italic, lost=marked.lost),
                line=row.line,
            )
        if rows:
            builder.info("no-end", "the format has no ends: each cue stays as long as its words take to read")
        return builder.finish()
