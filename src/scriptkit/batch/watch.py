"""A hot folder: scripts are captioned when they arrive, that is, when they have stopped growing.

The folder is polled, since network shares, on which hot folders live, report no changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from os import path as os_path
from pathlib import Path

from scriptkit.batch.inputs import relative_name, scan
from scriptkit.batch.jobs import Found, Job, JobOptions
from scriptkit.batch.run import Executor, Session, Summary
from scriptkit.batch.store import StoreError
from scriptkit.batch.work import Outcome
from scriptkit.errors import InputError

_NAP = 0.1
_LONGEST_WAIT = 60.0
"""Seconds between attempts while the output folder is full or gone."""

State = tuple[int, int]
"""Size and time of change (ns): as long as both stay, nobody is writing."""


@dataclass(slots=True)
class Arrivals:
    """Which files of *folder* have arrived: they did not change for *settle* seconds."""

    folder: Path
    out: Path
    settle: float
    _since: dict[str, tuple[State, float]] = field(default_factory=dict)
    _taken: dict[str, State] = field(default_factory=dict)

    def poll(self, now: float) -> list[str]:
        """Paths that are ready at *now* (seconds of a clock that never jumps). Empty files are waited for."""
        there = {
            path: (status.st_size, status.st_mtime_ns)
            for path, status in scan(self.folder, self.out)
            if status.st_size
        }
        ready = []
        for path, state in there.items():
            if self._taken.get(path) == state:
                continue
            before, since = self._since.get(path, (None, now))
            if before != state:
                self._since[path] = (state, since := now)
            if now - since >= self.settle:
                ready.append(path)
                self._taken[path] = state
                del self._since[path]
        for known in (self._since, self._taken):  # what was moved away is new when it comes back
            for path in known.keys() - there.keys():
                del known[path]
        return ready

    def give_back(self, paths: list[str]) -> None:
        """They were not done after all: offer them again."""
        for path in paths:
            self._taken.pop(path, None)


def watch(
    folder: str,
    session: Session,
    executor: Executor,
    options: JobOptions,
    *,
    settle: float = 2.0,
    every: float = 1.0,
    force: bool = False,
    cancelled: Callable[[], bool],
    on_outcome: Callable[[Outcome, Job, Summary], None] = lambda *_: None,
    on_trouble: Callable[[StoreError], None] = lambda _: None,
) -> None:
    """Caption what arrives in *folder* until *cancelled*. Raises InputError when there is no such folder.

    While the output folder is full or gone, waits and tries again.
    """
    if not os_path.isdir(folder):
        raise InputError(f"{folder} is no folder", hint="name the folder that scripts arrive in")
    arrivals = Arrivals(Path(folder), Path(session.store.url), settle)
    trouble = every
    while not cancelled():
        wait = every
        ready = arrivals.poll(time.monotonic())
        if ready:
            found = [Found(os_path.abspath(p), relative_name(p, Path(folder)), options) for p in ready]
            jobs = session.plan(found)
            summary = session.run(jobs, executor, force=force, cancelled=cancelled, on_outcome=on_outcome)
            if summary.stopped is not None:
                if not isinstance(summary.stopped, StoreError):
                    raise summary.stopped
                on_trouble(summary.stopped)
                arrivals.give_back(ready)
                wait = trouble = min(_LONGEST_WAIT, trouble * 2)
            else:
                trouble = every
        _sleep(wait, cancelled)


def _sleep(seconds: float, cancelled: Callable[[], bool]) -> None:
    until = time.monotonic() + seconds
    while not cancelled() and (left := until - time.monotonic()) > 0:
        time.sleep(min(_NAP, left))
