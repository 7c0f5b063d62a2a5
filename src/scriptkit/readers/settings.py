"""What a house may tell the readers, and what of a file's own figures can be believed."""

from __future__ import annotations

from collections.abc import Iterable

from scriptkit.errors import UsageError
from scriptkit.model import Role
from scriptkit.ports import ReadOptions

SPOKEN = "spoken"
"""Setting that leaves the role to the segmenter: the words are read, whoever reads them."""


NAMES = ("pi_role", "cc_role")
PREFIXES = ("style.", "column.", "character.")


def parse_settings(pairs: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """``NAME=ROLE`` as a user writes it. Raises UsageError for a name no reader asks for."""
    settings = []
    for pair in pairs:
        name, equals, value = (part.strip() for part in pair.partition("="))
        known = name.lower() in NAMES or any(
            name.lower().startswith(prefix) and len(name) > len(prefix) for prefix in PREFIXES
        )
        if not (equals and value and known):
            names = ", ".join([*NAMES, *(f"{prefix}NAME" for prefix in PREFIXES)])
            raise UsageError(
                f"{pair!r} is no reader setting", hint=f"write NAME=ROLE, with NAME one of {names}"
            )
        settings.append((name, value))
    return tuple(settings)


def role_setting(options: ReadOptions, key: str, default: Role | None) -> Role | None:
    """The role a house gives to *key*; None stands for ``spoken``. Raises UsageError for an unknown one."""
    wanted = next((value for name, value in reversed(options.settings) if name.lower() == key.lower()), None)
    if wanted is None:
        return default
    if wanted.lower() == SPOKEN:
        return None
    try:
        return Role(wanted.lower().replace("-", "_"))
    except ValueError:
        names = ", ".join([*Role, SPOKEN])
        raise UsageError(f"{key} = {wanted!r} is not a role", hint=f"one of {names}") from None


def has_setting(options: ReadOptions, key: str) -> bool:
    return any(name.lower() == key.lower() for name, _ in options.settings)


def read_rate(value: str | None) -> float | None:
    """A read rate in words a minute, or None when it cannot be one.

    People read aloud at 80 to 300 words a minute; newsroom systems also hold characters a second
    (MOS's own example is 10) or characters a minute for Chinese (330) in the same place.
    """
    try:
        rate = float(value or "")
    except ValueError:
        return None
    return rate if 80 <= rate <= 300 else None
