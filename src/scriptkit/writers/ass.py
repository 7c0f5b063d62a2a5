"""Advanced SubStation Alpha (``.ass``), as libass, VSFilter and Aegisub read it.

Braces open override blocks and there is no escape all renderers share, so ``{`` and ``}`` in text
become their full-width forms; a backslash that would be a command gets U+2060 WORD JOINER behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text.clean import one_line
from scriptkit.writers.grid import on_grid
from scriptkit.writers.losses import loss, negative_times, note, said_by, start_loss, text_losses, visible

_HEADER = """\
[Script Info]
{title}ScriptType: v4.00+
WrapStyle: 2
ScaledBorderAndShadow: yes
PlayResX: 1920
PlayResY: 1080

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, \
MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,60,&H00FFFFFF,&H000000FF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,3,1,2,96,96,54,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
_TEXT = str.maketrans({"{": "｛", "}": "｝"})
_COMMAND = re.compile(r"\\(?=[Nnh])")
_HUNDREDTHS = Fraction(100)
_LAST = 35_999_999
"""99:59:59.99 in hundredths: more digits of hours than that no player reads."""


class AssWriter:
    name = "ass"
    suffix = ".ass"
    title = "Advanced SubStation Alpha"
    colours = True

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [
            *start_loss(self.title, options),
            *negative_times(track),
            *text_losses(track),
            *_own_losses(track),
        ]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        title = f"Title: {one_line(track.title)}\n" if one_line(track.title) else ""
        parts = [_HEADER.format(title=title.translate(_TEXT))]
        shown = list(visible(track.cues))
        grid = on_grid([cue for cue, _ in shown], _HUNDREDTHS)
        for (cue, lines), (start, end) in zip(shown, grid, strict=True):
            times = f"{_format(min(start, _LAST - 1))},{_format(min(end, _LAST))}"
            name = said_by(cue).replace(",", " ")
            parts.append(f"Dialogue: 0,{times},Default,{name},0,0,0,,{_body(cue, lines)}\n")
        return "".join(parts).encode("utf-8")


def _own_losses(track: SubtitleTrack) -> Iterator[Finding]:
    if any(cue.start % 10 or cue.end % 10 for cue in track.cues):
        yield note("loss-precision", "times are rounded to hundredths of a second")
    for number, cue in enumerate(track.cues, 1):
        if any("{" in line or "}" in line for line in cue.lines):
            yield loss("loss-character", "braces become full-width braces", cue=number, at=cue.start)
        if cue.end > 10 * _LAST + 9:
            yield loss("loss-time", "hour 100 and later cannot be written", cue=number, at=cue.start)


def _body(cue: Cue, lines: tuple[str, ...]) -> str:
    shown = [_plain(line) for line in lines]
    if cue.colours:
        shown = [_coloured(line, cue.colour(i)) for i, line in enumerate(shown)]
    overrides = ("\\an8" if cue.top else "") + ("\\i1" if cue.italic else "")
    return (f"{{{overrides}}}" if overrides else "") + "\\N".join(shown)


def _plain(line: str) -> str:
    if "{" in line or "}" in line or "\\" in line:
        line = _COMMAND.sub("\\\\\u2060", line.translate(_TEXT))
    return line


def _coloured(line: str, colour: str | None) -> str:
    rgb = (colour or "#FFFFFF").lstrip("#").upper()
    return f"{{\\c&H{rgb[4:6]}{rgb[2:4]}{rgb[0:2]}&}}{line}"


def _format(centis: int) -> str:
    seconds, centi = divmod(centis, 100)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02d}:{second:02d}.{centi:02d}"
