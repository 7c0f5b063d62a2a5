"""An audio draft of a story: planned, rendered, placed, and written with what belongs to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scriptkit.audio import export, mastering
from scriptkit.audio.cache import Cache, default_folder, default_limit, temporary_cache
from scriptkit.audio.export import About
from scriptkit.audio.loudness import TARGETS, Measure
from scriptkit.audio.plan import plan
from scriptkit.audio.plot import Waveform
from scriptkit.audio.programme import (
    DEFAULT_RATE,
    Placement,
    Programme,
    fit_factor,
    place,
    rendered_timeline,
)
from scriptkit.audio.render import Progress, Rendering, RenderOptions, render
from scriptkit.errors import OutputError
from scriptkit.model import Finding, Role, Segment, Story, Timeline
from scriptkit.ports import Voice, VoiceSettings
from scriptkit.storage import safe_name
from scriptkit.timecode import Millis
from scriptkit.voices.presets import Preset

if TYPE_CHECKING:
    from scriptkit.audio.signal import Samples

BETWEEN_STORIES_MS = 1000
"""Silence between the stories of a bulletin that share a file."""


@dataclass(frozen=True, slots=True)
class DraftOptions:
    """How a draft is to sound. ``loudness`` in LUFS (None: as the engines give it), ``room_tone`` in dBFS;
    ``fit`` stretches what is said to its known running time."""

    preset: Preset
    rate: int = DEFAULT_RATE
    loudness: float | None = TARGETS["broadcast"]
    room_tone: float | None = None
    fit: bool = False
    render: RenderOptions = field(default_factory=RenderOptions)


@dataclass(frozen=True, slots=True)
class Draft:
    """A story as sound: what is said, where it is in the programme, and the words' own times."""

    timeline: Timeline
    """Times as rendered, from the programme's first sample."""
    programme: Programme
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Drafts:
    """The stories of one script, and how many sentences were rendered or found in the cache."""

    stories: tuple[Draft, ...]
    rendered: int
    reused: int


@contextmanager
def open_cache(*, keep: bool = True) -> Iterator[Cache]:
    """The user's cache, thinned out afterwards; one for this run only unless *keep*."""
    if not keep:
        with temporary_cache() as cache:
            yield cache
        return
    cache = Cache(default_folder(), default_limit())
    try:
        yield cache
    finally:
        cache.prune()


def make_drafts(
    estimated: Sequence[Timeline],
    paces: Sequence[Sequence[float]],
    fits: Sequence[Millis | None],
    options: DraftOptions,
    voice_named: Callable[[str], Voice],
    cache: Cache,
    progress: Progress | None = None,
) -> Drafts:
    """A draft of each estimated timeline; ``paces`` (above 1: faster) are those of its items,
    ``fits`` the running time to stretch it to.

    All stories' sentences are rendered together. Raises EngineError, MissingDependencyError, OutputError.
    """
    plans = [
        plan(timeline, options.preset.cast([item.segment for item in timeline.items]), pace)
        for timeline, pace in zip(estimated, paces, strict=True)
    ]
    rendering = render([u for p in plans for u in p], voice_named, cache, options.render, progress)
    drafts, at = [], 0
    for timeline, utterances, fit in zip(estimated, plans, fits, strict=True):
        takes = rendering.takes[at : at + len(utterances)]
        found = _findings(rendering, at, len(utterances))
        at += len(utterances)
        factor = 1.0
        if fit is not None:
            factor, missed = fit_factor(utterances, takes, fit)
            found += missed
        programme = place(utterances, takes, rate=options.rate, factor=factor)
        drafts.append(Draft(rendered_timeline(timeline, utterances, programme), programme, tuple(found)))
    return Drafts(tuple(drafts), rendering.rendered, rendering.reused)


def _findings(rendering: Rendering, first: int, count: int) -> list[Finding]:
    return [finding for place, finding in rendering.findings if first <= place < first + count]


def join(programmes: Sequence[Programme]) -> tuple[Programme, list[Millis]]:
    """Programmes one after another as one, and where each begins, in ms. Segments are numbered through."""
    placements: list[Placement] = []
    begins: list[Millis] = []
    at = segments = 0
    rate = programmes[0].rate
    for number, programme in enumerate(programmes):
        if number:
            at += BETWEEN_STORIES_MS * rate // 1000
        begins.append(round(at * 1000 / rate))
        placements += [
            replace(p, segment=p.segment + segments, start=p.start + at, begin=p.begin + at, end=p.end + at)
            for p in programme.placements
        ]
        segments += 1 + max((p.segment for p in programme.placements), default=-1)
        at += programme.length
    return Programme(rate, at, tuple(placements), programmes[0].factor), begins


def level(programme: Programme, cache: Cache, options: DraftOptions) -> mastering.Level:
    """What brings *programme* to the loudness asked for."""
    if options.loudness is None:
        return mastering.Level(room_tone=options.room_tone)
    return mastering.level_for(programme, cache.samples, options.loudness, room_tone=options.room_tone)


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a sound file: false ``fresh`` when it held the same already."""

    fresh: bool
    measure: Measure
    waveform: Waveform | None = None


def save(
    programme: Programme,
    path: Path,
    cache: Cache,
    at: mastering.Level,
    about: About = About(),  # noqa: B008
    *,
    force: bool = False,
    picture: bool = False,
) -> Saved:
    """Write *programme*, measured on the way, and its waveform for a *picture*. Raises OutputError."""
    sound: Iterable[Samples] = mastering.mastered(programme, cache.samples, at)
    metered = None
    if at.measures is None:
        sound = metered = mastering.Metered(sound, programme.rate, mastering.overshoot_of(programme))
    waveform = None
    if picture:
        sound = waveform = Waveform(sound, programme.length, programme.rate)
    fresh = export.write(path, sound, programme.length, programme.rate, about, force=force)
    measure = metered.measure() if metered else at.measures
    assert measure is not None
    return Saved(fresh, measure, waveform)


def stem_paths(timeline: Timeline, path: Path) -> list[tuple[Path, frozenset[int], bool]]:
    """What :func:`save_stems` writes for a programme at *path*: file, segments in it, whether cut to them."""
    folder, suffix = path.parent / f"{path.stem}-stems", path.suffix
    by_role: dict[str, set[int]] = {}
    for number, item in enumerate(timeline.items):
        by_role.setdefault(item.segment.role.value, set()).add(number)
    stems = [(folder / f"{role}{suffix}", frozenset(numbers), False) for role, numbers in by_role.items()]
    for number, item in enumerate(timeline.items):
        who = f"-{safe_name(item.segment.speaker).replace(' ', '-')}" if item.segment.speaker else ""
        name = f"{number + 1:02d}-{item.segment.role.value}{who}{suffix}"
        stems.append((folder / "segments" / name, frozenset({number}), True))
    return stems


def save_stems(
    draft: Draft,
    path: Path,
    cache: Cache,
    at: mastering.Level,
    about: About = About(),  # noqa: B008
    *,
    force: bool = False,
) -> list[Path]:
    """A file a role, each as long as the programme and in step with it, and a file a segment.

    All at the programme's level, without room tone, in ``NAME-stems/``.
    """
    programme, dry = draft.programme, replace(at, room_tone=None)
    written = []
    for file, segments, cut in stem_paths(draft.timeline, path):
        own = [p for p in programme.placements if p.segment in segments]
        start = own[0].start if cut else 0
        end = own[-1].start + own[-1].length if cut else programme.length
        sound = mastering.mastered(programme, cache.samples, dry, start=start, end=end, segments=segments)
        began = about.start
        if began is not None:
            began += start * 1000 // programme.rate
        export.write(file, sound, end - start, programme.rate, replace(about, start=began), force=force)
        written.append(file)
    return written


def check_writable(paths: Sequence[Path], rate: int) -> None:
    """Raises, before anything is rendered, what would stop these files from being written."""
    for path in paths:
        export.check_suffix(path, rate)
        if path.is_dir():
            raise OutputError(f"{path} is a folder", hint="name a file")


def speak_sample(text: str, settings: VoiceSettings, path: Path, voice_named: Callable[[str], Voice]) -> None:
    """One voice saying *text*, at broadcast loudness, over whatever is at *path*. Raises what stops it."""
    from scriptkit import timer

    segment = Segment(Role.NARRATION, text, None, 0, len(text))
    timeline = timer.estimate(Story("sample", None, (segment,)))
    options = DraftOptions(Preset("sample", "", "", settings))
    with temporary_cache() as cache:
        made = make_drafts([timeline], [[1.0]], [None], options, voice_named, cache).stories[0]
        save(made.programme, path, cache, level(made.programme, cache, options), force=True)
