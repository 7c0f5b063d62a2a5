"""Speak a script: an audio draft with a voice a role, and captions timed to its very samples."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from scriptkit import delivery, pipeline, registry
from scriptkit.audio import draft, export
from scriptkit.audio.draft import Draft, DraftOptions, Drafts
from scriptkit.audio.loudness import TARGETS, Measure
from scriptkit.audio.programme import DEFAULT_RATE, ROOM_TONE_DBFS
from scriptkit.audio.render import Progress, RenderOptions
from scriptkit.cli import common
from scriptkit.cli.subtitle import (
    STDOUT,
    add_caption_options,
    caption_options,
    findings_of,
    free_name,
    is_folder,
    show,
)
from scriptkit.errors import UsageError
from scriptkit.model import Finding, Profile, SubtitleTrack, Timeline
from scriptkit.pipeline import CaptionedStory, SubtitleOptions
from scriptkit.storage import check_writable, safe_name, write_atomically
from scriptkit.voices.presets import DEFAULT_PRESET, load_preset, preset_names

if TYPE_CHECKING:
    from scriptkit.audio.cache import Cache

_RATES = (8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a script, or - for standard input")
    parser.add_argument(
        "-o", "--output", metavar="PATH",
        help=f"a sound file ({' '.join(export.SUFFIXES)}) or a folder;"
        " several stories in one file follow one another (default: a .wav a story in output/)",
    )  # fmt: skip
    add_caption_options(parser)
    add_sound_options(parser)
    parser.add_argument("--stems", action="store_true", help="also a file a role and a file a segment")
    parser.add_argument("--plot", action="store_true", help="also a picture of the programme, as .svg")
    parser.add_argument("--force", action="store_true", help="replace outputs that exist")
    parser.add_argument("-q", "--quiet", action="store_true", help="no summary, no progress")
    common.add_fail_on(parser, "never")


def add_sound_options(parser: argparse.ArgumentParser, *, voice: bool = True, engines: bool = True) -> None:
    """How a draft sounds; without *voice* or *engines* for a verb that has those options itself."""
    group = parser.add_argument_group("sound")
    if voice:
        group.add_argument(
            "--voice", default=DEFAULT_PRESET, metavar="PRESET",
            help=f"{', '.join(preset_names())}, or a .toml file (default: {DEFAULT_PRESET})",
        )  # fmt: skip
    group.add_argument(
        "--fit", action="store_true",
        help="stretch by up to 15 %% to the running time the script gives, or --trt",
    )  # fmt: skip
    group.add_argument(
        "--loudness", type=_loudness, default=TARGETS["broadcast"], metavar="LUFS",
        help="broadcast (-23), web (-16), a level in LUFS, or off (default: broadcast)",
    )  # fmt: skip
    group.add_argument(
        "--room-tone", type=float, nargs="?", const=ROOM_TONE_DBFS, metavar="DBFS",
        help=f"soft room noise under everything ({ROOM_TONE_DBFS:g} dBFS)",
    )  # fmt: skip
    group.add_argument(
        "--sample-rate", type=int, choices=_RATES, default=DEFAULT_RATE, metavar="HZ",
        help=f"samples a second (default: {DEFAULT_RATE})",
    )  # fmt: skip
    group.add_argument(
        "--audio", default="wav", metavar="FORMAT", help="sound format in a folder: wav, flac, mp3, opus, m4a"
    )
    group.add_argument("--no-cache", action="store_true", help="render every sentence anew and keep none")
    if not engines:
        return
    group.add_argument("--jobs", type=int, metavar="N", help="engines at once (default: one a core)")
    group.add_argument(
        "--timeout",
        type=float,
        metavar="SECONDS",
        help="longest wait for a sentence (default: by its length)",
    )


def _loudness(text: str) -> float | None:
    if text == "off":
        return None
    try:
        level = TARGETS[text] if text in TARGETS else float(text)
    except ValueError:
        level = 0.0
    if not -60 <= level <= -5:
        raise argparse.ArgumentTypeError(f"broadcast, web, off, or a level from -60 to -5 LUFS, not {text!r}")
    return level


def draft_options(args: argparse.Namespace, preset: str) -> DraftOptions:
    """The options of :func:`add_sound_options`. Raises UsageError."""
    if args.jobs is not None and args.jobs < 1:
        raise UsageError("--jobs needs at least 1")
    return DraftOptions(
        load_preset(preset),
        rate=args.sample_rate,
        loudness=args.loudness,
        room_tone=args.room_tone,
        fit=args.fit or args.trt is not None,
        render=RenderOptions(args.jobs, args.timeout),
    )


def run(args: argparse.Namespace) -> int:
    options = caption_options(args)
    findings = speak(args, args.file, options, draft_options(args, args.voice))
    return common.exit_code(findings, args.fail_on)


def speak_with_captions(args: argparse.Namespace, file: str, options: SubtitleOptions) -> list[Finding]:
    """What ``scriptkit subtitle --voice`` does: its captions, timed to a draft written beside them."""
    if args.output == STDOUT:
        raise UsageError("--voice writes a sound file, which needs a name", hint="give -o a file or a folder")
    parser = argparse.ArgumentParser()
    add_sound_options(parser, voice=False)
    parser.set_defaults(stems=False, plot=False)
    both = argparse.Namespace(**{**vars(parser.parse_args([])), **vars(args)})
    if args.output and not is_folder(args.output):
        both.output = str(Path(args.output).with_suffix(".wav"))
    return speak(both, file, options, draft_options(both, args.voice))


def speak(
    args: argparse.Namespace, file: str, options: SubtitleOptions, sound: DraftOptions
) -> list[Finding]:
    """Render, write and show the draft of one script with its captions."""
    suffix = f".{args.audio.lstrip('.')}"
    single = args.output is not None and not is_folder(args.output)
    target = Path(args.output) if single else Path(args.output or "output") / f"{pipeline.stem(file)}{suffix}"
    draft.check_writable([target], sound.rate)
    script = common.read_script(file, args)
    with draft.open_cache(keep=not args.no_cache) as cache:
        with _progress(quiet=args.quiet) as progress:
            stories, drafts = pipeline.voice(script, options, sound, cache, progress)
        whole = (
            _in_one(stories, drafts, target, options.profile)
            if single
            else _one_each(stories, drafts, target)
        )
        for piece in whole:
            for path, data in _captions(piece, options):
                check_writable(path, data, force=args.force)
        told = [_write(piece, cache, options, sound, args) for piece in whole]
    if not args.quiet:
        show(stories, options, sys.stdout)
        kept = f"{drafts.rendered} rendered, {drafts.reused} from the cache"
        print(f"sentences: {kept}   voices: {sound.preset.name}")
        for line in (line for lines in told for line in lines):
            print(line)
        sys.stdout.flush()
    return findings_of(stories, options, quiet=args.quiet)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What goes into one sound file, with the captions that belong to it."""

    path: Path
    draft: Draft
    track: SubtitleTrack
    title: str


def _one_each(stories: Sequence[CaptionedStory], drafts: Drafts, target: Path) -> list[_Piece]:
    pieces, taken = [], set[str]()
    for story, made in zip(stories, drafts.stories, strict=True):
        slug = f"-{story.number:02d}-{story.story.slug}" if len(stories) > 1 else ""
        name = free_name(safe_name(target.stem + slug) + target.suffix, taken)
        pieces.append(
            _Piece(target.with_name(name), made, story.track, story.story.title or story.story.slug)
        )
    return pieces


def _in_one(
    stories: Sequence[CaptionedStory], drafts: Drafts, target: Path, profile: Profile
) -> list[_Piece]:
    programme, begins = draft.join([made.programme for made in drafts.stories])
    timelines = [pipeline.shift(d.timeline, at) for d, at in zip(drafts.stories, begins, strict=True)]
    items = tuple(item for timeline in timelines for item in timeline.items)
    track = delivery.join_voiced([story.track for story in stories], begins, profile)
    whole = Draft(Timeline(stories[0].story, items), programme, ())
    title = stories[0].story.title or stories[0].story.slug
    return [_Piece(target, whole, track, title)]


def _captions(piece: _Piece, options: SubtitleOptions) -> Iterator[tuple[Path, bytes]]:
    for name in options.formats:
        writer = registry.writer(name)
        told = delivery.write_options(options)
        yield piece.path.with_suffix(writer.suffix), writer.write(piece.track, told)


def _write(
    piece: _Piece, cache: Cache, options: SubtitleOptions, sound: DraftOptions, args: argparse.Namespace
) -> list[str]:
    """Write a piece's files; a line for each."""
    programme = piece.draft.programme
    about = export.About(
        piece.title, options.start if args.start else None, datetime.now() if args.start else None
    )
    level = draft.level(programme, cache, sound)
    saved = draft.save(programme, piece.path, cache, level, about, force=args.force, picture=args.plot)
    fitted = f"   {programme.factor:.3f} times as long" if programme.factor != 1.0 else ""
    lines = [f"{_told(saved.fresh)} {piece.path}   {_level(saved.measure)}{fitted}"]
    for path, data in _captions(piece, options):
        lines.append(f"{_told(write_atomically(path, data, force=args.force))} {path}")
    if args.stems:
        stems = draft.save_stems(piece.draft, piece.path, cache, level, about, force=args.force)
        lines.append(f"wrote {len(stems)} stems in {stems[0].parent}")
    if saved.waveform is not None:
        from scriptkit.audio.plot import plot

        svg = plot(saved.waveform, piece.draft.timeline, piece.track.cues, programme.duration, piece.title)
        path = piece.path.with_suffix(".svg")
        lines.append(f"{_told(write_atomically(path, svg.encode(), force=args.force))} {path}")
    return lines


def _told(fresh: bool) -> str:
    return "wrote" if fresh else "unchanged"


def _level(measure: Measure) -> str:
    if measure.lufs < -100:
        return "silent"
    return f"{measure.lufs:.1f} LUFS   true peak {measure.dbtp:.1f} dBTP"


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A bar with the time left, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns: Iterable[object] = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:  # type: ignore[arg-type]
        task = bar.add_task("sentences", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
