"""Tables of the HTML page: rows side by side on a wide screen, one under another on a narrow one.

Where style sheets take a table apart, browsers no longer tell screen readers that it is one. So
each element says its role, and each cell the heading it stands under, for narrow screens to show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scriptkit.report.markup import text


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    kind: str = ""
    """How its cells look: a class of the style sheet."""


def open_table(caption: str, columns: Iterable[Column]) -> str:
    cells = "".join(
        f'<th scope="col" role="columnheader"{_class(column.kind)}>{text(column.heading)}</th>'
        for column in columns
    )
    return (
        f'<table role="table">\n<caption>{text(caption)}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{cells}</tr></thead>\n<tbody role="rowgroup">\n'
    )


def close_table() -> str:
    return "</tbody></table>\n"


def cell(column: Column, content: str, *, kind: str = "", attributes: str = "") -> str:
    """A cell of *content* (HTML) in *column*; *kind* is a class that this cell alone has."""
    classes = _class(" ".join(filter(None, (column.kind, kind))))
    label = text(column.heading)
    return f'<td role="cell"{classes}{attributes} data-label="{label}">{content}</td>'


def row(column: Column, head: str, cells: Iterable[str], *, identifier: str = "") -> str:
    """A row headed by *head* (HTML) in *column*; links reach it by *identifier*."""
    opening = f'<tr role="row" id="{identifier}">' if identifier else '<tr role="row">'
    label = text(column.heading)
    header = f'<th scope="row" role="rowheader"{_class(column.kind)} data-label="{label}">{head}</th>'
    return f"{opening}{header}{''.join(cells)}</tr>\n"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
