"""The marked text: round trip to the letter, and a producer's word that outranks the recognisers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.errors import InputError
from scriptkit.model import Mark, Role, Rundown, Script
from scriptkit.segmenter import from_marked, is_marked, segment, to_marked

SCRIPTS = sorted((Path(__file__).parents[1] / "scripts" / "raw").glob("*.txt"))
HEAD = "#!scriptkit-marked 1\n"


def essence(rundown: Rundown) -> list[tuple[object, ...]]:
    found: list[tuple[object, ...]] = []
    for story in rundown.stories:
        found.append((story.slug, story.declared, story.wpm))
        found += [(s.role, s.speaker, s.start, s.end, s.declared, s.skips) for s in story.segments]
    return found


def check_round_trip(script: Script) -> None:
    rundown = segment(script)
    marked = to_marked(script, rundown)
    assert is_marked(marked)
    again = from_marked(marked, script.source)
    assert again.text == script.text
    assert essence(segment(again)) == essence(rundown)
    assert to_marked(again, segment(again)) == marked


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.stem)
def test_round_trip_of_whole_scripts(path: Path) -> None:
    check_round_trip(Script(path.read_text(encoding="utf-8"), source=str(path)))


LINES = [
    "@ intro: X",
    "@@ slug",
    "| x",
    "+ y",
    "~ 1+2",
    "# c",
    "#!scriptkit-marked 1",
    "\\",
    "[",
    "] ms]",
    "@",
    "|",
    "",
    "Kim Min-ji reports.",
    '"We were late, I know."',
    "Lee Oh-ri, Gull News.",
    "Title: A day",
    "SOT :12",
    "PKG TRT 1:02",
    "CG: ANN LEE / COOK",
    "(BEGIN VIDEOTAPE)",
    "JOHN DOE, HOST (voice-over): It was late (ph) in Ulm (OOLM-ah). [x",
    '((Ann Lee/Cook: "it was late"))',
    "TRT: 2:24",
    "###",
    "  indented \t text. ",
    "\u2028 odd \x0b breaks \x85",
]


@given(
    st.lists(st.sampled_from(LINES) | st.text(max_size=30), max_size=12)
    .map("\n".join)
    .map(lambda t: t.replace("\r", "")),
    st.sampled_from([None, "A title", "back\\slash\n[line"]),
)
@settings(max_examples=120, deadline=None)
def test_round_trip_of_hostile_text(text: str, title: str | None) -> None:
    check_round_trip(Script(text, source="x/y.txt", title=title))


MARKS = st.builds(
    lambda at, size, *rest: Mark(at, at + size, *rest),
    st.integers(0, 60),
    st.integers(1, 30),
    st.sampled_from([None, *Role]),
    st.none() | st.text(max_size=8),
    st.sampled_from([None, None, "a", "b c", "../x"]),
    st.none() | st.integers(0, 10**7),
) | st.builds(lambda at, size: Mark(at, at + size, skip=True), st.integers(0, 60), st.integers(1, 9))


@given(st.lists(MARKS, max_size=6).map(tuple))
@settings(max_examples=120, deadline=None)
def test_any_marks_are_taken_without_complaint(marks: tuple[Mark, ...]) -> None:
    text = "Good evening. Kim Min-ji reports.\n\n“It was late (ph),” she said. SOT :12\nLee Oh-ri, Gull News."
    script = Script(text, marks=marks)
    segments = [s for story in segment(script).stories for s in story.segments]
    assert "".join("".join(s.text.split()) for s in segments) == "".join(text.split())
    check_round_trip(script)


def test_a_producer_overrules_role_and_speaker() -> None:
    script = Script("Our Kim Min-ji reports.\nThe port is open.\nKim Min-ji, Gull News.")
    marked = to_marked(script, segment(script)).replace(
        "@ narration: Kim Min-ji", "@ soundbite: Ann Lee [4000 ms]"
    )
    segments = segment(from_marked(marked)).stories[0].segments
    bite = segments[1]
    assert (bite.role, bite.speaker, bite.declared) == (Role.SOUNDBITE, "Ann Lee", 4000)
    assert (bite.rule, bite.confidence) == ("marked", 1.0)


def test_a_question_mark_leaves_the_role_to_the_recognisers() -> None:
    text = HEAD + "@ ?\n| Our Kim Min-ji reports.\n@ narration: Kim Min-ji\n| The port is open.\n"
    segments = segment(from_marked(text)).stories[0].segments
    assert [(str(s.role), s.speaker) for s in segments] == [("toss", "ANCHOR"), ("narration", "Kim Min-ji")]


def test_a_story_line_opens_a_story_with_times() -> None:
    text = HEAD + "@@ one [TRT 61000 ms] [170 wpm]\n@ narration\n| A.\n@@ two\n@ narration\n| B.\n"
    stories = segment(from_marked(text)).stories
    assert [(s.slug, s.declared, s.wpm) for s in stories] == [("one", 61000, 170.0), ("two", None, None)]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("@ singer\n| La.\n", "line 2 names no role"),
        ("The words.\n", "line 2 means nothing"),
        ("@@\n", "line 2 means nothing"),
        ("~ 1+2\n", "line 2 means nothing"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(body: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        from_marked(HEAD + body, "edit.txt")


def test_another_file_is_no_marked_text() -> None:
    assert not is_marked("Good evening.\n")
    with pytest.raises(InputError, match="not a marked script"):
        from_marked("Good evening.\n")
