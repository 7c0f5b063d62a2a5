"""Keeps a library's hands off characters that are words to us and commands to it."""

from __future__ import annotations

_STAND_INS = {"{": "\ufdd0", "}": "\ufdd1", "\\": "\ufdd2", "<": "\ufdd3"}
"""Noncharacters, which no text may hold."""
_HIDE = str.maketrans({**dict.fromkeys(_STAND_INS.values(), ""), **_STAND_INS})
_SHOW = str.maketrans({stand_in: char for char, stand_in in _STAND_INS.items()})


def hidden(text: str) -> str:
    return text.translate(_HIDE)


def shown(text: str) -> str:
    """Undoes :func:`hidden`."""
    return text.translate(_SHOW)
