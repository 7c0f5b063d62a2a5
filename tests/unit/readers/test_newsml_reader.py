import pytest

from script_marks import roles, speakers, stories, unmarked
from scriptkit.errors import InputError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.newsml import NewsmlReader

ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/"><contentMeta>
<slugline>NOVA-HARBOR</slugline><headline> Harbor open </headline>{meta}</contentMeta>
<contentSet>{content}</contentSet></newsItem>"""
NITF = """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/"><body>
<body.head><hedline><hl1>Harbor open</hl1></hedline><byline>By Jo Park</byline></body.head>
<body.content><p>The harbor is
   open again.</p><p>Ferries left at six.</p></body.content></body></nitf></inlineXML>"""


def read(xml: str, encoding: str = "utf-8") -> Script:
    assert NewsmlReader().sniff(xml.encode(encoding)[:4096])
    return NewsmlReader().read(xml.encode(encoding), "item.xml", ReadOptions())


def test_a_text_item() -> None:
    script = read(ITEM.format(meta="", content=NITF))
    assert script.title == "Harbor open"
    assert unmarked(script) == ["The harbor is open again.", "Ferries left at six."]
    assert roles(script) == [
        ("metadata", "NOVA-HARBOR"),
        ("headline", "Harbor open"),
        ("metadata", "By Jo Park"),
    ]
    assert [slug for slug, _ in stories(script)] == ["NOVA-HARBOR"]


def test_a_shot_lists_lines_are_cues_but_for_what_is_said() -> None:
    meta = (
        '<description role="drol:shotlist">Nova<br/>- ws pier<br/>sot Ana Ruiz, mayor<br/>'
        '"We were\n ready."</description>'
    )
    script = read(ITEM.format(meta=meta, content=""))
    assert speakers(script) == [("Ana Ruiz", '"We were ready."')]
    cues = [text for role, text in roles(script) if role == "cue"]
    assert cues == ["Nova", "- ws pier", "sot Ana Ruiz, mayor"]


def test_a_message_of_items_is_a_rundown() -> None:
    item = ITEM.format(meta="", content="<inlineData>The harbor is open.\nFerries left.</inlineData>")
    script = read(f"<newsMessage><itemSet>{item}{item.replace('NOVA-HARBOR', 'TWO')}</itemSet></newsMessage>")
    assert [slug for slug, _ in stories(script)] == ["NOVA-HARBOR", "TWO"]
    assert unmarked(script)[:2] == ["The harbor is open.", "Ferries left."]


def test_nitf_alone_and_a_declaration_that_is_wrong() -> None:
    xml = '<?xml version="1.0" encoding="ISO-8859-1"?><nitf><body><p>Café Nova</p></body></nitf>'
    assert read(xml).text == "Café Nova\n"
    assert read(xml, "cp1252").text == "Café Nova\n"


def test_an_item_that_only_points_at_its_content() -> None:
    with pytest.raises(InputError, match="no text"):
        read("<newsItem><contentSet><remoteContent href='x'/></contentSet></newsItem>")
