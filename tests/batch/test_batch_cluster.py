"""A real scheduler and real workers, on this machine's loopback only."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch_scripts import Run, die_with_the_tests, make_scripts, outputs, records, story
from scriptkit.batch.cluster import Cluster
from scriptkit.batch.jobs import JobOptions
from scriptkit.batch.work import Setting, Task, version
from scriptkit.errors import EngineError

pytest.importorskip("distributed", reason="the cluster extra is not installed")

QUIET = {
    "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
    "DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "2s",
    "DASK_DISTRIBUTED__WORKER__DAEMON": "false",
}


class Dask:
    """A scheduler and its workers, each a process group that dies with the test."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._folder = folder
        self._environment = {**environment, **QUIET}
        self._processes: list[subprocess.Popen[bytes]] = []
        file = folder / "scheduler.json"
        self.start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)
        )  # fmt: skip
        until = time.monotonic() + 30
        while not file.exists() or not file.read_text().strip():
            assert time.monotonic() < until, self.log()
            time.sleep(0.05)
        self.address: str = json.loads(file.read_text())["address"]

    def start(self, what: str, *arguments: str, **more: str) -> int:
        with (self._folder / "dask.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", what, *arguments],
                env={**self._environment, **more}, stdout=log, stderr=log, cwd=self._folder,
                start_new_session=True, preexec_fn=die_with_the_tests,
            )  # fmt: skip
        self._processes.append(process)
        return process.pid

    def worker(self, **environment: str) -> int:
        """Starts one whose nanny brings it back when it dies."""
        return self.start(
            "worker", self.address, "--host", "127.0.0.1", "--nworkers", "1", "--nthreads", "1",
            "--no-dashboard", "--local-directory", str(self._folder), "--death-timeout", "60", **environment,
        )  # fmt: skip

    def log(self) -> str:
        return (self._folder / "dask.log").read_text(errors="replace")[-4000:]

    def end(self) -> None:
        for process in reversed(self._processes):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def dask(tmp_path: Path, environment: dict[str, str]) -> Iterator[Dask]:
    (tmp_path / "dask").mkdir()
    cluster = Dask(tmp_path / "dask", environment)
    try:
        yield cluster
    finally:
        cluster.end()


def test_a_cluster_loses_a_worker_and_a_poisonous_script_and_nothing_else(
    dask: Dask, scriptkit: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    scripts = make_scripts(tmp_path / "in", 80, poison="THIS KILLS THE WORKER")
    doomed = dask.worker(TRAP_SECONDS="0.05")
    dask.worker(TRAP_SECONDS="0.02")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "scriptkit", "batch", str(scripts), "-o", str(out)]
    run = subprocess.Popen(
        [*command, "--scheduler", dask.address],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + 40
        while len(list(out.glob("*.srt"))) < 12 and run.poll() is None:
            assert time.monotonic() < until, dask.log()
            time.sleep(0.02)
        os.killpg(doomed, signal.SIGKILL)  # the worker with its nanny, as when a machine goes
        text, errors = run.communicate(timeout=60)
    finally:
        run.kill()
    assert run.returncode == 6, errors + dask.log()
    assert "80 done, 1 failed" in text
    assert "every worker that did this script died" in (out / "quarantine" / "poison.error.txt").read_text()
    alone = scriptkit("batch", scripts, "-o", tmp_path / "alone")
    assert alone.returncode == 6
    assert outputs(out) == outputs(tmp_path / "alone")
    assert records(out).keys() == records(tmp_path / "alone").keys()


def test_the_scheduler_may_come_from_the_environment(dask: Dask, scriptkit: Run, tmp_path: Path) -> None:
    dask.worker()
    scripts = make_scripts(tmp_path / "in", 3, again=story(1))
    done = scriptkit("batch", scripts, "-o", tmp_path / "out", env={"DASK_SCHEDULER_ADDRESS": dask.address})
    assert done.returncode == 0, done.stderr + dask.log()
    assert len(outputs(tmp_path / "out")) == 4


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://"])
def test_nobody_at_the_address_is_an_error_that_says_so(address: str) -> None:
    with pytest.raises(EngineError, match="no scheduler answers at"):
        Cluster(address, patience=0.3)


class FarAway:
    """Stands for a client whose one worker answers the probe like this."""

    def __init__(self, answer: tuple[str, str, bool]) -> None:
        self._answer = answer

    def run(self, *_: object) -> dict[str, tuple[str, str, bool]]:
        return {"tcp://10.0.0.9:1": self._answer}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (("99.0", "held", True), "has scriptkit 99.0, not"),
        ((version(), "", True), "does not see the output folder"),
        ((version(), "held", False), "does not see .*a.txt"),
    ],
)
def test_workers_of_another_version_or_without_the_folders_are_found_before_anything_is_done(
    answer: tuple[str, str, bool], problem: str, tmp_path: Path, options: JobOptions
) -> None:
    script = make_scripts(tmp_path, 0, a=story(1)) / "a.txt"
    (tmp_path / ".scriptkit.lock").write_text("held")
    cluster = object.__new__(Cluster)
    cluster._client = FarAway(answer)
    with pytest.raises(EngineError, match=problem):
        cluster._check(Setting(str(tmp_path)), Task("a", str(script), "a", options, "d"))
