"""A subtitle track against a profile: every rule broken, with a stable code.

The codes are documented one by one in ``docs/findings.md``. Severity ``error`` means that a rule
of the profile is broken, ``warning`` that a viewer reads worse for it, ``info`` is for the desk.
"""

from __future__ import annotations

from collections.abc import Iterator

from scriptkit.check.breaks import break_findings
from scriptkit.check.cues import cue_findings, excerpt
from scriptkit.model import Cue, Finding, Profile, Severity, SubtitleTrack
from scriptkit.timecode import from_frames, snap, to_frames


def check_track(track: SubtitleTrack, profile: Profile) -> tuple[Finding, ...]:
    """All findings about *track*, in cue order; those about the whole track come last."""
    findings: list[Finding] = []
    previous: Cue | None = None
    for number, cue in enumerate(track.cues, 1):
        findings.extend(cue_findings(number, cue, profile))
        if previous:
            findings.extend(_neighbours(number, previous, cue, profile))
        previous = cue
    findings.extend(break_findings(track, profile))
    findings.sort(key=lambda finding: finding.cue or 0)
    findings.extend(_whole(track, profile))
    return tuple(findings)


def _neighbours(number: int, previous: Cue, cue: Cue, profile: Profile) -> Iterator[Finding]:
    """Order, overlap and gap of a cue (number *number*) and the one before it."""

    def error(code: str, message: str) -> Finding:
        return Finding(code, Severity.ERROR, message, where=excerpt(cue), cue=number, at=cue.start)

    gap = cue.start - previous.end
    if cue.start < previous.start:
        yield error("out-of-order", f"starts {previous.start - cue.start} ms before the cue above it")
        return
    if gap < 0:
        yield error("overlap", f"starts {-gap} ms before the cue above it ends")
        return
    rate = profile.frame_rate
    frames = to_frames(cue.start, rate) - to_frames(previous.end, rate)
    if frames < profile.min_gap_frames and not (gap == 0 and profile.allow_zero_gap):
        least = from_frames(profile.min_gap_frames, rate)
        yield error(
            "gap-too-small", f"gap of {gap} ms, at least {profile.min_gap_frames} frames ({least} ms)"
        )
    elif gap > 0 and profile.least_gap and gap < profile.least_gap:
        yield error("gap-not-closed", f"gap of {gap} ms: none, or at least {profile.least_gap} ms")
    elif profile.chain_below and frames > profile.min_gap_frames and gap < profile.chain_below:
        wanted = f"close it to {profile.min_gap_frames} frames"
        yield error("gap-not-closed", f"gap of {gap} ms is below {profile.chain_below}: {wanted}")


def _whole(track: SubtitleTrack, profile: Profile) -> Iterator[Finding]:
    if not track.cues:
        yield Finding("no-cues", Severity.ERROR, "the track has no cues")
        return
    rate = profile.frame_rate
    off = sum(snap(time, rate) != time for cue in track.cues for time in (cue.start, cue.end))
    if off:
        message = f"{off} of {2 * len(track.cues)} times do not lie on frames at {float(rate):g} fps"
        yield Finding("off-frame", Severity.INFO, message)
