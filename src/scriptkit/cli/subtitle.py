"""Write captions for a script: who speaks, how long it takes to read, cues a broadcaster would air."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scriptkit import delivery, pipeline, registry
from scriptkit.cli import common
from scriptkit.config import load_profile, profile_names
from scriptkit.errors import ScriptkitError, UsageError
from scriptkit.model import Finding, Severity, SubtitleTrack
from scriptkit.pipeline import CaptionedStory, SubtitleOptions
from scriptkit.storage import check_writable, write_atomically
from scriptkit.timecode import Millis, format_duration, parse_duration

if TYPE_CHECKING:
    from rich.console import Console

STDOUT = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a script, or - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="PATH",
        help="a file, a folder, or - for standard output; several stories in one file follow one another"
        " (default: a file a story in output/)",
    )  # fmt: skip
    add_caption_options(parser)
    add_voice_option(parser)
    parser.add_argument("--force", action="store_true", help="replace outputs that exist")
    parser.add_argument("--explain", action="store_true", help="show what made each cue as it is")
    parser.add_argument("-q", "--quiet", action="store_true", help="no summary; errors are still shown")
    common.add_fail_on(parser, "never")


def add_voice_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--voice", metavar="PRESET", nargs="?", const="pico",
        help="speak the script too, and time the captions to what is heard (without a name: pico)",
    )  # fmt: skip


def add_caption_options(parser: argparse.ArgumentParser) -> None:
    """What the captions depend on: every verb that makes captions has these, and a batch's lists too."""
    parser.add_argument(
        "--to", metavar="FORMATS", help="formats, comma-separated (default: the output's suffix, else srt)"
    )
    parser.add_argument(
        "--profile",
        default="netflix",
        help=f"{', '.join(profile_names())}, or a .toml file (default: netflix)",
    )
    parser.add_argument("--part", choices=tuple(pipeline.PARTS), default="all",
                        help="all that is said, the anchor's intro, or the package after it")  # fmt: skip
    parser.add_argument(
        "--sdh", action=argparse.BooleanOptionalAction, default=False,
        help="show who speaks and what is heard, in the profile's manner",
    )  # fmt: skip
    parser.add_argument("--story", default="all", metavar="N|SLUG", help="only this story of a bulletin")
    parser.add_argument("--plain", action="store_true", help="take the whole input as spoken text")
    parser.add_argument("--offset", type=_signed_time, default=0, metavar="TIME",
                        help="move every cue by this: 0:12, 1.5, -0:02")  # fmt: skip
    parser.add_argument(
        "--rate", type=common.read_rate, metavar="WPM", help="everybody's read rate in words a minute"
    )
    parser.add_argument(
        "--speaker", metavar="NAME", help="who reads the reporter's parts where the script does not say"
    )
    parser.add_argument(
        "--trt", type=parse_duration, metavar="TIME", help="fit the words to this running time: 1:45"
    )
    common.add_line_end_option(parser)
    common.add_time_code_options(parser)
    common.add_segmenting_options(parser)
    common.add_reading_options(parser)


def caption_options(args: argparse.Namespace) -> SubtitleOptions:
    """The options of :func:`add_caption_options` as the pipeline takes them. Raises UsageError."""
    timed = timing_options(args)
    rate, start, drop_frame = common.time_code(args, timed.profile.frame_rate)
    return replace(
        timed,
        profile=replace(timed.profile, frame_rate=rate),
        start=start,
        drop_frame=drop_frame,
        formats=_formats(args.to),
        sdh=args.sdh,
        crlf=args.crlf,
        offset=args.offset,
        speaker=args.speaker,
    )


def timing_options(args: argparse.Namespace) -> SubtitleOptions:
    """What segments and their times depend on, without a word about captions. Raises UsageError."""
    rates, heard = common.learned_rates(args.rate)
    return SubtitleOptions(
        profile=load_profile(args.profile),
        part=args.part,
        plain=args.plain,
        story=args.story,
        rate=args.rate,
        rates=rates,
        heard=heard,
        trt=args.trt,
        convention=args.convention,
        house=pipeline.load_house(args.house) if args.house else None,
    )


def _signed_time(text: str) -> Millis:
    sign = -1 if text.startswith("-") else 1
    try:
        return sign * parse_duration(text.lstrip("+-"))
    except UsageError as error:
        raise argparse.ArgumentTypeError(error.message) from None


@dataclass(frozen=True, slots=True)
class Output:
    """One file to write: the bytes are made before anything is written."""

    path: str
    data: bytes


def run(args: argparse.Namespace) -> int:
    check_target(args)
    options = caption_options(args)
    if args.output == STDOUT and len(options.formats) > 1:
        raise UsageError("standard output takes one format", hint="name one with --to, or write to a folder")
    findings: list[Finding] = []
    failures: list[ScriptkitError] = []
    taken: set[str] = set()
    for file in args.files:
        try:
            findings += _one(file, args, options, taken)
        except ScriptkitError as error:  # one bad script must not stop the others
            if len(args.files) == 1:
                raise
            failures.append(error)
            sys.stderr.write(
                f"scriptkit: {error.message}\n" + (f"hint: {error.hint}\n" if error.hint else "")
            )
    if failures:
        return int(failures[0].exit_code)
    return common.exit_code(findings, args.fail_on)


def check_target(args: argparse.Namespace) -> None:
    """See that the output can hold what is asked for, and take its format from its suffix."""
    if args.output is None or (args.output != STDOUT and is_folder(args.output)):
        return
    if len(args.files) > 1:
        folder = "captions" if args.output == STDOUT else Path(args.output).with_suffix("")
        raise UsageError(
            f"{len(args.files)} scripts do not fit in one output",
            hint=f"name a folder, ending in /: -o {folder}/",
        )
    if args.output == STDOUT:
        return
    if args.to is None:
        args.to = registry.writer_for(args.output).name
    elif len(_formats(args.to)) == 1:
        suffix = registry.writer(_formats(args.to)[0]).suffix
        if Path(args.output).suffix and not args.output.lower().endswith(suffix):
            raise UsageError(
                f"{args.output} does not end in {suffix}, which {args.to} files do",
                hint="leave --to out, or name the file after its format",
            )


def _formats(text: str | None) -> tuple[str, ...]:
    text = "srt" if text is None else text
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    if not names:
        raise UsageError("--to names no format", hint=f"formats: {', '.join(registry.writer_names())}")
    for name in names:
        registry.writer(name)  # raises UsageError with the known names
    return names


def _one(file: str, args: argparse.Namespace, options: SubtitleOptions, taken: set[str]) -> list[Finding]:
    if args.voice:
        from scriptkit.cli import voice

        return voice.speak_with_captions(args, file, options)
    script = common.read_script(file, args)
    with common.at_work(script, quiet=args.quiet):
        stories = pipeline.caption(script, options)
    outputs = _outputs(file, stories, args.output, options, taken)
    for output in outputs:  # all or none: a name that is taken must not leave half a set behind
        if output.path != STDOUT:
            check_writable(Path(output.path), output.data, force=args.force)
    written = [(o, write_to(o, force=args.force)) for o in outputs]
    if not args.quiet:
        stream = sys.stderr if args.output == STDOUT else sys.stdout
        show(stories, options, stream, explain=args.explain)
        for output, fresh in written:
            if output.path != STDOUT:
                stream.write(f"{'wrote' if fresh else 'unchanged'} {output.path}\n")
        stream.flush()
    return findings_of(stories, options, quiet=args.quiet)


def findings_of(stories: Sequence[CaptionedStory], options: SubtitleOptions, *, quiet: bool) -> list[Finding]:
    """All findings about the stories and about what the formats lose of them. *quiet*, where no summary
    shows them, errors go to standard error."""
    found = [f for s in stories for f in (*s.findings, *delivery.losses(s.track, options))]
    if quiet:
        common.show_findings([f for f in found if f.severity is Severity.ERROR], sys.stderr)
    return found


def _outputs(
    file: str,
    stories: Sequence[CaptionedStory],
    target: str | None,
    options: SubtitleOptions,
    taken: set[str],
) -> list[Output]:
    """What to write, as bytes, with no name used twice; raises OutputError before anything is written."""
    if target is None or (target != STDOUT and is_folder(target)):
        folder = Path(target or "output")
        return [
            Output(str(folder / free_name(made.name, taken)), made.data)
            for made in delivery.outputs(stories, options, pipeline.stem(file))
        ]
    lengths = [s.timeline.trt + 1000 for s in stories]
    track = delivery.join_tracks([s.track for s in stories], lengths, options.profile)
    outputs = []
    for name in options.formats:
        writer = registry.writer(name)
        path = target if len(options.formats) == 1 else str(Path(target).with_suffix(writer.suffix))
        outputs.append(Output(path, writer.write(track, delivery.write_options(options))))
    return outputs


def is_folder(target: str) -> bool:
    return target.endswith(("/", "\\")) or Path(target).is_dir()


def free_name(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    free, n = name, 2
    while free in taken:
        free, n = f"{stem}-{n}{dot}{suffix}", n + 1
    taken.add(free)
    return free


def write_to(output: Output, *, force: bool) -> bool:
    """False when the file held exactly that already."""
    if output.path != STDOUT:
        return write_atomically(Path(output.path), output.data, force=force)
    common.write_stdout(output.data)
    return True


def show(
    stories: Sequence[CaptionedStory], options: SubtitleOptions, stream: IO[str], *, explain: bool = False
) -> None:
    """The summary: each segment with its time, then running time, cues and whether the profile is kept."""
    from scriptkit.cli.segment import heading

    console = common.console(stream)
    for captioned in stories:
        story, timeline = captioned.story, captioned.timeline
        console.print(heading(story, captioned.number, max(s.number for s in stories)), style="bold")
        table = common.table("In", "Dur", "Role", "Speaker", "Text")
        for item in timeline.items:
            part = item.segment
            table.add_row(
                format_duration(item.start), format_duration(item.end - item.start), part.role.value,
                part.speaker or "", common.excerpt(part.spoken_text), style=common.role_style(part.role),
            )  # fmt: skip
        console.print(table)
        kept = "kept" if captioned.keeps_profile else "not kept"
        basis = "given" if options.trt else pipeline.weakest_basis(timeline)
        console.print(
            f"TRT {format_duration(timeline.trt)} ({basis})"
            f"   {common.count(len(captioned.track.cues), 'cue')}   profile {options.profile.name}: {kept}",
            style="bold green" if captioned.keeps_profile else "bold red",
        )
        lost = delivery.losses(captioned.track, options)
        worth_saying = [
            f for f in lost if explain or f.severity is not Severity.INFO or f.code == "loss-start"
        ]
        common.show_findings((*captioned.findings, *worth_saying), console.file)
        if explain:
            _explain(captioned.track, console)


def _explain(track: SubtitleTrack, console: Console) -> None:
    """Each cue with what made it begin, end and break as it does."""
    table = common.table("Cue", "In", "Sec", "Cps", "Text", "Why", wide="Why", wrap=True)
    for number, cue in enumerate(track.cues, 1):
        seconds = cue.duration / 1000
        table.add_row(
            str(number), format_duration(cue.start), f"{seconds:.2f}", f"{len(cue.text) / seconds:.0f}",
            cue.text, "; ".join(cue.why), style=common.role_style(cue.role) if cue.role else "",
        )  # fmt: skip
    console.print(table)
