"""Cues before they have their times, and short exchanges of two speakers brought together in one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scriptkit.cueing.fit import Spoken
from scriptkit.model import Profile, Role, TwoSpeakers
from scriptkit.text.reading import reading_ms
from scriptkit.timecode import Millis


@dataclass(frozen=True, slots=True)
class Piece:
    """What a cue says, who says it and when it is heard."""

    lines: tuple[str, ...]
    spoken: Spoken
    speaker: str | None
    role: Role | None
    colours: tuple[str, ...] = ()
    """One for all lines or one a line; empty where the style has none."""
    why: tuple[str, ...] = ()
    whole_turn: bool = False
    """All that its speaker says before the next one does."""
    labelled: bool = False
    """Whether a label says who speaks or what is heard."""


_DASHES = {TwoSpeakers.DASH: "-", TwoSpeakers.SPACED_DASH: "- ", TwoSpeakers.LINES: ""}


def join_exchanges(pieces: Sequence[Piece], profile: Profile) -> list[Piece]:
    """Put two speakers in one cue, a line each, where one of them is too brief to be read alone.

    Only whole turns of one line each are joined, as the profile's ``two_speakers`` has it (Netflix:
    a hyphen before each line; BBC: each line in its colour); never three of them.
    """
    joined: list[Piece] = []
    open_turn = False
    following = [piece.spoken.start for piece in pieces[1:]]
    for piece, until in itertools.zip_longest(pieces, following):
        if open_turn and _belong_together(joined[-1], piece, until, profile):
            joined[-1] = _join(joined[-1], piece, profile)
            open_turn = False
        else:
            joined.append(piece)
            open_turn = piece.whole_turn
    return joined


def _belong_together(first: Piece, second: Piece, until: Millis | None, profile: Profile) -> bool:
    dash = _DASHES.get(profile.two_speakers)
    if dash is None or profile.max_lines < 2 or not second.whole_turn or first.speaker == second.speaker:
        return False
    if not (dash or second.labelled or first.colours != second.colours):
        return False  # nothing would show that somebody else speaks
    if any(len(p.lines) > 1 or len(dash + p.lines[0]) > profile.max_chars for p in (first, second)):
        return False
    pause = second.spoken.start - first.spoken.end
    if pause > profile.linger or second.spoken.end - first.spoken.start > profile.max_duration:
        return False
    return _brief(first, second.spoken.start, profile) or _brief(second, until, profile)


def _brief(piece: Piece, until: Millis | None, profile: Profile) -> bool:
    """Whether *piece* cannot be read before the next one's first word at *until*."""
    spoken = piece.spoken
    out = spoken.end + profile.linger
    return min(out, out if until is None else until) - spoken.start < reading_ms(
        spoken.chars, spoken.words, profile
    )


def _join(first: Piece, second: Piece, profile: Profile) -> Piece:
    dash = _DASHES[profile.two_speakers]
    a, b = first.spoken, second.spoken
    return replace(
        first,
        lines=(dash + first.lines[0], dash + second.lines[0]),
        spoken=Spoken(
            start=a.start,
            end=b.end,
            chars=a.chars + b.chars + 2 * len(dash) + 1,
            words=a.words + b.words,
            estimated=a.estimated or b.estimated,
        ),
        speaker=None,
        role=first.role if first.role is second.role else None,
        colours=(*first.colours[:1], *second.colours[:1]),
        why=("two speakers, a line each: one is too brief to be read alone", *second.why),
        whole_turn=False,
    )
