"""Markers in the layout Premiere Pro exports and its marker panels import: tabs, one row a cue."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text.clean import one_line
from scriptkit.timecode import format_smpte, to_frames
from scriptkit.writers.losses import marker_losses, said_by, text_losses, visible

_HEADER = ("Marker Name", "Description", "In", "Out", "Duration", "Marker Type")


class PremiereCsvWriter:
    name = "premiere-csv"
    suffix = ".premiere.csv"
    title = "Premiere Pro marker CSV"
    colours = False

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [*text_losses(track), *marker_losses(track, options)]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        rows = [
            _row(number, cue, lines, options) for number, (cue, lines) in enumerate(visible(track.cues), 1)
        ]
        table = io.StringIO(newline="")
        csv.writer(table, delimiter="\t", lineterminator="\n").writerows([_HEADER, *rows])
        return ("\ufeff" + table.getvalue()).encode("utf-8")


def _row(number: int, cue: Cue, lines: tuple[str, ...], options: WriteOptions) -> tuple[str, ...]:
    frames = [to_frames(max(0, ms + options.start), options.frame_rate) for ms in (cue.start, cue.end)]
    frames[1] = max(frames[1], frames[0] + 1)
    codes = [_code(f, options) for f in (*frames, frames[1] - frames[0])]
    name = said_by(cue) or f"Cue {number}"
    return (name, one_line(" ".join(lines)), *codes, "Comment")


def _code(frames: int, options: WriteOptions) -> str:
    """Premiere writes drop-frame time code with semicolons throughout."""
    code = format_smpte(frames, options.frame_rate, drop_frame=options.drop_frame)
    return code.replace(":", ";") if options.drop_frame else code
