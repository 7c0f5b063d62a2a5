"""A checked file in one line, and times and counts as reports write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scriptkit.errors import ScriptkitError
from scriptkit.model import Finding, Severity
from scriptkit.timecode import Millis, format_duration
from scriptkit.tracks import CheckedFile


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that could not be read, and why."""

    source: str
    error: ScriptkitError

    @property
    def why(self) -> str:
        """What is wrong and what to do, as sentences."""
        told, hint = self.error.message, self.error.hint
        return " ".join(_sentence(part) for part in (told, hint[:1].upper() + hint[1:]) if part)


Reported = CheckedFile | UnreadFile


def _sentence(words: str) -> str:
    return words if words.endswith((".", "?", "!", "…")) else words + "."


def verdict(checked: CheckedFile, fail_on: Severity) -> str:
    return "PASS" if checked.passes(fail_on) else "FAIL"


def summary_line(checked: CheckedFile, fail_on: Severity = Severity.ERROR) -> str:
    """``FAIL a.srt: SubRip, utf-8, 12 cues, 0:41, profile netflix, 1 error, 2 warnings``."""
    parts = (
        checked.title,
        checked.track.encoding,
        plural(len(checked.track.cues), "cue"),
        format_duration(checked.duration),
        f"profile {checked.profile.name}",
        plural(checked.count(Severity.ERROR), "error"),
        plural(checked.count(Severity.WARNING), "warning"),
    )
    name = " ".join(checked.source.split())
    return f"{verdict(checked, fail_on)} {name}: {', '.join(part for part in parts if part)}"


def tally(findings: Iterable[Finding]) -> list[tuple[str, Severity, int]]:
    """Code, severity and number of findings, the gravest and most frequent first."""
    counts = Counter((finding.code, finding.severity) for finding in findings)
    ranked = sorted(counts.items(), key=lambda entry: (-entry[0][1].rank, -entry[1], entry[0][0]))
    return [(code, severity, number) for (code, severity), number in ranked]


def plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def clock(ms: Millis) -> str:
    """``00:00:31.240``; times before zero have a minus sign."""
    seconds, milli = divmod(abs(ms), 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{'-' if ms < 0 else ''}{hour:02d}:{minute:02d}:{second:02d}.{milli:03d}"
