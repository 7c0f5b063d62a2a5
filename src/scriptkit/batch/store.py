"""Where outputs live: a local folder or an S3 bucket, behind the few operations a batch needs.

Everything is published whole or not at all. Names are relative, with ``/`` between folders.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from scriptkit.errors import InputError, OutputError
from scriptkit.storage import MAX_INPUT_BYTES, TEMPORARY_SUFFIX, read_input, replace_atomically

if TYPE_CHECKING:
    from scriptkit.batch.manifest import Manifest

KEPT = "check the folder's rights and free space, then run the same command again: what is finished is kept"
REMOTE = re.compile(r"[a-z][a-z0-9]+://")


class StoreError(OutputError):
    """The place itself is unusable (full, gone, read-only): no script is to blame, the run must stop."""


@dataclass(frozen=True, slots=True)
class State:
    """What lies under a name: SHA-256 of its bytes, and when it was put there (seconds since 1970)."""

    sha256: str
    modified: float


class Store(Protocol):
    """A folder for outputs. Safe to use from several threads."""

    url: str

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError when there is none, StoreError when the place is gone."""
        ...

    def state(self, name: str) -> State | None: ...

    def put(self, name: str, data: bytes | Iterable[bytes]) -> None:
        """Put *data* (or its pieces) under *name*, whole or not at all.

        Raises StoreError, or OutputError when only this name cannot be used.
        """
        ...

    def remove(self, name: str) -> None:
        """Nothing happens when there is none."""
        ...

    def settle(self, names: Iterator[str]) -> None:
        """Returns when earlier :meth:`put` of *names* would survive a power cut."""
        ...

    def lock(self) -> contextlib.AbstractContextManager[Callable[[], bool]]:
        """Held by one run at a time; raises OutputError when another run has it.

        Yields a function that says whether it is still held: a lock in object storage can run out.
        """
        ...

    def manifest(self) -> Manifest:
        """The folder's manifest, open for appending; call with the lock held."""
        ...

    def sweep(self) -> None:
        """Remove what killed processes left half-made; call with the lock held."""
        ...


def sha256(data: bytes) -> str:
    """Hex digest."""
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=8)
def open_store(url: str) -> Store:
    """The store at *url*: a folder's path or ``s3://bucket/prefix``. One object a process and place."""
    if REMOTE.match(url):
        from scriptkit.batch.objects import ObjectStore

        return ObjectStore(url)
    return LocalStore(url)


def read_source(source: str) -> bytes:
    """The bytes of a script at a path or URL. Raises InputError."""
    if not REMOTE.match(source):
        return read_input(source)
    from scriptkit.batch.objects import read_object

    return read_object(source, limit=MAX_INPUT_BYTES)


def needs_put(
    store: Store, name: str, digest: str, *, ours: str | None, since: float | None, force: bool
) -> bool:
    """Whether data of that *digest* is to be put under *name*: False when it is there already.

    *ours* is the digest the batch last wrote under this name. *since*: a run that was killed had begun
    this script then, so whatever is newer is its work. Raises OutputError when putting it would destroy
    what the batch did not write.
    """
    there = store.state(name)
    if there is None:
        return True
    if there.sha256 == digest:
        return False
    if force or there.sha256 == ours or (since is not None and there.modified >= since):
        return True
    raise OutputError(
        f"{name} {'was changed by hand' if ours else 'exists and differs'}",
        hint="use --force to replace it, -o to write elsewhere, or move it away",
    )


class LocalStore:
    """A folder on a file system that this machine sees, NFS and SMB shares included."""

    def __init__(self, url: str) -> None:
        self.url = os.path.abspath(url)
        self._root = Path(self.url)

    def read(self, name: str) -> bytes:
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            raise
        except OSError as error:
            raise self._trouble(name, error) from error

    def state(self, name: str) -> State | None:
        path = self._root / name
        try:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                return State(digest, os.fstat(file.fileno()).st_mtime)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise self._trouble(name, error) from error

    def put(self, name: str, data: bytes | Iterable[bytes]) -> None:
        path = self._root / name
        try:
            if not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
            replace_atomically(path, data)
        except OSError as error:
            raise self._trouble(name, error) from error

    def remove(self, name: str) -> None:
        try:
            (self._root / name).unlink(missing_ok=True)
        except OSError as error:
            raise self._trouble(name, error) from error

    def settle(self, names: Iterator[str]) -> None:
        if os.name != "posix":  # Windows cannot open folders; renames are journalled there
            return
        for folder in {(self._root / name).parent for name in names}:
            with contextlib.suppress(FileNotFoundError):
                _sync_folder(folder)

    def lock(self) -> contextlib.AbstractContextManager[Callable[[], bool]]:
        from scriptkit.batch.lock import locked

        try:
            self._root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._trouble("", error) from error
        return locked(self._root)

    def manifest(self) -> Manifest:
        from scriptkit.batch.manifest import MANIFEST, Manifest

        return Manifest(self._root / MANIFEST)

    def sweep(self) -> None:
        for folder, _, files in os.walk(self._root):
            for file in files:
                if file.startswith(".") and file.endswith(TEMPORARY_SUFFIX):
                    with contextlib.suppress(OSError):
                        os.unlink(os.path.join(folder, file))

    def _trouble(self, name: str, error: OSError) -> OutputError:
        """A script's own trouble when only its name is refused, the whole place's otherwise."""
        place = str(self._root / name)
        reason = error.strerror or str(error)
        if isinstance(error, IsADirectoryError | NotADirectoryError | FileExistsError):
            return OutputError(f"{place} cannot be written: {reason}", hint="move what is in the way")
        return StoreError(
            f"{place} cannot be used: {reason}",
            hint=KEPT,
        )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def split_url(url: str) -> tuple[str, str]:
    """``s3://bucket/a/b.txt`` → (``s3://bucket/a``, ``b.txt``). Raises InputError without a name."""
    place, _, name = url.rpartition("/")
    if not name or not REMOTE.match(place + "/") or place.endswith("/"):
        raise InputError(f"{url} names no object", hint="write s3://bucket/folder/script.txt")
    return place, name
