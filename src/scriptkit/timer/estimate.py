"""Times for a story nobody has read yet: every word on a time line, known times first."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from scriptkit.model import STUDIO_ROLES, Basis, Role, Segment, Story, TimedSegment, Timeline, Word
from scriptkit.timecode import Millis
from scriptkit.timer.beats import Beat, beats
from scriptkit.timer.model import named_style, pace

ROLE_STYLES: dict[Role, str] = {
    Role.INTRO: "anchor",
    Role.TOSS: "anchor",
    Role.NARRATION: "reporter",
    Role.STANDUP: "reporter",
    Role.SIGN_OFF: "reporter",
    Role.SOUNDBITE: "bite",
    Role.TWO_WAY: "two_way",
}
"""Read style of each spoken role unless the caller says otherwise."""

_SENTENCE_ENDS = (".", "!", "?", "…")


@dataclass(frozen=True, slots=True)
class _Read:
    """A segment as it would be read: its beats, and the silences that may follow, in milliseconds."""

    segment: Segment
    beats: list[Beat]
    length: float
    paragraph_pause: float
    role_pause: float


def estimate(
    story: Story,
    *,
    styles: Mapping[Role, str] | None = None,
    rates: Mapping[str, float] | None = None,
    roles: Collection[Role] | None = None,
    trt: Millis | None = None,
    start: Millis = 0,
) -> Timeline:
    """Put every word of *story*'s spoken segments on a time line that begins at *start*.

    ``styles`` sets the read style of a role, ``rates`` a person's read rate in words a minute,
    ``roles`` which spoken roles are timed (all). A segment's declared time wins over the estimate;
    a known total (``trt``, else the story's own) stretches what is left. Raises UsageError for an
    unknown style or a rate nobody reads at.
    """
    by_name = {name.casefold(): rate for name, rate in (rates or {}).items()}
    wanted = [s for s in story.spoken if roles is None or s.role in roles]
    reads = [_read(segment, story.wpm, styles or {}, by_name) for segment in wanted]
    reads = [read for read in reads if read.beats]
    if not reads:
        return Timeline(story, ())
    gaps = [_gap(a, b) for a, b in pairwise(reads)]
    factors = _stretch(story.declared, reads, gaps, trt)
    items: list[TimedSegment] = []
    at: float = start
    for read, gap, factor in zip(reads, [*gaps, 0.0], factors, strict=True):
        item = _place(read, at, factor)
        items.append(item)
        at = item.end + gap * factor
    return Timeline(story, tuple(items))


def _read(
    segment: Segment, wpm: float | None, styles: Mapping[Role, str], rates: Mapping[str, float]
) -> _Read:
    style = named_style(styles.get(segment.role) or ROLE_STYLES[segment.role])
    factor = pace(style, rates.get((segment.speaker or "").casefold(), wpm))
    timed = beats(segment.spoken_text, style, factor)
    relative = factor / style.scale
    return _Read(
        segment,
        timed,
        sum(beat.sound + beat.pause for beat in timed),
        style.paragraph_pause * relative,
        style.role_pause * relative,
    )


def _gap(before: _Read, after: _Read) -> float:
    """Silence between two segments; none where one person's sentence runs on across a cue or a note."""
    a, b = before.segment, after.segment
    if a.role is not b.role or a.speaker != b.speaker:
        return before.role_pause
    ends = a.spoken_text.rstrip().rstrip("\"'”’»)]}").endswith(_SENTENCE_ENDS)
    return before.paragraph_pause if ends else 0.0


def _stretch(
    declared: Millis | None, reads: list[_Read], gaps: list[float], trt: Millis | None
) -> list[float]:
    """What to multiply each segment's length (and the gap after it) by, 1.0 where nothing is known."""
    own = [_own_factor(read) for read in reads]
    everything = range(len(reads))
    if trt is not None:
        total = _total_factor(trt, everything, own, reads, gaps)
        return [f if f is not None else total or 1.0 for f in own]
    if declared is None:
        return [f if f is not None else 1.0 for f in own]
    # A script's running time may be that of the tape alone: believe whichever is nearer the estimate.
    tape = [i for i in everything if reads[i].segment.role not in STUDIO_ROLES]
    options = [(_total_factor(declared, part, own, reads, gaps), part) for part in (everything, tape) if part]
    known = [(factor, part) for factor, part in options if factor is not None]
    if not known:
        return [f if f is not None else 1.0 for f in own]
    factor, part = min(known, key=lambda option: abs(math.log(option[0])))
    return [f if f is not None else factor if i in part else 1.0 for i, f in enumerate(own)]


def _own_factor(read: _Read) -> float | None:
    if not read.segment.declared:
        return None
    return max(read.segment.declared, len(read.beats)) / read.length


def _total_factor(
    total: Millis, part: Collection[int], own: list[float | None], reads: list[_Read], gaps: list[float]
) -> float | None:
    """The one factor for all that is not declared that makes *part* last *total*; None when nothing can."""
    fixed = free = 0.0
    inside = set(part)
    for i in inside:
        factor = own[i]
        if factor is None:
            free += reads[i].length
        else:
            fixed += reads[i].length * factor
        if i + 1 in inside:
            if factor is None:
                free += gaps[i]
            else:
                fixed += gaps[i] * factor
    words = sum(len(reads[i].beats) for i in inside if own[i] is None)
    rest = total - fixed
    return rest / free if free and rest >= words else None


def _place(read: _Read, at: float, factor: float) -> TimedSegment:
    """A segment's words from *at* milliseconds on, every word at least one millisecond long."""
    words: list[Word] = []
    begin = last = round(at)
    for beat in read.beats:
        start = max(round(at), last)
        at += beat.sound * factor
        last = max(round(at), start + 1)
        words.append(Word(beat.token.text, start, last))
        at += beat.pause * factor
    basis = Basis.DECLARED if read.segment.declared else Basis.ESTIMATED
    return TimedSegment(read.segment, tuple(words), begin, last, basis)
