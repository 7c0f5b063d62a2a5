"""Voice presets: who sounds how, as data. ``docs/voices.md`` explains the file.

A preset is a TOML file: the project's own in ``./voices``, else a packaged one. Its ``[default]``
holds for everybody, ``[role.NAME]`` for a role, ``[person."NAME"]`` for one person in any role, and
each ``[[pool]]`` entry is a voice for people the script quotes.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scriptkit import resources
from scriptkit.errors import InputError, UsageError
from scriptkit.model import Role, Segment
from scriptkit.ports import VoiceSettings

FOLDER = Path("voices")
"""The project's own presets, beside the working directory."""
DEFAULT_PRESET = "pico"

_WORDS = frozenset({"engine", "voice", "language"})
_LIMITS = {"rate": (0.5, 2.0), "pitch": (0.5, 2.0), "gain": (-40.0, 20.0)}
_QUOTED = frozenset({Role.SOUNDBITE, Role.TWO_WAY})
"""Roles whose people get a voice of their own from the pool."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A cast of voices."""

    name: str
    title: str
    source: str
    """The file it came from."""
    default: VoiceSettings
    roles: Mapping[Role, VoiceSettings] = field(default_factory=dict)
    people: Mapping[str, VoiceSettings] = field(default_factory=dict)
    """By case-folded name."""
    pool: tuple[VoiceSettings, ...] = ()

    def cast(self, segments: Sequence[Segment]) -> list[VoiceSettings]:
        """Who reads each segment of a story.

        A person named in the preset has that voice, and whoever also reads as anchor or reporter keeps
        the role's. Everybody else who is quoted draws a voice from the pool by name: the same in every
        script and on every machine, unless somebody else in the story has it already.
        """
        staff = {_key(s.speaker): s.role for s in reversed(segments) if s.speaker and s.role not in _QUOTED}
        drawn: dict[str, int] = {}
        return [self._voice(segment, staff, drawn) for segment in segments]

    def _voice(self, segment: Segment, staff: Mapping[str, Role], drawn: dict[str, int]) -> VoiceSettings:
        speaker = _key(segment.speaker)
        if speaker in self.people:
            return self.people[speaker]
        role = staff.get(speaker, segment.role) if speaker else segment.role
        if not self.pool or role not in _QUOTED:
            return self.roles.get(role, self.default)
        if speaker not in drawn:
            first = _draw(speaker, len(self.pool))
            choices = [(first + step) % len(self.pool) for step in range(len(self.pool))]
            drawn[speaker] = next((c for c in choices if c not in drawn.values()), first)
        return self.pool[drawn[speaker]]

    def every_voice(self) -> Iterator[tuple[str, VoiceSettings]]:
        """Each voice of the preset once, with whom it is for."""
        yield "default", self.default
        for role, settings in self.roles.items():
            yield role.value, settings
        for number, settings in enumerate(self.pool, 1):
            yield f"pool {number}", settings
        for person, settings in self.people.items():
            yield person, settings


def _key(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def _draw(name: str, count: int) -> int:
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:4], "big") % count


def preset_names() -> list[str]:
    """The project's own presets and the packaged ones, by name."""
    own = [path.stem for path in FOLDER.glob("*.toml")] if FOLDER.is_dir() else []
    return sorted({*own, *resources.names("voices", ".toml")})


def load_preset(name: str = DEFAULT_PRESET) -> Preset:
    """A preset by name (``./voices/NAME.toml`` before the packaged one) or by the path of a ``.toml`` file.

    Raises UsageError when there is none, InputError when it is no preset.
    """
    if name.endswith(".toml"):
        return _from_file(Path(name), Path(name).stem)
    if (FOLDER / f"{name}.toml").is_file():
        return _from_file(FOLDER / f"{name}.toml", name)
    if name not in resources.names("voices", ".toml"):
        raise UsageError(
            f"no voice preset {name!r}",
            hint=f"presets: {', '.join(preset_names())}, or the path of a .toml file",
        )
    return parse_preset(resources.read_toml(f"voices/{name}.toml"), name, f"packaged {name}.toml")


def _from_file(path: Path, name: str) -> Preset:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"{path}: no such voice preset", hint=f"presets: {', '.join(preset_names())}"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path} cannot be read as a voice preset: {error}") from None
    return parse_preset(table, name, str(path))


def parse_preset(table: Mapping[str, Any], name: str, source: str) -> Preset:
    """A preset's TOML → Preset. Raises InputError that names what is wrong with it."""
    unknown = set(table) - {"title", "default", "role", "person", "pool"}
    if unknown:
        raise InputError(
            f"{source}: unknown table {sorted(unknown)[0]!r}",
            hint="a preset has title, default, role, person, pool",
        )
    default = _settings(_table(table, "default", source), VoiceSettings(""), f"{source} [default]")
    if not default.engine:
        raise InputError(f"{source}: [default] names no engine", hint='for example: engine = "pico"')
    roles = {}
    for role, entry in _table(table, "role", source).items():
        if role not in {r.value for r in Role if r.spoken}:
            raise InputError(f"{source}: no spoken role {role!r}", hint="roles are in docs/roles.md")
        roles[Role(role)] = _settings(entry, default, f"{source} [role.{role}]")
    people = {
        _key(person): _settings(entry, default, f'{source} [person."{person}"]')
        for person, entry in _table(table, "person", source).items()
    }
    listed = table.get("pool", ())
    if not isinstance(listed, (list, tuple)):
        raise InputError(f"{source}: pool must be a list of tables", hint="write [[pool]]")
    pool = tuple(
        _settings(entry, default, f"{source} [[pool]] {number}") for number, entry in enumerate(listed, 1)
    )
    return Preset(name, str(table.get("title", name)), source, default, roles, people, pool)


def _table(table: Mapping[str, Any], key: str, source: str) -> Mapping[str, Any]:
    entry = table.get(key, {})
    if not isinstance(entry, Mapping):
        raise InputError(f"{source}: {key} must be a table")
    return entry


def _settings(entry: object, base: VoiceSettings, where: str) -> VoiceSettings:
    """*entry* over *base*; another engine does not inherit the base's voice."""
    if not isinstance(entry, Mapping):
        raise InputError(f"{where} must be a table")
    known: dict[str, Any] = {}
    own: dict[str, str] = {}
    for key, value in entry.items():
        if key in _LIMITS:
            known[key] = _number(key, value, where)
        elif key in _WORDS:
            if not isinstance(value, str):
                raise InputError(f"{where}: {key} must be text, not {value!r}")
            known[key] = value
        else:
            own[key] = str(value)
    if known.get("engine", base.engine) != base.engine:
        base = replace(base, voice="", settings=())
    merged = {**dict(base.settings), **own}
    return replace(base, **known, settings=tuple(sorted(merged.items())))


def _number(key: str, value: object, where: str) -> float:
    low, high = _LIMITS[key]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise InputError(f"{where}: {key} must be a number, not {value!r}")
    if not low <= value <= high:
        raise InputError(f"{where}: {key} must be between {low:g} and {high:g}, not {value}")
    return float(value)
