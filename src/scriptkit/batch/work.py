"""One script from its bytes to published outputs and a record: what every worker does, wherever it runs."""

from __future__ import annotations

import errno
import hashlib
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from scriptkit import delivery, pipeline
from scriptkit.batch.jobs import JobOptions
from scriptkit.batch.manifest import Record
from scriptkit.batch.store import KEPT, Store, StoreError, needs_put, open_store, read_source, sha256
from scriptkit.errors import ExitCode, MissingDependencyError, ScriptkitError
from scriptkit.model import Finding, Script, Severity
from scriptkit.pipeline import CaptionedStory, SubtitleOptions

LISTED_FINDINGS = 20
"""Findings a record spells out; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all scripts of a run share. ``out`` is the output folder's absolute path or URL."""

    out: str
    force: bool = False
    redo: str | None = None
    """``failed`` or ``all``: do again what has not changed."""


@dataclass(frozen=True, slots=True)
class Before:
    """What the manifest knows of a script from earlier runs."""

    input: str | None = None
    options: str = ""
    version: str = ""
    failed: bool = False
    done: bool = False
    outputs: dict[str, str] = field(default_factory=dict)
    """Of the last record: name → digest."""
    ours: dict[str, str] = field(default_factory=dict)
    """Everything the batch ever wrote for this script: name → digest."""
    began: float | None = None
    """When a killed run began it (seconds since 1970)."""


@dataclass(frozen=True, slots=True)
class Task:
    """A job and its past, as a worker gets it."""

    key: str
    source: str
    name: str
    options: JobOptions | ScriptkitError
    digest: str
    before: Before = Before()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task. ``record`` goes into the manifest; None when nothing changed.

    ``stop`` is an error of the place or machine, not of the script: the run ends, the script is not done.
    """

    key: str
    status: str
    """``done``, ``failed``, ``unchanged``, or ``still failed``."""
    record: Record | None = None
    stop: ScriptkitError | None = None


@cache
def version() -> str:
    """Of the installed package; another version may caption differently."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("scriptkit")
    except PackageNotFoundError:
        return "0"


def do(task: Task, setting: Setting) -> Outcome:
    """Caption one script. Whatever goes wrong is in the outcome, except what ends the process."""
    started = perf_counter()
    digest: str | None = None
    try:
        store = open_store(setting.out)
        if isinstance(task.options, ScriptkitError):
            raise task.options
        data = read_source(task.source)
        digest = sha256(data)
        same = _unchanged(task, setting, store, digest)
        if same:
            return Outcome(task.key, same)
        with ExitStack() as stack:
            script, stories, products = _make(data, task, stack)
            outputs = _publish(store, products, task.before, setting.force)
        record = _record(task, digest, started, "done") | {
            "outputs": outputs,
            "earlier": _retire(store, task.before, outputs),
            "encoding": script.encoding,
            "stories": [_story(s) for s in stories],
            **_findings([f for s in stories for f in (*s.findings, *_lost_words(s, task.options.subtitle))]),
        }
        return Outcome(task.key, "done", record)
    except StoreError as error:
        return Outcome(task.key, "failed", stop=error)
    except ScriptkitError as error:
        if _of_the_machine(error, task):
            return Outcome(task.key, "failed", stop=error)
        if task.before.failed and _same(task, digest) and setting.redo is None:
            return Outcome(task.key, "still failed")
        return Outcome(task.key, "failed", failure(task, error, digest=digest, started=started))
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _MACHINE:
            return Outcome(task.key, "failed", stop=StoreError(str(error), hint=KEPT))
        return Outcome(task.key, "failed", failure(task, _bug(error), digest=digest, started=started))


_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE})


def _of_the_machine(error: ScriptkitError, task: Task) -> bool:
    """Whether all scripts would fail alike: no room for temporary files, no voice to speak with."""
    if isinstance(error.__context__, OSError) and error.__context__.errno in _MACHINE:
        return True
    voiced = isinstance(task.options, JobOptions) and task.options.sound is not None
    return voiced and isinstance(error, MissingDependencyError)


@dataclass(frozen=True, slots=True)
class Product:
    """One file to publish."""

    name: str
    data: bytes | Path
    sha256: str
    size: int

    def pieces(self) -> bytes | Iterator[bytes]:
        return self.data if isinstance(self.data, bytes) else _chunks(self.data)


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            yield chunk


def _make(data: bytes, task: Task, stack: ExitStack) -> tuple[Script, list[CaptionedStory], list[Product]]:
    """As ``scriptkit subtitle`` does it; files that *stack* holds go with it."""
    options = task.options
    assert isinstance(options, JobOptions)
    script = pipeline.parse(data, task.source, options.read, reader=options.reader)
    products = []
    if options.sound is None:
        stories = pipeline.caption(script, options.subtitle)
    else:
        from scriptkit.batch.sound import speak

        folder = Path(stack.enter_context(TemporaryDirectory(prefix="scriptkit-")))
        stories, sounds = speak(script, options.subtitle, options.sound, task.name, folder)
        for name, path in sounds:
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            products.append(Product(name, path, digest, path.stat().st_size))
    captions = delivery.outputs(stories, options.subtitle, task.name)
    products += [Product(made.name, made.data, sha256(made.data), len(made.data)) for made in captions]
    return script, stories, products


def failure(
    task: Task,
    error: ScriptkitError,
    *,
    digest: str | None = None,
    started: float | None = None,
    attempts: int = 1,
) -> Record:
    """The record of a script that could not be captioned; what it had before stays in place."""
    told = {
        "type": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
        "exit_code": int(error.exit_code),
    }
    return _record(task, digest, started, "failed") | {
        "outputs": [],
        "earlier": task.before.ours,
        "error": told,
        "attempts": attempts,
    }


def _record(task: Task, digest: str | None, started: float | None, status: str) -> Record:
    return {
        "key": task.key,
        "source": task.source,
        "name": task.name,
        "status": status,
        "input": digest,
        "options": task.digest,
        "version": version(),
        "seconds": round(perf_counter() - started, 4) if started is not None else None,
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _same(task: Task, digest: str | None) -> bool:
    before = task.before
    return (before.input, before.options, before.version) == (digest, task.digest, version())


def _unchanged(task: Task, setting: Setting, store: Store, digest: str) -> str:
    """The status of a script that needs nothing done, "" when it does.

    An output changed by hand counts as there: somebody corrected it, and the script is the same.
    """
    before = task.before
    if setting.redo == "all" or not _same(task, digest):
        return ""
    if before.failed:
        return "" if setting.redo == "failed" else "still failed"
    if not before.done:
        return ""
    for name, written in before.outputs.items():
        state = store.state(name)
        if state is None:
            return ""
        killed = before.began is not None and state.modified >= before.began
        if state.sha256 != written and (setting.force or killed):
            return ""
    return "unchanged"


def _publish(
    store: Store, products: Sequence[Product], before: Before, force: bool
) -> list[dict[str, object]]:
    """All of a script's outputs or, where a foreign file is in the way of one, none."""
    fresh = [
        p
        for p in products
        if needs_put(store, p.name, p.sha256, ours=before.ours.get(p.name), since=before.began, force=force)
    ]
    for product in fresh:
        store.put(product.name, product.pieces())
    return [{"path": p.name, "sha256": p.sha256, "bytes": p.size} for p in products]


def _retire(store: Store, before: Before, outputs: list[dict[str, object]]) -> dict[str, str]:
    """Remove what this script no longer yields (a story that was cut), unless somebody changed it since.

    Files of formats not asked for this time stay. Returns those, with their digests.
    """
    fresh = {str(o["path"]) for o in outputs}
    suffixes = {name.rpartition(".")[2] for name in fresh}
    kept = {}
    for name, written in before.ours.items():
        if name in fresh:
            continue
        if name.rpartition(".")[2] in suffixes:
            state = store.state(name)
            if state is not None and state.sha256 == written:
                store.remove(name)
        else:
            kept[name] = written
    return kept


def _story(captioned: CaptionedStory) -> dict[str, object]:
    return {
        "slug": captioned.story.slug,
        "title": captioned.story.title,
        "trt": captioned.timeline.trt,
        "cues": len(captioned.track.cues),
        "profile_kept": captioned.keeps_profile,
    }


def _lost_words(story: CaptionedStory, options: SubtitleOptions) -> list[Finding]:
    """Where a format cannot write the words: its other losses are known from the format."""
    return [f for f in delivery.losses(story.track, options) if f.severity is Severity.ERROR]


def _findings(findings: Sequence[Finding]) -> dict[str, Any]:
    ranked = sorted(findings, key=lambda f: -f.severity.rank)
    counts = Counter(f.severity for f in findings)
    return {
        "counts": {str(s): counts[s] for s in Severity if counts[s]},
        "codes": dict(Counter(f.code for f in ranked)),
        "findings": [
            {"code": f.code, "severity": str(f.severity), "message": f.message, "cue": f.cue}
            for f in ranked[:LISTED_FINDINGS]
        ],
    }


class BugError(ScriptkitError):
    """An unexpected exception while one script was done."""

    exit_code = ExitCode.BUG


def _bug(error: Exception) -> ScriptkitError:
    frame = traceback.extract_tb(error.__traceback__)[-1:]
    place = f" ({frame[0].filename.rpartition('/')[2]}:{frame[0].lineno})" if frame else ""
    return BugError(
        f"a bug in scriptkit: {type(error).__name__}: {error}{place}", hint="please report it with the script"
    )
