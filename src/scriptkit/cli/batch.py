"""Caption folders of scripts: goes on where it stopped, and one bad script never stops the others."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from scriptkit.cli import common
from scriptkit.cli.progress import Progress
from scriptkit.cli.told import Told, add_script_options
from scriptkit.errors import ExitCode, UsageError
from scriptkit.model import Severity

if TYPE_CHECKING:
    from scriptkit.batch.jobs import Job
    from scriptkit.batch.report import Row
    from scriptkit.batch.run import Executor, Session, Summary
    from scriptkit.batch.work import Outcome

ROWS_SHOWN = 20
"""Scripts in the table at the end; the report has all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "inputs", metavar="IN", nargs="+",
        help="a script, a folder, a pattern in quotes, a list (.csv, .jsonl), s3://bucket/folder/,"
        " or - for paths on standard input",
    )  # fmt: skip
    add_run_arguments(parser)
    common.add_fail_on(parser, "never")
    parser.add_argument(
        "--retry", choices=("failed", "all"),
        help="do scripts again that have not changed: those that failed, or all",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=("table", "json"), default="table",
        help="how to show it; json is one object a line as scripts finish (default: table)",
    )  # fmt: skip


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """What batch and watch have in common."""
    parser.add_argument(
        "-o", "--output", metavar="OUT", required=True, help="a folder, or s3://bucket/folder"
    )
    add_script_options(parser)
    parser.add_argument("--force", action="store_true", help="replace outputs that the batch did not write")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress and no summary")
    group = parser.add_argument_group("workers")
    group.add_argument(
        "-j", "--jobs", type=_jobs, metavar="N", help="worker processes (default: one a processor)"
    )
    group.add_argument(
        "--timeout", type=seconds, default=600.0, metavar="SECONDS",
        help="give a script up that takes longer (default: 600)",
    )  # fmt: skip
    group.add_argument(
        "--scheduler", metavar="ADDRESS", default=os.environ.get("DASK_SCHEDULER_ADDRESS"),
        help="use the Dask cluster at tcp://host:8786 (default: $DASK_SCHEDULER_ADDRESS)",
    )  # fmt: skip


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"a number from 1 to 1024, not {text!r}")
    return int(text)


def seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"seconds above 0, not {text!r}")
    return seconds


def run(args: argparse.Namespace) -> int:
    from scriptkit.batch import inputs
    from scriptkit.batch.run import Session

    told = Told(args)
    found = list(inputs.find(args.inputs, told.options_of, out=args.output))
    told.explain_ignored()
    with Session(args.output) as session, stopping() as stop:
        jobs = session.plan(found)
        del found
        progress = Progress(quiet=args.quiet)
        emit = emit_json if args.format == "json" else None

        def on_outcome(outcome: Outcome, job: Job, summary: Summary) -> None:
            if emit:
                emit(outcome, job)
            if outcome.record is not None and "error" in outcome.record:
                progress.failure(job.name, outcome.record["error"]["message"])
            progress.update(summary)

        with executor(args) as workers:
            summary = session.run(
                jobs, workers, force=args.force, redo=args.retry, cancelled=stop, on_outcome=on_outcome
            )
        progress.end()
        return _finish(args, session, jobs, summary)


def executor(args: argparse.Namespace) -> AbstractContextManager[Executor]:
    if args.scheduler:
        if args.jobs:
            raise UsageError("--jobs is for this machine, --scheduler for a cluster", hint="give one of them")
        from scriptkit.batch.cluster import Cluster

        return Cluster(args.scheduler, timeout=args.timeout)
    from scriptkit.batch.pool import Pool

    return Pool(args.jobs, timeout=args.timeout)


@contextmanager
def stopping() -> Iterator[Callable[[], bool]]:
    """Ctrl-C and SIGTERM let scripts in hand finish; a second one ends the run at once."""
    asked = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    if threading.current_thread() is not threading.main_thread():
        yield asked.is_set
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _finish(args: argparse.Namespace, session: Session, jobs: list[Job], summary: Summary) -> int:
    """Write the reports, show the result, choose the exit code."""
    from scriptkit.batch.report import CSV_NAME, HTML_NAME, row_of, write_reports
    from scriptkit.batch.run import records_of

    def rows() -> Iterator[Row]:
        return map(row_of, records_of(session.manifest, jobs))

    if summary.stopped is None:
        write_reports(session.store, rows, summary)
    counts = Counter(
        {
            Severity.ERROR: sum(row.errors for row in rows()),
            Severity.WARNING: sum(row.warnings for row in rows()),
        }
    )
    if args.format == "json":
        _write_line({"summary": _summary(summary)})
    elif not args.quiet:
        show(summary, rows)
        if summary.stopped is None:
            print(f"report: {session.store.url}/{HTML_NAME} and {CSV_NAME}")
    if summary.stopped is not None:
        raise summary.stopped
    if summary.cancelled:
        return ExitCode.INTERRUPTED
    if summary.failed or summary.still_failed:
        return ExitCode.BATCH_FAILED
    if args.fail_on == "never":
        return ExitCode.OK
    threshold = Severity(args.fail_on).rank
    return ExitCode.FINDINGS if any(n for s, n in counts.items() if s.rank >= threshold) else ExitCode.OK


def show(summary: Summary, rows: Callable[[], Iterator[Row]]) -> None:
    """The result on standard output: what a person should look at, then the sums."""
    from scriptkit.batch.report import headline
    from scriptkit.timecode import format_duration

    console = common.console(sys.stdout)
    few = summary.total <= ROWS_SHOWN
    table = common.table("Script", "TRT", "Cues", "Errors", "Warnings", "Problem", wide="Problem")
    shown = left = trt = cues = errors = warnings = 0
    for row in rows():
        trt, cues = trt + row.trt, cues + row.cues
        errors, warnings = errors + row.errors, warnings + row.warnings
        if not (few or row.problem or row.errors):
            continue
        if shown == ROWS_SHOWN:
            left += 1
            continue
        shown += 1
        table.add_row(
            row.name, format_duration(row.trt) if row.stories else "–", str(row.cues), str(row.errors),
            str(row.warnings), row.problem, style="red" if row.problem else "",
        )  # fmt: skip
    if shown:
        console.print(table)
    if left:
        console.print(f"… and {left:,} more with errors, in the report")
    for cause, count in summary.causes.most_common(10):
        console.print(f"{count:>6,} failed: {cause}")
    if summary.failed:
        console.print("copies and notes of what failed are in the folder quarantine")
    good = not (summary.failed or summary.still_failed or summary.left)
    console.print(headline(summary), style="bold green" if good else "bold red")
    console.print(f"TRT {format_duration(trt)}   {cues:,} cues   {errors:,} errors   {warnings:,} warnings")


def emit_json(outcome: Outcome, job: Job) -> None:
    record = outcome.record or {}
    _write_line(
        {
            "script": job.source,
            "name": job.name,
            "status": outcome.status,
            **{
                k: record[k]
                for k in ("outputs", "stories", "counts", "codes", "findings", "seconds", "error")
                if k in record
            },
        }
    )


def _summary(summary: Summary) -> dict[str, Any]:
    return {
        "scripts": summary.total,
        "done": summary.done,
        "unchanged": summary.unchanged,
        "failed": summary.failed,
        "still_failed": summary.still_failed,
        "left": summary.left,
        "seconds": round(summary.seconds, 3),
        "causes": dict(summary.causes.most_common()),
        "stopped": summary.stopped.message if summary.stopped else None,
    }


def _write_line(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()
