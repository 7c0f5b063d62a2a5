"""Stage directions and broadcast marks in parentheses: never spoken."""

from __future__ import annotations

import re
from functools import lru_cache

from scriptkit.model import Role
from scriptkit.segmenter.chrome import is_metadata
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.parts import Piece

_LINE = re.compile(r"\((?:[^()\n]|\([^()\n]{0,80}\)){1,160}\)")
_TAPE = (
    r"(?:BEGIN|END|START|STOP) ?(?:OF )?(?:VIDEO ?TAPE|VIDEO ?CLIP|AUDIO ?CLIP|AUDIO ?TAPE|VIDEO|AUDIO|CLIP"
    r"|TAPE|FILM CLIP|GRAPHIC|LIVE FEED)"
)
_NOTE = re.compile(r"\[[^\[\]\n]{1,160}\]|【[^【】\n]{1,160}】")
_SENTENCE = re.compile(r"[.!?…][\"'”’)]*\Z")
_LONGEST_NOTE = 12
"""A bracket of more words than this, or one with a full stop, is no production note."""


@lru_cache(maxsize=16)
def _mark(house: House) -> re.Pattern[str]:
    marks = "|".join(re.escape(m) for m in sorted(house.stage_marks, key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"[(\[](?P<what>{_TAPE}|SPEAKING (?:IN )?[A-Z ]{{3,30}}|{marks})[)\]]")


def _tags_title(page: Page, start: int, end: int) -> bool:
    """`[Talk] How safe is the water?` among the first lines is a title."""
    return (
        any(line.start == start and line.end > end for line in page.lines[:4])
        and page.text[start + 1 : end - 1].isalpha()
        and page.text[start + 1 : end - 1].istitle()
    )


def find(page: Page, house: House) -> list[Piece]:
    found = []
    for mark in _mark(house).finditer(page.text):
        what = mark["what"]
        begins = what.startswith(("BEGIN", "START")) or what in {"VIDEOTAPE", "VIDEO CLIP", "VIDEOCLIP"}
        ends = what.startswith(("END", "STOP"))
        tape = True if begins else False if ends else None
        found.append(
            Piece(mark.start(), mark.end(), Role.CUE, "stage.mark", closes=tape is not None, tape=tape)
        )
    found += [
        Piece(note.start(), note.end(), Role.CUE, "stage.note", 0.95)
        for note in _NOTE.finditer(page.text)
        if len(note[0].split()) <= _LONGEST_NOTE
        and not _SENTENCE.search(note[0][:-1])
        and not _tags_title(page, note.start(), note.end())
    ]
    for line in page.lines:
        if _LINE.fullmatch(line.text) and len(line.text.split()) <= 25 and not is_metadata(line.text, house):
            found.append(Piece(line.start, line.end, Role.CUE, "stage.direction", 0.95))
    return found
