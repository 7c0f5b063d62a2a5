"""How many characters a viewer sees, which is what the guides count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u08e2"
"""Format characters that are drawn: signs around Arabic and Syriac numbers."""
_JAMO = range(0x1160, 0x1200)
"""Korean vowels and finals, which stand in the block of the consonant before them."""


class _Shown(dict[int, int | None]):
    """Code point → itself, or nothing when it takes no place of its own. Learned as texts need it."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        category = unicodedata.category(char)
        alone = category not in ("Mn", "Me", "Cf") and code not in _JAMO
        self[code] = shown = code if alone or char in _PREPENDED else None
        return shown


_SHOWN = _Shown()


def shown_length(text: str) -> int:
    """Characters of *text* that take a place: no combining and direction marks, joiners, variation selectors.

    So a text counts the same whether its accents are letters' own or stand behind them (NFC, NFD).
    """
    return len(text) if text.isascii() else len(text.translate(_SHOWN))


def longest(lines: Iterable[str]) -> int:
    """Characters of the longest of *lines*; zero when there are none."""
    return max(map(shown_length, lines), default=0)
