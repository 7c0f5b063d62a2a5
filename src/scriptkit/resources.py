"""Data files shipped inside the package, read once and kept."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def read_bytes(path: str) -> bytes:
    """Contents of ``scriptkit/data/<path>``; raises FileNotFoundError when there is none."""
    return files("scriptkit").joinpath("data", path).read_bytes()


@cache
def read_toml(path: str) -> dict[str, Any]:
    """A packaged TOML file as a dict. The dict is shared: callers must not change it."""
    return tomllib.loads(read_bytes(path).decode("utf-8"))


@cache
def read_json(path: str) -> Any:
    """A packaged JSON file, parsed. The value is shared: callers must not change it."""
    return json.loads(read_bytes(path))


def names(folder: str, suffix: str) -> list[str]:
    """Stems of the packaged files in *folder* that end in *suffix*, sorted."""
    entries = files("scriptkit").joinpath("data", folder).iterdir()
    return sorted(e.name.removesuffix(suffix) for e in entries if e.name.endswith(suffix))
