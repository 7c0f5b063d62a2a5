"""What holds for every timeline: words kept, nothing overlaps, frames, segments apart."""

from __future__ import annotations

import itertools
import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.config import load_profile, profile_names
from scriptkit.cueing import make_cues
from scriptkit.model import Basis, Profile, Role, Segment, Story, TimedSegment, Timeline, Word
from scriptkit.text.length import shown_length
from scriptkit.timecode import from_frames, to_frames

_VOCABULARY = """
    the a of and but when who has been will not it they in on Kim Jong-un President Putin's 20 percent
    U.S. Dr. said that report, minister; talks. really? yes! “Look,” it's well-known mother—in—law a.m.
    $3.5 million extraordinarily internationalisation
    """.split()  # noqa: SIM905
_word = st.one_of(
    st.sampled_from(_VOCABULARY),
    st.text(st.characters(exclude_categories=("Z", "C")), min_size=1, max_size=60),
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    now = draw(st.integers(0, 5000))
    items = []
    for speaker in draw(st.lists(st.sampled_from([None, "Ann", "Bo"]), min_size=1, max_size=3)):
        words = []
        start = now
        for text in draw(st.lists(_word, min_size=1, max_size=30)):
            length = draw(st.integers(1, 900))
            words.append(Word(text, now, now + length))
            now += length + draw(st.sampled_from([0, 0, 0, 20, 90, 400, 700, 3000]))
        segment = Segment(Role.NARRATION, " ".join(w.text for w in words), speaker, 0, 1)
        items.append(TimedSegment(segment, tuple(words), start, now))
    story = Story("story", None, tuple(item.segment for item in items))
    return Timeline(story, tuple(items))


_LABEL = re.compile(r"^\[(?:Ann|Bo|reporter)\] ?")
_PROFILES = [load_profile(name) for name in profile_names()]


@settings(max_examples=80, deadline=None)
@given(timelines(), st.sampled_from(_PROFILES))
def test_words_are_kept_in_order_and_unchanged(timeline: Timeline, profile: Profile) -> None:
    track, _ = make_cues(timeline, profile)
    said = " ".join(word.text for item in timeline.items for word in item.words)
    assert " ".join(" ".join(cue.lines) for cue in track.cues) == said


@settings(max_examples=80, deadline=None)
@given(timelines(), st.sampled_from(_PROFILES), st.booleans())
def test_nothing_overlaps_and_times_lie_on_frames(timeline: Timeline, profile: Profile, sdh: bool) -> None:
    track, _ = make_cues(timeline, profile, sdh=sdh)
    rate = profile.frame_rate
    frames = [(to_frames(cue.start, rate), to_frames(cue.end, rate)) for cue in track.cues]
    assert [(from_frames(a, rate), from_frames(b, rate)) for a, b in frames] == [
        (cue.start, cue.end) for cue in track.cues
    ]
    for (_, out), (following, _) in itertools.pairwise(frames):
        gap = following - out
        assert gap >= profile.min_gap_frames
    assert all(start < end for start, end in frames)


@settings(max_examples=80, deadline=None)
@given(timelines())
def test_words_of_two_speakers_in_a_cue_are_kept_behind_their_dashes(timeline: Timeline) -> None:
    track, _ = make_cues(timeline, load_profile("netflix"), sdh=True)
    lines = []
    for cue in track.cues:
        shared = cue.why[0].startswith("two speakers")
        assert not shared or [line[0] for line in cue.lines] == ["-", "-"]
        bare = [line[1:] if shared else line for line in cue.lines]
        lines += [_LABEL.sub("", line) for line in bare]
    assert " ".join(filter(None, lines)) == " ".join(
        word.text for item in timeline.items for word in item.words
    )


@settings(max_examples=80, deadline=None)
@given(timelines(), st.sampled_from(_PROFILES))
def test_cues_keep_lines_and_speakers_or_say_why_not(timeline: Timeline, profile: Profile) -> None:
    track, findings = make_cues(timeline, profile)
    blamed = {f.cue for f in findings if f.code == "line-too-long"}
    for number, cue in enumerate(track.cues, 1):
        assert len(cue.lines) <= profile.max_lines
        too_long = any(shown_length(line) > profile.max_chars for line in cue.lines)
        assert too_long == (number in blamed)
        if too_long:
            assert any(shown_length(word) > profile.max_chars for word in cue.text.split())
        if shown_length(cue.text) <= profile.max_chars:
            assert len(cue.lines) == 1
    turns = [" ".join(word.text for word in item.words) for item in timeline.items]
    for turn in turns:
        assert track.cues
        position = 0
        while position < len(turn):
            cue = track.cues[0]
            text = " ".join(cue.lines)
            assert turn[position : position + len(text)] == text
            position += len(text) + 1
            track = type(track)(track.cues[1:])


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001)])
def test_an_empty_timeline_has_no_cues(rate: Fraction) -> None:
    profile = load_profile("netflix")
    track, findings = make_cues(Timeline(Story("s", None, ()), ()), profile)
    assert (track.cues, findings) == ((), ())


_TURN = st.tuples(
    st.sampled_from([Role.NARRATION, Role.SOUNDBITE, Role.TWO_WAY, Role.SIGN_OFF]),
    st.sampled_from(
        [None, "Ann", "Bo Featherstonehaugh-Montgomery-Oldacre the Younger", "woman at the back"]
    ),
    st.lists(st.sampled_from([*"abcdefg", "Yes.", "Why?", "bridges", "harbour."]), min_size=1, max_size=20),
    st.sampled_from(["", "", "(APPLAUSE)", "(NAT SOUND: crowd cheering and chanting by the old town hall)"]),
    st.sampled_from([0, 0, 100, 500, 3000]),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_TURN, min_size=1, max_size=6), st.sampled_from(_PROFILES), st.booleans())
def test_labels_and_sounds_leave_words_lines_and_gaps_alone(
    turns: list[tuple[Role, str | None, list[str], str, int]], profile: Profile, estimated: bool
) -> None:
    segments, items, now = [], [], 0
    for role, speaker, texts, sound, pause in turns:
        at = 1000 * len(segments)
        if sound:
            segments.append(Segment(Role.CUE, sound, None, at, at + 1))
        words = tuple(Word(text, now + 300 * n, now + 300 * (n + 1)) for n, text in enumerate(texts))
        segments.append(Segment(role, " ".join(texts), speaker, at + 10, at + 500))
        basis = Basis.ESTIMATED if estimated else Basis.ALIGNED
        items.append(TimedSegment(segments[-1], words, now, words[-1].end, basis))
        now = words[-1].end + pause
    track, _ = make_cues(Timeline(Story("story", None, tuple(segments)), tuple(items)), profile, sdh=True)
    for cue in track.cues:
        assert len(cue.lines) <= profile.max_lines
        assert max(map(shown_length, cue.lines)) <= profile.max_chars
        assert len(cue.colours) in {0, 1, len(cue.lines)}
    for cue, following in itertools.pairwise(track.cues):
        assert cue.end <= following.start
    shown = iter(" ".join(cue.text.replace("\n", " ") for cue in track.cues).replace("-", " ").split())
    said = [word.text for item in items for word in item.words]
    assert all(word in shown for word in said), "every word, in order, among the labels"
