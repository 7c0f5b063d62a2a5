"""How far a batch is: one line that renews itself on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from typing import IO

from scriptkit.batch.run import Summary
from scriptkit.timecode import format_duration

_TERMINAL_SECONDS = 0.1
_PLAIN_SECONDS = 10.0
_FAILURES_SHOWN = 10


class Progress:
    """Progress of a batch on standard error; says nothing when *quiet*."""

    def __init__(self, stream: IO[str] | None = None, *, quiet: bool = False) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._quiet = quiet
        self._live = self._stream.isatty()
        self._every = _TERMINAL_SECONDS if self._live else _PLAIN_SECONDS
        self._shown = monotonic()
        self._failures = 0

    def update(self, summary: Summary) -> None:
        """Show where the run stands, unless that was just shown."""
        now = monotonic()
        if self._quiet or now - self._shown < self._every:
            return
        self._shown = now
        line = progress_line(summary)
        self._stream.write(f"\r\x1b[K{line}" if self._live else line + "\n")
        self._stream.flush()

    def failure(self, name: str, message: str) -> None:
        """Name a failed script at once; after ten, the report has the others."""
        self._failures += 1
        if self._quiet or self._failures > _FAILURES_SHOWN + 1:
            return
        text = (
            f"failed: {name}: {message}"
            if self._failures <= _FAILURES_SHOWN
            else "failed: more, see the report"
        )
        self._stream.write(("\r\x1b[K" if self._live else "") + text + "\n")
        self._stream.flush()

    def end(self) -> None:
        """Clear the line."""
        if self._live and not self._quiet:
            self._stream.write("\r\x1b[K")
            self._stream.flush()


def progress_line(summary: Summary) -> str:
    """``1,234/10,000 (12 %)  2 failed  86 a second  1:42 left``."""
    finished = summary.finished
    rate = finished / summary.seconds if summary.seconds else 0
    share = f" ({100 * finished // summary.total} %)" if summary.total else ""
    parts = [f"{finished:,}/{summary.total:,}{share}"]
    failed = summary.failed + summary.still_failed
    if failed:
        parts.append(f"{failed:,} failed")
    if rate:
        parts.append(f"{rate:,.0f} a second" if rate >= 10 else f"{rate:.1f} a second")
        parts.append(f"{format_duration(int(summary.left / rate * 1000))} left")
    return "  ".join(parts)
