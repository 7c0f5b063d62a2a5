"""When each item of a programme goes to air, and when it must at the latest to be out on time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scriptkit.errors import UsageError
from scriptkit.timecode import Millis

DAY = 24 * 3600 * 1000


@dataclass(frozen=True, slots=True)
class Slot:
    """One item's times: from the first item on, or as clock time when the first one's is known."""

    start: Millis
    end: Millis
    back: Millis | None
    """Clock time it must start at for the programme to end when it should."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Slots of items that follow one another. Clock times may run past midnight."""

    slots: tuple[Slot, ...]
    total: Millis
    hit: Millis | None
    out: Millis | None

    @property
    def over(self) -> Millis | None:
        """How much too long the programme is, negative when too short; None unless hit and out are known."""
        if self.hit is None or self.out is None:
            return None
        return self.hit + self.total - self.out


def schedule(durations: Sequence[Millis], hit: Millis | None = None, out: Millis | None = None) -> Schedule:
    """Put items of *durations* one after another from *hit*, and back from *out*.

    Both are clock times in milliseconds of the day; an *out* before *hit* is on the next day.
    """
    if hit is not None and out is not None and out <= hit:
        out += DAY
    total = sum(durations)
    at, slots = hit or 0, []
    done = 0
    for duration in durations:
        back = None if out is None else out - (total - done)
        slots.append(Slot(at, at + duration, back))
        at, done = at + duration, done + duration
    return Schedule(tuple(slots), total, hit, out)


_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?")


def parse_clock(text: str) -> Millis:
    """``22:00:00`` or ``22:00`` → milliseconds of the day. Raises UsageError for anything else."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise UsageError(f"not a clock time: {text!r}", hint="write it as 22:28:30")
    return ((int(match[1]) * 60 + int(match[2])) * 60 + int(match[3] or 0)) * 1000


def format_clock(ms: Millis) -> str:
    """``22:28:30``, rounded to the second; a time past midnight begins at 0 again."""
    minutes, second = divmod((ms + 500) // 1000, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour % 24:02d}:{minute:02d}:{second:02d}"
