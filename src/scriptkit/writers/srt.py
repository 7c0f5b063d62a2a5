"""SubRip (``.srt``): UTF-8, numbered cues, no escaping.

The format has no escape, and players disagree about which text is markup. Text that some reader
would take for a time line, a tag or an override gets U+2060 WORD JOINER inside: it has no width and
breaks no line, so the viewer sees the same words, and no reader sees a command.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scriptkit.model import Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.timecode import Millis
from scriptkit.writers.losses import (
    colour_loss,
    negative_times,
    speaker_loss,
    start_loss,
    style_loss,
    text_losses,
    visible,
)

JOINER = "\u2060"
# pysubs2 takes any line with two of these for a time line; all other readers look for the arrow.
_STAMP = re.compile(r"(\d{1,2}:)(?=\d{1,2}:\d{1,2}[.,]\d{1,3})")
_WHOLE_STAMP = re.compile(r"\d{1,2}:\d{1,2}:\d{1,2}[.,]\d{1,3}")
_COMMAND = re.compile(
    r"(?<=[-–])(?=[ \t]*>)|(?<=<)(?=[ /]{0,3}[A-Za-z])|(?<=\{)(?=[\\A-Za-z])|(?<=\\)(?=[Nnh])"
)


class SrtWriter:
    name = "srt"
    suffix = ".srt"
    title = "SubRip"
    colours = False

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [
            *start_loss(self.title, options),
            *colour_loss(track, self.title),
            *style_loss(track, self.title, italic=False),
            *speaker_loss(track, self.title),
            *negative_times(track),
            *text_losses(track),
        ]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        blocks = []
        shown = list(visible(track.cues))
        for number, (cue, lines) in enumerate(shown, 1):
            body = "\n".join(map(harmless, lines))
            # A last line of digits alone is taken for the next cue's number at the end of a file.
            if number == len(shown) and len(lines) > 1 and lines[-1].isdecimal():
                body += JOINER
            if cue.italic:
                body = f"<i>{body}</i>"
            blocks.append(f"{number}\n{format_time(cue.start)} --> {format_time(cue.end)}\n{body}\n")
        text = "\n".join(blocks)
        return (text.replace("\n", "\r\n") if options.crlf else text).encode("utf-8")


def harmless(line: str) -> str:
    """*line* with nothing in it that a SubRip reader could take for a command."""
    # Looks for rare characters keep ordinary lines at the cost of a scan.
    if any(map(line.__contains__, "<{\\>")):
        line = _COMMAND.sub(JOINER, line)
    if line.count(":") > 3 and len(_WHOLE_STAMP.findall(line)) > 1:
        line = _STAMP.sub(lambda m: m[1] + JOINER, line)
    return line


def format_time(ms: Millis) -> str:
    """``HH:MM:SS,mmm``; times before zero are zero, hours may pass 99."""
    seconds, milli = divmod(max(0, ms), 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d},{milli:03d}"
