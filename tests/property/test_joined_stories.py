"""Stories in one file: on frames, with the profile's gaps between them, and no word moved far."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.check import check_track
from scriptkit.config import load_profile, profile_names
from scriptkit.delivery import join_tracks, join_voiced
from scriptkit.model import Cue, Profile, SubtitleTrack
from scriptkit.timecode import from_frames

_PROFILES = [load_profile(name) for name in profile_names()]
_BETWEEN = {"overlap", "gap-too-small", "gap-not-closed", "off-frame", "out-of-order"}


@st.composite
def stories(draw: st.DrawFn, profile: Profile) -> list[SubtitleTrack]:
    """Stories of one cue or of two that touch as closely as the profile allows."""
    made = []
    for _ in range(draw(st.integers(2, 4))):
        at, cues = draw(st.integers(0, 60)), []
        for _ in range(draw(st.integers(1, 2))):
            frames = draw(st.integers(50, 150))
            start, end = (from_frames(f, profile.frame_rate) for f in (at, at + frames))
            cues.append(Cue(start, end, ("Good evening.",)))
            at += frames + profile.min_gap_frames
        made.append(SubtitleTrack(tuple(cues), "en"))
    return made


def broken(track: SubtitleTrack, profile: Profile) -> set[str]:
    return {finding.code for finding in check_track(track, profile)} & _BETWEEN


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(_PROFILES))
def test_stories_in_turn_keep_frames_and_gaps(data: st.DataObject, profile: Profile) -> None:
    tracks = data.draw(stories(profile))
    spare = data.draw(st.integers(-1500, 2000))  # a last cue may stay up past its story's running time
    lengths = [max(0, track.cues[-1].end + spare) for track in tracks]
    joined = join_tracks(tracks, lengths, profile)
    assert not broken(joined, profile)
    assert [c.lines for c in joined.cues] == [c.lines for track in tracks for c in track.cues]
    whole, alone = iter(joined.cues), itertools.chain.from_iterable(track.cues for track in tracks)
    assert all(abs(a.duration - b.duration) <= 1 for a, b in zip(whole, alone, strict=True))


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(_PROFILES))
def test_voiced_stories_stay_with_their_sound(data: st.DataObject, profile: Profile) -> None:
    tracks = data.draw(stories(profile))
    begins, at = [], 0
    for track in tracks:
        begins.append(at)
        # Cues are held past the last word, up to ``linger``: the next story's first may come before that.
        at += track.cues[-1].end + data.draw(st.integers(-1500, 2000))
    joined = join_voiced(tracks, begins, profile)
    assert not broken(joined, profile)
    frame = 1000 / profile.frame_rate
    starts = [c.start + begin for track, begin in zip(tracks, begins, strict=True) for c in track.cues]
    assert all(abs(c.start - s) <= frame for c, s in zip(joined.cues, starts, strict=True))


def test_a_start_later_in_the_programme_is_not_counted_for_each_story() -> None:
    profile = load_profile("bbc")
    tracks = [SubtitleTrack((Cue(60_000, 63_000, ("Good evening.",)),), "en")] * 3
    joined = join_tracks(tracks, [4000] * 3, profile)
    assert [c.start for c in joined.cues] == [60_000, 64_000, 68_000]


@pytest.mark.parametrize("name", ["bbc", "netflix"])
def test_a_gap_too_short_to_see_becomes_a_pause(name: str) -> None:
    profile = load_profile(name)
    tracks = [SubtitleTrack((Cue(0, 3000, ("Good evening.",)),), "en")] * 2
    (_, second) = join_tracks(tracks, [3250, 0], profile).cues
    assert second.start == 3000 + (profile.least_gap or profile.chain_below or 0)
