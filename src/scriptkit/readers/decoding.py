"""Bytes of a script file to text: the user's word, the file's own word, or detection.

Detection itself is in :mod:`scriptkit.text.decoding`; here is what scripts need around it: binary
files are refused with advice, encodings a file declares are tried, line ends become LF.
"""

from __future__ import annotations

import codecs
import contextlib
import re
from dataclasses import dataclass

from scriptkit.errors import InputError
from scriptkit.storage import MAX_INPUT_BYTES
from scriptkit.text.decoding import decode as detect

# What people hand over by mistake, by its first bytes; the advice is what gets them going.
_NOT_TEXT = (
    (b"%PDF", "a PDF", "copy the text out of it, or export the script as DOCX, RTF or text"),
    (b"\xd0\xcf\x11\xe0", "an old Word file (.doc)", "open it in Word and save it as .docx"),
    (b"PK\x03\x04", "a zip archive", "unpack it first; a Word file needs --from docx"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"\x89PNG", "a picture", "scriptkit reads text, not pictures of it"),
    (b"\xff\xd8\xff", "a picture", "scriptkit reads text, not pictures of it"),
    (b"RIFF", "a recording", "give the script, not the recording"),
    (b"ID3", "a recording", "give the script, not the recording"),
    (b"OggS", "a recording", "give the script, not the recording"),
)

# Names that mean a wider code page in practice, as browsers read them.
_WIDER = {
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_ALLOWED_CONTROLS = frozenset("\t\n\x1a")
_EXPORT_HINT = "export the script as text, DOCX, RTF or HTML"


@dataclass(frozen=True, slots=True)
class ScriptSource:
    """A script file's text with LF line ends, and the encoding to show the user."""

    text: str
    encoding: str


def decode(
    data: bytes, source: str = "-", encoding: str | None = None, *, declared: str | None = None
) -> ScriptSource:
    """*data* as text. *encoding* is the user's word, *declared* the file's own (XML, HTML).

    The user's word is binding; the file's is only tried first, because newsroom exports lie about it.
    Raises InputError for binary data, an unknown encoding, or a file too large to be a script.
    """
    check_size(data, source)
    for magic, what, advice in _NOT_TEXT:
        if data.startswith(magic):
            raise InputError(f"{source} is {what}, not a text file", hint=advice)
    if encoding is not None:
        text, name = _told(data, source, encoding)
    elif declared is not None and (tried := _declared(data, declared)) is not None:
        text, name = tried
    else:
        text, name = _detected(data, source)
    text = _LINE_ENDS.sub("\n", text.removeprefix("\ufeff"))
    if _looks_binary(text):
        raise InputError(f"{source} is not a text file", hint=_EXPORT_HINT)
    return ScriptSource(text, name)


def check_size(data: bytes, source: str, limit: int = MAX_INPUT_BYTES) -> None:
    """Raises InputError when *data* is longer than *limit* bytes."""
    if len(data) > limit:
        raise InputError(
            f"{source} is larger than {limit // 2**20} MB",
            hint="give one script or bulletin a file; split it first",
        )


def peek(head: bytes) -> str:
    """The beginning of a file as text, for sniffing: never fails, leading white space is off."""
    return detect(head).text.lstrip("\ufeff \t\r\n")


def _told(data: bytes, source: str, encoding: str) -> tuple[str, str]:
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # some codecs make halves of characters
        return text, encoding
    except UnicodeError as error:
        place = f" (byte {error.start})" if isinstance(error, UnicodeDecodeError) else ""
        raise InputError(
            f"{source} is not {encoding} text{place}",
            hint="name its encoding with --encoding, or leave that out",
        ) from None
    except (LookupError, ValueError):
        raise InputError(
            f"unknown encoding {encoding!r}", hint="try utf-8, utf-16, cp1252 or cp949"
        ) from None


def _declared(data: bytes, declared: str) -> tuple[str, str] | None:
    """What the file says of itself, unless a byte order mark or the bytes speak against it.

    Text that is UTF-8 throughout is that, whatever a template declares: it cannot be by accident.
    """
    if data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:1024]:
        return None
    try:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("utf-8"), "utf-8"
        name = codecs.lookup(declared).name
        name = _WIDER.get(name, name)
        return data.decode(name), name
    except (LookupError, ValueError):
        return None


def _detected(data: bytes, source: str) -> tuple[str, str]:
    found = detect(data)
    if found.damaged > 1 + len(found.text) // 50:
        raise InputError(
            f"{source} is not {found.encoding} text, nor any other encoding that can be told",
            hint="name its encoding with --encoding; " + _EXPORT_HINT,
        )
    damage = f" with {found.damaged} unreadable characters" if found.damaged else ""
    return found.text, found.encoding + damage


def _looks_binary(text: str) -> bool:
    """One control character in fifty is more than any stray paste brings."""
    sample = text[:65536]
    strange = sum((c < " " and c not in _ALLOWED_CONTROLS) or c == "\x7f" for c in sample)
    return "\0" in sample or strange * 50 > len(sample)
