"""Raw cues as a file has them, put in order and repaired without losing a word."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from scriptkit.model import Cue, Finding, Role, Severity, SubtitleTrack
from scriptkit.subtitle_readers.stamps import TimeLine
from scriptkit.subtitle_readers.styling import PLACE
from scriptkit.text.clean import clean_lines, one_line
from scriptkit.text.decoding import Decoded, decode
from scriptkit.text.language import guess_language
from scriptkit.timecode import Millis

_UNSAID: Millis = 3000
"""Length of a cue whose end no file, parent or next cue gives."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A cue as a file has it; ``end`` is ``None`` where the file does not say."""

    start: Millis
    end: Millis | None
    lines: Sequence[str]
    speaker: str | None = None
    """Who speaks; the first of several."""
    role: Role | None = None
    colours: tuple[str, ...] = ()
    italic: bool = False
    top: bool = False
    lost: frozenset[str] = frozenset()
    """Looks a cue cannot hold, by name: see :mod:`scriptkit.subtitle_readers.styling`."""
    speakers: tuple[str | None, ...] = ()
    """Who says each line that has words."""


def line_speakers(runs: Iterable[tuple[str, str | None]]) -> tuple[str | None, ...]:
    """Who says each line that has words, from runs of text with their speakers; the first in each line."""
    lines: list[str | None] = []
    fresh = True
    for text, speaker in runs:
        for number, part in enumerate(text.split("\n")):
            fresh = fresh or number > 0
            if not part.strip():
                continue
            if fresh:
                lines.append(speaker)
            lines[-1] = lines[-1] or speaker
            fresh = False
    return tuple(lines)


@dataclass(slots=True)
class TrackBuilder:
    """Collects cues and findings while a file is read."""

    source: str
    language: str = ""
    """What the file says its language is; found out from the words where it says nothing."""
    title: str | None = None
    encoding: str = ""
    frame_rate: Fraction | None = None
    drop_frame: bool = False
    findings: list[Finding] = field(default_factory=list)
    _cues: list[tuple[int, Cue]] = field(default_factory=list)
    """Each with its place in the file."""
    _open: list[tuple[int, Raw]] = field(default_factory=list)
    _lost: dict[str, list[Millis]] = field(default_factory=dict)
    """Starts of the cues that lose a look, by its name."""

    def warn(self, code: str, message: str, *, line: int | None = None, at: Millis | None = None) -> None:
        self._find(code, Severity.WARNING, message, line, at)

    def error(self, code: str, message: str, *, line: int | None = None, at: Millis | None = None) -> None:
        self._find(code, Severity.ERROR, message, line, at)

    def info(self, code: str, message: str, *, line: int | None = None, at: Millis | None = None) -> None:
        self._find(code, Severity.INFO, message, line, at)

    def _find(self, code: str, severity: Severity, message: str, line: int | None, at: Millis | None) -> None:
        where = self.source if line is None else f"{self.source}:{line}"
        self.findings.append(Finding(code, severity, message, where=where, at=at))

    def decode(self, data: bytes, declared: str | None = None) -> str:
        """Text of the file with line ends as LF; says so when the encoding was a guess or damaged.

        *declared* is what the file says of itself: believed where UTF-8 does not fit.
        """
        decoded = decode(data)
        if decoded.guessed and declared:
            try:
                decoded = Decoded(data.decode(declared), declared)
            except (LookupError, ValueError):
                self.warn("encoding-wrong", f"not {declared}, though the file says so")
        self.encoding = decoded.encoding
        if decoded.guessed:
            self.warn("encoding-guessed", f"not UTF-8; read as {decoded.encoding}")
        if decoded.damaged:
            self.error(
                "encoding-damaged", f"{decoded.damaged} character(s) cannot be read as {decoded.encoding}"
            )
        text = decoded.text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
        if "\x00" in text:
            self.warn("control-character", f"{text.count(chr(0))} NUL character(s) left out")
            text = text.replace("\x00", "")
        return text

    def add(self, raw: Raw, *, line: int | None = None) -> None:
        """Takes a cue whatever its times; impossible ones are repaired as little as possible and reported."""
        self._add(raw, len(self._cues) + len(self._open), line)

    def _add(self, raw: Raw, place: int, line: int | None) -> None:
        kept = clean_lines(raw.lines)
        start, end = raw.start, raw.end
        if not kept:
            self.warn("empty-cue", "cue has no text and is left out", line=line, at=start)
            return
        if end is None:
            self.warn("no-end", "cue has no end; it stays until the next", line=line, at=start)
            self._open.append((place, raw))
            return
        if start < 0 or end < 0:
            self.error("negative-time", "cue begins or ends before zero; moved to zero", line=line, at=start)
            start, end = max(0, start), max(0, end)
        if end <= start:
            what = "ends when it starts" if end == start else "ends before it starts"
            self.error("no-duration", f"cue {what}; given one millisecond", line=line, at=start)
            end = start + 1
        speakers = tuple(one_line(name) or None for name in raw.speakers)
        several = len(set(speakers)) > 1 and len(speakers) == len(kept)
        cue = Cue(
            start,
            end,
            kept,
            None if several else one_line(raw.speaker) or None,
            raw.role,
            colours=raw.colours if len(set(raw.colours)) > 1 else raw.colours[:1],
            italic=raw.italic,
            top=raw.top,
            speakers=speakers if several else (),
        )
        self._cues.append((place, cue))
        for name in sorted(raw.lost):
            self._lost.setdefault(name, []).append(start)

    def times(self, found: TimeLine, line: str, number: int) -> tuple[Millis, Millis | None]:
        """Start and end of a time line; says what was odd, and stands in for a start that is missing."""
        if found.start is not None and found.end is not None:
            if found.odd:
                self.warn("odd-time", f"time line: {found.odd}", line=number, at=found.start)
            return found.start, found.end
        self.error("bad-time-line", f"half a time line: {line.strip()[:60]!r}", line=number, at=found.start)
        return found.start if found.start is not None else self.after_last(found.end), found.end

    def after_last(self, end: Millis | None) -> Millis:
        """A start for a cue whose own cannot be read: where the cue before it ends."""
        last = self._cues[-1][1].end if self._cues else 0
        return last if end is None else max(0, min(last, end - 1))

    def finish(self) -> tuple[SubtitleTrack, list[Finding]]:
        """The track in time order. Cues that were out of order in the file are moved and reported."""
        self._close()
        latest = -1
        in_file = [cue for _, cue in sorted(self._cues, key=lambda entry: entry[0])]
        for cue in in_file:
            if cue.start < latest:
                self.warn(
                    "out-of-order", f"cue stands after a later one: {cue.lines[0][:40]!r}", at=cue.start
                )
            latest = max(latest, cue.start)
        cues = sorted(in_file, key=lambda c: c.start)
        self._tell_lost()
        self.findings = _counted(self.findings)
        title = one_line(self.title) or None
        rate = self.frame_rate if self.frame_rate and 10 <= self.frame_rate <= 240 else None
        track = SubtitleTrack(
            tuple(cues),
            self.language or guess_language(" ".join(cue.text for cue in cues)),
            title,
            self.encoding,
            rate,
            self.drop_frame and rate is not None,
        )
        return track, self.findings

    def _tell_lost(self) -> None:
        """One finding for all looks that no cue can hold, and one for all places."""
        places = self._lost.pop(PLACE, [])
        if self._lost:
            each = ", ".join(f"{name} ({_cues(len(starts))})" for name, starts in self._lost.items())
            first = min(min(starts) for starts in self._lost.values())
            self.warn("styling-lost", f"left out of what is written: {each}", at=first)
        if places:
            message = f"{_cues(len(places))} placed aside or midway: only top and bottom are written"
            self.warn("position-lost", message, at=min(places))

    def _close(self) -> None:
        """Gives cues without an end the start of the next cue, or a few seconds."""
        starts = sorted({c.start for _, c in self._cues} | {raw.start for _, raw in self._open})
        endless, self._open = self._open, []
        for place, raw in endless:
            after = bisect.bisect_right(starts, raw.start)
            end = starts[after] if after < len(starts) else raw.start + _UNSAID
            self._add(replace(raw, end=end), place, None)


def _cues(number: int) -> str:
    return f"{number} cue{'' if number == 1 else 's'}"


def _counted(findings: list[Finding]) -> list[Finding]:
    """The same oddity on every line of a file is one finding with a number."""
    times = Counter((f.code, f.message) for f in findings if f.code == "odd-time")
    told: set[tuple[str, str]] = set()
    out = []
    for finding in findings:
        key = (finding.code, finding.message)
        if times[key] > 1:
            if key in told:
                continue
            told.add(key)
            finding = replace(finding, message=f"{finding.message} ({times[key]} times)")
        out.append(finding)
    return out
