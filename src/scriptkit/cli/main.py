"""The ``scriptkit`` command: finds the verb, and turns errors into messages and exit codes."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from scriptkit.errors import ExitCode, ScriptkitError

if TYPE_CHECKING:
    import argparse

VERBS: dict[str, str] = {
    "segment": "show what each part of a script is: intro, toss, narration, soundbite, sign-off",
    "subtitle": "write captions for a script",
    "voice": "speak a script: an audio draft, with captions timed to it",
    "voices": "list the voices there are, and what is missing for the others",
    "convert": "turn a subtitle file into another format",
    "batch": "caption folders of scripts; goes on where it stopped",
    "watch": "caption each script that arrives in a folder",
    "time": "how long a script takes: each part, each story, and whether the programme fits",
    "calibrate": "learn how fast a person reads",
    "check": "check a subtitle file against a profile",
}
"""Each verb is the module of that name in this package: ``add_arguments(parser)`` and ``run(args)``."""


def main(argv: list[str] | None = None) -> int:
    """Run one verb; returns the exit code of ``scriptkit.errors.ExitCode``."""
    argv = sys.argv[1:] if argv is None else argv
    _use_utf8()
    try:
        return int(_dispatch(argv))
    except ScriptkitError as error:
        _complain(error.message, error.hint)
        return int(error.exit_code)
    except KeyboardInterrupt:
        _complain("interrupted", "")
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader of our stdout went away (head, less): not our error, and nothing left to say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(ExitCode.OK)
    except Exception as error:
        if os.environ.get("SCRIPTKIT_DEBUG"):
            raise
        _complain(
            f"a bug in scriptkit: {type(error).__name__}: {error}",
            "please report it with the script; SCRIPTKIT_DEBUG=1 shows where it happened",
        )
        return int(ExitCode.BUG)


def _dispatch(argv: list[str]) -> int:
    import argparse

    verb = argv[0] if argv else ""
    if verb in VERBS:
        module = import_module(f"scriptkit.cli.{verb}")
        parser = argparse.ArgumentParser(
            prog=f"scriptkit {verb}", description=module.__doc__, allow_abbrev=False
        )
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        module.add_arguments(parser)
        return int(module.run(parser.parse_args(_with_signed_values(argv[1:]))))
    if verb in ("--version", "-V"):
        from importlib.metadata import version

        print(f"scriptkit {version('scriptkit')}")
        return ExitCode.OK
    parser = _overview()
    if not argv:
        parser.print_help(sys.stderr)
        return ExitCode.USAGE
    parser.parse_args(argv)
    return ExitCode.OK


def _with_signed_values(argv: list[str]) -> list[str]:
    """``--offset -0:02`` as ``--offset=-0:02``: argparse takes a leading minus for another option."""
    joined: list[str] = []
    for word in argv:
        if joined and re.fullmatch(r"-\d[\d:.,]*", word) and re.fullmatch(r"--[a-z-]+", joined[-1]):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _overview() -> argparse.ArgumentParser:
    import argparse

    width = max(map(len, VERBS))
    verbs = "\n".join(f"  {name:<{width}}  {text}" for name, text in VERBS.items())
    parser = argparse.ArgumentParser(
        prog="scriptkit",
        description="A TV report script in, air-ready captions and an audio draft out.",
        epilog=f"verbs:\n{verbs}\n\nscriptkit VERB --help explains one.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage="scriptkit VERB …",
    )
    parser.add_argument("verb", choices=list(VERBS), metavar="VERB", help="what to do")
    parser.add_argument("--version", action="store_true", help="show the version")
    return parser


def _complain(message: str, hint: str) -> None:
    text = f"scriptkit: {message}\n" + (f"hint: {hint}\n" if hint else "")
    with contextlib.suppress(OSError):
        sys.stderr.write(text)


def _use_utf8() -> None:
    """Captions are UTF-8 whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
