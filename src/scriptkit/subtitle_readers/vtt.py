"""WebVTT: header, NOTE/STYLE/REGION blocks, cues with tags and character references."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder, line_speakers
from scriptkit.subtitle_readers.stamps import TimeLine, parse_half, parse_time_line
from scriptkit.subtitle_readers.styling import (
    BOLD,
    PLACE,
    PLAIN,
    RUBY,
    UNDERLINE,
    Look,
    Run,
    colour_of,
    styled,
)
from scriptkit.timecode import Millis

_TAG = re.compile(r"<([^<>]{0,500})>")
_TAG_PARTS = re.compile(r"(/?)([A-Za-z]{1,9})((?:\.[^\s.<>]{1,100}){0,9})(?:\s+(.*))?$", re.DOTALL)
_OWN_COLOUR = re.compile(r"c[0-9A-Fa-f]{6}$")
"""A class our own writer makes for a colour without a name."""
_CLASSES = {
    "white": "#FFFFFF",
    "lime": "#00FF00",
    "cyan": "#00FFFF",
    "red": "#FF0000",
    "yellow": "#FFFF00",
    "magenta": "#FF00FF",
    "blue": "#0000FF",
    "black": "#000000",
}
_KINDS = {"b": BOLD, "u": UNDERLINE}
_DEPTH = 50
"""Tags open at once that are kept track of."""
_LOW, _ROWS, _FROM_BELOW = 70, 10, 5
"""From this share of the height, this row or this many rows from below on, text is at the bottom."""
_RULE = re.compile(r"::cue\(\s{0,9}[a-z]{0,4}\.([\w-]{1,60})\s{0,9}\)\s{0,9}\{([^{}]{0,1000})\}")
_RULE_COLOUR = re.compile(r"(?<![\w-])color\s{0,9}:\s{0,9}([#\w]{1,30})")
_SETTING = re.compile(r"(line|position|align|vertical|region):(\S{1,60})")
_WORD_TIMES, _CLASS = "times of words", "classes"
_VOICES = "a second speaker's name"
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z0-9-]{2,35})[ \t]*$", re.MULTILINE)
_TOP = re.compile(r"(?:^|\s)line:(?:[0-4](?:,|\s|$)|(?:[0-9]|[1-3][0-9])(?:\.\d{1,9})?%)")
_HEAD = re.compile(r"\ufeff?WEBVTT(?:[ \t].*)?$")

_OWN_LINE = re.compile(
    r"[ \t]{0,9}(?:\d\d:\d\d\.\d{3}[ \t]|\d{2,4}:\d\d:\d\d\.\d{3}[ \t].*[ \t](?:line|position|align|size):)"
)
"""A time line with minutes and seconds only, or with settings."""


class VttReader:
    name = "vtt"
    title = "WebVTT"
    suffixes: tuple[str, ...] = (".vtt", ".webvtt")

    def sniff(self, head: bytes) -> bool:
        """Also without its header, when times are written as no SubRip file has them."""
        text = TrackBuilder("").decode(head).lstrip("\ufeff")
        if text.startswith("WEBVTT"):
            return True
        # Further down such a line is what another format's captions say.
        first = [line for line in text.split("\n") if line.strip()][:2]
        return any(_OWN_LINE.match(line) and parse_time_line(line, separator=".") for line in first)

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        builder = TrackBuilder(source)
        lines = builder.decode(data).split("\n")
        if not _HEAD.match(lines[0]):
            builder.error("no-header", "file does not begin with WEBVTT; players refuse it", line=1)
        classes: dict[str, Look] = {}
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and lines[end].strip():
                end += 1
            if end > at:
                _read_block(builder, classes, lines, at, end)
            at = end + 1
        return builder.finish()


def _read_block(builder: TrackBuilder, classes: dict[str, Look], lines: list[str], at: int, end: int) -> None:
    """One block between blank lines. A time line ends a cue's text even without a blank line."""
    stamps = [i for i in range(at, end) if "-->" in lines[i]]
    if not stamps:
        _read_other(builder, classes, lines, at, end)
        return
    for i, stop in zip(stamps, [*stamps[1:], end], strict=True):
        times = parse_time_line(lines[i], separator=".") or parse_half(lines[i], separator=".")
        times = times or TimeLine(None, None, "", "")
        start, finish = builder.times(times, lines[i], i + 1)
        builder.add(_raw(start, finish, "\n".join(lines[i + 1 : stop]), times.settings, classes), line=i + 1)


def _read_other(builder: TrackBuilder, classes: dict[str, Look], lines: list[str], at: int, end: int) -> None:
    """A block without a time line: the head, styles, notes, or words out of place."""
    text = "\n".join(lines[at:end]).lstrip("\ufeff")
    if text.startswith("STYLE"):
        for name, rule in _RULE.findall(text):
            classes[name] = _ruled(rule)
    elif not text.startswith(("WEBVTT", "NOTE", "REGION")):
        words = " ".join(line.strip() for line in lines[at:end])
        builder.error("stray-text", f"no time line, left out as players do: {words[:200]!r}", line=at + 1)
    if text.startswith(("WEBVTT", "NOTE", "STYLE", "REGION")) and (language := _LANGUAGE.search(text)):
        builder.language = language[1]


def _ruled(rule: str) -> Look:
    """The look a style sheet gives a class, as far as it is one."""
    colour = _RULE_COLOUR.search(rule)
    found = colour_of(colour[1]) if colour else None
    look = Look("italic" in rule, found)
    if re.search(r"font-weight\s{0,9}:\s{0,9}bold", rule):
        look = look.having(BOLD, True)
    return look if look != PLAIN or (colour and found) else look.having(_CLASS, True)


def _raw(start: Millis, end: Millis | None, text: str, settings: str, classes: dict[str, Look]) -> Raw:
    top, aside = _place(settings)
    place = frozenset((PLACE,)) if aside else frozenset[str]()
    if "<" not in text:
        return Raw(start, end, html.unescape(text).split("\n"), top=top, lost=place)
    reading = _Reading(classes)
    look = styled(list(reading.runs(text)))
    lost = look.lost | place | reading.lost
    by_line = line_speakers(reading.voices)
    if len(reading.speakers) > len({name for name in by_line if name}):
        lost |= {_VOICES}
    return Raw(
        start,
        end,
        look.lines,
        next(iter(reading.speakers), None),
        colours=look.colours,
        italic=look.italic,
        top=top,
        lost=lost,
        speakers=by_line,
    )


@dataclass(slots=True)
class _Reading:
    """Goes through one cue's text; tags nobody closed hold to its end."""

    classes: dict[str, Look]
    lost: set[str] = field(default_factory=set)
    speakers: dict[str, None] = field(default_factory=dict)
    """In the order they come."""
    voices: list[tuple[str, str | None]] = field(default_factory=list)
    """Text with who says it."""
    _voice: list[str | None] = field(default_factory=list)
    """Names of the voices that are open."""
    _open: list[tuple[str, Look]] = field(default_factory=list)
    """Tags, each with the look outside it."""
    _look: Look = PLAIN

    def runs(self, text: str) -> Iterator[Run]:
        pieces = _TAG.split(text)
        for i, piece in enumerate(pieces):
            if i % 2:
                self._tag(piece)
            elif piece and any(name == "rt" for name, _ in self._open):
                self.lost.add(RUBY)
            elif piece:
                self.voices.append((piece, next(reversed(self._voice), None)))
                yield html.unescape(piece), self._look

    def _tag(self, tag: str) -> None:
        match = _TAG_PARTS.match(tag)
        if not match:
            if tag[:1].isdigit():
                self.lost.add(_WORD_TIMES)
            return
        name, said = match[2], match[4]
        if match[1]:
            self._close(name)
        elif len(self._open) < _DEPTH:
            self._open.append((name, self._look))
            if name == "v":
                speaker = html.unescape((said or "")[:300]).strip()
                self._voice.append(speaker or None)
                self.speakers |= {speaker: None} if speaker else {}
            self._look = self._within(name, match[3].split(".")[1:])

    def _close(self, name: str) -> None:
        places = [i for i, (opened, _) in enumerate(self._open) if opened == name]
        if name == "v" and self._voice:
            self._voice.pop()
        if places:
            self._look = self._open[places[-1]][1]
            del self._open[places[-1] :]

    def _within(self, name: str, classes: Sequence[str]) -> Look:
        look = replace(self._look, italic=True) if name == "i" else self._look
        if name in _KINDS:
            look = look.having(_KINDS[name], True)
        for each in classes:
            if colour := _CLASSES.get(each) or (each[1:].upper() if _OWN_COLOUR.match(each) else None):
                look = replace(look, colour="#" + colour.lstrip("#"))
            elif each in self.classes:
                ruled = self.classes[each]
                look = Look(
                    look.italic or ruled.italic, ruled.colour or look.colour, look.extra | ruled.extra
                )
            else:
                look = look.having(_CLASS, True)
        return look


def _place(settings: str) -> tuple[bool, bool]:
    """Whether a cue stands at the top, and whether it stands aside or midway, which no cue can say."""
    said = dict(_SETTING.findall(settings))
    line = said.get("line", "").partition(",")[0]
    top, midway = bool(_TOP.search(settings)), False
    if match := re.fullmatch(r"(\d{1,3})(?:\.\d{1,9})?%", line):
        midway = not top and int(match[1]) < _LOW
    elif re.fullmatch(r"-?\d{1,3}", line):
        midway = not top and not (int(line) >= _ROWS or -_FROM_BELOW <= int(line) < 0)
    align = said.get("align", "center")
    position = said.get("position", "50%").partition(",")[0]
    beside = align not in ("center", "middle") or not re.fullmatch(r"50(?:\.0{1,9})?%|auto", position)
    return top, midway or beside or "vertical" in said or "region" in said
