"""scriptkit convert, as a desk uses it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scriptkit.cli.main import main
from scriptkit.errors import ExitCode
from scriptkit.registry import subtitle_reader

SRT = """1
00:00:02,000 --> 00:00:04,500
The harbor reopens this morning, for good.

2
00:00:05,000 --> 00:00:07,000
<i>Ferries left at six.</i>
"""


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.srt").write_text(SRT)
    return tmp_path


def test_formats_are_told_by_the_names(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "in.srt", "out.vtt"]) == ExitCode.OK
    assert (inside / "out.vtt").read_text().startswith("WEBVTT\n")
    assert capsys.readouterr().out == "wrote out.vtt: 2 cues, WebVTT\n"


@pytest.mark.parametrize(
    "suffix", ["ass", "ttml", "ebuttd.xml", "itt", "stl", "scc", "csv", "json", "edl", "premiere.csv"]
)
def test_every_format_by_its_suffix(suffix: str, inside: Path) -> None:
    assert main(["convert", "in.srt", f"out.{suffix}", "-q"]) == ExitCode.OK
    assert (inside / f"out.{suffix}").stat().st_size > 0


def test_windows_line_ends_on_request(inside: Path) -> None:
    assert main(["convert", "in.srt", "out.srt", "--crlf"]) == ExitCode.OK
    data = (inside / "out.srt").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") > 0
    assert main(["convert", "out.srt", "back.srt"]) == ExitCode.OK
    assert (inside / "back.srt").read_text() == SRT


def test_frames_are_counted_as_the_input_counts_them(inside: Path) -> None:
    main(["convert", "in.srt", "film.itt", "--fps", "23.976", "-q"])
    assert main(["convert", "film.itt", "film.csv", "-q"]) == ExitCode.OK
    assert ",00:00:04:12," in (inside / "film.csv").read_text()  # 108 frames; at 25 fps it were 113
    assert main(["convert", "in.srt", "air.scc", "--fps", "29.97", "--start", "01:00:00;00", "-q"]) == 0
    assert main(["convert", "air.scc", "air.csv", "--from-start", "01:00:00;00", "-q"]) == ExitCode.OK
    assert "00:00:02;00" in (inside / "air.csv").read_text()


def test_losses_are_named_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "in.srt", "out.scc", "--fail-on", "warning"]) == ExitCode.FINDINGS
    assert "cue 1: SCC: lines broken again to 32 columns [loss-line-length]" in capsys.readouterr().err


def test_start_of_programme_in_and_out(inside: Path) -> None:
    assert main(["convert", "in.srt", "out.scc", "--start", "01:00:00;00", "--fps", "29.97"]) == ExitCode.OK
    assert "\n01:00:02;00\t942f 942f\n" in (inside / "out.scc").read_text()
    assert main(["convert", "out.scc", "back.srt", "--from-start", "01:00:00;00"]) == ExitCode.OK
    track, _ = subtitle_reader("srt").read((inside / "back.srt").read_bytes(), "back.srt")
    assert [c.start for c in track.cues] == [2002, 5005]
    assert main(["convert", "out.scc", "late.srt", "--from-start", "02:00:00;00"]) == ExitCode.USAGE


def test_standard_output_needs_a_format(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["convert", "in.srt", "-"]) == ExitCode.USAGE
    capsysbinary.readouterr()
    assert main(["convert", "in.srt", "-", "--to", "ttml"]) == ExitCode.OK
    assert b"<tt " in capsysbinary.readouterr().out


def test_an_existing_file_is_kept(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "out.vtt").write_text("mine")
    assert main(["convert", "in.srt", "out.vtt"]) == ExitCode.OUTPUT
    assert (inside / "out.vtt").read_text() == "mine"
    assert main(["convert", "in.srt", "out.vtt", "--force"]) == ExitCode.OK
    assert main(["convert", "in.srt", "out.vtt"]) == ExitCode.OK
    assert "unchanged out.vtt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["in.srt", "out.xyz"], ExitCode.USAGE),
        (["in.srt", "out.vtt", "--to", "nonsense"], ExitCode.USAGE),
        (["in.srt", "out.vtt", "--from", "json"], ExitCode.INPUT),
        (["missing.srt", "out.vtt"], ExitCode.INPUT),
        (["empty.srt", "out.vtt"], ExitCode.INPUT),
        (["in.srt", "out.vtt", "--crlf"], ExitCode.USAGE),
        (["in.srt", "out.stl", "--start", "25 o'clock"], ExitCode.USAGE),
    ],
)
def test_what_cannot_be_done_says_so(
    argv: list[str], code: ExitCode, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "empty.srt").write_text(" \n")
    assert main(["convert", *argv]) == code
    assert capsys.readouterr().err.startswith("scriptkit: ")


@pytest.mark.parametrize("name", ["markers.premiere.csv", "markers.edl"])
def test_marker_lists_are_not_read_back(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "in.srt", name, "-q"]) == ExitCode.OK
    for verb in (["check", name], ["convert", name, "out.srt"]):
        assert main(verb) == ExitCode.INPUT
        assert f"scriptkit: {name}: " in capsys.readouterr().err


def test_markers_keep_quotation_marks_in_their_cells(inside: Path) -> None:
    (inside / "q.srt").write_text(
        '1\n00:00:01,000 --> 00:00:02,000\n"We never left\n\n'
        '2\n00:00:03,000 --> 00:00:04,000\nthe "old" port.\n'
    )
    assert main(["convert", "q.srt", "q.premiere.csv", "-q"]) == ExitCode.OK
    with (inside / "q.premiere.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert [row["Description"] for row in rows] == ['"We never left', 'the "old" port.']


def test_markers_that_begin_with_a_dash_get_nothing_in_front(inside: Path) -> None:
    (inside / "d.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n-Is it open?\n-Not yet.\n")
    assert main(["convert", "d.srt", "d.premiere.csv", "-q"]) == ExitCode.OK
    assert "\t-Is it open? -Not yet.\t" in (inside / "d.premiere.csv").read_text(encoding="utf-8-sig")


def test_a_start_without_drop_frame_is_refused_where_the_file_drops_frames(
    capsys: pytest.CaptureFixture[str],
) -> None:
    start = ["--start", "10:00:00;00", "--fps", "29.97"]
    for name in ("drop.scc", "drop.itt"):
        assert main(["convert", "in.srt", name, *start, "-q"]) == ExitCode.OK
        assert main(["convert", name, "back.srt", "--from-start", "10:00:00:00"]) == ExitCode.USAGE
        assert "--from-start '10:00:00;00'" in capsys.readouterr().err
        assert main(["convert", name, "back.srt", "--from-start", "10:00:00;00", "--force"]) == ExitCode.OK
        assert "00:00:02," in Path("back.srt").read_text().splitlines()[1]


def test_ebu_stl_without_a_start_comes_back_on_time(inside: Path) -> None:
    (inside / "late.srt").write_text("1\n00:08:57,000 --> 00:08:59,867\n...it is.\n")
    assert main(["convert", "late.srt", "late.stl", "--fps", "29.97", "-q"]) == ExitCode.OK
    track, _ = subtitle_reader("ebu-stl").read((inside / "late.stl").read_bytes(), "late.stl")
    assert abs(track.cues[0].start - 537_000) < 34


def test_a_start_after_midnight_is_refused(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["convert", "in.srt", "out.stl", "--start", "25:00:00:00"]) == ExitCode.USAGE
    assert "hours go to 23" in capsys.readouterr().err


@pytest.mark.parametrize("suffix", ["stl", "scc"])
def test_words_a_code_table_lacks_are_an_error(
    suffix: str, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "ko.srt").write_text("1\n00:00:02,000 --> 00:00:04,000\n항구 Café “ok” 🎙\n")
    assert main(["convert", "ko.srt", f"ko.{suffix}", "-q", "--fail-on", "error"]) == ExitCode.FINDINGS
    told = capsys.readouterr().err.splitlines()
    (lost,) = [line for line in told if line.startswith("error")]
    assert "? stands for 구 항 [loss-words]" in lost
    (inside / "de.srt").write_text("1\n00:00:02,000 --> 00:00:04,000\nŁódź — Σ-free, ½ 🎙\n".replace("Σ", "S"))
    assert main(["convert", "de.srt", f"de.{suffix}", "-q", "--fail-on", "error"]) == ExitCode.OK


def test_looks_that_are_lost_are_a_warning_where_a_file_is_written(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "bold.srt").write_text(SRT.replace("for good", "for <b>good</b>"))
    line = "left out of what is written: bold (1 cue)"
    assert main(["convert", "bold.srt", "out.srt", "--fail-on", "warning"]) == ExitCode.FINDINGS
    assert line in capsys.readouterr().err
    assert main(["check", "bold.srt", "--fail-on", "warning"]) == ExitCode.OK
    assert line in capsys.readouterr().out
    fix = ["check", "bold.srt", "--fix", "-o", "fixed.srt", "--fail-on", "warning"]
    assert main(fix) == ExitCode.FINDINGS
    assert line in capsys.readouterr().out
    assert "<i>Ferries left at six.</i>" in (inside / "fixed.srt").read_text()
