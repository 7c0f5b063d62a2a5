"""One suite for every subtitle reader: our own files come back whole, foreign bytes do no harm."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_writers import LIMITED, OPTIONS, flat, letters, subsequence, tracks

from scriptkit.errors import InputError
from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.registry import SUBTITLE_READERS, subtitle_reader, subtitle_reader_for, writer, writer_names

READS = {"srt": "srt", "vtt": "vtt", "ass": "ass", "ttml": "ttml", "ebu-tt-d": "ttml", "itt": "ttml"} | {
    "ebu-stl": "ebu-stl",
    "scc": "scc",
    "csv": "csv",
    "json": "json",
}
"""Writer to the reader of its files. Marker lists are for editing systems and are not read."""
MARKER_LISTS = {"edl", "premiere-csv"}
READ_ONLY = {"sami", "microdvd", "mpl2", "tmp"}
"""Formats nobody should write any more; ``test_read_only_formats`` has their files."""
STYLED = SubtitleTrack(
    (
        Cue(20_000, 24_000, ("Yellow line", "white line"), colours=("#FFFF00", "#FFFFFF")),
        Cue(30_000, 34_000, ("All of it in green",), colours=("#00FF00",), speaker="RUTH AMARO"),
        Cue(40_000, 44_000, ("Slanted", "twice"), italic=True),
        Cue(50_000, 54_000, ("At the top",), top=True, speaker="ANN"),
    )
)
KEEPS = {
    "srt": {"italic"},
    "vtt": {"colours", "italic", "top", "speaker"},
    "ass": {"colours", "italic", "top", "speaker"},
    "ttml": {"colours", "italic", "top", "speaker"},
    "ebu-tt-d": {"colours", "italic", "top", "speaker"},
    "itt": {"colours", "italic", "top"},
    "ebu-stl": {"colours", "top"},
    "scc": {"colours", "italic", "top"},
    "csv": {"colours", "italic", "top", "speaker"},
    "json": {"colours", "italic", "top", "speaker"},
}


def test_every_writer_and_reader_is_here() -> None:
    assert set(READS) | MARKER_LISTS == set(writer_names())
    assert set(READS.values()) | READ_ONLY == set(SUBTITLE_READERS)
    assert set(KEEPS) == set(READS)


def back(name: str, track: SubtitleTrack, **changes: object) -> tuple[SubtitleTrack, list[Finding]]:
    made = writer(name)
    data = made.write(track, replace(OPTIONS, **changes))  # type: ignore[arg-type]
    reader = subtitle_reader_for(made.suffix if not data else "", data[:4096])
    assert reader.name == READS[name]
    found, findings = reader.read(data, "file")
    return found, list(findings)


@pytest.mark.parametrize("name", READS)
def test_our_own_files_come_back(name: str, track: SubtitleTrack) -> None:
    found, findings = back(name, track)
    assert findings == []
    assert [flat(c.text) for c in found.cues] == [
        flat(c.text.replace("’", "'") if name == "scc" else c.text) for c in track.cues
    ]
    for cue, wanted in zip(found.cues, track.cues, strict=True):
        assert abs(cue.start - wanted.start) <= 20
        assert abs(cue.end - wanted.end) <= 20


@pytest.mark.parametrize("name", READS)
def test_styles_come_back_where_the_format_has_them(name: str) -> None:
    found, _ = back(name, STYLED)
    for key in ("colours", "italic", "top", "speaker"):
        wanted = [getattr(c, key) for c in STYLED.cues]
        if key in KEEPS[name]:
            assert [getattr(c, key) for c in found.cues] == wanted
        else:
            assert not any(getattr(c, key) for c in found.cues)


@pytest.mark.parametrize("name", READS)
def test_what_is_not_kept_is_a_named_loss(name: str) -> None:
    codes = {f.code for f in writer(name).losses(STYLED, OPTIONS)}
    named = {
        "colours": "loss-colour",
        "italic": "loss-italic",
        "top": "loss-position",
        "speaker": "loss-speaker",
    }
    assert {named[key] for key in named if key not in KEEPS[name]} <= codes
    assert not {named[key] for key in KEEPS[name]} & codes


@pytest.mark.parametrize("name", ["ebu-stl", "scc", "itt"])
@pytest.mark.parametrize(
    ("rate", "drop"), [(Fraction(30000, 1001), True), (Fraction(25), False)], ids=["29.97 df", "25"]
)
def test_programme_time(name: str, rate: Fraction, drop: bool, track: SubtitleTrack) -> None:
    found, _ = back(name, track, frame_rate=rate, drop_frame=drop, start=36_000_000)
    # EBU STL says where the programme starts; the others only have the time code itself.
    shift = 0 if name == "ebu-stl" else 36_000_000
    for cue, wanted in zip(found.cues, track.cues, strict=True):
        assert abs(cue.start - shift - wanted.start) <= 40


@pytest.mark.parametrize("name", READS)
@settings(max_examples=25, deadline=None)
@given(track=tracks())
def test_hostile_text_comes_back(name: str, track: SubtitleTrack) -> None:
    found, _ = back(name, track)
    if name in LIMITED:
        plain = letters(" ".join(c.text for c in track.cues))
        assert subsequence(plain, letters(" ".join(c.text for c in found.cues)))
    else:
        assert [flat(c.text) for c in found.cues] == [flat(c.text) for c in track.cues if flat(c.text)]


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """A file of ours with bytes changed, cut out and put in."""
    data = bytearray(writer(name).write(STYLED, OPTIONS))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        kind = draw(st.sampled_from(["cut", "change", "insert", "end"]))
        if kind == "cut":
            del data[at : at + draw(st.integers(1, 200))]
        elif kind == "change" and at < len(data):
            data[at] = draw(st.integers(0, 255))
        elif kind == "insert":
            data[at:at] = draw(
                st.binary(max_size=20) | st.sampled_from([b"-->", b"<", b"&", b"\n\n", b"\xff" * 9])
            )
        else:
            del data[at:]
    return bytes(data)


@pytest.mark.parametrize("name", READS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_files_raise_nothing_but_input_error(name: str, data: st.DataObject) -> None:
    content = data.draw(damaged(name))
    reader = subtitle_reader(READS[name])
    reader.sniff(content[:4096])
    try:
        found, findings = reader.read(content, "file")
    except InputError:
        return
    assert list(found.cues) == sorted(found.cues, key=lambda c: c.start)
    assert all(isinstance(f, Finding) and f.code and f.message for f in findings)


@pytest.mark.parametrize("name", SUBTITLE_READERS)
@settings(max_examples=40, deadline=None)
@given(data=st.binary(max_size=400) | st.text(max_size=200).map(lambda s: s.encode("utf-16")))
def test_any_bytes_raise_nothing_but_input_error(name: str, data: bytes) -> None:
    reader = subtitle_reader(name)
    reader.sniff(data)
    with contextlib.suppress(InputError):
        track, _ = reader.read(data, "file")
        assert all(cue.text.strip() for cue in track.cues)


@pytest.mark.parametrize("name", ["itt", "json"])
@pytest.mark.parametrize(
    ("rate", "drop"),
    [(Fraction(25), False), (Fraction(24000, 1001), False), (Fraction(30000, 1001), True)],
)
def test_a_file_s_own_frame_rate_comes_back(name: str, rate: Fraction, drop: bool) -> None:
    track, _ = back(name, STYLED, frame_rate=rate, drop_frame=drop)
    assert (track.frame_rate, track.drop_frame) == (rate, drop)


def test_broadcast_formats_say_their_frame_rate() -> None:
    ntsc = Fraction(30000, 1001)
    assert back("ebu-stl", STYLED, frame_rate=Fraction(25))[0].frame_rate == 25
    assert back("ebu-stl", STYLED, frame_rate=ntsc, drop_frame=True)[0].frame_rate == ntsc
    for drop in (True, False):
        track, _ = back("scc", STYLED, frame_rate=ntsc, drop_frame=drop)
        assert (track.frame_rate, track.drop_frame) == (ntsc, drop)
    assert back("srt", STYLED)[0].frame_rate is None


@pytest.mark.parametrize(
    "said", ['"0/1"', '"25/0"', '"x"', '"1000000/1"', "true", "null", "[]", '"1e9"', "1"]
)
def test_a_frame_rate_that_is_none_is_left_aside(said: str) -> None:
    data = f'{{"schema": "scriptkit-cues", "frame_rate": {said}, "cues": []}}'
    assert subtitle_reader("json").read(data.encode(), "x.json")[0].frame_rate is None
