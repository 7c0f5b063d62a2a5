"""What a batch has done so far: one JSON object a line, appended and flushed as scripts finish.

A line is a whole record of one script; the last line about a script counts. A line torn by a power cut
is skipped, and the script it was about is done again. Memory holds an index, never the records.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scriptkit.errors import InputError
from scriptkit.storage import replace_atomically

MANIFEST = "manifest.jsonl"
SCHEMA = "https://scriptkit.dev/schema/manifest-1"

Record = dict[str, Any]
"""One script's line; docs/batch.md lists the fields."""


@dataclass(slots=True)
class Entry:
    """Where a script's last record lies in the file, and what planning needs of it."""

    name: str
    failed: bool = False
    offset: int = 0
    length: int = 0
    """0: begun by a run that never finished it, and no earlier record."""
    began: float | None = None
    """When a run that did not finish it began it (seconds since 1970)."""


class Manifest:
    """The manifest file at *path*, open for appending. Hold the folder's lock; use from one thread.

    Raises InputError when the file there is somebody else's, OSError when the disk fails.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._index: dict[str, Entry] = {}
        self._wasted = 0
        path.touch()
        self._file = path.open("r+b", buffering=0)
        try:
            self._load()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Manifest:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Drop superseded lines when they outnumber the rest, then close."""
        try:
            if self._wasted > max(1000, len(self._index)):
                replace_atomically(self._path, self.lines())
        finally:
            self._file.close()

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Every script known, by key, in the order they were first met."""
        return iter(self._index.items())

    def entry(self, key: str) -> Entry | None:
        return self._index.get(key)

    def record(self, key: str) -> Record | None:
        """The last record of a script, None when it was never finished."""
        entry = self._index.get(key)
        return _parse(self._read(entry)) if entry is not None and entry.length else None

    def begin(self, names: Mapping[str, str], at: float) -> None:
        """Note that these scripts (key → name) are in hand; survives a killed run, not a power cut."""
        self._append([{"began": dict(names), "at": at}])
        for key, name in names.items():
            self._note_begin(key, name, at)

    def append(self, records: Sequence[Record]) -> None:
        """Add finished scripts; on disk when this returns. Raises OSError and leaves the file as it was."""
        offset, lengths = self._append(records)
        self._persist()
        for record, length in zip(records, lengths, strict=True):
            self._note(record, offset, length)
            offset += length

    def lines(self) -> Iterator[bytes]:
        """The file without superseded lines, each record as it stands."""
        yield _encode({"schema": SCHEMA})
        for key, entry in self._index.items():
            if entry.length:
                yield self._read(entry)
            if entry.began is not None:
                yield _encode({"began": {key: entry.name}, "at": entry.began})

    def _read(self, entry: Entry) -> bytes:
        self._file.seek(entry.offset)
        return self._file.read(entry.length)

    def _append(self, lines: Sequence[Mapping[str, object]]) -> tuple[int, list[int]]:
        """Offset of the first new line and the length of each."""
        start = self._file.seek(0, os.SEEK_END)
        encoded = [_encode(line) for line in lines]
        rest = memoryview(b"".join(encoded))
        try:
            while rest:
                rest = rest[self._file.write(rest) :]
        except OSError:
            with contextlib.suppress(OSError):
                self._file.truncate(start)
            raise
        return start, [len(line) for line in encoded]

    def _persist(self) -> None:
        """Make the file survive a power cut; a store without files has its own way."""
        os.fsync(self._file.fileno())

    def _load(self) -> None:
        offset = 0
        with self._path.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):  # torn by a crash: cut it off, so that the next line is whole
                    self._file.truncate(offset)
                    break
                parsed = _parse(line)
                if offset == 0 and (parsed is None or parsed.get("schema") != SCHEMA):
                    raise InputError(
                        f"{self._path} is not a manifest of scriptkit batch",
                        hint="move it away, or write to another folder",
                    )
                if parsed is not None:
                    self._take(parsed, offset, len(line))
                offset += len(line)
        if not offset:
            self._append([{"schema": SCHEMA}])
            self._persist()

    def _take(self, parsed: Record, offset: int, length: int) -> None:
        """Damaged and unknown lines count as waste; later versions may add kinds of lines."""
        match parsed:
            case {"key": str(), "name": str(), "status": str()}:
                self._note(parsed, offset, length)
            case {"began": dict(names), "at": int() | float() as at}:
                self._wasted += 1
                for key, name in names.items():
                    self._note_begin(key, str(name), at)
            case _:
                self._wasted += 1

    def _note(self, record: Record, offset: int, length: int) -> None:
        entry = self._index.setdefault(record["key"], Entry(record["name"]))
        self._wasted += bool(entry.length)
        entry.name, entry.failed = record["name"], record["status"] == "failed"
        entry.offset, entry.length, entry.began = offset, length, None

    def _note_begin(self, key: str, name: str, at: float) -> None:
        entry = self._index.setdefault(key, Entry(name))
        if entry.began is None:
            entry.began = at


def _encode(line: Mapping[str, object]) -> bytes:
    text = json.dumps(line, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"  # file names may hold undecodable bytes


def _parse(line: bytes) -> Record | None:
    try:
        parsed = json.loads(line.decode("utf-8", "surrogatepass"))
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None
