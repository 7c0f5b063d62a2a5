"""What line 21 allows, whatever the cues; and captions of others that are not pop-on."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_writers import OPTIONS, tracks

from scriptkit.model import Cue, SubtitleTrack
from scriptkit.registry import subtitle_reader, writer
from scriptkit.text.cea608 import with_parity
from scriptkit.timecode import parse_smpte, to_frames

RATE = Fraction(30000, 1001)
DROP = replace(OPTIONS, frame_rate=RATE, drop_frame=True)


def lines(track: SubtitleTrack, start: int = 0) -> list[tuple[int, list[int]]]:
    """Each line's first frame and its words."""
    data = writer("scc").write(track, replace(DROP, start=start)).decode("ascii")
    assert data.startswith("Scenarist_SCC V1.0\n")
    found = re.findall(r"^(\d\d:\d\d:\d\d;\d\d)\t([0-9a-f ]+)$", data, re.MULTILINE)
    return [(parse_smpte(code, RATE), [int(w, 16) for w in words.split()]) for code, words in found]


def code(text: str) -> int:
    return with_parity(int(text[:2], 16)) << 8 | with_parity(int(text[2:], 16))


EOC, EDM = code("142f"), code("142c")


@st.composite
def crowded(draw: st.DrawFn) -> SubtitleTrack:
    """Cues that often leave too little time to load."""
    at, cues = 0, []
    for _ in range(draw(st.integers(1, 8))):
        start = at + draw(st.integers(0, 3000))
        at = start + draw(st.integers(1, 4000))
        cues.append(
            Cue(start, at, tuple(draw(st.lists(st.text("ab ♪Áé", max_size=90), min_size=1, max_size=3))))
        )
    return SubtitleTrack(tuple(cues))


@settings(max_examples=60, deadline=None)
@given(track=crowded() | tracks(), start=st.sampled_from([0, 3_600_000]))
def test_one_word_a_frame_with_odd_parity(track: SubtitleTrack, start: int) -> None:
    free = 0
    for frame, words in lines(track, start):
        assert frame >= free
        free = frame + len(words)
        for word in words:
            assert (word >> 8).bit_count() % 2 == 1
            assert (word & 0xFF).bit_count() % 2 == 1


@settings(max_examples=60, deadline=None)
@given(track=crowded())
def test_control_codes_go_out_twice(track: SubtitleTrack) -> None:
    for _, words in lines(track):
        at = 0
        while at < len(words):
            if 0x10 <= (words[at] >> 8 & 0x7F) < 0x20:
                assert words[at : at + 2] == [words[at]] * 2
                at += 1
            at += 1


@settings(max_examples=60, deadline=None)
@given(track=crowded())
def test_a_cue_is_in_time_or_named_late(track: SubtitleTrack) -> None:
    late = {f.cue for f in writer("scc").losses(track, DROP) if f.code == "loss-load-time"}
    shown = [c.start for c in subtitle_reader("scc").read(writer("scc").write(track, DROP), "x")[0].cues]
    for number, cue in enumerate(track.cues, 1):
        if cue.text.strip() and number not in late:
            assert min(abs(start - cue.start) for start in shown) <= 17


def test_times_to_the_frame() -> None:
    track = SubtitleTrack((Cue(4004, 6006, ("Good evening.",)), Cue(6072, 8008, ("Here is the news.",))))
    events = {words[0]: frame for frame, words in lines(track) if words[0] in (EOC, EDM)}
    starts = [frame for frame, words in lines(track) if words[0] == EOC]
    assert starts == [120, 182]
    assert [frame for frame, words in lines(track) if words[0] == EDM] == [180, 240]
    assert set(events) == {EOC, EDM}


def test_the_screen_is_cleared_while_the_next_caption_loads() -> None:
    track = SubtitleTrack((Cue(4000, 6000, ("A" * 30,)), Cue(6200, 8000, ("B" * 30,))))
    found = lines(track)
    clear = next(i for i, (_, words) in enumerate(found) if words[0] == EDM)
    assert abs(found[clear][0] - to_frames(6000, RATE)) <= 1
    assert found[clear - 1][1][0] == code("1420")
    assert found[clear + 1][1][0] not in (EOC, EDM)


def test_a_cue_at_zero_comes_as_soon_as_it_is_loaded() -> None:
    track = SubtitleTrack((Cue(0, 3000, ("Good evening.",)),))
    (loss,) = (f for f in writer("scc").losses(track, DROP) if f.code == "loss-load-time")
    frame = next(frame for frame, words in lines(track) if words[0] == EOC)
    # RCL, ENM and PAC twice each, no tab offset for lack of time, then thirteen characters two a frame.
    assert frame == 6 + 7
    assert "434 ms late" in loss.message


def test_with_a_start_time_code_it_loads_in_the_leader() -> None:
    track = SubtitleTrack((Cue(0, 3000, ("Good evening.",)),))
    options = replace(DROP, start=3_600_000)
    assert [f.code for f in writer("scc").losses(track, options) if f.code != "loss-precision"] == [
        "loss-lead-in"
    ]
    found = lines(track, 3_600_000)
    assert [frame for frame, words in found if words[0] == EOC] == [to_frames(3_600_000, RATE)]
    assert found[0][0] == to_frames(3_600_000, RATE) - 15


def test_characters_stand_behind_what_old_sets_show() -> None:
    words = lines(SubtitleTrack((Cue(4000, 6000, ("Ü“",)),)))[0][1]
    text = [w & 0x7F7F for w in words][8:]
    assert text == [0x5500, 0x1224, 0x1224, 0x2200, 0x122E, 0x122E]


def read(text: str) -> list[Cue]:
    return list(subtitle_reader("scc").read(f"Scenarist_SCC V1.0\n\n{text}".encode(), "x")[0].cues)


def words_of(text: str) -> str:
    padded = text + "\0" * (len(text) % 2)
    return " ".join(
        f"{with_parity(ord(a)):02x}{with_parity(ord(b)):02x}"
        for a, b in zip(padded[::2], padded[1::2], strict=True)
    )


def test_roll_up_gives_a_cue_a_line() -> None:
    cues = read(
        f"00:00:01:00\t9425 9425 94ad 94ad 9470 9470 {words_of('First line')}\n\n"
        f"00:00:03:00\t94ad 94ad {words_of('Second line')}\n\n"
        "00:00:05:00\t942c 942c\n"
    )
    assert [c.lines for c in cues] == [("First line",), ("Second line",)]
    assert cues[0].end == pytest.approx(3003, abs=1)
    assert cues[1].end == pytest.approx(5005, abs=1)


def test_paint_on_and_a_file_that_stops() -> None:
    cues = read(f"00:00:01:00\t9429 9429 9470 9470 {words_of('Painted')}\n")
    assert [(c.text, c.duration) for c in cues] == [("Painted", 3000)]


def test_second_language_channel_is_left_aside() -> None:
    cues = read(
        f"00:00:01:00\t9420 9420 9470 9470 {words_of('Mine')} 1c20 1c20 9c70 9c70 {words_of('Other')}"
        " 942f 942f\n\n"
        "00:00:04:00\t942c 942c\n"
    )
    assert [c.text for c in cues] == ["Mine"]


def test_bad_parity_and_bad_codes_are_named() -> None:
    _, findings = subtitle_reader("scc").read(b"Scenarist_SCC V1.0\n\n00:00:01:00\t9420 4100 zz\n", "x")
    assert [f.code for f in findings] == ["bad-code", "bad-parity"]
