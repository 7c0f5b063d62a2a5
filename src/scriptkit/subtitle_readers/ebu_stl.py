"""EBU STL (EBU Tech 3264): teletext and open subtitles, extension blocks, cumulative sets.

Times count from the programme's start time code (TCP) where the file has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.styling import PLAIN, UNDERLINE, Look, Run, styled
from scriptkit.text import iso6937
from scriptkit.timecode import Millis, from_frames, nominal

_GSI, _TTI = 1024, 128
_RATES = {
    b"STL23": Fraction(24000, 1001),
    b"STL24": Fraction(24),
    b"STL25": Fraction(25),
    b"STL30": Fraction(30000, 1001),
    b"STL50": Fraction(50),
}
_CODECS = {b"01": "iso8859_5", b"02": "iso8859_6", b"03": "iso8859_7", b"04": "iso8859_8"}
_COLOURS = ("#000000", "#FF0000", "#00FF00", "#FFFF00", "#0000FF", "#FF00FF", "#00FFFF", "#FFFFFF")
_LANGUAGES = {
    b"06": "cs", b"07": "da", b"08": "de", b"09": "en", b"0A": "es", b"0F": "fr", b"15": "it", b"1B": "hu",
    b"1D": "nl", b"1E": "no", b"20": "pl", b"21": "pt", b"22": "ro", b"27": "fi", b"28": "sv", b"29": "tr",
    b"04": "hr", b"11": "ga", b"05": "cy", b"12": "gd", b"70": "el", b"56": "ru", b"49": "uk", b"6C": "he",
    b"7E": "ar", b"77": "bg",
}  # fmt: skip
_USER_DATA = range(0xF0, 0xFF)
_NEW_LINE, _UNUSED, _ITALIC_ON, _ITALIC_OFF = 0x8A, 0x8F, 0x80, 0x81
_UNDERLINE_ON, _UNDERLINE_OFF = 0x82, 0x83


@dataclass(frozen=True, slots=True)
class _Block:
    """One subtitle, its extension blocks joined."""

    number: int
    start: int
    end: int
    """Frames of time code."""
    row: int
    text: bytes


class EbuStlReader:
    name = "ebu-stl"
    title = "EBU STL"
    suffixes: tuple[str, ...] = (".stl",)

    def sniff(self, head: bytes) -> bool:
        return head[3:6] == b"STL" and head[:3].isdigit()

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when *data* is no EBU STL."""
        if not self.sniff(data) or len(data) < _GSI:
            raise InputError(f"{source}: no EBU STL header", hint="Spruce STL, a text format, is not EBU STL")
        builder = TrackBuilder(source)
        rate = _RATES.get(data[3:8])
        if rate is None:
            builder.warn("odd-frame-rate", f"unknown disk format {data[3:11]!r}; read at 25 fps")
            rate = Fraction(25)
        else:
            builder.frame_rate = rate
            # The user-defined area of our own files says what no field of the format can.
            builder.drop_frame = rate == _RATES[b"STL30"] and data[448:462] != b"NON-DROP FRAME"
        builder.language = _LANGUAGES.get(data[14:16].upper(), "")
        builder.title = data[16:48].decode("cp850").strip() or None
        codec = _CODECS.get(data[12:14])
        builder.encoding = codec or "iso6937"
        blocks = list(_blocks(builder, data[_GSI:], rate))
        offset = _offset(builder, data, blocks, rate)
        top_rows = _rows(data) // 2
        for block in blocks:
            look = styled(_runs(builder, block, codec, rate, offset))
            builder.add(
                Raw(
                    from_frames(block.start - offset, rate),
                    from_frames(block.end - offset, rate),
                    [line.strip() for line in look.lines],
                    colours=look.colours,
                    italic=look.italic,
                    top=0 < block.row < top_rows,
                    lost=look.lost,
                )
            )
        return builder.finish()


def _rows(data: bytes) -> int:
    """Rows a page has: 23 in teletext, for open subtitles what the file says."""
    if data[11:12] in (b"1", b"2"):
        return 23
    digits = data[253:255].strip()
    return int(digits) if digits.isdigit() else 23


def _offset(builder: TrackBuilder, data: bytes, blocks: list[_Block], rate: Fraction) -> int:
    """Frames of the start of programme, unless subtitles stand before it."""
    code = data[256:264]
    if not code.isdigit():
        return 0
    start = _frames([int(code[i : i + 2]) for i in (0, 2, 4, 6)], rate, builder.drop_frame)
    if any(block.start < start for block in blocks):
        builder.warn("early-cue", "subtitles before the start of programme: its time code is left aside")
        return 0
    return start


def _blocks(builder: TrackBuilder, data: bytes, rate: Fraction) -> Iterator[_Block]:
    """Subtitles from TTI blocks. Comments and user data are left out."""
    if len(data) % _TTI:
        builder.error("truncated", "the last block is cut short")
    text = b""
    for at in range(0, len(data), _TTI):
        tti = data[at : at + _TTI]
        if len(tti) < 17:
            continue
        number, extension = int.from_bytes(tti[1:3], "little"), tti[3]
        if extension in _USER_DATA:
            continue
        if tti[15] == 1:
            builder.info("comment", f"comment left out: {_plain(tti[16:])[:60]!r}")
            continue
        text += tti[16:].rstrip(bytes((_UNUSED,)))
        if extension != 0xFF and len(text) < 0xF0 * 112:
            continue
        if any(value > limit for value, limit in zip(tti[5:13], (23, 59, 59, 59) * 2, strict=True)):
            builder.warn("odd-time", f"subtitle {number}: no possible time code, read as it stands")
        yield _Block(number, *_times(tti, rate, builder.drop_frame), tti[13], text)
        text = b""
    if text:
        builder.error("truncated", f"text without its last block left out: {_plain(text)[:200]!r}")


def _plain(text: bytes) -> str:
    return iso6937.decode(bytes(b for b in text if 0x20 <= b < 0x7F or b >= 0xA0))[0]


def _times(tti: bytes, rate: Fraction, drop: bool) -> tuple[int, int]:
    return _frames(tti[5:9], rate, drop), _frames(tti[9:13], rate, drop)


def _frames(code: Sequence[int], rate: Fraction, drop: bool) -> int:
    """Frame count of a time code; at 29.97 fps it is taken for drop frame, as broadcasters use it."""
    hours, minutes, seconds, frames = code
    total_minutes = hours * 60 + minutes
    count = (total_minutes * 60 + seconds) * nominal(rate) + frames
    return count - 2 * (total_minutes - total_minutes // 10) if drop else count


def _runs(builder: TrackBuilder, block: _Block, codec: str | None, rate: Fraction, offset: int) -> list[Run]:
    """A text field as it looks: colours begin anew on each row, italics and underlines go on."""
    runs: list[Run] = []
    look = PLAIN
    unknown = 0
    for row in block.text.replace(bytes((_UNUSED,)), b"").split(bytes((_NEW_LINE,))):
        look, line = replace(look, colour=None) if look.colour else look, ""
        for is_text, piece in _pieces(row):
            if is_text:
                text, bad = _decode(piece, codec)
                unknown += bad
                line += text
                runs.append((text, look))
                continue
            for code in piece:
                look = _controlled(look, code)
            if line and not line.endswith(" "):  # a control code takes a cell on screen
                line += " "
                runs.append((" ", look))
        runs.append(("\n", look))
    if unknown:
        at: Millis = from_frames(block.start - offset, rate)
        builder.warn("unknown-character", f"{unknown} byte(s) the code table does not have", at=at)
    return runs


def _controlled(look: Look, code: int) -> Look:
    if code < 8:
        colour = None if _COLOURS[code] == "#FFFFFF" else _COLOURS[code]
        return look if colour == look.colour else replace(look, colour=colour)
    if code in (_ITALIC_ON, _ITALIC_OFF):
        return replace(look, italic=code == _ITALIC_ON)
    if code in (_UNDERLINE_ON, _UNDERLINE_OFF):
        return look.having(UNDERLINE, code == _UNDERLINE_ON)
    return look


def _pieces(row: bytes) -> Iterator[tuple[bool, bytes]]:
    """Runs of text and runs of control codes."""
    begin = 0
    for at in range(1, len(row) + 1):
        if at == len(row) or _is_text(row[at]) != _is_text(row[begin]):
            yield _is_text(row[begin]), row[begin:at]
            begin = at


def _is_text(byte: int) -> bool:
    return 0x20 <= byte < 0x7F or byte >= 0xA0


def _decode(piece: bytes, codec: str | None) -> tuple[str, int]:
    if codec is None:
        return iso6937.decode(piece)
    text = piece.decode(codec, "replace")
    return text, text.count("\ufffd")
