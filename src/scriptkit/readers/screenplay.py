"""What the two screenplay formats share: who speaks, and what stands around it.

Dialogue is spoken by its character; action, headings, parentheticals and transitions never are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scriptkit.model import Role
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText, squeeze
from scriptkit.readers.vocabulary import character_role

_EXTENSION = re.compile(r"\(([^()]*)\)")


@dataclass(slots=True)
class Character:
    """Name and role of who speaks until the next character line."""

    name: str
    role: Role


def character(line: str, options: ReadOptions) -> Character:
    """``JANE DOE (V.O.)`` or ``REPORTER (ON CAM) (CONT'D)``: the name, and the role it stands for."""
    extensions = _EXTENSION.findall(line)
    name = squeeze(_EXTENSION.sub(" ", line)).strip(" ^") or squeeze(line).strip()
    roles = {character_role(name, extension, options) for extension in extensions}
    plain = character_role(name, "", options)
    told = sorted(roles - {plain})
    return Character(name, told[0] if told else plain)


def write_cue(text: ScriptText, line: str, rule: str, role: Role = Role.CUE) -> None:
    text.paragraph(Run(line, role, rule=rule))


def write_dialogue(text: ScriptText, line: str, speaker: Character, rule: str) -> None:
    """A line of dialogue; a parenthetical in the middle of it is a cue."""
    runs: list[Run] = []
    done = 0
    for match in _EXTENSION.finditer(line):
        runs.append(Run(line[done : match.start()], speaker.role, speaker.name, rule=rule))
        runs.append(Run(match.group(), Role.CUE, rule=rule))
        done = match.end()
    runs.append(Run(line[done:], speaker.role, speaker.name, rule=rule))
    text.paragraph(*runs)
