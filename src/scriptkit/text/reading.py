"""How long a viewer needs to read a caption, by the measure each guide uses."""

from __future__ import annotations

import math

from scriptkit.model import Profile, Severity
from scriptkit.timecode import Millis


def reading_ms(chars: int, words: int, profile: Profile) -> Millis:
    """Least time on screen for *chars* characters (line breaks as one space) and *words* words.

    Milliseconds, rounded up; the slowest of the profile's measures counts. Without any measure
    it is the profile's least duration.
    """
    need = float(profile.min_duration)
    if profile.max_cps:
        need = max(need, chars * 1000 / profile.max_cps)
    if profile.max_wpm:
        need = max(need, words * 60_000 / profile.max_wpm)
    if profile.ms_per_word:
        need = max(need, words * profile.ms_per_word)
    return math.ceil(need - 1e-9)


def comfortable_ms(chars: int, words: int, profile: Profile) -> Millis:
    """Time on screen at the speed the guide aims at; at least :func:`reading_ms`."""
    want = float(max(reading_ms(chars, words, profile), profile.aim_duration or 0))
    if profile.aim_cps:
        want = max(want, chars * 1000 / profile.aim_cps)
    if profile.aim_wpm:
        want = max(want, words * 60_000 / profile.aim_wpm)
    return math.ceil(want - 1e-9)


def speed_severity(chars: int, words: int, shown: Millis, profile: Profile) -> Severity:
    """How bad it is to read this in *shown* milliseconds, too few: an error beyond the tolerance."""
    firm = shown * profile.speed_tolerance < reading_ms(chars, words, profile)
    return Severity.ERROR if firm else Severity.WARNING


def words_over(chars: int, words: int, shown: Millis, profile: Profile) -> int:
    """How many words would have to go for the rest to be read in *shown* milliseconds.

    Counts average words of this caption, so it is a length to aim at, not a choice of words.
    """
    if words == 0:
        return 0
    room = float(words)
    if profile.max_cps:
        room = min(room, words * (shown * profile.max_cps / 1000) / chars) if chars else room
    if profile.max_wpm:
        room = min(room, shown * profile.max_wpm / 60_000)
    if profile.ms_per_word:
        room = min(room, shown / profile.ms_per_word)
    return words - math.floor(room + 1e-9)
