"""Time lines of SubRip and WebVTT, as strict files and careless hands write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scriptkit.timecode import Millis

_STAMP = r"(-?)(?:(\d{1,9})[:.])??(\d{1,6})[ ]?:[ ]?(\d{1,6})(?:[ ]?([.,:;])[ ]?(\d{1,9}))?"
_LINE = re.compile(rf"\s*{_STAMP}\s*[-–]{{1,3}}\s?>\s*{_STAMP}(?:\s+(.*)|\s*)$")
_STAMP_ANYWHERE = re.compile(rf"(?<![\d:]){_STAMP}(?![\d:])")
ASSUMED_FPS = 25
"""For the odd file that writes frames where the format has milliseconds."""


@dataclass(frozen=True, slots=True)
class TimeLine:
    start: Millis | None
    end: Millis | None
    """``None`` is a time that cannot be read; a whole time line has both."""
    settings: str
    odd: str
    """What was unusual about it, empty when nothing was."""


def parse_time_line(line: str, *, separator: str) -> TimeLine | None:
    """A line with two stamps and an arrow, or ``None``. *separator* is what the format puts before
    the milliseconds; the other one is accepted and named in ``odd``."""
    if ">" not in line or len(line) > 1000:
        return None
    match = _LINE.match(line)
    if not match:
        return None
    start, odd_start = _millis(match.groups()[0:6], separator)
    end, odd_end = _millis(match.groups()[6:12], separator)
    odd = odd_start or odd_end
    if not odd and "-->" not in line:
        odd = "arrow is not -->"
    return TimeLine(start, end, match[13] or "", odd)


def parse_half(line: str, *, separator: str) -> TimeLine | None:
    """What can be read of a line that is meant as a time line, or ``None`` when it is text.

    ``135 00:18:04,500 -->`` is meant as one; ``A --> B`` is not.
    """
    before, arrow, after = line.partition("-->")
    if not arrow or len(line) > 1000:
        return None
    sides = [_STAMP_ANYWHERE.search(side) for side in (before, after)]
    if not any(sides):
        return None
    start, end = (_millis(side.groups(), separator)[0] if side else None for side in sides)
    return TimeLine(start, end, "", "half of it cannot be read")


def _millis(groups: tuple[str | None, ...], separator: str) -> tuple[Millis, str]:
    sign, hours, minutes, seconds, mark, fraction = groups
    odd = ""
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        odd = "minutes or seconds past 59"
    total = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    if fraction is None:
        milli, odd = 0, odd or "no milliseconds"
    elif mark in (":", ";") and len(fraction) < 3:
        milli, odd = int(fraction) * 1000 // ASSUMED_FPS, odd or f"frames, read at {ASSUMED_FPS} fps"
    else:
        milli = int(fraction[:3].ljust(3, "0"))
        if len(fraction) != 3:
            odd = odd or "not three digits of milliseconds"
        elif mark != separator:
            odd = odd or f"{mark!r} before the milliseconds instead of {separator!r}"
    ms = total * 1000 + milli
    return (-ms if sign else ms), odd
