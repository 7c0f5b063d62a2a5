"""Nearest plain spelling of characters that an old code table does not have."""

from __future__ import annotations

import unicodedata
from functools import cache

_PLAIN = {
    "‘": "'",
    "’": "'",
    "‚": ",",
    "‛": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "‟": '"',
    "′": "'",
    "″": '"',
    "‹": "'",
    "›": "'",
    "«": '"',
    "»": '"',
    "‐": "-",
    "‑": "-",
    "‒": "-",
    "–": "-",
    "—": "--",
    "―": "--",
    "−": "-",
    "…": "...",
    "•": "*",
    "·": ".",
    "€": "EUR",
    "£": "GBP",
    "¥": "YEN",
    "₩": "KRW",
    "₹": "INR",
    "₽": "RUB",
    "©": "(c)",
    "®": "(R)",
    "™": "TM",
    "♪": "#",
    "♫": "#",
    "×": "x",
    "÷": "/",
    "°": " deg",
    "µ": "u",
    "⁄": "/",
    "→": "->",
    "←": "<-",
    "ß": "ss",
    "ẞ": "SS",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ħ": "h",
    "Ħ": "H",
    "ı": "i",
    "ŋ": "ng",
    "Ŋ": "Ng",
    "ŧ": "t",
    "Ŧ": "T",
    "¡": "!",
    "¿": "?",
    "¢": "c",
    "¤": "$",
    "¦": "|",
    "{": "(",
    "}": ")",
    "\\": "/",
    "^": "'",
    "_": "-",
    "`": "'",
    "|": "/",
    "~": "-",
    "*": "+",
}
UNKNOWN = "?"


def invisible(char: str) -> bool:
    """Joiners and bidirectional marks: nobody misses one where text runs one way."""
    return unicodedata.category(char) in ("Cf", "Cc")


@cache
def fold(char: str) -> tuple[str, ...]:
    """Spellings to try instead of *char*, best first; the last resort is ``?``.

    Marks that have no width of their own (joiners, bidirectional marks, variation selectors) fold
    to nothing; letters lose their accents; compatibility forms become the plain ones.
    """
    if invisible(char) or unicodedata.category(char) in ("Mn", "Me"):
        return ("",)
    tries = []
    if char in _PLAIN:
        tries.append(_PLAIN[char])
    plain = unicodedata.normalize("NFKD", char)
    if plain != char:
        letters = "".join(c for c in plain if not unicodedata.combining(c))
        tries.append(letters)
        # Fractions: 2¼ must not become 21/4.
        tries.append("".join(_PLAIN.get(c, c) for c in (f" {letters}" if "⁄" in letters else letters)))
    if unicodedata.category(char) == "Zs":
        tries.append(" ")
    return (*tries, UNKNOWN)
