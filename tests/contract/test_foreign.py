"""TTML, SubStation and tables as other programs and careless hands write them."""

from __future__ import annotations

import pytest

from scriptkit.errors import InputError
from scriptkit.model import Cue, Finding
from scriptkit.registry import subtitle_reader

TT = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="de" {}>'
    "{}</tt>"
)


def read(name: str, text: str | bytes) -> tuple[list[Cue], list[Finding]]:
    data = text if isinstance(text, bytes) else text.encode()
    track, findings = subtitle_reader(name).read(data, "in")
    return list(track.cues), list(findings)


def ttml(body: str, root: str = "") -> tuple[list[Cue], list[Finding]]:
    return read("ttml", TT.format(root, f"<body><div>{body}</div></body>"))


def test_times_add_up_from_parents_and_spans_become_cues() -> None:
    cues, findings = read(
        "ttml",
        TT.format(
            "",
            '<body begin="10s"><div begin="00:00:05.5">'
            '<p begin="1s" end="3s">one</p>'
            '<p><span begin="4s" dur="500ms">two</span> <span begin="5s" end="6s">three</span></p>'
            "</div></body>",
        ),
    )
    assert [(c.start, c.end, c.text) for c in cues] == [
        (16_500, 18_500, "one"),
        (19_500, 20_000, "two"),
        (20_500, 21_500, "three"),
    ]
    assert not findings


def test_parts_in_turn_count_from_the_end_of_the_one_before() -> None:
    cues, findings = read(
        "ttml",
        TT.format(
            "",
            '<body begin="10s" timeContainer="seq">'
            '<div><p dur="2s">one</p></div><div timeContainer="seq"><p begin="1s" dur="2s">two</p>'
            '<p timeContainer="seq"><span dur="1s">three</span><span dur="1s">four</span></p></div>'
            '<div><p end="1s">five</p></div></body>',
        ),
    )
    assert [(c.start, c.end, c.text) for c in cues] == [
        (10_000, 12_000, "one"),
        (13_000, 15_000, "two"),
        (15_000, 16_000, "three"),
        (16_000, 17_000, "four"),
        (17_000, 18_000, "five"),
    ]
    assert not findings


@pytest.mark.parametrize(
    ("root", "time", "ms"),
    [
        ("", "01:02:03.5", 3_723_500),
        ("", "90m", 5_400_000),
        ("", "1500ms", 1500),
        ('xmlns:p="http://www.w3.org/ns/ttml#parameter" p:tickRate="10000000"', "25000000t", 2500),
        ('xmlns:p="http://www.w3.org/ns/ttml#parameter" p:frameRate="25"', "00:00:02:05", 2200),
        ('xmlns:p="http://www.w3.org/ns/ttml#parameter" p:frameRate="25"', "50f", 2000),
        (
            'xmlns:p="http://www.w3.org/ns/ttml#parameter" p:timeBase="smpte" p:frameRate="30"'
            ' p:frameRateMultiplier="1000 1001" p:dropMode="nonDrop"',
            "01:00:00:00",
            3_603_600,
        ),
        (
            'xmlns:p="http://www.w3.org/ns/ttml#parameter" p:timeBase="smpte" p:frameRate="30"'
            ' p:frameRateMultiplier="1000 1001" p:dropMode="dropNTSC"',
            "01:00:00:00",
            3_599_996,
        ),
    ],
)
def test_every_time_expression(root: str, time: str, ms: int) -> None:
    cues, _ = ttml(f'<p begin="{time}">x</p>', root)
    assert cues[0].start == ms


def test_white_space_breaks_and_styles() -> None:
    styles = (
        '<head><styling><style xml:id="base" tts:color="yellow"/>'
        '<style xml:id="it" style="base" tts:fontStyle="italic"/></styling>'
        '<layout><region xml:id="r" tts:origin="10% 5%" tts:extent="80% 20%"/></layout></head>'
    )
    paragraph = '<p region="r" style="it" begin="1s" end="2s">\n  A   line<br/>\n B\n</p>'
    cues, _ = read("ttml", TT.format("", f"{styles}<body><div>{paragraph}</div></body>"))
    assert cues == [Cue(1000, 2000, ("A line", "B"), colours=("#FFFF00",), italic=True, top=True)]


def test_latin_1_and_stray_ampersands_are_read() -> None:
    body = '<body><div><p begin="1s" end="2s">Käse & Brot</p></div></body>'
    document = '<?xml version="1.0" encoding="ISO-8859-1"?>' + TT.format("", body)
    cues, findings = read("ttml", document.encode("latin-1"))
    assert cues[0].text == "Käse & Brot"
    assert not findings


def test_untimed_and_endless_text_is_kept_and_named() -> None:
    cues, findings = ttml('<p>lost</p><p begin="1s">endless</p><p begin="9s" end="soon">odd</p>')
    assert [(c.text, c.start) for c in cues] == [("lost", 0), ("endless", 1000), ("odd", 9000)]
    assert {f.code for f in findings} == {"no-time", "no-end", "bad-time-line"}


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE tt [<!ENTITY a "aaaa">]><tt xmlns="http://www.w3.org/ns/ttml"><body>&a;</body></tt>',
        '<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/passwd">]><tt>&a;</tt>',
        "<tt>" + "<div>" * 5000,
        "<rss><channel/></rss>",
        "<tt><body>",
    ],
)
def test_hostile_and_other_xml_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read("ttml", text)


def test_substation_as_editors_write_it() -> None:
    text = (
        "\ufeff[Script Info]\nTitle: Harbor\n\n[V4 Styles]\nFormat: Name, Fontname, Fontsize, "
        "PrimaryColour, Italic, Alignment\nStyle: Top,Arial,20,65535,-1,6\n\n[Events]\n"
        "Format: Marked, Start, End, Style, Name, Text\n"
        "Comment: Marked=0,0:00:00.00,0:00:01.00,Top,,note to self\n"
        "Dialogue: Marked=0,0:00:01.00,0:00:02.50,Top,ANN,{\\fad(1,2)}One, two\\Nthree\\hfour\n"
        "Dialogue: Marked=0,0:00:03.00,0:00:04.00,Default,,{\\p1}m 0 0 l 100 0{\\p0}\n"
        "Dialogue: Marked=0,-0:00:01.00,0:00:04.00,Default,,early\n"
        "Dialogue: broken\n"
    )
    cues, findings = read("ass", text)
    assert cues == [
        Cue(0, 4000, ("early",)),
        Cue(1000, 2500, ("One, two", "three four"), "ANN", colours=("#FFFF00",), italic=True, top=True),
    ]
    assert {f.code for f in findings} == {"negative-time", "bad-time-line", "out-of-order", "styling-lost"}


def test_webvtt_as_careless_hands_write_it() -> None:
    text = (
        "WEBVTT\nKind: captions\nLanguage: ko\n\n00:01,000 --> 00:02,000\ncomma\n\n"
        "00:03,000 --> 00:04,000\nagain\n\n00:05.000 -->\nno end\n\n"
        "soon --> later\nno time\n\nno cue at all\n"
    )
    track, findings = subtitle_reader("vtt").read(text.encode(), "in")
    assert track.language == "ko"
    assert [(c.start, c.text) for c in track.cues] == [
        (1000, "comma"),
        (3000, "again"),
        (4000, "no time"),
        (5000, "no end"),
    ]
    assert [f.code for f in findings].count("odd-time") == 1
    assert "(2 times)" in next(f.message for f in findings if f.code == "odd-time")
    assert any("no cue at all" in f.message for f in findings)


def test_a_table_from_a_spreadsheet() -> None:
    cues, findings = read(
        "csv", 'Start;End;Text\r\n0:01;0:02,5;"Hello; there"\r\n00:00:03:05;4;Bye\r\nx;9;odd\r\n'
    )
    assert [(c.start, c.end, c.text) for c in cues] == [
        (0, 9000, "odd"),
        (1000, 2500, "Hello; there"),
        (3200, 4000, "Bye"),
    ]
    assert {"odd-time", "bad-time-line"} <= {f.code for f in findings}


@pytest.mark.parametrize("text", ["a,b\n1,2\n", '"' + "x" * 200_000, "start,end\n1,2\n"])
def test_tables_without_cues_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        read("csv", text)


@pytest.mark.parametrize("text", ["{", "[]", "[" * 100_000, '{"cues": 1}', '{"cues": {"a": 1}}', "nul"])
def test_json_without_cues_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read("json", text)


def test_json_with_nonsense_in_it() -> None:
    text = (
        '{"cues": [1, {"start": true, "end": 1e999, "lines": ["a", 2]},'
        ' {"start": 5, "end": 2000, "lines": "b\\nc"}]}'
    )
    cues, findings = read("json", text)
    assert [c.lines for c in cues] == [("a",), ("b", "c")]
    assert {f.code for f in findings} == {"bad-cue", "bad-time-line", "no-end"}


def test_json_that_names_one_speaker_line_by_line() -> None:
    cue = '{"start": 5, "end": 2000, "lines": ["a", "b"], "speakers": %s}'
    for names, speaker, speakers in (
        ('["Ann", "Ann"]', "Ann", ()),
        ('["Ann"]', "Ann", ()),
        ('["Ann", null]', None, ("Ann", None)),
        ('["Ann", "Bob"]', None, ("Ann", "Bob")),
        ("[]", None, ()),
    ):
        ((read_back,), _) = read("json", f'{{"cues": [{cue % names}]}}')
        assert (read_back.speaker, read_back.speakers) == (speaker, speakers)


def test_json_of_another_version_says_so() -> None:
    cue = '"cues": [{"start": 5, "end": 2000, "lines": ["a"]}]'
    assert [f.code for f in read("json", f'{{"version": 9, {cue}}}')[1]] == ["odd-version"]
    assert read("json", f'{{"version": 1, {cue}}}')[1] == []


@pytest.mark.parametrize(
    ("start", "end"), [("0:00:04", "0:00:06"), ("0:00:04.00", "0:00:06"), ("0:00:04", "0:00:06.00")]
)
def test_substation_times_without_hundredths(start: str, end: str) -> None:
    cues, findings = read("ass", f"[Events]\nDialogue: 0,{start},{end},Default,,0,0,0,,Words.\n")
    assert [(c.start, c.end) for c in cues] == [(4000, 6000)]
    assert [f.code for f in findings] == ["odd-time"]


@pytest.mark.parametrize("code", ["00:00:05:45", "00:00:75:00", "00:01:00;00"])
def test_line_21_time_codes_there_are_not(code: str) -> None:
    text = f"Scenarist_SCC V1.0\n\n{code}\t9420 9420 94d0 94d0 c180 942f 942f\n\n00:02:00:00\t942c 942c\n"
    cues, findings = read("scc", text)
    assert [c.text for c in cues] == ["A"]
    assert [f.code for f in findings] == ["odd-time"]
