"""Bytes of a text file to text when nobody says which encoding it has.

Order of belief: byte order mark, UTF-16 by its zero bytes, strict UTF-8, UTF-8 with a few damaged
places, then legacy code pages told apart by how their high bytes cluster.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65536
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read as, whether that was a guess, and how many bytes made no sense."""

    text: str
    encoding: str
    guessed: bool = False
    damaged: int = 0


def decode(data: bytes) -> Decoded:
    """Never raises; text that cannot be read has U+FFFD in its place."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], encoding)
    wide = _looks_utf16(data)
    if wide:
        return _lenient(data, wide, guessed=True)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    damaged = _lenient(data, "utf-8", guessed=True)
    sound = sum(1 for c in damaged.text[:_SAMPLE] if c > "\x7f" and c != "\ufffd")
    if sound > 4 * damaged.text[:_SAMPLE].count("\ufffd"):
        return damaged
    return _lenient(data, _legacy(data), guessed=True)


def _lenient(data: bytes, encoding: str, *, guessed: bool = False) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding, guessed, text.count("\ufffd"))


def _looks_utf16(data: bytes) -> str | None:
    """Byte order of UTF-16 without a mark, by its zero bytes.

    Spaces, digits and line ends have a zero upper byte in every language, so also Korean text shows
    some, all on one side. What then reads as control or unassigned characters was something else.
    """
    head = data[: min(len(data) // 2 * 2, 4096)]
    if len(head) < 4:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    least, most = sorted((even, odd))
    if most < 0.02 * len(head) / 2 or least > most / 8:
        return None
    text = head.decode(encoding, errors="replace")
    strange = sum(1 for c in text if not (c.isprintable() or c in "\t\n\r"))
    return encoding if strange <= 0.02 * len(text) + 1 else None


def _legacy(data: bytes) -> str:
    """Code page of text that is not UTF-8.

    West European text has single high bytes among ASCII letters; East Asian and Cyrillic text has
    long runs of them. Among the latter the share of characters a script really uses decides.
    """
    runs = _HIGH_RUN.findall(data[:_SAMPLE])
    if sum(map(len, runs)) < 2.2 * len(runs):
        return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", data) else "latin-1"
    sample = b" ".join(runs)
    best, best_share = "cp1252", 0.6
    for encoding, low, high in (
        ("cp949", "\uac00", "\ud7a3"),
        ("cp932", "\u3040", "\u30ff"),
        ("gb18030", "\u4e00", "\u9fff"),
        ("cp1251", "\u0400", "\u045f"),
        ("cp1253", "\u0370", "\u03ff"),
    ):
        text = sample.decode(encoding, errors="replace").replace(" ", "")
        share = sum(1 for c in text if low <= c <= high) / max(1, len(text))
        # Japanese is half kanji: its kana alone count for less than Hangul does in Korean.
        if encoding == "cp932":
            share *= 1.8
        if share > best_share:
            best, best_share = encoding, share
    return best
