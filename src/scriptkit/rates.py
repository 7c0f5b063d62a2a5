"""People's read rates, kept in the project's or the user's TOML.

    [rates]
    "Dana Reed" = 171                               # words a minute, set by hand
    "Ana Lowe" = { wpm = 163.5, heard = 92.0 }      # learned by scriptkit calibrate

The project's file is ``scriptkit.toml`` in the folder the command runs in, the user's
``scriptkit/config.toml`` in ``$XDG_CONFIG_HOME`` (``~/.config``). Where both name a person the
project's counts. Only the ``[rates]`` table is read and written here; the rest of a file stays as it is.
"""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

from scriptkit.errors import InputError, OutputError
from scriptkit.storage import write_atomically
from scriptkit.timer.calibration import Rate
from scriptkit.timer.model import FASTEST, SLOWEST

PROJECT = Path("scriptkit.toml")
_MAX_BYTES = 1_000_000


def user_file(environment: dict[str, str] | None = None) -> Path:
    """Where the user's own settings are, whether or not the file exists."""
    known = os.environ if environment is None else environment
    base = known.get("XDG_CONFIG_HOME") or known.get("APPDATA")
    return (Path(base) if base else Path.home() / ".config") / "scriptkit" / "config.toml"


def load(*paths: Path) -> dict[str, Rate]:
    """Rates by name, the first file's first; without paths the project's and the user's.

    Names are compared without regard to case. Raises InputError for a file that is not TOML or a rate
    that is none.
    """
    rates: dict[str, Rate] = {}
    for path in paths or (PROJECT, user_file()):
        for name, rate in _read(path).items():
            if not any(name.casefold() == known.casefold() for known in rates):
                rates[name] = rate
    return rates


def find(rates: dict[str, Rate], name: str) -> tuple[str, Rate] | None:
    """*name* as the file spells it, and the rate."""
    return next(((known, rate) for known, rate in rates.items() if known.casefold() == name.casefold()), None)


def save(path: Path, name: str, rate: Rate) -> None:
    """Put one person's rate into *path*, everything else in it left as it is.

    Raises InputError when the file is not TOML, OutputError when it cannot be written.
    """
    text = _text(path)
    known = find(_rates(_parse(text, path), path), name)
    key = _quoted(known[0] if known else name)
    line = f"{key} = {{ wpm = {rate.wpm:.1f}, heard = {rate.heard:.1f} }}"
    made = _with_line(text, known[0] if known else name, line)
    kept, wanted = _parse(made, path), _parse(text, path)
    entry = {"wpm": round(rate.wpm, 1), "heard": round(rate.heard, 1)}
    wanted.setdefault("rates", {})[known[0] if known else name] = entry
    if kept != wanted:
        raise OutputError(
            f"{path}: cannot put a line into its [rates]", hint=f"add it by hand under [rates]: {line}"
        )
    write_atomically(path, made.encode("utf-8"), force=True)


def _read(path: Path) -> dict[str, Rate]:
    return _rates(_parse(_text(path), path), path)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        raise InputError(
            f"{path}: cannot read it: {error.strerror or error}", hint="check the file"
        ) from None
    if len(data) > _MAX_BYTES:
        raise InputError(f"{path}: too large for a settings file", hint="it should be a few lines of TOML")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text", hint="save it as UTF-8") from None


def _parse(text: str, path: Path) -> dict[str, dict[str, object]]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(
            f"{path}: not valid TOML: {error}", hint='a rate looks like "Dana Reed" = 171'
        ) from None


def _rates(table: dict[str, dict[str, object]], path: Path) -> dict[str, Rate]:
    rates = table.get("rates", {})
    if not isinstance(rates, dict):
        raise InputError(f"{path}: rates must be a table", hint="write [rates] and a line for each person")
    return {name: _rate(value, name, path) for name, value in rates.items()}


def _rate(value: object, name: str, path: Path) -> Rate:
    entry = value if isinstance(value, dict) else {"wpm": value}
    wpm, heard = _number(entry.get("wpm")), _number(entry.get("heard", 0.0))
    if wpm is None or heard is None or not SLOWEST <= wpm <= FASTEST or not 0 <= heard < 1e7:
        raise InputError(
            f"{path}: the rate of {name!r} must be words a minute, {SLOWEST} to {FASTEST}, not {value!r}",
            hint=f"write {_quoted(name)} = 165",
        )
    return Rate(wpm, heard)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _quoted(name: str) -> str:
    """A TOML basic string."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m[0]):04x}", escaped) + '"'


_HEADER = re.compile(r"(?m)^[ \t]*\[[ \t]*rates[ \t]*\][ \t]*(?:#.*)?$")
_NEXT_TABLE = re.compile(r"(?m)^[ \t]*\[")


def _with_line(text: str, name: str, line: str) -> str:
    """*text* with *line* in its ``[rates]`` table, in place of the line that names *name*."""
    header = _HEADER.search(text)
    if not header:
        gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
        return f"{text}{gap}[rates]\n{line}\n"
    after = _NEXT_TABLE.search(text, header.end())
    end = after.start() if after else len(text)
    body = text[header.end() : end]
    lines = body.split("\n")
    for n, old in enumerate(lines):
        if _names(old) == name:
            lines[n] = line
            return text[: header.end()] + "\n".join(lines) + text[end:]
    kept = body.rstrip()
    space = body[len(kept) :] or "\n"
    return f"{text[: header.end()]}{kept}\n{line}{space}{text[end:]}"


def _names(line: str) -> str | None:
    """The key of a one-line entry."""
    try:
        table = tomllib.loads(line)
    except tomllib.TOMLDecodeError:
        return None
    return next(iter(table), None)
