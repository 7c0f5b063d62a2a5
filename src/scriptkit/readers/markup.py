"""Tags and text of HTML and SGML as they are found: unclosed, unquoted, escaped twice.

One pass, linear in the input whatever it holds. The standard library's parser takes quadratic time
on hostile pages in the Python versions supported here, and knows no SGML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

_NAME = re.compile(r"/?([A-Za-z][^\s/>]*)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*)"""
    r"""(?:\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s>]*)))?)"""
)
_RAW_END = {
    name: re.compile(rf"</{name}\b", re.IGNORECASE) for name in ("script", "style", "textarea", "title")
}


@dataclass(frozen=True, slots=True)
class Event:
    """A stretch of text, or a tag with its name in lower case."""

    kind: Literal["text", "start", "end"]
    value: str
    attributes: dict[str, str] = field(default_factory=dict)


def events(text: str) -> Iterator[Event]:
    """The tags and texts of *text* in order. Comments and declarations are left out.

    ``<x/>`` is a start and an end; references are decoded; what looks like a tag but is none is text.
    """
    position, size = 0, len(text)
    while position < size:
        opening = text.find("<", position)
        if opening < 0:
            opening = size
        if opening > position:
            yield Event("text", unescape(text[position:opening]))
        if opening == size:
            return
        if text.startswith(("<!", "<?"), opening):
            inside, position = _declaration(text, opening)
            if inside:
                yield Event("text", inside)
            continue
        name = _NAME.match(text, opening + 1)
        if name is None:
            yield Event("text", "<")
            position = opening + 1
            continue
        attributes, after, closed = _attributes(text, name.end())
        if after < 0:
            # Nothing closes a tag from here to the end: all that is left is text.
            yield Event("text", unescape(text[opening:]))
            return
        tag, position = name[1].lower(), after
        if text[opening + 1] == "/":
            yield Event("end", tag)
            continue
        yield Event("start", tag, attributes)
        if closed:
            yield Event("end", tag)
        elif tag in _RAW_END:
            end = _RAW_END[tag].search(text, position)
            stop = end.start() if end else size
            inside = text[position:stop]
            yield Event("text", unescape(inside) if tag in ("title", "textarea") else inside)
            position = stop


def _declaration(text: str, opening: int) -> tuple[str, int]:
    """Text inside a CDATA section (else empty), and where the declaration or comment ends."""
    if text.startswith("<![CDATA[", opening):
        end = text.find("]]>", opening)
        return (text[opening + 9 :], len(text)) if end < 0 else (text[opening + 9 : end], end + 3)
    closer = "-->" if text.startswith("<!--", opening) else ">"
    end = text.find(closer, opening + 2)
    return "", len(text) if end < 0 else end + len(closer)


def _attributes(text: str, position: int) -> tuple[dict[str, str], int, bool]:
    """A tag's attributes, where the tag ends (-1: nowhere), and whether it closes itself."""
    found: dict[str, str] = {}
    while match := _ATTRIBUTE.match(text, position):
        position = match.end()
        if match["end"]:
            return found, position, text[position - 2] == "/"
        value = match["double"] or match["single"] or match["bare"] or ""
        if match["bare"] and text[position : position + 1] == ">":
            value = value.removesuffix("/")
        found.setdefault(match["name"].lower(), unescape(value))
    return found, -1, False
