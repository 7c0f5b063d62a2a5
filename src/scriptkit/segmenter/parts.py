"""What recognisers hand to one another: unspoken pieces, voices and the sentences between them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scriptkit.model import Role
from scriptkit.timecode import Millis


class Cast(StrEnum):
    """Which part a voice has in the story."""

    ANCHOR = "anchor"
    REPORTER = "reporter"
    GUEST = "guest"
    CROWD = "crowd"
    """Someone without a name: vox pop, unidentified."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a label or cue says about the words after it; ``None`` means it does not say."""

    rule: str
    cast: Cast | None = None
    role: Role | None = None
    speaker: str | None = None
    """None with a cast of CROWD means nobody's name is known."""
    title: str | None = None
    declared: Millis | None = None
    forced: bool = False
    """Declared by the file or the producer: nothing overrules ``role`` and ``speaker``."""
    weight: float = 1.0
    """How much to trust ``role``: 1 is a label that means nothing else."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch nobody reads aloud, with the voice it opens.

    The voice holds from the piece's end to ``until``, or, when that is None, up to the next piece with
    an open-ended voice. ``skip`` marks what is left out inside a sentence without ending it.
    """

    start: int
    end: int
    role: Role
    rule: str
    confidence: float = 0.98
    voice: Voice | None = None
    until: int | None = None
    skip: bool = False
    closes: bool = False
    """Ends whatever voice is open (``(END VIDEOTAPE)``, ``OUTCUE``)."""
    tape: bool | None = None
    """A package or clip begins (True) or ends (False) here."""
    declared: Millis | None = None
    """Running time of the story given here."""
    runs: Millis | None = None
    """Running time given here for what follows (``PKG TRT 1:44``)."""
    speaker: str | None = None
    """Whose label this is."""


@dataclass(slots=True)
class Unit:
    """One spoken sentence: its fragments, where it stands, and what was noticed about it."""

    start: int
    end: int
    fragments: list[tuple[int, int]]
    text: str
    voice: Voice | None = None
    opens_paragraph: bool = False
    opens_block: bool = False
    after_cue: bool = False
    plain: str = ""
    """The sentence as templates see it."""
    before_label: bool = False
    """A reporter's label stands right behind its paragraph, on the same line."""
    taped: bool | None = None
    quote: int = -1
    """Number of the free-standing quotation it is part of, or -1."""
    quote_open: bool = False
    """Inside a quotation that nothing closes."""
    embedded: bool = False
    """Holds quoted words, but not as a bite of their own."""
    evidence: dict[str, float] = field(default_factory=dict)

    def note(self, name: str, value: float = 1.0) -> None:
        self.evidence[name] = max(value, self.evidence.get(name, 0.0))


def tidy(text: str, pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces in text order, trimmed of white space; of two that overlap the one given first stays."""
    kept: list[Piece] = []
    starts: list[int] = []
    points: list[Piece] = []
    """Voices that open without a piece of text of their own."""
    for piece in pieces:
        body = text[piece.start : piece.end]
        stripped = body.strip()
        if piece.start == piece.end and piece.voice:
            points.append(piece)
            continue
        if not stripped:
            continue
        start = piece.start + len(body) - len(body.lstrip())
        end = start + len(stripped)
        i = bisect_left(starts, start)
        if (i and kept[i - 1].end > start) or (i < len(kept) and kept[i].start < end):
            continue
        starts.insert(i, start)
        kept.insert(
            i, piece if (start, end) == (piece.start, piece.end) else replace(piece, start=start, end=end)
        )
    return sorted([*kept, *points], key=lambda p: (p.start, p.end))
