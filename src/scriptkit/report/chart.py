"""Reading speed over time, as an inline SVG that needs neither script nor colour to be understood.

Along the time axis places are percentages, across it pixels: the chart is as wide as the page, and
its letters keep their size on a narrow one.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scriptkit.model import Cue, Profile, SubtitleTrack
from scriptkit.report.markup import plain, text
from scriptkit.report.summary import clock, plural
from scriptkit.text.length import shown_length
from scriptkit.timecode import Millis, format_duration

_STRIP, _TOP, _BOTTOM = 150, 34, 26
"""Height of a strip, and of the room above and below its bars, in CSS pixels."""
_MARGIN = 44
"""Room on the left for the numbers of the speed axis, which the style sheet leaves."""
_BETWEEN, _THINNEST = 0.06, 0.08
"""Percent of the width between cues that touch, and of the briefest cue."""
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
    bearable: float | None = None
    """Up to this speed a cue over the limit is a warning, beyond it an error."""

    @classmethod
    def of(cls, profile: Profile) -> Measure:
        if profile.max_cps:
            unit, limit, by_words = "characters a second", profile.max_cps, False
        elif profile.max_wpm or profile.ms_per_word:
            limits = (profile.max_wpm or 0, 60_000 / profile.ms_per_word if profile.ms_per_word else 0)
            unit, limit, by_words = "words a minute", min(filter(None, limits)), True
        else:
            return cls("characters a second", None, by_words=False)
        return cls(unit, limit, by_words, limit * profile.speed_tolerance)

    def speed(self, cue: Cue) -> float:
        if self.by_words:
            return len(cue.text.split()) * 60_000 / cue.duration
        return shown_length(" ".join(cue.lines)) * 1000 / cue.duration

    def look(self, speed: float) -> str:
        """How a bar is drawn: ``bar``, or, above the limit, ``near`` (a warning) or ``over`` (an error)."""
        if not self.limit or not self.bearable or speed <= self.limit:
            return "bar"
        return "near" if speed <= self.bearable else "over"


def speed_chart(track: SubtitleTrack, profile: Profile, identifier: str) -> str:
    """The chart; empty for a track without cues. *identifier* makes its ids unique on a page."""
    if not track.cues:
        return ""
    measure = Measure.of(profile)
    speeds = [measure.speed(cue) for cue in track.cues]
    top = _top_speed(speeds, measure)
    start = min(cue.start for cue in track.cues)
    end = max(cue.end for cue in track.cues)
    length = _strip_length(end - start)
    strips = -(-(end - start) // length)
    frame = _Frame(start, length, top, measure)
    height = strips * _STRIP
    description = text(_description(speeds, measure, profile, end - start))
    parts = [
        f'<svg class="chart" role="img" width="100%" height="{height}"'
        f' aria-labelledby="{identifier}-title {identifier}-desc">',
        f'<title id="{identifier}-title">Reading speed of each cue over time</title>',
        f'<desc id="{identifier}-desc">{description}</desc>',
    ]
    parts.extend(frame.strip(number, min(length, end - start)) for number in range(strips))
    parts.extend(itertools.chain.from_iterable(map(frame.bars, itertools.count(1), track.cues, speeds)))
    parts.extend(itertools.chain.from_iterable(map(frame.limit_lines, range(strips))))
    parts.append("</svg>")
    return "\n".join(parts)


_SWATCH = '<span class="key"><span class="swatch {look}"></span>{words}</span>'


def chart_key(track: SubtitleTrack, profile: Profile) -> str:
    """What the bars, lines and marks of the chart mean, as HTML; only those that are in it."""
    measure = Measure.of(profile)
    speeds = [measure.speed(cue) for cue in track.cues]
    top = _top_speed(speeds, measure)
    told = f"Each bar is a cue, as wide as its time on screen and as high as its speed in {measure.unit}"
    clipped = sum(speed > top for speed in speeds)
    if clipped:
        told += f", but for those marked ▲: {plural(clipped, 'cue')} faster than the scale's end, {top:,g}"
    keys = {}
    if measure.limit and measure.bearable:
        keys = {
            "bar": f"up to the limit, {measure.limit:g}",
            "near": f"over it, up to {measure.bearable:g} (dotted line): a warning",
            "over": f"over {measure.bearable:g}: an error",
        }
        told += ". The dashed line is the limit"
    looks = set(map(measure.look, speeds))
    swatches = "".join(
        _SWATCH.format(look=look, words=text(words)) for look, words in keys.items() if look in looks
    )
    return f"{text(told)}. The table of cues below has the numbers.{swatches and ' '}{swatches}"


def _strip_length(duration: Millis) -> Millis:
    """One strip for what is short, equal strips of whole minutes for what is long."""
    if duration <= _STRIP_MS:
        return max(duration, 1000)
    minutes = -(-duration // (_MOST_STRIPS * 60_000))
    return max(_STRIP_MS, minutes * 60_000)


def _top_speed(speeds: Sequence[float], measure: Measure) -> float:
    """What the axis ends at, a round number: a cue of a millisecond must not flatten all the others."""
    fastest, limit = max(speeds), measure.limit
    if limit is None:
        middle = sorted(speeds)[len(speeds) // 2]
        top = max(min(fastest, 4 * middle), 1.0)
    else:
        top = min(max(fastest, limit * 1.4), limit * 2.5)
    step = 10 if measure.by_words else 1
    return float(math.ceil(top / step) * step)


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
        """Of *ms* after a strip's beginning, in percent."""
        return 100 * ms / self.length

    def _y(self, strip: int, speed: float) -> float:
        height = _STRIP - _TOP - _BOTTOM
        return strip * _STRIP + _TOP + height * (1 - min(speed, self.top) / self.top)

    def strip(self, number: int, shown: Millis) -> str:
        """Axes of one strip, with times along it."""
        base, begin, peak = self._y(number, 0), self.start + number * self.length, self._y(number, self.top)
        parts = [
            f'<line class="axis" x1="0%" x2="0%" y1="{peak:.1f}" y2="{base:.1f}"/>',
            f'<line class="axis" x1="0%" x2="100%" y1="{base:.1f}" y2="{base:.1f}"/>',
            f'<text x="-6" y="{peak + 4:.1f}" text-anchor="end">{self.top:g}</text>',
            f'<text x="-6" y="{base:.1f}" text-anchor="end">0</text>',
        ]
        step = next((s for s in _STEPS if shown / 1000 / s <= 10), _STEPS[-1]) * 1000
        for at in range(-(-begin // step) * step, begin + self.length + 1, step):
            x = self._x(at - begin)
            anchor = "end" if x > 96 else "middle"
            # On a narrow page there is room for one in three.
            name = ' class="between"' if at // step % 3 else ""
            parts.append(
                f'<line class="axis" x1="{x:.2f}%" x2="{x:.2f}%" y1="{base:.1f}" y2="{base + 4:.1f}"/>'
                f'<text{name} x="{x:.2f}%" y="{base + 18:.1f}" text-anchor="{anchor}">'
                f"{format_duration(at)}</text>"
            )
        if number == 0:
            parts.append(f'<text x="-{_MARGIN}" y="14">{text(self.measure.unit)}</text>')
        return "".join(parts)

    def limit_lines(self, number: int) -> Iterator[str]:
        """The limit, and beside it how far over it a cue is but a warning."""
        limit, bearable = self.measure.limit, self.measure.bearable
        if not limit or not bearable:
            return
        y = self._y(number, limit)
        yield (
            f'<line class="limit" x1="0%" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="limit-text" x="-6" y="{y + 4:.1f}" text-anchor="end">{limit:g}</text>'
        )
        if limit < bearable < self.top:
            y = self._y(number, bearable)
            yield f'<line class="bearable" x1="0%" x2="100%" y1="{y:.1f}" y2="{y:.1f}"/>'

    def bars(self, number: int, cue: Cue, speed: float) -> Iterator[str]:
        """A bar from a cue's in time to its out time, in two pieces where a strip ends between them."""
        words = text(plain(" ".join(cue.lines))[:80])
        label = f"cue {number}, {clock(cue.start)}: {speed:,.1f} {self.measure.unit}"
        at, end = cue.start - self.start, cue.end - self.start
        while at < end:
            strip = at // self.length
            stop = min(end, (strip + 1) * self.length)
            x = self._x(at - strip * self.length)
            width = max(self._x(stop - strip * self.length) - x - _BETWEEN, _THINNEST)
            y, base = self._y(strip, speed), self._y(strip, 0)
            yield (
                f'<rect class="{self.measure.look(speed)}" x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%"'
                f' height="{base - y:.1f}"><title>{label}: {words}</title></rect>'
            )
            if speed > self.top:
                yield (
                    f'<text class="clipped" x="{x + width / 2:.2f}%" y="{y - 2:.1f}"'
                    ' text-anchor="middle">▲</text>'
                )
            at = stop
