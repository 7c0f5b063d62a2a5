"""Script files as they go wrong: cut short, damaged, mislabelled, and made to hurt."""

import io
import socket
import zipfile

import pytest

from script_samples import ALL, LINES, SAMPLES
from scriptkit import registry
from scriptkit.errors import InputError, ScriptkitError, UsageError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions

READABLE_IN_PART = ("text", "rtf", "nsml", "html", "fountain")
"""Formats that are worth reading up to where the file ends."""


def read(name: str, data: bytes, **options: str) -> Script:
    return registry.script_reader(name).read(data, "story.file", ReadOptions(**options))


def read_or_refuse(name: str, data: bytes) -> None:
    """Reads *data* into some words, or raises an error that says what to do; anything else fails."""
    refusal, words = None, ""
    try:
        words = read(name, data).text.strip()
    except InputError as error:
        refusal = error
    assert words if refusal is None else refusal.hint


@pytest.mark.parametrize("case", ALL)
def test_a_file_cut_anywhere_is_read_in_part_or_refused(case: str) -> None:
    name, data = ALL[case]
    for end in range(1, len(data), max(1, len(data) // 40)):
        read_or_refuse(name, data[:end])


@pytest.mark.parametrize("name", READABLE_IN_PART)
def test_what_is_there_of_a_cut_file_is_read(name: str) -> None:
    data = SAMPLES[name]
    cut = data[: data.index(LINES[1][:10].encode()) + 10]
    assert LINES[0] in read(name, cut).text


@pytest.mark.parametrize("name", ["mos", "newsml", "fdx"])
def test_xml_cut_short_names_the_line_and_the_remedy(name: str) -> None:
    data = SAMPLES[name].replace(b"><", b">\n<")
    with pytest.raises(InputError, match=r"line \d+: not well-formed XML") as caught:
        read(name, data[:-20])
    assert "cut short" in caught.value.hint


def test_a_word_file_cut_short() -> None:
    with pytest.raises(InputError, match="no readable .docx"):
        read("docx", SAMPLES["docx"][:-200])


@pytest.mark.parametrize(
    "part", ["word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"]
)
@pytest.mark.parametrize("content", [b"", b"<", b"\0" * 50, b"<x/>", b"\xff\xfe<"])
def test_a_word_file_with_a_broken_part(part: str, content: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(SAMPLES["docx"])) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == part else old.read(entry))
    read_or_refuse("docx", out.getvalue())


def test_a_word_file_with_flipped_bits() -> None:
    data = SAMPLES["docx"]
    for position in range(30, len(data), len(data) // 30):
        broken = bytearray(data)
        broken[position] ^= 0xFF
        read_or_refuse("docx", bytes(broken))


def test_an_encrypted_word_file_says_so() -> None:
    broken = bytearray(SAMPLES["docx"])
    directory = broken.index(b"PK\x01\x02")
    broken[directory + 8] |= 1
    with pytest.raises(InputError, match="is encrypted"):
        read("docx", bytes(broken))


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
BOMBS = {
    "laughs": f'<!DOCTYPE x [<!ENTITY a0 "ha">{LAUGHS}]>',
    "file": '<!DOCTYPE x [<!ENTITY a9 SYSTEM "file:///etc/passwd">]>',
    "network": '<!DOCTYPE x [<!ENTITY a9 SYSTEM "http://127.0.0.1:9/x">]>',
    "parameter": '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x"> %p;]>',
    "quadratic": f'<!DOCTYPE x [<!ENTITY a9 "{"x" * 100_000}">]>',
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("name", ["mos", "newsml", "fdx"])
def test_entities_are_refused_and_nothing_outside_is_opened(
    name: str, bomb: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "socket", never)
    sample = SAMPLES[name].replace(b'<?xml version="1.0"?>', b"").replace(LINES[0].encode(), b"&a9;")
    with pytest.raises(InputError, match="declares entities of its own"):
        read(name, BOMBS[bomb].encode() + sample)


@pytest.mark.parametrize("name", ["mos", "newsml", "fdx"])
def test_a_document_type_by_name_is_no_harm(name: str) -> None:
    sample = SAMPLES[name].replace(b'<?xml version="1.0"?>', b"")
    assert LINES[0] in read(name, b'<!DOCTYPE x SYSTEM "x.dtd">' + sample).text


@pytest.mark.parametrize("name", ["mos", "newsml", "fdx"])
def test_xml_without_bottom_is_refused(name: str) -> None:
    root = {"mos": "mos", "newsml": "newsItem", "fdx": "FinalDraft"}[name]
    with pytest.raises(InputError, match="nested deeper"):
        read(name, (f"<{root}>" + "<a>" * 50_000).encode())


def test_html_and_nsml_without_bottom_are_read() -> None:
    deep = "<div><b><pi>" * 20_000
    assert LINES[0] in read("html", f"<html>{deep}{LINES[0]}".encode()).text
    assert LINES[0] in read("nsml", f"<nsml><body>{deep}<p>{LINES[0]}".encode()).text


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Word file", "save it as .docx"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture", "not pictures"),
        (b"RIFF\x24\0\0\0WAVEfmt ", "a recording", "not the recording"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "a gzip archive", "unpack"),
        (bytes(range(256)) * 20, "not a text file|nor any other encoding", "export the script"),
    ],
)
def test_what_is_no_script_is_named_with_what_to_do(data: bytes, what: str, hint: str) -> None:
    reader = registry.script_reader_for("upload", data[:4096])
    with pytest.raises(InputError, match=what) as caught:
        reader.read(data, "upload", ReadOptions())
    assert hint in caught.value.hint


def test_a_spreadsheet_is_not_a_word_file() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("xl/workbook.xml", "<x/>")
    data = out.getvalue()
    with pytest.raises(InputError, match="no Word document"):
        registry.script_reader_for("rundown.xlsx", data).read(data, "rundown.xlsx", ReadOptions())


def test_a_character_cut_in_half_is_shown_in_the_encoding() -> None:
    data = "Der Hafen ist geöffnet. " * 20 + "Ende: ö"
    script = read("text", data.encode()[:-1])
    assert script.text.startswith("Der Hafen ist geöffnet.")
    assert script.encoding == "utf-8 with 1 unreadable characters"


def test_utf_16_with_an_odd_byte() -> None:
    assert read("text", "The harbor is open.\n".encode("utf-16")[:-1]).text.startswith("The harbor is open.")


@pytest.mark.parametrize("encoding", ["klingon", "hex", "", "utf-7\0"])
def test_an_encoding_that_does_not_exist(encoding: str) -> None:
    with pytest.raises((InputError, UsageError), match="unknown encoding"):
        read("text", b"words", encoding=encoding)


def test_an_encoding_that_does_not_fit() -> None:
    with pytest.raises(InputError, match="not utf-8 text"):
        read("text", "café".encode("cp1252"), encoding="utf-8")


@pytest.mark.parametrize("name", registry.SCRIPT_READERS)
def test_errors_survive_the_way_back_from_a_worker(name: str) -> None:
    import pickle

    with pytest.raises(ScriptkitError) as caught:
        read(name, b"")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), again.message, again.hint) == (
        type(caught.value),
        caught.value.message,
        caught.value.hint,
    )
