"""Reading speed over time, as an inline SVG that needs neither script nor colour to be understood."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scriptkit.model import Cue, Profile, SubtitleTrack
from scriptkit.report.markup import plain, text
from scriptkit.report.summary import clock, plural
from scriptkit.timecode import Millis, format_duration

_WIDTH, _LEFT, _RIGHT = 1000, 44, 8
_STRIP, _TOP, _BOTTOM = 150, 22, 26
"""Height of a strip, and of the room above and below its bars."""
_STRIP_MS: Millis = 600_000
_MOST_STRIPS = 12
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400)
"""Seconds between the marks of the time axis."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How a profile measures reading speed."""

    unit: str
    limit: float | None
    by_words: bool

    @classmethod
    def of(cls, profile: Profile) -> Measure:
        if profile.max_cps:
            return cls("characters a second", profile.max_cps, by_words=False)
        limits = [profile.max_wpm or 0, 60_000 / profile.ms_per_word if profile.ms_per_word else 0]
        if any(limits):
            return cls("words a minute", min(filter(None, limits)), by_words=True)
        return cls("characters a second", None, by_words=False)

    def speed(self, cue: Cue) -> float:
        if self.by_words:
            return len(cue.text.split()) * 60_000 / cue.duration
        return len(" ".join(cue.lines)) * 1000 / cue.duration


def speed_chart(track: SubtitleTrack, profile: Profile, identifier: str) -> str:
    """The chart; empty for a track without cues. *identifier* makes its ids unique on a page."""
    if not track.cues:
        return ""
    measure = Measure.of(profile)
    speeds = [measure.speed(cue) for cue in track.cues]
    start = min(cue.start for cue in track.cues)
    end = max(cue.end for cue in track.cues)
    length = _strip_length(end - start)
    strips = -(-(end - start) // length)
    frame = _Frame(start, length, _top_speed(speeds, measure.limit), measure)
    height = strips * _STRIP
    description = text(_description(speeds, measure, profile, end - start))
    parts = [
        f'<svg class="chart" role="img" viewBox="0 0 {_WIDTH} {height}"'
        f' aria-labelledby="{identifier}-title {identifier}-desc">',
        f'<title id="{identifier}-title">Reading speed of each cue over time</title>',
        f'<desc id="{identifier}-desc">{description}</desc>',
    ]
    parts.extend(frame.strip(number, min(length, end - start)) for number in range(strips))
    parts.extend(itertools.chain.from_iterable(map(frame.bars, itertools.count(1), track.cues, speeds)))
    if measure.limit:
        parts.extend(frame.limit_line(number) for number in range(strips))
    parts.append("</svg>")
    return "\n".join(parts)


def _strip_length(duration: Millis) -> Millis:
    """One strip for what is short, equal strips of whole minutes for what is long."""
    if duration <= _STRIP_MS:
        return max(duration, 1000)
    minutes = -(-duration // (_MOST_STRIPS * 60_000))
    return max(_STRIP_MS, minutes * 60_000)


def _top_speed(speeds: Sequence[float], limit: float | None) -> float:
    """What the axis ends at: a cue of a millisecond must not flatten all the others."""
    fastest = max(speeds)
    if limit is None:
        middle = sorted(speeds)[len(speeds) // 2]
        return max(min(fastest, 4 * middle), 1.0) * 1.1
    return min(max(fastest * 1.05, limit * 1.4), limit * 2.5)


def _description(speeds: Sequence[float], measure: Measure, profile: Profile, duration: Millis) -> str:
    middle = sorted(speeds)[len(speeds) // 2]
    told = (
        f"{plural(len(speeds), 'cue')} in {format_duration(duration)}. In {measure.unit}: the fastest cue "
        f"{max(speeds):,.1f}, half of the cues at or under {middle:,.1f}."
    )
    if not measure.limit:
        return f"{told} Profile {profile.name} sets no limit."
    over = sum(speed > measure.limit for speed in speeds)
    return f"{told} Over the limit of {measure.limit:g} (profile {profile.name}): {plural(over, 'cue')}."


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where times and speeds are drawn."""

    start: Millis
    length: Millis
    top: float
    measure: Measure

    def _x(self, ms: Millis) -> float:
        """Of *ms* after a strip's beginning."""
        return _LEFT + (_WIDTH - _LEFT - _RIGHT) * ms / self.length

    def _y(self, strip: int, speed: float) -> float:
        height = _STRIP - _TOP - _BOTTOM
        return strip * _STRIP + _TOP + height * (1 - min(speed, self.top) / self.top)

    def strip(self, number: int, shown: Millis) -> str:
        """Axes of one strip, with times along it."""
        base, begin = self._y(number, 0), self.start + number * self.length
        parts = [
            f'<path class="axis" d="M{_LEFT} {self._y(number, self.top):.1f}V{base:.1f}H{_WIDTH - _RIGHT}"/>'
        ]
        step = next((s for s in _STEPS if shown / 1000 / s <= 10), _STEPS[-1]) * 1000
        for at in range(-(-begin // step) * step, begin + self.length + 1, step):
            x = self._x(at - begin)
            anchor = "end" if x > _WIDTH - 40 else "middle"
            parts.append(
                f'<path class="axis" d="M{x:.1f} {base:.1f}v4"/>'
                f'<text x="{x:.1f}" y="{base + 18:.1f}" text-anchor="{anchor}">{format_duration(at)}</text>'
            )
        parts.append(f'<text x="{_LEFT - 6}" y="{base:.1f}" text-anchor="end">0</text>')
        if number == 0:
            parts.append(f'<text x="0" y="14">{text(self.measure.unit)}</text>')
        return "".join(parts)

    def limit_line(self, number: int) -> str:
        limit = self.measure.limit or 0
        y = self._y(number, limit)
        return (
            f'<path class="limit" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>'
            f'<text class="limit-text" x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{limit:g}</text>'
        )

    def bars(self, number: int, cue: Cue, speed: float) -> Iterator[str]:
        """A bar from a cue's in time to its out time, in two pieces where a strip ends between them."""
        limit = self.measure.limit
        name = "over" if limit and speed > limit else "bar"
        words = text(plain(" ".join(cue.lines))[:80])
        label = f"cue {number}, {clock(cue.start)}: {speed:,.1f} {self.measure.unit}"
        at, end = cue.start - self.start, cue.end - self.start
        while at < end:
            strip = at // self.length
            stop = min(end, (strip + 1) * self.length)
            x = self._x(at - strip * self.length)
            width = max(self._x(stop - strip * self.length) - x - 0.6, 0.8)
            y, base = self._y(strip, speed), self._y(strip, 0)
            yield (
                f'<rect class="{name}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{base - y:.1f}">'
                f"<title>{label}: {words}</title></rect>"
            )
            at = stop
