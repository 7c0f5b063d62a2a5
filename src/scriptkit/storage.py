"""Files in and out: size limits on the way in, all or nothing on the way out."""

from __future__ import annotations

import contextlib
import filecmp
import os
import re
import secrets
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from scriptkit.errors import InputError, OutputError

MAX_INPUT_BYTES = 16 * 1024 * 1024
"""A day of bulletins is under 1 MB; anything near this is not a script."""

STDIN = "-"


def read_input(source: str, *, limit: int = MAX_INPUT_BYTES) -> bytes:
    """All bytes of a file, or of standard input for ``-``.

    Raises InputError when it is missing, a folder, unreadable, or larger than *limit* bytes.
    """
    if source == STDIN:
        data = sys.stdin.buffer.read(limit + 1)
    else:
        path = Path(source)
        try:
            if path.is_dir():
                raise InputError(
                    f"{source} is a folder", hint="name a script file inside it, or use: scriptkit batch"
                )
            with path.open("rb") as file:
                data = file.read(limit + 1)
        except FileNotFoundError:
            raise InputError(
                f"{source}: no such file", hint="check the path; - reads standard input"
            ) from None
        except (OSError, ValueError) as error:
            raise InputError(f"{source} cannot be read: {_reason(error)}") from None
    if len(data) > limit:
        raise InputError(
            f"{source} is larger than {limit // 2**20} MB",
            hint="give one script or bulletin a file; split it first",
        )
    return data


def is_unchanged(path: Path, data: bytes) -> bool:
    """Whether *path* already holds exactly *data*."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except (OSError, ValueError):
        return False


def check_writable(path: Path, data: bytes, *, force: bool) -> None:
    """Raises OutputError when *path* holds something else already and *force* is off."""
    try:
        if path.is_dir():
            raise OutputError(f"{path} is a folder", hint="name a file")
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} cannot be written: {_reason(error)}") from None
    if exists and not force and not is_unchanged(path, data):
        raise OutputError(
            f"{path} exists and differs", hint="use --force to replace it, or -o to write elsewhere"
        )


def write_atomically(path: Path, data: bytes, *, force: bool = False) -> bool:
    """Write *data* whole or not at all; False when the file already held exactly that.

    The bytes go to a temporary file beside *path*, are flushed to disk, then renamed over it, so
    a full disk or a killed process leaves the old file as it was. Raises OutputError.
    """
    check_writable(path, data, force=force)
    if is_unchanged(path, data):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_atomically(path, data)
    except (OSError, ValueError) as error:
        raise OutputError(
            f"{path} cannot be written: {_reason(error)}", hint="check the folder's rights and the free space"
        ) from None
    return True


def replace_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put *data* (or its pieces) at *path*, whatever was there, whole or not at all. Raises OSError."""
    temporary = path.parent / f".{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"
    try:
        with temporary.open("xb") as file:
            file.writelines((data,) if isinstance(data, bytes) else data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink()
        raise


@contextlib.contextmanager
def temporary_beside(path: Path) -> Iterator[Path]:
    """A path in *path*'s folder for a program to write what :func:`put_in_place` then puts at *path*.

    It is gone afterwards. An OSError inside (no rights, no space) becomes OutputError.
    """
    temporary = path.parent / f".{secrets.token_hex(8)}{TEMPORARY_SUFFIX}"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
    except (OSError, ValueError) as error:
        raise OutputError(
            f"{path} cannot be written: {_reason(error)}", hint="check the folder's rights and the free space"
        ) from None
    finally:
        with contextlib.suppress(OSError, ValueError):
            temporary.unlink()


def put_in_place(temporary: Path, path: Path, *, force: bool) -> bool:
    """Flush *temporary* to disk and rename it over *path*; False when *path* holds the same already.

    Raises OutputError when it holds something else and *force* is off.
    """
    if path.exists():
        if filecmp.cmp(temporary, path, shallow=False):
            return False
        if not force:
            raise OutputError(
                f"{path} exists and differs", hint="use --force to replace it, or -o to write elsewhere"
            )
    with temporary.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(temporary, path)
    return True


TEMPORARY_SUFFIX = ".part"
"""Ends the hidden files that become outputs; one that stays behind was left by a killed process."""

_UNSAFE = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+'
)
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"]
)
MAX_NAME_BYTES = 120
"""Of a safe name in UTF-8: leaves room for a suffix where names end at 143 bytes (encrypted folders)."""


def safe_name(text: str, *, limit: int = MAX_NAME_BYTES) -> str:
    """*text* as a file name that every file system takes, "script" when nothing is left of it.

    Letters of all scripts stay; separators, control and direction characters become hyphens. No name
    begins with a dot or hyphen, ends in a dot or space, or is one that Windows keeps for devices.
    """
    name = _UNSAFE.sub("-", unicodedata.normalize("NFC", text)).strip(" .-\t") or "script"
    if name.partition(".")[0].rstrip().lower() in _RESERVED:
        name = "_" + name
    return name.encode("utf-8")[:limit].decode("utf-8", "ignore").rstrip(" .-")


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)
