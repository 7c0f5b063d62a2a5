"""Cues as a spreadsheet (``.csv``): one row a cue, times as time code and in milliseconds.

UTF-8 with a byte order mark, which Excel needs; a cell that a spreadsheet would take for a formula
gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text.length import shown_length
from scriptkit.timecode import format_smpte, to_frames
from scriptkit.writers.losses import said_by, text_losses, visible

COLUMNS = (
    "number",
    "time code in",
    "time code out",
    "start ms",
    "end ms",
    "text",
    "speaker",
    "role",
    "colours",
    "italic",
    "top",
    "characters per second",
)
_FORMULA = frozenset("=+-@\t'")


class CsvWriter:
    name = "csv"
    suffix = ".csv"
    title = "Spreadsheet of cues"
    colours = True

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return list(text_losses(track))

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        rows = (
            [str(number), *_codes(cue, options), str(cue.start), str(cue.end), *_details(cue, lines)]
            for number, (cue, lines) in enumerate(visible(track.cues), 1)
        )
        return ("\ufeff" + table([COLUMNS, *rows])).encode("utf-8")


def _details(cue: Cue, lines: tuple[str, ...]) -> list[str]:
    speed = shown_length(" ".join(lines)) * 1000 / cue.duration
    return [
        "\n".join(lines),
        said_by(cue),
        cue.role.value if cue.role else "",
        " ".join(cue.colours),
        "yes" if cue.italic else "",
        "yes" if cue.top else "",
        f"{speed:.1f}",
    ]


def _codes(cue: Cue, options: WriteOptions) -> list[str]:
    return [time_code(ms + options.start, options) for ms in (cue.start, cue.end)]


def time_code(ms: int, options: WriteOptions) -> str:
    """Time code of the frame nearest to *ms* of programme time; before zero is zero."""
    return format_smpte(
        to_frames(max(0, ms), options.frame_rate), options.frame_rate, drop_frame=options.drop_frame
    )


def table(rows: Iterable[Sequence[str]]) -> str:
    """Comma-separated rows with CRLF (RFC 4180), safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def _safe(cell: str) -> str:
    # A number cannot be a formula; minus times stay numbers.
    if cell[:1] in _FORMULA and not cell.lstrip("-").isdecimal():
        return "'" + cell
    return cell
