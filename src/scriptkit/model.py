"""The values that pass between the stages: frozen, standard library only, no I/O.

Times are integer milliseconds. Offsets are code points into :attr:`Script.text`, which is the
user's text exactly as decoded, with line ends read as LF.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from scriptkit.timecode import Millis


class Role(StrEnum):
    """What a part of a script is for. The policy is in ``docs/roles.md``."""

    INTRO = "intro"
    TOSS = "toss"
    NARRATION = "narration"
    SOUNDBITE = "soundbite"
    STANDUP = "standup"
    TWO_WAY = "two_way"
    SIGN_OFF = "sign_off"
    METADATA = "metadata"
    HEADLINE = "headline"
    CUE = "cue"
    BOILERPLATE = "boilerplate"

    @property
    def spoken(self) -> bool:
        return self in SPOKEN_ROLES


SPOKEN_ROLES = frozenset(
    {Role.INTRO, Role.TOSS, Role.NARRATION, Role.SOUNDBITE, Role.STANDUP, Role.TWO_WAY, Role.SIGN_OFF}
)
STUDIO_ROLES = frozenset({Role.INTRO, Role.TOSS})
"""What the anchor reads in the studio: left out by ``--part package``."""


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of code points in a script's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Something a file's own structure (or the producer) says about a stretch of the text.

    A reader of a structured format leaves marks; plain text has none. ``None`` means "not said":
    a mark may set a role only, a speaker only, or just open a story. An empty speaker says that nobody
    knows who speaks.
    """

    start: int
    end: int
    role: Role | None = None
    speaker: str | None = None
    story: str | None = None
    """Slug of the story that begins at ``start``."""
    declared: Millis | None = None
    """Running time the file gives for this stretch."""
    wpm: float | None = None
    """Read rate in words a minute the file gives for the story that begins here."""
    rule: str = "mark"
    spoken: bool | None = None
    """True: the file holds this as copy to be read aloud, so it is no headline, metadata or page
    furniture, whichever spoken role it has; production cues may still stand inside it."""
    skip: bool = False
    """Nobody reads this stretch, and it ends nothing: a :attr:`Segment.skips` entry."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script as read: the text untouched, and what the file's structure says about it."""

    text: str
    source: str = "-"
    title: str | None = None
    language: str = "en"
    encoding: str = "utf-8"
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a story by role. Segments tile all of the script that is not white space.

    ``rule`` names the recogniser that fired; ``against`` lists what spoke for another role.
    """

    role: Role
    text: str
    speaker: str | None
    start: int
    end: int
    declared: Millis | None = None
    rule: str = ""
    confidence: float = 1.0
    against: tuple[str, ...] = ()
    skips: tuple[Span, ...] = ()
    """Ranges inside the segment that nobody reads aloud: pronunciation guides, ``(ph)``."""

    @property
    def spoken_text(self) -> str:
        """The text with every skip blanked by spaces, so offsets still hold."""
        if not self.skips:
            return self.text
        chars = list(self.text)
        for skip in self.skips:
            chars[skip.start - self.start : skip.end - self.start] = " " * (skip.end - skip.start)
        return "".join(chars)


@dataclass(frozen=True, slots=True)
class Story:
    """One report, reader or two-way of a rundown."""

    slug: str
    title: str | None
    segments: tuple[Segment, ...]
    convention: str = ""
    declared: Millis | None = None
    """Total running time the script gives (``TRT 1:44``)."""
    wpm: float | None = None
    """Read rate in words a minute the newsroom system gives for this story."""
    explain: tuple[str, ...] = ()

    @property
    def spoken(self) -> tuple[Segment, ...]:
        return tuple(s for s in self.segments if s.role.spoken)


@dataclass(frozen=True, slots=True)
class Rundown:
    """All stories of one script file, in order."""

    stories: tuple[Story, ...]
    source: str = "-"


class Basis(StrEnum):
    """Where a time comes from, weakest last resort first."""

    ESTIMATED = "estimated"
    DECLARED = "declared"
    RENDERED = "rendered"
    ALIGNED = "aligned"


@dataclass(frozen=True, slots=True)
class Word:
    """A written word (a run of text without white space) and when it is heard.

    Marks that stand alone (``--``, ``...``) belong to the word before them, joined by a space.
    """

    text: str
    start: Millis
    end: Millis
    score: float | None = None


@dataclass(frozen=True, slots=True)
class TimedSegment:
    """A spoken segment with its words on the time line."""

    segment: Segment
    words: tuple[Word, ...]
    start: Millis
    end: Millis
    basis: Basis = Basis.ESTIMATED


@dataclass(frozen=True, slots=True)
class Timeline:
    """Waist 1: timed words, wherever the times came from."""

    story: Story
    items: tuple[TimedSegment, ...]

    @property
    def trt(self) -> Millis:
        """Total running time: first in to last out."""
        return self.items[-1].end - self.items[0].start if self.items else 0


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption on screen. ``why`` says what made it begin, end and break as it does."""

    start: Millis
    end: Millis
    lines: tuple[str, ...]
    speaker: str | None = None
    role: Role | None = None
    colours: tuple[str, ...] = ()
    """``#RRGGBB`` of each line, or one for all; empty where the house style has no colours."""
    italic: bool = False
    top: bool = False
    """At the top of the picture, to keep a super or a face free."""
    why: tuple[str, ...] = field(default=(), compare=False)
    speakers: tuple[str | None, ...] = ()
    """Who says each line, where they are several; ``speaker`` is ``None`` then."""

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"cue must end after it starts, got {self.start}..{self.end} ms")

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def colour(self, line: int) -> str | None:
        """Colour of the line with index *line*, ``None`` for the player's own."""
        return self.colours[min(line, len(self.colours) - 1)] if self.colours else None

    @property
    def names(self) -> tuple[str, ...]:
        """All who speak in it, in order."""
        return tuple(dict.fromkeys(name for name in self.speakers or (self.speaker,) if name))

    @property
    def duration(self) -> Millis:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class SubtitleTrack:
    """Waist 2: cues in time order."""

    cues: tuple[Cue, ...]
    language: str = "en"
    title: str | None = None
    encoding: str = field(default="", compare=False)
    """Of the file the cues were read from; empty when they come from no file."""
    frame_rate: Fraction | None = field(default=None, compare=False)
    """That file's own, where it says one."""
    drop_frame: bool = field(default=False, compare=False)
    """Whether that file's time code is known to drop frames."""


@dataclass(frozen=True, slots=True)
class Clip:
    """What a voice returns: 16-bit mono little-endian PCM, and word times where the engine has them."""

    pcm: bytes
    sample_rate: int
    words: tuple[Word, ...] = ()


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        return ("info", "warning", "error").index(self.value)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a user should know; codes are stable and documented in ``docs/findings.md``."""

    code: str
    severity: Severity
    message: str
    where: str = ""
    cue: int | None = None
    """1-based cue number, when it is about a cue."""
    at: Millis | None = None


@dataclass(frozen=True, slots=True)
class ReadStyle:
    """How one kind of speaker reads: scales and pauses for the timer. Pauses in milliseconds."""

    name: str
    scale: float = 1.0
    sentence_pause: Millis = 500
    paragraph_pause: Millis = 500
    role_pause: Millis = 500
    person: float = 0.06
    """Spread of the log of true over estimated time from one speaker to the next."""
    noise: float = 0.19
    """The same within a speaker, for one second of speech; it falls with the root of the time."""


class SpeakerStyle(StrEnum):
    """How captions for deaf and hard-of-hearing viewers show who speaks."""

    COLOUR = "colour"
    """A text colour each; a ``NAME:`` label when colours run out (BBC, ARD)."""
    BRACKETS = "brackets"
    """``[Maria]`` before the words (Netflix)."""
    CHEVRON = "chevron"
    """``>> MARIA:`` (CEA-608 practice)."""
    LABEL = "label"
    """``MARIA:``."""
    PARENTHESES = "parentheses"
    """``(Maria)`` (TED, DCMP)."""


class TwoSpeakers(StrEnum):
    """How two speakers share a cue, a line each, when one is too brief to be read alone."""

    APART = "apart"
    """They never do."""
    DASH = "dash"
    """``-Yes.`` and ``-No.`` (Netflix)."""
    SPACED_DASH = "spaced-dash"
    """``- Yes.`` and ``- No.``"""
    LINES = "lines"
    """A line each; its colour or label tells whose it is (BBC, ARD, CEA-608)."""


class SoundStyle(StrEnum):
    """How a sound is written."""

    BRACKETS = "brackets"
    """``[applause]``"""
    UPPER = "upper"
    """``APPLAUSE``"""
    PARENTHESES = "parentheses"
    """``(applause)``"""
    STARS = "stars"
    """``* Applause *``"""


@dataclass(frozen=True, slots=True)
class Profile:
    """A house style for captions: data, not code. Every number cites its guide in the TOML file."""

    name: str
    title: str
    source: str
    max_chars: int
    """Characters a line."""
    max_lines: int
    min_duration: Millis
    max_duration: Millis
    max_cps: float | None = None
    """Reading speed, characters a second, spaces counted, line breaks counted as one space."""
    max_wpm: float | None = None
    """Reading speed in words a minute."""
    ms_per_word: Millis | None = None
    """Least time on screen for each word (BBC: 300)."""
    speed_tolerance: float = 1.0
    """Reading faster than the limit, up to this many times, is a warning; beyond it an error."""
    frame_rate: Fraction = Fraction(25)
    min_gap_frames: int = 0
    """Least gap between cues that do not touch."""
    allow_zero_gap: bool = True
    """True when cues may follow one another without a gap."""
    chain_below: Millis | None = None
    """Gaps shorter than this close to the least gap."""
    least_gap: Millis | None = None
    """Where there is a gap at all, the least it may be (BBC: one second, to be seen as a pause)."""
    linger: Millis = 0
    """How long a cue may stay up after its last word."""
    lead_in: Millis = 0
    """How long before its first word a cue may appear, where it needs the time."""
    lag: Millis = 0
    """How long after its first word a cue may appear, where the cue before needs the time."""
    aim_cps: float | None = None
    """Reading speed worth aiming at where there is time; faster up to ``max_cps`` is allowed."""
    aim_wpm: float | None = None
    aim_duration: Millis | None = None
    """Time on screen worth aiming at where there is time."""
    speaker_style: SpeakerStyle = SpeakerStyle.LABEL
    sound_style: SoundStyle = SoundStyle.BRACKETS
    two_speakers: TwoSpeakers = TwoSpeakers.APART
    colours: tuple[str, ...] = ()
    """``#RRGGBB`` for speakers in order of their first words; the first is the narration's."""
    styles: dict[str, str] = field(default_factory=dict)
    """Role to read style."""
    sources: dict[str, str] = field(default_factory=dict)
    """Where each value comes from: guide and section, ``second-hand`` or ``house choice`` where so."""

    @property
    def max_cue_chars(self) -> int:
        """Characters a cue can hold, its lines joined by single spaces."""
        return self.max_chars * self.max_lines + self.max_lines - 1
