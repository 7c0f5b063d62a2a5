import json

import pytest

from script_marks import copy, roles, stories, unmarked
from scriptkit.errors import InputError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.nsml import NsmlReader

SGML = """<nsml version="-//AVID//DTD NSML 1.0//EN">
<head>
<meta rate=172>
<storyid>1b2c:0042</storyid>
</head>
<story>
<fields>
<f id=title>HARBOR &amp; FERRY</f>
<f id=modify-by>ruiz</f>
</fields>
<body>
<p><pi>CAM 2</pi></p>
<p>The harbor is open again.</p>
<p><cc>--roll vo--></cc><a idref=0><cc><---</cc></a></p>
<p>Ferries left <b>at six</b>.<a idref=1></a></p>
</body>
<aeset>
<ae id=0>
<ap>]] S3.0 G 0 [[</ap>
<ap>VO FERRY</ap>
<ap>;0.02</ap>
</ae>
<ae id=1>
<mc>
<ap>CG NAME</ap>
<ap>Ana Ruiz</ap>
</mc>
</ae>
</aeset>
</story>
</nsml>
"""

XML = """<?xml version="1.0" encoding="utf-8"?>
<nsml version="3"><head><meta words="9" rate="172" wordlength="5"/><storyid>1b2c:0042</storyid></head>
<fields><string id="title">HARBOR &amp; FERRY</string><duration id="audio-time">17</duration></fields>
<body><p><pi>CAM 2</pi></p><p>The harbor is open again.</p>
<p><cc>--roll vo--&gt;</cc><a idref="0"/><cc>&lt;---</cc></p>
<p>Ferries left <b>at six</b>.<a idref="1"/></p></body>
<aeset><ae id="0"><ap>]] S3.0 G 0 [[</ap><ap>VO FERRY</ap><ap>;0.02</ap></ae>
<ae id="1"><mc><ap>CG NAME</ap><ap>Ana Ruiz</ap></mc></ae></aeset></nsml>
"""


def read(text: str, **settings: str) -> Script:
    return NsmlReader().read(text.encode(), "story.nsml", ReadOptions(settings=tuple(settings.items())))


@pytest.mark.parametrize("text", [SGML, XML], ids=["sgml", "xml"])
def test_both_generations_read_the_same(text: str) -> None:
    assert NsmlReader().sniff(text.encode())
    script = read(text)
    assert script.text.splitlines() == [
        "HARBOR & FERRY",
        "CAM 2",
        "The harbor is open again.",
        "--roll vo--><---",
        "[VO FERRY | ;0.02]",
        "Ferries left at six.",
        "[CG NAME | Ana Ruiz]",
    ]
    assert unmarked(script) == ["The harbor is open again.", "Ferries left at six."]
    assert copy(script) == unmarked(script)
    assert stories(script) == [("HARBOR & FERRY", script.text.rstrip())]
    assert [m.wpm for m in script.marks if m.story] == [172.0]


def test_what_pi_and_cc_mean_is_the_houses_to_say() -> None:
    body = "<p><pi>***LIVE***</pi></p><p><cc>Good evening.</cc></p>"
    assert roles(read(body)) == [("cue", "***LIVE***"), ("cue", "Good evening.")]
    assert unmarked(read(body, cc_role="spoken")) == ["Good evening."]
    assert roles(read(body, cc_role="intro", pi_role="metadata")) == [
        ("metadata", "***LIVE***"),
        ("intro", "Good evening."),
    ]


def test_signs_outside_a_tag_belong_to_the_cue_they_touch() -> None:
    assert roles(read("<p>***<pi>SERVER*** </pi></p><p>Words.<cc>x</cc></p>")) == [
        ("cue", "***SERVER***"),
        ("cue", "x"),
    ]


def test_unclosed_tags_do_not_leak_into_the_next_paragraph() -> None:
    script = read(
        '<p><a idref="0"><cc>--><a idref="1"><cc><--\n<p>Read this.</p>\n<p><pi>not this\n<p>And this.'
    )
    assert unmarked(script) == ["Read this.", "And this."]


def test_a_queue_of_stories_in_one_file() -> None:
    script = read(SGML + SGML.replace("HARBOR &amp; FERRY", "WEATHER").replace("rate=172", "rate=0"))
    assert [slug for slug, _ in stories(script)] == ["HARBOR & FERRY", "WEATHER"]
    assert [m.wpm for m in script.marks if m.story] == [172.0, None]


def test_a_rate_in_characters_is_not_words_a_minute() -> None:
    script = read(XML.replace('wordlength="5"', 'wordlength="1"'))
    assert [m.wpm for m in script.marks if m.story] == [None]


def test_a_body_still_escaped_by_a_log() -> None:
    script = read('\\r\\n<p><a idref=\\"0\\"></a></p>\n\\r\\n<p>It\\\'s \\"open\\".</p>\n')
    assert script.text == 'It\'s "open".\n'


def test_a_json_dump_of_a_rundown() -> None:
    story = {
        "fields": {"title": "HARBOR"},
        "meta": {"rate": "150"},
        "cues": [["CG=name", "Ana Ruiz", ";0.02"], None],
        "body": '\r\n<p><pi>CAM 1</pi></p>\r\n<p>It is open.<a idref="0"></a><a idref="1"></a></p>\r\n',
    }
    other = {"fields": {"title": {"value": "WEATHER"}}, "body": "<p>Rain.</p>"}
    dump = json.dumps(
        {"name": "FIVE PM", "segments": [{"payload": {"iNewsStory": s}} for s in (story, other)]}
    )
    assert NsmlReader().sniff(dump.encode())
    script = read(dump)
    assert script.title == "FIVE PM"
    assert stories(script) == [
        ("HARBOR", "HARBOR\nCAM 1\nIt is open.\n[CG=name | Ana Ruiz | ;0.02]"),
        ("WEATHER", "WEATHER\nRain."),
    ]
    assert [m.wpm for m in script.marks if m.story] == [150.0, None]


@pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"iNewsStory": 1}', "<nsml>", ""])
def test_nothing_in_it_is_an_error(text: str) -> None:
    with pytest.raises(InputError):
        read(text)
