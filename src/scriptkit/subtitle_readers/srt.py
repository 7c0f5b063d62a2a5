"""SubRip files as they are found: numbers missing, blank lines inside cues, odd encodings.

One pass over the lines; a time line starts a cue, and whatever follows up to the next number and
time line is its text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.stamps import TimeLine, parse_damaged, parse_half, parse_rest, parse_time_line
from scriptkit.subtitle_readers.styling import PLACE, placed, styled, tag_runs
from scriptkit.timecode import Millis

_JOINED = re.compile("(?<=[-–])\u2060(?=[ \t]*>)|(?<=[<{\\\\:.,])\u2060|\u2060$")
_COORDINATES = re.compile(r"(?:[XY][12]:|(?:line|position|align|size|vertical|region):\S)", re.IGNORECASE)
_TIME_CUT = re.compile(r"\s*\d{1,3}(?:[:.,;]\d{0,9}){0,3}[\s>–-]*$")


class SrtReader:
    name = "srt"
    title = "SubRip"
    suffixes: tuple[str, ...] = (".srt",)

    def sniff(self, head: bytes) -> bool:
        text = TrackBuilder("").decode(head)
        return not text.lstrip().startswith(("WEBVTT", "<")) and any(
            ">" in line and parse_time_line(line, separator=",") for line in text.split("\n")
        )

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when there is text but not one time line in it."""
        builder = TrackBuilder(source)
        lines = builder.decode(data).split("\n")
        stamps = [
            (i, times)
            for i, line in enumerate(lines)
            if (times := parse_time_line(line, separator=",") or _meant(lines, i, line))
        ]
        if not stamps:
            if not any(line.strip() for line in lines):
                return builder.finish()
            raise InputError(
                f"{source}: no SubRip time line", hint="a cue needs a line like 00:00:01,000 --> 00:00:03,000"
            )
        _read_cues(builder, lines, stamps)
        return builder.finish()


def _meant(lines: list[str], at: int, line: str) -> TimeLine | None:
    """A damaged time line: one with an arrow and a time, or what stands behind a cue's number."""
    if "-->" not in line and not line.lstrip()[:1].isdigit():
        return None
    half = parse_half(line, separator=",")
    if half or not at or not line or not _begins_block(lines, at - 1):
        return half
    return parse_damaged(line, separator=",")


def _begins_block(lines: list[str], at: int) -> bool:
    """Whether a line is a cue's number, with the file's start or a blank line before it."""
    return _is_number(lines[at]) and (at == 0 or not lines[at - 1].strip())


def _is_number(line: str) -> bool:
    line = line.strip().lstrip("\ufeff")
    return line.isdecimal() and len(line) <= 9


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
    end_of_file = _cut_off(builder, lines, stamps, number)
    for (at, times), end in zip(stamps, [*heads[1:], end_of_file], strict=True):
        if at >= end_of_file:
            continue
        start, stop = builder.times(times, lines[at], at + 1)
        body = [*_words_behind(builder, times, at), *lines[at + 1 : max(at + 1, end)]]
        if stop is None and body and lines[at].rstrip().endswith("-->"):
            rest = parse_rest(body[0], separator=",")
            stop, body[0] = rest or (None, body[0])
        while body and not body[-1].strip():
            body.pop()
        if any(not line.strip() for line in body[1:]):
            builder.warn("blank-line", "blank line inside a cue", line=at + 1, at=start)
        raw = _raw(start, stop, body)
        if _COORDINATES.match(times.settings):
            raw = replace(raw, lost=raw.lost | {PLACE})
        builder.add(raw, line=at + 1)


def _words_behind(builder: TrackBuilder, times: TimeLine, at: int) -> list[str]:
    """Text on the time line itself, which players leave out; not places, nor a third time."""
    said = times.settings.strip()
    if not said or _COORDINATES.match(said):
        return []
    builder.warn("odd-time", "time line: text behind the times", line=at + 1, at=times.start)
    return [] if "-->" in said else [said]


def _cut_off(builder: TrackBuilder, lines: list[str], stamps: list[tuple[int, TimeLine]], number: int) -> int:
    """Where the text of the last cue ends: before the beginning of another of which no text is left."""
    last = len(lines)
    while last and not lines[last - 1].strip():
        last -= 1
    at, times = stamps[-1]
    head = last - 1
    if at == last - 1 and (times.odd or times.start is None or times.end is None):
        _, head = _number_before(lines, at, number - 1)
    elif at < last - 2 and _begins_block(lines, last - 2) and _TIME_CUT.match(lines[last - 1]):
        head = last - 2
    elif not (at < last - 1 and _begins_block(lines, last - 1) and int(lines[last - 1]) == number + 1):
        return len(lines)
    left = " ".join(line.strip() for line in lines[head:last])
    builder.error("truncated", f"the file ends in the middle of a cue: {left[:60]!r}", line=head + 1)
    return head


def _raw(start: Millis, end: Millis | None, body: list[str]) -> Raw:
    text = "\n".join(body)
    if "<" not in text and "{" not in text:
        return Raw(start, end, [plain(line) for line in body])
    runs = list(tag_runs(text))
    look = styled(runs)
    top, aside = placed(text)
    return Raw(
        start,
        end,
        [_JOINED.sub("", line) for line in look.lines],
        colours=look.colours,
        italic=look.italic,
        top=bool(top),
        lost=look.lost | {PLACE} if aside else look.lost,
    )


def _number_before(lines: list[str], at: int, previous: int) -> tuple[int, int]:
    """The number of the cue whose time line is *at*, and the line its block begins on.

    A line of digits is the number when a blank line (or the file's start) is before it, or when it
    counts on from the cue before; otherwise it is text, as in a cue that ends with a year.
    """
    if not at or not _is_number(lines[at - 1]):
        return previous + 1, at
    above = lines[at - 1].strip().lstrip("\ufeff")
    if at == 1 or not lines[at - 2].strip() or int(above) == previous + 1:
        return int(above), at - 1
    return previous + 1, at


def _first(lines: list[str]) -> str:
    return next((line.strip()[:60] for line in lines if line.strip()), "")


def plain(line: str) -> str:
    """*line* without the markup players know, and without the joiners our own writer puts in."""
    if "<" in line or "{" in line:
        line = "".join(text for text, _ in tag_runs(line))
    if "\u2060" in line:
        line = _JOINED.sub("", line)
    return line
