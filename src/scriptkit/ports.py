"""The plug-in points, as protocols. A plug-in needs this module and ``scriptkit.model`` only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from scriptkit.model import Clip, Finding, Profile, Script, SubtitleTrack, Timeline
from scriptkit.timecode import Millis


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What a user may tell a reader. ``pi_role``/``cc_role`` are house settings of newsroom exports."""

    encoding: str | None = None
    language: str | None = None
    """A tag like ``ko``; ``None``: found out from the words."""
    settings: tuple[tuple[str, str], ...] = ()


class Reader(Protocol):
    """Turns a script file into a :class:`Script`."""

    name: str
    suffixes: tuple[str, ...]

    def sniff(self, head: bytes) -> bool:
        """Whether a file that begins with *head* (up to 4096 bytes) is of this format."""
        ...

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        """Raises InputError when *data* is not what it claims to be."""
        ...


@dataclass(frozen=True, slots=True)
class WriteOptions:
    """How a subtitle file is to be written.

    ``start``: time code of the programme's first frame, added to every time by formats with
    programme time (milliseconds). ``frame_rate`` counts frames for formats that have them.
    """

    profile: Profile
    frame_rate: Fraction = Fraction(25)
    drop_frame: bool = False
    start: Millis = 0
    sdh: bool = False
    crlf: bool = False
    """Windows line ends in SubRip, which some playout systems insist on."""


class Writer(Protocol):
    """Turns cues into the bytes of a subtitle file."""

    name: str
    suffix: str
    title: str
    """The format's full name, for people."""
    colours: bool
    """Whether its files carry colours: where they do not, speakers are named instead of coloured."""

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        """What of *track* this format cannot carry; asked before anything is written."""
        ...

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes: ...


class SubtitleReader(Protocol):
    """Turns the bytes of a subtitle file into cues, and says what was wrong with them."""

    name: str
    title: str
    """The format's name, for people."""
    suffixes: tuple[str, ...]

    def sniff(self, head: bytes) -> bool: ...

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]: ...


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How one person sounds. ``rate`` 1.0 is the engine's own pace, ``gain`` in dB."""

    engine: str
    voice: str = ""
    rate: float = 1.0
    pitch: float = 1.0
    gain: float = 0.0
    language: str = "en"
    settings: tuple[tuple[str, str], ...] = ()


class Voice(Protocol):
    """A speech engine."""

    name: str

    def version(self) -> str:
        """Changes whenever the same text could sound different; part of the cache key."""
        ...

    def speak(self, spoken: str, settings: VoiceSettings) -> Clip:
        """Raises EngineError when the engine fails, MissingDependencyError when it is not there."""
        ...


class Aligner(Protocol):
    """Puts a recording's own times on a timeline's words."""

    name: str

    def align(self, timeline: Timeline, audio: bytes) -> Timeline: ...
