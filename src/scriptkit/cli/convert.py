"""Turn a subtitle file into another format, and say what that cannot carry.

The format is told by the file names, or by --from and --to. Losses and whatever was wrong with the
file go to standard error.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from scriptkit import registry, tracks
from scriptkit.cli import common
from scriptkit.config import load_profile
from scriptkit.errors import UsageError
from scriptkit.model import SubtitleTrack
from scriptkit.ports import WriteOptions, Writer
from scriptkit.storage import write_atomically
from scriptkit.timecode import FRAME_RATES, parse_frame_rate, parse_start
from scriptkit.writers.losses import losses_of

STDOUT = "-"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    readers, writers = ", ".join(registry.SUBTITLE_READERS), ", ".join(registry.writer_names())
    parser.add_argument("file", metavar="IN", help="a subtitle file, or - for standard input")
    parser.add_argument("output", metavar="OUT", help="the file to write, or - for standard output")
    parser.add_argument("--from", dest="reader", metavar="FORMAT", help=f"what IN is: {readers}")
    parser.add_argument("--to", metavar="FORMAT", help=f"what OUT is to be: {writers}")
    common.add_time_code_options(parser, default="what IN says, else 25")
    parser.add_argument(
        "--from-start",
        metavar="CODE",
        help="time code of the first frame in IN, where its times are programme time (SCC, iTT)",
    )
    parser.add_argument(
        "--language",
        metavar="TAG",
        type=common.language_tag,
        help="the language of the text, where IN does not say: ko",
    )
    common.add_line_end_option(parser)
    parser.add_argument("--force", action="store_true", help="replace OUT if it exists")
    parser.add_argument("-q", "--quiet", action="store_true", help="do not say what was written")
    common.add_fail_on(parser, "never")


def run(args: argparse.Namespace) -> int:
    writer = _writer(args)
    if args.crlf and writer.name != "srt" and writer.name in registry.WRITERS:
        raise UsageError(f"--crlf is about SubRip, not {writer.title}", hint="leave it out")
    track, findings = tracks.read_track(args.file, reader=args.reader)
    rate, start, drop_frame = common.time_code(args, track.frame_rate or Fraction(25))
    if not (args.fps or args.start):
        drop_frame = track.drop_frame
    if args.language:
        track = replace(track, language=args.language)
    if args.from_start:
        track = _from_start(track, args)
    options = WriteOptions(
        load_profile("netflix"), frame_rate=rate, drop_frame=drop_frame, start=start, crlf=args.crlf
    )
    losses = losses_of(writer, track, options)
    data = writer.write(track, options)
    common.show_findings((*findings, *losses), sys.stderr)
    if args.output == STDOUT:
        common.write_stdout(data)
    else:
        fresh = write_atomically(Path(args.output), data, force=args.force)
        if not args.quiet:
            cues = f"{len(track.cues)} cue{'' if len(track.cues) == 1 else 's'}"
            print(f"{'wrote' if fresh else 'unchanged'} {args.output}: {cues}, {writer.title}")
    return int(common.exit_code((*findings, *losses), args.fail_on))


def _writer(args: argparse.Namespace) -> Writer:
    if args.to:
        return registry.writer(args.to.strip().lower())
    if args.output == STDOUT:
        raise UsageError("standard output has no suffix to tell the format by", hint="name it with --to")
    return registry.writer_for(args.output)


def _from_start(track: SubtitleTrack, args: argparse.Namespace) -> SubtitleTrack:
    """Times counted from the programme's first frame, in the frames of IN where it says its rate.

    Raises UsageError for a time code without drop frame where IN drops frames: it is another time.
    """
    assumed = FRAME_RATES["29.97"] if ";" in args.from_start else parse_frame_rate(args.fps or "25")
    rate = track.frame_rate or assumed
    start = parse_start(args.from_start, rate)
    if track.drop_frame and ";" not in args.from_start and start:
        dropping = ";".join(args.from_start.rsplit(":", 1))
        raise UsageError(
            f"{args.file} counts drop frame, {args.from_start} does not",
            hint=f"write it with a semicolon: --from-start '{dropping}'",
        )
    return tracks.count_from(track, start)
