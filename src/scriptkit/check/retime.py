"""Out times: long enough to read, not too long, with the gap the profile wants. Starts stay."""

from __future__ import annotations

from collections.abc import Sequence

from scriptkit.check.draft import Draft, Grid


def retime(drafts: Sequence[Draft], grid: Grid) -> None:
    """Moves ends in place. Each start must be at least a frame and a gap after the one before."""
    for number, draft in enumerate(drafts):
        following = drafts[number + 1].start if number + 1 < len(drafts) else None
        _fit(draft, following, grid)


def _fit(draft: Draft, following: int | None, grid: Grid) -> None:
    if following is not None:
        _open_gap(draft, following, grid)
    _lengthen(draft, following, grid)
    _shorten(draft, following, grid)
    if following is not None:
        _close_gap(draft, following, grid)


def _open_gap(draft: Draft, following: int, grid: Grid) -> None:
    touches = draft.end == following and grid.profile.allow_zero_gap
    limit = following - grid.gap
    if draft.end > limit and not touches:
        cut = grid.ms(draft.end) - grid.ms(limit)
        draft.end = limit
        draft.note("fixed-gap-too-small", f"out {cut} ms sooner, for a gap of {grid.gap} frames")


def _lengthen(draft: Draft, following: int | None, grid: Grid) -> None:
    """Holds a cue into free time until it can be read."""
    need = grid.need(draft.lines)
    if draft.length >= need:
        return
    end = min(draft.start + need, draft.start + grid.longest)
    if following is not None:
        end = min(end, following - grid.gap)
    if end <= draft.end:
        return
    code = "fixed-too-short" if draft.length < grid.shortest else "fixed-too-fast"
    held = grid.ms(end) - grid.ms(draft.end)
    draft.end = end
    missing = need - draft.length
    rest = f"; {grid.ms(missing)} ms more would be needed" if missing > 0 else ""
    draft.note(code, f"held {held} ms longer to be read{rest}")


def _shorten(draft: Draft, following: int | None, grid: Grid) -> None:
    """Takes a cue down at the profile's longest duration, with a pause after it that can be seen."""
    if draft.length <= grid.longest:
        return
    end = draft.start + grid.longest
    if following is not None and _unseen(end, following, grid):
        visible = following - grid.at_least(_least_pause(grid) + 1)
        end = visible if visible - draft.start >= grid.need(draft.lines) else end
    cut = grid.ms(draft.end) - grid.ms(end)
    draft.end = end
    draft.note("fixed-too-long", f"out {cut} ms sooner: at most {grid.profile.max_duration} ms are allowed")


def _least_pause(grid: Grid) -> int:
    """Milliseconds under which a pause is to be closed; zero where the profile says nothing."""
    return max(grid.profile.chain_below or 0, grid.profile.least_gap or 0)


def _unseen(end: int, following: int, grid: Grid) -> bool:
    """Whether the pause between is too short to be seen as one, though wider than the least gap."""
    pause = grid.ms(following) - grid.ms(end)
    wide = following - end > grid.gap if grid.profile.chain_below else pause > 0
    return wide and pause < _least_pause(grid)


def _close_gap(draft: Draft, following: int, grid: Grid) -> None:
    if not _unseen(draft.end, following, grid):
        return
    end = following - grid.gap
    if end - draft.start > grid.longest:
        return
    held = grid.ms(end) - grid.ms(draft.end)
    draft.end = end
    draft.note("fixed-gap-not-closed", f"held {held} ms to the next cue: the gap was too short to see")
