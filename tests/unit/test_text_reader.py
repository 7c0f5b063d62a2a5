import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriptkit.errors import InputError, ScriptkitError
from scriptkit.ports import ReadOptions
from scriptkit.readers.decoding import decode
from scriptkit.readers.text import TextReader

ENGLISH = "Kim’s café reports “here” – £5.\nNext line."
KOREAN = "입력 2025.02.11\n서울에서 전합니다."


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        (ENGLISH, "utf-8", "utf-8"),
        (ENGLISH, "utf-8-sig", "utf-8"),
        (ENGLISH, "utf-16", "utf-16-le"),
        (ENGLISH, "cp1252", "cp1252"),
        (KOREAN, "cp949", "cp949"),
        (KOREAN, "utf-8", "utf-8"),
        (KOREAN * 3, "utf-16-le", "utf-16-le"),
        (KOREAN * 3, "utf-16-be", "utf-16-be"),
        ("Plain words only.", "utf-16-le", "utf-16-le"),
        ("Plain words only.", "utf-16-be", "utf-16-be"),
    ],
)
def test_encodings_are_found(text: str, encoding: str, shown: str) -> None:
    found = decode(text.encode(encoding))
    assert (found.text, found.encoding) == (text, shown)


def test_line_ends_read_as_lf() -> None:
    assert decode(b"a\r\nb\rc\n").text == "a\nb\nc\n"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", bytes(range(32)) * 9, b"\0" * 64])
def test_binary_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="not a text file|nor any other"):
        TextReader().read(data, "x.bin", ReadOptions())


def test_empty_is_refused() -> None:
    with pytest.raises(InputError, match="is empty"):
        TextReader().read(b" \n\n ", "x.txt", ReadOptions())


def test_a_forced_encoding_that_does_not_fit_is_named() -> None:
    with pytest.raises(InputError, match="is not utf-8 text"):
        decode("café".encode("cp1252"), "x.txt", "utf-8")
    with pytest.raises(InputError, match="unknown encoding"):
        decode(b"x", "x.txt", "klingon")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_clear_error(data: bytes) -> None:
    try:
        text = decode(data).text
    except ScriptkitError:
        return
    assert "\r" not in text
