"""Watch a folder and caption each script that arrives in it, until stopped; goes on after a restart."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from scriptkit.cli import batch
from scriptkit.cli.told import Told
from scriptkit.errors import ExitCode
from scriptkit.timecode import format_duration

if TYPE_CHECKING:
    from scriptkit.batch.jobs import Job
    from scriptkit.batch.run import Summary
    from scriptkit.batch.store import StoreError
    from scriptkit.batch.work import Outcome


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="the folder that scripts arrive in")
    batch.add_run_arguments(parser)
    parser.add_argument(
        "--settle", type=batch.seconds, default=2.0, metavar="SECONDS",
        help="a file has arrived when it has not changed for so long (default: 2)",
    )  # fmt: skip
    parser.add_argument(
        "--every", type=batch.seconds, default=1.0, metavar="SECONDS",
        help="how often to look (default: 1)",
    )  # fmt: skip
    parser.add_argument(
        "--format", choices=("table", "json"), default="table",
        help="how to show what was done; json is one object a line (default: table)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    from scriptkit.batch.run import Session
    from scriptkit.batch.watch import watch

    options = Told(args).options_of({})

    def on_outcome(outcome: Outcome, job: Job, _summary: Summary) -> None:
        if args.format == "json":
            batch.emit_json(outcome, job)
        elif not args.quiet and outcome.status in ("done", "failed"):
            print(outcome_line(outcome, job), flush=True)

    with Session(args.output) as session, batch.stopping() as stop, batch.executor(args) as workers:
        if not args.quiet:
            sys.stderr.write(f"watching {args.folder}, Ctrl-C to stop\n")
        watch(
            args.folder, session, workers, options, settle=args.settle, every=args.every,
            force=args.force, cancelled=stop, on_outcome=on_outcome, on_trouble=_complain,
        )  # fmt: skip
    return ExitCode.OK


def outcome_line(outcome: Outcome, job: Job) -> str:
    """``done    flood: TRT 1:44, 32 cues, 1 error``."""
    record = outcome.record or {}
    if "error" in record:
        return f"failed  {job.name}: {record['error']['message']}"
    stories = record.get("stories", [])
    trt, cues = sum(s["trt"] for s in stories), sum(s["cues"] for s in stories)
    errors = record.get("counts", {}).get("error", 0)
    return f"done    {job.name}: TRT {format_duration(trt)}, {cues} cues" + (
        f", {errors} errors" if errors else ""
    )


def _complain(error: StoreError) -> None:
    sys.stderr.write(f"scriptkit: {error.message}; trying again\n")
    sys.stderr.flush()
