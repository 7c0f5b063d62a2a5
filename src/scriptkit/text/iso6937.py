"""Latin text of EBU STL and teletext: ISO 6937 as EBU Tech 3264 uses it (code table 00).

An accented letter is two bytes, the accent first. The table has no letters outside Latin.
"""

from __future__ import annotations

import unicodedata

# 0xA0-0xBF, 0xD0-0xDF and 0xE0-0xFF in code order; a space stands for an unused place.
_BLOCK_A0 = "\u00a0¡¢£$¥ §¤‘“«←↑→↓°±²³×µ¶·÷’”»¼½¾¿"
_BLOCK_D0 = "—¹®©™♪¬¦    ⅛⅜⅝⅞"
_BLOCK_E0 = "\u2126ÆÐªĦ ĲĿŁØŒºÞŦŊŉĸæđðħıĳŀłøœßþŧŋ\u00ad"
SINGLE: dict[int, str] = {
    first + i: char
    for first, block in ((0xA0, _BLOCK_A0), (0xD0, _BLOCK_D0), (0xE0, _BLOCK_E0))
    for i, char in enumerate(block)
    if char != " "
}
SINGLE.update({code: chr(code) for code in range(0x20, 0x7F)})
# Accent byte: combining mark, and the letters ISO 6937 lets it stand on.
_ACCENTS = {
    0xC1: ("\u0300", "AEIOUaeiou"),
    0xC2: ("\u0301", "ACEILNORSUYZacegilnorsuyz"),
    0xC3: ("\u0302", "ACEGHIJOSUWYaceghijosuwy"),
    0xC4: ("\u0303", "AINOUainou"),
    0xC5: ("\u0304", "AEIOUaeiou"),
    0xC6: ("\u0306", "AGUagu"),
    0xC7: ("\u0307", "CEGIZcegz"),
    0xC8: ("\u0308", "AEIOUYaeiouy"),
    0xCA: ("\u030a", "AUau"),
    0xCB: ("\u0327", "CGKLNRSTcklnrst"),
    0xCD: ("\u030b", "OUou"),
    0xCE: ("\u0328", "AEIUaeiu"),
    0xCF: ("\u030c", "CDELNRSTZcdelnrstz"),
}
ACCENTED: dict[bytes, str] = {
    bytes((accent, ord(letter))): unicodedata.normalize("NFC", letter + mark)
    for accent, (mark, letters) in _ACCENTS.items()
    for letter in letters
}
# g with a cedilla below is written with an acute above it; an accent before a space stands alone.
ACCENTED[b"\xc2g"] = "ģ"
ACCENTED.update(
    {
        bytes((accent, 0x20)): char
        for accent, char in zip(b"\xc2\xc5\xc6\xc7\xc8\xca\xcb\xcd\xce\xcf", "´¯˘˙¨˚¸˝˛ˇ", strict=True)
    }
)
_ENCODE: dict[str, bytes] = {char: bytes((code,)) for code, char in sorted(SINGLE.items(), reverse=True)}
# An accent standing alone is left out: teletext decoders disagree about the space behind it.
_ENCODE.update({char: code for code, char in ACCENTED.items() if code[1:] != b" "})
_ENCODE["―"] = _ENCODE["—"]
_ENCODE["\u03a9"] = _ENCODE["\u2126"]


def encode_char(char: str) -> bytes | None:
    """One or two bytes for a composed character, ``None`` when the table has none."""
    return _ENCODE.get(char)


def decode(data: bytes) -> tuple[str, int]:
    """Text of *data* and how many bytes meant nothing (each is U+FFFD in the text)."""
    out: list[str] = []
    unknown = at = 0
    while at < len(data):
        pair = ACCENTED.get(data[at : at + 2]) if data[at] in _ACCENTS else None
        if pair is not None:
            out.append(pair)
            at += 2
            continue
        char = SINGLE.get(data[at])
        if char is None:
            unknown += 1
            char = "\ufffd"
        out.append(char)
        at += 1
    return "".join(out), unknown
