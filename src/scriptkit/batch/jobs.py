"""What is to be done: each input script with its options and a name no other script has."""

from __future__ import annotations

import hashlib
import json
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from scriptkit.batch.manifest import Manifest
from scriptkit.batch.store import REMOTE
from scriptkit.errors import ScriptkitError
from scriptkit.pipeline import SubtitleOptions
from scriptkit.ports import ReadOptions
from scriptkit.storage import safe_name

if TYPE_CHECKING:
    from scriptkit.batch.sound import Sound


@dataclass(frozen=True, slots=True)
class JobOptions:
    """What ``scriptkit subtitle`` may be told about one script.

    ``arguments`` says the same as options of that command, for the line that repeats a failed script.
    """

    subtitle: SubtitleOptions
    read: ReadOptions = field(default_factory=ReadOptions)
    reader: str | None = None
    sound: Sound | None = None
    """Write an audio draft too, and time the captions to it."""
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An input: ``name`` is what its outputs should be called, folders between ``/``.

    ``options`` may be the error that a manifest's row contains: that script fails, the others do not.
    """

    source: str
    name: str
    options: JobOptions | ScriptkitError
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One script to do. ``key`` stays the same from run to run, ``name`` is this script's alone."""

    key: str
    source: str
    name: str
    options: JobOptions | ScriptkitError
    digest: str
    """Of the options: another digest, another result."""


def plan(found: Iterable[Found], manifest: Manifest, out: str) -> Iterator[Job]:
    """Jobs in the order found; names that the manifest remembers stay with their script.

    The same script named twice with the same options is one job.
    """
    names = _Names(manifest)
    digests = _Digests()
    seen: dict[str, str] = {}
    for item in found:
        digest = digests.of(item.options)
        key = portable(item.source, out) + (f"#{item.slug}" if item.slug else "")
        if seen.get(key) == digest:
            continue
        if key in seen:
            key = _numbered(key, "#", seen)
            if key in seen:
                continue
        seen[key] = digest
        yield Job(key, item.source, names.take(key, item.name), item.options, digest)


def _numbered(key: str, mark: str, seen: dict[str, str]) -> str:
    number = 2
    while f"{key}{mark}{number}" in seen:
        number += 1
    return f"{key}{mark}{number}"


def portable(source: str, out: str) -> str:
    """*source* as seen from the output folder, so a manifest survives moving both together."""
    if REMOTE.match(source) or REMOTE.match(out):
        return source
    try:
        return PurePath(os.path.relpath(source, out)).as_posix()
    except ValueError:  # another drive
        return PurePath(source).as_posix()


def options_digest(options: JobOptions | ScriptkitError) -> str:
    """Sixteen hex digits that change whenever the outputs could: profile values, formats, parts …"""
    if isinstance(options, ScriptkitError):
        told: list[object] = [type(options).__name__, options.message]
    else:
        told = [asdict(options.subtitle), asdict(options.read), options.reader]
        if options.sound is not None:
            told.append(asdict(options.sound))
    text = json.dumps(told, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(slots=True)
class _Digests:
    """Thousands of scripts share a few options objects: each is digested once."""

    known: dict[int, tuple[object, str]] = field(default_factory=dict)

    def of(self, options: JobOptions | ScriptkitError) -> str:
        held = self.known.get(id(options))
        if held is None or held[0] is not options:
            held = self.known[id(options)] = (options, options_digest(options))
        return held[1]


_STORY = re.compile(r"-\d{2,}(?=-)")
"""What stands between a bulletin's name and a story's slug in the names of its outputs."""

RESERVED_FOLDERS = frozenset({"quarantine", "manifest.d"})
RESERVED_NAMES = frozenset({"batch-report"})


class _Names:
    """Gives each script a name of its own, compared as file systems that ignore case do.

    ``flood`` could be a bulletin whose outputs are called ``flood-01-…``, so no other script is.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._owner: dict[str, str] = {}
        self._bulletins: set[str] = set()
        self._last: dict[str, int] = {}
        for key, entry in manifest.entries():
            self._claim(entry.name, key)
        self._manifest = manifest

    def take(self, key: str, wanted: str) -> str:
        entry = self._manifest.entry(key)
        if entry is not None and self._owner.get(_fold(entry.name)) == key:
            return entry.name
        name = base = safe_path(wanted)
        if any(bulletin in self._owner for bulletin in _bulletins_of(_fold(name))):
            name = base = _STORY.sub(lambda match: "_" + match[0][1:], name)  # news-01-flood → news_01-flood
        while not self._free(name):
            self._last[base] = self._last.get(base, 1) + 1
            name = f"{base}_{self._last[base]}"
        self._claim(name, key)
        return name

    def _free(self, name: str) -> bool:
        folded = _fold(name)
        return not (folded in RESERVED_NAMES or folded in self._owner or folded in self._bulletins)

    def _claim(self, name: str, key: str) -> None:
        folded = _fold(name)
        self._owner.setdefault(folded, key)
        self._bulletins.update(_bulletins_of(folded))


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name.casefold())


def _bulletins_of(name: str) -> list[str]:
    """Names of bulletins that could have an output called *name*."""
    return [name[: match.start()] for match in _STORY.finditer(name)]


def safe_path(name: str) -> str:
    """Each part of a relative path made safe, and out of the way of the batch's own folders."""
    parts = [safe_name(part) for part in name.split("/") if part not in ("", ".", "..")] or ["script"]
    if len(parts) > 1 and parts[0].lower() in RESERVED_FOLDERS:
        parts[0] += "_2"
    return "/".join(parts)
