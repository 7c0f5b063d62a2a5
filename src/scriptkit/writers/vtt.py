"""WebVTT: UTF-8, everything that could be markup as a character reference, speakers as voices.

Colours are classes: the eight every player knows by name, and a STYLE block that says the same for
players that do not. W3C WebVTT: The Web Video Text Tracks Format, sections 4 and 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.timecode import Millis
from scriptkit.writers.losses import negative_times, said_by, start_loss, text_losses, visible, voices

# Default text colour classes of the WebVTT standard.
_CLASSES = {
    "#FFFFFF": "white",
    "#00FF00": "lime",
    "#00FFFF": "cyan",
    "#FF0000": "red",
    "#FFFF00": "yellow",
    "#FF00FF": "magenta",
    "#0000FF": "blue",
    "#000000": "black",
}
_REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class VttWriter:
    name = "vtt"
    suffix = ".vtt"
    title = "WebVTT"
    colours = True

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [*start_loss(self.title, options), *negative_times(track), *text_losses(track)]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        blocks = ["WEBVTT\n"]
        style = "".join(_rules(track.cues))
        if style:
            blocks.append(f"STYLE\n{style}")
        for number, (cue, lines) in enumerate(visible(track.cues), 1):
            place = " line:0" if cue.top else ""
            times = f"{format_time(cue.start)} --> {format_time(cue.end)}{place}"
            blocks.append(f"{number}\n{times}\n{_body(cue, lines)}\n")
        return "\n".join(blocks).encode("utf-8")


def _body(cue: Cue, lines: tuple[str, ...]) -> str:
    shown = [line.translate(_REFERENCES) for line in lines]
    if cue.colours:
        shown = [_coloured(line, cue.colour(i)) for i, line in enumerate(shown)]
    each = voices(cue, lines)
    if each:
        shown = [_voiced(line, name) for line, name in zip(shown, each, strict=True)]
    text = "\n".join(shown)
    if cue.italic:
        text = f"<i>{text}</i>"
    return text if each else _voiced(text, said_by(cue))


def _voiced(text: str, name: str) -> str:
    return f"<v {name.translate(_REFERENCES)}>{text}</v>" if name else text


def _coloured(line: str, colour: str | None) -> str:
    return f"<c.{_class(colour)}>{line}</c>" if colour else line


def _class(colour: str) -> str:
    return _CLASSES.get(colour.upper(), "c" + re.sub(r"[^0-9A-Za-z]", "", colour))


def _rules(cues: Sequence[Cue]) -> Iterator[str]:
    for colour in sorted({c.upper() for cue in cues for c in cue.colours}):
        yield f"::cue(.{_class(colour)}) {{ color: {colour} }}\n"


def format_time(ms: Millis) -> str:
    """``HH:MM:SS.mmm``; times before zero are zero, hours may pass 99."""
    seconds, milli = divmod(max(0, ms), 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}.{milli:03d}"
