"""Saved web pages: the text of the report, one paragraph a line, without the page around it."""

from __future__ import annotations

import re

from scriptkit.errors import InputError
from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText, squeeze
from scriptkit.readers.decoding import check_size, decode, peek
from scriptkit.readers.pages import Line, Node, article, flat, lines, tree
from scriptkit.readers.tables import is_script_table, write_table

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE
)
_STARTS = ("<!doctype html", "<html", "<head", "<body", "<meta", "<article", "<div", "<title")
_ARCHIVE_HEADER = re.compile(rb"^content-type:\s{0,5}multipart/related", re.IGNORECASE | re.MULTILINE)


class HtmlReader:
    """Reads ``.html`` and the one-file archives browsers save (``.mhtml``)."""

    name = "html"
    suffixes = (".html", ".htm", ".xhtml", ".mhtml", ".mht")

    def sniff(self, head: bytes) -> bool:
        if _ARCHIVE_HEADER.search(head):
            return True
        text = peek(head).lower()
        while text.startswith(("<!--", "<?xml")):
            text = text.partition("-->" if text.startswith("<!--") else ">")[2].lstrip()
        return text.startswith(_STARTS) or (text.startswith("<") and "<html" in text[:2000])

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        check_size(data, source)
        declared = None
        if _ARCHIVE_HEADER.search(data[:4096]):
            data, declared = _from_archive(data, source)
        match = _CHARSET.search(data[:4096])
        declared = match.group(1).decode("ascii") if match else declared
        found = decode(data, source, options.encoding, declared=declared)
        root = tree(found.text)
        title = _title(root)
        text = ScriptText()
        _write(text, root, options)
        advice = "pages built by scripts save empty: copy the text from the browser window instead"
        return text.script(source, options, title=title, encoding=found.encoding, if_empty=advice)


def _from_archive(data: bytes, source: str) -> tuple[bytes, str | None]:
    """The largest HTML part of an MHTML archive, and its encoding."""
    import email  # only archives need it, and it is slow to load

    message = email.message_from_bytes(data)
    parts = [part for part in message.walk() if part.get_content_type() == "text/html"]
    bodies = [(bytes(part.get_payload(decode=True) or b""), part.get_content_charset()) for part in parts]
    if not bodies:
        raise InputError(f"{source}: no page in this archive", hint="save the page as HTML instead")
    return max(bodies, key=lambda body: len(body[0]))


def _title(root: Node) -> str | None:
    for node in root.walk():
        if node.tag == "meta" and node.attributes.get("property") == "og:title":
            return squeeze(node.attributes.get("content", "")).strip() or None
    for node in root.walk():
        if node.tag == "title":
            text = squeeze("".join(c for c in node.children if isinstance(c, str))).strip()
            return text or None
    return None


def _write(text: ScriptText, root: Node, options: ReadOptions) -> None:
    headlines = [line.text for line in lines(root) if line.heading == 1]
    inside = lines(article(root))
    if len(headlines) == 1 and all(line.text != headlines[0] for line in inside):
        text.paragraph(Run(headlines[0], Role.HEADLINE, rule="html.h1"))
    last = ""
    for line in inside:
        if line.text and line.text == last:
            continue  # a gallery repeats its caption for every picture
        last = line.text
        rows = None if line.rows is None else _runs(line.rows)
        if rows is not None and is_script_table(rows, options):
            write_table(text, rows, options)
        else:
            for part in flat([line]):
                _write_line(text, part)


def _write_line(text: ScriptText, line: Line) -> None:
    if not line.text:
        text.blank()
    elif line.linked * 2 <= len(line.text) or line.heading:
        text.paragraph(Run(line.text, Role.HEADLINE if _is_headline(line) else None, rule="html.heading"))


def _is_headline(line: Line) -> bool:
    """A heading; not a lead paragraph set as one, which ends like a sentence."""
    return line.heading == 1 or (line.heading > 1 and line.text[-1:] not in '.?!…"”')


def _runs(rows: list[list[list[Line]]]) -> list[list[list[list[Run]]]]:
    return [[[[Run(line.text, rule="html")] for line in cell] for cell in row] for row in rows]
