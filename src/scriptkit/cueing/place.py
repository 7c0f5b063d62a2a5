"""Where sounds stand among the cues: in the pause they are heard in, or on a line beside the words."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scriptkit.cueing.fit import ESTIMATE_SLACK, Spoken, fit_times
from scriptkit.cueing.piece import Piece
from scriptkit.cueing.sounds import sound_lines
from scriptkit.model import Finding, Profile, Severity
from scriptkit.text.length import shown_length
from scriptkit.text.reading import comfortable_ms, reading_ms
from scriptkit.timecode import Millis

_SOUND_LENGTH: Millis = 2000
"""How long a sound's cue stays where the pause is longer: a house choice."""
_PARTED: Millis = 800
"""What it costs to part a question from its answer for a sound."""
_BELOW_FLOOR: Millis = 500
"""What a cue below the profile's least duration costs, however little is missing."""
_SEEN = 0.5
"""A cue of its own with less than this share of its time is none."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to show a sound: what stands in place of the piece before it and the one after it."""

    before: tuple[Piece, ...]
    sound: tuple[Piece, ...]
    after: tuple[Piece, ...]
    cost: Millis
    """What it is worse by than a cue of its own, as reading time missing."""


def place_sounds(
    pieces: Sequence[Piece], closing: Sequence[str], profile: Profile, language: str = "en"
) -> tuple[list[Piece], list[Finding]]:
    """Pieces with the sounds heard before them, and *closing* after them all, shown.

    A sound has a cue of its own where the pause, with what its neighbours can spare, is long enough
    to read it; else a line of the cue after it or before it. It has no speaker and the first colour.
    What no cue has room for is a finding.
    """
    placed: list[Piece] = []
    findings: list[Finding] = []
    for number, piece in enumerate([*pieces, None]):
        sounds = piece.sounds if piece else closing
        following = pieces[number : number + 3]
        own = following[:1]
        if sounds:
            way, left_out = _shown(sounds, placed, following, profile, language)
            if way:
                placed[-1:] = [*way.before, *way.sound]
                own = way.after
            if left_out:
                at = piece.spoken.start if piece else placed[-1].spoken.end
                findings.append(_left_out(left_out, at))
        placed += own
    return placed, findings


def _shown(
    sounds: Sequence[str],
    placed: Sequence[Piece],
    following: Sequence[Piece],
    profile: Profile,
    language: str,
) -> tuple[_Way | None, str]:
    """The best way to show as many of *sounds* as have room, the last heard first, and what is left out."""
    for skipped in range(len(sounds)):
        kept = sounds[skipped:]
        for said in (kept, (", ".join(kept),)) if len(kept) > 1 else (kept,):
            lines, cut = sound_lines(said, profile, language)
            way = _best_way(placed, lines, following, profile) if lines else None
            if way:
                return way, ", ".join([*sounds[:skipped], *([cut] if cut else [])])
    return None, ", ".join(sounds)


def _left_out(what: str, at: Millis) -> Finding:
    return Finding(
        "label-left-out", Severity.WARNING, "no cue has room to show this sound", where=what, at=at
    )


def _best_way(
    placed: Sequence[Piece], lines: tuple[str, ...], following: Sequence[Piece], profile: Profile
) -> _Way | None:
    """The way that leaves least unread around it; ``None`` when the sound itself would not be seen."""
    ways = _ways(placed[-1:], lines, following[:1], profile)
    tried = [(_missing(placed[-3:-1], way, following[1:], profile), way) for way in ways]
    seen = [(missing + way.cost, way) for missing, way in tried if missing is not None]
    return min(seen, key=lambda pair: pair[0], default=(0, None))[1]


def _missing(before: Sequence[Piece], way: _Way, after: Sequence[Piece], profile: Profile) -> Millis | None:
    """Reading time missing around the sound; ``None`` when its own cue is too brief to be seen."""
    window = [*before, *way.before, *way.sound, *way.after, *after]
    missing = 0
    for piece, when in zip(window, fit_times([p.spoken for p in window], profile), strict=True):
        need = reading_ms(piece.spoken.chars, piece.spoken.words, profile)
        shown = when.end - when.start + 1
        if piece in way.sound and shown < need * _SEEN:
            return None
        missing += max(0, need - shown) * (2 if piece in way.sound else 1)
        if shown < profile.min_duration:
            missing += _BELOW_FLOOR
        if way.sound and piece in way.after:
            # Words must not wait for a sound for longer than an estimate may be wrong.
            missing += max(0, when.start - piece.spoken.start - ESTIMATE_SLACK)
    return missing


def _ways(
    before: Sequence[Piece], lines: tuple[str, ...], after: Sequence[Piece], profile: Profile
) -> Iterator[_Way]:
    first, last = tuple(before), tuple(after)
    yield _Way(first, (_own_cue(before, lines, after, profile),), last, 0)
    if after and len(lines) + len(after[0].lines) <= profile.max_lines:
        yield _Way(first, (), (_with(after[0], lines, profile, above=True),), 150)
    if before and len(lines) + len(before[0].lines) <= profile.max_lines:
        yield _Way((_with(before[0], lines, profile, above=False),), (), last, 250)
    if after and after[0].apart and len(lines) < profile.max_lines:
        head, *rest = after[0].apart
        cost = _PARTED if after[0].speaker is None else 400
        yield _Way(first, (), (_with(head, lines, profile, above=True), *rest), cost)
    if before and before[0].apart and len(lines) < profile.max_lines:
        *rest, tail = before[0].apart
        yield _Way((*rest, _with(tail, lines, profile, above=False)), (), last, 400)


def _own_cue(
    before: Sequence[Piece], lines: tuple[str, ...], after: Sequence[Piece], profile: Profile
) -> Piece:
    """A cue in the pause: not before the words before it can be read, and not for longer than it takes."""
    chars, words = shown_length(" ".join(lines)), len(" ".join(lines).split())
    stay = max(comfortable_ms(chars, words, profile), min(_SOUND_LENGTH, profile.max_duration))
    beside = (*before, *after)
    opens = before[-1].spoken.end if before else 0
    closes = after[0].spoken.start if after else opens + stay
    start = opens
    if before:
        said = before[-1].spoken
        read = min(said.start + comfortable_ms(said.chars, said.words, profile), opens + profile.linger)
        start = max(opens, min(read, closes - stay) if after else read)
    elif after:
        start = max(0, closes - stay)
    return Piece(
        lines,
        Spoken(
            start,
            max(start, min(closes, start + stay)),
            chars,
            words,
            any(p.spoken.estimated for p in beside),
        ),
        speaker=None,
        role=None,
        colours=profile.colours[:1] if any(piece.colours for piece in beside) else (),
        why=("a sound, in the pause it is heard in",),
    )


def _with(piece: Piece, lines: tuple[str, ...], profile: Profile, *, above: bool) -> Piece:
    """*piece* with the sound on lines of their own above or under its words."""
    colours: tuple[str, ...] = ()
    if piece.colours:
        words = tuple(itertools.islice(itertools.cycle(piece.colours), len(piece.lines)))
        sound = profile.colours[:1] * len(lines)
        colours = (*sound, *words) if above else (*words, *sound)
    spoken = piece.spoken
    said_by = piece.speakers or (piece.speaker,) * len(piece.lines)
    sound_by = (None,) * len(lines)
    return replace(
        piece,
        lines=(*lines, *piece.lines) if above else (*piece.lines, *lines),
        spoken=replace(
            spoken,
            chars=spoken.chars + shown_length(" ".join(lines)) + 1,
            words=spoken.words + len(" ".join(lines).split()),
        ),
        speaker=None,
        speakers=((*sound_by, *said_by) if above else (*said_by, *sound_by)) if any(said_by) else (),
        colours=colours,
        why=("a sound on a line of its own: the pause is too short for a cue", *piece.why),
        apart=(),
    )
