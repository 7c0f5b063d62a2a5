"""Cues from our own JSON; the schema is in ``docs/formats.md``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from scriptkit.errors import InputError
from scriptkit.model import Finding, Role, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder

_SCHEMA = "scriptkit-cues"
_VERSION = 1
_LIMIT = 10**12
"""Milliseconds no programme reaches; larger numbers are nonsense."""
_ROLES = {role.value: role for role in Role}


class JsonReader:
    name = "json"
    title = "JSON"
    suffixes: tuple[str, ...] = (".json",)

    def sniff(self, head: bytes) -> bool:
        text = TrackBuilder("").decode(head).lstrip("\ufeff \n\t")
        return text.startswith("{") and f'"{_SCHEMA}"' in text

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when *data* is not JSON with cues."""
        builder = TrackBuilder(source)
        try:
            value = json.loads(builder.decode(data).lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            raise InputError(f"{source}: not JSON: {error}", hint="was the file cut short?") from None
        cues = value.get("cues") if isinstance(value, dict) else None
        if not isinstance(cues, list):
            raise InputError(f"{source}: JSON without cues", hint=f'it should have "schema": "{_SCHEMA}"')
        version = value.get("version", _VERSION)
        if version != _VERSION:
            builder.warn("odd-version", f"version {str(version)[:20]} of the schema; read as {_VERSION}")
        builder.language = _text(value.get("language")) or builder.language
        builder.title = _text(value.get("title"))
        builder.frame_rate = _rate(value.get("frame_rate"))
        builder.drop_frame = value.get("drop_frame") is True
        for number, cue in enumerate(cues, 1):
            _add(builder, cue, number)
        return builder.finish()


def _add(builder: TrackBuilder, cue: Any, number: int) -> None:
    lines = cue.get("lines") if isinstance(cue, dict) else None
    if isinstance(lines, str):
        lines = lines.split("\n")
    if not isinstance(lines, list):
        builder.error("bad-cue", f"entry {number} has no lines and is left out")
        return
    start, end = _millis(cue.get("start")), _millis(cue.get("end"))
    if start is None:
        builder.error("bad-time-line", f"entry {number} has no start, put at the start")
    colours, speakers = cue.get("colours"), cue.get("speakers")
    said_by = tuple(map(_text, speakers)) if isinstance(speakers, list) else ()
    builder.add(
        Raw(
            start or 0,
            end,
            [line for line in lines if isinstance(line, str)],
            _text(cue.get("speaker")) or next(filter(None, said_by), None),
            _ROLES.get(_text(cue.get("role")) or ""),
            tuple(c for c in colours if isinstance(c, str) and re.fullmatch("#[0-9A-Fa-f]{6}", c))
            if isinstance(colours, list)
            else (),
            italic=cue.get("italic") is True,
            top=cue.get("top") is True,
            speakers=said_by,
        )
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _rate(value: object) -> Fraction | None:
    """``25/1``, ``25``; whatever is no such number is not said."""
    text = str(value) if isinstance(value, int | float) else _text(value) or ""
    match = re.fullmatch(r"(\d{1,9}(?:\.\d{1,6})?)(?:/([1-9]\d{0,8}))?", text.strip())
    return Fraction(match[1]) / int(match[2] or 1) if match else None


def _millis(value: object) -> int | None:
    """A whole number of milliseconds; booleans, infinities and ages are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return round(value) if abs(value) < _LIMIT else None
