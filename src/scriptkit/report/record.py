"""Checked files as JSON for programs; the keys are documented in ``docs/check.md``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scriptkit.errors import ScriptkitError
from scriptkit.model import Finding, Severity
from scriptkit.report.summary import verdict
from scriptkit.tracks import CheckedFile

SCHEMA = "scriptkit.check/2"


def to_json(
    checked: Sequence[CheckedFile], unread: Sequence[tuple[str, ScriptkitError]], fail_on: Severity
) -> str:
    """All files of a run, those that could not be read after the others."""
    files = [_file(one, fail_on) for one in checked]
    files += [
        {"file": source, "verdict": "UNREAD", "error": error.message, "hint": error.hint}
        for source, error in unread
    ]
    return json.dumps({"schema": SCHEMA, "files": files}, ensure_ascii=False, indent=1) + "\n"


def _file(checked: CheckedFile, fail_on: Severity) -> dict[str, Any]:
    return {
        "file": checked.source,
        "verdict": verdict(checked, fail_on),
        "format": checked.format,
        "encoding": checked.track.encoding,
        "language": checked.track.language,
        "profile": checked.profile.name,
        "cues": len(checked.track.cues),
        "duration": checked.duration,
        "errors": checked.count(Severity.ERROR),
        "warnings": checked.count(Severity.WARNING),
        "fixed": [_finding(finding) for finding in checked.fixed],
        "findings": [_finding(finding) for finding in checked.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "cue": finding.cue,
        "at": finding.at,
        "where": finding.where,
    }
