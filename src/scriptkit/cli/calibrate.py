"""Learn how fast a person reads from a script and the time their words took.

The rate is kept in scriptkit.toml ([rates]) and used wherever that person speaks. One reading says
little, so it moves the rate only part of the way; give several, or calibrate again after the next
programme. The anchor, when the script does not name one, is called ANCHOR.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from scriptkit import pipeline, rates, timer
from scriptkit.cli import common
from scriptkit.errors import ExitCode, UsageError
from scriptkit.model import Script, TimedSegment
from scriptkit.timecode import Millis, format_duration, parse_duration
from scriptkit.timer.calibration import Rate, Reading, learn
from scriptkit.timer.model import anchor_wpm


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="SCRIPT", nargs="+", help="a script the person read")
    parser.add_argument("--speaker", required=True, metavar="NAME", help="the person, as the script has it")
    parser.add_argument(
        "--actual", required=True, action="append", type=_length, metavar="TIME",
        help="how long their words took, without anybody else's: 1:32; once for each script, in order",
    )  # fmt: skip
    parser.add_argument("--story", default="all", metavar="N|SLUG", help="only this story of a bulletin")
    parser.add_argument("--plain", action="store_true", help="all of the text is theirs")
    parser.add_argument("--user", action="store_true", help="keep it in your own settings, not this folder's")
    parser.add_argument("-n", "--dry-run", action="store_true", help="show what was learned, keep nothing")
    common.add_segmenting_options(parser)
    common.add_reading_options(parser)


def _length(text: str) -> Millis:
    try:
        return parse_duration(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message}; {error.hint}") from None


@dataclass(frozen=True, slots=True)
class Part:
    """One script's share of what a person is calibrated on."""

    file: str
    words: int
    predicted: Millis
    """At the pace of the person's style."""
    scale: float
    """That pace: times an anchor's."""
    actual: Millis


def run(args: argparse.Namespace) -> int:
    if len(args.actual) != len(args.files):
        raise UsageError(
            f"{len(args.files)} script(s) but {len(args.actual)} running time(s)",
            hint="give one --actual for each script, in the same order",
        )
    parts = [_part(file, actual, args) for file, actual in zip(args.files, args.actual, strict=True)]
    path = rates.user_file() if args.user else rates.PROJECT
    before = rates.find(rates.load(path), args.speaker)
    known = before[1] if before else None
    scale = sum(p.predicted for p in parts) / sum(p.predicted / p.scale for p in parts)
    rate = learn([Reading(p.predicted, p.actual) for p in parts], scale, known)
    _show(parts, args.speaker, known or Rate(anchor_wpm() / scale), rate)
    if args.dry_run:
        print("nothing kept (--dry-run)")
        return ExitCode.OK
    rates.save(Path(path), args.speaker, rate)
    print(f"kept in {path}: used wherever {args.speaker} speaks")
    return ExitCode.OK


def _part(file: str, actual: Millis, args: argparse.Namespace) -> Part:
    """What the timer says for the person's words in one script, known times and rates left aside."""
    script = common.read_script(file, args)
    lengths: list[tuple[Millis, float]] = []
    words = 0
    for run in _runs(script, args):
        style = timer.named_style(timer.ROLE_STYLES[run[0].segment.role])
        lengths.append((run[-1].end - run[0].start, style.scale))
        words += sum(len(item.words) for item in run)
    predicted = sum(length for length, _ in lengths)
    return Part(file, words, predicted, predicted / sum(length / scale for length, scale in lengths), actual)


def _runs(script: Script, args: argparse.Namespace) -> list[list[TimedSegment]]:
    """The person's segments, neighbours together. Raises UsageError when there are none."""
    if args.plain:
        rundown = pipeline.plain_rundown(script)
    else:
        house = pipeline.load_house(args.house) if args.house else None
        rundown = pipeline.segment(script, convention=args.convention, house=house)
    runs: list[list[TimedSegment]] = []
    names: dict[str, None] = {}
    for _, story in pipeline.choose(rundown, args.story):
        free = tuple(replace(part, declared=None) for part in story.segments)
        before: TimedSegment | None = None
        for item in timer.estimate(replace(story, segments=free, declared=None, wpm=None)).items:
            speaker = item.segment.speaker or ""
            names.setdefault(speaker)
            if args.plain or speaker.casefold() == args.speaker.casefold():
                if before and runs and before is runs[-1][-1] and before.segment.role is item.segment.role:
                    runs[-1].append(item)
                else:
                    runs.append([item])
            before = item
    if not runs:
        known = ", ".join(name for name in names if name) or "nobody by name"
        raise UsageError(
            f"{args.speaker} does not speak in {script.source}",
            hint=f"who does: {known}; --plain takes all of the text as theirs",
        )
    return runs


def _show(parts: list[Part], speaker: str, before: Rate, after: Rate) -> None:
    """Before and after, script by script."""
    import sys

    console = common.console(sys.stdout)
    table = common.table("Script", "Words", "Actual", "Before", "After", wide="Script")
    for part in parts:
        old, new = (part.predicted / part.scale * anchor_wpm() / rate.wpm for rate in (before, after))
        table.add_row(
            part.file, str(part.words), format_duration(part.actual),
            *(f"{format_duration(round(ms))} ({(ms / part.actual - 1):+.0%})" for ms in (old, new)),
        )  # fmt: skip
    console.print(table)
    console.print(
        f"{speaker}: {before.wpm:.0f} → {after.wpm:.0f} words a minute, from {after.heard:.0f} s heard",
        style="bold",
    )
