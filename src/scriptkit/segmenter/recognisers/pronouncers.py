"""Guides to pronunciation and transcribers' marks inside a sentence: read by nobody, ending nothing."""

from __future__ import annotations

import re

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.parts import Piece

_GUIDE = re.compile(
    r"[(\[](?:(?:ph|phonetic|sp|sic|inaudible|unintelligible|indistinct)\.?"
    r"|(?:pron|pronounced|say|sounds like)[.:]? [^()\[\]\n]{1,40}"
    r"|[A-Za-z'’]{1,14}(?:[- ][A-Za-z'’]{1,14}){1,9})[)\]]",
    re.IGNORECASE,
)
_SYLLABLES = re.compile(r"[A-Za-z'’]+")


def find(page: Page, house: House) -> list[Piece]:
    """`Deschaine (Duh-SHANE)`, `Vlychadia (ph)`."""
    del house
    found = []
    for match in _GUIDE.finditer(page.text):
        inner = match[0][1:-1]
        word = inner.rstrip(".").casefold()
        known = " " not in word and "-" not in word
        told = word.startswith(("pron", "say ", "sounds like"))
        if known or told or _is_guide(inner):
            found.append(Piece(match.start(), match.end(), Role.CUE, "pronouncer", 0.99, skip=True))
    return found


def _is_guide(inner: str) -> bool:
    """Syllables with hyphens, at least one of them shouted and one not."""
    syllables = _SYLLABLES.findall(inner)
    loud = [s for s in syllables if len(s) > 1 and s.isupper()]
    soft = [s for s in syllables if s.islower() or s.istitle()]
    return "-" in inner and bool(loud) and bool(soft) and max(map(len, syllables)) <= 9
