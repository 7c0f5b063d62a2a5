"""Word files: paragraphs by style, two-column and rundown tables (extra ``docx``: python-docx).

Text that Word shows as deleted is not read; struck-through and hidden text is kept as a cue, so that
nobody wonders where it went. Sizes are checked before anything is unpacked.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from scriptkit.errors import InputError, MissingDependencyError
from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText
from scriptkit.readers.decoding import check_size
from scriptkit.readers.tables import write_table
from scriptkit.readers.vocabulary import style_role

if TYPE_CHECKING:
    from docx.document import Document

MAX_UNPACKED = 64 * 2**20
"""All of the archive, pictures included."""
MAX_XML = 24 * 2**20
"""One XML part: a 500-page script has about 5 MB."""
MAX_PARTS = 2_000
MAX_DEPTH = 20
"""Tables in tables and content controls in content controls."""


class DocxReader:
    """Reads ``.docx``. Settings: ``style.NAME`` and ``column.HEADER``, the role a house gives them."""

    name = "docx"
    suffixes = (".docx",)

    def sniff(self, head: bytes) -> bool:
        return head.startswith(b"PK\x03\x04") and (b"word/" in head or b"[Content_Types].xml" in head)

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        check_size(data, source)
        check_archive(data, source)
        document = _open(data, source)
        try:
            return _Document(document, options).script(source)
        except (AttributeError, KeyError, ValueError, TypeError, RecursionError) as error:
            raise InputError(
                f"{source} is damaged inside ({error})", hint="open it in Word and save it again"
            ) from error


def check_archive(data: bytes, source: str) -> None:
    """Raises InputError when unpacking would take more than a script can need, or it is no Word file."""
    import zipfile

    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise InputError(f"{source} is no readable .docx ({error})", hint="was it cut short?") from None
    total = sum(part.file_size for part in parts)
    largest = max((p.file_size for p in parts if p.filename.endswith((".xml", ".rels"))), default=0)
    if total > MAX_UNPACKED or largest > MAX_XML or len(parts) > MAX_PARTS:
        raise InputError(
            f"{source} would unpack to {total // 2**20} MB in {len(parts)} parts; a script does not",
            hint="save the script alone, without pictures and attachments",
        )
    names = {part.filename for part in parts}
    if not any(name.startswith("word/") for name in names):
        raise InputError(f"{source} is a zip archive but no Word document", hint="save the script as .docx")
    if any(part.flag_bits & 1 for part in parts):
        raise InputError(f"{source} is encrypted", hint="save it without a password")


def _open(data: bytes, source: str) -> Document:
    try:
        import docx
    except ImportError:
        raise MissingDependencyError(
            f"{source}: reading Word files needs python-docx", hint='pip install "scriptkit[docx]"'
        ) from None
    try:
        return docx.Document(BytesIO(data))
    except Exception as error:
        # The libraries below raise a dozen unrelated classes on damaged files: zlib, lxml, zipfile's own.
        raise InputError(
            f"{source} is no readable .docx ({error})", hint="open it in Word and save it again as .docx"
        ) from error


class _Document:
    """Walks the body of a document and writes the script."""

    def __init__(self, document: Document, options: ReadOptions) -> None:
        self._options = options
        self._body: Any = document.element.body
        self._styles = {style.style_id: style.name or "" for style in document.styles}
        self._title = (document.core_properties.title or "").strip() or None
        self._text = ScriptText()
        paragraphs = [e for e in self._body if _name(e) == "p"]
        headings = [self._style(e) for e in paragraphs if self._style(e).lower().startswith("heading")]
        top = min(headings, default="")
        # One heading is the script's title; several of the same rank are the stories of a bulletin.
        self._story_style = top if headings.count(top) > 1 else None

    def script(self, source: str) -> Script:
        self._blocks(self._body, 0)
        advice = "is the script a picture in it? Type it out"
        return self._text.script(source, self._options, title=self._title, encoding="docx", if_empty=advice)

    def _blocks(self, parent: Any, depth: int) -> None:
        for element in parent:
            name = _name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                write_table(self._text, list(self._rows(element, depth)), self._options)
            elif name in ("sdt", "sdtContent", "ins", "customXml", "smartTag") and depth < MAX_DEPTH:
                self._blocks(element, depth + 1)

    def _paragraph(self, element: Any) -> None:
        style = self._style(element)
        lines = list(self._lines(element))
        if style and style == self._story_style:
            slug = " ".join(run.text for line in lines for run in line).strip()
            if slug:
                self._text.story(slug, rule="docx.heading")
                return
        if not any(run.text.strip() for line in lines for run in line):
            self._text.blank()
        for line in lines:
            self._text.paragraph(*line)

    def _rows(self, table: Any, depth: int) -> Iterator[list[list[list[Run]]]]:
        for row in _children(table, "tr", {"sdt", "sdtContent", "ins"}):
            cells: list[list[list[Run]]] = []
            for cell in _children(row, "tc", {"sdt", "sdtContent", "ins"}):
                if (
                    _find(cell, "tcPr", "vMerge") is not None
                    and _val(_find(cell, "tcPr", "vMerge")) != "restart"
                ):
                    cells.append([])  # continues the cell above
                else:
                    cells.append(list(self._cell(cell, depth)))
            yield cells

    def _cell(self, cell: Any, depth: int) -> Iterator[list[Run]]:
        for element in cell:
            name = _name(element)
            if name == "p":
                yield from self._lines(element)
            elif depth < MAX_DEPTH and name in ("tbl", "tr", "tc", "sdt", "sdtContent", "ins"):
                # A table inside a cell is layout: its words follow one another.
                yield from self._cell(element, depth + 1)

    def _lines(self, paragraph: Any) -> Iterator[list[Run]]:
        """The paragraph's lines; a line break in it starts a new one."""
        style = self._style(paragraph)
        role = Role.HEADLINE if _is_heading(style) else style_role(style, self._options) if style else None
        rule = f"docx.style:{style}" if role is not None else "docx"
        line: list[Run] = []
        for text, struck in _pieces(paragraph, 0):
            first, *rest = text.split("\n")
            line.append(Run(first, Role.CUE if struck else role, rule="docx.struck" if struck else rule))
            for part in rest:
                yield line
                line = [Run(part, Role.CUE if struck else role, rule="docx.struck" if struck else rule)]
        yield line

    def _style(self, paragraph: Any) -> str:
        style = _val(_find(paragraph, "pPr", "pStyle"))
        return self._styles.get(style, style) if style else ""


def _is_heading(style: str) -> bool:
    return style.lower().startswith("heading") or style.lower() in ("title", "subtitle")


_SKIPPED = {"del", "moveFrom", "Fallback", "pPr", "instrText", "delText", "object", "pict"}
_CHARACTERS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": " "}


def _pieces(element: Any, depth: int) -> Iterator[tuple[str, bool]]:
    """Text of a paragraph as the reader sees it, and whether it is struck through or hidden."""
    struck = False
    for child in element:
        name = _name(child)
        if name == "rPr":
            struck = any(_on(_find(child, mark)) for mark in ("strike", "dstrike", "vanish"))
        elif name == "t":
            yield child.text or "", struck
        elif name in _CHARACTERS:
            yield _CHARACTERS[name], struck
        elif name not in _SKIPPED and depth < MAX_DEPTH:
            if name == "p":
                yield "\n", False  # a text box anchored here
            yield from _pieces(child, depth + 1)


def _children(parent: Any, wanted: str, through: set[str], depth: int = 0) -> Iterator[Any]:
    for child in parent:
        name = _name(child)
        if name == wanted:
            yield child
        elif name in through and depth < MAX_DEPTH:
            yield from _children(child, wanted, through, depth + 1)


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _find(element: Any, *path: str) -> Any:
    for name in path:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    return element


def _val(element: Any) -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == "val"), "")


def _on(element: Any) -> bool:
    return element is not None and _val(element) not in ("0", "false", "off")
