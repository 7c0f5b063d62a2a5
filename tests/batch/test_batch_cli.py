"""The commands as a desk's job runner sees them."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

from batch_scripts import Run, make_scripts, outputs, records, story


def test_results_are_those_of_the_single_command_byte_for_byte(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 5)
    told = [
        "--to",
        "srt,vtt,ass",
        "--profile",
        "bbc",
        "--part",
        "package",
        "--offset",
        "0:12",
        "--rate",
        "170",
    ]
    batch = scriptkit("batch", scripts, "-o", tmp_path / "out", "-j", "2", *told)
    assert batch.returncode == 0, batch.stderr
    single = scriptkit("subtitle", *sorted(scripts.glob("*.txt")), "-o", f"{tmp_path}/single/", *told)
    assert single.returncode == 0, single.stderr
    for suffix in (".srt", ".vtt", ".ass"):
        assert len(outputs(tmp_path / "out", suffix)) == 5
        assert outputs(tmp_path / "out", suffix) == outputs(tmp_path / "single", suffix)


def test_the_command_in_quarantine_repeats_the_failure(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 2, empty=" ", **{"a b": "http://x.y\n"})
    batch = scriptkit("batch", scripts, "-o", tmp_path / "out", "--profile", "bbc")
    assert batch.returncode == 6
    assert "2 done, 2 failed" in batch.stdout
    for name in ("empty", "a b"):
        note = (tmp_path / "out" / "quarantine" / f"{name}.error.txt").read_text()
        command = re.search(r"^repeat: scriptkit (.*)$", note, re.MULTILINE)
        assert command
        again = subprocess.run(
            f"{sys.executable} -m scriptkit {command[1]}", shell=True, capture_output=True, text=True
        )
        assert again.returncode == 3
        assert re.search(r"^error:  (.*)$", note, re.MULTILINE)[1] in again.stderr  # type: ignore[index]
    again = scriptkit("batch", scripts, "-o", tmp_path / "out", "--profile", "bbc")
    assert again.returncode == 6
    assert "2 unchanged, 2 failed before" in again.stdout


def test_two_scripts_with_one_slug_both_come_out(scriptkit: Run, tmp_path: Path) -> None:
    for number, folder in enumerate("ab"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "flood.txt").write_text(story(number))
    done = scriptkit(
        "batch", tmp_path / "a" / "flood.txt", tmp_path / "b" / "flood.txt", "-o", tmp_path / "out"
    )
    assert done.returncode == 0
    assert outputs(tmp_path / "out").keys() == {"flood.srt", "flood_2.srt"}


def test_json_is_one_object_a_line_and_a_summary(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 3, empty=" ")
    done = scriptkit("batch", scripts, "-o", tmp_path / "out", "--format", "json")
    *lines, last = map(json.loads, done.stdout.splitlines())
    assert sorted((line["name"], line["status"]) for line in lines) == [
        ("bridge-000", "done"), ("bridge-001", "done"), ("bridge-002", "done"), ("empty", "failed"),
    ]  # fmt: skip
    assert all(line["stories"][0]["cues"] > 0 for line in lines if line["status"] == "done")
    assert (last["summary"]["done"], last["summary"]["failed"]) == (3, 1)
    assert last["summary"]["causes"] == {"script is empty": 1}


def test_findings_set_the_exit_code_also_when_nothing_is_left_to_do(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 1)
    hurried = ("--trt", "0:07", "--fail-on", "error")
    for _ in range(2):
        assert scriptkit("batch", scripts, "-o", tmp_path / "out", *hurried).returncode == 1


def test_the_csv_report_holds_no_formula(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 1)
    (scripts / "=1+1.txt").write_text(story(1))
    (scripts / "@x.txt").write_text(" ")
    scriptkit("batch", scripts, "-o", tmp_path / "out")
    data = (tmp_path / "out" / "batch-report.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["script"] for row in rows] == ["'=1+1", "'@x", "bridge-000"]
    assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=+-@"]
    assert re.fullmatch(r"\d:\d\d", rows[2]["trt"])
    assert int(rows[2]["cues"]) > 0
    assert rows[1]["problem"].endswith("is empty")


class Page(HTMLParser):
    """Collects what an accessible page must and must not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_page_needs_nothing_else_and_has_headings_captions_and_scopes(
    scriptkit: Run, tmp_path: Path
) -> None:
    scripts = make_scripts(tmp_path / "in", 2, **{"<b>&amp;": " "})
    scriptkit("batch", scripts, "-o", tmp_path / "out")
    page = Page((tmp_path / "out" / "batch-report.html").read_text(encoding="utf-8"))
    tags = [tag for tag, _ in page.tags]
    assert ("html", {"lang": "en"}) in page.tags
    assert tags.count("h1") == tags.count("main") == tags.count("title") == 1
    assert tags.count("table") == tags.count("caption") == 2
    assert all(attributes.get("scope") in ("row", "col") for tag, attributes in page.tags if tag == "th")
    assert not {"script", "link", "img", "iframe", "b"} & set(tags)
    assert not [a for _, a in page.tags if {"src", "href", "onclick"} & a.keys()]
    assert "b-&amp;" in page.words


def test_usage_is_checked_before_anything_is_written(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 1)
    for wrong, code in (
        (["--profile", "netflixx"], 2),
        (["--to", "doc"], 2),
        (["--jobs", "0"], 2),
        (["--jobs", "2", "--scheduler", "tcp://127.0.0.1:1"], 2),
        (["--retry", "some"], 2),
    ):
        done = scriptkit("batch", scripts, "-o", tmp_path / "out", *wrong)
        assert done.returncode == code, done.stderr
    assert scriptkit("batch", tmp_path / "nothing", "-o", tmp_path / "out2").returncode == 3
    assert not (tmp_path / "out2").exists()
    assert not outputs(tmp_path / "out")


def test_a_watched_folder_captions_what_arrives_and_survives_a_restart(
    environment: dict[str, str], tmp_path: Path
) -> None:
    hot, out = tmp_path / "hot", tmp_path / "out"
    make_scripts(hot, 1)
    command = [sys.executable, "-m", "scriptkit", "watch", str(hot), "-o", str(out), "-j", "1"]
    command += ["--settle", "1.5", "--every", "0.1"]

    def start() -> subprocess.Popen[str]:
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)

    def wait_for(name: str) -> None:
        until = time.monotonic() + 30
        while not (out / name).exists():
            assert time.monotonic() < until, f"{name} did not come"
            time.sleep(0.05)

    watcher = start()
    try:
        wait_for("bridge-000.srt")
        with (hot / "slow.txt").open("w", encoding="utf-8") as growing:
            for line in story(1).splitlines(keepends=True):
                growing.write(line)
                growing.flush()
                time.sleep(0.15)
        (hot / "bad.txt").write_text(" \n")
        wait_for("quarantine/bad.error.txt")
        wait_for("slow.srt")
    finally:
        watcher.kill()
        lines = watcher.communicate()[0].splitlines()
    assert sum(line.startswith("done    slow") for line in lines) == 1  # not before it was whole
    before = records(out)
    make_scripts(hot, 3)
    watcher = start()
    try:
        wait_for("bridge-002.srt")
    finally:
        watcher.send_signal(signal.SIGTERM)
        lines = watcher.communicate(timeout=30)[0].splitlines()
    assert watcher.returncode == 0
    assert sorted(line.split(":")[0] for line in lines) == ["done    bridge-001", "done    bridge-002"]
    after = records(out)
    assert all(after[name] == before[name] for name in before)
    assert os.listdir(hot)
