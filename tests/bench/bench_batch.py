"""Ten thousand scripts: pace, two processes against one, memory, and the ways people would do it otherwise.

    python tests/bench/bench_batch.py [--count 10000] [--blocks 5] [--dask]

The scripts are made from the project's own samples, each with a line of its own. What is compared runs in
alternation, block by block; on a shared machine only the ratios mean anything.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPTKIT = [sys.executable, "-m", "scriptkit"]
LOOP = """
import sys
from pathlib import Path
from scriptkit import SubtitleOptions, caption, load_profile, read_file
from scriptkit.delivery import outputs
from scriptkit.pipeline import stem
from scriptkit.storage import write_atomically
options = SubtitleOptions(profile=load_profile("netflix"))
for path in sorted(Path(sys.argv[1]).glob("*.txt")):
    for made in outputs(caption(read_file(str(path)), options), options, stem(str(path))):
        write_atomically(Path(sys.argv[2], made.name), made.data)
"""


def samples() -> list[str]:
    files = [*sorted((ROOT / "seeds").glob("*.txt")), *sorted((ROOT / "tests/scripts/raw").glob("*.txt"))]
    return [file.read_text(encoding="utf-8") for file in files]


def make(folder: Path, first: int, count: int) -> Path:
    texts = samples()
    folder.mkdir()
    for number in range(first, first + count):
        text = texts[number % len(texts)].rstrip() + f"\nThe council counted {number} of them on Monday.\n"
        (folder / f"script-{number:05}.txt").write_text(text, encoding="utf-8")
    return folder


class Memory:
    """Peak resident memory (kB) of a process and the largest of its children, looked at 20 times a second."""

    def __init__(self, pid: int) -> None:
        self.parent = self.child = 0
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def end(self) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.05):
            self.parent = max(self.parent, _resident(self._pid))
            children = Path(f"/proc/{self._pid}/task/{self._pid}/children")
            try:
                pids = [int(word) for word in children.read_text().split()]
            except OSError:
                continue
            self.child = max([self.child, *map(_resident, pids)])


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _busy() -> float:
    """Seconds of processor time the whole machine has spent working."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return (sum(map(int, fields)) - int(fields[3]) - int(fields[4])) / os.sysconf("SC_CLK_TCK")


def _ours() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@dataclass(frozen=True, slots=True)
class Timing:
    """One command: seconds, processors that other programs kept busy meanwhile, peak memory in kB."""

    seconds: float
    others: float
    parent: int = 0
    child: int = 0


def timed(command: list[str], *, memory: bool = False) -> Timing:
    busy, ours, started = _busy(), _ours(), time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    look = Memory(process.pid) if memory else None
    code = process.wait()
    seconds = time.perf_counter() - started
    others = max(0.0, (_busy() - busy) - (_ours() - ours)) / seconds
    assert code == 0, command
    if look is None:
        return Timing(seconds, others)
    look.end()
    return Timing(seconds, others, look.parent, look.child)


def batch(folder: Path, out: Path, *more: str) -> list[str]:
    return [*SCRIPTKIT, "batch", str(folder), "-o", str(out), "-q", *more]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--xargs", type=int, default=500, help="scripts for the comparison with xargs")
    parser.add_argument("--dask", action="store_true", help="also through a Dask cluster of two workers")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as name:
        folder = Path(name)
        pace(folder, args.count, args.blocks, args.dask)
        single_commands(folder, args.xargs)
        memory(folder, args.count)


def pace(folder: Path, count: int, blocks: int, dask: bool) -> None:
    """One process, two, the API in a loop and a cluster, each on the same scripts, block after block."""
    size = count // blocks
    rows: list[dict[str, Timing]] = []
    cluster = Cluster(folder) if dask else None
    try:
        for block in range(blocks):
            scripts = make(folder / f"in-{block}", block * size, size)
            out = {what: folder / f"{what}-{block}" for what in LABELS}
            out["loop"].mkdir()
            row = {"loop": timed([sys.executable, "-c", LOOP, str(scripts), str(out["loop"])])}
            row["two"] = timed(batch(scripts, out["two"], "-j", "2"))
            row["one"] = timed(batch(scripts, out["one"], "-j", "1"))
            row["again"] = timed(batch(scripts, out["two"], "-j", "2"))
            if cluster:
                row["dask"] = timed(batch(scripts, out["dask"], "--scheduler", cluster.address))
            made = {what: len(list(out[what].glob("*.srt"))) for what in ("loop", "one", "two")}
            assert len(set(made.values())) == 1, made
            told = ", ".join(f"{what} {t.seconds:.1f} s ({t.others:.2f})" for what, t in row.items())
            print(f"block {block + 1}, with the processors others used: {told}", flush=True)
            rows.append(row)
    finally:
        if cluster:
            cluster.end()
    print(f"\n{size * blocks} scripts")
    for what in rows[0]:
        total = sum(row[what].seconds for row in rows)
        each = total / (size * blocks)
        print(f"  {LABELS[what]:<30} {total:8.1f} s {each * 1000:8.2f} ms a script {1 / each:8.1f} a second")
    quiet = [row for row in rows if max(t.others for what, t in row.items() if what != "dask") < QUIET]
    for label, chosen in (("all blocks", rows), (f"blocks with others below {QUIET} processors", quiet)):
        if chosen:
            print(f"{label}: {len(chosen)}")
            efficiency = [row["one"].seconds / (2 * row["two"].seconds) for row in chosen]
            print(f"  parallel efficiency, two against one: {_range(efficiency)}")
            overhead = [row["one"].seconds / row["loop"].seconds - 1 for row in chosen]
            print(f"  overhead of one worker on the loop: {_range(overhead)}")


LABELS = {
    "loop": "Python API in a loop",
    "one": "batch --jobs 1",
    "two": "batch --jobs 2",
    "again": "batch again, nothing to do",
    "dask": "batch --scheduler, 2 workers",
}
QUIET = 0.1


def _range(values: list[float]) -> str:
    return f"{min(values):.2f} to {max(values):.2f}, median {statistics.median(values):.2f}"


def single_commands(folder: Path, count: int) -> None:
    """The same scripts by ``xargs -P2 scriptkit subtitle``, alternating."""
    scripts = make(folder / "in-single", 0, count)
    ratios = []
    for turn in range(3):
        command = shlex.join([*SCRIPTKIT, "subtitle", "-q", "--force", "-o", f"{folder}/single-{turn}/"])
        xargs = timed(["sh", "-c", f"ls -d {scripts}/*.txt | xargs -n1 -P2 {command}"]).seconds
        ours = timed(batch(scripts, folder / f"batch-{turn}", "-j", "2")).seconds
        ratios.append(xargs / ours)
        print(f"{count} scripts: xargs -n1 -P2 {xargs:.1f} s, batch --jobs 2 {ours:.1f} s, start-up included")
    print(f"batch against xargs: {_range(ratios)} times faster")


def memory(folder: Path, count: int) -> None:
    for number in (count // 10, count):
        scripts = make(folder / f"in-memory-{number}", 0, number)
        out = folder / f"memory-{number}"
        peak = timed(batch(scripts, out, "-j", "2"), memory=True)
        parent, child = peak.parent / 1024, peak.child / 1024
        print(f"{number} scripts: parent {parent:.1f} MB, largest worker {child:.1f} MB", flush=True)


class Cluster:
    """A scheduler and two workers of one thread on loopback."""

    def __init__(self, folder: Path) -> None:
        file = folder / "scheduler.json"
        host = ["--host", "127.0.0.1", "--no-dashboard"]
        self._processes = [self._start("scheduler", *host, "--port", "0", "--scheduler-file", str(file))]
        while not file.exists() or not file.read_text().strip():
            time.sleep(0.1)
        self.address = json.loads(file.read_text())["address"]
        worker = ["worker", self.address, *host, "--nworkers", "1", "--nthreads", "1"]
        self._processes += [self._start(*worker, "--local-directory", str(folder)) for _ in range(2)]
        time.sleep(5)

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments]
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def end(self) -> None:
        for process in reversed(self._processes):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    main()
