"""Repairs what can be repaired without changing a word, and says what it did.

Words stay, in the order in which they come on screen. Only what is on screen twice at the same time
is taken out once. The repaired track is in order, on frames and free of overlaps; what time or
words make impossible stays a finding of :func:`~scriptkit.check.track.check_track`. Repairing again
changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scriptkit.check.cues import excerpt
from scriptkit.check.draft import Draft, Grid, Layout
from scriptkit.check.relayout import lay_out
from scriptkit.check.retime import retime
from scriptkit.check.untangle import untangle
from scriptkit.model import Cue, Finding, Profile, Severity, SubtitleTrack
from scriptkit.text.clean import clean_lines, lost_in_cleaning
from scriptkit.timecode import Millis, snap

_ROUNDS = 8
"""What one repair frees another may use: times found for a cue can be enough to divide it. Two rounds
settle nearly every track, the last of them by finding nothing to do."""


def repair(
    track: SubtitleTrack, profile: Profile, layout: Layout
) -> tuple[SubtitleTrack, tuple[Finding, ...]]:
    """The repaired track, and a finding (``fixed-…``) for each thing done, in cue order."""
    grid = Grid(profile)
    loose: list[Finding] = []
    """About cues that are no longer there, or about no cue."""
    drafts = _in_order(_readable(track.cues, grid, loose))
    drafts = _once(drafts, loose)
    loose.extend(_frames(track.cues, profile))
    done = -1
    for _ in range(_ROUNDS):
        if done == sum(len(draft.notes) for draft in drafts):
            break
        done = sum(len(draft.notes) for draft in drafts)
        drafts = lay_out(untangle(drafts, grid), grid, layout, track.language)
        retime(drafts, grid)
    cues = tuple(grid.cue(draft) for draft in drafts)
    told = (
        f for n, (cue, draft) in enumerate(zip(cues, drafts, strict=True), 1) for f in _told(n, cue, draft)
    )
    return replace(track, cues=cues), (*told, *loose)


def _done(code: str, message: str, cue: Cue, number: int | None = None, at: Millis | None = None) -> Finding:
    return Finding(code, Severity.INFO, message, excerpt(cue), number, cue.start if at is None else at)


def _told(number: int, cue: Cue, draft: Draft) -> Iterator[Finding]:
    for code, message in draft.notes:
        yield _done(code, message, cue, number)


def _readable(cues: Iterable[Cue], grid: Grid, loose: list[Finding]) -> Iterator[Draft]:
    """Cues with words, without what nobody can see, not before zero, on frames."""
    for cue in cues:
        cleaned = clean_lines(cue.lines)
        lines = tuple(line for line in (" ".join(part.split()) for part in cleaned) if line)
        if not lines:
            loose.append(_done("fixed-empty-cue", "cue without words left out", cue))
            continue
        start, end = max(0, cue.start), max(0, cue.end)
        first = grid.frame(start)
        draft = Draft(cue, first, max(grid.frame(end), first + 1), lines, cue.colours)
        if lost_in_cleaning(cue.lines):
            draft.note("fixed-control-character", "characters nobody sees taken out")
        if lines != cue.lines and not draft.notes:
            draft.note("fixed-white-space", "white space and blank lines set right")
        if cue.start < 0:
            draft.note("fixed-negative-time", f"moved from {cue.start} ms to zero")
        yield draft


def _in_order(drafts: Iterable[Draft]) -> list[Draft]:
    """By the time they come; the file's order where they come together."""
    given = list(drafts)
    latest = given[0].cue.start if given else 0
    for draft in given:
        if draft.cue.start < latest:
            draft.note("fixed-out-of-order", "stood after a later cue: moved")
        latest = max(latest, draft.cue.start)
    return sorted(given, key=lambda draft: draft.cue.start)


def _once(drafts: Sequence[Draft], loose: list[Finding]) -> list[Draft]:
    """Without cues that say what another says at the same time."""
    kept: list[Draft] = []
    saying: dict[tuple[str, str | None], Draft] = {}
    for draft in drafts:
        words = (" ".join(" ".join(draft.lines).split()), draft.cue.speaker)
        first = saying.get(words)
        if first and draft.start < first.end:
            first.end = max(first.end, draft.end)
            loose.append(_done("fixed-duplicate", "the same words on screen twice: kept once", draft.cue))
            continue
        saying[words] = draft
        kept.append(draft)
    return kept


def _frames(cues: Iterable[Cue], profile: Profile) -> Iterator[Finding]:
    times = [time for cue in cues for time in (cue.start, cue.end)]
    rate = profile.frame_rate
    off = sum(snap(time, rate) != time for time in times)
    if off:
        message = f"{off} of {len(times)} times moved to frames at {float(rate):g} fps"
        yield Finding("fixed-off-frame", Severity.INFO, message)
