"""House rules without code: outlet names, patterns and words of one newsroom, from TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from scriptkit import resources
from scriptkit.errors import InputError
from scriptkit.segmenter.templates import compile_template

FOLDER = "conventions"
COMMON = "common"


@dataclass(frozen=True, slots=True)
class House:
    """How one kind of script, or one newsroom, writes. All words are compared without case.

    Patterns (``toss_*``, ``sign_off``, ``greeting``, ``closing``) are templates, see
    :mod:`scriptkit.segmenter.templates`; everything else is words or line beginnings.
    """

    name: str = ""
    title: str = ""
    outlets: tuple[str, ...] = ()
    toss_named: tuple[str, ...] = ()
    toss_live: tuple[str, ...] = ()
    toss_nameless: tuple[str, ...] = ()
    sign_off: tuple[str, ...] = ()
    hand_back: tuple[str, ...] = ()
    back_announce: tuple[str, ...] = ()
    greeting: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    anchor_titles: tuple[str, ...] = ()
    reporter_titles: tuple[str, ...] = ()
    anchor_labels: tuple[str, ...] = ()
    reporter_labels: tuple[str, ...] = ()
    interview_labels: tuple[str, ...] = ()
    cue_verbs: tuple[str, ...] = ()
    cue_bite: tuple[str, ...] = ()
    cue_standup: tuple[str, ...] = ()
    cue_package: tuple[str, ...] = ()
    cue_track: tuple[str, ...] = ()
    cue_voice_over: tuple[str, ...] = ()
    cue_sound: tuple[str, ...] = ()
    cue_graphic: tuple[str, ...] = ()
    cue_out: tuple[str, ...] = ()
    cue_in: tuple[str, ...] = ()
    cue_camera: tuple[str, ...] = ()
    cue_studio: tuple[str, ...] = ()
    cue_other: tuple[str, ...] = ()
    cue_note: tuple[str, ...] = ()
    stage_marks: tuple[str, ...] = ()
    standup_labels: tuple[str, ...] = ()
    lead_labels: tuple[str, ...] = ()
    package_labels: tuple[str, ...] = ()
    bite_labels: tuple[str, ...] = ()
    field_words: tuple[str, ...] = ()
    block_titles: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    boilerplate_weak: tuple[str, ...] = ()
    boilerplate_starts: tuple[str, ...] = ()
    metadata_starts: tuple[str, ...] = ()
    chrome_words: tuple[str, ...] = ()

    def over(self, base: House) -> House:
        """These rules in front of those of *base*."""
        joined: dict[str, Any] = {
            f.name: tuple(dict.fromkeys((*getattr(self, f.name), *getattr(base, f.name))))
            for f in fields(House)
            if f.name not in {"name", "title"}
        }
        return replace(self, **joined)


_PATTERNS = (
    "toss_named",
    "toss_live",
    "toss_nameless",
    "sign_off",
    "hand_back",
    "back_announce",
    "greeting",
    "closing",
)


def parse_house(text: str, source: str) -> House:
    """A house file's text as rules; raises InputError naming the key that is wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{source}: not a TOML file: {error}", hint="see docs/conventions.md") from None
    house = _house(table, source)
    for name in _PATTERNS:
        for template in getattr(house, name):
            compile_template(template)
    return house


def _house(table: Mapping[str, Any], source: str) -> House:
    known = {f.name for f in fields(House)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            raise InputError(f"{source}: unknown key {key!r}", hint="keys: " + ", ".join(sorted(known)))
        if key in {"name", "title"}:
            values[key] = str(value)
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            values[key] = tuple(value)
        else:
            raise InputError(f"{source}: {key} must be a list of strings", hint='write it as ["…", "…"]')
    return House(**values)


@cache
def packaged(name: str) -> House:
    """The packaged rules of one convention on top of the common ones."""
    own = _house(resources.read_toml(f"{FOLDER}/{name}.toml"), f"{name}.toml")
    return own if name == COMMON else own.over(packaged(COMMON))


@cache
def packaged_all() -> House:
    """The rules of all packaged conventions together: what a script is read with until one is forced."""
    rules = packaged(COMMON)
    for name in conventions():
        rules = _house(resources.read_toml(f"{FOLDER}/{name}.toml"), f"{name}.toml").over(rules)
    return rules


@cache
def conventions() -> tuple[str, ...]:
    """Names of the packaged conventions, as ``--convention`` takes them."""
    return tuple(n for n in resources.names(FOLDER, ".toml") if n != COMMON)
