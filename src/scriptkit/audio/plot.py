"""A programme as a picture: waveform, who speaks when, and the cues under it. SVG, no library needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from scriptkit.audio.signal import numpy
from scriptkit.model import Cue, Role, Timeline
from scriptkit.timecode import Millis, format_duration

if TYPE_CHECKING:
    from scriptkit.audio.signal import Samples

_WIDTH, _MARGIN = 1200, 16
_HEADER, _ROW, _WAVE, _BAND = 40, 172, 84, 20
_CUE_TOP, _CUE_HEIGHT = _WAVE + _BAND + 6, 36
_SHORTEST_ROW, _MOST_ROWS = 30_000, 24
_CHARACTER = 5.6
"""Width of a letter of the cues' 10 px text, about."""

_COLOURS: dict[Role, str] = {
    Role.INTRO: "#1f6feb", Role.TOSS: "#54aeff", Role.NARRATION: "#57606a", Role.SOUNDBITE: "#bf8700",
    Role.STANDUP: "#a475f9", Role.TWO_WAY: "#1b7c83", Role.SIGN_OFF: "#2da44e",
}  # fmt: skip


class Waveform:
    """Passes sound on and keeps its highest and lowest value for each pixel of the picture."""

    def __init__(self, sound: Iterable[Samples], length: int, rate: int) -> None:
        self._sound = sound
        self.row = row_length(round(length * 1000 / rate))
        self._bin = max(round(self.row * rate / 1000 / _WIDTH), 1)
        self.peaks: list[tuple[float, float]] = []

    def __iter__(self) -> Iterator[Samples]:
        np = numpy()
        rest: Samples = np.zeros(0, np.float32)
        for block in self._sound:
            yield block
            joined = np.concatenate([rest, block])
            whole = len(joined) // self._bin
            bins = joined[: whole * self._bin].reshape(whole, self._bin)
            self.peaks += zip(bins.min(axis=1).tolist(), bins.max(axis=1).tolist(), strict=True)
            rest = joined[whole * self._bin :]


def row_length(duration: Millis) -> Millis:
    """Milliseconds a row of the picture shows: half a minute, more when there would be too many rows."""
    return max(_SHORTEST_ROW, -(-duration // _MOST_ROWS // 1000) * 1000)


def plot(waveform: Waveform, timeline: Timeline, cues: Sequence[Cue], duration: Millis, title: str) -> str:
    """The picture as SVG; *waveform* has seen all of the sound."""
    row = waveform.row
    rows = max(-(-duration // row), 1)
    height = _HEADER + rows * _ROW + _MARGIN
    width = _WIDTH + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        f' font-size="10" role="img" aria-label="{escape(title)}: waveform, roles and cues">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{_MARGIN}" y="18" font-size="14" font-weight="bold">{escape(title)}'
        f"  {format_duration(duration)}</text>",
        *_legend(timeline),
    ]
    loudest = max((max(-low, high) for low, high in waveform.peaks), default=0.0) or 1.0
    for number in range(rows):
        begin = number * row
        parts.append(f'<g transform="translate({_MARGIN} {_HEADER + number * _ROW})">')
        parts += _axis(begin, row)
        parts += _wave(waveform.peaks[number * _WIDTH : (number + 1) * _WIDTH], loudest)
        parts += _bands(timeline, begin, row)
        parts += _cues(cues, begin, row)
        parts.append("</g>")
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _legend(timeline: Timeline) -> list[str]:
    parts, x = [], _MARGIN
    for role in dict.fromkeys(item.segment.role for item in timeline.items):
        name = role.value.replace("_", " ")
        parts.append(f'<rect x="{x}" y="26" width="10" height="8" fill="{_COLOURS[role]}"/>')
        parts.append(f'<text x="{x + 14}" y="34">{name}</text>')
        x += 14 + round(len(name) * 6) + 18
    return parts


def _axis(begin: Millis, row: Millis) -> list[str]:
    step = 5_000 if row <= 60_000 else 30_000
    parts = [f'<line x1="0" y1="{_WAVE / 2}" x2="{_WIDTH}" y2="{_WAVE / 2}" stroke="#d0d7de"/>']
    for at in range(begin, begin + row, step):
        x = (at - begin) * _WIDTH / row
        parts.append(f'<line x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{_WAVE}" stroke="#eaeef2"/>')
        label = format_duration(at)
        parts.append(f'<text x="{x + 2:.1f}" y="9" fill="#8c959f">{label}</text>')
    return parts


def _wave(peaks: Sequence[tuple[float, float]], loudest: float) -> list[str]:
    if not peaks:
        return []
    middle, scale = _WAVE / 2, (_WAVE / 2 - 4) / loudest
    top = [f"{x},{middle - high * scale:.1f}" for x, (_, high) in enumerate(peaks)]
    bottom = [f"{x},{middle - low * scale:.1f}" for x, (low, _) in enumerate(peaks)]
    return [f'<polygon points="{" ".join([*top, *reversed(bottom)])}" fill="#24292f"/>']


def _clip(start: Millis, end: Millis, begin: Millis, row: Millis) -> tuple[float, float] | None:
    """Left edge and width in a row, None when the time is not in it."""
    first, last = max(start, begin), min(end, begin + row)
    if first >= last:
        return None
    return (first - begin) * _WIDTH / row, (last - first) * _WIDTH / row


def _bands(timeline: Timeline, begin: Millis, row: Millis) -> list[str]:
    parts = []
    for item in timeline.items:
        place = _clip(item.start, item.end, begin, row)
        if place is None:
            continue
        x, width = place
        role = item.segment.role
        name = item.segment.speaker or role.value.replace("_", " ")
        parts.append(
            f'<rect x="{x:.1f}" y="{_WAVE}" width="{width:.1f}" height="{_BAND - 4}" rx="2"'
            f' fill="{_COLOURS[role]}"/>'
        )
        parts.append(_fitted(name, x + 4, _WAVE + 12, width - 6, "#fff"))
    return parts


def _cues(cues: Sequence[Cue], begin: Millis, row: Millis) -> list[str]:
    parts = []
    for number, cue in enumerate(cues, 1):
        place = _clip(cue.start, cue.end, begin, row)
        if place is None:
            continue
        x, width = place
        parts.append(
            f'<rect x="{x:.1f}" y="{_CUE_TOP}" width="{width:.1f}" height="{_CUE_HEIGHT}" rx="2"'
            f' fill="#ddf4ff" stroke="#54aeff"><title>{number}: {escape(cue.text)}</title></rect>'
        )
        for n, line in enumerate(cue.lines[:2]):
            parts.append(_fitted(line, x + 3, _CUE_TOP + 14 + 14 * n, width - 4, "#24292f"))
    return parts


def _fitted(text: str, x: float, y: float, width: float, colour: str) -> str:
    """*text* as far as it fits *width* pixels."""
    room = int(width / _CHARACTER)
    shown = text if len(text) <= room else f"{text[: max(room - 1, 0)].rstrip()}…" if room > 2 else ""
    return f'<text x="{x:.1f}" y="{y}" fill="{colour}">{escape(shown)}</text>' if shown else ""
