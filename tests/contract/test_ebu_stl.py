"""EBU STL byte by byte, and files as broadcasters write them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_writers import OPTIONS

from scriptkit.model import Cue, SubtitleTrack
from scriptkit.registry import subtitle_reader, writer
from scriptkit.text import iso6937


def written(*cues: Cue, start: int = 0, rate: Fraction = Fraction(25), language: str = "en") -> bytes:
    track = SubtitleTrack(cues, language=language, title="Größe")
    return writer("ebu-stl").write(track, replace(OPTIONS, frame_rate=rate, start=start))


def blocks(data: bytes) -> list[bytes]:
    assert len(data) % 128 == 0
    return [data[i : i + 128] for i in range(1024, len(data), 128)]


def test_header_fields() -> None:
    data = written(Cue(2000, 4000, ("Guten Abend.",)), start=36_000_000, language="de-AT")
    assert data[:16] == b"850STL25.01100" + b"08"
    assert data[16:48].rstrip() == "Größe".encode("cp850")
    assert data[238:248] == b"00001" * 2
    assert data[256:264] == b"10000000"
    assert data[264:272] == b"10000200"


def test_a_two_line_subtitle_in_teletext_cells() -> None:
    (tti,) = blocks(written(Cue(2000, 4520, ("Good evening.", "Here is the news."))))
    assert tti[0:5] == bytes((0, 1, 0, 0xFF, 0))
    assert tti[5:13] == bytes((0, 0, 2, 0, 0, 0, 4, 13))
    assert tti[13:16] == bytes((20, 2, 0))
    assert tti[16:].rstrip(b"\x8f") == (
        b"\x0d\x0b\x0bGood evening.\x0a\x0a\x8a\x8a\x0d\x0b\x0bHere is the news.\x0a\x0a"
    )


def test_colour_stands_before_the_box() -> None:
    (tti,) = blocks(written(Cue(0, 1000, ("Hello",), colours=("#FFFF00",))))
    assert tti[16:22] == b"\x0d\x03\x0b\x0bHe"


def test_text_past_112_bytes_goes_into_extension_blocks() -> None:
    lines = tuple("é" * 37 for _ in range(4))
    found = blocks(written(Cue(0, 4000, lines)))
    assert [b[3] for b in found] == [0, 1, 0xFF]
    assert len({b[1:3] for b in found}) == 1
    text = b"".join(b[16:].rstrip(b"\x8f") for b in found)
    assert text.count(b"\xc2e") == 4 * 37
    assert all(not b[16:].rstrip(b"\x8f").endswith(b"\xc2") for b in found)


@pytest.mark.parametrize(
    ("text", "table"),
    [("Добрый вечер", b"01"), ("Καλησπέρα", b"03"), ("ערב טוב", b"04"), ("Dobrý večer", b"00")],
)
def test_the_code_table_follows_the_script(text: str, table: bytes) -> None:
    data = written(Cue(0, 4000, (text,)))
    assert data[12:14] == table
    track, findings = subtitle_reader("ebu-stl").read(data, "x")
    assert track.cues[0].text == text
    assert not findings


@given(
    st.sampled_from(sorted(iso6937.ACCENTED.items()) + [(bytes((k,)), v) for k, v in iso6937.SINGLE.items()])
)
def test_iso_6937_decodes_what_it_encodes(entry: tuple[bytes, str]) -> None:
    code, char = entry
    assert iso6937.decode(code) == (char, 0)
    encoded = iso6937.encode_char(char)
    assert encoded is None or iso6937.decode(encoded)[0] == char


def tti(number: int, text: bytes, *, extension: int = 0xFF, comment: int = 0, start: int = 1) -> bytes:
    head = bytes((0, number, 0, extension, 0, 0, 0, start, 0, 0, 0, start + 1, 0, 20, 2, comment))
    return head + text.ljust(112, b"\x8f")


def gsi(**fields: bytes) -> bytes:
    data = bytearray(written()[:1024])
    if "dfc" in fields:
        data[3:11] = fields["dfc"]
    if "tcp" in fields:
        data[256:264] = fields["tcp"]
    return bytes(data)


def test_extension_comment_and_user_data_blocks() -> None:
    data = gsi() + b"".join(
        (
            tti(1, b"\x0b\x0bFirst half, ", extension=0),
            tti(1, b"second half.\x0a\x0a"),
            tti(2, b"for the editor", comment=1),
            tti(3, b"\xff\xff", extension=0xFE),
            tti(4, b"\x80Slanted\x81", start=5),
        )
    )
    track, findings = subtitle_reader("ebu-stl").read(data, "x")
    assert [(c.text, c.italic) for c in track.cues] == [
        ("First half, second half.", False),
        ("Slanted", True),
    ]
    assert [f.code for f in findings] == ["comment"]


def test_what_is_wrong_is_named() -> None:
    data = (
        gsi(dfc=b"STL99.01", tcp=b"10000000")
        + tti(1, b"Early")
        + tti(2, b"Never ended", extension=0)
        + b"\0" * 40
    )
    track, findings = subtitle_reader("ebu-stl").read(data, "x")
    assert [c.text for c in track.cues] == ["Early"]
    assert {f.code for f in findings} == {"odd-frame-rate", "early-cue", "truncated"}
    assert any("Never ended" in f.message for f in findings)
