"""One script from its bytes to published outputs and a record: what every worker does, wherever it runs."""

from __future__ import annotations

import errno
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from time import perf_counter
from typing import Any

from scriptkit import pipeline
from scriptkit.batch.jobs import JobOptions
from scriptkit.batch.manifest import Record
from scriptkit.batch.store import Store, StoreError, needs_put, open_store, read_source, sha256
from scriptkit.errors import ExitCode, ScriptkitError
from scriptkit.model import Finding, Severity
from scriptkit.pipeline import CaptionedStory

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

    ``stop`` is an error of the place, not of the script: the run ends, and the script counts as not done.
    """

    key: str
    status: str
    """``done``, ``failed``, ``unchanged``, or ``still failed``."""
    record: Record | None = None
    stop: StoreError | None = None


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
        stories = caption(data, task.source, task.options)
        files = pipeline.outputs(stories, task.options.subtitle, task.name)
        outputs = _publish(store, files, task.before, setting.force)
        record = _record(task, digest, started, "done") | {
            "outputs": outputs,
            "earlier": _retire(store, task.before, outputs),
            "stories": [_story(s) for s in stories],
            **_findings([f for s in stories for f in s.findings]),
        }
        return Outcome(task.key, "done", record)
    except StoreError as error:
        return Outcome(task.key, "failed", stop=error)
    except ScriptkitError as error:
        if task.before.failed and _same(task, digest) and setting.redo is None:
            return Outcome(task.key, "still failed")
        return Outcome(task.key, "failed", failure(task, error, digest=digest, started=started))
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE, errno.ENFILE):
            return Outcome(task.key, "failed", stop=StoreError(str(error), hint="free it, then run again"))
        return Outcome(task.key, "failed", failure(task, _bug(error), digest=digest, started=started))
    except Exception as error:
        return Outcome(task.key, "failed", failure(task, _bug(error), digest=digest, started=started))


def caption(data: bytes, source: str, options: JobOptions) -> list[CaptionedStory]:
    """As ``scriptkit subtitle`` does it."""
    script = pipeline.parse(data, source, options.read, reader=options.reader)
    return pipeline.caption(script, options.subtitle)


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
    store: Store, files: Sequence[pipeline.Output], before: Before, force: bool
) -> list[dict[str, object]]:
    """All of a script's outputs or, where a foreign file is in the way of one, none."""
    fresh = [
        file
        for file in files
        if needs_put(
            store, file.name, file.data, ours=before.ours.get(file.name), since=before.began, force=force
        )
    ]
    for file in fresh:
        store.put(file.name, file.data)
    return [{"path": f.name, "sha256": sha256(f.data), "bytes": len(f.data)} for f in files]


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


def _findings(findings: Sequence[Finding]) -> dict[str, Any]:
    ranked = sorted(findings, key=lambda f: -f.severity.rank)
    counts = Counter(f.severity for f in findings)
    return {
        "counts": {str(s): counts[s] for s in Severity if counts[s]},
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
