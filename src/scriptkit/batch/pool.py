"""The embedded pool: worker processes on this machine, each of which may die without harm to the rest.

``concurrent.futures`` gives a pool up when one worker dies. Here the task that the dead worker had in hand
is known (outcomes come one by one, in order): it is tried again and, if it keeps killing workers, reported
as failed; everything else goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator
from queue import Empty, Queue
from time import monotonic
from typing import IO

from scriptkit.batch.work import Outcome, Setting, Task, failure
from scriptkit.batch.worker import READY, RECYCLED
from scriptkit.errors import EngineError, ScriptkitError

ATTEMPTS = 3
"""Workers a script may kill before it is given up."""
AHEAD_SECONDS = 0.25
"""Work a worker is given in advance: enough to hide the parent, little enough to end together."""
AHEAD_MOST = 64
SHARE = 5000
"""Tasks a worker does before it is replaced, so nothing that leaks adds up."""
_TICK = 0.2


def cores() -> int:
    """Processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Pool:
    """*jobs* worker processes, started when first needed. One run at a time; close it, or use ``with``.

    A script that takes longer than *timeout* seconds fails, and its worker is replaced.
    """

    def __init__(self, jobs: int | None = None, *, timeout: float = 600, share: int = SHARE) -> None:
        self._size = jobs or cores()
        self._timeout = timeout
        self._share = share
        self._answers: Queue[tuple[_Worker, object]] = Queue()
        self._workers: list[_Worker] = []
        self._stillborn = 0

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; what they have in hand is dropped."""
        for worker in self._workers:
            worker.end()
        self._workers.clear()

    def run(
        self, tasks: Iterator[Task], setting: Setting, stop: Callable[[], bool]
    ) -> Iterator[list[Outcome]]:
        """Outcomes as they come, a group at a time. Once *stop* says so, only what is in hand is finished."""
        run = _Run(tasks, setting, stop)
        try:
            while self._feed(run):
                group = [o for worker, message in self._collect() for o in self._take(run, worker, message)]
                self._end_overdue()
                if group:
                    yield group
        except BaseException:
            self.close()
            raise

    def _feed(self, run: _Run) -> bool:
        """Hand out work; False when there is none left and none in hand."""
        while sum(not w.leaving for w in self._workers) < self._size and run.peek():
            self._workers.append(_Worker(self._answers, self._share))
        for worker in self._workers:
            if worker.leaving or len(worker.hand) > run.ahead // 2:
                continue
            batch: list[Task] = []
            while len(worker.hand) + len(batch) < run.ahead and worker.sent + len(batch) < self._share:
                task = run.next()
                if task is None:
                    break
                batch.append(task)
            if batch:
                worker.give(batch, run.setting)
        return any(worker.hand for worker in self._workers) or run.peek()

    def _collect(self) -> list[tuple[_Worker, object]]:
        """Everything that has come in; waits a moment when nothing has."""
        try:
            got = [self._answers.get(timeout=_TICK)]
        except Empty:
            return []
        while len(got) < 4 * AHEAD_MOST:
            try:
                got.append(self._answers.get_nowait())
            except Empty:
                break
        return got

    def _take(self, run: _Run, worker: _Worker, message: object) -> list[Outcome]:
        if worker not in self._workers:  # of an earlier run that was broken off
            return []
        if isinstance(message, Outcome):
            task, seconds = worker.finished()
            run.learn(seconds)
            run.forget(task)
            return [message]
        if message == READY:
            self._stillborn = 0
            worker.ready, worker.since = True, monotonic()
            return []
        return self._bury(run, worker)

    def _bury(self, run: _Run, worker: _Worker) -> list[Outcome]:
        """The worker's process has ended: blame the task in hand, give the others to somebody else."""
        self._workers.remove(worker)
        code, log = worker.remains()
        hand = list(worker.hand)
        if worker.late and hand:
            blamed, *hand = hand
            run.put_back(hand)
            error: ScriptkitError = EngineError(
                f"took longer than {self._timeout:g} s", hint="raise --timeout if the script is that long"
            )
            return [Outcome(blamed.key, "failed", failure(blamed, error))]
        if not worker.ready:
            self._stillborn += 1
            if self._stillborn > self._size + 1:
                raise EngineError(f"worker processes do not start: {log or _how(code)}", hint=_START_HINT)
        elif code != RECYCLED and hand:
            blamed, *hand = hand
            attempts = run.blame(blamed)
            if attempts < ATTEMPTS:
                hand.insert(0, blamed)
            else:
                run.put_back(hand)
                return [Outcome(blamed.key, "failed", failure(blamed, _died(code, log), attempts=attempts))]
        run.put_back(hand)
        return []

    def _end_overdue(self) -> None:
        for worker in self._workers:
            if worker.hand and worker.ready and monotonic() - worker.since > self._timeout:
                worker.late = True
                worker.kill()  # its end is reported like any other


_START_HINT = "run python -m scriptkit --version to see whether the installation works"


def _died(code: int, log: str) -> ScriptkitError:
    last = log.splitlines()[-1][:300] if log else ""
    return EngineError(
        f"the worker process died each time it did this script: {_how(code)}" + (f": {last}" if last else ""),
        hint="is there enough memory? the command below repeats it alone",
    )


def _how(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:
        return f"killed by signal {-code}"


class _Run:
    """The tasks of one run: fresh ones, and those that come back from dead workers."""

    def __init__(self, tasks: Iterator[Task], setting: Setting, stop: Callable[[], bool]) -> None:
        self.setting = setting
        self.ahead = 2
        self._tasks = tasks
        self._stop = stop
        self._back: deque[Task] = deque()
        self._deaths: dict[str, int] = {}
        self._pace = 0.0

    def next(self) -> Task | None:
        if self._stop():
            return None
        if self._back:
            return self._back.popleft()
        return next(self._tasks, None)

    def peek(self) -> bool:
        """Whether there is a task to hand out."""
        task = self.next()
        if task is not None:
            self._back.appendleft(task)
        return task is not None

    def put_back(self, tasks: list[Task]) -> None:
        self._back.extendleft(reversed(tasks))

    def blame(self, task: Task) -> int:
        self._deaths[task.key] = self._deaths.get(task.key, 0) + 1
        return self._deaths[task.key]

    def forget(self, task: Task) -> None:
        self._deaths.pop(task.key, None)

    def learn(self, seconds: float) -> None:
        """How far ahead to hand out follows how long tasks take."""
        self._pace += (seconds - self._pace) / 16 if self._pace else seconds
        self.ahead = max(2, min(AHEAD_MOST, int(AHEAD_SECONDS / max(self._pace, 1e-4))))


# Unlike multiprocessing's, this start imports nothing of the program that uses the API: a caller needs no
# "if __name__ == '__main__'", and may have threads. The worker finds the very modules its parent does.
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    "from scriptkit.batch.worker import main; main(int(sys.argv[2]))"
)


class _Worker:
    """A worker process as its parent sees it."""

    def __init__(self, answers: Queue[tuple[_Worker, object]], share: int) -> None:
        self.hand: deque[Task] = deque()
        self.sent = 0
        self.ready = self.late = False
        self.since = monotonic()
        self._share = share
        self._log: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        path = json.dumps([entry or os.getcwd() for entry in sys.path])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _BOOT, path, str(share)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
        )
        self._ear = threading.Thread(target=self._listen, args=(answers,), daemon=True)
        self._ear.start()

    @property
    def leaving(self) -> bool:
        return self.sent >= self._share

    def give(self, tasks: list[Task], setting: Setting) -> None:
        if not self.hand:
            self.since = monotonic()
        self.hand.extend(tasks)
        self.sent += len(tasks)
        stdin = self._process.stdin
        assert stdin is not None
        with contextlib.suppress(OSError):  # it has just died; its end will be reported
            pickle.dump((setting, tasks), stdin, pickle.HIGHEST_PROTOCOL)
            stdin.flush()

    def finished(self) -> tuple[Task, float]:
        """The task that an outcome has come in for, and the seconds it took."""
        now = monotonic()
        seconds, self.since = now - self.since, now
        return self.hand.popleft(), seconds

    def kill(self) -> None:
        self._process.kill()

    def end(self) -> None:
        self.kill()
        self.remains()

    def remains(self) -> tuple[int, str]:
        """Exit code and the last of what the process wrote to standard error."""
        code = self._process.wait()
        self._ear.join()
        for stream in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what could not be sent to the dead is dropped
                if stream is not None:
                    stream.close()
        self._log.seek(max(0, self._log.seek(0, os.SEEK_END) - 2000))
        log = self._log.read().decode("utf-8", "replace").strip()
        self._log.close()
        return code, log

    def _listen(self, answers: Queue[tuple[_Worker, object]]) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        while True:
            try:
                message = pickle.load(stdout)  # noqa: S301 - from our own process
            except Exception:  # the end, or a message torn by the worker's death
                answers.put((self, None))
                return
            answers.put((self, message))
