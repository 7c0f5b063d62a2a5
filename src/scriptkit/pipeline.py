"""The verbs as functions: the only module that knows the order of the stages.

    read → segment → time (→ voice) → cue → write

Every function is pure but :func:`read_file`; none keeps state, so callers may use threads.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from scriptkit import registry
from scriptkit.errors import InputError, UsageError
from scriptkit.model import (
    STUDIO_ROLES,
    Basis,
    Finding,
    Profile,
    Role,
    Rundown,
    Script,
    Segment,
    Severity,
    Story,
    SubtitleTrack,
    TimedSegment,
    Timeline,
)
from scriptkit.ports import ReadOptions, WriteOptions
from scriptkit.storage import STDIN, read_input, safe_name
from scriptkit.timecode import Millis

if TYPE_CHECKING:
    from scriptkit.audio.cache import Cache
    from scriptkit.audio.draft import DraftOptions, Drafts
    from scriptkit.segmenter.house import House
    from scriptkit.timer import Known, Margins

_FASTEST_WPM = 400
"""More words a minute than anybody reads on air."""

PARTS: dict[str, frozenset[Role]] = {
    "all": frozenset(role for role in Role if role.spoken),
    "intro": STUDIO_ROLES,
    "package": frozenset(role for role in Role if role.spoken) - STUDIO_ROLES,
}
"""What of a story is captioned: everything said, what the anchor reads, or the video that follows."""


@dataclass(frozen=True, slots=True)
class SubtitleOptions:
    """What ``scriptkit subtitle`` may be told. Times in milliseconds, rates in words a minute."""

    profile: Profile
    formats: tuple[str, ...] = ("srt",)
    part: str = "all"
    plain: bool = False
    story: str = "all"
    offset: Millis = 0
    rate: float | None = None
    trt: Millis | None = None
    by_declared: bool = True
    """Whether running times the script gives are kept."""
    rates: Mapping[str, float] = field(default_factory=dict)
    """Read rates of known speakers."""
    heard: Mapping[str, float] = field(default_factory=dict)
    """Seconds of speech those rates were learned from."""
    speaker: str | None = None
    """Who reads the reporter's parts where the script does not say."""
    convention: str | None = None
    house: House | None = None
    start: Millis = 0
    """Time code of the programme's first frame, for formats that have one."""
    drop_frame: bool = False
    sdh: bool = False
    """Whether captions show who speaks and what is heard, for viewers who cannot hear it."""
    crlf: bool = False
    """Windows line ends in SubRip."""


@dataclass(frozen=True, slots=True)
class CaptionedStory:
    """A story with its times and cues, and what a user should know about them."""

    story: Story
    number: int
    """1-based place in the rundown."""
    timeline: Timeline
    track: SubtitleTrack
    findings: tuple[Finding, ...]

    @property
    def keeps_profile(self) -> bool:
        return not any(f.severity is Severity.ERROR for f in self.findings)


def read_file(source: str, options: ReadOptions = ReadOptions(), *, reader: str | None = None) -> Script:  # noqa: B008
    """Read a script file, or standard input for ``-``. Raises InputError."""
    return parse(read_input(source), source, options, reader=reader)


def parse(
    data: bytes,
    source: str = STDIN,
    options: ReadOptions = ReadOptions(),  # noqa: B008
    *,
    reader: str | None = None,
) -> Script:
    """The bytes of a script file → Script. The reader is chosen by content and suffix unless named."""
    if not data.strip():
        raise InputError(f"{source} is empty", hint="is it the right file?")
    chosen = registry.script_reader(reader) if reader else registry.script_reader_for(source, data[:4096])
    return chosen.read(data, source, options)


def load_house(path: str) -> House:
    """A newsroom's own rules from a TOML file. Raises InputError that names what is wrong in it."""
    from scriptkit.segmenter.house import parse_house

    try:
        return parse_house(read_input(path).decode("utf-8"), path)
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8 text", hint="save the house file as UTF-8") from None


def segment(script: Script, *, convention: str | None = None, house: House | None = None) -> Rundown:
    """Roles, speakers and stories of a script."""
    from scriptkit import segmenter

    return segmenter.segment(script, convention=convention, house=house)


def marked(script: Script, rundown: Rundown) -> str:
    """The script's own words with role and speaker lines, for a producer to edit and every verb to read."""
    from scriptkit import segmenter

    return segmenter.to_marked(script, rundown)


def plain_rundown(script: Script) -> Rundown:
    """The whole text as one story that one person reads, nothing taken out."""
    start = len(script.text) - len(script.text.lstrip())
    end = len(script.text.rstrip())
    part = Segment(Role.NARRATION, script.text[start:end], None, start, end, rule="plain")
    return Rundown((Story(slug=stem(script.source), title=script.title, segments=(part,)),), script.source)


def time_story(story: Story, options: SubtitleOptions) -> Timeline:
    """When each word of the chosen part is heard, from 0."""
    from scriptkit import timer

    if options.part not in PARTS:
        raise UsageError(f"no part {options.part!r}", hint=f"parts are {', '.join(PARTS)}")
    if options.part != "all":  # the story's TRT covers more than this part
        story = replace(story, declared=None)
    if not options.by_declared:
        free = tuple(replace(part, declared=None) for part in story.segments)
        story = replace(story, declared=None, segments=free)
    if options.trt is not None:
        _check_trt(story, options.part, options.trt)
    if options.rate is not None:
        story = replace(story, wpm=options.rate)
    return timer.estimate(
        story,
        styles={Role(role): style for role, style in options.profile.styles.items()} or None,
        rates=options.rates,
        roles=PARTS[options.part],
        trt=options.trt,
    )


@dataclass(frozen=True, slots=True)
class TimedStory:
    """A story on the time line, and how sure its times are."""

    story: Story
    number: int
    """1-based place in the rundown."""
    timeline: Timeline
    margins: Margins


def time_script(script: Script, options: SubtitleOptions) -> list[TimedStory]:
    """Times of every chosen story in which somebody speaks.

    Raises InputError when nothing in the script, or in the chosen part of it, is spoken.
    """
    from scriptkit import timer

    told = known(options)
    return [
        TimedStory(story, number, timeline, timer.margins(timeline, told))
        for number, story, timeline in _timed_stories(script, options)
    ]


def known(options: SubtitleOptions) -> Known:
    """What the timer is to take as known about a script's readers and its length."""
    from scriptkit.timer import Known

    styles = {Role(role): style for role, style in options.profile.styles.items()}
    heard = {name.casefold(): seconds for name, seconds in options.heard.items()}
    return Known(styles, heard, options.trt)


def _check_trt(story: Story, part: str, trt: Millis) -> None:
    """Raises UsageError for a running time nobody could read the words in."""
    words = sum(len(s.spoken_text.split()) for s in story.segments if s.role in PARTS[part])
    if words * 60_000 > trt * _FASTEST_WPM:
        raise UsageError(
            f"{words} words cannot be read in {trt / 1000:g} s",
            hint="give the running time as 1:45, or --part",
        )


def cue(
    timeline: Timeline, profile: Profile, *, language: str = "en", sdh: bool = False
) -> tuple[SubtitleTrack, tuple[Finding, ...]]:
    """Timed words → cues that keep the profile, and a finding for whatever cannot.

    With *sdh* they show who speaks and what is heard in the profile's manner.
    """
    from scriptkit import check, cueing

    track, findings = cueing.make_cues(timeline, profile, language=language, sdh=sdh)
    known = {(f.code, f.cue) for f in findings}
    checked = (f for f in check.check_track(track, profile) if (f.code, f.cue) not in known)
    return track, (*findings, *checked)


def write(track: SubtitleTrack, format: str, options: WriteOptions) -> bytes:
    """Cues → the bytes of a subtitle file in *format*."""
    return registry.writer(format).write(track, options)


def caption(script: Script, options: SubtitleOptions) -> list[CaptionedStory]:
    """Everything from a script to cues, story by story; stories in which nobody speaks are left out.

    Raises InputError when nothing in the script, or in the chosen part of it, is spoken.
    """
    return [_captioned(*timed, script, options) for timed in _timed_stories(script, options)]


def voice(
    script: Script,
    options: SubtitleOptions,
    sound: DraftOptions,
    cache: Cache,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[list[CaptionedStory], Drafts]:
    """Everything from a script to rendered sentences and the cues that go with them, story by story.

    The sentences stay in *cache*; :mod:`scriptkit.audio.draft` writes them. ``progress`` is told how
    many of the sentences to render are done, and how many there are. Running times are for
    ``sound.fit``: without it voices read at their own pace. Raises InputError, EngineError,
    MissingDependencyError.
    """
    from scriptkit.audio.draft import make_drafts
    from scriptkit.audio.plan import voice_paces

    timed = _timed_stories(script, replace(options, trt=None, by_declared=False))
    styles = {Role(role): style for role, style in options.profile.styles.items()}
    drafts = make_drafts(
        [timeline for _, _, timeline in timed],
        [voice_paces(timeline, styles, options.rates, options.rate) for _, _, timeline in timed],
        [_running_time(story, options) if sound.fit else None for _, story, _ in timed],
        sound,
        registry.voice,
        cache,
        progress,
    )
    # What is heard is known to the sample: cues keep to it rather than gain reading time.
    exact = replace(options, profile=replace(options.profile, lead_in=0, lag=0))
    stories = [
        _captioned(number, story, draft.timeline, script, exact, draft.findings)
        for (number, story, _), draft in zip(timed, drafts.stories, strict=True)
    ]
    return stories, drafts


def _running_time(story: Story, options: SubtitleOptions) -> Millis:
    """The known length of what is voiced. Raises UsageError when nobody says."""
    declared = story.declared if options.part == "all" else None
    if options.trt or declared:
        return options.trt or declared or 0
    raise UsageError(
        f"{story.slug}: no running time to fit", hint="the script gives none; say it with --trt 1:45"
    )


_REPORTER_ROLES = frozenset({Role.NARRATION, Role.STANDUP, Role.SIGN_OFF})


def named(story: Story, reporter: str | None) -> Story:
    """*story* with *reporter* as the speaker of what is a reporter's and nobody's by name."""
    if reporter is None:
        return story
    from scriptkit.segmenter.speakers import ANCHOR

    segments = (
        replace(s, speaker=reporter) if s.speaker in (None, ANCHOR) and s.role in _REPORTER_ROLES else s
        for s in story.segments
    )
    return replace(story, segments=tuple(segments))


def _timed_stories(script: Script, options: SubtitleOptions) -> list[tuple[int, Story, Timeline]]:
    rundown = (
        plain_rundown(script)
        if options.plain
        else segment(script, convention=options.convention, house=options.house)
    )
    stories = [(n, named(story, options.speaker)) for n, story in choose(rundown, options.story)]
    timed = [(number, story, time_story(story, options)) for number, story in stories]
    spoken = [one for one in timed if one[2].items]
    if not spoken:
        raise _nothing_spoken(script, rundown, options)
    return spoken


def _captioned(
    number: int,
    story: Story,
    timeline: Timeline,
    script: Script,
    options: SubtitleOptions,
    known: tuple[Finding, ...] = (),
) -> CaptionedStory:
    shifted = shift(timeline, options.offset)
    profile = _carried(options) if options.sdh else options.profile
    track, findings = cue(shifted, profile, language=script.language, sdh=options.sdh)
    return CaptionedStory(story, number, timeline, track, (*known, *findings))


def _carried(options: SubtitleOptions) -> Profile:
    """The profile with a manner of showing speakers that every chosen format can carry."""
    from scriptkit.cueing import without_colours

    coloured = all(getattr(registry.writer(name), "colours", False) for name in options.formats)
    return options.profile if coloured else without_colours(options.profile)


def choose(rundown: Rundown, story: str) -> list[tuple[int, Story]]:
    """The stories *story* names, numbered from 1: ``all``, a number, or a slug. Raises UsageError."""
    numbered = list(enumerate(rundown.stories, 1))
    if story == "all":
        return numbered
    chosen = [(n, s) for n, s in numbered if story in (str(n), s.slug)]
    if not chosen:
        slugs = ", ".join(f"{n} {s.slug}" for n, s in numbered[:12])
        raise UsageError(f"no story {story!r} in {rundown.source}", hint=f"stories: {slugs}")
    return chosen


def shift(timeline: Timeline, offset: Millis) -> Timeline:
    """The timeline moved by *offset* ms. Raises UsageError when it would begin before zero."""
    if not offset or not timeline.items:
        return timeline
    if timeline.items[0].start + offset < 0:
        raise UsageError("the offset puts the first cue before zero", hint="use a smaller --offset")
    items = tuple(
        TimedSegment(
            item.segment,
            tuple(replace(w, start=w.start + offset, end=w.end + offset) for w in item.words),
            item.start + offset,
            item.end + offset,
            item.basis,
        )
        for item in timeline.items
    )
    return Timeline(timeline.story, items)


def stem(source: str) -> str:
    """What outputs of *source* are named after."""
    return "script" if source == STDIN else safe_name(PurePath(source).stem)


def weakest_basis(timeline: Timeline) -> Basis:
    """The least certain origin of the timeline's times."""
    order = list(Basis)
    return min((item.basis for item in timeline.items), key=order.index, default=Basis.ESTIMATED)


def _nothing_spoken(script: Script, rundown: Rundown, options: SubtitleOptions) -> InputError:
    if options.part != "all" and any(s.spoken for s in rundown.stories):
        return InputError(
            f"{script.source} has no {options.part} to caption",
            hint="see its parts with: scriptkit segment, or use --part all",
        )
    return InputError(
        f"nothing in {script.source} is spoken: it holds only headings, cues or page furniture",
        hint="see what was found with: scriptkit segment, or use --plain to take all of it as speech",
    )
