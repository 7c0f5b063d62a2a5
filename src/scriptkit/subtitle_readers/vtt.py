"""WebVTT: header, NOTE/STYLE/REGION blocks, cues with tags and character references."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.stamps import TimeLine, parse_half, parse_time_line

_TAG = re.compile(r"<[^<>]{0,500}>")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?\s+([^<>]{1,300})>")
_ITALIC = re.compile(r"(?:<v[^<>]{0,400}>)?<i>(?:[^<]|<(?!/?i>))*</i>(?:</v>)?", re.DOTALL)
_TOP = re.compile(r"(?:^|\s)line:(?:[0-4](?:,|\s|$)|(?:[0-9]|[1-3][0-9])(?:\.\d{1,9})?%)")
_COLOUR = re.compile(
    r"(?:</?[vi](?:\s[^<>]{0,400})?>)*"
    r"<c\.(white|lime|cyan|red|yellow|magenta|blue|black|c[0-9A-Fa-f]{6})>"
)
_NAMES = {
    "white": "#FFFFFF",
    "lime": "#00FF00",
    "cyan": "#00FFFF",
    "red": "#FF0000",
    "yellow": "#FFFF00",
    "magenta": "#FF00FF",
    "blue": "#0000FF",
    "black": "#000000",
}
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z0-9-]{2,35})[ \t]*$", re.MULTILINE)
_HEAD = re.compile(r"\ufeff?WEBVTT(?:[ \t].*)?$")


class VttReader:
    name = "vtt"
    title = "WebVTT"
    suffixes: tuple[str, ...] = (".vtt", ".webvtt")

    def sniff(self, head: bytes) -> bool:
        return TrackBuilder("").decode(head).lstrip("\ufeff").startswith("WEBVTT")

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        builder = TrackBuilder(source)
        lines = builder.decode(data).split("\n")
        if not _HEAD.match(lines[0]):
            builder.error("no-header", "file does not begin with WEBVTT; players refuse it", line=1)
        at = 0
        while at < len(lines):
            end = at
            while end < len(lines) and lines[end].strip():
                end += 1
            if end > at:
                _read_block(builder, lines, at, end)
            at = end + 1
        return builder.finish()


def _read_block(builder: TrackBuilder, lines: list[str], at: int, end: int) -> None:
    """One block between blank lines. A time line ends a cue's text even without a blank line."""
    stamps = [i for i in range(at, end) if "-->" in lines[i]]
    if not stamps:
        if not lines[at].lstrip("\ufeff").startswith(("WEBVTT", "NOTE", "STYLE", "REGION")):
            text = " ".join(line.strip() for line in lines[at:end])
            builder.error("stray-text", f"no time line, left out as players do: {text[:200]!r}", line=at + 1)
        elif language := _LANGUAGE.search("\n".join(lines[at:end])):
            builder.language = language[1]
        return
    for i, stop in zip(stamps, [*stamps[1:], end], strict=True):
        times = parse_time_line(lines[i], separator=".") or parse_half(lines[i], separator=".")
        start, finish = builder.times(times or TimeLine(None, None, "", ""), lines[i], i + 1)
        raw = "\n".join(lines[i + 1 : stop])
        voice = _VOICE.search(raw)
        speaker = html.unescape(voice[1]).strip() if voice else None
        builder.add(
            Raw(
                start,
                finish,
                plain(raw).split("\n"),
                speaker,
                colours=_colours(raw),
                italic=bool(_ITALIC.fullmatch(raw.strip())),
                top=times is not None and bool(_TOP.search(times.settings)),
            ),
            line=i + 1,
        )


def _colours(raw: str) -> tuple[str, ...]:
    """The colour class each line begins with; empty when a line has none."""
    colours = []
    for line in raw.split("\n"):
        match = _COLOUR.match(line)
        if not match:
            return ()
        colours.append(_NAMES.get(match[1]) or f"#{match[1][1:].upper()}")
    return tuple(colours)


def plain(raw: str) -> str:
    """Cue text without tags, character references resolved."""
    return html.unescape(_TAG.sub("", raw)) if "<" in raw or "&" in raw else raw
