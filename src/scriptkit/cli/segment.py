"""Show what each part of a script is: intro, toss, narration, soundbite, sign-off, and what nobody says."""

from __future__ import annotations

import argparse
import json
import sys

from scriptkit import pipeline
from scriptkit.cli import common
from scriptkit.errors import ExitCode
from scriptkit.model import Rundown, Segment, Story

SCHEMA = "scriptkit.segments/1"
DOUBTFUL = 0.5
"""Below this a segment is as likely wrong as right, and listed for a person to check."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a script, or - for standard input")
    parser.add_argument(
        "--format",
        choices=("table", "json", "marked"),
        default="table",
        help="how to show it; marked is the script with role lines to edit and feed back (default: table)",
    )
    parser.add_argument("--explain", action="store_true", help="show what spoke for and against each role")
    common.add_segmenting_options(parser)
    common.add_reading_options(parser)


def run(args: argparse.Namespace) -> int:
    script = common.read_script(args.file, args)
    house = pipeline.load_house(args.house) if args.house else None
    with common.at_work(script):
        rundown = pipeline.segment(script, convention=args.convention, house=house)
    if args.format == "json":
        json.dump(as_json(rundown), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
    elif args.format == "marked":
        sys.stdout.write(pipeline.marked(script, rundown))
    else:
        show(rundown, explain=args.explain)
    return ExitCode.OK


def as_json(rundown: Rundown) -> dict[str, object]:
    """The rundown as the documented JSON object; offsets are code points into the decoded text."""
    return {
        "schema": SCHEMA,
        "stories": [
            {
                "slug": story.slug,
                "title": story.title,
                "convention": story.convention,
                "segments": [_segment(s) for s in story.segments],
            }
            for story in rundown.stories
        ],
    }


def _segment(segment: Segment) -> dict[str, object]:
    return {
        "role": segment.role.value,
        "speaker": segment.speaker,
        "text": segment.text,
        "start": segment.start,
        "end": segment.end,
        "rule": segment.rule,
        "confidence": round(segment.confidence, 3),
        "against": list(segment.against),
        "check": is_doubtful(segment),
    }


def is_doubtful(segment: Segment) -> bool:
    """Whether a person should look at it."""
    return segment.confidence < DOUBTFUL


def show(rundown: Rundown, *, explain: bool = False) -> None:
    """A table a story, then the segments to check."""
    console = common.console(sys.stdout)
    for number, story in enumerate(rundown.stories, 1):
        if number > 1:
            console.print()
        console.print(heading(story, number, len(rundown.stories)), style="bold")
        table = common.table("Role", "Speaker", "Text", "Rule", *(("Sure", "Against") if explain else ()))
        for part in story.segments:
            reasons = (f"{part.confidence:.0%}", ", ".join(part.against)) if explain else ()
            table.add_row(
                part.role.value, part.speaker or "", common.excerpt(part.text), part.rule, *reasons,
                style=common.role_style(part.role),
            )  # fmt: skip
        console.print(table)
        doubtful = [s for s in story.segments if is_doubtful(s)]
        if doubtful:
            console.print(f"{len(doubtful)} to check:")
        for part in doubtful:
            console.print(
                f"  {part.role} ({part.confidence:.0%}): {common.excerpt(part.text)}",
                no_wrap=True,
                overflow="ellipsis",
            )


def heading(story: Story, number: int, count: int) -> str:
    """``2/7 customs-seizes · Customs seizes 2.1 tons``."""
    place = f"{number}/{count} " if count > 1 else ""
    return f"{place}{story.slug}" + (f" · {story.title}" if story.title else "")
