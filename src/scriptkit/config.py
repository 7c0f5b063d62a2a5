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
from scriptkit.timecode import from_frames, parse_frame_rate

_MAX_PROFILE_BYTES = 1_000_000


def profile_names() -> list[str]:
    """Names of the packaged profiles, sorted."""
    return resources.names("profiles", ".toml")


def load_profile(name_or_path: str) -> Profile:
    """A packaged profile by name, or a house file (a path that ends in ``.toml``).

    A house file may say ``extends = "netflix"``, or name another house file by its path from there,
    and override any value. Raises UsageError for an unknown name, an unknown key, a value of the
    wrong kind and values that contradict each other; InputError for a file that cannot be read.
    """
    if not name_or_path.endswith(".toml"):
        return _build(_packaged(name_or_path), f"profile {name_or_path}")
    path = Path(name_or_path)
    table, origins = _house(path, ())
    missing = [key for key in _REQUIRED if key not in table]
    if missing:
        raise UsageError(
            f"{path}: missing {', '.join(missing)}", hint='start from another with extends = "netflix"'
        )
    profile = _build(table, str(path))
    _refuse_contradictions(profile, str(path), origins)
    return profile


def _house(path: Path, below: tuple[Path, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """A house file's values over those it extends, and the profile or file each value is from.

    *below* are the files that led here, the first one first.
    """
    if any(path.resolve() == other.resolve() for other in below):
        circle = " → ".join(map(str, (*below, path)))
        raise UsageError(f"profiles extend each other: {circle}", hint="take one extends out")
    table = _read_house_file(path)
    base_name = table.pop("extends", None)
    own = str(path)
    _parsed(table, own)
    _check_styles(table.get("styles", {}), own)
    if base_name is None:
        return table, dict.fromkeys(table, own)
    if not isinstance(base_name, str):
        raise UsageError(f"{path}: extends must name a profile", hint='write extends = "netflix"')
    if base_name.endswith(".toml"):
        base, origins = _house(path.parent / base_name, (*below, path))
    else:
        base = _packaged(base_name, f"{path}: extends: ")
        origins = dict.fromkeys(base, base_name)
    base_title = base.get("title", Path(base_name).stem)
    merged = {**base, "name": path.stem, "title": f"{path.stem}, from {base_title}", **table}
    cited = dict.fromkeys(table.keys() - {"name", "title", "styles", "sources"}, own)
    merged["styles"] = {**base.get("styles", {}), **table.get("styles", {})}
    merged["sources"] = {**base.get("sources", {}), **cited, **table.get("sources", {})}
    return merged, {**origins, **dict.fromkeys(table, own)}


def _packaged(name: str, where: str = "") -> dict[str, Any]:
    known = profile_names()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}? " if near else ""
        raise UsageError(
            f"{where}unknown profile {name!r}",
            hint=f"{hint}profiles: {', '.join(known)}, or the path of a house file ending in .toml",
        )
    return dict(resources.read_toml(f"profiles/{name}.toml"))


def _check_styles(styles: Mapping[str, str], where: str) -> None:
    if not styles:
        return
    from scriptkit.timer.model import style_names

    known = style_names()
    for role, style in styles.items():
        if style not in known:
            near = difflib.get_close_matches(style, known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"read styles: {', '.join(known)}"
            raise UsageError(f"{where}: [styles] {role}: unknown read style {style!r}", hint=hint)


def _refuse_contradictions(profile: Profile, where: str, origins: Mapping[str, str]) -> None:
    """Raises UsageError for values that no cue could keep together."""
    values = {key: _as_written(getattr(profile, key)) for key in _PARSERS}

    def told(key: str) -> str:
        origin = origins.get(key, where)
        return f"{key} = {values[key]}" + ("" if origin == where else f" (from {origin})")

    def refuse(words: str, *keys: str, hint: str) -> None:
        raise UsageError(f"{where}: {words.format(*map(told, keys))}", hint=hint)

    gap = from_frames(profile.min_gap_frames, profile.frame_rate)
    if profile.max_duration < profile.min_duration:
        refuse("{} is below {}", "max_duration", "min_duration", hint="both are milliseconds")
    if 2 * gap > profile.min_duration:
        refuse(
            f"{{}}, {gap} ms at {{}}, takes more than half of {{}}: where speech goes on, cues would flash",
            "min_gap_frames", "frame_rate", "min_duration", hint="2 frames are usual",
        )  # fmt: skip
    if profile.min_gap_frames == 0 and not profile.allow_zero_gap:
        refuse(
            "{} keeps no cues apart with {}", "allow_zero_gap", "min_gap_frames",
            hint="say how many frames lie between cues: min_gap_frames = 2",
        )  # fmt: skip
    if (profile.least_gap or 0) > gap and not (profile.allow_zero_gap and profile.min_gap_frames == 0):
        refuse(
            "{} means no gap at all or at least that long, but cues cannot touch with {} and {}",
            "least_gap", "allow_zero_gap", "min_gap_frames",
            hint="take least_gap = 0, or allow_zero_gap = true and min_gap_frames = 0",
        )  # fmt: skip
    if 0 < (profile.chain_below or 0) < gap:
        refuse(
            f"{{}} closes gaps shorter than that to {{}}, which is longer ({gap} ms)",
            "chain_below", "min_gap_frames", hint="chain_below is milliseconds, min_gap_frames is frames",
        )  # fmt: skip
    if profile.speaker_style is SpeakerStyle.COLOUR and not profile.colours:
        refuse(
            "{} tells no speakers apart with {}", "speaker_style", "colours",
            hint='say which, colours = ["#FFFFFF", "#FFFF00"], or take speaker_style = "label"',
        )  # fmt: skip
    for aim, limit in (("aim_cps", "max_cps"), ("aim_wpm", "max_wpm")):
        aimed, most = getattr(profile, aim), getattr(profile, limit)
        if aimed and most and aimed > most:
            refuse("{} is faster than {}", aim, limit, hint="the aim is the slower of the two")


def _as_written(value: object) -> object:
    """A value as a profile file has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction | float):
        return f"{float(value):g}"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(str, map(_as_written, value))) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return value


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
    return Profile(**_parsed(table, where))


def _parsed(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Values as a profile holds them. Raises UsageError for unknown keys and wrong values."""
    for key in table:
        if key not in _PARSERS:
            near = difflib.get_close_matches(key, _PARSERS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"keys: {', '.join(_PARSERS)}"
            raise UsageError(f"{where}: unknown key {key!r}", hint=hint)
    return {key: _PARSERS[key](value, key, where) for key, value in table.items()}


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
    "aim_duration": _MILLIS,
    "speaker_style": _choice(SpeakerStyle),
    "sound_style": _choice(SoundStyle),
    "two_speakers": _choice(TwoSpeakers),
    "colours": _colours,
    "styles": _styles,
    "sources": _sources,
}
_REQUIRED = ("name", "title", "source", "max_chars", "max_lines", "min_duration", "max_duration")
