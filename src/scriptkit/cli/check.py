"""Hold subtitle files of any known format against a profile; exit 1 when one breaks a rule.

With --fix, what can be repaired without changing a word is repaired and written to OUT: order,
overlaps, gaps, durations, frames, line breaks, cues that hold too much.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from scriptkit import registry, tracks
from scriptkit.cli import common
from scriptkit.config import load_profile, profile_names
from scriptkit.errors import ScriptkitError, UsageError
from scriptkit.model import Finding, Severity
from scriptkit.ports import WriteOptions, Writer
from scriptkit.report.summary import Reported, UnreadFile, clock, plural, summary_line, tally
from scriptkit.storage import STDIN, write_atomically
from scriptkit.tracks import CheckedFile
from scriptkit.writers.losses import losses_of

STDOUT = "-"
_MOST_SHOWN = 100
"""Findings a table shows of one file: more is for the HTML page."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", metavar="FILE", nargs="+", help="a subtitle file, or - for standard input")
    parser.add_argument(
        "--profile",
        default="netflix",
        help=f"{', '.join(profile_names())}, or a .toml file (default: netflix)",
    )
    parser.add_argument(
        "--format", choices=("table", "json", "html"), default="table", help="how to report (default: table)"
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT",
        help="where the report goes (default: shown); with --fix, the repaired file, or a folder for several",
    )  # fmt: skip
    parser.add_argument("--fix", action="store_true", help="repair what can be repaired, and write OUT")
    parser.add_argument(
        "--to", metavar="FORMAT",
        help=f"with --fix, the format of OUT (default: by its suffix): {', '.join(registry.writer_names())}",
    )  # fmt: skip
    common.add_line_end_option(parser)
    parser.add_argument("--force", action="store_true", help="replace OUT if it exists")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="of a table, only the line a file for the ticket"
    )
    common.add_fail_on(parser, "error")
    common.add_time_code_options(parser, default="the file's own, else the profile's")
    group = parser.add_argument_group("reading")
    readers = ", ".join(registry.SUBTITLE_READERS)
    group.add_argument("--from", dest="reader", metavar="FORMAT", help=f"what the files are: {readers}")
    group.add_argument(
        "--language",
        metavar="TAG",
        type=common.language_tag,
        help="the language, where a file does not say: ko",
    )


@dataclass(slots=True)
class _Run:
    """One call of the verb: what it was told, and what came of each file."""

    args: argparse.Namespace
    options: WriteOptions
    files: list[Reported]
    """In the order of the command line."""
    written: list[str]

    @property
    def checked(self) -> list[CheckedFile]:
        return [one for one in self.files if isinstance(one, CheckedFile)]

    @property
    def unread(self) -> list[UnreadFile]:
        return [one for one in self.files if isinstance(one, UnreadFile)]

    @property
    def threshold(self) -> Severity:
        """From which severity on a file fails; a run that never fails still judges by errors."""
        return Severity.ERROR if self.args.fail_on == "never" else Severity(self.args.fail_on)


def run(args: argparse.Namespace) -> int:
    profile = load_profile(args.profile)
    rate, start, drop_frame = common.time_code(args, profile.frame_rate)
    profile = replace(profile, frame_rate=rate)
    options = WriteOptions(profile, frame_rate=rate, drop_frame=drop_frame, start=start, crlf=args.crlf)
    this = _Run(args, options, [], [])
    outputs = _fixed_names(args) if args.fix else [None] * len(args.files)
    for file, output in zip(args.files, outputs, strict=True):
        try:
            _one(file, output, this)
        except ScriptkitError as error:  # one bad file must not stop the others
            if len(args.files) == 1:
                raise
            this.files.append(UnreadFile(file, error))
            sys.stderr.write(
                f"scriptkit: {error.message}\n" + (f"hint: {error.hint}\n" if error.hint else "")
            )
    _publish(this)
    if this.unread:
        return int(this.unread[0].error.exit_code)
    findings = [finding for one in this.checked for finding in one.findings]
    return int(common.exit_code(findings, args.fail_on))


def _one(file: str, output: tuple[str, Writer] | None, this: _Run) -> None:
    args = this.args
    rate = this.options.frame_rate if args.fps else None
    checked = tracks.check_file(
        file, this.options.profile, reader=args.reader, language=args.language, frame_rate=rate
    )
    if output:
        path, writer = output
        checked = tracks.repair_file(checked)
        options = _as_read(checked, this)
        losses = losses_of(writer, checked.track, options)
        checked = replace(checked, findings=(*checked.findings, *losses))
        data = writer.write(checked.track, options)
        if path == STDOUT:
            common.write_stdout(data)
        else:
            fresh = write_atomically(Path(path), data, force=args.force)
            this.written.append(f"{'wrote' if fresh else 'unchanged'} {path}")
    this.files.append(checked)


def _as_read(checked: CheckedFile, this: _Run) -> WriteOptions:
    """Frames counted in the repaired file as they were in the file itself, unless told otherwise."""
    told = this.args.start or this.args.fps
    return replace(
        this.options,
        profile=checked.profile,
        frame_rate=checked.profile.frame_rate,
        drop_frame=this.options.drop_frame if told else checked.track.drop_frame,
    )


def _fixed_names(args: argparse.Namespace) -> list[tuple[str, Writer]]:
    """Where each repaired file goes, and who writes it. Raises UsageError before anything is read."""
    from scriptkit.cli.subtitle import free_name, is_folder

    if not args.output:
        raise UsageError(
            "--fix needs a file to write", hint="name it with -o; the file itself is kept as it is"
        )
    chosen = registry.writer(args.to.strip().lower()) if args.to else None
    if args.output == STDOUT:
        if not chosen or len(args.files) > 1:
            raise UsageError("standard output takes one file, in a format named with --to")
        return [(STDOUT, chosen)]
    if not is_folder(args.output):
        if len(args.files) > 1:
            raise UsageError(
                "several files cannot be repaired into one", hint=f"name a folder: -o {args.output}/"
            )
        return [(args.output, chosen or registry.writer_for(args.output))]
    taken: set[str] = set()
    names = []
    for file in args.files:
        own = PurePath("captions" if file == STDIN else file)
        name = free_name(own.stem + chosen.suffix if chosen else own.name, taken)
        names.append((str(Path(args.output) / name), chosen or registry.writer_for(name)))
    return names


def _publish(this: _Run) -> None:
    """The report; to a file unless that is where the repaired cues went."""
    args = this.args
    report = _report(this)
    if args.fix and args.output == STDOUT:
        sys.stderr.write(report)
        return
    if args.output and not args.fix and args.output != STDOUT:
        fresh = write_atomically(Path(args.output), report.encode("utf-8", "replace"), force=args.force)
        if not args.quiet:
            print(f"{'wrote' if fresh else 'unchanged'} {args.output}")
        return
    common.write_stdout(report.encode("utf-8", "replace"))


def _report(this: _Run) -> str:
    if this.args.format == "json":
        from scriptkit.report.record import to_json

        return to_json(this.files, this.threshold)
    if this.args.format == "html":
        from scriptkit.report.page import to_html

        return to_html(this.files, this.threshold)
    return _tables(this)


def _tables(this: _Run) -> str:
    """A table a file, then what a desk pastes into a ticket: a line a file."""
    checked, unread = this.checked, this.unread
    parts = [] if this.args.quiet else [_table(one) for one in checked if one.findings or one.fixed]
    lines = [] if this.args.quiet else this.written[:]
    lines += [
        f"UNREAD {one.error.message}" if isinstance(one, UnreadFile) else summary_line(one, this.threshold)
        for one in this.files
    ]
    if len(checked) + len(unread) > 1:
        failed = sum(not one.passes(this.threshold) for one in checked)
        passed = len(checked) - failed
        files = plural(len(checked) + len(unread), "file")
        lines.append(f"{files}: {passed:,} passed, {failed:,} failed, {len(unread):,} unread")
    return "".join(parts) + "\n".join(lines) + "\n"


def _table(one: CheckedFile) -> str:
    parts = [f"{one.source}\n"]
    if one.fixed:
        parts += ["repaired:\n", _lines(one.fixed), "left:\n" if one.findings else "nothing left\n"]
    if one.findings:
        parts.append(_lines(one.findings))
    return "".join(parts) + "\n"


def _lines(findings: Sequence[Finding]) -> str:
    """A line a finding in cue order, the least grave left out where there are too many; then the tally."""
    rows = sorted(findings, key=lambda finding: -finding.severity.rank)[:_MOST_SHOWN]
    rows.sort(key=lambda finding: finding.cue or 0)
    shown = "".join(map(_line, rows))
    if len(findings) > len(rows):
        shown += f"… and {len(findings) - len(rows):,} more: --format html shows all\n"
    return shown + ", ".join(f"{number:,} {code}" for code, _, number in tally(findings)) + "\n"


def _line(finding: Finding) -> str:
    """Where, how grave, what, and its code."""
    cue = f"{finding.cue}" if finding.cue else "-"
    at = clock(finding.at) if finding.at is not None else ""
    where = f" ({finding.where})" if finding.where and not finding.cue else ""
    message = " ".join(f"{finding.message}{where}".split())
    return f"{cue:>6}  {at:<12}  {finding.severity.value:<7}  {message} [{finding.code}]\n"
