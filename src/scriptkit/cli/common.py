"""Options that several verbs share, and how their answers are shown."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import IO, TYPE_CHECKING

from scriptkit.errors import ExitCode, OutputError, UsageError
from scriptkit.model import Finding, Role, Script, Severity
from scriptkit.ports import ReadOptions
from scriptkit.timecode import FRAME_RATES, Millis, parse_frame_rate, parse_start

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

FAIL_ON = ("never", "info", "warning", "error")


def add_reading_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("reading")
    group.add_argument("--encoding", help="the file's encoding, when detection gets it wrong")
    group.add_argument(
        "--from", dest="reader", metavar="FORMAT", help="the file's format, when detection gets it wrong"
    )
    group.add_argument(
        "--language",
        metavar="TAG",
        type=language_tag,
        help="the script's language, when its words do not show it: ko",
    )
    group.add_argument(
        "--set",
        dest="settings",
        metavar="NAME=ROLE",
        action="append",
        default=[],
        help="what a mark of the file means in this house: pi_role=spoken, style.Bite=soundbite",
    )


def language_tag(text: str) -> str:
    """A ``--language``. Raises UsageError for what is no language tag."""
    from scriptkit.text.language import is_language_tag

    tag = text.strip()
    if not is_language_tag(tag):
        raise UsageError(f"--language: no language tag: {text!r}", hint="write one like de or pt-BR")
    return tag


def read_script(file: str, args: argparse.Namespace) -> Script:
    """Reads a script as the reading options say; an encoding that had to be found is shown."""
    from scriptkit import pipeline

    script = pipeline.read_file(file, read_options(args), reader=args.reader)
    if script.encoding != "utf-8" and not getattr(args, "quiet", False):
        sys.stderr.write(f"{file}: read as {script.encoding}\n")
    return script


_LONG_SCRIPT = 100_000
"""Characters that take about a second from script to cues."""


def at_work(script: Script, *, quiet: bool = False) -> AbstractContextManager[object]:
    """Shows on a terminal that a long script is being worked on, and for how long."""
    if quiet or len(script.text) < _LONG_SCRIPT or not sys.stderr.isatty():
        return nullcontext()
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    shown = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(),
        console=console(sys.stderr), transient=True,
    )  # fmt: skip
    shown.add_task(f"{script.source}: {len(script.text):,} characters", total=None)
    return shown


def read_options(args: argparse.Namespace) -> ReadOptions:
    """The options of :func:`add_reading_options` as readers take them. Raises UsageError."""
    if not args.settings:
        return ReadOptions(args.encoding, args.language)
    from scriptkit.readers.settings import parse_settings

    return ReadOptions(args.encoding, args.language, parse_settings(args.settings))


def add_segmenting_options(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("segmenting")
    group.add_argument("--convention", help="read the script as this convention instead of detecting it")
    group.add_argument("--house", metavar="FILE", help="a newsroom's own rules, a TOML file")


def read_rate(text: str) -> float:
    """A ``--rate``: words a minute."""
    try:
        rate = float(text)
    except ValueError:
        rate = 0
    if not 60 <= rate <= 400:
        raise argparse.ArgumentTypeError(f"a read rate is between 60 and 400 words a minute, not {text!r}")
    return rate


def learned_rates(rate: float | None = None) -> tuple[dict[str, float], dict[str, float]]:
    """Words a minute of the people in scriptkit.toml, and the seconds each was heard; none beside a *rate*.

    Raises InputError for a settings file that cannot be read.
    """
    from scriptkit import rates

    known = {} if rate else rates.load()
    return {name: r.wpm for name, r in known.items()}, {name: r.heard for name, r in known.items()}


def add_time_code_options(parser: argparse.ArgumentParser, default: str = "the profile's") -> None:
    group = parser.add_argument_group("time code")
    group.add_argument(
        "--fps", metavar="RATE", help=f"frame rate: {', '.join(FRAME_RATES)} (default: {default})"
    )
    group.add_argument(
        "--start",
        metavar="CODE",
        help="time code of the first frame, 10:00:00:00; 10:00:00;00 counts drop frame",
    )


def add_line_end_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--crlf", action="store_true", help="SubRip with Windows line ends")


def time_code(args: argparse.Namespace, default: Fraction) -> tuple[Fraction, Millis, bool]:
    """Frame rate, start in ms, and whether time code drops frames. Raises UsageError."""
    rate = parse_frame_rate(args.fps) if args.fps else default
    if not args.start:
        return rate, 0, False
    return rate, parse_start(args.start, rate), ";" in args.start


def add_fail_on(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        default=default,
        help=f"exit 1 on findings this severe (default: {default})",
    )


def exit_code(findings: Sequence[Finding], fail_on: str) -> ExitCode:
    """FINDINGS when any finding is at least as severe as *fail_on*."""
    if fail_on == "never":
        return ExitCode.OK
    threshold = Severity(fail_on).rank
    return ExitCode.FINDINGS if any(f.severity.rank >= threshold for f in findings) else ExitCode.OK


def console(stream: IO[str]) -> Console:
    """A console that colours only terminals, respects NO_COLOR, and never guesses narrow for a pipe."""
    from rich.console import Console

    class PipedConsole(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would exit 1, which means findings here

    width = None if stream.isatty() or "COLUMNS" in os.environ else 110
    return PipedConsole(file=stream, width=width, highlight=False, soft_wrap=False, emoji=False, markup=False)


def write_stdout(data: bytes) -> None:
    """Bytes to standard output; a reader that went away is the caller's affair. Raises OutputError."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"standard output: {error.strerror}") from None


def count(number: int, noun: str) -> str:
    """``1 cue``, ``2 cues``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def show_findings(findings: Sequence[Finding], stream: IO[str] = sys.stderr, *, most: int = 20) -> None:
    """One line a finding, the gravest first; the rest as a count."""
    ranked = sorted(findings, key=lambda f: (-f.severity.rank, f.cue or 0))
    for finding in ranked[:most]:
        place = f"cue {finding.cue}: " if finding.cue else f"{finding.where}: " if finding.where else ""
        stream.write(f"{finding.severity}: {place}{finding.message} [{finding.code}]\n")
    if len(ranked) > most:
        stream.write(f"… and {len(ranked) - most} more\n")


def table(*headings: str, wide: str = "Text", wrap: bool = False) -> Table:
    """A table whose *wide* column takes what width is left, one line a row unless it may *wrap*."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(box=SIMPLE_HEAD, expand=True, pad_edge=False, padding=(0, 1))
    for heading in headings:
        if heading == wide:
            made.add_column(heading, no_wrap=not wrap, overflow="ellipsis", ratio=1, min_width=14)
        else:
            narrowest = 8 if heading == "Speaker" else 5  # a clock time is worth more than a long name
            made.add_column(heading, no_wrap=True, overflow="ellipsis", min_width=narrowest, max_width=44)
    return made


def excerpt(text: str, width: int = 200) -> str:
    """The first words of *text* on one line."""
    return " ".join(text[: 2 * width].split())[:width]


_ROLE_STYLES = {
    Role.INTRO: "cyan", Role.TOSS: "bright_cyan", Role.SOUNDBITE: "yellow", Role.STANDUP: "magenta",
    Role.TWO_WAY: "blue", Role.SIGN_OFF: "green",
}  # fmt: skip


def role_style(role: Role) -> str:
    """A colour a role; what nobody reads is dim."""
    return _ROLE_STYLES.get(role, "" if role.spoken else "dim")
