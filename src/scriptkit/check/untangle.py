"""Overlapping cues: shown together where they fit, otherwise one after the other."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from scriptkit.check.draft import Draft, Grid
from scriptkit.text.length import longest


def untangle(drafts: Sequence[Draft], grid: Grid) -> list[Draft]:
    """Drafts in order, each at least a frame and a gap after the one before it began.

    A cue that another cuts short ends where that begins, if it has been up for the profile's least
    duration. Those that come closer are one cue if they fit one, and share their time if not.
    """
    out: list[Draft] = []
    at = 0
    while at < len(drafts):
        tangle = _tangle(drafts, at, grid)
        at += len(tangle)
        if len(tangle) > 1:
            following = drafts[at].start if at < len(drafts) else None
            tangle = _together(tangle, grid)
            _share(tangle, following, grid)
        out.extend(tangle)
    _apart(out, grid)
    return out


def _tangle(drafts: Sequence[Draft], first: int, grid: Grid) -> list[Draft]:
    """Cues from *first* on of which each comes while one is up, too soon after the last for both."""
    found = [drafts[first]]
    reach = found[0].end
    for draft in drafts[first + 1 :]:
        if draft.start >= reach or draft.start - found[-1].start >= grid.shortest + grid.gap:
            break
        found.append(draft)
        reach = max(reach, draft.end)
    return found


def _together(tangle: list[Draft], grid: Grid) -> list[Draft]:
    """Neighbours made one cue where their lines fit."""
    out = [tangle[0]]
    for draft in tangle[1:]:
        before = out[-1]
        lines = (*before.lines, *draft.lines)
        fits = len(lines) <= grid.profile.max_lines and longest(lines) <= grid.profile.max_chars
        if not fits or before.cue.top != draft.cue.top:
            out.append(draft)
            continue
        before.colours = _colours(before, draft)
        before.end = max(before.end, draft.end)
        same = before.cue.speaker == draft.cue.speaker and not (before.cue.speakers or draft.cue.speakers)
        before.cue = replace(
            before.cue,
            speaker=before.cue.speaker if same else None,
            lines=lines,
            speakers=() if same else (*_said_by(before), *_said_by(draft)),
            italic=before.cue.italic and draft.cue.italic,
        )
        before.lines = lines
        before.notes += draft.notes
        before.note("fixed-overlap", "shown together with the cue it overlapped")
    return out


def _said_by(draft: Draft) -> tuple[str | None, ...]:
    """Who says each line; whoever speaks first where that is not known."""
    cue = draft.cue
    if len(cue.speakers) == len(draft.lines):
        return cue.speakers
    return (next(iter(cue.names), None),) * len(draft.lines)


def _colours(before: Draft, draft: Draft) -> tuple[str, ...]:
    if not before.colours and not draft.colours:
        return ()
    each = [
        one.colours[min(n, len(one.colours) - 1)] if one.colours else "#FFFFFF"
        for one in (before, draft)
        for n in range(len(one.lines))
    ]
    return tuple(each) if len(set(each)) > 1 else (each[0],)


def _share(tangle: Sequence[Draft], following: int | None, grid: Grid) -> None:
    """Gives each cue of a tangle a part of their time, by what its words need to be read."""
    if len(tangle) < 2:
        return
    start = tangle[0].start
    end = max(draft.end for draft in tangle)
    if following is not None:
        end = max(min(end, following - grid.gap), start + len(tangle) * (1 + grid.gap))
    needs = [grid.need(draft.lines) for draft in tangle]
    passed = 0
    for draft, need in zip(tangle, needs, strict=True):
        wanted = max(draft.start, start + (end - start) * passed // sum(needs))
        late = grid.ms(wanted) - grid.ms(draft.start)
        draft.start, draft.end = wanted, max(draft.end, wanted + 1)
        passed += need
        if late:
            draft.note("fixed-overlap", f"comes {late} ms later, after the cue it overlapped")


def _apart(drafts: Sequence[Draft], grid: Grid) -> None:
    """Whatever is left of overlaps: ends cut, and starts pushed where not a frame is left."""
    for before, draft in itertools.pairwise(drafts):
        overlap = before.end - draft.start
        earliest = before.start + 1 + grid.gap
        if draft.start < earliest:
            draft.start = earliest
            draft.end = max(draft.end, earliest + 1)
        if overlap > 0:
            before.end = max(draft.start - grid.gap, before.start + 1)
            before.note("fixed-overlap", f"cut by {grid.ms(overlap)} ms: the next cue was already there")
