"""Lists of scripts: CSV as spreadsheets save it, JSON lines, or one path a line.

A list has a column ``path``, perhaps ``slug`` (what the outputs are called), and columns named like the
options of ``scriptkit subtitle`` without the dashes: ``profile``, ``trt``, ``part``, ``to`` …
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING

from scriptkit.batch.jobs import Found, JobOptions
from scriptkit.batch.store import REMOTE, read_source
from scriptkit.errors import InputError, ScriptkitError, UsageError
from scriptkit.storage import STDIN, read_input
from scriptkit.text.decoding import decode

if TYPE_CHECKING:
    from scriptkit.batch.inputs import OptionsOf

_PATH_COLUMNS = ("path", "file", "script", "source")
_LIMIT = 256 * 1024 * 1024
"""Bytes; a million rows."""


def read_table(source: str, options_of: OptionsOf) -> Iterator[Found]:
    """The scripts a list names; relative paths start at the list's own folder. Raises InputError."""
    data = read_source(source) if REMOTE.match(source) else read_input(source, limit=_LIMIT)
    text = decode(data).text
    suffix = PurePath(source).suffix.lower()
    if suffix in (".csv", ".tsv"):
        rows = _csv_rows(text, source)
    elif suffix or text.lstrip().startswith("{"):
        rows = _json_rows(text, source)
    else:
        rows = ((n, {"path": line}) for n, line in enumerate(text.splitlines(), 1) if line.strip())
    base = "" if source == STDIN else os.path.dirname(source)
    known: dict[tuple[tuple[str, str], ...], JobOptions | ScriptkitError] = {}
    nothing = True
    for number, row in rows:
        nothing = False
        path = next((row.pop(name) for name in _PATH_COLUMNS if name in row), "")
        if not path:
            raise InputError(
                f"{source}, line {number}: no path",
                hint="the list needs a column called path, filled in each row",
            )
        slug = row.pop("slug", "")
        told = tuple(sorted(row.items()))
        if told not in known:  # a list has few different settings, and they are shared by its scripts
            known[told] = _options(row, options_of, f"{source}, line {number}")
        where = path if REMOTE.match(path) else os.path.abspath(os.path.join(base, path))
        yield Found(where, slug.replace("/", "-") or PurePath(path).stem, known[told], slug)
    if nothing:
        raise InputError(f"{source} lists no script", hint="is it the right file?")


class ColumnError(UsageError):
    """A column is misspelt: that is no row's fault, so the run does not begin."""


def _options(row: Mapping[str, str], options_of: OptionsOf, where: str) -> JobOptions | ScriptkitError:
    try:
        return options_of(row)
    except ColumnError:
        raise
    except ScriptkitError as error:
        return type(error)(f"{where}: {error.message}", hint=error.hint)


def _csv_rows(text: str, source: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max("\t;,", key=first.count)  # spreadsheets save ; where the comma is the decimal sign
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        columns = [_column(name) for name in next(reader, [])]
        if not set(columns) & set(_PATH_COLUMNS):
            raise InputError(f"{source}: no column called path", hint="the first line names the columns")
        for cells in reader:
            row = {
                name: cell.strip()
                for name, cell in zip(columns, cells, strict=False)
                if name and cell.strip()
            }
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        raise InputError(f"{source}, line {reader.line_num}: {error}", hint="save it again as CSV") from None


def _json_rows(text: str, source: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, line in enumerate(io.StringIO(text), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError:
            row = None
        if not isinstance(row, dict):
            raise InputError(
                f"{source}, line {number}: not a JSON object", hint='write one a line: {"path": "flood.txt"}'
            )
        yield number, {_column(str(k)): _cell(v) for k, v in row.items() if v not in (None, "", False)}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return "yes" if value is True else str(value).strip()


def _column(name: str) -> str:
    return "-".join(name.strip().lower().replace("_", " ").split())
