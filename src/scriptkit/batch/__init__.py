"""Folders of scripts: jobs, the manifest of what is done, and executors that survive their workers.

>>> from scriptkit import SubtitleOptions, load_profile
>>> from scriptkit.batch import JobOptions, Pool, Session, find
>>> options = JobOptions(SubtitleOptions(profile=load_profile("netflix")))
>>> found = find(["scripts/"], lambda row: options, out="captions/")
>>> with Session("captions/") as session, Pool() as pool:
...     summary = session.run(session.plan(found), pool)

Nothing is global: a server may hold several sessions, each on a folder and in a thread of its own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scriptkit.batch.cluster import Cluster as Cluster
    from scriptkit.batch.inputs import find as find
    from scriptkit.batch.jobs import Found as Found
    from scriptkit.batch.jobs import Job as Job
    from scriptkit.batch.jobs import JobOptions as JobOptions
    from scriptkit.batch.pool import Pool as Pool
    from scriptkit.batch.run import Executor as Executor
    from scriptkit.batch.run import Inline as Inline
    from scriptkit.batch.run import Session as Session
    from scriptkit.batch.run import Summary as Summary
    from scriptkit.batch.work import Outcome as Outcome

_HOME = {
    "cluster": ("Cluster",),
    "inputs": ("find",),
    "jobs": ("Found", "Job", "JobOptions"),
    "pool": ("Pool",),
    "run": ("Executor", "Inline", "Session", "Summary"),
    "work": ("Outcome",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    """Public names load when first used: a worker process needs few of them."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'scriptkit.batch' has no attribute {name!r}")
    return getattr(import_module(f"scriptkit.batch.{module}"), name)
