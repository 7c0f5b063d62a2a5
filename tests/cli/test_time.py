"""``scriptkit time`` and ``scriptkit calibrate`` as a user calls them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from scriptkit.cli.main import main
from scriptkit.rates import load, user_file

BULLETIN = """Title: Harbour bridge opens

The mayor opened the harbour bridge on Monday after three years of work.
Our Dana Reed has the story.

Crews poured the last concrete in spring. The bridge cost $3.5 million, twice the first estimate.

"We waited a long time for this, and now the trucks can stay out of the old town."

The first ships passed under it on Monday evening.

Dana Reed, Harbour News.
"""


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    Path("bridge.txt").write_text(BULLETIN, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main([*argv]) == 0
    return capsys.readouterr().out


def timed(capsys: pytest.CaptureFixture[str], *argv: str) -> dict:  # type: ignore[type-arg]
    return json.loads(run(capsys, "time", "bridge.txt", "--format", "json", *argv))


def test_table_shows_each_part_the_running_time_and_how_sure_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = run(capsys, "time", "bridge.txt")
    for wanted in ("80 %", "estimated", "narration", "Dana Reed", "soundbite", "TRT 0:"):
        assert wanted in shown
    assert "back-time" not in shown


def test_json_times_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    value = timed(capsys)
    assert value["schema"] == "scriptkit.time/1"
    assert value["low"] < value["trt"] < value["high"]
    for story in value["stories"]:
        at = story["in"]
        for part in story["segments"]:
            assert at <= part["in"] < part["out"] <= story["out"]
            assert part["low"] <= part["duration"] <= part["high"]
            at = part["out"]
    assert sum(story["duration"] for story in value["stories"]) == value["trt"]


def test_rundown_on_the_clock_says_over_and_back_times(capsys: pytest.CaptureFixture[str]) -> None:
    value = timed(capsys, "--hit", "22:00:00", "--out", "22:00:20")
    trt = value["trt"]
    assert value["over"] == trt - 20_000
    first = value["stories"][0]
    assert first["in"] == 22 * 3_600_000
    back = 22 * 3600 + 20 - round(trt / 1000)
    assert first["back"] == f"{back // 3600:02d}:{back // 60 % 60:02d}:{back % 60:02d}"
    shown = run(capsys, "time", "bridge.txt", "--hit", "22:00:00", "--out", "22:00:20")
    assert "over for 22:00:20" in shown
    assert "22:00:00 to 22:00:" in shown
    assert "under for 22:05:00" in run(capsys, "time", "bridge.txt", "--hit", "22:00", "--out", "22:05")


def test_out_alone_says_when_to_hit(capsys: pytest.CaptureFixture[str]) -> None:
    assert "to be out at 00:00:05, hit 23:59:" in run(capsys, "time", "bridge.txt", "--out", "00:00:05")


def test_programme_may_cross_midnight(capsys: pytest.CaptureFixture[str]) -> None:
    assert timed(capsys, "--hit", "23:59:50", "--out", "00:01:00")["over"] < 0


def test_over_is_red_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = run(capsys, "time", "bridge.txt", "--hit", "22:00:00", "--out", "22:00:20")
    line = next(line for line in shown.splitlines() if "over for" in line)
    assert "31m" in line


def test_csv_has_a_row_a_segment_a_story_and_the_total(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run(capsys, "time", "bridge.txt", "--format", "csv"))))
    assert [row["level"] for row in rows].count("story") == 1
    assert rows[-1]["level"] == "total"
    seconds = [float(row["seconds"]) for row in rows if row["level"] == "segment"]
    assert sum(seconds) <= float(rows[-1]["seconds"])
    assert all(float(row["low"]) <= float(row["seconds"]) <= float(row["high"]) for row in rows)


def test_csv_cells_are_no_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bridge.txt").write_text('=HYPERLINK("http://example.org") is what they wrote.\n', encoding="utf-8")
    rows = list(csv.reader(io.StringIO(run(capsys, "time", "bridge.txt", "--plain", "--format", "csv"))))
    assert any("HYPERLINK" in cell for row in rows for cell in row)
    assert not any(cell[:1] in tuple("=+-@") for row in rows for cell in row)


def test_csv_file_opens_in_a_spreadsheet_and_is_not_replaced_silently(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "time", "bridge.txt", "--format", "csv", "-o", "times.csv")
    assert Path("times.csv").read_bytes().startswith("\ufefflevel,".encode())
    assert main(["time", "bridge.txt", "--format", "csv", "-o", "times.csv", "--rate", "120"]) == 5
    assert main(["time", "bridge.txt", "--format", "csv", "-o", "times.csv", "--rate", "120", "--force"]) == 0


def test_running_time_of_a_story_is_kept_and_certain(capsys: pytest.CaptureFixture[str]) -> None:
    value = timed(capsys, "--trt", "0:40")
    assert value["trt"] == pytest.approx(40_000, abs=10)
    assert value["low"] == value["high"] == value["trt"]
    assert value["stories"][0]["basis"] == "declared"


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["time", "bridge.txt", "--hit", "25:00:00"], 2),
        (["time", "bridge.txt", "--out", "soon"], 2),
        (["time", "bridge.txt", "-o", "x.txt"], 2),
        (["time", "none.txt"], 3),
        (["time", "bridge.txt", "--rate", "9000"], 2),
        (["calibrate", "bridge.txt", "--speaker", "Nobody", "--actual", "0:20"], 2),
        (["calibrate", "bridge.txt", "--speaker", "Dana Reed", "--actual", "soon"], 2),
        (["calibrate", "bridge.txt", "--speaker", "Dana Reed", "--actual", "0:01"], 2),
        (["calibrate", "bridge.txt", "--speaker", "Dana Reed", "--actual", "0:20", "--actual", "0:21"], 2),
    ],
)
def test_wrong_requests_say_so(argv: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        got = main(argv)
    except SystemExit as stop:  # argparse
        got = int(stop.code or 0)
    assert got == code
    assert capsys.readouterr().err


def narrated(value: dict) -> int:  # type: ignore[type-arg]
    return sum(p["duration"] for p in value["stories"][0]["segments"] if p["role"] == "narration")


def test_calibration_shows_before_and_after_and_is_used_everywhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = timed(capsys)
    shown = run(capsys, "calibrate", "bridge.txt", "--speaker", "dana reed", "--actual", "0:18")
    assert "Before" in shown
    assert "165 → " in shown
    rate = load(Path("scriptkit.toml"))["dana reed"]
    assert 100 < rate.wpm < 165
    after = timed(capsys)
    assert narrated(after) > 1.05 * narrated(before)
    assert after["stories"][0]["segments"][0] == before["stories"][0]["segments"][0]
    assert main(["subtitle", "bridge.txt", "-q"]) == 0
    captions = next(Path("output").glob("*.srt")).read_text(encoding="utf-8")
    assert main(["subtitle", "bridge.txt", "-q", "--rate", "165", "--force"]) == 0
    assert next(Path("output").glob("*.srt")).read_text(encoding="utf-8") != captions


def test_calibrating_again_adds_to_what_was_heard(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("calibrate", "bridge.txt", "--speaker", "Dana Reed", "--actual", "0:18")
    run(capsys, *argv)
    once = load(Path("scriptkit.toml"))["Dana Reed"]
    run(capsys, *argv)
    twice = load(Path("scriptkit.toml"))["Dana Reed"]
    assert twice.heard == pytest.approx(2 * once.heard, abs=0.2)
    assert twice.wpm < once.wpm


def test_dry_run_keeps_nothing_and_user_keeps_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ("calibrate", "bridge.txt", "--speaker", "Dana Reed", "--actual", "0:18")
    run(capsys, *argv, "--dry-run")
    assert not Path("scriptkit.toml").exists()
    run(capsys, *argv, "--user")
    assert "Dana Reed" in load(user_file())
    assert not Path("scriptkit.toml").exists()


def test_settings_that_are_broken_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("scriptkit.toml").write_text("[rates\n", encoding="utf-8")
    assert main(["time", "bridge.txt"]) == 3
    assert "scriptkit.toml" in capsys.readouterr().err
