"""Repair: no word changed, nothing overlaps, never worse, and done once is done."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scriptkit.check import check_track
from scriptkit.config import load_profile
from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.text.clean import clean_lines
from scriptkit.timecode import snap
from scriptkit.tracks import repair_track

PROFILES = {name: load_profile(name) for name in ("netflix", "bbc", "ard")}
NEVER_LEFT = {
    "overlap", "out-of-order", "gap-too-small", "empty-cue", "negative-time", "off-frame", "white-space",
}  # fmt: skip

WORDS = (
    "the minister of a harbor left. Ferries, “yes” 4.5 percent who and Maria Oldacre? -- ... ♪ - >> 일본어"
    " 自民党は今日、 ห้อง naïve e\u0301 x\x00y \u202eabc https://example.org/a-very-long-address-without-a-space"
    " [applause] {\\an8} <b> & --> 😀"
)
WORD = st.sampled_from(WORDS.split(" ")) | st.text(max_size=6)
LINE = st.lists(WORD, max_size=14).map(" ".join)
COLOURS = st.sampled_from([(), (), ("#FFFF00",), ("#FFFFFF", "#00FFFF")])


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    start = draw(st.integers(-2000, 30_000) | st.sampled_from([0, 1000, 5000, 5001]))
    length = draw(st.integers(1, 12_000) | st.sampled_from([1, 40, 833, 1000, 2000]))
    lines = draw(st.lists(LINE, min_size=1, max_size=5))
    return Cue(
        start,
        start + length,
        tuple(lines),
        draw(st.sampled_from([None, None, "ANN", "RUTH"])),
        colours=draw(COLOURS),
        italic=draw(st.booleans()),
        top=draw(st.booleans()),
    )


TRACKS = st.lists(cues(), max_size=12).map(lambda each: SubtitleTrack(tuple(each)))


def words(each: tuple[Cue, ...]) -> list[str]:
    return [word for cue in each for line in clean_lines(cue.lines) for word in line.split()]


def gravest(findings: tuple[Finding, ...]) -> int:
    return max((finding.severity.rank for finding in findings), default=-1)


@pytest.mark.parametrize("name", PROFILES)
@settings(max_examples=30, deadline=None)
@given(track=TRACKS)
@example(track=SubtitleTrack(()))
@example(track=SubtitleTrack((Cue(0, 1, ("x" * 5000,)), Cue(0, 1, ("y " * 2000,)))))
def test_any_track(name: str, track: SubtitleTrack) -> None:
    profile = PROFILES[name]
    fixed, done = repair_track(track, profile)
    assert all(before.end <= after.start for before, after in itertools.pairwise(fixed.cues))
    in_order = tuple(sorted(track.cues, key=lambda cue: cue.start))
    twice = [finding for finding in done if finding.code == "fixed-duplicate"]
    if twice:
        left = iter(words(in_order))
        assert all(word in left for word in words(fixed.cues))
        assert set(words(fixed.cues)) == set(words(in_order))
    else:
        assert words(fixed.cues) == words(in_order)
    codes = {finding.code for finding in check_track(fixed, profile)}
    assert not codes & NEVER_LEFT
    assert all(finding.code.startswith("fixed-") and finding.message for finding in done)
    assert all(finding.cue is None or finding.cue <= len(fixed.cues) for finding in done)
    again, more = repair_track(fixed, profile)
    assert again == fixed
    assert more == ()


@pytest.mark.parametrize("name", PROFILES)
@settings(max_examples=15, deadline=None)
@given(track=TRACKS)
def test_a_track_on_frames_gets_no_graver(name: str, track: SubtitleTrack) -> None:
    profile = PROFILES[name]
    on_frames = []
    for cue in track.cues:
        start, end = snap(cue.start, profile.frame_rate), snap(cue.end, profile.frame_rate)
        if start < end:
            on_frames.append(Cue(start, end, cue.lines))
    given_track = SubtitleTrack(tuple(on_frames))
    fixed, _ = repair_track(given_track, profile)
    assert gravest(check_track(fixed, profile)) <= max(0, gravest(check_track(given_track, profile)))


@pytest.mark.parametrize("name", PROFILES)
@settings(max_examples=10, deadline=None)
@given(track=TRACKS)
def test_what_is_in_order_is_left_alone(name: str, track: SubtitleTrack) -> None:
    profile = PROFILES[name]
    fixed, _ = repair_track(track, profile)
    if gravest(check_track(fixed, profile)) <= 0:
        assert repair_track(fixed, profile) == (fixed, ())
