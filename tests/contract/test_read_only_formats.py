"""SAMI, MicroDVD, MPL2 and TMP, which we read and do not write: no word goes missing untold."""

from __future__ import annotations

import contextlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.errors import InputError
from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.registry import subtitle_reader, subtitle_reader_for

SAMI = """<SAMI><HEAD><TITLE>Harbor</TITLE><STYLE TYPE="text/css"><!--
P { font-family: sans-serif; }
.KRCC { Name: Korean; lang: ko-KR; SAMIType: CC; }
.ENCC { Name: English; lang: en-US; }
--></STYLE></HEAD><BODY>
<SYNC Start=1000><P Class=KRCC>
항구가 오늘<br>
다시 열립니다
<SYNC Start=3500><P Class=KRCC>&nbsp;
<SYNC Start=5000><P Class=KRCC><font color="#ffff00">여섯 시에</font> <i>떠났습니다</i>
</BODY></SAMI>
"""


def read(name: str, text: str | bytes) -> tuple[list[Cue], list[Finding]]:
    data = text if isinstance(text, bytes) else text.encode()
    track, findings = subtitle_reader(name).read(data, "in")
    return list(track.cues), list(findings)


@pytest.mark.parametrize(
    ("name", "suffix", "text"),
    [
        ("sami", ".smi", SAMI),
        ("sami", "", SAMI.lower()),
        ("microdvd", ".sub", "{1}{1}25\n{25}{50}Good evening.\n"),
        ("mpl2", ".txt", "[10][20]Good evening.\n"),
        ("tmp", ".txt", "00:00:01:Good evening.\n00:00:04:Ferries left.\n"),
    ],
)
def test_the_bytes_say_what_it_is(name: str, suffix: str, text: str) -> None:
    assert subtitle_reader_for(suffix, text.encode()).name == name


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01:12 --> 00:00:03:00\nx\n",
        "00:00:01:12,00:00:03:00,Spruce\n",
        "WEBVTT\n\n",
        "[Script Info]\n",
    ],
)
def test_other_formats_are_not_taken_for_these(text: str) -> None:
    with contextlib.suppress(InputError):
        assert subtitle_reader_for("", text.encode()).name not in {"sami", "microdvd", "mpl2", "tmp"}


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
def test_sami_stays_until_the_next_sync(encoding: str) -> None:
    track, findings = subtitle_reader("sami").read(SAMI.encode(encoding), "in")
    assert [(c.start, c.end, c.lines) for c in track.cues[:1]] == [
        (1000, 3500, ("항구가 오늘", "다시 열립니다"))
    ]
    assert track.cues[1].text == "여섯 시에 떠났습니다"
    assert track.language == "ko-KR"
    assert {f.code for f in findings} - {"encoding-guessed"} == {"styling-lost"}


def test_sami_in_two_languages_gives_one_and_names_the_other() -> None:
    text = SAMI.replace("<SYNC Start=3500>", "<SYNC Start=2000><P Class=ENCC>The harbor<SYNC Start=3500>")
    cues, findings = read("sami", text)
    assert [(c.start, c.end) for c in cues] == [(1000, 3500), (5000, cues[1].end)]
    assert [f.code for f in findings] == ["other-language", "styling-lost"]
    assert "ENCC" in findings[0].message


@pytest.mark.parametrize(
    ("body", "words", "codes"),
    [
        ("<SYNC Start=1000><P>I <3 you {so} much\\N & so on", "I <3 you {so} much\\N & so on", set()),
        ("<SYNC Start=1000><P>one <!-- two", "one two", set()),
        ("<SYNC Start=1000><P>one <!-- not --> two", "one two", set()),
        ("<SYNC Start=1000><P>one <style>two", "one two", set()),
        ("<SYNC Start=1000><P>&#123;one&#125;", "{one}", set()),
        ("<SYNC><P>one", "one", {"bad-time-line"}),
        ("<SYNC Start=soon><P>one", "one", {"bad-time-line"}),
        ("<SYNC Start=-5><P>one<SYNC Start=900>", "one", {"negative-time"}),
        ("<SYNC Start=1000><P><b>one</b> <i>two</i>", "one two", {"styling-lost"}),
    ],
)
def test_sami_of_careless_hands_keeps_its_words(body: str, words: str, codes: set[str]) -> None:
    cues, findings = read("sami", f"<SAMI><BODY>{body}")
    assert " ".join(c.text for c in cues) == words
    assert {f.code for f in findings} == codes


def test_microdvd_counts_frames_and_names_a_missing_rate() -> None:
    cues, findings = read("microdvd", "{1}{1}23,976\n{24}{48}{y:i}Good|evening.\n{72}{}{Not} a {code}\n")
    assert [(c.start, c.lines, c.italic) for c in cues] == [
        (1001, ("Good", "evening."), True),
        (3003, ("{Not} a {code}",), False),
    ]
    assert cues[0].end == 2002
    assert [f.code for f in findings] == ["no-end"]
    cues, findings = read("microdvd", "{25}{50}Good evening.\nnot a cue\n")
    assert [(c.start, c.end) for c in cues] == [(1000, 2000)]
    assert {f.code for f in findings} == {"odd-frame-rate", "stray-text"}


def test_picture_subtitles_are_refused_with_advice() -> None:
    with pytest.raises(InputError) as caught:
        subtitle_reader_for(".sub", b"\x00\x00\x01\xba" * 50).read(b"\x00\x00\x01\xba" * 50, "movie.sub")
    assert "VobSub" in caught.value.hint


def test_mpl2_counts_tenths_and_slants() -> None:
    cues, findings = read("mpl2", "[10][25]/Good|/evening.\n[30][]Ferries {left}\n[-5][9]early\n")
    assert [(c.start, c.end, c.lines, c.italic) for c in cues] == [
        (0, 900, ("early",), False),
        (1000, 2500, ("Good", "evening."), True),
        (3000, 6000, ("Ferries {left}",), False),
    ]
    assert {f.code for f in findings} == {"negative-time", "out-of-order", "no-end"}


def test_tmp_has_hours_past_99_and_no_ends() -> None:
    cues, findings = read("tmp", "123:00:01:Good <i>evening</i>|all.\n123:00:02:Ferries <left>.\n")
    assert [(c.start, c.lines) for c in cues] == [
        (442_801_000, ("Good evening", "all.")),
        (442_802_000, ("Ferries <left>.",)),
    ]
    assert cues[0].end == cues[1].start
    assert [f.code for f in findings] == ["no-end", "styling-lost"]


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="|/\ufeff"), max_size=20
)
SHAPES = {
    "microdvd": "{{{0}}}{{{1}}}{2}",
    "mpl2": "[{0}][{1}]{2}",
    "tmp": "00:{0:02d}:00:{2}",
    "sami": "<SYNC Start={0}><P>{3}",
}


def kept(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@pytest.mark.parametrize("name", SHAPES)
@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(
        WORDS | st.sampled_from(["{a:b} c", "{", "}\\N", "<x>", "&lt;", "--", "{1}{2}z"]),
        min_size=1,
        max_size=5,
    )
)
def test_no_word_goes_missing(name: str, texts: list[str]) -> None:
    import html

    texts = [f"w{n} {text}" for n, text in enumerate(texts)]
    rows = [SHAPES[name].format(n + 2, n + 3, text, html.escape(text)) for n, text in enumerate(texts)]
    track, _ = subtitle_reader(name).read("\n".join(rows).encode(), "in")
    found = kept("".join(c.text for c in track.cues))
    wanted = "".join(texts)
    if name == "microdvd":
        wanted = wanted.replace("{a:b}", "")
    assert found == kept(wanted)


@pytest.mark.parametrize("name", SHAPES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damaged_files_raise_nothing_but_input_error(name: str, data: st.DataObject) -> None:
    content = bytearray(SAMI.encode() if name == "sami" else "\n".join(
        SHAPES[name].format(n, n + 1, "Good|evening.") for n in range(4)).encode())  # fmt: skip
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    reader = subtitle_reader(name)
    reader.sniff(bytes(content))
    with contextlib.suppress(InputError):
        track, findings = reader.read(bytes(content), "in")
        assert isinstance(track, SubtitleTrack)
        assert all(f.code and f.message for f in findings)


def test_pysubs2_is_loaded_only_for_these() -> None:
    code = (
        "import sys; from scriptkit.registry import subtitle_reader_for as reader\n"
        "data = b'1\\n00:00:01,000 --> 00:00:02,000\\nx\\n'\n"
        "reader('.srt', data).read(data, '')\n"
        "sys.exit('pysubs2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
