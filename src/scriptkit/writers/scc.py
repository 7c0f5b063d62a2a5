"""Scenarist SCC: CEA-608 pop-on captions with the time line 21 really takes to load them.

Two bytes go out a frame at 29.97 fps. A caption is loaded into hidden memory behind the one on
screen and appears with the frame of its first End Of Caption code. Control codes go out twice, as
decoders expect. A cue with no time to load comes late, which :meth:`SccWriter.losses` says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scriptkit.model import Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text import cea608
from scriptkit.timecode import format_smpte, from_frames, start_frames, to_frames
from scriptkit.writers.fitting import Fitted, fit
from scriptkit.writers.grid import on_grid
from scriptkit.writers.losses import (
    character_losses,
    frame_loss,
    loss,
    negative_times,
    note,
    speaker_loss,
    text_losses,
)

RATE = Fraction(30000, 1001)
_MAX_LINES = 4
_EDM = (cea608.EDM, cea608.EDM)
_EOC = (cea608.EOC, cea608.EOC)

Unit = tuple[int, ...]
"""Words that must go out one behind the other: a doubled code, or two characters."""


@dataclass(slots=True)
class _Schedule:
    """Runs of words by the frame each begins on, and the cues that could not keep their time."""

    runs: list[tuple[int, list[int]]] = field(default_factory=list)
    late: list[tuple[Fitted, int]] = field(default_factory=list)
    """Cues that appear late, with the frames."""
    held: list[Fitted] = field(default_factory=list)
    """Cues that stay up until the next one because there is no time to clear the screen."""

    def put(self, frame: int, words: Sequence[int]) -> None:
        """A line of the file. What changes the screen gets its own, since some readers (ffmpeg)
        take a line's time for all that is on it."""
        if words:
            self.runs.append((frame, list(words)))


class SccWriter:
    name = "scc"
    suffix = ".scc"
    title = "SCC (CEA-608)"
    colours = True
    profile = "cea-608"
    """The house style whose lines fit the format's."""

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [
            *_rate_loss(options),
            *frame_loss(track, RATE),
            *speaker_loss(track, self.title),
            *negative_times(track),
            *text_losses(track),
            *_layout_losses(track, options),
        ]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        day = _day(options)
        parts = ["Scenarist_SCC V1.0\n"]
        for frame, words in _schedule(_fit(track), options).runs:
            code = format_smpte(frame % day, RATE, drop_frame=_drops(options))
            parts.append(f"{code}\t{' '.join(map(_hex, words))}\n")
        return "\n".join(parts).encode("ascii")


def _drops(options: WriteOptions) -> bool:
    """Non-drop time code only where 29.97 without drop frame is asked for."""
    return options.drop_frame or options.frame_rate != RATE


def _first(options: WriteOptions) -> int:
    """Frame of the programme's start: its time code keeps its digits, times from it are real time."""
    return start_frames(options.start, options.frame_rate, options.drop_frame, RATE, _drops(options))


def _day(options: WriteOptions) -> int:
    """Frames of 24 hours of time code."""
    return start_frames(86_400_000, Fraction(25), False, RATE, _drops(options))


def _fit(track: SubtitleTrack) -> list[Fitted]:
    return fit(track.cues, cea608.COLUMNS, _MAX_LINES, _width)


def _width(text: str) -> int:
    """Cells of *text*: a dash may be two, a euro sign three letters."""
    return len(text) if text.isascii() else len(cea608.encode(text)[0])


def _rate_loss(options: WriteOptions) -> Iterator[Finding]:
    if options.frame_rate != RATE:
        yield note(
            "loss-frame-rate",
            "SCC is counted at 29.97 fps drop frame, whatever the programme's rate: real time from its start",
        )


def _layout_losses(track: SubtitleTrack, options: WriteOptions) -> Iterator[Finding]:
    shown = _fit(track)
    first, day = _first(options), _day(options)
    for item in shown:
        cue = item.cue
        if item.overlaps:
            yield loss(
                "loss-overlap", "one caption at a time: cut short by the next", cue=item.number, at=cue.start
            )
        if item.rewrapped and not item.part:
            yield loss("loss-line-length", "lines broken again to 32 columns", cue=item.number, at=cue.start)
        if item.part == 1:
            yield loss("loss-rows", "more than four rows: divided", cue=item.number, at=cue.start)
        spelled = {c: s for line in cue.lines for c, s in cea608.encode(line)[1].items()}
        yield from character_losses(item.number, cue, spelled)
        if any(c.upper() not in cea608.COLOURS for c in cue.colours):
            yield loss("loss-colour", "nearest CEA-608 colour taken", cue=item.number, at=cue.start)
        if first + to_frames(cue.end, RATE) >= day:
            yield loss(
                "loss-time", "time code passes midnight and begins anew", cue=item.number, at=cue.start
            )
    schedule = _schedule(shown, options)
    if schedule.runs and schedule.runs[0][0] < first:
        code = format_smpte(schedule.runs[0][0], RATE, drop_frame=_drops(options))
        yield note("loss-lead-in", f"the first caption loads from {code}, before the programme begins")
    for item, frames in schedule.late:
        message = f"too early to be loaded: shown {from_frames(frames, RATE)} ms late"
        yield loss("loss-load-time", message, cue=item.number, at=item.cue.start)
    for item in schedule.held:
        message = "stays until the next cue: no time to clear the screen between them"
        yield loss("loss-gap", message, cue=item.number, at=item.cue.end)


def _schedule(shown: Sequence[Fitted], options: WriteOptions) -> _Schedule:
    """When each word goes out.

    With a start time code the first caption may load in the leader, before the programme's first
    frame; without one there is nothing before it.
    """
    schedule = _Schedule()
    free, first = 0, _first(options)
    clear: int | None = None
    before: Fitted | None = None
    grid = on_grid([item.cue for item in shown], RATE)
    for item, (begin, end) in zip(shown, grid, strict=True):
        units = _load(item)
        length = sum(map(len, units))
        start = first + begin
        if start - free < length:
            units = _load(item, coarse=True)
            length = sum(map(len, units))
        if clear is not None and clear + 2 > start:
            clear = None  # the next caption takes its place
        if clear is not None and start - free < length + 2:
            clear = None
            if before is not None:
                schedule.held.append(before)
        if start - free < length:
            schedule.late.append((item, free + length - start))
            start = free + length
        _place(schedule, units, start, clear, free)
        schedule.put(start, _EOC)
        free = start + 2
        clear = max(free, first + end)
        before = item
    if clear is not None:
        schedule.put(clear, _EDM)
    return schedule


def _place(schedule: _Schedule, units: list[Unit], start: int, clear: int | None, free: int) -> None:
    """Loads *units* so that they end on *start*, with the screen cleared on frame *clear* between them.

    What does not fit behind the clearing goes before it. A doubled code is never torn apart.
    """
    if clear is None:
        schedule.put(start - sum(map(len, units)), [w for unit in units for w in unit])
        return
    behind = 0
    split = len(units)
    while split and behind + len(units[split - 1]) <= start - clear - 2:
        split -= 1
        behind += len(units[split])
    ahead = [w for unit in units[:split] for w in unit]
    if ahead and clear - len(ahead) < free:
        clear = start - behind - 2  # one frame later, since there is none to spare before
    if ahead:
        schedule.put(clear - len(ahead), ahead)
    schedule.put(clear, _EDM)
    schedule.put(start - behind, [w for unit in units[split:] for w in unit])


def _load(item: Fitted, *, coarse: bool = False) -> list[Unit]:
    """The words that write a cue into hidden memory, row by row, each row centred.

    *coarse* leaves out the tab offsets, up to three columns of it, to save two frames a row.
    """
    cue = item.cue
    units: list[Unit] = [(cea608.RCL,) * 2, (cea608.ENM,) * 2]
    first_row = 1 if cue.top else cea608.ROWS + 1 - len(cue.lines)
    for i, line in enumerate(cue.lines):
        cells, _ = cea608.encode(line)
        style = cea608.ITALIC_STYLE if cue.italic else _nearest(cue.colour(i))
        units += _cursor(first_row + i, len(cells), style, coarse=coarse)
        units += _characters(cells)
    return units


def _nearest(colour: str | None) -> int:
    if not colour:
        return 0
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    distances = [
        sum((int(known[n : n + 2], 16) - w) ** 2 for n, w in zip((1, 3, 5), wanted, strict=True))
        for known in cea608.COLOURS
    ]
    return distances.index(min(distances))


def _cursor(row: int, width: int, style: int, *, coarse: bool) -> Iterator[Unit]:
    """Row and column for *width* centred cells; a style's code takes the cell before them."""
    column = max(0, (cea608.COLUMNS - width) // 2)
    if style and width >= cea608.COLUMNS:
        yield (cea608.row_style(row, style),) * 2
        return
    if style:
        column = max(0, column - 1)
    yield (cea608.row_address(row, column - column % 4),) * 2
    if column % 4 and not coarse:
        yield (cea608.TAB_OFFSET[column % 4],) * 2
    if style:
        yield (cea608.mid_row(style),) * 2


def _characters(cells: list[tuple[int, str]]) -> Iterator[Unit]:
    """Basic characters two a word; special and extended ones as doubled codes, the latter behind
    the basic character they replace."""
    waiting: int | None = None
    for code, _ in cells:
        basic = code if code < 0x100 else cea608.base_character(code) if code in cea608.EXTENDED else None
        if basic is not None:
            if waiting is None:
                waiting = basic
            else:
                yield (waiting << 8 | basic,)
                waiting = None
        if code >= 0x100:
            if waiting is not None:
                yield (waiting << 8,)
                waiting = None
            yield (code, code)
    if waiting is not None:
        yield (waiting << 8,)


_HEX = tuple(f"{cea608.with_parity(byte):02x}" for byte in range(0x80))


def _hex(word: int) -> str:
    return _HEX[word >> 8] + _HEX[word & 0xFF]
