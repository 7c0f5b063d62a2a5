"""Time lines made of parts of a script, for tests of what comes after reading and timing."""

from __future__ import annotations

from collections.abc import Sequence

from scriptkit.model import Basis, Role, Segment, Story, TimedSegment, Timeline, Word

Part = tuple[Role, str, str | None]
"""Role, text and speaker."""


def timeline(parts: Sequence[Part], pause: int = 700, basis: Basis = Basis.ALIGNED) -> Timeline:
    """Words of 400 ms each, with *pause* milliseconds of silence between spoken parts."""
    segments, items, at, now = [], [], 0, 0
    for role, text, speaker in parts:
        segment = Segment(role, text, speaker, at, at + len(text))
        segments.append(segment)
        at += len(text) + 1
        if role.spoken:
            words = tuple(Word(w, now + 400 * n, now + 400 * (n + 1)) for n, w in enumerate(text.split()))
            items.append(TimedSegment(segment, words, now, words[-1].end, basis))
            now = words[-1].end + pause
    return Timeline(Story("bridge", None, tuple(segments)), tuple(items))
