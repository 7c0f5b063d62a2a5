"""Time expressions of TTML: clock time, frames, ticks and offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from scriptkit.errors import UsageError
from scriptkit.timecode import nominal, parse_smpte

_CLOCK = re.compile(r"(\d{1,6}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,12})|[:;](\d{1,3})(?:\.(\d{1,3}))?)?$")
_OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,12})?)(h|ms|m|s|f|t)?$")
_UNITS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}


@dataclass(frozen=True, slots=True)
class Clock:
    """How a document counts: frames and ticks a second, and whether its time code drops frames."""

    frame_rate: Fraction = Fraction(30)
    tick_rate: Fraction = Fraction(1)
    smpte: bool = False
    drop: bool = False

    @classmethod
    def of(cls, root: Element) -> Clock:
        """What the root element's parameters say; nonsense is read as the default."""
        rate = _number(root.get("frameRate")) or Fraction(30)
        multiplier = (root.get("frameRateMultiplier") or "1 1").replace(":", " ").split()
        if len(multiplier) == 2:
            above, below = _number(multiplier[0]), _number(multiplier[1])
            rate = rate * above / below if above and below else rate
        ticks = _number(root.get("tickRate"))
        if ticks is None:
            ticks = rate if root.get("frameRate") else Fraction(1)
        drop = root.get("dropMode") == "dropNTSC" and rate.denominator == 1001 and nominal(rate) % 30 == 0
        return cls(rate, ticks, root.get("timeBase") == "smpte", drop)

    def parse(self, text: str) -> Fraction | None:
        """Seconds, or ``None`` for what is no time expression."""
        text = text.strip()
        match = _CLOCK.match(text)
        if match:
            return self._clock(match)
        match = _OFFSET.match(text)
        if not match:
            return None
        amount, unit = Fraction(match[1]), match[2] or "s"
        if unit == "f":
            return amount / self.frame_rate
        return amount / self.tick_rate if unit == "t" else amount * _UNITS[unit]

    def _clock(self, match: re.Match[str]) -> Fraction | None:
        seconds = Fraction((int(match[1]) * 60 + int(match[2])) * 60 + int(match[3]))
        if match[4]:
            return seconds + Fraction(int(match[4]), 10 ** len(match[4]))
        frames = int(match[5] or 0)
        if not self.smpte:
            return seconds + frames / self.frame_rate
        # Time code: every frame counts, so that 29.97 fps seconds are longer than the clock's.
        if self.drop:
            try:
                code = f"{match[1]}:{match[2]}:{match[3]}:{frames:02d}"
                return parse_smpte(code, self.frame_rate, drop_frame=True) / self.frame_rate
            except UsageError:
                return None
        return (seconds * nominal(self.frame_rate) + frames) / self.frame_rate


def _number(text: str | None) -> Fraction | None:
    """A positive decimal number of sensible size."""
    if not text or not re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", text.strip()):
        return None
    return Fraction(text.strip()) or None
