"""Whatever a user hands over: one clear line, a hint, the right exit code, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scriptkit.cli.main import main

SCRIPT = """Published on: 2025/03/04 20:00
Harbor pilots in Busan have voted to go on strike.
Our correspondent Min Seo-yeon has the details.
The vote was close, with 51 percent in favor.
"We did not want this. We were left no choice."
Talks resume on Monday.
Min Seo-yeon, Example News.
"""


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(list(argv))
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return code, captured.out, captured.err


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


CASES = {
    "empty.txt": b"",
    "blank.txt": b"  \n\n\t\n",
    "picture.png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0" * 20,
    "nul.txt": b"words \0 and \0 more words\0" * 9,
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("verb", ["segment", "subtitle"])
def test_what_is_no_script_is_refused(
    name: str, verb: str, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / name).write_bytes(CASES[name])
    code, out, err = run(capsys, verb, name)
    assert code == 3
    assert out == ""
    assert name in err
    assert "hint: " in err
    assert os.listdir(inside) == [name]


def test_a_missing_file_and_a_folder(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "subtitle", "nowhere.txt")[0] == 3
    (inside / "folder").mkdir()
    code, _, err = run(capsys, "subtitle", "folder")
    assert code == 3
    assert "is a folder" in err


def test_only_page_furniture_has_nothing_to_caption(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "chrome.txt").write_text(
        "Published on: 2025/03/04 20:00\nYou must be logged in to add a comment.\n"
    )
    code, _, err = run(capsys, "subtitle", "chrome.txt")
    assert code == 3
    assert "spoken" in err
    assert "--plain" in err
    assert not (inside / "output").exists()


def test_fifty_megabytes_are_refused_before_any_work(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (inside / "big.txt").open("wb") as file:
        file.truncate(50 * 2**20)
    code, _, err = run(capsys, "subtitle", "big.txt")
    assert code == 3
    assert "larger than" in err


def test_a_wrong_encoding_is_named(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "latin.txt").write_bytes(SCRIPT.replace("Busan", "Café").encode("cp1252"))
    code, _, err = run(capsys, "subtitle", "latin.txt", "--encoding", "utf-8")
    assert code == 3
    assert "utf-8" in err
    assert run(capsys, "subtitle", "latin.txt")[0] == 0


def test_an_existing_output_is_kept_unless_forced(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "a.txt").write_text(SCRIPT)
    (inside / "a.srt").write_text("mine\n")
    code, _, err = run(capsys, "subtitle", "a.txt", "-o", "a.srt")
    assert code == 5
    assert "--force" in err
    assert (inside / "a.srt").read_text() == "mine\n"
    assert run(capsys, "subtitle", "a.txt", "-o", "a.srt", "--force")[0] == 0
    assert "-->" in (inside / "a.srt").read_text()
    assert run(capsys, "subtitle", "a.txt", "-o", "a.srt")[0] == 0  # the same again is no overwrite


@pytest.mark.parametrize(
    "argv",
    [
        ["subtitle", "a.txt", "--profile", "netflicks"],
        ["subtitle", "a.txt", "--to", "doc"],
        ["subtitle", "a.txt", "--story", "99"],
        ["subtitle", "a.txt", "--offset=-9:00"],
        ["subtitle", "a.txt", "--rate", "9000"],
        ["subtitle", "a.txt", "--to", ","],
        ["subtitle"],
        ["transcribe", "a.txt"],
        [],
    ],
)
def test_requests_that_make_no_sense(
    argv: list[str], inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "a.txt").write_text(SCRIPT)
    try:
        code, _, err = run(capsys, *argv)
    except SystemExit as stop:  # argparse's own way out
        code, err = int(stop.code or 0), capsys.readouterr().err
    assert code == 2
    assert err.strip()
    assert not (inside / "output").exists()


def test_one_bad_file_does_not_stop_the_others(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "a.txt").write_text(SCRIPT)
    (inside / "b.txt").write_bytes(b"")
    (inside / "c.txt").write_text(SCRIPT)
    code, _, err = run(capsys, "subtitle", "a.txt", "b.txt", "c.txt")
    assert code == 3
    assert "b.txt" in err
    assert sorted(os.listdir(inside / "output")) == ["a.srt", "c.srt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "a.txt").write_text(SCRIPT)
    (inside / "locked").mkdir(mode=0o500)
    assert run(capsys, "subtitle", "a.txt", "-o", "locked/a.srt")[0] == 5


def test_an_output_path_through_a_file(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "a.txt").write_text(SCRIPT)
    code, _, err = run(capsys, "subtitle", "a.txt", "-o", "a.txt/b.srt")
    assert code == 5
    assert "hint: " in err


def test_a_closed_pipe_is_no_error(inside: Path) -> None:
    (inside / "a.txt").write_text(SCRIPT * 400)
    with subprocess.Popen(
        [sys.executable, "-m", "scriptkit", "segment", "a.txt", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        complaint = process.stderr.read()
    assert complaint == b""
    assert process.returncode == 0


def test_a_bug_is_one_line_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the roof fell in")

    monkeypatch.setattr("scriptkit.pipeline.read_file", broken)
    code, _, err = run(capsys, "segment", "a.txt")
    assert code == 70
    assert "the roof fell in" in err


def test_ctrl_c(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def pressed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scriptkit.pipeline.read_file", pressed)
    assert run(capsys, "segment", "a.txt")[0] == 130
