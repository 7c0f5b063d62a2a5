"""Each format read by a reader that is not ours: (start ms, end ms, text) for every cue."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from fractions import Fraction

import pysubs2
import pytest
import srt
import webvtt

from scriptkit.ports import WriteOptions

Row = tuple[int, int, str]
Oracle = Callable[[bytes, WriteOptions], list[Row]]


def _srt(data: bytes, options: WriteOptions) -> list[Row]:
    return [
        (round(s.start.total_seconds() * 1000), round(s.end.total_seconds() * 1000), s.content)
        for s in srt.parse(data.decode())
    ]


def _srt_pysubs2(data: bytes, options: WriteOptions) -> list[Row]:
    file = pysubs2.SSAFile.from_string(data.decode(), format_="srt", keep_html_tags=True)
    return [(e.start, e.end, e.text.replace("\\N", "\n")) for e in file]


def _vtt(data: bytes, options: WriteOptions) -> list[Row]:
    captions = webvtt.from_buffer(io.BytesIO(data)) if hasattr(webvtt, "from_buffer") else []
    return [(_clock(c.start), _clock(c.end), _unescape(c.text)) for c in captions]


def _ass(data: bytes, options: WriteOptions) -> list[Row]:
    return [(e.start, e.end, e.plaintext) for e in pysubs2.SSAFile.from_string(data.decode())]


def _imsc(data: bytes, options: WriteOptions) -> list[Row]:
    reader = pytest.importorskip("ttconv.imsc.reader", reason="ttconv is not installed")
    import xml.etree.ElementTree as ElementTree

    document = reader.to_model(ElementTree.ElementTree(ElementTree.fromstring(data)))
    return _paragraphs(document)


def _ebu_stl(data: bytes, options: WriteOptions) -> list[Row]:
    reader = pytest.importorskip("ttconv.stl.reader", reason="ttconv is not installed")
    from ttconv.stl.config import STLReaderConfiguration

    return _paragraphs(reader.to_model(io.BytesIO(data), STLReaderConfiguration(program_start_tc="TCP")))


def _scc(data: bytes, options: WriteOptions) -> list[Row]:
    reader = pytest.importorskip("ttconv.scc.reader", reason="ttconv is not installed")
    return _paragraphs(reader.to_model(data.decode()))


def _csv(data: bytes, options: WriteOptions) -> list[Row]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [(int(r["start ms"]), int(r["end ms"]), _unquoted(r["text"])) for r in rows]


def _json(data: bytes, options: WriteOptions) -> list[Row]:
    return [(c["start"], c["end"], "\n".join(c["lines"])) for c in json.loads(data)["cues"]]


def _edl(data: bytes, options: WriteOptions) -> list[Row]:
    """The grammar of Resolve's own export: an event line, then note, colour, name and length."""
    found = []
    events = re.findall(
        r"^\d{3,}  001 +V +C +([\d:;]+) .*\n.*\|C:ResolveColor\w+ \|M:(.*) \|D:(\d+)$", data.decode(), re.M
    )
    for code, text, length in events:
        start = _frames(code, options)
        found.append((_millis(start, options), _millis(start + int(length), options), text))
    return found


def _premiere(data: bytes, options: WriteOptions) -> list[Row]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter="\t")
    return [
        (
            _millis(_frames(r["In"], options), options),
            _millis(_frames(r["Out"], options), options),
            r["Description"],
        )
        for r in rows
    ]


def _paragraphs(document: object) -> list[Row]:
    from ttconv import model

    def text(element: object) -> str:
        if isinstance(element, model.Br):
            return "\n"
        if isinstance(element, model.Text):
            return str(element.get_text())
        return "".join(text(child) for child in element)  # type: ignore[attr-defined]

    body = document.get_body()  # type: ignore[attr-defined]
    return [
        (round((p.get_begin() or Fraction(0)) * 1000), round((p.get_end() or Fraction(0)) * 1000), text(p))
        for p in (body.dfs_iterator() if body else ())
        if isinstance(p, model.P)
    ]


def _clock(text: str) -> int:
    *hours, minutes, seconds = text.split(":")
    return round((int(hours[0] if hours else 0) * 60 + int(minutes)) * 60_000 + float(seconds) * 1000)


def _frames(code: str, options: WriteOptions) -> int:
    hours, minutes, seconds, frames = (int(part) for part in re.split("[:;]", code))
    base = round(options.frame_rate)
    total = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if options.drop_frame:
        total -= (base // 15) * (hours * 60 + minutes - (hours * 60 + minutes) // 10)
    return total


def _millis(frames: int, options: WriteOptions) -> int:
    return round(frames * 1000 / options.frame_rate) - options.start


def _unescape(text: str) -> str:
    import html

    return html.unescape(text)


def _unquoted(cell: str) -> str:
    """A spreadsheet shows a cell that begins with an apostrophe without it."""
    return cell.removeprefix("'")


ORACLES: dict[str, list[Oracle]] = {
    "srt": [_srt, _srt_pysubs2],
    "vtt": [_vtt],
    "ass": [_ass],
    "ttml": [_imsc],
    "ebu-tt-d": [_imsc],
    "itt": [_imsc],
    "ebu-stl": [_ebu_stl],
    "scc": [_scc],
    "csv": [_csv],
    "json": [_json],
    "edl": [_edl],
    "premiere-csv": [_premiere],
}
