"""Checked files as JSON for programs; the keys are documented in ``docs/check.md``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scriptkit.model import Finding, Severity
from scriptkit.report.summary import Reported, UnreadFile, verdict
from scriptkit.tracks import CheckedFile

SCHEMA = "scriptkit.check/2"


def to_json(files: Sequence[Reported], fail_on: Severity) -> str:
    """All files of a run, in the order given."""
    told = [_unread(one) if isinstance(one, UnreadFile) else _file(one, fail_on) for one in files]
    return json.dumps({"schema": SCHEMA, "files": told}, ensure_ascii=False, indent=1) + "\n"


def _unread(one: UnreadFile) -> dict[str, Any]:
    return {
        "file": one.source,
        "verdict": "UNREAD",
        "error": one.error.message,
        "hint": one.error.hint,
    }


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
