"""A web page as a tree, and the part of it that is the article.

No model and no list of sites: the article is where the running text is. What is certain to be page
furniture goes; the segmenter tells what is left of it from the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from scriptkit import resources
from scriptkit.readers.builder import squeeze
from scriptkit.readers.markup import events

MAX_DEPTH = 150
"""Deeper elements count as standing beside the one at this depth."""

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXT_BLOCKS = ("p", "li", "pre", "blockquote", "dd", "dt", "tr", "td", "th", *_HEADINGS)
_CELLS = ("td", "th")
# Elements that may be left open: what begins next ends them.
_ENDED_BY = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "option": ("option",),
    "td": ("td", "th", "tr", "tbody"),
    "th": ("td", "th", "tr", "tbody"),
    "tr": ("tr", "tbody", "thead", "tfoot"),
}
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


@dataclass(slots=True, eq=False)
class Node:
    """An element; its text stands as strings among its children."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Node | None = None
    children: list[Node | str] = field(default_factory=list)
    mass: int = 0
    """Characters of running text in and below it."""
    dropped: bool = False
    nests_table: bool = False

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in document order."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(child for child in reversed(node.children) if isinstance(child, Node))


@dataclass(slots=True)
class Line:
    """A paragraph, heading or line up to a ``<br>``; an empty text is an empty line.

    A table that is not there for layout is one "line" with ``rows`` of cells of lines.
    """

    text: str
    linked: int
    """Characters of it inside links."""
    node: Node
    rows: list[list[list[Line]]] | None = None

    @property
    def heading(self) -> int:
        """1 to 6 for a heading, else 0."""
        return int(self.node.tag[1]) if self.node.tag in _HEADINGS else 0

    @property
    def length(self) -> int:
        """Characters, those of East Asian scripts counted twice: they say as much as two letters."""
        return len(self.text) + sum(1 for char in self.text if char >= "\u3000")

    @property
    def running(self) -> bool:
        """Whether it reads like prose and not like a menu or a teaser."""
        if self.heading or self.linked * 3 > len(self.text):
            return False
        length = self.length
        return length >= 80 or (length >= 25 and self.text.rstrip("\"'”’)")[-1:] in ".?!…。")


def flat(found: list[Line]) -> Iterator[Line]:
    """The lines with tables taken apart, cell by cell."""
    for line in found:
        if line.rows is None:
            yield line
        else:
            yield from (inner for row in line.rows for cell in row for inner in cell)


def tree(html: str) -> Node:
    """The page as elements, end tags supplied where pages leave them out."""
    root = Node("html")
    stack = [root]
    void, blocks = _vocabulary("void"), _vocabulary("blocks")
    for event in events(html):
        if event.kind == "text":
            stack[-1].children.append(event.value)
        elif event.kind == "end":
            _close(stack, event.value)
        else:
            while len(stack) > 1 and event.value in _ENDED_BY.get(stack[-1].tag, ()):
                stack.pop()
            if stack[-1].tag == "p" and event.value in blocks:
                stack.pop()
            if len(stack) == MAX_DEPTH:
                stack.pop()
            node = Node(event.value, event.attributes, stack[-1])
            stack[-1].children.append(node)
            if event.value == "table":
                for outer in stack:
                    outer.nests_table = True
            if event.value not in void:
                stack.append(node)
    return root


def _close(stack: list[Node], tag: str) -> None:
    for index in range(len(stack) - 1, 0, -1):
        if stack[index].tag == tag:
            del stack[index:]
            return
        if stack[index].tag in ("table", "body") and tag not in ("body", "html"):
            return  # a stray end tag does not close what is outside the table


def lines(node: Node) -> list[Line]:
    """The visible lines at and below *node*."""
    collector = _Lines()
    collector.visit(node, node, linked=False)
    collector.flush(node)
    return collector.found


class _Lines:
    """Collects inline text until a block or a break ends the line."""

    def __init__(self) -> None:
        self.found: list[Line] = []
        self._parts: list[str] = []
        self._linked = 0
        self._blocks = _vocabulary("blocks")

    def visit(self, node: Node, block: Node, *, linked: bool) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._say(child, node, block, linked)
            elif child.tag == "br":
                self._break(block)
            elif not is_dropped(child):
                if child.tag == "table" and not child.nests_table and (rows := _rows(child)):
                    self.flush(block)
                    self.found.append(Line("", 0, child, rows))
                elif child.tag in self._blocks:
                    self.flush(block)
                    self.visit(child, child, linked=linked)
                    self.flush(child)
                else:
                    self.visit(child, block, linked=linked or child.tag == "a")

    def flush(self, block: Node) -> bool:
        """Ends the line; False when there was none."""
        text = squeeze("".join(self._parts)).strip()
        if text:
            self.found.append(Line(text, min(self._linked, len(text)), block))
        self._parts, self._linked = [], 0
        return bool(text)

    def _break(self, block: Node) -> None:
        if not self.flush(block):
            self.found.append(Line("", 0, block))

    def _say(self, text: str, node: Node, block: Node, linked: bool) -> None:
        first, *rest = text.split("\n") if node.tag == "pre" else [text]
        self._parts.append(first)
        self._linked += len(first.strip()) if linked else 0
        for line in rest:
            self._break(block)
            self._parts.append(line)


def _rows(table: Node) -> list[list[list[Line]]] | None:
    """The cells of a table of two columns and two rows at least; None for layout."""
    rows = [
        [lines(cell) for cell in row.children if isinstance(cell, Node) and cell.tag in _CELLS]
        for row in table.walk()
        if row.tag == "tr"
    ]
    wide = sum(1 for row in rows if len(row) > 1)
    return rows if wide >= 2 and wide * 2 > len(rows) else None


def is_dropped(node: Node) -> bool:
    """Whether an element can hold nothing of the report: code, menus, forms, what is not displayed."""
    attributes = node.attributes
    return (
        node.dropped
        or node.tag in _vocabulary("dropped")
        or attributes.get("role", "").lower() in _vocabulary("dropped_roles")
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(attributes.get("style", "")))
    )


def article(root: Node) -> Node:
    """The smallest element that holds nearly all running text, once page furniture is taken out.

    Elements named like furniture are dropped unless they hold half of the text: on some sites the
    article itself stands in a box called "banner".
    """
    _weigh(root)
    for node in root.walk():
        node.dropped = node is not root and node.mass * 2 < root.mass and _is_chrome(node)
    _weigh(root)
    marked = (
        node
        for node in root.walk()
        if (node.tag in ("article", "main") or node.attributes.get("itemprop") == "articleBody")
        and node.mass * 2 > root.mass
    )
    best = min(marked, key=lambda node: node.mass, default=root)
    while (inner := _heaviest(best)) is not None and inner.mass * 20 >= best.mass * 19 > 0:
        best = inner
    return best


def _heaviest(node: Node) -> Node | None:
    inside = (
        c for c in node.children if isinstance(c, Node) and c.tag not in _TEXT_BLOCKS and c.tag != "table"
    )
    return max(inside, key=lambda child: child.mass, default=None)


def _weigh(root: Node) -> None:
    for node in root.walk():
        node.mass = 0
    for line in flat(lines(root)):
        holder: Node | None = line.node if line.running else None
        length = line.length
        while holder is not None:
            holder.mass += length
            holder = holder.parent


def _is_chrome(node: Node) -> bool:
    if node.tag == "header" and not _inside_article(node):
        return True
    names = f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"[:400]
    return any(word.lower() in _vocabulary("chrome") for word in _WORDS.findall(names))


def _inside_article(node: Node) -> bool:
    """An article's own header holds its headline and date; the page's holds a logo and a menu."""
    holder = node.parent
    while holder is not None and holder.tag not in ("article", "main", "section"):
        holder = holder.parent
    return holder is not None


@cache
def _vocabulary(what: str) -> frozenset[str]:
    return frozenset(resources.read_toml("readers.toml")["pages"][what])
