"""SubRip files as they are found: numbers missing, blank lines inside cues, odd encodings.

One pass over the lines; a time line starts a cue, and whatever follows up to the next number and
time line is its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.stamps import TimeLine, parse_half, parse_time_line
from scriptkit.timecode import Millis

# Markup players know; anything else in angle brackets is text.
_TAG = re.compile(r"</?(?:i|b|u|s|em|strong)>|<font[^<>]{0,200}>|</font>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}]{0,200}\}")
_ALL_ITALIC = re.compile(r"<i>[^<]*</i>", re.IGNORECASE)
_JOINED = re.compile("(?<=[-–])\u2060(?=[ \t]*>)|(?<=[<{\\\\:.,])\u2060|\u2060$")


class SrtReader:
    name = "srt"
    title = "SubRip"
    suffixes: tuple[str, ...] = (".srt",)

    def sniff(self, head: bytes) -> bool:
        text = TrackBuilder("").decode(head)
        return not text.lstrip().startswith(("WEBVTT", "<")) and any(
            parse_time_line(line, separator=",") for line in text.split("\n")
        )

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when there is text but not one time line in it."""
        builder = TrackBuilder(source)
        lines = builder.decode(data).split("\n")
        stamps = [
            (i, times)
            for i, line in enumerate(lines)
            if (times := parse_time_line(line, separator=",") or parse_half(line, separator=","))
        ]
        if not stamps:
            if not any(line.strip() for line in lines):
                return builder.finish()
            raise InputError(
                f"{source}: no SubRip time line", hint="a cue needs a line like 00:00:01,000 --> 00:00:03,000"
            )
        _read_cues(builder, lines, stamps)
        return builder.finish()


def _read_cues(builder: TrackBuilder, lines: list[str], stamps: list[tuple[int, TimeLine]]) -> None:
    number = 0
    heads: list[int] = []
    for at, _ in stamps:
        number, head = _number_before(lines, at, number)
        heads.append(head)
    if any(line.strip() for line in lines[: heads[0]]):
        builder.warn(
            "stray-text", f"text before the first cue left out: {_first(lines[: heads[0]])!r}", line=1
        )
    for (at, times), end in zip(stamps, [*heads[1:], len(lines)], strict=True):
        start, stop = builder.times(times, lines[at], at + 1)
        body = lines[at + 1 : max(at + 1, end)]
        while body and not body[-1].strip():
            body.pop()
        if any(not line.strip() for line in body[1:]):
            builder.warn("blank-line", "blank line inside a cue", line=at + 1, at=start)
        builder.add(_raw(start, stop, body), line=at + 1)


def _raw(start: Millis, end: Millis | None, body: list[str]) -> Raw:
    text = "\n".join(body).strip()
    override = _OVERRIDE.match(text)
    rest = text[override.end() :] if override else text
    return Raw(
        start,
        end,
        [plain(line) for line in body],
        italic=bool(_ALL_ITALIC.fullmatch(rest)),
        top=bool(override and "\\an8" in override[0]),
    )


def _number_before(lines: list[str], at: int, previous: int) -> tuple[int, int]:
    """The number of the cue whose time line is *at*, and the line its block begins on.

    A line of digits is the number when a blank line (or the file's start) is before it, or when it
    counts on from the cue before; otherwise it is text, as in a cue that ends with a year.
    """
    above = lines[at - 1].strip().lstrip("\ufeff") if at else ""
    if not above.isdecimal() or len(above) > 9:
        return previous + 1, at
    if at == 1 or not lines[at - 2].strip() or int(above) == previous + 1:
        return int(above), at - 1
    return previous + 1, at


def _first(lines: list[str]) -> str:
    return next((line.strip()[:60] for line in lines if line.strip()), "")


def plain(line: str) -> str:
    """*line* without the markup players know, and without the joiners our own writer puts in."""
    if "<" in line:
        line = _TAG.sub("", line)
    if "{" in line:
        line = _OVERRIDE.sub("", line)
    if "\u2060" in line:
        line = _JOINED.sub("", line)
    return line
