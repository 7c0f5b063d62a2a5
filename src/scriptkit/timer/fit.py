"""Fit what is estimated to what is known: declared lengths of parts, and a running time of the whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scriptkit.timecode import Millis

SLOWEST_SPEECH = 1.3
"""Nobody reads slower than this times the estimate (five times the spread of one reader): what a known
running time leaves beyond it is silence or sound between the parts."""
BELIEVED = (0.6, 2.0)
"""How far from the estimate a script's own running time may be and still mean these words."""


@dataclass(frozen=True, slots=True)
class Part:
    """One segment: how long it is as estimated and as declared, and how many words must find room."""

    length: float
    words: int
    declared: Millis | None = None
    studio: bool = False
    """Read in the studio, so perhaps not in the running time of the tape."""

    @property
    def fixed(self) -> float | None:
        """The declared length, never shorter than a millisecond a word."""
        return max(self.declared, self.words) if self.declared else None


@dataclass(frozen=True, slots=True)
class Fit:
    """What to multiply each part's length by, and the silences between them in milliseconds."""

    factors: tuple[float, ...]
    gaps: tuple[float, ...]


def fit(parts: Sequence[Part], gaps: Sequence[float], total: Millis | None, own: Millis | None) -> Fit:
    """*parts* with *gaps* between them, fitted to *total*, else to the script's *own* running time.

    A total that has no room for what is declared is left aside, and so is an own running time that is
    far from the estimate both of everything and of what follows the studio.
    """
    natural = Fit(tuple(p.fixed / p.length if p.fixed else 1.0 for p in parts), tuple(gaps))
    everything = range(len(parts))
    if total is not None:
        ratio = _ratio(parts, gaps, everything, total)
        return natural if ratio is None else _fitted(natural, parts, everything, total, ratio)
    if own is None:
        return natural
    tape = [i for i in everything if not parts[i].studio]
    choices = []
    for span in (everything, range(tape[0], tape[-1] + 1) if tape else range(0)):
        ratio = _ratio(parts, gaps, span, own) if span else None
        if ratio is not None and BELIEVED[0] <= ratio <= BELIEVED[1]:
            choices.append((abs(math.log(ratio)), ratio, span))
    if not choices:
        return natural
    _, ratio, span = min(choices, key=lambda choice: choice[0])
    return _fitted(natural, parts, span, own, ratio)


def _ratio(parts: Sequence[Part], gaps: Sequence[float], span: range, total: Millis) -> float | None:
    """How much longer than estimated whatever is not declared in *span* must be; None when it cannot."""
    inside = parts[span.start : span.stop]
    free = sum(p.length for p in inside if not p.fixed) + sum(gaps[span.start : span.stop - 1])
    rest = total - sum(p.fixed for p in inside if p.fixed)
    words = sum(p.words for p in inside if not p.fixed)
    return rest / free if free > 0 and rest > words else None


def _fitted(natural: Fit, parts: Sequence[Part], span: range, total: Millis, ratio: float) -> Fit:
    """*natural* with *span* lasting *total*: all that is free by *ratio*, speech never absurdly slow."""
    inner = range(span.start, span.stop - 1)
    silence = sum(natural.gaps[i] for i in inner)
    speech = sum(parts[i].length for i in span if not parts[i].fixed)
    slow, wide = ratio, ratio
    if ratio > SLOWEST_SPEECH and silence > 0:
        fixed = sum(p.fixed for p in (parts[i] for i in span) if p.fixed)
        slow = SLOWEST_SPEECH
        wide = (total - fixed - speech * slow) / silence
    factors = [slow if i in span and not parts[i].fixed else f for i, f in enumerate(natural.factors)]
    return Fit(tuple(factors), tuple(g * wide if i in inner else g for i, g in enumerate(natural.gaps)))
