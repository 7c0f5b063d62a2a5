"""What stands around a written word: quotes, brackets, and the marks a reader hears."""

from __future__ import annotations

PAUSES = frozenset(",;:—….?!")
"""Marks a reader hears: comma, semicolon, colon, dash, ellipsis and the ends of sentences."""

OPENERS = "\"“”'‘’([{<«»*_ "
_CLOSERS = "\"“”'’‘)]}>«»*_,;:.?!…—–- "


def split(word: str) -> tuple[str, str, str]:
    """Opening marks, what is said, closing marks; together they are *word*."""
    rest = word.lstrip(OPENERS + "-–—….")
    lead = word[: len(word) - len(rest)]
    core = rest.rstrip(_CLOSERS)
    trail = rest[len(core) :]
    if core and lead and (core[0].isdecimal() or core[0] in "$£€¥₩") and _belongs(lead[-1], core, trail):
        lead, core = lead[:-1], lead[-1] + core
    return lead, core, trail


def _belongs(mark: str, figure: str, trail: str) -> bool:
    """Whether a mark before a figure is part of it: point seven, minus five, the ’90s."""
    if mark in "'’":
        return len(figure) in (2, 3) and not trail.startswith(("'", "’"))
    return mark in ".-−"


def heard(trail: str, *, stop: bool = True) -> str:
    """The pauses in closing marks, at most one of each; a full stop only where *stop* allows it."""
    if not trail:
        return ""
    marks = "".join(mark for mark in ",;:" if mark in trail)
    if ".." in trail or "…" in trail:
        marks += "…"
    elif stop and "." in trail:
        marks += "."
    if "—" in trail or "–" in trail or "--" in trail or trail.endswith(" -"):
        marks += "—"
    return marks + "".join(mark for mark in "?!" if mark in trail)
