"""Where a user's own voice files are found, and what says that one has changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from scriptkit.errors import MissingDependencyError

FOLDER_VARIABLE = "SCRIPTKIT_VOICES"


def folders() -> list[Path]:
    """Where voice files are looked for, in order: ``$SCRIPTKIT_VOICES``, then ``./voices``."""
    own = os.environ.get(FOLDER_VARIABLE)
    return [*([Path(own)] if own else []), Path("voices")]


def find_file(name: str, *, what: str, hint: str) -> Path:
    """The file called *name*: a path as it stands, or a name in one of :func:`folders`.

    Raises MissingDependencyError that says *what* was wanted and, as *hint*, what supplies it.
    """
    if not name:
        raise MissingDependencyError(f"no {what} is named in the voice preset", hint=hint)
    path = Path(name).expanduser()
    for candidate in (path, *(folder / path for folder in folders())):
        if candidate.is_file():
            return candidate.resolve()
    raise MissingDependencyError(f"{what} not found: {name}", hint=hint)


def stamp(*paths: Path) -> str:
    """Changes when one of *paths* is another file or was written anew."""
    digest = hashlib.sha256()
    for path in paths:
        about = path.stat()
        digest.update(f"{path.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]
