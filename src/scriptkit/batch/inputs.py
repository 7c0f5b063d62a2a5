"""From what a user names (files, folders, globs, a CSV or JSONL list, URLs) to scripts."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path, PurePath

from scriptkit import registry
from scriptkit.batch.jobs import Found, JobOptions
from scriptkit.batch.store import REMOTE
from scriptkit.errors import InputError
from scriptkit.storage import STDIN

TABLES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson"})
_UNFINISHED = (".part", ".tmp", ".crdownload", ".filepart", ".download", ".partial")
"""How copying programs and browsers name a file that is still arriving."""

OptionsOf = Callable[[Mapping[str, str]], JobOptions]
"""A list's row (column → text, no empty ones) to options; raises UsageError when it makes no sense."""


def find(inputs: Sequence[str], options_of: OptionsOf, *, out: str) -> Iterator[Found]:
    """Every script that *inputs* name, in order, folders sorted; nothing below *out* is taken.

    A named file that is not there becomes a job that fails, so it does not stop the others.
    Raises InputError when a folder or pattern holds no script, or nothing that was named exists.
    """
    if len(inputs) == 1 and not REMOTE.match(inputs[0]) and inputs[0] != STDIN and not _exists(inputs[0]):
        raise InputError(f"{inputs[0]}: no such file or folder", hint="check the path")
    plain = options_of({})
    for text in inputs:
        if text == STDIN or PurePath(text).suffix.lower() in TABLES:
            from scriptkit.batch.table import read_table

            yield from read_table(text, options_of)
            continue
        if REMOTE.match(text):
            pairs = _in_bucket(text)
        elif os.path.isdir(text):
            pairs = _in_folder(Path(text), Path(out))
        elif not os.path.lexists(text) and glob.has_magic(text):
            pairs = _by_pattern(text, Path(out))
        else:
            pairs = iter([(os.path.abspath(text), PurePath(text).stem)])
        nothing = True
        for source, name in pairs:
            nothing = False
            yield Found(source, name, plain)
        if nothing:
            raise InputError(
                f"{text} holds no script",
                hint=f"scripts end in {', '.join(sorted(filter(None, suffixes())))}",
            )


def _exists(text: str) -> bool:
    return os.path.lexists(text) or glob.has_magic(text)


@cache
def suffixes() -> frozenset[str]:
    """What the names of script files end in, over all readers."""
    return frozenset(s for name in registry.SCRIPT_READERS for s in registry.script_reader(name).suffixes)


def is_script(name: str) -> bool:
    """Whether a file found in a folder is one to caption: not hidden, not half copied, of a known kind."""
    pure = PurePath(name)
    stem = pure.stem.lower()
    return (
        not name.startswith((".", "~$"))
        and not name.lower().endswith(_UNFINISHED)
        and pure.suffix.lower() in suffixes()
        and stem not in ("readme", "license", "licence", "thumbs")
    )


def scan(folder: Path, out: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Script files below *folder*, sorted, with what the file system says of them; *out* is left out."""
    skipped = os.path.realpath(out)
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(
            f for f in folders
            if not f.startswith(".") and os.path.realpath(os.path.join(place, f)) != skipped
        )  # fmt: skip
        for file in sorted(files):
            path = os.path.join(place, file)
            if is_script(file):
                try:
                    status = os.stat(path)
                except OSError:  # gone, or a link to nowhere
                    continue
                if stat.S_ISREG(status.st_mode):
                    yield path, status


def _in_folder(folder: Path, out: Path) -> Iterator[tuple[str, str]]:
    for path, _ in scan(folder, out):
        yield os.path.abspath(path), relative_name(path, folder)


def relative_name(path: str, folder: Path) -> str:
    """``scripts/mon/flood.txt`` in ``scripts`` → ``mon/flood``."""
    return PurePath(os.path.relpath(path, folder)).with_suffix("").as_posix()


def _by_pattern(pattern: str, out: Path) -> Iterator[tuple[str, str]]:
    parts = PurePath(pattern).parts
    fixed = next(n for n, part in enumerate(parts) if glob.has_magic(part))
    base = PurePath(*parts[:fixed])
    own = os.path.realpath(out) + os.sep
    for path in sorted(glob.iglob(pattern, recursive=True)):
        if os.path.isfile(path) and not os.path.realpath(path).startswith(own):
            yield os.path.abspath(path), relative_name(path, Path(base))


def _in_bucket(url: str) -> Iterator[tuple[str, str]]:
    from scriptkit.batch.objects import list_objects

    last = url.rpartition("/")[2]
    if glob.has_magic(url):
        base = re.split(r"[*?\[]", url, maxsplit=1)[0].rpartition("/")[0]
        wanted = _pattern(url[len(base) + 1 :])
    elif last and PurePath(last).suffix.lower() in suffixes() - {""}:
        yield url, PurePath(last).stem
        return
    else:
        base, wanted = url.rstrip("/"), None
    for name in list_objects(base):
        taken = wanted.fullmatch(name) if wanted else is_script(PurePath(name).name)
        if taken:
            yield f"{base}/{name}", PurePath(name).with_suffix("").as_posix()


def _pattern(text: str) -> re.Pattern[str]:
    """A glob as object storage needs it: ``*`` stays inside a folder, ``**/`` does not."""
    pieces = re.split(r"(\*\*/|\*|\?)", text)
    special = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(special.get(piece) or re.escape(piece) for piece in pieces))
