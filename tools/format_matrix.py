#!/usr/bin/env python3
"""Write the feature matrix of docs/formats.md from what the writers themselves say they lose.

usage: python tools/format_matrix.py [--check]

Every writer of the registry is shown small tracks that each need one feature, and asked for its
losses; every reader is shown what the writer made. ``--check`` exits 1 when the docs differ.
"""

from __future__ import annotations

import sys
from fractions import Fraction
from pathlib import Path

from scriptkit.config import load_profile
from scriptkit.errors import InputError
from scriptkit.model import Cue, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.registry import subtitle_reader_for, writer, writer_names

DOCS = Path(__file__).parents[1] / "docs" / "formats.md"
BEGIN, END = "<!-- matrix: tools/format_matrix.py -->", "<!-- end of matrix -->"
NTSC = Fraction(30000, 1001)

_TEXT = ("Good evening.",)
PROBES: dict[str, tuple[tuple[Cue, ...], tuple[str, ...]]] = {
    "colours": ((Cue(4000, 8000, _TEXT, colours=("#FFFF00",)),), ("loss-colour",)),
    "italics": ((Cue(4000, 8000, _TEXT, italic=True),), ("loss-italic",)),
    "top of picture": ((Cue(4000, 8000, _TEXT, top=True),), ("loss-position",)),
    "who speaks": ((Cue(4000, 8000, _TEXT, speaker="Ann Lee"),), ("loss-speaker",)),
    "line breaks": ((Cue(4000, 8000, ("Good", "evening.")),), ("loss-line-breaks",)),
    "lines of 42": (
        (Cue(4000, 8000, ("The harbor reopens this morning, for good.",)),),
        ("loss-line-length",),
    ),
    "any script": ((Cue(4000, 8000, ("안녕하세요 🎙",)),), ("loss-character", "loss-words")),
    "overlapping cues": (
        (Cue(4000, 8000, _TEXT), Cue(6000, 9000, ("Two at once.",))),
        ("loss-overlap",),
    ),
    "a cue at zero": ((Cue(0, 2000, _TEXT),), ("loss-load-time",)),
}
"""A column of the matrix: cues that need the feature, and the codes that say it is lost."""


def options(**changes: object) -> WriteOptions:
    values: dict[str, object] = {"frame_rate": NTSC, "drop_frame": True, **changes}
    return WriteOptions(load_profile("netflix"), **values)  # type: ignore[arg-type]


def codes(name: str, cues: tuple[Cue, ...], told: WriteOptions) -> set[str]:
    return {finding.code for finding in writer(name).losses(SubtitleTrack(cues), told)}


def has(name: str, feature: str) -> bool:
    cues, lost = PROBES[feature]
    return codes(name, cues, options()).isdisjoint(lost)


def times(name: str) -> str:
    found = codes(name, (Cue(4001, 8003, _TEXT),), options(frame_rate=Fraction(24), drop_frame=False))
    if "loss-precision" not in found:
        return "milliseconds"
    if "loss-frame-rate" in found:
        return "frames, 29.97" if name == "scc" else "frames, 25 or 29.97"
    return "hundredths" if name == "ass" else "frames"


def read_by(name: str) -> str:
    data = writer(name).write(SubtitleTrack((Cue(4000, 8000, _TEXT),)), options())
    try:
        return subtitle_reader_for("", data[:4096]).name
    except InputError:
        return "–"


def matrix() -> str:
    """The table in Markdown, a row a format."""
    headings = ["format", "`--to`", "file", "times", "start time code", *PROBES, "read by"]
    rows = ["| " + " | ".join(headings) + " |", "|" + "---|" * len(headings)]
    for name in writer_names():
        made = writer(name)
        start = "loss-start" not in codes(name, (Cue(4000, 8000, _TEXT),), options(start=36_000_000))
        cells = [made.title, f"`{name}`", f"`{made.suffix}`", times(name), "yes" if start else "–"]
        cells += ["yes" if has(name, feature) else "–" for feature in PROBES]
        rows.append("| " + " | ".join([*cells, read_by(name)]) + " |")
    return "\n".join(rows)


def in_docs(text: str) -> str:
    """*text* of the docs with the matrix as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{matrix()}\n\n{END}{after}"


def main() -> int:
    text = DOCS.read_text(encoding="utf-8")
    if "--check" in sys.argv[1:]:
        return int(in_docs(text) != text)
    DOCS.write_text(in_docs(text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
