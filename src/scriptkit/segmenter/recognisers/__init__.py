"""The recognisers, one file each, in the order in which they may claim text.

Each is a module with ``find(page, house) -> Iterable[Piece]``; what an earlier one claims a later one may
not. A new convention is a new file and a line here. Beside each stand the characters of which at least
one is in every script the recogniser could read, so that most are never loaded for most scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Protocol, cast

from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.parts import Piece

_ORDER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("double_paren", ("((",)),
    ("bracket_labels", ("[", "【", "<")),
    ("agency", ("SOUND", "SHOT", "STORY", "Story", "LEAD", "Lead", "Shot", "Transcript", "TRANSCRIPT", "++")),
    ("captions", (">>",)),
    ("two_column", ()),
    ("speaker_labels", (":",)),
    ("questions", (")", "Q", "q")),
    ("bulletin", ()),
    ("stage", ("(", "[", "【")),
    ("pronouncers", ("(", "[")),
)


class Recogniser(Protocol):
    """A module that finds one convention's pieces."""

    @staticmethod
    def find(page: Page, house: House) -> Iterable[Piece]: ...


def find_all(page: Page, house: House) -> Iterator[Piece]:
    """Every piece the recognisers propose, the strongest claims first; they may overlap."""
    for name, signs in _ORDER:
        if not signs or any(sign in page.text for sign in signs):
            recogniser = cast(Recogniser, import_module(f"{__name__}.{name}"))
            yield from recogniser.find(page, house)
