"""What a batch is told about its scripts: once on the command line, and again in a list's rows."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from scriptkit.cli import common, subtitle
from scriptkit.errors import UsageError

if TYPE_CHECKING:
    from scriptkit.batch.jobs import JobOptions
    from scriptkit.batch.sound import Sound

T = TypeVar("T")

Written = dict[str, tuple[str, ...]]
"""Option → what was written after it, once or several times."""
BARE = ("",)
"""What stands for an option without a value."""


def add_script_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``scriptkit subtitle``, remembering how they were written."""
    written: Written = {}
    before = set(parser._option_string_actions)
    _add_options(parser)
    for option in parser._option_string_actions.keys() - before:
        action = parser._option_string_actions[option]
        if option == action.option_strings[0] and action.nargs != 0:
            action.type = _remembering(option, action, written)
    parser.set_defaults(written=written)


def _add_options(parser: argparse.ArgumentParser) -> None:
    from scriptkit.cli import voice

    subtitle.add_caption_options(parser)
    subtitle.add_voice_option(parser)
    voice.add_sound_options(parser, voice=False, engines=False)


def _remembering(option: str, action: argparse.Action, written: Written) -> Callable[[str], Any]:
    convert: Any = action.type
    default, several = action.default, isinstance(action.default, list)

    def read(text: str) -> Any:
        value = convert(text) if convert else text
        if text != default:  # argparse converts defaults too
            written[option] = (*written.get(option, ()), text) if several else (text,)
        return value

    return read


class _Parser(argparse.ArgumentParser):
    """For a list's row: complains instead of ending the program."""

    def error(self, message: str) -> Any:
        raise UsageError(message, hint="columns take what the options of scriptkit subtitle take")


class Told:
    """The command line's options for scripts, and each list row's on top of them."""

    def __init__(self, args: argparse.Namespace) -> None:
        self._parser = _Parser(prog="scriptkit subtitle", allow_abbrev=False, add_help=False)
        _add_options(self._parser)
        self._options = self._parser._option_string_actions
        self._written: Written = dict(args.written)
        for action in self._parser._actions:
            option, value = action.option_strings[0], getattr(args, action.dest)
            if option not in self._written and value != action.default:
                self._written[option] = BARE
        self._shared: list[object] = []
        self._ignored: set[str] = set()

    def options_of(self, row: Mapping[str, str]) -> JobOptions:
        """Raises UsageError for a value that makes no sense, ColumnError for a misspelt column."""
        from scriptkit.batch.jobs import JobOptions

        written = dict(self._written)
        for column, text in row.items():
            self._add(written, column, text)
        arguments = [f"{o}={t.strip()}" if t else o for o, texts in written.items() for t in texts]
        args = self._parser.parse_args(arguments)
        options = subtitle.caption_options(args)
        options = replace(options, profile=self._share(options.profile), house=self._share(options.house))
        sound = self._share(_sound(args))
        if sound is not None and "--to" not in written:  # scriptkit voice, which repeats it, needs to be told
            arguments.append(f"--to={args.to or 'srt'}")
        return JobOptions(options, common.read_options(args), args.reader, sound, tuple(arguments))

    def explain_ignored(self) -> None:
        """Name the columns that are no options on standard error."""
        if self._ignored:
            sys.stderr.write(f"scriptkit: columns that are not used: {', '.join(sorted(self._ignored))}\n")

    def _add(self, written: Written, column: str, text: str) -> None:
        """A cell to what was written on the command line."""
        from scriptkit.batch.table import ColumnError

        option = f"--{column}"
        if option not in self._options:
            near = difflib.get_close_matches(option, self._options, n=1, cutoff=0.75)
            if near:
                raise ColumnError(f"no option for the column {column!r}", hint=f"did you mean {near[0][2:]}?")
            self._ignored.add(column)
        elif self._options[option].nargs == 0:
            written.pop(option, None)
            if text.lower() in ("yes", "y", "true", "1", "x", "on"):
                written[option] = BARE
        else:
            several = isinstance(self._options[option].default, list)
            written[option] = tuple(text.split(",")) if several else (text,)

    def _share(self, value: T) -> T:
        """One object for all rows that say the same, so ten thousand rows do not hold as many profiles."""
        for known in self._shared:
            if known == value:
                return known
        self._shared.append(value)
        return value


def _sound(args: argparse.Namespace) -> Sound | None:
    if not args.voice:
        return None
    from scriptkit.audio.render import RenderOptions
    from scriptkit.batch.sound import Sound
    from scriptkit.cli import voice

    engines = argparse.Namespace(**vars(args), jobs=None, timeout=None)
    draft = voice.draft_options(engines, args.voice)
    draft = replace(draft, render=RenderOptions(workers=1))  # the batch has a process a core as it is
    return Sound(draft, f".{args.audio.lstrip('.')}", keep=not args.no_cache)
