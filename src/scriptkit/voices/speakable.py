"""What of a text a speech engine can be handed: letters, figures and the marks that shape speech.

Engines differ in what breaks them. Pico hangs on a run of some hundred letters without a space,
obeys XML-like tags it finds in the text, and passes over other scripts in silence.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache

LONGEST_WORD = 60
"""Characters without a space an engine is given at once; Pico never came back from 400."""
NO_WORD = 200
"""Latin letters and figures without a space that nobody would read out: an address, a pasted blob."""

_END_OF_LATIN = "\u0250"
_MARKS = frozenset(",;:.?!'")
_SAME = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
    "–": ",", "—": ",", "…": ".", "-": " ", "\u2011": " ", "\u2010": " ",
    "。": ".", "、": ",", "，": ",", "！": "!", "？": "?",
}  # fmt: skip
_PLAIN_LATIN = {
    "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "œ": "oe", "Œ": "OE", "ħ": "h", "Ħ": "H",
    "ŋ": "ng", "Ŋ": "NG", "ŧ": "t", "Ŧ": "T", "ə": "e", "Ə": "E", "ẞ": "ss",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speakable:
    """``text`` for the engine, and the words of which nothing was left (``dropped``)."""

    text: str
    dropped: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(c.isalnum() for c in self.text)


def speakable(spoken: str, *, latin_only: bool = True) -> Speakable:
    """*spoken* without what an engine cannot say; ``latin_only`` also leaves out other scripts.

    Letters with marks outside Latin-1 become their base letter. Doing it twice changes nothing.
    """
    words: list[str] = []
    dropped = []
    for word in unicodedata.normalize("NFC", spoken).split():
        said = "".join(_say(c, latin_only) for c in word)
        if _was_meant(word) and not any(c.isalnum() for c in said):
            dropped.append(word)
        for run in said.split():
            if len(run) > NO_WORD and max(run) < _END_OF_LATIN:
                dropped.append(f"{run[:20]}…")
                continue
            for piece in (run[i : i + LONGEST_WORD] for i in range(0, len(run), LONGEST_WORD)):
                if any(c.isalnum() for c in piece):
                    words.append(piece)
                elif words and words[-1][-1] not in _MARKS:  # a lone mark still shapes the sentence
                    words[-1] += piece[0]
    return Speakable(" ".join(words), tuple(dropped))


def _was_meant(word: str) -> bool:
    """Whether a reader would have said something for *word*: a letter, a figure or a pictograph."""
    return any(c.isalnum() or unicodedata.category(c) == "So" for c in word)


@cache
def _say(char: str, latin_only: bool) -> str:
    if char in _MARKS:
        return char
    if char in _SAME:
        return _SAME[char]
    category = unicodedata.category(char)
    if category[0] == "M":
        return "" if latin_only else char
    if not char.isalnum():
        return " "
    if not latin_only or char < "\u0100":
        return char
    if char in _PLAIN_LATIN:
        return _PLAIN_LATIN[char]
    base = "".join(c for c in unicodedata.normalize("NFKD", char) if c < "\u0100" and c.isalnum())
    return base or " "
