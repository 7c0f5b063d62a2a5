"""Milliseconds, frame rates and SMPTE time code (ST 12-1), drop frame included."""

from __future__ import annotations

import re
from fractions import Fraction

from scriptkit.errors import UsageError

Millis = int

FRAME_RATES: dict[str, Fraction] = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
}


def parse_frame_rate(text: str) -> Fraction:
    """``"25"``, ``"29.97"``, ``"30000/1001"`` → exact rate. Raises UsageError for anything else."""
    if text in FRAME_RATES:
        return FRAME_RATES[text]
    try:
        rate = Fraction(text) if "/" in text else Fraction(0)
    except (ValueError, ZeroDivisionError):
        rate = Fraction(0)
    if not 1 <= rate <= 240:
        raise UsageError(f"unknown frame rate {text!r}", hint=f"use one of {', '.join(FRAME_RATES)}")
    return rate


def to_frames(ms: Millis, rate: Fraction) -> int:
    """The frame nearest to *ms*; halves go up."""
    # In whole numbers: ten times as fast as Fraction, and this runs for every time of every cue.
    return (2 * ms * rate.numerator + 1000 * rate.denominator) // (2000 * rate.denominator)


def from_frames(frames: int, rate: Fraction) -> Millis:
    """The whole millisecond nearest to a frame's start; ``to_frames`` undoes it up to 500 fps."""
    return (2000 * frames * rate.denominator + rate.numerator) // (2 * rate.numerator)


def snap(ms: Millis, rate: Fraction) -> Millis:
    """*ms* moved to the nearest frame."""
    return from_frames(to_frames(ms, rate), rate)


def nominal(rate: Fraction) -> int:
    """Frames a time-code second counts: 30 for 29.97."""
    return (2 * rate.numerator + rate.denominator) // (2 * rate.denominator)


def format_smpte(frames: int, rate: Fraction, *, drop_frame: bool = False) -> str:
    """Frame count → ``HH:MM:SS:FF`` (``HH:MM:SS;FF`` with drop frame). Hours run past 24 rather than wrap."""
    if drop_frame:
        frames = _with_dropped(frames, rate)
    base = nominal(rate)
    seconds, frame = divmod(frames, base)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{';' if drop_frame else ':'}{frame:02d}"


_SMPTE = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)([:;.,])(\d{2})")


def parse_smpte(text: str, rate: Fraction, *, drop_frame: bool | None = None) -> int:
    """``HH:MM:SS:FF`` → frame count; a ``;`` before the frames means drop frame unless told otherwise.

    Raises UsageError for text that is no time code or a frame the rate does not have.
    """
    match = _SMPTE.fullmatch(text.strip())
    base = nominal(rate)
    if not match or int(match[5]) >= base:
        raise UsageError(f"not a time code at {float(rate):g} fps: {text!r}", hint="write it as 10:00:00:00")
    hour, minute, second, frame = int(match[1]), int(match[2]), int(match[3]), int(match[5])
    count = ((hour * 60 + minute) * 60 + second) * base + frame
    if drop_frame if drop_frame is not None else match[4] == ";":
        skip = _dropped_per_minute(rate)
        if minute % 10 and not second and frame < skip:
            raise UsageError(f"drop-frame time code has no {text!r}", hint=f"the next frame is :{skip:02d}")
        total_minutes = hour * 60 + minute
        count -= skip * (total_minutes - total_minutes // 10)
    return count


def parse_start(text: str, rate: Fraction) -> Millis:
    """A programme's start time code → real milliseconds of it. Raises UsageError past hour 23 too."""
    frames = parse_smpte(text, rate)
    if int(text.strip().partition(":")[0]) > 23:
        raise UsageError(f"no time of day: {text!r}", hint="hours go to 23")
    return from_frames(frames, rate)


def can_drop(rate: Fraction) -> bool:
    """Whether time code at *rate* may drop frames: 29.97, 59.94."""
    return rate.denominator == 1001 and nominal(rate) % 30 == 0


def start_frames(start: Millis, rate: Fraction, drop_frame: bool, own: Fraction, own_drop: bool) -> int:
    """Frames at the rate *own* of the time code that *start* is at *rate*: 10:00:00:00 stays 10:00:00:00.

    A programme's start code is a name, not a time: a format with a rate of its own keeps the digits, and
    counts real time from them. A frame that drop frame does not have becomes the next one.
    """
    code = format_smpte(to_frames(start, rate), rate, drop_frame=drop_frame and can_drop(rate))
    clock, frame = code[:-3], int(code[-2:]) * nominal(own) // nominal(rate)
    if own_drop and clock.endswith(":00") and clock[-4] != "0":
        frame = max(frame, _dropped_per_minute(own))
    return parse_smpte(f"{clock}:{frame:02d}", own, drop_frame=own_drop)


def _dropped_per_minute(rate: Fraction) -> int:
    if not can_drop(rate):
        raise UsageError(f"drop frame needs 29.97 or 59.94 fps, not {float(rate):g}")
    return nominal(rate) // 15


def _with_dropped(frames: int, rate: Fraction) -> int:
    skip, base = _dropped_per_minute(rate), nominal(rate)
    per_minute = base * 60 - skip
    per_ten = per_minute * 10 + skip
    tens, rest = divmod(frames, per_ten)
    minutes = 0 if rest < base * 60 else 1 + (rest - base * 60) // per_minute
    return frames + skip * (tens * 9 + minutes)


_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?|:?(\d{1,5})(?:[.,](\d{1,3}))?\s*s?")


def parse_duration(text: str) -> Millis:
    """``1:32``, ``:12``, ``0:01:32.5``, ``92`` or ``92s`` → milliseconds. Raises UsageError otherwise."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise UsageError(f"not a running time: {text!r}", hint="write it as 1:32 or :12")
    if match[5] is not None:
        return int(match[5]) * 1000 + int((match[6] or "0").ljust(3, "0"))
    if int(match[3]) >= 60:
        raise UsageError(f"not a running time: {text!r}", hint="seconds go to 59")
    seconds = (int(match[1] or 0) * 60 + int(match[2])) * 60 + int(match[3])
    return seconds * 1000 + int((match[4] or "0").ljust(3, "0"))


def format_duration(ms: Millis) -> str:
    """``1:32`` as rundowns show it, rounded to the second; hours only when there are some."""
    sign = "-" if ms <= -500 else ""
    seconds = (abs(ms) + 500) // 1000
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{sign}{hour}:{minute:02d}:{second:02d}" if hour else f"{sign}{minute}:{second:02d}"
