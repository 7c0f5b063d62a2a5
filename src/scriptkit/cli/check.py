"""Hold subtitle files of any known format against a profile; exit 1 when one breaks a rule."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from scriptkit import registry, tracks
from scriptkit.cli import common
from scriptkit.config import load_profile, profile_names
from scriptkit.errors import OutputError, ScriptkitError
from scriptkit.model import Finding, Profile, Severity
from scriptkit.report.summary import clock, plural, summary_line, tally
from scriptkit.storage import write_atomically
from scriptkit.timecode import FRAME_RATES, parse_frame_rate
from scriptkit.tracks import CheckedFile

STDOUT = "-"
_MOST_SHOWN = 100
"""Findings a table shows of one file: more is for the HTML page."""
Unread = list[tuple[str, ScriptkitError]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a subtitle file, or - for standard input")
    parser.add_argument(
        "--profile",
        default="netflix",
        help=f"{', '.join(profile_names())}, or a .toml file (default: netflix)",
    )
    parser.add_argument(
        "--format",
        choices=("table", "json", "html"),
        default="table",
        help="how to report (default: table)",
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT", default=STDOUT, help="where the report goes (default: shown)"
    )
    parser.add_argument("--force", action="store_true", help="replace OUT if it exists")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="of a table, only the line a file for the ticket"
    )
    common.add_fail_on(parser, "error")
    group = parser.add_argument_group("reading")
    readers = ", ".join(registry.SUBTITLE_READERS)
    group.add_argument("--from", dest="reader", metavar="FORMAT", help=f"what the files are: {readers}")
    group.add_argument("--language", metavar="TAG", help="the language, where a file does not say: ko")
    group.add_argument(
        "--fps", metavar="RATE", help=f"frame rate: {', '.join(FRAME_RATES)} (default: the profile's)"
    )


def run(args: argparse.Namespace) -> int:
    profile = _profile(args)
    checked: list[CheckedFile] = []
    unread: Unread = []
    for file in args.files:
        try:
            checked.append(tracks.check_file(file, profile, reader=args.reader, language=args.language))
        except ScriptkitError as error:  # one bad file must not stop the others
            if len(args.files) == 1:
                raise
            unread.append((file, error))
            _complain(error)
    _publish(_report(checked, unread, args), args)
    if unread:
        return int(unread[0][1].exit_code)
    findings = [finding for one in checked for finding in one.findings]
    return int(common.exit_code(findings, args.fail_on))


def _profile(args: argparse.Namespace) -> Profile:
    profile = load_profile(args.profile)
    return replace(profile, frame_rate=parse_frame_rate(args.fps)) if args.fps else profile


def _threshold(args: argparse.Namespace) -> Severity:
    """From which severity on a file fails; one that never fails the run is still judged by errors."""
    return Severity.ERROR if args.fail_on == "never" else Severity(args.fail_on)


def _report(checked: list[CheckedFile], unread: Unread, args: argparse.Namespace) -> str:
    if args.format == "json":
        from scriptkit.report.record import to_json

        return to_json(checked, unread, _threshold(args))
    if args.format == "html":
        from scriptkit.report.page import to_html

        return to_html(checked, unread, _threshold(args))
    return _tables(checked, unread, args)


def _tables(checked: list[CheckedFile], unread: Unread, args: argparse.Namespace) -> str:
    """A table a file, then what a desk pastes into a ticket: a line a file."""
    threshold = _threshold(args)
    parts = [] if args.quiet else [_table(one) for one in checked if one.findings]
    lines = [summary_line(one, threshold) for one in checked]
    lines += [f"UNREAD {error.message}" for _, error in unread]
    if len(lines) > 1:
        failed = sum(not one.passes(threshold) for one in checked)
        passed = len(checked) - failed
        lines.append(
            f"{plural(len(lines), 'file')}: {passed:,} passed, {failed:,} failed, {len(unread):,} unread"
        )
    return "".join(parts) + "\n".join(lines) + "\n"


def _table(one: CheckedFile) -> str:
    rows = sorted(one.findings[:], key=lambda finding: -finding.severity.rank)[:_MOST_SHOWN]
    rows.sort(key=lambda finding: finding.cue or 0)
    heading = f"{one.source}\n" + "".join(map(_line, rows))
    if len(one.findings) > len(rows):
        heading += f"… and {len(one.findings) - len(rows):,} more: --format html shows all\n"
    counts = ", ".join(f"{number} {code}" for code, _, number in tally(one.findings))
    return f"{heading}{counts}\n\n"


def _line(finding: Finding) -> str:
    """One line a finding: where, how grave, what, and its code."""
    cue = f"{finding.cue}" if finding.cue else "-"
    at = clock(finding.at) if finding.at is not None else ""
    where = f" ({finding.where})" if finding.where and not finding.cue else ""
    message = " ".join(f"{finding.message}{where}".split())
    return f"{cue:>6}  {at:<12}  {finding.severity.value:<7}  {message} [{finding.code}]\n"


def _publish(report: str, args: argparse.Namespace) -> None:
    data = report.encode("utf-8", "replace")
    if args.output != STDOUT:
        fresh = write_atomically(Path(args.output), data, force=args.force)
        if not args.quiet:
            print(f"{'wrote' if fresh else 'unchanged'} {args.output}")
        return
    try:
        sys.stdout.write(report)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: {error.strerror}") from None


def _complain(error: ScriptkitError) -> None:
    sys.stderr.write(f"scriptkit: {error.message}\n" + (f"hint: {error.hint}\n" if error.hint else ""))
