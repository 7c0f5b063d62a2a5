"""Final Draft (FDX): the paragraphs of a screenplay with their types."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from scriptkit.errors import InputError
from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText, squeeze
from scriptkit.readers.decoding import decode, peek
from scriptkit.readers.screenplay import Character, character, write_cue, write_dialogue
from scriptkit.readers.settings import has_setting
from scriptkit.readers.vocabulary import style_role
from scriptkit.text import safexml


class FdxReader:
    """Reads ``.fdx``. Settings: ``character.NAME`` and ``style.TYPE``, the role a house gives them."""

    name = "fdx"
    suffixes = (".fdx",)

    def sniff(self, head: bytes) -> bool:
        return "<FinalDraft" in peek(head)

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        found = decode(data, source, options.encoding, declared=safexml.declared_encoding(data) or "utf-8")
        root = safexml.parse(found.text, source)[0]
        content = next((e for e in root if safexml.local(e) == "content"), None)
        if content is None:
            raise InputError(f"{source}: no script in this Final Draft file", hint="save it again as .fdx")
        text = ScriptText()
        speaker: Character | None = None
        for paragraph in _paragraphs(content):
            speaker = _write(text, paragraph, speaker, options)
        return text.script(source, options, title=_title(root), encoding=found.encoding)


def _paragraphs(content: Element) -> Iterator[Element]:
    """Paragraphs in order, also those side by side in a dual dialogue."""
    for element in content:
        if safexml.local(element) == "paragraph":
            dual = [inner for inner in element if safexml.local(inner) == "dualdialogue"]
            yield element
            for inner in dual:
                yield from _paragraphs(inner)


def _write(
    text: ScriptText, paragraph: Element, speaker: Character | None, options: ReadOptions
) -> Character | None:
    """Writes a paragraph; returns who speaks after it."""
    kind = paragraph.get("Type", "General")
    words = "".join("".join(e.itertext()) for e in paragraph if safexml.local(e) == "text")
    rule = f"fdx.{kind.lower().replace(' ', '_')}"
    if not words.strip():
        return speaker
    if kind == "Character":
        write_cue(text, words, rule)
        return character(words, options)
    if kind in ("Dialogue", "Singing") and speaker is not None:
        for line in words.split("\n"):
            write_dialogue(text, line, speaker, rule)
        return speaker
    if kind == "Parenthetical":
        write_cue(text, words, rule)
        return speaker
    if kind == "General" or has_setting(options, f"style.{kind}"):
        # Nothing is known of a general paragraph; of a type of its own the house may know.
        for line in words.split("\n"):
            text.paragraph(Run(line, style_role(kind, options), rule=rule))
        return None
    write_cue(text, words, rule, style_role(kind, options) or Role.CUE)
    return None


def _title(root: Element) -> str | None:
    """First line of the title page."""
    page = next((e for e in root if safexml.local(e) == "titlepage"), None)
    content = None if page is None else next((e for e in page if safexml.local(e) == "content"), None)
    if content is None:
        return None
    lines = (squeeze("".join(paragraph.itertext())).strip() for paragraph in content)
    return next((line for line in lines if any(char.isalnum() for char in line)), None)
