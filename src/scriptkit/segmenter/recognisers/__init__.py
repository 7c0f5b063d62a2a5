"""The recognisers, one file each, in the order in which they may claim text."""

from __future__ import annotations

from collections.abc import Sequence

from scriptkit.model import Script
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Line
from scriptkit.segmenter.parts import Piece


def find_all(script: Script, lines: Sequence[Line], house: House, convention: str | None) -> list[Piece]:
    """All pieces the recognisers claim, in order and without overlap."""
    del script, lines, house, convention
    return []
