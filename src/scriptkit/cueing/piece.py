"""Cues before they have their times, and short exchanges of two speakers brought together in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scriptkit.cueing.fit import Spoken
from scriptkit.model import Profile, Role, TwoSpeakers
from scriptkit.text.length import shown_length
from scriptkit.text.reading import reading_ms
from scriptkit.timecode import Millis


@dataclass(frozen=True, slots=True)
class Piece:
    """What a cue says, who says it and when it is heard."""

    lines: tuple[str, ...]
    spoken: Spoken
    speaker: str | None
    role: Role | None
    speakers: tuple[str | None, ...] = ()
    """Who says each line, where they are several."""
    colours: tuple[str, ...] = ()
    """One for all lines or one a line; empty where the style has none."""
    why: tuple[str, ...] = ()
    whole_turn: bool = False
    """All that its speaker says before the next one does."""
    label: str = ""
    """Who speaks, as its first line says it."""
    sounds: tuple[str, ...] = ()
    """What is heard before it."""
    apart: tuple[Piece, ...] = ()
    """Its lines as cues of their own, for where one of them must make room."""


_DASHES = {TwoSpeakers.DASH: "-", TwoSpeakers.SPACED_DASH: "- ", TwoSpeakers.LINES: ""}
_AT_EASE = 1.3
"""A turn alone on screen for less than so many times what reading it takes is too brief in an exchange."""
_NAME_CHARS, _NAME_WORDS = 12, 2
"""What a name before the words adds, about."""
_QUESTION = 2.0
"""What a question with its answer is worth, next to one for each turn too brief to stand alone."""
_ANSWER_FIRST = 0.5
"""What an answer with the next question is worth, where nothing better is to be had."""


def join_exchanges(pieces: Sequence[Piece], profile: Profile) -> list[Piece]:
    """Put two speakers in one cue, a line each, where one of them is too brief to be read alone.

    Only whole turns of one line each are joined, as the profile's ``two_speakers`` has it (Netflix:
    a hyphen before each line; BBC: each line in its colour); never three of them. Which two is
    chosen over the whole run of short turns: a question goes with its answer.
    """
    best, joins = [0.0] * (len(pieces) + 1), [False] * (len(pieces) + 1)
    for count in range(1, len(pieces) + 1):
        best[count] = best[count - 1]
        if count > 1:
            until = pieces[count].spoken.start if count < len(pieces) else None
            gain = _gain(pieces[count - 2], pieces[count - 1], until, profile)
            if gain and best[count - 2] + gain > best[count]:
                best[count], joins[count] = best[count - 2] + gain, True
    joined: list[Piece] = []
    count = len(pieces)
    while count:
        if joins[count]:
            joined.append(_join(pieces[count - 2], pieces[count - 1], profile))
            count -= 2
        else:
            joined.append(pieces[count - 1])
            count -= 1
    return joined[::-1]


def _gain(first: Piece, second: Piece, until: Millis | None, profile: Profile) -> float:
    """What is won by *first* and *second* in one cue; nothing where they may not be or need not."""
    if not _may_share(first, second, profile):
        return 0.0
    asks, asks_back = _asks(first), _asks(second)
    next_words = second.spoken.start
    if asks_back and not asks:
        alone = _brief(first, next_words, profile) or _brief(second, until, profile)
        return _ANSWER_FIRST if alone else 0.0
    brief = _brief(first, next_words, profile, _AT_EASE) + _brief(second, until, profile, _AT_EASE)
    return brief + _QUESTION if brief and asks else float(brief)


def _asks(piece: Piece) -> bool:
    return piece.lines[-1].rstrip("\"'”’»“)]").endswith(("?", "？", "؟"))


def _may_share(first: Piece, second: Piece, profile: Profile) -> bool:
    dash = _DASHES.get(profile.two_speakers)
    if dash is None or profile.max_lines < 2 or second.sounds:
        return False
    if not (first.whole_turn and second.whole_turn) or first.speaker == second.speaker:
        return False
    if not (dash or second.label or first.colours != second.colours):
        return False  # nothing would show that somebody else speaks
    if any(len(p.lines) > 1 or shown_length(dash + p.lines[0]) > profile.max_chars for p in (first, second)):
        return False
    pause = second.spoken.start - first.spoken.end
    return pause <= profile.linger and second.spoken.end - first.spoken.start <= profile.max_duration


def _brief(piece: Piece, until: Millis | None, profile: Profile, ease: float = 1.0) -> bool:
    """Whether *piece* cannot be read, at *ease*, before the next one's first word at *until*.

    A name is counted in whether or not the format shows colours instead: the same words are paired
    alike in all formats.
    """
    spoken = piece.spoken
    out = spoken.end + profile.linger
    shown = min(out, out if until is None else until) - spoken.start
    said = " ".join(piece.lines).removeprefix(piece.label).strip()
    chars, words = shown_length(said), len(said.split())
    with_name = reading_ms(chars + _NAME_CHARS, words + _NAME_WORDS, profile)
    return shown < max(ease * reading_ms(chars, words, profile), with_name)


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
        speakers=(first.speaker, second.speaker),
        role=first.role if first.role is second.role else None,
        colours=(*first.colours[:1], *second.colours[:1]),
        why=("two speakers, a line each: one is too brief to be read alone", *second.why),
        whole_turn=False,
        apart=(first, second),
    )
