"""XML as newsrooms and caption systems send it, parsed without trusting it.

Entities of the file's own are refused, nothing outside the file is ever opened, depth is bounded,
and time and memory are linear in the input. Lenient where systems are known to be sloppy: stray
``&``, HTML's named characters, control characters, several documents in one file.
"""

from __future__ import annotations

import html.entities
import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from scriptkit.errors import InputError

MAX_DEPTH = 200
MAX_DOCUMENTS = 5_000
_CHUNK = 16_384

_REFERENCE = re.compile(r"&(?:(#x?[0-9A-Fa-f]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_ILLEGAL = dict.fromkeys([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF])
_XML_NAMES = {"amp", "lt", "gt", "quot", "apos"}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?\sencoding\s{0,9}=\s{0,9}["']([A-Za-z0-9._-]{1,40})["']""")


def declared_encoding(data: bytes) -> str | None:
    """The encoding an XML declaration names, if there is one."""
    match = _DECLARED.match(data[:300].lstrip())
    return match.group(1).decode("ascii") if match else None


def parse(text: str, source: str) -> list[Element]:
    """The root of every document in *text*, names without name-space prefixes.

    Raises InputError when it is not well-formed or declares entities.
    """
    data = _REFERENCE.sub(_repair, text.translate(_ILLEGAL)).strip().encode("utf-8", "replace")
    if not data:
        raise InputError(f"{source}: an empty file", hint="export it again")
    roots: list[Element] = []
    offset = 0
    while offset < len(data):
        if len(roots) == MAX_DOCUMENTS:
            raise InputError(
                f"{source}: more than {MAX_DOCUMENTS} XML documents in one file", hint="split it"
            )
        root, offset = _parse_one(data, offset, source)
        roots.append(root)
    return roots


def local(element: Element) -> str:
    """An element's name in lower case: systems differ in case only."""
    return str(element.tag).lower()


def _parse_one(data: bytes, offset: int, source: str) -> tuple[Element, int]:
    """The document that begins at *offset*, and where the next one begins."""
    builder = TreeBuilder()
    parser = _parser(builder, source)
    try:
        # In chunks, so that many small documents in a row do not each cost the length of the rest.
        for begin in range(offset, len(data), _CHUNK):
            parser.Parse(data[begin : begin + _CHUNK], False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        junk = offset + parser.ErrorByteIndex
        if error.code == _NEXT_DOCUMENT and data[junk : junk + 1] == b"<":
            return builder.close(), junk
        raise InputError(
            f"{source}: line {error.lineno}: not well-formed XML ({expat.ErrorString(error.code)})",
            hint="was the file cut short? Export it again",
        ) from None
    return builder.close(), len(data)


_NEXT_DOCUMENT = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


def _parser(builder: TreeBuilder, source: str) -> expat.XMLParserType:
    """An expat parser that feeds *builder* and raises InputError at what is refused."""
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise InputError(
                f"{source}: XML nested deeper than {MAX_DEPTH} levels", hint="is it the right file?"
            )
        builder.start(name.rpartition(":")[2], {k.rpartition(":")[2]: v for k, v in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition(":")[2])

    def refuse(*_: object) -> None:
        raise InputError(
            f"{source}: the XML declares entities of its own; they are refused because they can be used "
            "to exhaust memory or read other files",
            hint="remove the <!ENTITY ...> lines, or export it again",
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = refuse
    parser.buffer_text = True
    return parser


def _repair(match: re.Match[str]) -> str:
    """Keeps what XML knows, turns HTML's names into their characters, escapes a stray ``&``."""
    name = match.group(1)
    if name is None:
        return "&amp;"
    if name in _XML_NAMES:
        return match.group(0)
    if name.startswith("#"):
        code = int(name[2:], 16) if name[1] in "xX" else int(name[1:]) if name[1:].isdigit() else -1
        legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD
        legal = legal or 0x10000 <= code <= 0x10FFFF
        return f"&#{code};" if legal else " "
    point = html.entities.name2codepoint.get(name)
    return chr(point) if point is not None else f"&amp;{name};"
