"""CEA-608 caption channel 1: characters, control codes, row addresses, parity.

Numbers are the 7-bit codes of ANSI/CTA-608-E; :func:`with_parity` adds the odd parity bit.
"""

from __future__ import annotations

import unicodedata

from scriptkit.text.fold import UNKNOWN, fold, invisible

COLUMNS = 32
ROWS = 15

RCL, EDM, ENM, EOC = 0x1420, 0x142C, 0x142E, 0x142F
BACKSPACE, DELETE_TO_END, CARRIAGE_RETURN, RESUME_DIRECT = 0x1421, 0x1424, 0x142D, 0x1429
TEXT_RESTART, RESUME_TEXT = 0x142A, 0x142B
ROLL_UP = {0x1425: 2, 0x1426: 3, 0x1427: 4}
TAB_OFFSET = {1: 0x1721, 2: 0x1722, 3: 0x1723}

# 0x20-0x7F is ASCII but for these. 0x27 is drawn as a right single quotation mark.
_STANDARD_CHANGES = {
    0x2A: "á",
    0x5C: "é",
    0x5E: "í",
    0x5F: "ó",
    0x60: "ú",
    0x7B: "ç",
    0x7C: "÷",
    0x7D: "Ñ",
    0x7E: "ñ",
    0x7F: "█",
}
STANDARD: dict[int, str] = {code: _STANDARD_CHANGES.get(code, chr(code)) for code in range(0x20, 0x80)}
# 0x1139 is a transparent space.
SPECIAL: dict[int, str] = {0x1130 + i: char for i, char in enumerate("®°½¿™¢£♪à\u00a0èâêîôû")}
# Each stands behind a basic character that older decoders show instead.
EXTENDED: dict[int, str] = {
    **{0x1220 + i: char for i, char in enumerate("ÁÉÓÚÜü‘¡*'—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»")},
    **{0x1320 + i: char for i, char in enumerate("ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤¦ÅåØø┌┐└┘")},
}
COLOURS = ("#FFFFFF", "#00FF00", "#0000FF", "#00FFFF", "#FF0000", "#FFFF00", "#FF00FF")
"""In the order of the style bits of mid-row codes and row addresses; the eighth is italics."""
ITALIC_STYLE = 7

# Row (from 1) to the first byte and the bit of the second byte that address it.
_ROW_CODES = (
    (0x11, 0x40),
    (0x11, 0x60),
    (0x12, 0x40),
    (0x12, 0x60),
    (0x15, 0x40),
    (0x15, 0x60),
    (0x16, 0x40),
    (0x16, 0x60),
    (0x17, 0x40),
    (0x17, 0x60),
    (0x10, 0x40),
    (0x13, 0x40),
    (0x13, 0x60),
    (0x14, 0x40),
    (0x14, 0x60),
)
_ROW_OF = {code: row for row, code in enumerate(_ROW_CODES, 1)}
_ENCODE: dict[str, tuple[int, ...]] = {char: (code,) for code, char in STANDARD.items()}
_ENCODE["’"] = (0x27,)
_ENCODE["―"] = (0x122A,)
for _code, _char in EXTENDED.items():
    _ENCODE.setdefault(_char, (_code,))
for _code, _char in SPECIAL.items():
    if _char != "\u00a0":
        _ENCODE[_char] = (_code,)


def row_address(row: int, indent: int) -> int:
    """Preamble address code: cursor to *row* (1-15) and a column that is a multiple of four, in white."""
    first, second = _ROW_CODES[row - 1]
    return first << 8 | second | 0x10 | indent // 4 << 1


def row_style(row: int, style: int) -> int:
    """Preamble address code: cursor to the start of *row* in colour or italics (*style* 0-7)."""
    first, second = _ROW_CODES[row - 1]
    return first << 8 | second | style << 1


def mid_row(style: int) -> int:
    """Mid-row code: what follows is in this colour or in italics. Takes one cell, shown blank."""
    return 0x1120 | style << 1


def parse_row_address(code: int) -> tuple[int, int, int | None] | None:
    """Row, column and style (``None`` where the code has an indent) of a preamble address code."""
    row = _ROW_OF.get((code >> 8, code & 0x60))
    if row is None or not code & 0x40:
        return None
    bits = code & 0x1F
    return (row, (bits >> 1 & 7) * 4, None) if bits & 0x10 else (row, 0, bits >> 1)


def with_parity(byte: int) -> int:
    """The byte with bit 7 set so that the number of ones is odd."""
    return byte if byte.bit_count() % 2 else byte | 0x80


def encode(text: str) -> tuple[list[tuple[int, str]], dict[str, str]]:
    """Each cell of *text* as its code and the character shown, and what had to be spelled otherwise.

    A one-byte code is a basic character; a two-byte one is special (0x11xx) or extended (0x12xx, 0x13xx).
    """
    cells: list[tuple[int, str]] = []
    replaced: dict[str, str] = {}
    for char in unicodedata.normalize("NFC", text):
        code = _ENCODE.get(char)
        if code is not None:
            cells.append((code[0], char))
            continue
        spelling = next(s for s in fold(char) if all(c in _ENCODE for c in s))
        if not invisible(char):
            replaced[char] = spelling
        cells.extend((_ENCODE[c][0], c) for c in spelling)
    return cells, replaced


def base_character(code: int) -> int:
    """Basic code shown by decoders that do not know the extended character *code*."""
    for spelling in fold(EXTENDED[code]):
        found = _ENCODE.get(spelling[:1])
        if found and found[0] < 0x100:
            return found[0]
    return ord(UNKNOWN)
