"""The segmenter on the project's own labelled scripts, one of every convention and more."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from scriptkit.model import Script
from scriptkit.segmenter import segment

SCRIPTS = Path(__file__).parents[1] / "scripts"
NAMES = sorted(p.stem for p in (SCRIPTS / "gold").glob("*.json"))


@dataclass(frozen=True)
class Row:
    want: str
    got: str
    want_speaker: str | None
    got_speaker: str | None
    text: str


@cache
def rows(name: str) -> tuple[Row, ...]:
    text = (SCRIPTS / "raw" / f"{name}.txt").read_text(encoding="utf-8")
    gold = json.loads((SCRIPTS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    roles, speakers = ["none"] * len(text), [None] * len(text)
    for story in segment(Script(text, source=name)).stories:
        for s in story.segments:
            roles[s.start : s.end] = [str(s.role)] * (s.end - s.start)
            speakers[s.start : s.end] = [s.speaker] * (s.end - s.start)  # type: ignore[list-item]
    found = []
    for unit in gold["units"]:
        if unit.get("uncertain") or unit.get("kind") == "speaker_label":
            continue
        span = [i for i in range(unit["start"], unit["end"]) if not text[i].isspace()]
        got = Counter(roles[i] for i in span).most_common(1)[0][0]
        speaker = Counter(speakers[i] for i in span).most_common(1)[0][0]
        found.append(Row(unit["role"], got, unit["speaker"], speaker, unit["text"]))
    return tuple(found)


def test_there_is_a_script_of_every_kind() -> None:
    assert len(NAMES) >= 12


@pytest.mark.parametrize("name", NAMES)
def test_roles_of_a_script(name: str) -> None:
    wrong = [r for r in rows(name) if r.want != r.got]
    share = 1 - len(wrong) / len(rows(name))
    assert share >= 0.9, "\n".join(f"{r.want} -> {r.got}: {r.text[:70]}" for r in wrong)


def test_roles_over_all_scripts() -> None:
    every = [r for name in NAMES for r in rows(name)]
    assert sum(r.want == r.got for r in every) / len(every) >= 0.97


def test_speakers_of_bites() -> None:
    def last(name: str | None) -> str:
        return (name or "?").split()[-1].casefold()

    bites = [r for name in NAMES for r in rows(name) if r.want == "soundbite" and r.want_speaker]
    right = sum(last(r.want_speaker) == last(r.got_speaker) for r in bites)
    assert right / len(bites) >= 0.95
