"""Italics, colours and places in the files of others: kept where a cue can hold them, else named."""

from __future__ import annotations

from fractions import Fraction

import pytest

from scriptkit.config import load_profile
from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.registry import subtitle_reader, writer

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
    cue, findings = read("vtt", VTT.format("", body))
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


TTML = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"><body{}><div>'
    '<p begin="1s" end="3s">{}</p></div></body></tt>'
)


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ('<span tts:fontStyle="italic">Part</span> only', "italics on part of a cue"),
        ('Part <span tts:color="yellow">on</span>ly', "a second colour in a line"),
        ('<span tts:fontWeight="bold">Part</span> only', "bold"),
        ('Part <span tts:textDecoration="underline lineThrough">only</span>', "strike-through, underline"),
        ('<span tts:ruby="container"><span tts:ruby="base">Part</span><span tts:ruby="text">pa</span></span>'
         " only", "ruby text"),
        ('<span tts:color="white" tts:fontWeight="normal">Part only</span>', ""),
    ],
)  # fmt: skip
def test_ttml_spans_are_obeyed_or_named(body: str, named: str) -> None:
    cue, findings = read("ttml", TTML.format("", body))
    assert (cue.text, cue.italic, cue.colours) == ("Part only", False, ())
    assert lost(findings) == named


def test_ttml_looks_of_all_the_text_are_not_told() -> None:
    cue, findings = read("ttml", TTML.format(' tts:fontWeight="bold" tts:color="#ff0"', "All of it."))
    assert cue.colours == ("#FFFF00",)
    assert findings == []


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("microdvd", "{1}{1}25\n{25}{75}{y:b}Part only\n", "bold"),
        ("microdvd", "{1}{1}25\n{25}{75}{s:30}Part only\n", "typeface or size"),
        ("microdvd", "{1}{1}25\n{25}{75}Part {C:$0000FF}only now\n", "a second colour in a line"),
        ("mpl2", "[10][30]/Part|only\n", "italics on part of a cue"),
        ("sami", "<SAMI><SYNC Start=1000><P>Part <i>on</i>ly</SAMI>", "italics on part of a cue"),
        ("sami", "<SAMI><SYNC Start=1000><P>Part <font color=red>on</font>ly", "a second colour in a line"),
        ("sami", "<SAMI><SYNC Start=1000><P><font face=x>Part only</SAMI>", "typeface or size"),
        ("tmp", "00:00:01:<b>Part</b> only\n", "bold"),
    ],
)  # fmt: skip
def test_old_formats_name_their_looks_too(name: str, text: str, named: str) -> None:
    cue, findings = read(name, text)
    assert cue.text.split()[:2] == ["Part", "only"]
    assert not cue.italic
    assert lost([f for f in findings if f.code == "styling-lost"]) == named


def test_old_formats_keep_colours_of_whole_lines() -> None:
    cue, _ = read("microdvd", "{1}{1}25\n{25}{75}{C:$00FFFF}One|two\n")
    assert (cue.lines, cue.colours) == (("One", "two"), ("#FFFF00",))
    cue, findings = read("sami", "<SAMI><SYNC Start=1000><P>One<br><font color='#ffff00'>two</font></SAMI>")
    assert (cue.lines, cue.colours) == (("One", "two"), ("#FFFFFF", "#FFFF00"))
    assert findings == []


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        ("9420 9420 94d0 94d0 d061 f2f4 91ae 91ae ef6e ec79 942f 942f", "italics on part of a cue"),
        ("9420 9420 94d0 94d0 d061 f2f4 73ba 91a8 91a8 ef6e 942f 942f", "a second colour in a line"),
    ],
)
def test_line_21_styles_inside_a_line_are_named(codes: str, named: str) -> None:
    text = f"Scenarist_SCC V1.0\n\n00:00:01;00\t{codes}\n\n00:00:05;00\t942c 942c\n"
    cue, findings = read("scc", text)
    assert cue.text.startswith("Part")
    assert not cue.italic
    assert lost(findings) == named


def test_teletext_colours_inside_a_line_are_named() -> None:
    cue = Cue(1000, 3000, ("Part only",), colours=("#FFFF00",))
    options = WriteOptions(load_profile("netflix"), frame_rate=Fraction(25))
    data = writer("ebu-stl").write(SubtitleTrack((cue,)), options)
    track, findings = subtitle_reader("ebu-stl").read(data.replace(b"Part only", b"Part\x06only"), "in")
    assert track.cues[0].text == "Part only"
    assert lost(list(findings)) == "a second colour in a line"
    track, findings = subtitle_reader("ebu-stl").read(data.replace(b"Part only", b"Part\x80only"), "in")
    assert track.cues == (cue,)
    assert lost(list(findings)) == "italics on part of a cue"
