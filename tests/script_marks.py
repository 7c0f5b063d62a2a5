"""How the readers' tests look at a script: each mark as the words it covers and what it says."""

from __future__ import annotations

from scriptkit.model import Script


def roles(script: Script) -> list[tuple[str, str]]:
    """Role and words of every mark that sets a role, in order."""
    return [(m.role.value, script.text[m.start : m.end]) for m in script.marks if m.role is not None]


def speakers(script: Script) -> list[tuple[str, str]]:
    return [(m.speaker, script.text[m.start : m.end]) for m in script.marks if m.speaker is not None]


def stories(script: Script) -> list[tuple[str, str]]:
    """Slug and text of every story the file opens."""
    return [(m.story, script.text[m.start : m.end]) for m in script.marks if m.story is not None]


def unmarked(script: Script) -> list[str]:
    """The lines no role was forced on: what the segmenter decides about."""
    covered = {i for m in script.marks if m.role is not None for i in range(m.start, m.end)}
    lines, start = [], 0
    for line in script.text.split("\n"):
        kept = "".join(c for i, c in enumerate(line, start) if i not in covered).strip()
        if kept:
            lines.append(kept)
        start += len(line) + 1
    return lines


def copy(script: Script) -> list[str]:
    """What the file holds as copy to be read aloud, in a role it does not tell."""
    return [script.text[m.start : m.end] for m in script.marks if m.spoken]
