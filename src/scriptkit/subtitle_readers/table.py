"""Cues from a spreadsheet: our own columns, or any table with a start, an end and a text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence

from scriptkit.errors import InputError
from scriptkit.model import Finding, Role, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.timecode import Millis

_STARTS = ("start ms", "start", "begin", "in", "start time", "time in", "timecode in", "time code in")
_ENDS = ("end ms", "end", "stop", "out", "end time", "time out", "timecode out", "time code out")
_TEXTS = ("text", "caption", "subtitle", "cue", "description", "payload")
_CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,5}):(\d{1,5})(?:[.,](\d{1,9})|[:;](\d{1,2}))?$")
_ASSUMED_FPS = 25
_MARKER_LIST = "marker name"
"""A column of Premiere's lists of markers, which look like tables of cues but are none."""
_ROLES = {role.value: role for role in Role}


class CsvReader:
    name = "csv"
    title = "CSV"
    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def sniff(self, head: bytes) -> bool:
        first = TrackBuilder("").decode(head).lstrip("\ufeff").split("\n", 1)[0]
        names = _names(next(csv.reader([first], delimiter=_delimiter(first)), []))
        return _MARKER_LIST not in names and all(
            any(n in names for n in known) for known in (_STARTS, _ENDS, _TEXTS)
        )

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError for a table without a start, an end and a text column, and for a marker list."""
        builder = TrackBuilder(source)
        text = builder.decode(data).lstrip("\ufeff")
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text.split("\n", 1)[0]))
        try:
            names = _names(next(rows, []))
            if _MARKER_LIST in names:
                raise InputError(
                    f"{source}: a list of markers for an editing system, not a caption file",
                    hint="give the caption file the markers were made from",
                )
            start, end, words = (_first(known, names) for known in (_STARTS, _ENDS, _TEXTS))
            if start is None or end is None or words is None:
                raise InputError(
                    f"{source}: no table of cues", hint="its first row must name start, end and text columns"
                )
            for number, row in enumerate(rows, 2):
                if any(cell.strip() for cell in row):
                    values = dict(zip(names, row, strict=False))
                    _add(builder, values, (start, end, words), number)
        except csv.Error as error:
            raise InputError(
                f"{source}: not a readable table: {error}", hint="save it as CSV again"
            ) from None
        return builder.finish()


def _delimiter(first: str) -> str:
    """Comma, semicolon or tab, whichever the first row has most of."""
    return max(",;\t", key=first.count)


def _names(row: Sequence[str]) -> list[str]:
    return [re.sub(r"[\s_-]+", " ", cell.strip().lower()) for cell in row]


def _first(known: Sequence[str], names: Sequence[str]) -> str | None:
    return next((name for name in known if name in names), None)


def _add(builder: TrackBuilder, values: Mapping[str, str], columns: tuple[str, str, str], row: int) -> None:
    start, end = (_millis(values.get(name, ""), name) for name in columns[:2])
    if any(re.search(r"[:;]\d\d[:;]\d\d[:;]", values.get(name, "")) for name in columns[:2]):
        builder.warn("odd-time", f"time code with frames, read at {_ASSUMED_FPS} fps", line=row)
    if start is None:
        builder.error(
            "bad-time-line", f"not a time, put at the start: {values.get(columns[0], '')[:40]!r}", line=row
        )
        start = 0
    builder.add(
        Raw(
            start,
            end,
            _shown(values.get(columns[2], "")).split("\n"),
            _shown(values.get("speaker", "")),
            _ROLES.get(values.get("role", "")),
            tuple(c for c in values.get("colours", "").split() if re.fullmatch("#[0-9A-Fa-f]{6}", c)),
            italic=values.get("italic", "") == "yes",
            top=values.get("top", "") == "yes",
        ),
        line=row,
    )


def _shown(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheets from taking it for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t'") else cell


def _millis(cell: str, column: str) -> Millis | None:
    """Milliseconds where the column says so, else a clock time, a time code or seconds."""
    cell = cell.strip()
    if column.endswith(" ms"):
        return int(cell) if re.fullmatch(r"-?\d{1,12}", cell) else None
    match = _CLOCK.match(cell)
    if match:
        seconds = (int(match[1] or 0) * 60 + int(match[2])) * 60 + int(match[3])
        frames = int(match[5] or 0) * 1000 // _ASSUMED_FPS
        return seconds * 1000 + (int(match[4][:3].ljust(3, "0")) if match[4] else frames)
    return round(float(cell) * 1000) if re.fullmatch(r"-?\d{1,9}(\.\d{1,9})?", cell) else None
