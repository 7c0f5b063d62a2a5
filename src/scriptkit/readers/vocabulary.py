"""What newsrooms call columns, roles and styles: ``data/readers.toml`` and the house's own words."""

from __future__ import annotations

import re
from functools import cache

from scriptkit import resources
from scriptkit.model import Role
from scriptkit.ports import ReadOptions
from scriptkit.readers.settings import has_setting, role_setting
from scriptkit.timecode import Millis

_WORD = re.compile(r"\w+")
_DURATION = re.compile(
    r"(?:(\d{1,2}):)?(\d{0,3}):(\d{2})|(\d{1,3}) ?(?:s|sec|secs|seconds|″|\")", re.IGNORECASE
)
_LONGEST = 3
"""Words in the longest name of a role."""


def key(name: str) -> str:
    """A name as it is compared: words in lower case."""
    return " ".join(_WORD.findall(name.lower()))


def column_kind(header: str, options: ReadOptions) -> str | None:
    """What a column with this header holds: ``spoken``, ``cue``, ``role``, ``speaker``, ``slug``,
    ``duration`` or ``other``; None for a header nobody knows."""
    setting = f"column.{header.strip()}"
    if has_setting(options, setting):
        return "spoken" if role_setting(options, setting, None) in (None, *_SPOKEN) else "cue"
    return _names("columns").get(key(header))


_SPOKEN = tuple(role for role in Role if role.spoken)


def role_at_start(cell: str) -> tuple[Role, str] | None:
    """The role a cell begins with, and what follows it: ``SOT Mayor`` → soundbite, ``Mayor``."""
    words = list(_WORD.finditer(cell))
    names = _names("roles")
    for count in range(min(_LONGEST, len(words)), 0, -1):
        role = names.get(" ".join(w.group().lower() for w in words[:count]))
        if role is not None:
            return Role(role), cell[words[count - 1].end() :].strip(" \t:;,.-–—/()[]")
    return None


def style_role(style: str, options: ReadOptions) -> Role | None:
    """The role a paragraph style stands for; None when its name says nothing or the house says spoken."""
    setting = f"style.{style}"
    if has_setting(options, setting):
        return role_setting(options, setting, None)
    return _named(style, "roles")


def character_role(name: str, extension: str, options: ReadOptions) -> Role:
    """Who speaks in a screenplay decides what the line is: anchor, voice-over, or a person's own words."""
    setting = f"character.{name}"
    if has_setting(options, setting):
        return role_setting(options, setting, None) or Role.NARRATION
    return _named(extension, "extensions") or _any_word(name, "characters") or Role.SOUNDBITE


def person(label: str) -> str:
    """The name in ``Ana Ruiz, mayor`` or ``ANA RUIZ (Mayor)``."""
    return re.split(r"[,(/:]", label, maxsplit=1)[0].strip() or label.strip()


def duration(cell: str) -> Millis | None:
    """``0:12``, ``:12``, ``1:02:03`` or ``12 sec`` in milliseconds."""
    match = _DURATION.fullmatch(cell.strip())
    if match is None:
        return None
    hours, minutes, seconds, alone = match.groups()
    total = int(alone) if alone else int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds)
    return total * 1000 or None


def _named(name: str, table: str) -> Role | None:
    role = _names(table).get(key(name))
    return Role(role) if role is not None else None


def _any_word(name: str, table: str) -> Role | None:
    return next((role for word in key(name).split() if (role := _named(word, table))), None)


@cache
def _names(table: str) -> dict[str, str]:
    entries = resources.read_toml("readers.toml")[table]
    return {key(name): meaning for meaning, names in entries.items() for name in names}
