"""Time lines of SubRip and WebVTT, as strict files and careless hands write them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scriptkit.timecode import Millis

_STAMP = r"(-?)(\d{1,9})((?:[ ]?[:.,;][ ]?\d{1,9}){1,3})"
_ARROW = r"((?:[-–][ \t]?){1,3}>|[—=]{1,3}>|[→⟶]|[-–—]{1,3})"
_SURE_ARROW = re.compile("[-–][ \t]?>")
"""Our writer lets no text have it."""
_SURE_STAMP = re.compile(r"\d{1,9}:\d\d?:\d\d?[.,]\d{1,3}")
"""Nor two of these on a line."""
_LINE = re.compile(rf"\s*{_STAMP}\s*{_ARROW}\s*{_STAMP}(?:\s+(.*)|\s*)$")
_STRICT_STAMP = r"(\d\d):([0-5]\d):([0-5]\d)([,.])(\d{3})"
_STRICT = re.compile(rf"{_STRICT_STAMP} --> {_STRICT_STAMP}$")
"""As nearly all lines are; the rest of this module is for the others."""
_STAMP_ANYWHERE = re.compile(rf"(?<![\d:]){_STAMP}(?![\w:])")
_FIELD = re.compile(r"([:.,;])[ ]?(\d{1,9})")
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


@dataclass(frozen=True, slots=True)
class _Stamp:
    ms: Millis
    fields: int
    """How many numbers it is made of."""
    odd: str


def parse_time_line(line: str, *, separator: str) -> TimeLine | None:
    """A line with two stamps and an arrow, or ``None``. *separator* is what the format puts before
    the milliseconds; the other one is accepted and named in ``odd``.

    Where an end is written shorter than its start and comes before it, it was cut: the end is ``None``.
    """
    strict = _STRICT.match(line)
    if strict and strict[4] == strict[9] == separator:
        first, last = (
            ((int(strict[i]) * 60 + int(strict[i + 1])) * 60 + int(strict[i + 2])) * 1000 + int(strict[i + 4])
            for i in (1, 6)
        )
        return TimeLine(first, last, "", "")
    if not _may_be_times(line):
        return None
    match = _LINE.match(line)
    if not match:
        return None
    start, end = (_stamp(match[i], match[i + 1], match[i + 2], separator) for i in (1, 5))
    if start is None or end is None:
        return None
    arrow, settings = match[4], match[8] or ""
    if not _SURE_ARROW.search(arrow):
        sides = (match[2] + match[3], match[6] + match[7])
        if settings or not all(map(_SURE_STAMP.fullmatch, sides)):
            return None  # "10:00 - 11:00" is text
    if end.ms <= start.ms and len(match[6] + match[7]) < len(match[2] + match[3]):
        return TimeLine(start.ms, None, settings, "")
    odd = start.odd or end.odd
    if not odd and "-->" not in line:
        odd = "arrow is not -->"
    return TimeLine(start.ms, end.ms, settings, odd)


def _may_be_times(line: str) -> bool:
    """One look at what most lines of text lack."""
    if ">" in line or "→" in line or "⟶" in line:
        return len(line) <= 1000
    return line.lstrip()[:1].isdigit() and any(map(line.__contains__, "-–—")) and len(line) <= 1000


def parse_half(line: str, *, separator: str) -> TimeLine | None:
    """What can be read of a line that is meant as a time line, or ``None`` when it is text.

    ``135 00:18:04,500 -->`` is meant as one; ``A --> B`` is not.
    """
    before, arrow, after = line.partition("-->")
    if not arrow or len(line) > 1000:
        return None
    sides = [_found(side, separator) for side in (before, after)]
    if not any(sides):
        return None
    start, end = (side.ms if side else None for side in sides)
    return TimeLine(start, end, "", "other text in it left out")


def parse_rest(line: str, *, separator: str) -> tuple[Millis, str] | None:
    """The end time a line begins with and the words behind it, where the line above ends in an arrow."""
    match = _STAMP_ANYWHERE.match(line.lstrip()) if len(line) <= 1000 else None
    stamp = _stamp(match[1], match[2], match[3], separator) if match else None
    if match is None or stamp is None or stamp.fields < 4:
        return None
    return stamp.ms, line.lstrip()[match.end() :].strip()


def parse_damaged(line: str, *, separator: str) -> TimeLine | None:
    """What can be read of a line that stands where a time line must and looks like one.

    ``None`` for text: a time line has an arrow or at least six digits and three marks between
    them, and hardly a letter.
    """
    if len(line) > 200:
        return None
    digits, marks = sum(map(str.isdecimal, line)), sum(map(line.count, ":.,;"))
    if "-->" not in line and (digits < 6 or marks < 2 or sum(map(str.isalpha, line)) > 3):
        return None
    matches = list(_STAMP_ANYWHERE.finditer(line))[:2]
    found = [stamp.ms if (stamp := _stamp(m[1], m[2], m[3], separator)) else None for m in matches]
    if len(found) == 1 and matches[0].start() > len(line) // 3:
        found.insert(0, None)
    start, end = (*found, None, None)[:2]
    return TimeLine(start, end, "", "no arrow between the times")


def _found(text: str, separator: str) -> _Stamp | None:
    match = _STAMP_ANYWHERE.search(text)
    return _stamp(match[1], match[2], match[3], separator) if match else None


def _stamp(sign: str, first: str, rest: str, separator: str) -> _Stamp | None:
    """The time that up to four numbers say: ``H:MM:SS,mmm``, ``H:MM:SS``, ``MM:SS,mmm`` or ``MM:SS``."""
    fields = _FIELD.findall(rest)
    marks, numbers = [mark for mark, _ in fields], [first, *(number for _, number in fields)]
    fraction = mark = ""
    if len(numbers) == 4 or (len(numbers) == 3 and _is_fraction(marks, numbers[2])):
        fraction, mark = numbers.pop(), marks.pop()
    elif len(numbers) == 2 and marks != [":"]:
        return None  # a decimal number
    hours, minutes, seconds = (0, 0, 0, *map(int, numbers))[-3:]
    milli, odd = _fraction(fraction, mark, separator)
    if minutes > 59 or seconds > 59:
        odd = "minutes or seconds past 59"
    elif set(marks) - {":"}:
        odd = f"{marks[0]!r} between hours, minutes and seconds"
    elif " " in rest:
        odd = odd or "blanks inside a time"
    ms = ((hours * 60 + minutes) * 60 + seconds) * 1000 + milli
    return _Stamp(-ms if sign else ms, len(fields) + 1, odd)


def _is_fraction(marks: list[str], last: str) -> bool:
    """Whether the last of three numbers is a part of a second: ``00:01.000``, not ``00:00:20``."""
    return len(last) == 3 or (marks[1] != ":" and marks[0] != marks[1])


def _fraction(fraction: str, mark: str, separator: str) -> tuple[Millis, str]:
    if not fraction:
        return 0, "no milliseconds"
    if mark in ":;" and len(fraction) < 3:
        return int(fraction) * 1000 // ASSUMED_FPS, f"frames, read at {ASSUMED_FPS} fps"
    milli = int(fraction[:3].ljust(3, "0"))
    if len(fraction) != 3:
        return milli, "not three digits of milliseconds"
    return milli, "" if mark == separator else f"{mark!r} before the milliseconds instead of {separator!r}"
