"""A Dask cluster as executor (extra ``cluster``): many machines that share the folders, or object storage.

What running it at scale taught: chunks of scripts, not one a task; a bounded number of chunks submitted, so
neither scheduler nor client grow with the batch; each future let go when it is done, or the loss of a
worker would run finished work again. Resuming is the manifest's business, never the cluster's.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from queue import Empty, Queue
from time import monotonic
from typing import TYPE_CHECKING, Any

from scriptkit.batch.lock import LOCK
from scriptkit.batch.store import REMOTE, open_store
from scriptkit.batch.work import Outcome, Setting, Task, do, failure, version
from scriptkit.errors import EngineError, MissingDependencyError, ScriptkitError

if TYPE_CHECKING:
    from distributed import Client, Future

CHUNK_SECONDS = 1.0
"""Work in one task: far above the scheduler's 4 ms, little to do again when a worker dies."""
FIRST_CHUNK = 8
MOST_IN_CHUNK = 64
LEAST_SUBMITTED = 8
"""Tasks waiting even where no worker is yet, so a cluster that scales by demand sees some."""
_TICK = 0.2


def do_chunk(tasks: list[Task], setting: Setting, timeout: float, home: str) -> tuple[list[Outcome], float]:
    """On a worker: the outcomes and the seconds they took.

    A script that hangs ends the worker (Dask cannot end a thread), and is then found out like one that
    crashes it. *home* is the submitting process, which must not be ended.
    """
    started = monotonic()
    outcomes = []
    for task in tasks:
        watch = threading.Timer(timeout, os._exit, (70,)) if home != _here() else None
        if watch is not None:
            watch.daemon = True
            watch.start()
        try:
            outcomes.append(do(task, setting))
        finally:
            if watch is not None:
                watch.cancel()
    return outcomes, monotonic() - started


def probe(out: str, source: str) -> tuple[str, str, bool]:
    """On a worker: its version, what it sees as the output folder's lock, and whether it sees a script."""
    if REMOTE.match(out):
        open_store(out)
    lock = ""
    with contextlib.suppress(OSError), open(os.path.join(out, LOCK), encoding="utf-8") as file:
        lock = file.read()
    return version(), lock, bool(REMOTE.match(source)) or os.path.exists(source)


class Cluster:
    """The cluster whose scheduler is at *address* (``tcp://host:8786``). Close it, or use ``with``.

    Raises MissingDependencyError without the extra, EngineError when nobody answers there for *patience*
    seconds.
    """

    def __init__(self, address: str, *, timeout: float = 600, patience: float = 15) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise MissingDependencyError(
                "a cluster needs Dask", hint="pip install 'scriptkit[cluster]', here and on the workers"
            ) from None
        self._timeout = timeout
        self._address = address
        self._token = secrets.token_hex(4)
        try:
            self._client: Client = Client(
                address, set_as_default=False, timeout=patience, name="scriptkit-batch"
            )
        except (OSError, ValueError, TimeoutError) as error:
            raise EngineError(
                f"no scheduler answers at {address}: {str(error) or type(error).__name__}",
                hint="start one with: dask scheduler, or leave --scheduler out to use this machine",
            ) from None

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Leave the cluster; its workers go on for others."""
        self._client.close()

    def run(
        self, tasks: Iterator[Task], setting: Setting, stop: Callable[[], bool]
    ) -> Iterator[list[Outcome]]:
        """See Executor. A worker's death costs its chunk a second start, nothing more."""
        run = _Run(self._client, tasks, setting, self._timeout, stop, f"scriptkit-{self._token}")
        first = run.first()
        if first is not None:
            self._check(setting, first)
        try:
            while run.submit():
                for chunk, future in run.collect():
                    group = self._take(run, chunk, future)
                    if group:
                        yield group
        finally:
            self._client.cancel([future for _, future in run.flying.values()])

    def _take(self, run: _Run, chunk: list[Task], future: Future) -> list[Outcome]:
        status = future.status
        if status == "finished":
            outcomes, seconds = future.result()
            run.learn(seconds / len(chunk))
            return list(outcomes)
        if status != "error":
            raise EngineError(f"the scheduler at {self._address} is gone", hint=_AGAIN)
        error = future.exception()
        if len(chunk) == 1 and run.alone:
            return [Outcome(chunk[0].key, "failed", failure(chunk[0], _blame(error)))]
        run.suspects.extend(chunk)
        return []

    def _check(self, setting: Setting, task: Task) -> None:
        """Before anything is handed out: do the workers have this version, and see these folders?"""
        own = probe(setting.out, task.source)
        try:
            seen: dict[str, Any] = self._client.run(probe, setting.out, task.source)
        except Exception as error:
            raise EngineError(
                f"a worker cannot run scriptkit: {type(error).__name__}: {error}",
                hint=f"install scriptkit {own[0]} on every worker",
            ) from None
        for worker, theirs in seen.items():
            if theirs[0] != own[0]:
                raise EngineError(
                    f"{worker} has scriptkit {theirs[0]}, not {own[0]}",
                    hint="install the same on every worker",
                )
            for what, there, here in (
                (f"the output folder {setting.out}", theirs[1], own[1]),
                (task.source, theirs[2], own[2]),
            ):
                if there != here:
                    raise EngineError(
                        f"{worker} does not see {what}",
                        hint="use folders that all machines share under the same path, or s3:// URLs",
                    )


_AGAIN = "run the same command again: what is finished is kept"


@dataclass(slots=True)
class _Run:
    client: Client
    tasks: Iterator[Task]
    setting: Setting
    timeout: float
    stop: Callable[[], bool]
    prefix: str
    flying: dict[int, tuple[list[Task], Future]] = field(default_factory=dict)
    suspects: deque[Task] = field(default_factory=deque)
    """Were in a chunk that killed workers: each is done alone, when nothing else is left."""
    alone: bool = False
    _landed: Queue[int] = field(default_factory=Queue)
    _number: int = 0
    _pace: float = 0.0
    _waiting: deque[Task] = field(default_factory=deque)
    _room: int = LEAST_SUBMITTED
    _counted: float = -1e9

    def first(self) -> Task | None:
        task = next(self.tasks, None)
        if task is not None:
            self._waiting.append(task)
        return task

    def submit(self) -> bool:
        """Keep enough chunks with the cluster; False when nothing is left and nothing is there."""
        while not self.alone and len(self.flying) < self._window() and (chunk := self._next_chunk()):
            self._send(chunk)
        if not self.flying and self.suspects and not self.stop():
            self.alone = True
            self._send([self.suspects.popleft()])
        return bool(self.flying)

    def collect(self) -> list[tuple[list[Task], Future]]:
        """Chunks that have come back; waits a moment when none has."""
        landed = []
        try:
            landed.append(self._landed.get(timeout=_TICK))
            while True:
                landed.append(self._landed.get_nowait())
        except Empty:
            return [self.flying.pop(number) for number in landed]

    def learn(self, seconds: float) -> None:
        self._pace += (seconds - self._pace) / 4 if self._pace else seconds

    def _send(self, chunk: list[Task]) -> None:
        number = self._number = self._number + 1
        future = self.client.submit(
            do_chunk, chunk, self.setting, self.timeout, _here(),
            key=f"{self.prefix}-{number}-{chunk[0].name}", pure=False, retries=2,
        )  # fmt: skip
        self.flying[number] = (chunk, future)
        future.add_done_callback(lambda _, n=number: self._landed.put(n))

    def _next_chunk(self) -> list[Task]:
        if self.stop():
            return []
        size = int(CHUNK_SECONDS / max(self._pace, 1e-4)) if self._pace else FIRST_CHUNK
        size = max(1, min(MOST_IN_CHUNK, size))
        chunk = [self._waiting.popleft()] if self._waiting else []
        return chunk + list(islice(self.tasks, size - len(chunk)))

    def _window(self) -> int:
        """Two chunks a thread: one being done, one at hand. Workers come and go, so count now and then."""
        if monotonic() - self._counted > 2:
            self._counted = monotonic()
            self._room = max(LEAST_SUBMITTED, 2 * sum(self.client.nthreads().values()))
        return self._room


def _here() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _blame(error: BaseException | None) -> ScriptkitError:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        return EngineError(
            "every worker that did this script died or hung",
            hint="is there enough memory? the command below repeats it alone",
        )
    return EngineError(f"the cluster could not do this script: {type(error).__name__}: {error}", hint=_AGAIN)
