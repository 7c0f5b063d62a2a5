"""What a batch did, script by script: as CSV for spreadsheets and as a web page that needs nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from scriptkit.batch.manifest import Record
from scriptkit.batch.run import Summary
from scriptkit.batch.store import Store
from scriptkit.timecode import Millis, format_duration

CSV_NAME = "batch-report.csv"
HTML_NAME = "batch-report.html"

Rows = Callable[[], Iterable["Row"]]
"""Reads the rows anew each time, so that no report holds them all."""


@dataclass(frozen=True, slots=True)
class Row:
    """One script's line in every report. ``trt`` in milliseconds, over all its stories."""

    name: str
    source: str
    status: str
    stories: int
    trt: Millis
    cues: int
    errors: int
    warnings: int
    findings: str
    """``36 × too-fast, 3 × bad-break``, the gravest first."""
    seconds: float | None
    problem: str
    hint: str
    outputs: tuple[str, ...]


def row_of(record: Record) -> Row:
    stories, counts, error = record.get("stories", []), record.get("counts", {}), record.get("error", {})
    return Row(
        name=record["name"],
        source=record["source"],
        status=record["status"],
        stories=len(stories),
        trt=sum(s["trt"] for s in stories),
        cues=sum(s["cues"] for s in stories),
        errors=counts.get("error", 0),
        warnings=counts.get("warning", 0),
        findings=", ".join(f"{n} × {code}" for code, n in record.get("codes", {}).items()),
        seconds=record["seconds"],
        problem=error.get("message", ""),
        hint=error.get("hint", ""),
        outputs=tuple(o["path"] for o in record["outputs"]),
    )


def write_reports(store: Store, rows: Rows, summary: Summary) -> None:
    """Both reports into the output folder. Raises StoreError."""
    store.put(CSV_NAME, csv_lines(rows()))
    store.put(HTML_NAME, html_lines(rows, summary))


COLUMNS = (
    "script", "status", "stories", "trt", "trt_seconds", "cues", "errors", "warnings", "findings",
    "seconds", "problem",
    "source", "outputs",
)  # fmt: skip


def csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, which spreadsheets want; no cell can be taken for a formula."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    yield b"\xef\xbb\xbf"
    writer.writerow(COLUMNS)
    for row in rows:
        yield _drain(line)
        timed = (format_duration(row.trt), f"{row.trt / 1000:.3f}") if row.stories else ("", "")
        seconds = "" if row.seconds is None else row.seconds
        numbers = (*timed, row.cues, row.errors, row.warnings, row.findings, seconds)
        texts = map(plain_cell, (row.problem, row.source, " ".join(row.outputs)))
        writer.writerow((plain_cell(row.name), row.status, row.stories, *numbers, *texts))
    yield _drain(line)


def plain_cell(text: str) -> str:
    """*text* on one line, with an apostrophe where a spreadsheet would run it as a formula."""
    text = " ".join(text.split())
    return "'" + text if text.startswith(("=", "+", "-", "@")) else text


def _drain(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace")


def html_lines(rows: Rows, summary: Summary) -> Iterator[bytes]:
    """One page, readable by screen readers and without styles; nothing is loaded from anywhere."""
    for piece in _html(rows, summary):
        yield piece.encode("utf-8", "replace")


def _html(rows: Rows, summary: Summary) -> Iterator[str]:
    yield _HEAD
    yield f"<h1>Batch report</h1>\n<p>{escape(headline(summary))}</p>\n"
    if summary.causes:
        yield "<h2>Why scripts failed</h2>\n<ul>\n"
        for cause, count in summary.causes.most_common():
            yield f"<li>{count:,} × {escape(cause)}</li>\n"
        yield "</ul>\n"
    failed = (row for row in rows() if row.status == "failed")
    first = next(failed, None)
    if first is not None:
        yield '<h2 id="failed">Failed</h2>\n'
        yield _table_head("Scripts that failed; copies and notes are in the folder quarantine", _FAILED)
        while first is not None:
            cells = (first.problem, first.hint, first.source)
            yield f'<tr><th scope="row">{escape(first.name)}</th>' + _cells(cells) + "</tr>\n"
            first = next(failed, None)
        yield "</tbody></table>\n"
    yield '<h2 id="scripts">Scripts</h2>\n'
    yield _table_head("All scripts of this run, in their order", _SCRIPTS)
    for row in rows():
        trt = format_duration(row.trt) if row.stories else "–"
        numbers = (row.stories, trt, row.cues, row.errors, row.warnings)
        mark = ' class="bad"' if row.status == "failed" else ""
        yield (
            f'<tr><th scope="row">{escape(row.name)}</th><td{mark}>{row.status}</td>'
            + "".join(f'<td class="n">{number}</td>' for number in numbers)
            + f"<td>{escape(row.findings)}</td></tr>\n"
        )
    yield "</tbody></table>\n</main></body></html>\n"


_NUMBERS = ("Stories", "TRT", "Cues", "Errors", "Warnings")
_FAILED = ("Script", "Problem", "What to do", "File")
_SCRIPTS = ("Script", "Status", *_NUMBERS, "Findings")


def _table_head(caption: str, headings: tuple[str, ...]) -> str:
    cells = "".join(
        f'<th scope="col"{" class=n" if heading in _NUMBERS else ""}>{heading}</th>' for heading in headings
    )
    return f"<table><caption>{caption}</caption>\n<thead><tr>{cells}</tr></thead><tbody>\n"


def _cells(texts: Iterable[str]) -> str:
    return "".join(f"<td>{escape(text)}</td>" for text in texts)


_HEAD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Batch report</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root { color-scheme: light dark; --line: #8886; --bad: #b00020; }
@media (prefers-color-scheme: dark) { :root { --bad: #ff8a80; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 75rem; margin: 0 auto; padding: 1rem; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
caption { text-align: left; padding: .25rem 0; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
  vertical-align: top; overflow-wrap: break-word; }
th[scope=row] { font-weight: 500; }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.bad { color: var(--bad); font-weight: 600; }
</style></head><body><main>
"""


def headline(summary: Summary) -> str:
    """``10,000 scripts: 9,990 done, 10 failed; 2:31, 66 a second``."""
    counts = [
        (summary.done, "done"),
        (summary.unchanged, "unchanged"),
        (summary.failed, "failed"),
        (summary.still_failed, "failed before and unchanged"),
        (summary.left, "not done"),
    ]
    parts = ", ".join(f"{number:,} {what}" for number, what in counts if number)
    rate = summary.finished / summary.seconds if summary.seconds else 0
    pace = f"{rate:,.0f}" if rate >= 10 else f"{rate:.1f}"
    scripts = "1 script" if summary.total == 1 else f"{summary.total:,} scripts"
    took = format_duration(int(summary.seconds * 1000))
    return f"{scripts}: {parts or 'nothing to do'}; {took}, {pace} a second"
