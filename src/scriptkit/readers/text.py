"""Plain text in the encodings newsrooms use: UTF-8, UTF-16, CP1252, CP949."""

from __future__ import annotations

import codecs

from scriptkit.errors import InputError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ALLOWED_CONTROLS = frozenset("\t\n\f\v\x1a\x85")


class TextReader:
    """Takes any file no other reader claims."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text", ".md", "")

    def sniff(self, head: bytes) -> bool:
        return True

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        text, encoding = decode(data, source, options.encoding)
        if not text.strip():
            raise InputError(f"{source} is empty", hint="is it the right file?")
        return Script(text=text, source=source, language=options.language, encoding=encoding)


def decode(data: bytes, source: str = "-", encoding: str | None = None) -> tuple[str, str]:
    """Bytes → text with line ends as LF, and the encoding used. Raises InputError for binary data."""
    encoding = encoding or detect_encoding(data)
    try:
        text = data.decode(encoding)
    except LookupError:
        raise InputError(
            f"unknown encoding {encoding!r}", hint="try utf-8, utf-16, cp1252 or cp949"
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source} is not {encoding} text (byte {error.start})", hint="name its encoding with --encoding"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _looks_binary(text):
        raise InputError(f"{source} is not a text file", hint="export the script as text, DOCX, RTF or HTML")
    return text, encoding


def detect_encoding(data: bytes) -> str:
    """The encoding *data* is most likely in; strict UTF-8 wins whenever it fits."""
    for bom, name in _BOMS:
        if data.startswith(bom):
            return name
    head = data[:4096]
    if len(head) >= 4 and head.count(0) > len(head) // 4:
        return "utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le"
    for name in ("utf-8", "cp949"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name == "utf-8" or _mostly_hangul(text):
            return name
    return "cp1252" if _fits(data, "cp1252") else "latin-1"


def _fits(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _mostly_hangul(text: str) -> bool:
    foreign = [c for c in text if ord(c) > 127]
    return bool(foreign) and sum("가" <= c <= "힣" for c in foreign) > len(foreign) // 2


def _looks_binary(text: str) -> bool:
    """One control character in fifty is more than any stray paste brings."""
    sample = text[:65536]
    strange = sum((c < " " and c not in _ALLOWED_CONTROLS) or c == "\x7f" for c in sample)
    return "\0" in sample or strange * 50 > len(sample)
