"""One run at a time in an output folder, also when a run was killed."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from scriptkit.errors import OutputError

LOCK = ".scriptkit.lock"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[Callable[[], bool]]:
    """Hold *folder*. The operating system drops the lock with its process, so kill -9 leaves none behind.

    Raises OutputError when another run holds it.
    """
    try:
        file = (folder / LOCK).open("a+b")
    except OSError as error:
        raise OutputError(
            f"{folder} cannot be written: {error.strerror}", hint="check the folder's rights"
        ) from None
    with file:
        try:
            ours = _try_lock(file)
        except OSError as error:
            raise OutputError(
                f"{folder} cannot be locked: {error.strerror}",
                hint="write to a file system with locks (NFS 4, SMB, any local disk)",
            ) from None
        if not ours:
            file.seek(0)
            holder = file.read(200).decode("utf-8", "replace").strip()
            raise OutputError(
                f"another run is writing to {folder}" + (f" ({holder})" if holder else ""),
                hint="wait until it is done, or write to another folder",
            )
        file.seek(0)
        file.truncate()
        file.write(f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        file.flush()
        yield lambda: True


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            file.seek(1000)  # a byte beyond the text, which stays readable
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
