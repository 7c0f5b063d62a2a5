"""Data files shipped inside the package, read once and kept."""

from __future__ import annotations

import os
import tomllib
from functools import cache
from typing import Any


def read_bytes(path: str) -> bytes:
    """Contents of ``scriptkit/data/<path>``; raises FileNotFoundError when there is none.

    Asks the package's own loader: importlib.resources takes longer to import than most files to read.
    """
    folder = os.path.join(os.path.dirname(__file__), "data")
    data: bytes = globals()["__loader__"].get_data(os.path.join(folder, *path.split("/")))
    return data


@cache
def read_toml(path: str) -> dict[str, Any]:
    """A packaged TOML file as a dict. The dict is shared: callers must not change it."""
    return tomllib.loads(read_bytes(path).decode("utf-8"))


@cache
def read_json(path: str) -> Any:
    """A packaged JSON file, parsed. The value is shared: callers must not change it."""
    import json

    return json.loads(read_bytes(path))


def names(folder: str, suffix: str) -> list[str]:
    """Stems of the packaged files in *folder* that end in *suffix*, sorted."""
    from importlib.resources import files

    entries = files("scriptkit").joinpath("data", folder).iterdir()
    return sorted(e.name.removesuffix(suffix) for e in entries if e.name.endswith(suffix))
