"""What can go wrong, each with its exit code and its advice.

Few exceptions, many findings: whatever still yields output is a :class:`~scriptkit.model.Finding`.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Process exit codes; a desk's job runner can tell them apart."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    INPUT = 3
    MISSING_DEPENDENCY = 4
    OUTPUT = 5
    BATCH_FAILED = 6
    ENGINE = 7
    BUG = 70
    INTERRUPTED = 130


class ScriptkitError(Exception):
    """An error a user can act on: what is wrong and where, then what to do.

    Instances survive pickling, so a batch worker can hand one back to its parent.
    """

    exit_code: ExitCode = ExitCode.INPUT

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.hint))


def _rebuild(kind: type[ScriptkitError], message: str, hint: str) -> ScriptkitError:
    return kind(message, hint=hint)


class UsageError(ScriptkitError):
    """The request itself makes no sense (an unknown profile, a part that does not exist)."""

    exit_code = ExitCode.USAGE


class InputError(ScriptkitError):
    """The script or subtitle file cannot be read as one."""

    exit_code = ExitCode.INPUT


class MissingDependencyError(ScriptkitError):
    """An extra, program or model file is not there; the hint says what supplies it."""

    exit_code = ExitCode.MISSING_DEPENDENCY


class OutputError(ScriptkitError):
    """An output exists already or cannot be written."""

    exit_code = ExitCode.OUTPUT


class EngineError(ScriptkitError):
    """A voice or aligner failed."""

    exit_code = ExitCode.ENGINE


class EngineUnavailableError(EngineError):
    """A voice or aligner cannot work at all just now (offline, refused): no use in trying on."""
