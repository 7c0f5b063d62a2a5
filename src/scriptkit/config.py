"""TOML files to frozen profiles and settings."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Mapping
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from scriptkit import resources
from scriptkit.errors import InputError, UsageError
from scriptkit.model import Profile, Role, SoundStyle, SpeakerStyle, TwoSpeakers
from scriptkit.timecode import parse_frame_rate

_MAX_PROFILE_BYTES = 1_000_000


def profile_names() -> list[str]:
    """Names of the packaged profiles, sorted."""
    return resources.names("profiles", ".toml")


def load_profile(name_or_path: str) -> Profile:
    """A packaged profile by name, or a house file (a path that ends in ``.toml``).

    A house file may say ``extends = "netflix"`` and override any value. Raises UsageError for an
    unknown name, an unknown key or a value of the wrong kind; InputError for a file that cannot
    be read.
    """
    if not name_or_path.endswith(".toml"):
        return _build(_packaged(name_or_path), f"profile {name_or_path}")
    path = Path(name_or_path)
    table = _read_house_file(path)
    base_name = table.pop("extends", None)
    if base_name is None:
        return _build(table, str(path))
    if not isinstance(base_name, str):
        raise UsageError(f"{path}: extends must name a profile", hint='write extends = "netflix"')
    base = _packaged(base_name)
    merged = {**base, "name": path.stem, "title": f"{path.stem}, from {base['title']}", **table}
    own = dict.fromkeys(table.keys() - {"name", "title", "styles", "sources"}, str(path))
    merged["styles"] = {**base["styles"], **_styles(table.get("styles", {}), "styles", str(path))}
    merged["sources"] = {**base["sources"], **own, **_sources(table.get("sources", {}), "sources", str(path))}
    return _build(merged, str(path))


def _packaged(name: str) -> dict[str, Any]:
    known = profile_names()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"unknown profile {name!r}",
            hint=f"{hint}profiles: {', '.join(known)}, or the path of a house file ending in .toml",
        )
    return dict(resources.read_toml(f"profiles/{name}.toml"))


def _read_house_file(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_PROFILE_BYTES + 1)
    except OSError as error:
        raise InputError(
            f"{path}: cannot read the profile: {error.strerror or error}", hint="check the path"
        ) from None
    if len(data) > _MAX_PROFILE_BYTES:
        raise InputError(f"{path}: too large for a profile", hint="profiles are a few lines of TOML")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError(f"{path}: not UTF-8 text", hint="save the profile as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not valid TOML: {error}", hint="values look like max_chars = 42") from None


def _build(table: Mapping[str, Any], where: str) -> Profile:
    for key in table:
        if key not in _PARSERS:
            near = difflib.get_close_matches(key, _PARSERS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"keys: {', '.join(_PARSERS)}"
            raise UsageError(f"{where}: unknown key {key!r}", hint=hint)
    missing = [key for key in _REQUIRED if key not in table]
    if missing:
        raise UsageError(
            f"{where}: missing {', '.join(missing)}", hint='start from another with extends = "netflix"'
        )
    values = {key: _PARSERS[key](value, key, where) for key, value in table.items()}
    profile = Profile(**values)
    if profile.max_duration < profile.min_duration:
        raise UsageError(f"{where}: max_duration is below min_duration", hint="both are milliseconds")
    return profile


def _wrong(value: object, key: str, where: str, wanted: str) -> UsageError:
    return UsageError(f"{where}: {key} must be {wanted}, not {value!r}", hint="see docs/profiles.md")


def _text(value: object, key: str, where: str) -> str:
    if not isinstance(value, str):
        raise _wrong(value, key, where, "text in quotes")
    return value


def _flag(value: object, key: str, where: str) -> bool:
    if not isinstance(value, bool):
        raise _wrong(value, key, where, "true or false")
    return value


def _whole(least: int, most: int) -> Callable[[object, str, str], int]:
    def parse(value: object, key: str, where: str) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _wrong(value, key, where, f"a whole number from {least} to {most}")
        return value

    return parse


def _speed(value: object, key: str, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 1 <= value <= 1000:
        raise _wrong(value, key, where, "a number from 1 to 1000")
    return float(value)


def _factor(value: object, key: str, where: str) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 1 <= value <= 10:
        raise _wrong(value, key, where, "a number from 1 to 10")
    return float(value)


def _frame_rate(value: object, key: str, where: str) -> Fraction:
    try:
        return parse_frame_rate(str(value))
    except UsageError as error:
        raise UsageError(f"{where}: {key}: {error.message}", hint=error.hint) from None


_Choice = TypeVar("_Choice", bound=StrEnum)


def _choice(kind: type[_Choice]) -> Callable[[object, str, str], _Choice]:
    def parse(value: object, key: str, where: str) -> _Choice:
        try:
            return kind(str(value))
        except ValueError:
            raise _wrong(value, key, where, "one of " + ", ".join(kind)) from None

    return parse


def _colours(value: object, key: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and _is_colour(v) for v in value):
        raise _wrong(value, key, where, 'a list of colours like "#FFFF00"')
    return tuple(value)


def _is_colour(text: str) -> bool:
    return len(text) == 7 and text[0] == "#" and all(c in "0123456789abcdefABCDEF" for c in text[1:])


def _table(value: object, key: str, where: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise _wrong(value, key, where, "a table of texts")
    return dict(value)


def _styles(value: object, key: str, where: str) -> dict[str, str]:
    table = _table(value, key, where)
    roles = [role.value for role in Role if role.spoken]
    for name in table:
        if name not in roles:
            raise UsageError(f"{where}: unknown role {name!r} in [styles]", hint=f"roles: {', '.join(roles)}")
    return table


def _sources(value: object, key: str, where: str) -> dict[str, str]:
    table = _table(value, key, where)
    for name in table:
        if name not in _PARSERS:
            raise UsageError(f"{where}: unknown key {name!r} in [sources]", hint="name the key it explains")
    return table


_MILLIS = _whole(0, 60_000)
_PARSERS: dict[str, Callable[[object, str, str], Any]] = {
    "name": _text,
    "title": _text,
    "source": _text,
    "max_chars": _whole(8, 1000),
    "max_lines": _whole(1, 15),
    "min_duration": _whole(1, 60_000),
    "max_duration": _whole(1, 600_000),
    "max_cps": _speed,
    "max_wpm": _speed,
    "ms_per_word": _MILLIS,
    "speed_tolerance": _factor,
    "frame_rate": _frame_rate,
    "min_gap_frames": _whole(0, 100),
    "allow_zero_gap": _flag,
    "chain_below": _MILLIS,
    "least_gap": _MILLIS,
    "linger": _MILLIS,
    "lead_in": _MILLIS,
    "lag": _MILLIS,
    "aim_cps": _speed,
    "aim_wpm": _speed,
    "speaker_style": _choice(SpeakerStyle),
    "sound_style": _choice(SoundStyle),
    "two_speakers": _choice(TwoSpeakers),
    "colours": _colours,
    "styles": _styles,
    "sources": _sources,
}
_REQUIRED = ("name", "title", "source", "max_chars", "max_lines", "min_duration", "max_duration")
