"""NewsML-G2 and NITF: what agencies send. Text items, and the shot lists and dope sheets of video items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText, squeeze
from scriptkit.readers.decoding import decode, peek
from scriptkit.readers.vocabulary import person
from scriptkit.text import safexml

_ITEMS = ("newsitem", "nitf", "contentset")
_HEADLINES = ("hl1", "hl2", "headline", "h1", "h2")
_METADATA = ("byline", "dateline", "bytag", "copyrightnotice", "by")
_PARAGRAPHS = ("p", "li", "dd", "dt", "blockquote", "td", "pre")
_BODIES = ("inlinexml", "inlinedata", "body", "body.content", "body.end")
_QUOTES = ('"', "“", "„", "«", "‘", "'")
_SOUND = re.compile(
    r"\b(?:sot|soundbite)\b\W{0,5}(?:\([^()]{0,40}\)\W{0,5})?(.{1,200})", re.IGNORECASE | re.DOTALL
)
_TEXTS = ("dopesheet", "shotlist", "script", "storyline", "transcript")


class NewsmlReader:
    """Reads NewsML-G2 items and messages, and NITF on its own."""

    name = "newsml"
    suffixes = (".nitf", ".newsml")

    def sniff(self, head: bytes) -> bool:
        text = peek(head).lower()
        return text.startswith("<") and any(
            f"<{root}" in text for root in ("newsitem", "newsmessage", "nitf")
        )

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        declared = safexml.declared_encoding(data) or "utf-8"
        found = decode(data, source, options.encoding, declared=declared)
        roots = safexml.parse(found.text, source)
        items = [item for root in roots for item in _items(root)]
        text = ScriptText()
        title = None
        for item in items:
            headline = _first(item, "headline")
            title = title or headline or None
            slug = _first(item, "slugline")
            if slug or len(items) > 1:
                text.story(slug or headline, rule="newsml.item")
            for paragraph in _item(item, headline):
                text.paragraph(paragraph)
        return text.script(
            source, options, title=title, encoding=found.encoding, if_empty="it may only point at its content"
        )


def _items(root: Element) -> list[Element]:
    """The outermost news items of a document, or the document."""
    found: list[Element] = []
    stack = [root]
    while stack:
        element = stack.pop()
        if safexml.local(element) in _ITEMS:
            found.append(element)
        else:
            stack.extend(reversed(element))
    return found or [root]


def _first(item: Element, name: str) -> str:
    found = next((e for e in item.iter() if safexml.local(e) == name), None)
    return "" if found is None else squeeze("".join(found.itertext())).strip()


def _item(item: Element, headline: str) -> Iterator[Run]:
    if headline:
        yield Run(headline, Role.HEADLINE, rule="newsml.headline")
    for element in item.iter():
        if safexml.local(element) == "description" and _kind(element) in _TEXTS:
            if _kind(element) == "shotlist":
                yield from _shots(_broken_lines(element))
            else:
                yield from (Run(line, rule="newsml.description") for line in _broken_lines(element))
    for element in item.iter():
        if safexml.local(element) in ("contentset", "nitf"):
            yield from (run for run in _body(element) if squeeze(run.text).strip() != headline)
            return


def _shots(lines: Iterator[str]) -> Iterator[Run]:
    """Of a shot list only what stands in quotation marks is said, by who was named on the line above."""
    speaker: str | None = None
    for line in lines:
        sound = _SOUND.search(line)
        if sound:
            speaker = person(squeeze(sound[1]).strip()) or None
        if line.strip()[:1] in _QUOTES:
            yield Run(line, Role.SOUNDBITE, speaker, rule="newsml.shotlist")
        else:
            yield Run(line, Role.CUE, rule="newsml.shotlist")


def _kind(description: Element) -> str:
    return (description.get("role") or "").rpartition(":")[2].lower()


def _body(element: Element) -> Iterator[Run]:
    """Paragraphs of the content, in order; text that stands straight in it is one too."""
    name = safexml.local(element)
    if name in _HEADLINES:
        yield Run("".join(element.itertext()), Role.HEADLINE, rule="newsml.headline")
    elif name in _METADATA:
        yield Run("".join(element.itertext()), Role.METADATA, rule="newsml.byline")
    elif name in _PARAGRAPHS:
        for line in _broken_lines(element):
            yield Run(line, rule="newsml.p")
    else:
        if name in _BODIES:
            yield from (Run(line, rule="newsml.data") for line in (element.text or "").splitlines())
        for child in element:
            yield from _body(child)


def _broken_lines(element: Element) -> Iterator[str]:
    """Text of an element, a line up to each ``<br/>``: line ends in the source are only layout."""
    parts: list[str] = []
    for kind, text in _texts(element):
        if kind == "br":
            yield "".join(parts)
            parts = []
        parts.append(text)
    yield "".join(parts)


def _texts(element: Element) -> Iterator[tuple[str, str]]:
    yield "text", element.text or ""
    for child in element:
        if safexml.local(child) == "br":
            yield "br", ""
        else:
            yield from _texts(child)
        yield "text", child.tail or ""
