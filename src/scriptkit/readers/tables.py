"""Script tables: two columns (pictures left, words right) and rundowns with a row for every part.

Shared by the formats that have tables. Which column holds what is read off the header row; without
one, the column with most of the running text is what is read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scriptkit.model import Role
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText, squeeze
from scriptkit.readers.vocabulary import column_kind, duration, key, person, role_at_start
from scriptkit.timecode import Millis

Cell = Sequence[Sequence[Run]]
"""Paragraphs of runs."""

_HEADER_ROWS = 3
"""A header stands in the first rows, after a title or the date at most."""


@dataclass(slots=True)
class _Columns:
    """What each column holds, and how many rows on top are header."""

    kinds: list[str]
    header_rows: int
    stories: bool = False
    current: str = ""
    """Slug of the story under way."""


def is_script_table(rows: Sequence[Sequence[Cell]], options: ReadOptions) -> bool:
    """Whether the columns of a table can be told: words, pictures, roles, speakers."""
    return (_by_header(rows, options) or _by_content(rows)) is not None


def write_table(text: ScriptText, rows: Sequence[Sequence[Cell]], options: ReadOptions) -> None:
    """Writes the table's words row by row with what its columns say about them.

    A table that is no script table comes out cell by cell, for the segmenter to judge.
    """
    columns = _by_header(rows, options) or _by_content(rows)
    for number, row in enumerate(rows):
        if columns is None:
            for paragraph in (paragraph for cell in row for paragraph in cell):
                text.paragraph(*paragraph)
        elif number < columns.header_rows:
            label = " | ".join(words for cell in row if (words := _words(cell)))
            text.paragraph(Run(label, Role.CUE, rule="table.header"))
        else:
            below = rows[number + 1] if number + 1 < len(rows) else ()
            _write_row(text, row, columns, alone=_slug(row, columns) != _slug(below, columns))


def _slug(row: Sequence[Cell], columns: _Columns) -> str:
    named = zip(columns.kinds, row, strict=False)
    return next((words for kind, cell in named if kind == "slug" and (words := _words(cell))), "")


def _by_header(rows: Sequence[Sequence[Cell]], options: ReadOptions) -> _Columns | None:
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        kinds = [column_kind(_words(cell), options) if _words(cell) else None for cell in row]
        named = [kind for kind in kinds if kind is not None]
        if len(named) >= 2 and len(named) * 2 > sum(1 for cell in row if _words(cell)):
            found = [kind or "other" for kind in kinds]
            if "spoken" not in found and (guess := _widest(rows[number + 1 :], found)) is not None:
                found[guess] = "spoken"
            return _Columns(found, number + 1, stories="slug" in found)
    return None


def _widest(rows: Sequence[Sequence[Cell]], kinds: list[str]) -> int | None:
    """The unnamed column with running text, if the header does not say which is read aloud."""
    counts = [sum(_running(_words(r[i])) for r in rows if i < len(r)) for i in range(len(kinds))]
    free = [i for i, kind in enumerate(kinds) if kind == "other" and counts[i] > 0]
    return max(free, key=lambda i: counts[i], default=None)


def _by_content(rows: Sequence[Sequence[Cell]]) -> _Columns | None:
    """Two or three columns, nearly all running text in one of them, most rows filled."""
    width = max((len(row) for row in rows), default=0)
    if not 2 <= width <= 3 or len(rows) < 2:
        return None
    counts = [sum(_running(_words(r[i])) for r in rows if i < len(r)) for i in range(width)]
    spoken = max(range(width), key=lambda i: counts[i])
    if counts[spoken] < 0.7 * sum(counts) or counts[spoken] < 5:
        return None
    kinds = ["cue"] * width
    kinds[spoken] = "spoken"
    for index in range(width):
        labels = [w for r in rows if index < len(r) and (w := _words(r[index]))]
        known = sum(1 for label in labels if (found := role_at_start(label)) and found[0].spoken)
        if index != spoken and labels and known * 2 > len(labels):
            kinds[index] = "role"
    return _Columns(kinds, 0)


def _running(words: str) -> int:
    """Words of running text: a command in capitals or a code is not that."""
    found = words.split()
    lower = sum(1 for word in found if not word.isupper() and any(c.isalpha() for c in word))
    return len(found) if lower * 2 > len(found) and len(found) > 3 else 0


def _write_row(text: ScriptText, row: Sequence[Cell], columns: _Columns, *, alone: bool) -> None:
    """One row; *alone* when the next one belongs to another story, so that its time is the story's."""
    cells = list(zip(columns.kinds, row, strict=False))
    cells += [("cue", cell) for cell in row[len(columns.kinds) :]]
    role, speaker, declared, labels = _row_labels(cells)
    slug = _slug(row, columns)
    if columns.stories and slug:
        labels.remove(slug)
        opens = key(slug) != columns.current
        columns.current = key(slug)
        if opens:
            text.story(slug, declared=declared if alone else None, rule="table.slug")
            declared = None if alone else declared
    if labels:
        text.paragraph(Run(" | ".join(labels), Role.CUE, rule="table.label"))
    for kind, cell in cells:
        if kind == "cue":
            _write_cell(text, cell, Role.CUE)
    start = text.position
    paragraphs = sum(
        1 for kind, cell in cells if kind == "spoken" for paragraph in cell if _words([paragraph])
    )
    own = declared if paragraphs == 1 else None
    for kind, cell in cells:
        if kind == "spoken":
            _write_cell(text, cell, role, speaker, own)
    if declared is not None and own is None:
        text.declare(start, declared, rule="table.duration")


def _row_labels(cells: list[tuple[str, Cell]]) -> tuple[Role | None, str | None, int | None, list[str]]:
    """What the short cells of a row say of its words, and those cells as text: nothing gets lost."""
    role: Role | None = None
    speaker: str | None = None
    declared: int | None = None
    labels: list[str] = []
    for kind, cell in cells:
        words = _words(cell)
        if not words or kind in ("spoken", "cue"):
            continue
        labels.append(words)
        if kind == "role" and (found := role_at_start(words)):
            role, rest = found
            speaker = speaker or (person(rest) if rest and _looks_like_name(rest) else None)
        elif kind == "speaker":
            speaker = person(words)
        elif kind == "duration":
            declared = duration(words)
    return role, speaker, declared, labels


def _looks_like_name(words: str) -> bool:
    parts = words.split()
    return 1 <= len(parts) <= 6 and parts[0][:1].isupper() and not any(c.isdigit() for c in words)


def _write_cell(
    text: ScriptText,
    cell: Cell,
    role: Role | None = None,
    speaker: str | None = None,
    declared: Millis | None = None,
) -> None:
    """A cell of a column that says something; without a role it holds copy to be read aloud."""
    if role is not None and not role.spoken:
        speaker = None
    copy = True if role is None else None
    said = Run("", role, speaker, declared, rule="table.column", spoken=copy)
    for paragraph in cell:
        text.paragraph(*(run if run.role is not None else replace(said, text=run.text) for run in paragraph))


def _words(cell: Cell) -> str:
    return squeeze(" ".join("".join(run.text for run in paragraph) for paragraph in cell)).strip()
