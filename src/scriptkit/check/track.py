"""A subtitle track against a profile: every rule broken, with a stable code.

The codes are documented one by one in ``docs/findings.md``. Severity ``error`` means that a rule
of the profile is broken, ``warning`` that a viewer reads worse for it, ``info`` is for the desk.
"""

from __future__ import annotations

from collections.abc import Iterator

from scriptkit.check.breaks import break_findings
from scriptkit.check.cues import cue_findings, excerpt
from scriptkit.check.speech import in_capitals
from scriptkit.model import Cue, Finding, Profile, Severity, SubtitleTrack
from scriptkit.timecode import Millis, from_frames, snap, to_frames

_RUN = 16
"""Times from which on a file is believed to have tenths of a second only."""


def check_track(track: SubtitleTrack, profile: Profile) -> tuple[Finding, ...]:
    """All findings about *track*, in cue order; those about the whole track come last."""
    findings: list[Finding] = []
    previous: Cue | None = None
    tolerance, capitals = _tolerance(track), in_capitals(track)
    for number, cue in enumerate(track.cues, 1):
        findings.extend(cue_findings(number, cue, profile, tolerance, capitals=capitals))
        if previous:
            findings.extend(_neighbours(number, previous, cue, profile, tolerance))
        previous = cue
    findings.extend(break_findings(track, profile))
    findings.sort(key=lambda finding: finding.cue or 0)
    findings.extend(_whole(track, profile, tolerance))
    return tuple(findings)


def _tolerance(track: SubtitleTrack) -> Millis:
    """Milliseconds by which a duration or gap may be off, since the file cannot say it more exactly.

    The times tell how exact they are: ASS has hundredths, MPL2 tenths. Frames of 25 or 50 a second are
    exact in hundredths too. Tenths are believed only of a run of cues, since a few times may be round by
    chance.
    """
    times = [time for cue in track.cues for time in (cue.start, cue.end)]
    if len(times) > _RUN and not any(time % 100 for time in times):
        return 100
    return 1 if any(time % 10 for time in times) or not any(time % 20 for time in times) else 10


def _neighbours(
    number: int, previous: Cue, cue: Cue, profile: Profile, tolerance: Millis
) -> Iterator[Finding]:
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
    least = from_frames(profile.min_gap_frames, rate)
    if frames < profile.min_gap_frames and gap + tolerance < least:
        if gap == 0 and profile.allow_zero_gap:
            return
        yield error(
            "gap-too-small", f"gap of {gap} ms, at least {profile.min_gap_frames} frames ({least} ms)"
        )
    elif gap > 0 and profile.least_gap and gap + tolerance < profile.least_gap:
        yield error("gap-not-closed", f"gap of {gap} ms: none, or at least {profile.least_gap} ms")
    elif profile.chain_below and frames > profile.min_gap_frames and gap + tolerance < profile.chain_below:
        wanted = f"close it to {profile.min_gap_frames} frames"
        yield error("gap-not-closed", f"gap of {gap} ms is below {profile.chain_below}: {wanted}")


def _whole(track: SubtitleTrack, profile: Profile, tolerance: Millis) -> Iterator[Finding]:
    if not track.cues:
        yield Finding("no-cues", Severity.ERROR, "the track has no cues")
        return
    rate = profile.frame_rate
    # A time without its last digit stands for any within it.
    off = sum(
        abs(snap(time, rate) - time) >= tolerance for cue in track.cues for time in (cue.start, cue.end)
    )
    if off:
        message = f"{off} of {2 * len(track.cues)} times do not lie on frames at {float(rate):g} fps"
        yield Finding("off-frame", Severity.INFO, message)
