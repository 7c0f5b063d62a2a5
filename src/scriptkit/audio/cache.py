"""Sentences already rendered, one file each, named after everything that shapes their sound.

An entry appears whole or not at all (written beside, then renamed), and says its own length and
checksum, so that two processes may share the folder and a process may be killed at any moment.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import struct
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scriptkit.errors import OutputError, UsageError
from scriptkit.model import Word
from scriptkit.ports import VoiceSettings

FOLDER_VARIABLE, SIZE_VARIABLE = "SCRIPTKIT_CACHE", "SCRIPTKIT_CACHE_MB"
DEFAULT_MEGABYTES = 1024
"""Some nine hours of speech at 16 kHz."""
_KEEP_SECONDS = 3600
"""Nothing used this recently is thrown out: another process may be about to read it."""
_FORM = 1
"""Part of every key: raised when entries or the treatment of sound before caching change."""
_MAGIC = b"skclip1\n"
_HEAD = struct.Struct("<II")
_SUFFIX = ".clip"


@dataclass(frozen=True, slots=True)
class Take:
    """A rendered sentence without its samples.

    ``begin`` and ``end`` bound the speech inside the ``length`` samples; ``words`` are the engine's own
    marks on the spoken form, in milliseconds from the first sample, where it has them.
    """

    key: str
    rate: int
    length: int
    begin: int
    end: int
    words: tuple[Word, ...] = ()


def key_of(engine: str, version: str, spoken: str, settings: VoiceSettings, fingerprint: str = "") -> str:
    """The name of a sentence's entry. Gain is not part of it: it is applied when sentences are joined."""
    parts = (
        _FORM, engine, version, fingerprint, spoken, settings.voice, settings.rate, settings.pitch,
        settings.language, settings.settings,
    )  # fmt: skip
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode()).hexdigest()


def default_folder() -> Path:
    """``$SCRIPTKIT_CACHE``, else the platform's place for caches."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "scriptkit" / "voices"


def default_limit() -> int:
    """Bytes the cache may hold: ``$SCRIPTKIT_CACHE_MB``, else 1 GB. Raises UsageError for no number."""
    text = os.environ.get(SIZE_VARIABLE, "")
    if text and not text.isdecimal():
        raise UsageError(
            f"${SIZE_VARIABLE} is not a number: {text!r}", hint="whole megabytes, for example 512"
        )
    return int(text or DEFAULT_MEGABYTES) * 2**20


class Cache:
    """A folder of takes; safe for several threads and processes at once."""

    def __init__(self, folder: Path, limit: int = DEFAULT_MEGABYTES * 2**20) -> None:
        self.folder = folder
        self.limit = limit

    def find(self, key: str) -> Take | None:
        """The entry's description, marked as used; None when it is not there or is damaged."""
        entry = self._read(key)
        if entry is None:
            return None
        with contextlib.suppress(OSError):
            os.utime(self._path(key))
        return entry[0]

    def samples(self, take: Take) -> bytes:
        """Its PCM, 16-bit little-endian mono. Raises OutputError when the entry has gone."""
        entry = self._read(take.key)
        if entry is None:
            raise OutputError(
                f"{self.folder}: a rendered sentence was removed while it was needed", hint="run it again"
            )
        return entry[1]

    def put(self, take: Take, pcm: bytes) -> None:
        """Keep a take. Raises OutputError when the folder cannot be written."""
        about = {
            "rate": take.rate, "begin": take.begin, "end": take.end,
            "words": [(w.text, w.start, w.end) for w in take.words],
        }  # fmt: skip
        head = json.dumps(about).encode()
        path = self._path(take.key)
        temporary = path.parent / f".{secrets.token_hex(8)}.part"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with temporary.open("xb") as file:
                file.write(_MAGIC + _HEAD.pack(len(head), zlib.crc32(head + pcm)) + head + pcm)
            os.replace(temporary, path)
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            if path.is_file():  # Windows: somebody reads the same entry, which then is as good
                return
            raise OutputError(
                f"the voice cache {self.folder} cannot be written: {error.strerror or error}",
                hint=f"check its rights and the free space, set {FOLDER_VARIABLE}, or use --no-cache",
            ) from None

    def prune(self, now: float | None = None) -> int:
        """Throw out what was used longest ago until the limit is kept; bytes freed."""
        now = time.time() if now is None else now
        entries, total = [], 0
        for path in self.folder.glob("??/*"):
            with contextlib.suppress(OSError):
                about = path.stat()
                if path.suffix == _SUFFIX:
                    total += about.st_size
                    entries.append((about.st_mtime, about.st_size, path))
                elif path.suffix == ".part" and about.st_mtime < now - _KEEP_SECONDS:
                    path.unlink()  # left by a process that was killed
        freed = 0
        for used, size, path in sorted(entries):
            if total - freed <= self.limit or used > now - _KEEP_SECONDS:
                break
            with contextlib.suppress(OSError):
                path.unlink()
                freed += size
        return freed

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}{_SUFFIX}"

    def _read(self, key: str) -> tuple[Take, bytes] | None:
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        start = len(_MAGIC) + _HEAD.size
        if not data.startswith(_MAGIC) or len(data) < start:
            return None
        size, checksum = _HEAD.unpack_from(data, len(_MAGIC))
        if zlib.crc32(data[start:]) != checksum:
            return None
        about = json.loads(data[start : start + size])
        pcm = data[start + size :]
        words = tuple(Word(text, begin, end) for text, begin, end in about["words"])
        return Take(key, about["rate"], len(pcm) // 2, about["begin"], about["end"], words), pcm


@contextlib.contextmanager
def temporary_cache() -> Iterator[Cache]:
    """A cache for one run only."""
    with tempfile.TemporaryDirectory(prefix="scriptkit-") as folder:
        yield Cache(Path(folder))
