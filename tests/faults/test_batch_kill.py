"""Processes killed, disks filled, runs doubled: no finished work is lost, and no file is ever half there."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batch_scripts import Run, make_scripts, outputs, records, story

resource = pytest.importorskip("resource")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
SLOWLY = {"TRAP_SECONDS": "0.02"}


def start(environment: dict[str, str], *arguments: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scriptkit", *map(str, arguments)]
    return subprocess.Popen(
        command, env={**environment, **SLOWLY}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_for_outputs(out: Path, count: int, run: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 30
    while len(list(out.glob("*.srt"))) < count and run.poll() is None:
        assert time.monotonic() < until
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    """Of a running process, from Linux's /proc; never empty while a batch is at work."""
    found = [
        int(stat.parent.name)
        for stat in Path("/proc").glob("[0-9]*/stat")
        if int(_stat(stat)[1]) == pid and _stat(stat)[0] != "Z"
    ]
    assert found
    return found


def _stat(path: Path) -> list[str]:
    """State and parent of a process, which may have ended this moment."""
    try:
        return path.read_text().rpartition(")")[2].split()[:2]
    except OSError:
        return ["Z", "0"]


def gone(pid: int) -> bool:
    return _stat(Path(f"/proc/{pid}/stat"))[0] == "Z"


@pytest.fixture
def expected(scriptkit: Run, tmp_path: Path) -> dict[str, bytes]:
    """The outputs of 60 scripts, from a run that nobody disturbs."""
    make_scripts(tmp_path / "in", 60)
    assert scriptkit("batch", tmp_path / "in", "-o", tmp_path / "expected", "-q").returncode == 0
    return outputs(tmp_path / "expected")


def test_killed_workers_cost_the_run_nothing(
    environment: dict[str, str], expected: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = start(environment, "batch", tmp_path / "in", "-o", out, "-j", "2")
    for count in (5, 15, 25):
        wait_for_outputs(out, count, run)
        for worker in children(run.pid)[:1]:
            os.kill(worker, signal.SIGKILL)
    text, errors = run.communicate(timeout=60)
    assert run.returncode == 0, errors
    assert "60 done" in text
    assert outputs(out) == expected


def test_a_killed_run_goes_on_where_it_was(
    environment: dict[str, str], expected: dict[str, bytes], scriptkit: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for count in (1, 20, 40):
        finished = records(out) if out.exists() else {}
        run = start(environment, "batch", tmp_path / "in", "-o", out, "-j", "2")
        wait_for_outputs(out, count, run)
        workers = children(run.pid)
        run.kill()
        run.communicate()
        until = time.monotonic() + 10
        while not all(map(gone, workers)):
            assert time.monotonic() < until, "a worker outlived its run"
            time.sleep(0.01)
        for name, record in records(out).items():
            assert finished.get(name, record) == record, "finished work was done again"
        assert all(data == expected[name] for name, data in outputs(out).items()), "a half-written file"
    finished = records(out)
    last = scriptkit("batch", tmp_path / "in", "-o", out)
    assert last.returncode == 0
    assert f"{60 - len(finished)} done, {len(finished)} unchanged" in last.stdout
    assert outputs(out) == expected
    assert not list(out.rglob("*.part"))


def test_a_script_that_kills_its_worker_is_quarantined_and_the_others_are_done(
    scriptkit: Run, tmp_path: Path
) -> None:
    scripts = make_scripts(
        tmp_path / "in", 20, poison="THIS KILLS THE WORKER", bad_luck="KILLS IT ONCE\n" + story(3)
    )
    done = scriptkit("batch", scripts, "-o", tmp_path / "out", "-j", "2")
    assert done.returncode == 6
    assert "21 done, 1 failed" in done.stdout
    note = (tmp_path / "out" / "quarantine" / "poison.error.txt").read_text()
    assert "killed by SIGKILL" in note
    assert records(tmp_path / "out")["poison"]["attempts"] == 3
    again = scriptkit("batch", scripts, "-o", tmp_path / "out")
    assert "21 unchanged, 1 failed before" in again.stdout


def test_a_script_that_never_ends_is_given_up(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 6, endless="THIS NEVER ENDS")
    done = scriptkit("batch", scripts, "-o", tmp_path / "out", "-j", "2", "--timeout", "5")
    assert done.returncode == 6
    assert "6 done, 1 failed" in done.stdout
    assert "took longer than 5 s" in (tmp_path / "out" / "quarantine" / "endless.error.txt").read_text()


def test_two_runs_do_not_meet_in_one_folder(
    environment: dict[str, str], expected: dict[str, bytes], scriptkit: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = start(environment, "batch", tmp_path / "in", "-o", out, "-j", "1")
    wait_for_outputs(out, 1, first)
    second = scriptkit("batch", tmp_path / "in", "-o", out)
    assert second.returncode == 5
    assert f"another run is writing to {out} (process {first.pid} on " in second.stderr
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert outputs(out) == expected


def test_ctrl_c_ends_in_order(
    environment: dict[str, str], expected: dict[str, bytes], scriptkit: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    run = start(environment, "batch", tmp_path / "in", "-o", out, "-j", "2")
    wait_for_outputs(out, 5, run)
    run.send_signal(signal.SIGINT)
    text, _ = run.communicate(timeout=30)
    assert run.returncode == 130
    assert "not done" in text
    assert len(records(out)) == len(outputs(out)) < 60
    assert scriptkit("batch", tmp_path / "in", "-o", out).returncode == 0
    assert outputs(out) == expected


def test_a_full_disk_ends_the_run_and_room_lets_it_go_on(
    environment: dict[str, str], expected: dict[str, bytes], scriptkit: Run, tmp_path: Path
) -> None:
    """On a real file system of 150 kB, in a mount that only this process sees."""
    out = tmp_path / "out"
    out.mkdir()
    command = [sys.executable, "-m", "scriptkit", "batch", str(tmp_path / "in"), "-o", str(out), "-j", "2"]
    inside = (
        f"mount -t tmpfs -o size=150k tmpfs {out} || exit 99; {' '.join(command)}; echo code $?;"
        f" cp -a {out}/. {tmp_path}/kept"
    )
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", inside],
        env=environment, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    if done.returncode == 99 or "unshare" in done.stderr or "mount:" in done.stderr:
        pytest.skip("this machine lets nobody mount a small file system")
    assert "code 5" in done.stdout, done.stdout + done.stderr
    assert "No space left" in done.stderr
    kept = tmp_path / "kept"
    assert 0 < len(outputs(kept)) < 60
    assert all(data == expected[name] for name, data in outputs(kept).items()), "a half-written file"
    assert not [r for r in records(kept).values() if r["status"] == "failed"], "a script was blamed"
    shutil.copytree(kept, out, dirs_exist_ok=True)
    assert scriptkit("batch", tmp_path / "in", "-o", out).returncode == 0
    assert outputs(out) == expected


def test_a_manifest_that_cannot_grow_ends_the_run_with_all_lines_whole(
    expected: dict[str, bytes], scriptkit: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    limited = scriptkit(
        "batch", tmp_path / "in", "-o", out,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000)),
    )  # fmt: skip
    assert limited.returncode == 5, limited.stderr
    lines = (out / "manifest.jsonl").read_bytes().splitlines(keepends=True)
    assert all(json.loads(line) and line.endswith(b"\n") for line in lines)
    again = scriptkit("batch", tmp_path / "in", "-o", out)
    assert again.returncode == 0
    assert outputs(out) == expected


def test_a_power_cut_that_tears_the_manifest_costs_one_script(
    expected: dict[str, bytes], scriptkit: Run, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    scriptkit("batch", tmp_path / "in", "-o", out, "-q")
    manifest = out / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-40])
    again = scriptkit("batch", tmp_path / "in", "-o", out)
    assert "1 done, 59 unchanged" in again.stdout
    assert outputs(out) == expected
