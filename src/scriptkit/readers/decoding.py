"""Bytes to text: which encoding a file is in, found by itself or told by the user.

Newsroom files come as UTF-8, as UTF-16 with and without a byte order mark (MOS sends big-endian
without one), as Windows-1252 from older systems and as CP949 from Korean desks. Anything else must
be named; nothing is guessed into mojibake.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from scriptkit.errors import InputError, UsageError

MAX_BYTES = 32 * 1024 * 1024
"""No script comes near this: a day of bulletins is about 2 MB."""

_ENCODING_HINT = "say which it is with --encoding, for example --encoding gb18030"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What people hand over by mistake, by its first bytes; the advice is what gets them going.
_NOT_TEXT = (
    (b"%PDF", "a PDF", "copy the text out of it, or export the script as DOCX, RTF or text"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)", "open it in Word and save it as .docx"),
    (b"PK\x03\x04", "a zip archive", "unpack it, or use --from docx when it is a Word file"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x89PNG", "a picture", "scriptkit reads text, not pictures of it"),
    (b"\xff\xd8\xff", "a picture", "scriptkit reads text, not pictures of it"),
    (b"RIFF", "a recording", "give the script; a recording goes to conform"),
    (b"ID3", "a recording", "give the script; a recording goes to conform"),
    (b"OggS", "a recording", "give the script; a recording goes to conform"),
)

# Names that mean a wider code page in practice, as browsers read them.
_ALIASES = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "utf-16": "utf-16-le",
}

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with LF line ends, and the encoding to show the user."""

    text: str
    encoding: str


def decode(data: bytes, source: str, *, encoding: str | None = None, declared: str | None = None) -> Decoded:
    """*data* as text. *encoding* is the user's word, *declared* the file's own (XML, HTML).

    The user's word is binding, the file's is only tried first: newsroom exports lie about it.
    Raises InputError for binary data, an unknown encoding, or more than MAX_BYTES.
    """
    check_size(data, source)
    if encoding is not None:
        return _told(data, source, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _certain(data[len(bom) :], source, name)
    _refuse_binary(data, source)
    if declared is not None and (text := _try(data, _wider(declared))) is not None and "\0" not in text:
        return Decoded(_lf(text), _wider(declared))
    return _detect(data, source)


def check_size(data: bytes, source: str, limit: int = MAX_BYTES) -> None:
    """Raises InputError when *data* is longer than *limit* bytes."""
    if len(data) > limit:
        raise InputError(
            f"{source}: {len(data) / 1e6:.0f} MB is more than a script can be (limit {limit / 1e6:.0f} MB)",
            hint="is it the right file? Split it if it holds many bulletins",
        )


def peek(head: bytes) -> str:
    """The beginning of a file as text for sniffing: never fails, case kept, leading space off."""
    for bom, name in _BOMS:
        if head.startswith(bom):
            return head[len(bom) :].decode(name, "ignore").lstrip()
    wide = _utf16_order(head) if b"\0" in head else None
    return head.decode(wide or "utf-8", "replace").lstrip()


def _told(data: bytes, source: str, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
    except (LookupError, ValueError):
        raise UsageError(
            f"unknown encoding {encoding!r}", hint="for example utf-8, utf-16, cp1252, cp949, gb18030, shift_jis"
        ) from None
    for bom, bom_name in _BOMS:
        if data.startswith(bom) and bom_name.startswith(name):
            data, name = data[len(bom) :], bom_name
            break
    try:
        return Decoded(_lf(data.decode(name)), name)
    except (UnicodeError, ValueError) as error:
        raise InputError(
            f"{source}: not {encoding} text: {error}", hint="leave --encoding out to have it detected"
        ) from None
    except LookupError:  # a codec that is not for text, such as "hex"
        raise UsageError(f"{encoding!r} is not a text encoding", hint="for example utf-8 or cp949") from None


def _certain(data: bytes, source: str, name: str) -> Decoded:
    text = _try(data, name)
    if text is None and name == "utf-8":
        return _damaged_utf8(data)
    if text is None:
        # A file cut short in the middle of a character is still worth reading.
        text = data.decode(name, "replace")
        if text.count("\ufffd") > 1 + len(text) // 1000:
            raise InputError(f"{source}: begins like {name.upper()} but is not", hint=_ENCODING_HINT)
    return Decoded(_lf(text.replace("\0", "")), name)


def _detect(data: bytes, source: str) -> Decoded:
    if b"\0" in data:
        order = _utf16_order(data[:65536])
        if order is None:
            raise InputError(f"{source}: binary data, not text", hint="export the script as text, DOCX or RTF")
        return _certain(data, source, order)
    if (text := _try(data, "utf-8")) is not None:
        return Decoded(_lf(text), "utf-8")
    high = len(data) - len(data.translate(None, delete=_HIGH))
    if _mostly_utf8(data, high):
        return _damaged_utf8(data)
    if _is_korean(data):
        return Decoded(_lf(data.decode("cp949")), "cp949")
    text = _try(data, "cp1252")
    # Western letters stand between ASCII ones; a script in pairs of high bytes is another code page.
    if text is not None and _pairs(data) * 2 <= high * 0.6:
        return Decoded(_lf(text), "cp1252")
    raise InputError(
        f"{source}: the encoding is not UTF-8, UTF-16, CP1252 or CP949, and cannot be told", hint=_ENCODING_HINT
    )


_HIGH = bytes(range(0x80, 0x100))
_CONTROL = bytes(b for b in range(0x20) if b not in b"\0\t\n\x0b\x0c\r\x1a\x1b")
_HIGH_PAIR = re.compile(rb"[\xa1-\xfe][\xa1-\xfe]")


def _refuse_binary(data: bytes, source: str) -> None:
    for magic, what, advice in _NOT_TEXT:
        if data.startswith(magic):
            raise InputError(f"{source}: this is {what}, not a script in text", hint=advice)
    sample = data[:65536]
    if b"\0" in sample:
        return  # UTF-16 or binary: decided where the byte order is looked for
    control = len(sample) - len(sample.translate(None, delete=_CONTROL))
    if control > 2 + len(sample) // 200:
        raise InputError(f"{source}: binary data, not text", hint="export the script as text, DOCX or RTF")


def _utf16_order(sample: bytes) -> str | None:
    """Byte order of UTF-16 without a mark, or None when the NULs mean something else.

    Spaces, line ends, digits and Latin letters have a zero upper byte, in every language's script.
    """
    sample = sample[: len(sample) // 2 * 2]
    even, odd = sample[::2], sample[1::2]
    if not even:
        return None
    upper_is_odd = odd.count(0) > even.count(0)
    upper, lower = (odd, even) if upper_is_odd else (even, odd)
    if upper.count(0) < len(upper) // 50 + 1 or lower.count(0) > len(lower) // 100:
        return None
    name = "utf-16-le" if upper_is_odd else "utf-16-be"
    text = sample.decode(name, "replace")
    strange = sum(1 for char in text if not (char.isprintable() or char in "\n\r\t"))
    return name if strange <= 1 + len(text) // 50 else None


def _mostly_utf8(data: bytes, high: int) -> bool:
    """UTF-8 with a few broken bytes: what decodes well far outweighs what does not."""
    text = data.decode("utf-8", "replace")
    good = sum(len(c.encode()) for c in _NON_ASCII.findall(text) if c != "\ufffd")
    return good * 10 >= high * 9


_NON_ASCII = re.compile(r"[^\x00-\x7f]")


def _damaged_utf8(data: bytes) -> Decoded:
    text = data.decode("utf-8", "replace")
    return Decoded(_lf(text), f"utf-8 with {text.count('\ufffd')} unreadable characters")


def _pairs(data: bytes) -> int:
    return len(_HIGH_PAIR.findall(data))


def _is_korean(data: bytes) -> bool:
    """CP949 and really Korean: nearly all its double bytes are Hangul of the standard table.

    Western text with curly quotes decodes as CP949 too, into rare syllables; Chinese code pages give
    as many Hanja as Hangul.
    """
    text = _try(data, "cp949")
    if text is None:
        return False
    wide = [char for char in text if ord(char) > 0x7F]
    hangul = sum(1 for char in wide if "\uac00" <= char <= "\ud7a3")
    hanja = sum(1 for char in wide if "\u4e00" <= char <= "\u9fff")
    return _pairs(data) >= 0.85 * len(wide) and hangul >= 0.6 * len(wide) and hanja <= 0.1 * len(wide)


def _wider(name: str) -> str:
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return "utf-8"
    return _ALIASES.get(known, known)


def _try(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError, ValueError):
        return None


def _lf(text: str) -> str:
    return _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
