"""Times for a story nobody has read yet: every word on a time line, known times first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from scriptkit.model import STUDIO_ROLES, Basis, Role, Segment, Story, TimedSegment, Timeline, Word
from scriptkit.text.tokens import Token
from scriptkit.timecode import Millis
from scriptkit.timer.beats import Beat, beats
from scriptkit.timer.fit import Part, fit
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
_PARTED_MARK = re.compile(r" (?=[.,;:!?…])")


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
    parts = [Part(r.length, len(r.beats), r.segment.declared, r.segment.role in STUDIO_ROLES) for r in reads]
    fitted = fit(parts, gaps, trt, story.declared)
    items: list[TimedSegment] = []
    at: float = start
    for read, gap, factor in zip(reads, (*fitted.gaps, 0.0), fitted.factors, strict=True):
        item = _place(read, at, factor)
        items.append(item)
        at = item.end + gap
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


def _written(token: Token, segment: Segment) -> str:
    """The token as captions show it: a mark that a skipped note parted from its word stands at it again."""
    start, end = segment.start + token.start, segment.start + token.end
    if any(start < skip.start and skip.end < end for skip in segment.skips):
        return _PARTED_MARK.sub("", token.text)
    return token.text


def _place(read: _Read, at: float, factor: float) -> TimedSegment:
    """A segment's words from *at* milliseconds on, every word at least one millisecond long."""
    words: list[Word] = []
    begin = last = round(at)
    for beat in read.beats:
        start = max(round(at), last)
        at += beat.sound * factor
        last = max(round(at), start + 1)
        words.append(Word(_written(beat.token, read.segment), start, last))
        at += beat.pause * factor
    basis = Basis.DECLARED if read.segment.declared else Basis.ESTIMATED
    return TimedSegment(read.segment, tuple(words), begin, last, basis)
