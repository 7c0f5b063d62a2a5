"""Stories' cues one after another as one programme, still on frames and with the profile's gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scriptkit.cueing.fit import frames_up, pause_frames
from scriptkit.model import Cue, Profile, SubtitleTrack
from scriptkit.text.length import shown_length
from scriptkit.text.reading import reading_ms
from scriptkit.timecode import Millis, from_frames, to_frames


def in_turn(tracks: Sequence[SubtitleTrack], lengths: Iterable[Millis], profile: Profile) -> tuple[Cue, ...]:
    """Each story after the running time of the one before, or as little later as the gap rules ask."""
    cues: list[Cue] = []
    begin, rate = 0, profile.frame_rate
    pause = max(profile.min_gap_frames, pause_frames(profile))
    for track, length in zip(tracks, lengths, strict=True):
        if cues and track.cues:
            first = begin + to_frames(track.cues[0].start, rate)
            begin += max(0, to_frames(cues[-1].end, rate) + pause - first)
        cues += _moved(track, begin, profile)
        begin += frames_up(length, rate)
    return tuple(cues)


def at_times(tracks: Sequence[SubtitleTrack], begins: Iterable[Millis], profile: Profile) -> tuple[Cue, ...]:
    """Each story on the frame nearest to where its sound begins; its last cue makes room for the next."""
    cues: list[Cue] = []
    for track, begin in zip(tracks, begins, strict=True):
        moved = _moved(track, to_frames(begin, profile.frame_rate), profile)
        if cues and moved:
            cues[-1] = _making_room(cues[-1], moved[0], profile)
        cues += moved
    return tuple(cues)


def _moved(track: SubtitleTrack, by: int, profile: Profile) -> list[Cue]:
    def move(ms: Millis) -> Millis:
        return from_frames(to_frames(ms, profile.frame_rate) + by, profile.frame_rate)

    return [replace(cue, start=move(cue.start), end=move(cue.end)) for cue in track.cues]


def _making_room(cue: Cue, following: Cue, profile: Profile) -> Cue:
    """*cue* out early enough for a pause that is one, where it can be read by then, else held up to it."""
    rate, least, pause = profile.frame_rate, profile.min_gap_frames, pause_frames(profile)
    start, end, until = (to_frames(ms, rate) for ms in (cue.start, cue.end, following.start))
    gap = until - end
    if gap >= max(least, pause) or gap == least:
        return cue
    text = " ".join(cue.lines)
    need = frames_up(reading_ms(shown_length(text), len(text.split()), profile), rate)
    longest = to_frames(profile.max_duration, rate)
    if until - pause - start >= need:
        end = until - max(least, pause)
    elif gap < least or until - least - start <= longest:
        end = max(until - least, start + 1)
    return replace(cue, end=from_frames(end, rate))
