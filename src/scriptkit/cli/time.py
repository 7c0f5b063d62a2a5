"""Time a script: in, out and duration of each part, running time, and whether the programme fits.

Durations come with an 80 % interval: four readings in five fall inside it. Times the script gives
(SOT :12, TRT 1:44) win over estimates; a person's read rate in scriptkit.toml is used wherever that
person speaks. Stories follow one another without a gap.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scriptkit import pipeline, timer
from scriptkit.cli import common
from scriptkit.cli.segment import heading
from scriptkit.cli.subtitle import timing_options
from scriptkit.config import profile_names
from scriptkit.errors import ExitCode, UsageError
from scriptkit.model import Basis, Segment
from scriptkit.pipeline import SubtitleOptions, TimedStory
from scriptkit.storage import write_atomically
from scriptkit.timecode import Millis, format_duration, parse_duration
from scriptkit.timer.backtime import Schedule, format_clock, parse_clock, schedule
from scriptkit.writers.table import table as csv_table

if TYPE_CHECKING:
    from rich.console import Console

SCHEMA = "scriptkit.time/1"
STDOUT = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a script, or - for standard input")
    parser.add_argument("--format", choices=tuple(_SHOW), default="table", help="how to show it")
    parser.add_argument("--hit", type=_clock, metavar="CLOCK", help="when the first story hits: 22:00:00")
    parser.add_argument("--out", type=_clock, metavar="CLOCK", help="when to be off the air: 22:28:30")
    parser.add_argument("-o", "--output", metavar="FILE", default=STDOUT, help="a file for csv or json")
    parser.add_argument("--force", action="store_true", help="replace an output that exists")
    group = parser.add_argument_group("timing")
    group.add_argument("--part", choices=tuple(pipeline.PARTS), default="all",
                       help="all that is said, the anchor's intro, or the package after it")  # fmt: skip
    group.add_argument("--story", default="all", metavar="N|SLUG", help="only this story of a bulletin")
    group.add_argument("--plain", action="store_true", help="take the whole input as spoken text")
    group.add_argument("--rate", type=common.read_rate, metavar="WPM",
                       help="everybody's read rate in words a minute")  # fmt: skip
    group.add_argument("--trt", type=parse_duration, metavar="TIME",
                       help="fit each story to this running time: 1:45")  # fmt: skip
    group.add_argument("--profile", default="netflix", metavar="PROFILE",
                       help=f"whose read styles: {', '.join(profile_names())}, or a .toml file")  # fmt: skip
    common.add_segmenting_options(parser)
    common.add_reading_options(parser)


def _clock(text: str) -> Millis:
    try:
        return parse_clock(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(f"{error.message}; {error.hint}") from None


def run(args: argparse.Namespace) -> int:
    if args.output != STDOUT and args.format == "table":
        raise UsageError("a file takes csv or json", hint="add --format csv")
    script = common.read_script(args.file, args)
    options = timing_options(args)
    with common.at_work(script):
        timed = pipeline.time_script(script, options)
    rundown = put_on_the_clock(timed, options, args.hit, args.out)
    text = _SHOW[args.format](rundown)
    if args.output == STDOUT:
        sys.stdout.write(text)
    else:
        encoding = "utf-8-sig" if args.format == "csv" else "utf-8"  # Excel takes UTF-8 only with the mark
        write_atomically(Path(args.output), text.encode(encoding), force=args.force)
    return ExitCode.OK


@dataclass(frozen=True, slots=True)
class Times:
    """A segment or a whole story on the clock; milliseconds."""

    start: Millis
    end: Millis
    low: Millis
    high: Millis
    basis: Basis
    back: Millis | None
    """Clock time to start at for the programme to be out on time."""

    @property
    def duration(self) -> Millis:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Rundown:
    """A script on the clock."""

    stories: list[TimedStory]
    schedule: Schedule
    low: Millis
    high: Millis

    def segments(self, n: int) -> list[tuple[Segment, Times]]:
        """The segments of the *n*-th story with their times."""
        timed, slot = self.stories[n], self.schedule.slots[n]
        begin = timed.timeline.items[0].start
        rows = []
        for item, (low, high) in zip(timed.timeline.items, timed.margins.segments, strict=True):
            after = item.start - begin
            back = None if slot.back is None else slot.back + after
            start, end = slot.start + after, slot.start + item.end - begin
            rows.append((item.segment, Times(start, end, low, high, item.basis, back)))
        return rows

    def story(self, n: int) -> Times:
        """The *n*-th story as a whole; certain when it was fitted to a known running time."""
        slot, (low, high) = self.schedule.slots[n], self.stories[n].margins.total
        basis = pipeline.weakest_basis(self.stories[n].timeline) if low < high else Basis.DECLARED
        return Times(slot.start, slot.end, low, high, basis, slot.back)

    def clock(self, ms: Millis) -> str:
        """A start or end as the clock shows it, or counted from the first story's."""
        return format_duration(ms) if self.schedule.hit is None else format_clock(ms)


def put_on_the_clock(
    stories: list[TimedStory], options: SubtitleOptions, hit: Millis | None, out: Millis | None
) -> Rundown:
    """Stories one after another from *hit*, and back from *out*."""
    timelines = [timed.timeline for timed in stories]
    times = schedule([timeline.trt for timeline in timelines], hit, out)
    return Rundown(stories, times, *timer.programme(timelines, pipeline.known(options)))


# A table for people


def as_table(rundown: Rundown) -> str:
    console = common.console(sys.stdout)
    times = rundown.schedule
    with console.capture() as capture:
        for n, timed in enumerate(rundown.stories):
            if n:
                console.print()
            console.print(heading(timed.story, timed.number, len(rundown.stories)), style="bold")
            _print_story(rundown, n, console)
        if len(rundown.stories) > 1 or times.hit is not None or times.out is not None:
            console.print()
            _print_programme(rundown, console)
    return capture.get()


def _print_story(rundown: Rundown, n: int, console: Console) -> None:
    backed = rundown.schedule.out is not None
    table = common.table(
        "In", "Out", "Dur", "80 %", "From", *(["Back"] if backed else []), "Role", "Speaker", "Text"
    )
    for part, times in rundown.segments(n):
        table.add_row(
            rundown.clock(times.start), rundown.clock(times.end), format_duration(times.duration),
            _range(times.low, times.high), times.basis, *([_clock_or(times.back)] if backed else []),
            part.role.value, part.speaker or "", common.excerpt(part.spoken_text),
            style=common.role_style(part.role),
        )  # fmt: skip
    console.print(table)
    whole = rundown.story(n)
    back = f"   back-time {format_clock(whole.back)}" if whole.back is not None else ""
    duration, spread = format_duration(whole.duration), _range(whole.low, whole.high)
    console.print(f"TRT {duration} ({spread}, {whole.basis}){back}", style="bold")


def _print_programme(rundown: Rundown, console: Console) -> None:
    """The programme in a line or two; over and under are red."""
    times = rundown.schedule
    line = f"total {format_duration(times.total)} ({_range(rundown.low, rundown.high)})"
    if times.hit is not None:
        line += f"   {format_clock(times.hit)} to {format_clock(times.hit + times.total)}"
    console.print(line, style="bold")
    if times.out is None:
        return
    if times.over is None:
        hit = format_clock(times.out - times.total)
        console.print(f"to be out at {format_clock(times.out)}, hit {hit}", style="bold")
        return
    earliest, latest = (times.over + bound - times.total for bound in (rundown.low, rundown.high))
    on_time = abs(times.over) < 500
    console.print(
        f"{_over_under(times.over)} for {format_clock(times.out)}"
        f" (four times in five between {_over_under(earliest)} and {_over_under(latest)})",
        style="bold green" if on_time else "bold red",
    )


def _range(low: Millis, high: Millis) -> str:
    shown = [format_duration(low), format_duration(high)]
    return "–".join(dict.fromkeys(shown))


def _over_under(ms: Millis) -> str:
    if abs(ms) < 500:
        return "on time"
    return f"{format_duration(abs(ms))} {'over' if ms > 0 else 'under'}"


# JSON and CSV for programs


def as_json(rundown: Rundown) -> str:
    """The documented JSON object; times in milliseconds, clock times as text."""
    times = rundown.schedule
    value = {
        "schema": SCHEMA,
        "hit": _clock_or(times.hit, None),
        "out": _clock_or(times.out, None),
        "trt": times.total,
        "low": rundown.low,
        "high": rundown.high,
        "over": times.over,
        "stories": [_story_json(rundown, n) for n in range(len(rundown.stories))],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _story_json(rundown: Rundown, n: int) -> dict[str, Any]:
    timed = rundown.stories[n]
    return {
        "number": timed.number,
        "slug": timed.story.slug,
        "title": timed.story.title,
        **_times_json(rundown.story(n)),
        "segments": [
            {"role": part.role.value, "speaker": part.speaker, **_times_json(times), "text": part.text}
            for part, times in rundown.segments(n)
        ],
    }


def _times_json(times: Times) -> dict[str, Any]:
    return {
        "in": times.start,
        "out": times.end,
        "duration": times.duration,
        "low": times.low,
        "high": times.high,
        "basis": times.basis,
        "back": _clock_or(times.back, None),
    }


def _clock_or(ms: Millis | None, otherwise: str | None = "") -> str | None:
    return otherwise if ms is None else format_clock(ms)


COLUMNS = (
    *("level", "story", "slug", "role", "speaker", "in", "out", "seconds", "low", "high", "basis", "back"),
    "text",
)


def as_csv(rundown: Rundown) -> str:
    """A row a segment, a row a story, one for all; durations in seconds; safe to open in a spreadsheet."""
    rows: list[Sequence[str]] = [COLUMNS]
    for n, timed in enumerate(rundown.stories):
        place = (str(timed.number), timed.story.slug)
        for part, times in rundown.segments(n):
            who = (part.role.value, part.speaker or "")
            rows.append(("segment", *place, *who, *_cells(rundown, times), " ".join(part.text.split())))
        rows.append(("story", *place, "", "", *_cells(rundown, rundown.story(n)), timed.story.title or ""))
    plan = rundown.schedule
    start = plan.hit or 0
    whole = Times(start, start + plan.total, rundown.low, rundown.high, Basis.ESTIMATED, plan.out)
    over = "" if plan.over is None else _over_under(plan.over)
    rows.append(("total", "", "", "", "", *_cells(rundown, whole), over))
    return csv_table(rows)


def _cells(rundown: Rundown, times: Times) -> list[str]:
    lengths = (times.duration, times.low, times.high)
    return [
        rundown.clock(times.start),
        rundown.clock(times.end),
        *(f"{ms / 1000:.1f}" for ms in lengths),
        times.basis,
        _clock_or(times.back) or "",
    ]


_SHOW = {"table": as_table, "csv": as_csv, "json": as_json}
