"""scriptkit check, as a desk uses it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scriptkit.cli.main import main
from scriptkit.errors import ExitCode

GOOD = "1\n00:00:01,000 --> 00:00:03,000\nOne short line.\n"
BAD = "1\n00:00:00,000 --> 00:00:00,400\n" + "far too long a line " * 5 + "\n"


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.srt").write_text(GOOD)
    (tmp_path / "bad.srt").write_text(BAD)
    return tmp_path


def test_a_file_that_keeps_the_profile_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "good.srt"]) == ExitCode.OK
    line = "PASS good.srt: SubRip, utf-8, 1 cue, 0:02, profile netflix, 0 errors, 0 warnings\n"
    assert capsys.readouterr().out == line


def test_a_broken_rule_has_a_line_with_its_cue_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "bad.srt"]) == ExitCode.FINDINGS
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "bad.srt"
    found = next(line for line in lines if "[cue-too-short]" in line)
    assert found.split() == [
        "1", "00:00:00.000", "error", "on", "screen", "400", "ms,", "at", "least", "833", "needed",
        "[cue-too-short]",
    ]  # fmt: skip
    assert lines[-1].startswith("FAIL bad.srt: SubRip, utf-8, 1 cue, 0:00, profile netflix, 2 errors")


@pytest.mark.parametrize(
    ("fail_on", "file", "code", "verdict"),
    [
        ("error", "bad.srt", ExitCode.FINDINGS, "FAIL"),
        ("never", "bad.srt", ExitCode.OK, "FAIL"),
        ("warning", "warned.srt", ExitCode.FINDINGS, "FAIL"),
        ("error", "warned.srt", ExitCode.OK, "PASS"),
    ],
)
def test_what_fails_is_the_desks_choice(
    fail_on: str, file: str, code: ExitCode, verdict: str, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "warned.srt").write_text(GOOD.replace("One short", "One  short"))
    assert main(["check", file, "--fail-on", fail_on, "-q"]) == code
    assert capsys.readouterr().out.startswith(verdict)


def test_one_bad_file_does_not_stop_the_others(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "empty.srt").write_text(" \n")
    assert main(["check", "empty.srt", "missing.vtt", "bad.srt", "good.srt", "-q"]) == ExitCode.INPUT
    captured = capsys.readouterr()
    assert captured.err.count("scriptkit: ") == 2
    lines = captured.out.splitlines()
    assert [line.split()[0] for line in lines] == ["UNREAD", "UNREAD", "FAIL", "PASS", "4"]
    assert lines[-1] == "4 files: 1 passed, 1 failed, 2 unread"


def test_one_file_that_cannot_be_read_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "missing.srt"]) == ExitCode.INPUT
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("scriptkit: missing.srt")


def test_json_has_every_file_and_finding(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "bad.srt", "good.srt", "missing.srt", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == "scriptkit.check/2"
    bad, good, missing = report["files"]
    assert (bad["verdict"], bad["format"], bad["encoding"], bad["cues"]) == ("FAIL", "srt", "utf-8", 1)
    assert {"line-too-long", "cue-too-short"} <= {f["code"] for f in bad["findings"]}
    assert {f["cue"] for f in bad["findings"]} <= {1, None}
    assert bad["errors"] == sum(f["severity"] == "error" for f in bad["findings"])
    assert (good["verdict"], good["duration"], good["findings"]) == ("PASS", 2000, [])
    assert missing["verdict"] == "UNREAD"
    assert missing["hint"]


def test_html_goes_to_a_file_that_is_not_replaced_unasked(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "report.html").write_text("mine")
    argv = ["check", "bad.srt", "--format", "html", "-o", "report.html"]
    assert main(argv) == ExitCode.OUTPUT
    assert (inside / "report.html").read_text() == "mine"
    assert main([*argv, "--force"]) == ExitCode.FINDINGS
    assert capsys.readouterr().out == "wrote report.html\n"
    assert (inside / "report.html").read_text().startswith("<!doctype html>")


def test_the_frame_rate_and_language_can_be_said(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "frames.srt").write_text(GOOD.replace("01,000", "01,040"))
    main(["check", "frames.srt"])
    assert "off-frame" in capsys.readouterr().out
    main(["check", "frames.srt", "--fps", "25", "--language", "de", "--format", "json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert (file["findings"], file["language"]) == ([], "de")


def test_a_thousand_findings_do_not_flood_the_terminal(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cues = (f"{n}\n00:00:{n % 60:02d},000 --> 00:00:{n % 60:02d},100\nx\n" for n in range(500))
    (inside / "many.srt").write_text("\n".join(cues))
    main(["check", "many.srt"])
    out = capsys.readouterr().out
    assert len(out.splitlines()) < 120
    assert re.search(r"… and [\d,]+ more", out)


TANGLED = """2
00:00:04,000 --> 00:00:04,300
Ferries left at six, with half of the
passengers who had booked a place.

1
00:00:01,000 --> 00:00:04,900
The harbor reopens this morning.

3
00:00:09,000 --> 00:00:12,000
The harbor reopens this morning, and nobody on the quay could say how long it would stay open.
"""


def test_fix_writes_a_file_that_passes_and_says_what_it_did(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "in.srt").write_text(TANGLED)
    assert main(["check", "in.srt", "-q"]) == ExitCode.FINDINGS
    capsys.readouterr()
    assert main(["check", "in.srt", "--fix", "-o", "out.vtt"]) == ExitCode.OK
    out = capsys.readouterr().out
    for code in ("out-of-order", "fixed-overlap", "fixed-too-short", "fixed-divided"):
        assert f"[{code}]" in out
    assert "wrote out.vtt\nPASS in.srt: SubRip, utf-8, 4 cues" in out
    assert (inside / "in.srt").read_text() == TANGLED
    assert main(["check", "out.vtt", "-q"]) == ExitCode.OK
    assert main(["check", "out.vtt", "--fix", "-o", "again.vtt", "--format", "json"]) == ExitCode.OK
    assert (inside / "again.vtt").read_bytes() == (inside / "out.vtt").read_bytes()


def test_fix_keeps_a_file_that_exists(inside: Path) -> None:
    (inside / "in.srt").write_text(TANGLED)
    assert main(["check", "in.srt", "--fix", "-o", "in.srt"]) == ExitCode.OUTPUT
    assert (inside / "in.srt").read_text() == TANGLED
    assert main(["check", "in.srt", "--fix", "-o", "in.srt", "--force"]) == ExitCode.OK
    assert (inside / "in.srt").read_text() != TANGLED


def test_fix_several_files_into_a_folder(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("a", "b"):
        (inside / folder).mkdir()
        (inside / folder / "in.srt").write_text(TANGLED.replace("Ferries", folder))
    argv = ["check", "a/in.srt", "missing.srt", "b/in.srt", "--fix", "-o", "fixed/", "--to", "vtt"]
    assert main(argv) == ExitCode.INPUT
    names = sorted(path.name for path in (inside / "fixed").iterdir())
    assert names == ["in-2.vtt", "in.vtt"]
    assert "3 files: 2 passed, 0 failed, 1 unread" in capsys.readouterr().out


def test_fix_to_standard_output_keeps_it_clean(
    inside: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (inside / "in.srt").write_text(TANGLED)
    assert main(["check", "in.srt", "--fix", "-o", "-", "--to", "ttml"]) == ExitCode.OK
    captured = capsysbinary.readouterr()
    assert captured.out.startswith(b"<?xml")
    assert captured.out.rstrip().endswith(b"</tt>")
    assert b"fixed-overlap" in captured.err


@pytest.mark.parametrize(
    "argv",
    [
        ["good.srt", "--fix"],
        ["good.srt", "--fix", "-o", "-"],
        ["good.srt", "--fix", "-o", "out.xyz"],
        ["good.srt", "bad.srt", "--fix", "-o", "out.srt"],
        ["good.srt", "--fix", "-o", "out.srt", "--to", "nonsense"],
    ],
)
def test_fix_needs_to_know_where_and_in_which_format(argv: list[str], inside: Path) -> None:
    before = sorted(inside.iterdir())
    assert main(["check", *argv]) == ExitCode.USAGE
    assert sorted(inside.iterdir()) == before


def test_gaps_are_counted_in_the_frames_the_file_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cues = [(1000, 3000, "Two frames of 25 apart."), (3080, 5000, "As the guide asks.")]
    listed = [{"start": start, "end": end, "lines": [text]} for start, end, text in cues]
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"schema": "scriptkit-cues", "frame_rate": "25/1", "cues": listed}))
    codes = {}
    for options in ([], ["--fps", "24"]):
        assert main(["check", str(file), "--format", "json", *options]) in (0, 1)
        (report,) = json.loads(capsys.readouterr().out)["files"]
        codes[len(options)] = {finding["code"] for finding in report["findings"]}
    assert "off-frame" not in codes[0]
    assert "off-frame" in codes[2]


def test_a_repaired_file_counts_frames_as_it_did(tmp_path: Path) -> None:
    file, fixed = tmp_path / "a.itt", tmp_path / "b.itt"
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nThe ferry sails.\n")
    drop = ["--fps", "29.97", "--start", "00:00:00;00"]
    assert main(["convert", str(tmp_path / "a.srt"), str(file), *drop, "-q"]) == 0
    assert main(["check", str(file), "--fix", "-o", str(fixed), "-q"]) == 0
    assert 'ttp:dropMode="dropNTSC"' in fixed.read_text()
