"""A batch: hold the output folder, hand out what has to be done, write down what was done.

Nothing here is global: several runs may go on in one process, each on its own output folder.
"""

from __future__ import annotations

import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

from scriptkit.batch import quarantine
from scriptkit.batch.jobs import Found, Job, plan
from scriptkit.batch.manifest import Manifest, Record
from scriptkit.batch.store import KEPT, Store, StoreError, open_store, read_source, sha256
from scriptkit.batch.work import Before, Outcome, Setting, Task, do
from scriptkit.errors import InputError, ScriptkitError

_BEGUN = 16
"""Scripts noted as begun at a time."""
_CAUSES = 1000
"""Different causes a summary tells apart."""


class Executor(Protocol):
    """Something that does tasks: here, in other processes, or on other machines."""

    def run(
        self, tasks: Iterator[Task], setting: Setting, stop: Callable[[], bool]
    ) -> Iterator[list[Outcome]]:
        """Outcomes in any order, in groups. Once *stop* says so, only what is in hand is finished."""
        ...


class Inline:
    """Does every task in the calling thread: for tests, debugging, and servers with workers of their own."""

    def run(
        self, tasks: Iterator[Task], setting: Setting, stop: Callable[[], bool]
    ) -> Iterator[list[Outcome]]:
        while not stop() and (task := next(tasks, None)) is not None:
            yield [do(task, setting)]


@dataclass(slots=True)
class Summary:
    """What became of a run."""

    total: int = 0
    done: int = 0
    unchanged: int = 0
    failed: int = 0
    still_failed: int = 0
    """Failed in an earlier run, have not changed since, and were not tried again."""
    causes: Counter[str] = field(default_factory=Counter)
    """Why scripts failed in this run → how many."""
    counts: Counter[str] = field(default_factory=Counter)
    """Findings by severity, of the scripts done in this run."""
    seconds: float = 0.0
    cancelled: bool = False
    stopped: ScriptkitError | None = None
    """What made the whole run stop: the output folder is full or gone, or no worker starts."""

    @property
    def finished(self) -> int:
        return self.done + self.unchanged + self.failed + self.still_failed

    @property
    def left(self) -> int:
        return self.total - self.finished

    def add(self, outcome: Outcome) -> None:
        match outcome.status:
            case "done":
                self.done += 1
            case "unchanged":
                self.unchanged += 1
            case "still failed":
                self.still_failed += 1
            case _:
                self.failed += 1
        if outcome.record is not None:
            self.counts.update(outcome.record.get("counts", {}))
            if "error" in outcome.record:
                cause = cause_of(outcome.record)
                known = cause in self.causes or len(self.causes) < _CAUSES
                self.causes[cause if known else "other causes"] += 1


def cause_of(record: Record) -> str:
    """The error without the script's own name, so that like failures count together."""
    message: str = record["error"]["message"]
    source: str = record["source"]
    for name in (source, source.rpartition("/")[2]):
        message = message.replace(name, "script")
    return message


@dataclass(frozen=True, slots=True)
class _Open:
    """A job in some worker's hands, and whether an earlier run may have quarantined it."""

    job: Job
    quarantined: bool


class Session:
    """An output folder held for one run. Raises OutputError when another run holds it.

    *out* is a folder or ``s3://bucket/prefix``.
    """

    def __init__(self, out: str) -> None:
        self._stack = contextlib.ExitStack()
        self.store: Store = open_store(out)
        self._held: Callable[[], bool] = lambda: True
        self.manifest: Manifest

    def __enter__(self) -> Session:
        with self._stack as stack:
            self._held = stack.enter_context(self.store.lock())
            self.store.sweep()
            try:
                self.manifest = stack.enter_context(self.store.manifest())
            except OSError as error:
                raise _manifest_trouble(self.store, error) from None
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def plan(self, found: Iterable[Found]) -> list[Job]:
        """What :func:`scriptkit.batch.find` found, each with a name of its own."""
        return list(plan(found, self.manifest, self.store.url))

    def run(
        self,
        jobs: Sequence[Job],
        executor: Executor,
        *,
        force: bool = False,
        redo: str | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        on_outcome: Callable[[Outcome, Job, Summary], None] = lambda *_: None,
    ) -> Summary:
        """Do what has to be done. *cancelled* is asked often; *on_outcome* is called in this thread."""
        summary = Summary(total=len(jobs))
        started = time.monotonic()
        open_jobs: dict[str, _Open] = {}
        setting = Setting(self.store.url, force=force, redo=redo)

        def stop() -> bool:
            return cancelled() or summary.stopped is not None

        try:
            for group in executor.run(self._tasks(jobs, open_jobs), setting, stop):
                self._settle(group, open_jobs, summary)
                for outcome in group:
                    job = open_jobs.pop(outcome.key).job
                    if outcome.stop is None and summary.stopped is None:
                        summary.seconds = time.monotonic() - started
                        summary.add(outcome)
                        on_outcome(outcome, job, summary)
        except ScriptkitError as error:
            summary.stopped = error
        summary.cancelled = cancelled() and summary.left > 0
        summary.seconds = time.monotonic() - started
        return summary

    def _tasks(self, jobs: Sequence[Job], open_jobs: dict[str, _Open]) -> Iterator[Task]:
        todo = iter(jobs)
        while batch := list(islice(todo, _BEGUN)):
            tasks = [
                Task(j.key, j.source, j.name, j.options, j.digest, before(self.manifest, j.key))
                for j in batch
            ]
            with self._writing():
                self.manifest.begin({j.key: j.name for j in batch}, round(time.time(), 3))
            for job, task in zip(batch, tasks, strict=True):
                past = task.before
                open_jobs[job.key] = _Open(job, past.failed or past.began is not None)
            yield from tasks

    def _settle(self, group: list[Outcome], jobs: dict[str, _Open], summary: Summary) -> None:
        """Make finished scripts count: outputs and quarantine on disk first, then the manifest."""
        records = []
        for outcome in group:
            if outcome.stop is not None:
                summary.stopped = summary.stopped or outcome.stop
            elif outcome.record is not None:
                records.append(outcome.record)
        if not self._held():
            raise StoreError(
                f"{self.store.url} was taken over by another run", hint="see who else writes there"
            )
        with self._writing():
            for record in records:
                this = jobs[record["key"]]
                if record["status"] == "failed":
                    record["input"] = record["input"] or _digest(record["source"])
                    quarantine.set_aside(self.store, this.job, record)
                elif this.quarantined:
                    quarantine.release(self.store, record["name"], record["source"])
            self.store.settle(o["path"] for r in records for o in r["outputs"])
            if records:
                self.manifest.append(records)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise _manifest_trouble(self.store, error) from error


def before(manifest: Manifest, key: str) -> Before:
    """A script's past as a worker needs it."""
    entry, record = manifest.entry(key), manifest.record(key)
    began = entry.began if entry is not None else None
    if record is None:
        return Before(began=began)
    outputs = {o["path"]: o["sha256"] for o in record["outputs"]}
    return Before(
        input=record["input"],
        options=record["options"],
        version=record["version"],
        failed=record["status"] == "failed",
        done=record["status"] == "done",
        outputs=outputs,
        ours={**record["earlier"], **outputs},
        began=began,
    )


def records_of(manifest: Manifest, jobs: Iterable[Job]) -> Iterator[Record]:
    """The last record of each job that has one."""
    for job in jobs:
        record = manifest.record(job.key)
        if record is not None:
            yield record


def _digest(source: str) -> str | None:
    """Of a script whose worker did not live to tell."""
    try:
        return sha256(read_source(source))
    except InputError:
        return None


def _manifest_trouble(store: Store, error: OSError) -> StoreError:
    return StoreError(
        f"{store.url} cannot be written: {error.strerror or error}",
        hint=KEPT,
    )
