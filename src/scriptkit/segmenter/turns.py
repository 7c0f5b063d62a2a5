"""Transcripts with a label on every turn: whether a run of turns is a package or a talk.

In a package the reporter and the newsmakers take turns and the anchor stays away; in a talk every
second turn is the anchor's.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from scriptkit.segmenter.parts import Cast, Unit


def notice_turns(units: Sequence[Unit]) -> None:
    """Note ``turns.package`` or ``turns.talk`` on what is said between two of the anchor's turns."""
    turns = _turns(units)
    alone = _alone(turns)
    at = 0
    while at < len(turns):
        if _cast(turns[at]) is Cast.ANCHOR:
            at += 1
            continue
        end = at
        while end < len(turns) and _cast(turns[end]) is not Cast.ANCHOR:
            end += 1
        for first, last in _by_tape(turns, at, end):
            before = first == at and at > 0
            after = last == end and end < len(turns)
            _judge(turns[first:last], after=after, before=before, alone=alone)
        at = end


def _by_tape(turns: list[list[Unit]], start: int, end: int) -> list[tuple[int, int]]:
    """The run cut where a tape begins or ends."""
    cuts = [i for i in range(start + 1, end) if turns[i][0].taped != turns[i - 1][0].taped]
    edges = [start, *cuts, end]
    return list(pairwise(edges))


def _turns(units: Sequence[Unit]) -> list[list[Unit]]:
    """Runs of sentences under one label; sentences without a labelled speaker end a run."""
    turns: list[list[Unit]] = []
    for unit in units:
        if unit.voice is None or unit.voice.rule != "label.speaker":
            continue
        if turns and turns[-1][0].voice is unit.voice:
            turns[-1].append(unit)
        else:
            turns.append([unit])
    return turns


def _cast(turn: list[Unit]) -> Cast | None:
    return turn[0].voice.cast if turn[0].voice else None


def _alone(turns: list[list[Unit]]) -> bool:
    """Whether the anchor speaks only once: nothing tells a talk from a package but who else speaks."""
    return sum(_cast(t) is Cast.ANCHOR for t in turns) <= 1


def _judge(run: list[list[Unit]], *, after: bool, before: bool, alone: bool) -> None:
    casts = {_cast(turn) for turn in run}
    reporter = Cast.REPORTER in casts
    mixed = reporter and len(casts) > 1
    taped = run[0][0].taped
    if taped is True:
        kind = "turns.package"
    elif taped is False and reporter and not mixed and (before or after):
        kind = "turns.talk"
    elif mixed and len(run) >= 2:
        kind = "turns.package"
    elif len(run) == 1 and before and (after or not reporter):
        kind = "turns.talk"
    elif alone and reporter:
        kind = "turns.package"
    else:
        return
    for turn in run:
        for unit in turn:
            unit.note(kind)


__all__ = ["notice_turns"]
