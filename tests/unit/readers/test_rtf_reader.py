import pytest
from hypothesis import given
from hypothesis import strategies as st

from script_marks import roles, unmarked
from scriptkit.errors import InputError, ScriptkitError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers import rtf as reader
from scriptkit.readers.rtf import RtfReader

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0"
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fnil\fcharset129 Malgun Gothic;}}"
    r"{\colortbl;\red0\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s15\sbasedon0\snext15 Soundbite;}"
    r"{\*\cs10 \additive Default Paragraph Font;}}"
    r"{\info{\title Not read}{\author Nobody}}{\header Page 1\par}"
)


def read(body: str, **settings: str) -> Script:
    options = ReadOptions(settings=tuple(settings.items()))
    return RtfReader().read((HEAD + body + "}").encode("latin-1"), "script.rtf", options)


def test_paragraphs_lines_and_signs() -> None:
    script = read(
        r"\pard The harbor\rquote s open \emdash  at last.\par"
        "\n"
        r"Ferries left\line at six.\par\par"
        r"\b Ana Ruiz\b0 , Channel\~9.\par"
    )
    assert script.text == "The harbor’s open — at last.\nFerries left\nat six.\n\nAna Ruiz, Channel 9.\n"
    assert roles(script) == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"caf\'e9 \'93x\'94", "café “x”"),
        (r"{\f1 \'bc\'ad\'bf\'ef}", "서울"),
        (r"{\f1 \'8ca\'bc\'ad}", "똞서"),
        (r"\u49436?\u50872?", "서울"),
        (r"\uc0\u8364 5", "€5"),
        (r"\u-10179?\u-8704?!", "\U0001f600!"),
        (r"\u-10179?x", "x"),
        (r"{\uc2\u8364\'80\'80}5", "€5"),
        (r"\{a\}\\b", r"{a}\b"),
    ],
)
def test_characters(body: str, text: str) -> None:
    assert read(body).text == text + "\n"


def test_deleted_goes_struck_and_hidden_are_no_speech() -> None:
    script = read(r"It is {\deleted shut }open{\strike  again}. {\v Check this.}\par")
    assert script.text == "It is open again. Check this.\n"
    assert roles(script) == [("cue", "again"), ("cue", "Check this.")]


def test_links_and_pictures_leave_their_words_only() -> None:
    script = read(
        r'{\field{\*\fldinst{HYPERLINK "http://x"}}{\fldrslt{the port}}} is {\pict\bin5 }{}\\'
        r"} quiet{\*\unknown nothing}.\par"
    )
    assert script.text == "the port is quiet.\n"


def test_tables_are_script_tables() -> None:
    row = r"\trowd\cellx4000\cellx9000\pard\intbl {}\cell {}\cell\row"
    script = read(
        row.format("VIDEO", "AUDIO")
        + row.format("TAKE VO", r"The harbor is open.\par Ferries left.")
        + r"\pard After the table.\par"
    )
    assert unmarked(script) == ["The harbor is open.", "Ferries left.", "After the table."]
    assert roles(script) == [("cue", "VIDEO | AUDIO"), ("cue", "TAKE VO")]


def test_styles_say_roles() -> None:
    body = r"\pard\s1 HARBOR\par\pard\s15 We were ready.\par\pard Rain.\par"
    assert roles(read(body)) == [("headline", "HARBOR"), ("soundbite", "We were ready.")]
    assert roles(read(body, **{"style.Soundbite": "cue"}))[1] == ("cue", "We were ready.")


def test_what_comes_after_the_end_is_not_read() -> None:
    assert read(r"Words.\par}{\rtf1 More").text == "Words.\n"


def test_size_and_depth_are_bounded() -> None:
    with pytest.raises(InputError, match="nested deeper"):
        read("{" * (reader.MAX_DEPTH + 1))
    with pytest.raises(InputError, match="larger than 8 MB"):
        RtfReader().read(b"{\\rtf1 " + b"x" * reader.MAX_BYTES, "x.rtf", ReadOptions())


@pytest.mark.parametrize("data", [b"", b"plain", b"{\\rtf1}", b"{\\rtf1{\\info words}}"])
def test_without_text_it_says_so(data: bytes) -> None:
    with pytest.raises(InputError):
        RtfReader().read(data, "x.rtf", ReadOptions())


PIECES = [
    *("{", "}", "\\", "\\par ", "\\cell", "\\row", "\\intbl", "\\u55357?", "\\u", "\\uc", "\\'8c", "\\'"),
    *("\\f1 ", "\\s15", "\\bin9 ", "\\*", "\\v", "\\fonttbl", "\\stylesheet", "\\ansicpg949"),
    *("\\ansicpg99999", "\\pard", "x", "é", ";", "\n"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_sequence_of_controls_is_read_or_refused(pieces: list[str]) -> None:
    try:
        script = RtfReader().read(("{\\rtf1 " + "".join(pieces)).encode("latin-1"), "x.rtf", ReadOptions())
    except ScriptkitError:
        return
    script.text.encode("utf-8")
    assert all(0 <= m.start < m.end <= len(script.text) for m in script.marks)
