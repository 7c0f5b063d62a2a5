"""EBU STL (EBU Tech 3264): a 1024-byte GSI block and 128-byte TTI blocks, for teletext level 1.

Text is double height in boxes, so a line takes two of the 23 rows; its colour and box codes take
cells of the 40 a row has. Times are programme time code: the start time code is in TCP.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction

from scriptkit.errors import OutputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text import iso6937
from scriptkit.text.fold import fold, invisible
from scriptkit.timecode import Millis, format_smpte, start_frames, to_frames
from scriptkit.writers.fitting import Fitted, fit
from scriptkit.writers.grid import on_grid
from scriptkit.writers.losses import (
    character_losses,
    frame_loss,
    loss,
    negative_times,
    note,
    speaker_loss,
    style_loss,
    text_losses,
)

NTSC = Fraction(30000, 1001)
_USER_AREA = 448
NON_DROP = b"NON-DROP FRAME"
"""Stands in the user-defined area of files of ours that count so: no field of the format is for it."""
_COLUMNS = 40
_LAST_ROW = 22
"""A double-height line on row 22 covers row 23 too, the last."""
_MAX_LINES = 4
_DOUBLE_HEIGHT, _START_BOX, _END_BOX, _NEW_LINE, _UNUSED = 0x0D, 0x0B, 0x0A, 0x8A, 0x8F
_TEXT_BYTES = 112
# Teletext alpha colours, by their codes.
_COLOURS = ("#000000", "#FF0000", "#00FF00", "#FFFF00", "#0000FF", "#FF00FF", "#00FFFF", "#FFFFFF")
_WHITE = 7
_LANGUAGES = {
    "sq": "01", "br": "02", "ca": "03", "hr": "04", "cy": "05", "cs": "06", "da": "07", "de": "08",
    "en": "09", "es": "0A", "eo": "0B", "et": "0C", "eu": "0D", "fo": "0E", "fr": "0F", "fy": "10",
    "ga": "11", "gd": "12", "gl": "13", "is": "14", "it": "15", "se": "16", "la": "17", "lv": "18",
    "lb": "19", "lt": "1A", "hu": "1B", "mt": "1C", "nl": "1D", "no": "1E", "nb": "1E", "oc": "1F",
    "pl": "20", "pt": "21", "ro": "22", "rm": "23", "sr": "24", "sk": "25", "sl": "26", "fi": "27",
    "sv": "28", "tr": "29", "ru": "56", "uk": "49", "bg": "77", "el": "70", "he": "6C", "ar": "7E",
}  # fmt: skip
# Character code tables other than Latin: number, codec.
_TABLES = (("01", "iso8859_5"), ("02", "iso8859_6"), ("03", "iso8859_7"), ("04", "iso8859_8"))


class EbuStlWriter:
    name = "ebu-stl"
    suffix = ".stl"
    title = "EBU STL"
    colours = True
    profile = "ebu-stl"
    """The house style whose lines fit the format's."""

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        rate = _rate(options)
        return [
            *_rate_loss(options),
            *frame_loss(track, rate),
            *speaker_loss(track, self.title),
            *style_loss(track, self.title, italic=True, top=False),
            *negative_times(track),
            *text_losses(track),
            *_layout_losses(track, options),
        ]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        """Raises OutputError for more than 65,535 subtitles, which the format cannot number."""
        table = _choose_table(track)
        shown = _fit(track, table)
        if len(shown) > 65_535:
            raise OutputError(
                f"EBU STL numbers 65,535 subtitles, this has {len(shown)}",
                hint="divide the programme into reels",
            )
        blocks: list[bytes] = []
        grid = on_grid([item.cue for item in shown], _rate(options))
        for number, (item, times) in enumerate(zip(shown, grid, strict=True), 1):
            blocks += _subtitle_blocks(number, item, times, options, table)
        first = shown[0].cue.start if shown else 0
        return _gsi(track, options, table, len(blocks), len(shown), first) + b"".join(blocks)


def _rate(options: WriteOptions) -> Fraction:
    """Tech 3264 knows 25 and 30 frames a second; 30 is television's 29.97."""
    return NTSC if options.frame_rate > Fraction(29) and options.frame_rate % 25 else Fraction(25)


def _rate_loss(options: WriteOptions) -> Iterator[Finding]:
    rate = _rate(options)
    if options.frame_rate != rate:
        yield note(
            "loss-frame-rate",
            f"EBU STL has 25 and 29.97 fps: time code is counted at {float(rate):g} fps, in real time from"
            " the programme's start",
        )
    if rate == NTSC and not _drops(options):
        yield loss(
            "loss-frame-rate",
            "EBU STL cannot say that its time code is non-drop: readers that take 29.97 for drop frame"
            " show cues 3.6 s early for each hour of programme",
        )


def _drops(options: WriteOptions) -> bool:
    """Readers take 29.97 for drop frame, which the file cannot say: only who gives a non-drop start
    at 29.97 gets that, for the tape or server that counts so."""
    return _rate(options) == NTSC and (options.drop_frame or options.frame_rate != NTSC or not options.start)


def _start(options: WriteOptions) -> int:
    """Frame of the programme's start: its time code keeps its digits, times from it are real time."""
    return start_frames(
        options.start, options.frame_rate, options.drop_frame, _rate(options), _drops(options)
    )


def _day(options: WriteOptions) -> int:
    """Frames of 24 hours of time code."""
    rate = _rate(options)
    return start_frames(86_400_000, Fraction(25), False, rate, _drops(options))


def _columns(track: SubtitleTrack) -> int:
    """Cells left for text: double height and the doubled start box go off, and a colour where one is used."""
    return _COLUMNS - (4 if any(cue.colours for cue in track.cues) else 3)


def _fit(track: SubtitleTrack, table: tuple[str, str | None]) -> list[Fitted]:
    def width(text: str) -> int:
        """Cells of *text*: a euro sign may be three letters."""
        return len(text) if text.isascii() else len(_encode(text, table)[0])

    return fit(track.cues, _columns(track), _MAX_LINES, width)


def _layout_losses(track: SubtitleTrack, options: WriteOptions) -> Iterator[Finding]:
    table = _choose_table(track)
    columns, start, day = _columns(track), _start(options), _day(options)
    for item in _fit(track, table):
        cue = item.cue
        if item.overlaps:
            yield loss("loss-overlap", "one subtitle at a time: cut short", cue=item.number, at=cue.start)
        if item.rewrapped and not item.part:
            message = f"lines broken again to {columns} columns"
            yield loss("loss-line-length", message, cue=item.number, at=cue.start)
        if item.part == 1:
            yield loss("loss-rows", "too many lines for one subtitle: divided", cue=item.number, at=cue.start)
        spelled = {c: s for line in cue.lines for c, s in _encode(line, table)[1].items()}
        yield from character_losses(item.number, cue, spelled)
        inexact = {c for c in cue.colours if c.upper() not in _COLOURS}
        if inexact:
            yield loss("loss-colour", "nearest teletext colour taken", cue=item.number, at=cue.start)
        if start + to_frames(cue.end, _rate(options)) >= day:
            yield loss(
                "loss-time", "time code passes midnight and begins anew", cue=item.number, at=cue.start
            )


def _choose_table(track: SubtitleTrack) -> tuple[str, str | None]:
    """Code table number and Python codec (``None`` for ISO 6937) that loses the fewest characters."""
    chars = {c for cue in track.cues for c in unicodedata.normalize("NFC", cue.text) if c > "\x7f"}
    best: tuple[str, str | None] = ("00", None)
    fewest = sum(iso6937.encode_char(c) is None for c in chars)
    for number, codec in _TABLES:
        lost = sum(not c.encode(codec, "ignore") for c in chars) if fewest else 0
        if lost < fewest:
            best, fewest = (number, codec), lost
    return best


def _encode(line: str, table: tuple[str, str | None]) -> tuple[list[bytes], dict[str, str]]:
    """Each character's bytes, and the characters that had to be spelled otherwise, with their spelling."""
    out: list[bytes] = []
    replaced: dict[str, str] = {}
    for char in unicodedata.normalize("NFC", line):
        code = _encode_char(char, table[1])
        if code is not None:
            out.append(code)
            continue
        for spelling in fold(char):
            codes = [_encode_char(c, table[1]) for c in spelling]
            if None not in codes:
                out += [c for c in codes if c]
                if not invisible(char):
                    replaced[char] = spelling
                break
    return out, replaced


def _encode_char(char: str, codec: str | None) -> bytes | None:
    if codec is None:
        return iso6937.encode_char(char)
    code = char.encode(codec, "ignore")
    # 0x80-0x9F are layout codes in a text field.
    return code if code and not 0x7F <= code[0] <= 0x9F else None


def _nearest(colour: str | None) -> int:
    if not colour:
        return _WHITE
    wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    return min(
        range(1, 8),
        key=lambda i: sum(
            (int(_COLOURS[i][n : n + 2], 16) - w) ** 2 for n, w in zip((1, 3, 5), wanted, strict=True)
        ),
    )


def _subtitle_blocks(
    number: int, item: Fitted, times: tuple[int, int], options: WriteOptions, table: tuple[str, str | None]
) -> Iterator[bytes]:
    """The TTI blocks of one subtitle: text past 112 bytes goes on in extension blocks."""
    cue = item.cue
    codes = [_row(line, cue.colour(i), bool(cue.colours), table) for i, line in enumerate(cue.lines)]
    text: list[bytes] = []
    for i, line_codes in enumerate(codes):
        # Double height covers the row below, which a second line break steps over.
        text += ([bytes((_NEW_LINE,)) * 2] if i else []) + line_codes
    fields = _fields(text)
    row = 2 if cue.top else _LAST_ROW - 2 * (len(cue.lines) - 1)
    start = _start(options)
    begin, end = (_time_bytes(start + frame, options) for frame in times)
    for block, field in enumerate(fields):
        last = block == len(fields) - 1
        head = bytes((0, number & 0xFF, number >> 8, 0xFF if last else block, 0))
        yield head + begin + end + bytes((row, 2, 0)) + field.ljust(_TEXT_BYTES, bytes((_UNUSED,)))


def _row(line: str, colour: str | None, coloured: bool, table: tuple[str, str | None]) -> list[bytes]:
    """One line as teletext cells: double height, box, colour, text, and the box's end where there is room."""
    cells, _ = _encode(line, table)
    codes = [_DOUBLE_HEIGHT, *([_nearest(colour)] if coloured else []), _START_BOX, _START_BOX]
    row = [bytes((c,)) for c in codes] + cells
    if len(row) + 2 <= _COLUMNS:
        row += [bytes((_END_BOX,))] * 2
    return row


def _fields(codes: list[bytes]) -> list[bytes]:
    """Codes packed into text fields; a letter and its accent, and a doubled code, stay together."""
    fields, field = [], b""
    for code in codes:
        if len(field) + len(code) > _TEXT_BYTES:
            fields.append(field)
            field = b""
        field += code
    return [*fields, field]


def _code(frames: int, options: WriteOptions) -> str:
    """Eight digits of time code; hours begin anew after 23."""
    code = format_smpte(frames, _rate(options), drop_frame=_drops(options))
    digits = "".join(c for c in code if c.isdigit())
    return f"{int(digits[:-6]) % 24:02d}{digits[-6:]}"


def _time_bytes(frames: int, options: WriteOptions) -> bytes:
    code = _code(frames, options)
    return bytes(int(code[i : i + 2]) for i in (0, 2, 4, 6))


def _gsi(
    track: SubtitleTrack,
    options: WriteOptions,
    table: tuple[str, str | None],
    blocks: int,
    subtitles: int,
    first: Millis,
) -> bytes:
    """General Subtitle Information, field by field in the order of Tech 3264 chapter 3."""
    rate = _rate(options)
    language = _LANGUAGES.get(track.language.split("-")[0].lower(), "00")
    today = "000101"
    fields: list[tuple[str, int]] = [
        ("850", 3),  # code page number: Latin 1
        ("STL30.01" if rate == NTSC else "STL25.01", 8),
        ("1", 1),  # display standard: level-1 teletext
        (table[0], 2),
        (language, 2),
        (track.title or "", 32),  # original programme title
        ("", 32),
        ("", 32),
        ("", 32),
        ("", 32),
        ("", 32),
        ("", 16),
        (today, 6),  # creation date; fixed, so that the same cues give the same file
        (today, 6),
        ("00", 2),
        (f"{blocks:05d}", 5),
        (f"{subtitles:05d}", 5),
        ("001", 3),
        (f"{_COLUMNS}", 2),
        ("23", 2),
        ("1", 1),  # time code is intended for use
        (_code(_start(options), options), 8),
        (_code(_start(options) + to_frames(max(0, first), rate), options), 8),
        ("1", 1),
        ("1", 1),
        ("", 3),
        ("", 32),
        ("", 32),
        ("", 32),
    ]
    head = b"".join(_latin(text, width) for text, width in fields)
    head = head.ljust(_USER_AREA)
    return (head + NON_DROP if rate == NTSC and not _drops(options) else head).ljust(1024)


def _latin(text: str, width: int) -> bytes:
    """*text* in code page 850, cut or padded to *width* bytes."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain.encode("cp850", "replace")[:width].ljust(width)
