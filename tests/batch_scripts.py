"""Small invented scripts, and ways to make a script kill, hang or slow whatever works on it."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scriptkit.batch.jobs import JobOptions
from scriptkit.config import load_profile
from scriptkit.pipeline import SubtitleOptions

PLACES = ("Harbour", "Old Mill", "Station", "Riverside", "Castle", "Market", "Lighthouse")

# Python imports this at start, in every worker too. What the script says happens to its worker.
TRAPS = """
import os, signal, time
from scriptkit import pipeline
plain = pipeline.parse
def parse(data, *args, **kwargs):
    if b"KILLS THE WORKER" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    if b"KILLS IT ONCE" in data and not os.path.exists(os.environ["TRAP_SPRUNG"]):
        open(os.environ["TRAP_SPRUNG"], "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    if b"NEVER ENDS" in data:
        time.sleep(600)
    time.sleep(float(os.environ.get("TRAP_SECONDS", "0")))
    return plain(data, *args, **kwargs)
pipeline.parse = parse
"""


def story(number: int) -> str:
    place = PLACES[number % len(PLACES)]
    return (
        f"The {place} bridge will stay closed until spring, the town council said on Monday.\n\n"
        f'"We cannot risk another {number} winters with it," said Mayor Ada Quill.\n\n'
        f"Some {number * 17 + 3} people cross the river there each day. They will have to walk further.\n"
    )


def make_scripts(folder: Path, count: int, **extra: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"bridge-{number:03}.txt").write_text(story(number), encoding="utf-8")
    for name, text in extra.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def options() -> JobOptions:
    return JobOptions(SubtitleOptions(profile=load_profile("netflix")))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """With traps for the scripts that mention them."""
    traps = tmp_path / "traps"
    traps.mkdir()
    (traps / "sitecustomize.py").write_text(TRAPS)
    path = os.pathsep.join(filter(None, [str(traps), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": path, "TRAP_SPRUNG": str(tmp_path / "sprung"), "NO_COLOR": "1"}


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def scriptkit(environment: dict[str, str]) -> Run:
    """Runs the command line in a process of its own, at most a minute."""

    def run(*arguments: str | Path, **more: Any) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scriptkit", *map(str, arguments)]
        env = {**environment, **more.pop("env", {})}
        return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, **more)

    return run


def die_with_the_tests() -> None:
    """For a server's start: Linux ends it when the test process is killed before it could."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def outputs(folder: Path, suffix: str = ".srt") -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob(f"*{suffix}"))}


def records(folder: Path) -> dict[str, dict[str, Any]]:
    """The manifest's last record of each script, by name."""
    lines = [json.loads(line) for line in (folder / "manifest.jsonl").read_text().splitlines()]
    return {line["name"]: line for line in lines if "key" in line}
