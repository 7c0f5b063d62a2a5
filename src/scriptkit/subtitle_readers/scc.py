"""Scenarist SCC: decodes CEA-608 channel 1 as a television set does, pop-on, roll-up and paint-on.

A roll-up line is a cue from its first character until the next line begins, so that words are
counted once although they stay on screen.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.styling import PLAIN, Look, Run, styled
from scriptkit.text import cea608
from scriptkit.timecode import from_frames

RATE = Fraction(30000, 1001)
_LINE = re.compile(r"\s*(\d{1,3}):(\d{2}):(\d{2})([:;.,])(\d{2})\s+(\S.*)$")
_WORD = re.compile(r"[0-9A-Fa-f]{4}$")
_HEADER = "scenarist_scc"
_LOOKS = tuple(
    Look(italic=style == cea608.ITALIC_STYLE)
    if style >= cea608.ITALIC_STYLE
    else Look(colour=None if cea608.COLOURS[style] == "#FFFFFF" else cea608.COLOURS[style])
    for style in range(8)
)
"""What a cell's style looks like."""


@dataclass(slots=True)
class _Screen:
    """A caption memory: cells by row and column, each with its style (0-7, 7 is italics)."""

    cells: dict[tuple[int, int], tuple[str, int]] = field(default_factory=dict)
    row: int = cea608.ROWS
    column: int = 0
    style: int = 0

    def put(self, char: str) -> None:
        """Past column 32 too, where a set would overwrite the last cell: no word is lost in reading."""
        self.cells[self.row, self.column] = (char, self.style)
        self.column += 1

    def back(self) -> None:
        self.column = max(0, self.column - 1)
        self.cells.pop((self.row, self.column), None)

    def clear(self) -> None:
        self.cells.clear()

    def lines(self) -> Iterator[tuple[int, list[Run]]]:
        """Row and its runs of cells of one look, from the top."""
        for row in sorted({row for row, _ in self.cells}):
            columns = {column: cell for (r, column), cell in self.cells.items() if r == row}
            span = range(min(columns), max(columns) + 1)
            cells = [columns.get(column, (" ", 0)) for column in span]
            runs = [
                ("".join(char for char, _ in run), _LOOKS[style])
                for style, run in itertools.groupby(cells, key=lambda cell: cell[1])
            ]
            if any(text.strip() for text, _ in runs):
                yield row, runs


@dataclass(slots=True)
class _Decoder:
    """Line 21 decoder: takes words with the frame each arrives on."""

    builder: TrackBuilder
    mode: str = "pop"
    hidden: _Screen = field(default_factory=_Screen)
    shown: _Screen = field(default_factory=_Screen)
    since: int = 0
    """Frame on which what is shown appeared."""
    before: int = 0
    """The last control code, to know its repetition by."""
    other_channel: bool = False

    @property
    def screen(self) -> _Screen:
        return self.hidden if self.mode == "pop" else self.shown

    def word(self, word: int, frame: int) -> None:
        first = word >> 8
        if 0x10 <= first < 0x20:
            if word == self.before:
                self.before = 0
                return
            self.before = word
            self.other_channel = bool(first & 0x08)
            if not self.other_channel:
                self._control(word, frame)
            return
        self.before = 0
        if (first and first < 0x10) or self.other_channel:
            return  # extended data services, or the other language
        for code in (first, word & 0xFF):
            if code >= 0x20:
                self._char(cea608.STANDARD[code], frame)

    def _char(self, char: str, frame: int) -> None:
        if self.mode != "pop" and not self.shown.cells:
            self.since = frame
        self.screen.put(char)

    def _control(self, word: int, frame: int) -> None:
        if word in cea608.SPECIAL:
            self._char(cea608.SPECIAL[word].replace("\u00a0", " "), frame)
        elif word in cea608.EXTENDED:
            self.screen.back()
            self._char(cea608.EXTENDED[word], frame)
        elif word & 0xFFF0 == 0x1120:
            self._char(" ", frame)
            self.screen.style = word >> 1 & 7
        elif address := cea608.parse_row_address(word):
            self._address(*address, frame)
        elif 0x1721 <= word <= 0x1723:
            self.screen.column = min(cea608.COLUMNS - 1, self.screen.column + (word & 3))
        elif word & 0xFE00 == 0x1400:
            self._command(word & 0xFEFF, frame)

    def _address(self, row: int, column: int, style: int | None, frame: int) -> None:
        screen = self.screen
        if self.mode == "paint" and any(r == row for r, _ in screen.cells):
            self.erase(frame)
        if self.mode != "roll":
            screen.row = row
        screen.column, screen.style = column, style or 0

    def _command(self, word: int, frame: int) -> None:
        if word == cea608.RCL:
            self.mode = "pop"
        elif word == cea608.ENM:
            self.hidden.clear()
        elif word == cea608.EDM:
            self.erase(frame)
        elif word == cea608.EOC:
            self.erase(frame)
            self.shown, self.hidden = self.hidden, self.shown
            self.since, self.mode = frame, "pop"
        elif word in cea608.ROLL_UP:
            if self.mode != "roll":
                self.erase(frame)
                self.hidden.clear()
            self.mode, self.shown.row = "roll", cea608.ROWS
        elif word == cea608.CARRIAGE_RETURN and self.mode == "roll":
            self.erase(frame)
            self.shown.column = self.shown.style = 0
        elif word == cea608.RESUME_DIRECT:
            if self.mode == "roll":
                self.erase(frame)
            self.mode = "paint"
        elif word == cea608.BACKSPACE:
            self.screen.back()
        elif word == cea608.DELETE_TO_END:
            screen = self.screen
            for row, column in [cell for cell in screen.cells if cell[0] == screen.row]:
                if column >= screen.column:
                    del screen.cells[row, column]

    def erase(self, frame: int | None) -> None:
        """Takes what is shown off the screen: that is a cue. ``None`` when the file ends first."""
        lines = list(self.shown.lines())
        if lines:
            wide = max(column for _, column in self.shown.cells) + 1
            if wide > cea608.COLUMNS:
                message = f"text runs to column {wide}; sets show {cea608.COLUMNS}"
                self.builder.error("past-the-edge", message, at=from_frames(self.since, RATE))
            text = [run for _, runs in lines for run in (("\n", PLAIN), *runs)]
            look = styled(text)
            self.builder.add(
                Raw(
                    from_frames(self.since, RATE),
                    None if frame is None else from_frames(frame, RATE),
                    [re.sub(" +", " ", line) for line in look.lines],
                    colours=look.colours,
                    italic=look.italic,
                    top=lines[-1][0] <= cea608.ROWS // 2,
                    lost=look.lost,
                )
            )
        self.shown.clear()


class SccReader:
    name = "scc"
    title = "SCC"
    suffixes: tuple[str, ...] = (".scc",)

    def sniff(self, head: bytes) -> bool:
        return TrackBuilder("").decode(head).lstrip("\ufeff \n").lower().startswith(_HEADER)

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when there is text but neither the header nor one line of codes."""
        builder = TrackBuilder(source)
        lines = builder.decode(data).split("\n")
        builder.encoding, builder.frame_rate = "cea-608", RATE
        decoder = _Decoder(builder)
        found = wrong = 0
        for number, line in enumerate(lines, 1):
            match = _LINE.match(line)
            if not match:
                if line.strip() and not line.lstrip("\ufeff ").lower().startswith(_HEADER):
                    builder.error("bad-time-line", f"not a line of SCC: {line.strip()[:60]!r}", line=number)
                continue
            found += 1
            builder.drop_frame = match[4] != ":"
            frame = _frame(match)
            if not _possible(match):
                what = "minutes or seconds past 59, frames past 29, or one that drop frame leaves out"
                builder.warn("odd-time", f"time code: {what}", line=number, at=from_frames(frame, RATE))
            for i, text in enumerate(match[6].split()):
                if not _WORD.match(text):
                    builder.error("bad-code", f"not a code: {text[:20]!r}", line=number)
                    continue
                raw = int(text, 16)
                wrong += sum(byte.bit_count() % 2 == 0 for byte in (raw >> 8, raw & 0xFF))
                decoder.word(raw & 0x7F7F, frame + i)
        if not found and not self.sniff(data) and any(line.strip() for line in lines):
            raise InputError(f"{source}: no SCC", hint="it should begin with Scenarist_SCC V1.0")
        if wrong:
            builder.warn("bad-parity", f"{wrong} byte(s) with wrong parity; decoders show blocks there")
        decoder.erase(None)
        return builder.finish()


def _possible(match: re.Match[str]) -> bool:
    """Whether there is such a time code at 29.97 frames a second."""
    minute, second, frame = (int(match[i]) for i in (2, 3, 5))
    left_out = match[4] != ":" and minute % 10 and not second and frame < 2
    return minute < 60 and second < 60 and frame < 30 and not left_out


def _frame(match: re.Match[str]) -> int:
    """Frame count of a line's time code; a semicolon (or dot or comma) means drop frame."""
    minutes = int(match[1]) * 60 + int(match[2])
    frames = (minutes * 60 + int(match[3])) * 30 + int(match[5])
    return frames - 2 * (minutes - minutes // 10) if match[4] != ":" else frames
