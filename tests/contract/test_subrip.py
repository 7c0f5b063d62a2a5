"""SubRip and WebVTT as careless hands write them."""

import pysubs2
import pytest
import srt

from scriptkit.errors import InputError
from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.registry import subtitle_reader, subtitle_reader_for, writer


def read(name: str, text: str | bytes) -> tuple[SubtitleTrack, list[Finding]]:
    data = text if isinstance(text, bytes) else text.encode()
    track, findings = subtitle_reader(name).read(data, "in")
    return track, list(findings)


def codes(findings: list[Finding]) -> list[str]:
    return [f.code for f in findings]


def test_a_cue_that_shows_a_fake_cue_stays_one_cue(options: WriteOptions) -> None:
    fake = ("7", "00:00:01,000 --> 00:00:02,000", "fake")
    data = writer("srt").write(SubtitleTrack((Cue(0, 900, fake), Cue(1000, 2000, ("next",)))), options)
    assert len(list(srt.parse(data.decode()))) == 2
    assert len(pysubs2.SSAFile.from_string(data.decode())) == 2
    assert read("srt", data)[0].cues[0].lines == fake


@pytest.mark.parametrize(
    "line",
    [
        "Some 34,000,000 viewers,",
        "At 10:30:15, not 10:30:45.",
        "1:2:3 or 4.5.6.7",
        "12.11.2024 and 13.11.2024",
        "Laps of 1:02:03.5 each",
        "3 <4, 5> 4, -5 to -3",
    ],
)
def test_ordinary_text_is_written_as_it_is(line: str, options: WriteOptions) -> None:
    data = writer("srt").write(SubtitleTrack((Cue(0, 900, (line,)), Cue(1000, 2000, ("next",)))), options)
    assert line in data.decode()
    assert [s.content for s in srt.parse(data.decode())] == [line, "next"]
    assert [e.plaintext for e in pysubs2.SSAFile.from_string(data.decode(), format_="srt")] == [line, "next"]
    assert read("srt", data)[0].cues[0].lines == (line,)


@pytest.mark.parametrize(
    "line",
    [
        "1:02:03.5 to 1:02:04.5",
        "10:30 -> 11:30",
        "10:30 – > 11:30",
        "0:0:1,0 -  > 0:0:2,0",
        "10:30 –> 11:30",
        "00:00:01:05 --> 00:00:02:05",
    ],
)
def test_what_a_reader_takes_for_a_time_line_is_text(line: str, options: WriteOptions) -> None:
    said = ("So:", line, "Yes.")
    data = writer("srt").write(SubtitleTrack((Cue(0, 900, said), Cue(1000, 2000, ("next",)))), options)
    assert len(list(srt.parse(data.decode()))) == 2
    assert len(pysubs2.SSAFile.from_string(data.decode(), format_="srt")) == 2
    assert [c.lines for c in read("srt", data)[0].cues] == [said, ("next",)]


def test_year_on_the_last_line_survives_pysubs2(options: WriteOptions) -> None:
    data = writer("srt").write(SubtitleTrack((Cue(0, 900, ("Founded in", "1984")),)), options)
    assert "1984" in pysubs2.SSAFile.from_string(data.decode())[0].text


def test_hour_123_and_negative_times() -> None:
    track, findings = read(
        "srt", "1\n-00:00:01,000 --> 00:00:02,000\nA\n\n2\n123:00:00,000 --> 123:00:01,000\nB\n"
    )
    assert [(c.start, c.end) for c in track.cues] == [(0, 2000), (442_800_000, 442_801_000)]
    assert codes(findings) == ["negative-time"]


def test_words_survive_every_malformation() -> None:
    text = (
        "1\n00:00:05,000 --> 00:00:04,000\nBackwards.\n\n"
        "2\n00:00:02.5 -> 00:00:03\nDots and a short arrow.\n"
        "3\n00:00:06,000 --> 00:00:07,000\nAbove the gap\n\nbelow the gap.\n\n"
        "00:00:08,000 --> 00:00:09,000\nNo number.\n\n"
        "5\n00:00:xx,000 --> 00:00:11,000\nBad time.\n"
    )
    track, findings = read("srt", text)
    said = " ".join(c.text for c in track.cues)
    for words in ("Backwards.", "Dots and a short arrow.", "below the gap.", "No number.", "Bad time."):
        assert words in said
    assert set(codes(findings)) == {"no-duration", "odd-time", "blank-line", "bad-time-line", "out-of-order"}


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Café — voilà, “señor”"),
        ("utf-16", "Größe zählt"),
        ("utf-16-le", "Plain text here"),
        ("cp949", "안녕하세요 여러분, 뉴스를 말씀드리겠습니다"),
        ("cp1251", "Добрый вечер, это новости"),
        ("cp932", "こんばんは、ニュースの時間です"),
        ("utf-8-sig", "Zoë"),
    ],
)
def test_encodings_are_told_apart(encoding: str, text: str) -> None:
    track, _ = read("srt", f"1\r\n00:00:01,000 --> 00:00:02,000\r\n{text}\r\n".encode(encoding))
    assert track.cues[0].text == text


def test_text_without_a_time_line_is_refused() -> None:
    with pytest.raises(InputError):
        read("srt", "Good evening.")


def test_webvtt_blocks_tags_and_references() -> None:
    text = (
        "WEBVTT - x\n\nSTYLE\n::cue { color: red }\n\nNOTE hi --there\n\nid\n00:01.000 --> 00:02.000 line:0\n"
        "<v Ruth Amaro>R&amp;D <i>now</i> &lt;b></v>\n\n1:00:00.000 --> 1:00:01.000\nLate\n"
    )
    track, findings = read("vtt", text)
    assert [c.text for c in track.cues] == ["R&D now <b>", "Late"]
    assert track.cues[0].speaker == "Ruth Amaro"
    assert track.cues[1].start == 3_600_000
    assert codes(findings) == ["styling-lost"]


@pytest.mark.parametrize(
    ("suffix", "line", "name"),
    [
        (".vtt", "00:01.000 --> 00:03.000", "vtt"),
        (".vtt", "00:00:01.000 --> 00:00:03.000", "vtt"),
        (".vtt", "00:00:01,000 --> 00:00:03,000", "vtt"),
        ("", "00:01.000 --> 00:03.000", "vtt"),
        (".txt", "00:00:01.000 --> 00:00:03.000 align:start line:0", "vtt"),
        ("", "00:00:01.000 --> 00:00:03.000", "srt"),
        (".srt", "00:01.000 --> 00:03.000", "srt"),
    ],
)
def test_webvtt_without_its_header_is_told_from_subrip(suffix: str, line: str, name: str) -> None:
    data = f"1\n{line}\nhello\n".encode()
    reader = subtitle_reader_for(suffix, data)
    assert reader.name == name
    track, findings = reader.read(data, "in")
    assert [(c.start, c.end, c.text) for c in track.cues] == [(1000, 3000, "hello")]
    assert ("no-header" in codes(list(findings))) == (name == "vtt")


def test_a_time_line_in_the_text_makes_no_webvtt(options: WriteOptions) -> None:
    cue = Cue(0, 900, ("1", "00:00:01.000 --> 00:00:02.000 line:0"))
    for name in ("csv", "json", "ass", "ttml", "srt"):
        data = writer(name).write(SubtitleTrack((cue,)), options)
        assert subtitle_reader_for("", data).name == name


def test_bytes_outrank_the_suffix() -> None:
    assert subtitle_reader_for(".srt", b"WEBVTT\n\n").name == "vtt"
    assert subtitle_reader_for(".txt", b"1\n00:00:01,000 --> 00:00:02,000\nA\n").name == "srt"
    with pytest.raises(InputError):
        subtitle_reader_for(".xyz", b"nothing")


AROUND = (
    "1\n00:00:01,000 --> 00:00:03,000\nFirst.\n\n2\n{}\nWords.\n\n3\n00:00:30,000 --> 00:00:31,000\nLast.\n"
)


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("00:00:20 --> 00:00:22", 20_000, 22_000),
        ("0:20 --> 0:22", 20_000, 22_000),
        ("00:00:10,500 --> 00:00:12", 10_500, 12_000),
        ("00 : 00 : 10,500 --> 00 : 00 : 12,500", 10_500, 12_500),
        ("00.00.10,500 --> 00.00.12,500", 10_500, 12_500),
        ("00:00:10,500 \u2013 00:00:12,500", 10_500, 12_500),
        ("00:00:10,500 -> 00:00:12,500", 10_500, 12_500),
        ("00:00:10,500 \u2192 00:00:12,500", 10_500, 12_500),
        ("00:00:10 - 00:00:12", 10_000, 12_000),
        ("00:00:10,500 00:00:12,500", 10_500, 12_500),
        ("00:00:10:500 --> 00:00:12:500", 10_500, 12_500),
        ("00:00:10:12 --> 00:00:12;12", 10_480, 12_480),
        ("77 00:00:10,500 --> 00:00:12,500", 10_500, 12_500),
    ],
)
def test_time_lines_as_careless_hands_write_them(line: str, start: int, end: int) -> None:
    track, findings = read("srt", AROUND.format(line))
    assert [(c.start, c.end, c.text) for c in track.cues] == [
        (1000, 3000, "First."),
        (start, end, "Words."),
        (30_000, 31_000, "Last."),
    ]
    assert codes(findings) == ["odd-time"]


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("00:00:10,500", 10_500, 30_000),
        ("00:00:10,500 --> 00:0", 10_500, 30_000),
        ("00:00:10,500 --> 00:00:1", 10_500, 30_000),
        ("00:00:1O,500 - 00:00:12,500", 3000, 12_500),
        ("00-00-10,500 --> 00-00-12,500", 3000, 30_000),
    ],
)
def test_half_a_time_line_is_never_shown(line: str, start: int, end: int) -> None:
    track, findings = read("srt", AROUND.format(line))
    assert [c.text for c in track.cues] == ["First.", "Words.", "Last."]
    assert (track.cues[1].start, track.cues[1].end) == (start, end)
    assert "bad-time-line" in codes(findings)


def test_an_end_on_the_next_line_is_the_end() -> None:
    text = AROUND.format("00:00:10,500 -->").replace("Words.", "00:00:12,500 Words.")
    track, findings = read("srt", text)
    assert (track.cues[1].start, track.cues[1].end, track.cues[1].text) == (10_500, 12_500, "Words.")
    assert codes(findings) == ["bad-time-line"]


def test_times_in_the_text_are_text() -> None:
    text = AROUND.format("00:00:10,500 --> 00:00:12,500").replace(
        "Words.", "Open 10:00 - 11:00\n12:30:15 \u2013 12:30:45\n12.11.2024 - 13.11.2024\nScore 3,2 -> 4,1"
    )
    track, findings = read("srt", text)
    assert track.cues[1].lines == (
        "Open 10:00 - 11:00",
        "12:30:15 \u2013 12:30:45",
        "12.11.2024 - 13.11.2024",
        "Score 3,2 -> 4,1",
    )
    assert findings == []


def test_words_on_the_time_line_are_kept_and_coordinates_are_not() -> None:
    track, findings = read("srt", AROUND.format("00:00:10,500 --> 00:00:12,500 More"))
    assert track.cues[1].lines == ("More", "Words.")
    assert codes(findings) == ["odd-time"]
    track, findings = read("srt", AROUND.format("00:00:10,500 --> 00:00:12,500 X1:10 X2:20 Y1:3 Y2:4"))
    assert track.cues[1].lines == ("Words.",)
    assert codes(findings) == ["position-lost"]


def test_a_file_cut_anywhere_shows_no_numbers_and_no_nonsense_times() -> None:
    whole = AROUND.format("00:02:10,000 --> 00:02:12,500").replace("00:00:3", "00:02:3")
    for end in range(whole.index("2\n00:02"), len(whole)):
        track, findings = read("srt", whole[:end])
        last = max((c.end for c in track.cues), default=0)
        assert last in (3000, 132_500, 151_000)
        assert not any(char.isdigit() for c in track.cues for char in c.text)
        assert all(f.at is None or f.at in (130_000, 150_000) for f in findings)
        assert set(codes(findings)) <= {"truncated", "empty-cue"}
