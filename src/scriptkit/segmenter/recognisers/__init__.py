"""The recognisers, one file each, in the order in which they may claim text.

Each is a module with ``find(page, house) -> list[Piece]``; what an earlier one claims a later one may
not. A new convention is a new file and a line here.
"""

from __future__ import annotations

from collections.abc import Iterator

from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.parts import Piece
from scriptkit.segmenter.recognisers import (
    agency,
    bracket_labels,
    bulletin,
    captions,
    double_paren,
    pronouncers,
    questions,
    speaker_labels,
    stage,
    two_column,
)

_ORDER = (
    double_paren,
    bracket_labels,
    agency,
    captions,
    two_column,
    speaker_labels,
    questions,
    bulletin,
    stage,
    pronouncers,
)


def find_all(page: Page, house: House) -> Iterator[Piece]:
    """Every piece the recognisers propose, the strongest claims first; they may overlap."""
    for recogniser in _ORDER:
        yield from recogniser.find(page, house)
