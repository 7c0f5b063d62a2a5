"""Italics, colours and places in the files of others: kept where a cue can hold them, else named."""

from __future__ import annotations

import pytest

from scriptkit.model import Cue, Finding
from scriptkit.registry import subtitle_reader

SRT = "1\n00:00:01,000 --> 00:00:03,000\n{}\n\n2\n00:00:04,000 --> 00:00:05,000\nNext.\n"
ASS = (
    "[Script Info]\n\n[V4+ Styles]\nFormat: Name, PrimaryColour, Italic, Alignment\n"
    "Style: Default,&H00FFFFFF,0,2\nStyle: Thought,&H0000FFFF,-1,2\n\n[Events]\n"
    "Format: Start, End, Style, Text\nDialogue: 0:00:01.00,0:00:03.00,Default,{}\n"
)


def read(name: str, text: str) -> tuple[Cue, list[Finding]]:
    track, findings = subtitle_reader(name).read(text.encode(), "in")
    return track.cues[0], list(findings)


def lost(findings: list[Finding]) -> str:
    """What is named as lost, without the numbers, when nothing else was found."""
    assert {f.code for f in findings} <= {"styling-lost", "position-lost"}
    return " ".join(f.message.partition(": ")[2].replace(" (1 cue)", "") for f in findings)


@pytest.mark.parametrize(
    "body",
    [
        "<i>Two lines</i>\n<i>of italics.</i>",
        "<i>Two lines\nof italics.</i>",
        "<I>Two lines</I>\n{\\i1}of italics.{\\i0}",
        "- <i>Two</i> <i>lines</i>\n- <i>of italics</i>.",
        "<em>Two lines\nof italics.",
    ],
)
def test_italics_line_by_line_are_italics(body: str) -> None:
    cue, findings = read("srt", SRT.format(body))
    assert cue.italic
    assert findings == []


@pytest.mark.parametrize(
    ("body", "colours"),
    [
        ('<font color="#ffff00">One\ntwo</font>', ("#FFFF00",)),
        ("<font color=yellow>One</font>\n<font color='#0ff'>two</font>", ("#FFFF00", "#00FFFF")),
        ('One\n<font color="RED">two</font>', ("#FFFFFF", "#FF0000")),
        ('<font color="#FFFFFF">One</font>\ntwo', ()),
    ],
)
def test_colours_of_whole_lines_are_kept(body: str, colours: tuple[str, ...]) -> None:
    cue, findings = read("srt", SRT.format(body))
    assert (cue.lines, cue.colours) == (("One", "two"), colours)
    assert findings == []


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("<i>Part</i> only", "italics on part of a cue"),
        ("<b>Part only</b>", "bold"),
        ("<u>Part</u> only", "underline"),
        ("<s>Part</s> only", "strike-through"),
        ('<font color="red">Par</font>t only', "a second colour in a line"),
        ('<font face="Arial" size=3>Part</font> only', "typeface or size"),
        ('<font color="dusk">Part</font> only', "a colour of unknown name"),
        ("{\\pos(20,40)}Part only", "only top and bottom are written"),
        ("{\\an4}Part only", "only top and bottom are written"),
    ],
)
def test_what_a_cue_cannot_hold_is_named(body: str, named: str) -> None:
    cue, findings = read("srt", SRT.format(body))
    assert cue == Cue(1000, 3000, ("Part only",))
    assert lost(findings) == named


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("{\\i1}Part{\\i0} only", "italics on part of a cue"),
        ("{\\b1}Part{\\b} only", "bold"),
        ("Part {\\c&H00FF00&}on{\\c}ly", "a second colour in a line"),
        ("Part {\\rThought}on{\\r}ly", "a second colour in a line, italics on part of a cue"),
        ("{\\fs40}Part only", "typeface or size"),
        ("{\\fad(100,200)}Part only", "effects"),
        ("{\\an8\\move(1,2,3,4)}Part only", "only top and bottom are written"),
        ("{a note}Part{\\q2} only", ""),
    ],
)
def test_substation_overrides_are_obeyed_or_named(body: str, named: str) -> None:
    cue, findings = read("ass", ASS.format(body))
    assert (cue.text, cue.italic, cue.colours) == ("Part only", False, ())
    assert lost(findings) == named


def test_substation_styles_and_overrides_together() -> None:
    cue, findings = read("ass", ASS.format("{\\i1}All of it,\\N{\\1c&H00FF00&}{\\an8}to the end."))
    assert cue == Cue(
        1000, 3000, ("All of it,", "to the end."), colours=("#FFFFFF", "#00FF00"), italic=True, top=True
    )
    assert findings == []


def test_a_file_tells_its_losses_once_with_their_number() -> None:
    text = "\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n<b>On</b> <i>air</i>\n" for n in range(1, 8))
    _, findings = read("srt", text)
    assert [f.message for f in findings] == [
        "left out of what is written: bold (7 cues), italics on part of a cue (7 cues)"
    ]
    assert findings[0].at == 1000


VTT = "WEBVTT\n\nSTYLE\n::cue(.dusk) {{ color: #c8f }}\n\n00:01.000 --> 00:03.000{}\n{}\n"


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Part <i>on</i>ly", "italics on part of a cue"),
        ("Part <c.yellow>on</c>ly", "a second colour in a line"),
        ("<b>Part <u>only</u></b>", "bold, underline"),
        ("<c.shout>Part</c> only", "classes"),
        ("Part <00:02.000>only", "times of words"),
        ("<ruby>Part<rt>pa</rt></ruby> only", "ruby text"),
        ("<ruby>Part<rt>pa</ruby> only", "ruby text"),
        ("<v Ann>Part</v> <v Bob>only</v>", "a second speaker's name"),
        ("<lang en>Part</lang> only</i>", ""),
    ],
)
def test_webvtt_tags_are_obeyed_or_named(body: str, named: str) -> None:
    cue, findings = read("vtt", VTT.format("", body))
    assert (cue.text, cue.italic, cue.colours) == ("Part only", False, ())
    assert lost(findings) == named


def test_webvtt_line_by_line() -> None:
    body = "<v Ann><c.dusk><i>One</i></c>\n<i.lime>two</i> &amp; <i>three"
    cue, findings = read(
        "vtt", VTT.format("", "<v Ann><c.dusk><i>One</i></c>\n<i.lime>two</i> &amp; <i>three")
    )
    assert cue == Cue(
        1000, 3000, ("One", "two & three"), speaker="Ann", colours=("#CC88FF", "#FFFFFF"), italic=True
    )
    assert lost(findings) == "a second colour in a line"


@pytest.mark.parametrize(
    ("settings", "top", "aside"),
    [
        ("line:0", True, False),
        ("line:10%,start", True, False),
        ("line:-1", False, False),
        ("line:90% position:50% align:middle size:80%", False, False),
        ("line:50%", False, True),
        ("line:7", False, True),
        ("position:20%", False, True),
        ("align:start", False, True),
        ("line:0 align:right", True, True),
        ("vertical:rl", False, True),
        ("region:left", False, True),
    ],
)
def test_webvtt_places(settings: str, top: bool, aside: bool) -> None:
    cue, findings = read("vtt", VTT.format(f" {settings}", "Here."))
    assert cue.top == top
    assert [f.code for f in findings] == ["position-lost"] * aside
