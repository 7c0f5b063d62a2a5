"""Segmenting whole scripts: the seed and what holds for any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.errors import UsageError
from scriptkit.model import Role, Rundown, Script
from scriptkit.segmenter import segment

SEED = Path(__file__).parents[2] / "seeds" / "putin-trump-alaska.txt"


def outline(rundown: Rundown) -> list[tuple[str, str | None]]:
    return [(str(s.role), s.speaker) for story in rundown.stories for s in story.segments]


def test_seed_is_read_perfectly() -> None:
    rundown = segment(Script(SEED.read_text(encoding="utf-8"), source=str(SEED)))
    assert outline(rundown) == [
        ("metadata", None),
        ("intro", "ANCHOR"),
        ("toss", "ANCHOR"),
        ("narration", "Kim Bo-kyoung"),
        ("soundbite", "White House press secretary"),
        ("narration", "Kim Bo-kyoung"),
        ("sign_off", "Kim Bo-kyoung"),
        ("boilerplate", None),
    ]
    assert rundown.stories[0].slug == "putin-trump-alaska"
    intro = rundown.stories[0].segments[1]
    assert intro.text.startswith("Before meeting")
    assert intro.text.endswith("Kim Jong-un.")


def test_a_name_over_two_lines_is_one_name() -> None:
    raw = Path(__file__).parents[1] / "heldout" / "raw" / "h27_captions.txt"
    names = [speaker for _, speaker in outline(segment(Script(raw.read_text(encoding="utf-8"))))]
    assert "Gloria Yamashiro" in names
    assert [name for name in names if name and "\n" in name] == []


def check_tiling(text: str) -> None:
    rundown = segment(Script(text))
    segments = [s for story in rundown.stories for s in story.segments]
    at = 0
    for s in segments:
        assert s.text == text[s.start : s.end]
        assert not text[at : s.start].strip()
        assert s.start >= at
        assert s.text.strip() == s.text
        assert all(s.start <= k.start < k.end <= s.end for k in s.skips)
        at = s.end
    assert not text[at:].strip()
    assert len({story.slug for story in rundown.stories}) == len(rundown.stories)


PHRASES = [
    "Kim Min-ji reports.",
    '"We were late, I know."',
    "Lee Oh-ri, Gull News.",
    "ed:hw",
    "Title: A day",
    "2025/01/02 10:00",
    "((SOT Ann Lee/Cook 10:22",
    "))",
    "[Reporter : ]",
    "[Pkg]",
    "[Soundbite]",
    "JOHN DOE, HOST:",
    "(BEGIN VIDEOTAPE)",
    "TAKE VO",
    "SOT :12",
    "CG: ANN LEE / COOK",
    ">> reporter:",
    "SOUNDBITE: (English) Ann Lee, cook:",
    "STORYLINE",
    "The port is open.",
    "“",
    "”",
    "...",
    "((",
    "]",
    ":",
    "1. Fish",
    "Q1.",
    "###",
    "(ph)",
    "Ann Lee (Cook): Fish.",
    'OUTCUE: "fish"',
    "ANN LEE (voice-over):",
    "<p>",
    "\n",
    "\n\n",
    "\t",
]


@given(st.lists(st.sampled_from(PHRASES), max_size=14).map(" ".join) | st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_segments_tile_any_text_in_order(text: str) -> None:
    check_tiling(text)


def test_spoken_roles_only_carry_speakers_of_their_own() -> None:
    text = "Kim Min-ji reports.\nThe port is open.\nKim Min-ji, Gull News.\nAll rights reserved."
    segments = segment(Script(text)).stories[0].segments
    assert [(s.role, s.speaker) for s in segments][-2:] == [
        (Role.SIGN_OFF, "Kim Min-ji"),
        (Role.BOILERPLATE, None),
    ]


def test_unknown_convention_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="morse") as caught:
        segment(Script("Text."), convention="morse")
    assert "two_column" in caught.value.hint
