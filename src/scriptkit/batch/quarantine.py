"""Scripts that could not be captioned, set aside with the reason and the command that repeats them."""

from __future__ import annotations

import os
import shlex
from pathlib import PurePath

from scriptkit.batch.jobs import Job, JobOptions
from scriptkit.batch.manifest import Record
from scriptkit.batch.store import REMOTE, Store, read_source
from scriptkit.errors import InputError
from scriptkit.storage import safe_name

FOLDER = "quarantine"


def set_aside(store: Store, job: Job, record: Record) -> None:
    """Put a copy of the script and a note beside it into the output folder's quarantine."""
    try:
        store.put(_copy_name(job.name, job.source), read_source(job.source))
        missing = ""
    except InputError as error:
        missing = f"copy:   none, {error.message}\n"
    told = record["error"]
    hint = f"hint:   {told['hint']}\n" if told["hint"] else ""
    note = (
        f"script: {job.source}\n"
        f"error:  {told['message']}\n{hint}"
        f"when:   {record['at']}\n"
        f"repeat: {repeat_command(job, store.url)}\n{missing}"
    )
    store.put(_note_name(job.name), note.encode("utf-8", "surrogateescape"))


def release(store: Store, name: str, source: str) -> None:
    """The script has been captioned after all."""
    store.remove(_copy_name(name, source))
    store.remove(_note_name(name))


def repeat_command(job: Job, out: str) -> str:
    """The command line that does this one script again, alone."""
    if isinstance(job.options, JobOptions) and not REMOTE.match(job.source) and not REMOTE.match(out):
        folder, _, name = job.name.rpartition("/")
        target = os.path.join(out, folder, "")
        formats = job.options.subtitle.formats
        if name != safe_name(PurePath(job.source).stem) and len(formats) == 1:
            target = f"{os.path.join(out, folder, name)}.{formats[0]}"
        verb = "subtitle" if job.options.sound is None else "voice"
        return shlex.join(["scriptkit", verb, job.source, *job.options.arguments, "-o", target])
    told = job.options.arguments if isinstance(job.options, JobOptions) else ()
    return shlex.join(["scriptkit", "batch", job.source, *told, "-o", out, "--retry", "failed"])


def _copy_name(name: str, source: str) -> str:
    suffix = PurePath(source).suffix[1:]
    return f"{FOLDER}/{name}" + (f".{safe_name(suffix, limit=20)}" if suffix else "")


def _note_name(name: str) -> str:
    return f"{FOLDER}/{name}.error.txt"
