"""List voice presets: what speaks here, what is missing and where to get it; --samples speaks each."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scriptkit import registry
from scriptkit.cli import common
from scriptkit.errors import ScriptkitError
from scriptkit.ports import VoiceSettings
from scriptkit.voices.presets import load_preset, preset_names

SAMPLE = "Good evening. The council meets on Friday to decide on the new bridge, said mayor Ada Larsen."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--voice", metavar="PRESET", help="only this preset: a name, or a .toml file (default: all there are)"
    )
    parser.add_argument(
        "--samples", nargs="?", const="output/voices", metavar="FOLDER",
        help="speak a sample of each voice into this folder (default: output/voices)",
    )  # fmt: skip
    parser.add_argument("--text", default=SAMPLE, help="what the samples say")
    parser.add_argument(
        "--format", choices=("table", "json"), default="table", help="how to show it (default: table)"
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A voice of a preset, and why it cannot speak (empty: it can)."""

    preset: str
    who: str
    settings: VoiceSettings
    missing: str = ""
    hint: str = ""
    sample: str = ""


def run(args: argparse.Namespace) -> int:
    entries = [entry for name in [args.voice] if name for entry in _entries(name)] or [
        entry for name in preset_names() for entry in _entries(name)
    ]
    if args.samples:
        entries = [_spoken(entry, Path(args.samples), args.text) for entry in entries]
    if args.format == "json":
        json.dump(
            {"schema": "scriptkit.voices/1", "voices": [_row(e) for e in entries]}, sys.stdout, indent=1
        )
        sys.stdout.write("\n")
    else:
        _show(entries)
    return 0


def _entries(name: str) -> Iterator[_Entry]:
    preset = load_preset(name)
    for who, settings in preset.every_voice():
        missing, hint = "", ""
        try:
            engine: Any = registry.voice(settings.engine)
            if hasattr(engine, "ready"):
                engine.ready(settings)
        except ScriptkitError as error:
            missing, hint = error.message, error.hint
        yield _Entry(preset.name, who, settings, missing, hint)


def _spoken(entry: _Entry, folder: Path, text: str) -> _Entry:
    """*entry* with the sample it spoke, or with what stopped it."""
    from dataclasses import replace

    from scriptkit.audio import draft
    from scriptkit.storage import safe_name

    if entry.missing:
        return entry
    path = folder / f"{safe_name(f'{entry.preset}-{entry.who}')}.wav"
    try:
        draft.speak_sample(text, entry.settings, path, registry.voice)
    except ScriptkitError as error:
        return replace(entry, missing=error.message, hint=error.hint)
    return replace(entry, sample=str(path))


def _row(entry: _Entry) -> dict[str, object]:
    s = entry.settings
    return {
        "preset": entry.preset, "for": entry.who, "engine": s.engine, "voice": s.voice, "rate": s.rate,
        "pitch": s.pitch, "gain": s.gain, "language": s.language, "settings": dict(s.settings),
        "ready": not entry.missing, "missing": entry.missing, "hint": entry.hint, "sample": entry.sample,
    }  # fmt: skip


def _show(entries: list[_Entry]) -> None:
    console = common.console(sys.stdout)
    table = common.table("Preset", "For", "Engine", "Voice", "Rate", "Pitch", "State", wide="State")
    last = ""
    for entry in entries:
        s = entry.settings
        table.add_row(
            entry.preset if entry.preset != last else "", entry.who, s.engine, s.voice, f"{s.rate:g}",
            f"{s.pitch:g}", entry.missing or entry.sample or "ready", style="dim" if entry.missing else "",
        )  # fmt: skip
        last = entry.preset
    console.print(table)
    for missing, hint in dict.fromkeys((e.missing, e.hint) for e in entries if e.missing):
        console.print(f"{missing}\n  hint: {hint}", soft_wrap=True)
    if not any(entry.sample for entry in entries):
        console.print("hear them: scriptkit voices --samples")
