"""Validators and decoders that may not be on the machine; each test says what it misses.

Set SCRIPTKIT_EBUTTD_XSD to the folder with the EBU-TT-D schema (``ebutt_d_el.xsd``), and
SCRIPTKIT_NODE_MODULES to a ``node_modules`` folder with ``webvtt-parser`` and ``imsc``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import srt
from hypothesis import given, settings
from test_writers import HOSTILE, OPTIONS, flat, tracks

from scriptkit.model import Cue, SubtitleTrack
from scriptkit.registry import writer

STYLED = SubtitleTrack(
    (
        Cue(1000, 2500, ("Yellow line", "white line"), colours=("#FFFF00", "#FFFFFF"), speaker="Ann & Bo"),
        Cue(2500, 4000, ("Slanted, at the top",), italic=True, top=True, speaker="Ann & Bo"),
        Cue(4000, 4900, ("-Yes.", "-No."), speakers=("Ann & Bo", "Cy")),
        *(Cue(5000 + 2000 * i, 6500 + 2000 * i, (text,)) for i, text in enumerate(HOSTILE)),
    ),
    title="Styles <&>",
    language="en-GB",
)


@cache
def ebu_tt_d_schema() -> Any:
    folder = os.environ.get("SCRIPTKIT_EBUTTD_XSD")
    if not folder:
        pytest.skip("SCRIPTKIT_EBUTTD_XSD does not name the folder of the EBU-TT-D schema")
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    return xmlschema.XMLSchema11(Path(folder) / "ebutt_d_el.xsd")


@pytest.mark.parametrize("track", [STYLED, SubtitleTrack(())], ids=["styled", "empty"])
def test_ebu_tt_d_is_valid(track: SubtitleTrack) -> None:
    errors = list(ebu_tt_d_schema().iter_errors(writer("ebu-tt-d").write(track, OPTIONS).decode()))
    assert errors == []


@settings(max_examples=15, deadline=None)
@given(track=tracks())
def test_ebu_tt_d_is_valid_whatever_the_text(track: SubtitleTrack) -> None:
    errors = list(ebu_tt_d_schema().iter_errors(writer("ebu-tt-d").write(track, OPTIONS).decode()))
    assert errors == []


def node(script: str, data: bytes, *modules: str) -> Any:
    modules_folder = os.environ.get("SCRIPTKIT_NODE_MODULES", "")
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    for module in modules:
        if not (Path(modules_folder or "node_modules") / module).is_dir():
            pytest.skip(f"npm package {module} is not in SCRIPTKIT_NODE_MODULES")
    run = subprocess.run(
        ["node", "-e", script],
        input=data,
        capture_output=True,
        check=True,
        timeout=60,
        env={**os.environ, "NODE_PATH": modules_folder},
    )
    return json.loads(run.stdout)


def test_webvtt_parser_finds_no_error() -> None:
    script = """
    const { WebVTTParser } = require('webvtt-parser');
    const parser = new WebVTTParser(require('webvtt-parser/html-entities.json'));
    const tree = parser.parse(require('fs').readFileSync(0, 'utf8'), 'subtitles');
    const text = node => node.type === 'text' ? node.value : (node.children || []).map(text).join('');
    const cues = tree.cues.map(c =>
      [Math.round(c.startTime * 1000), Math.round(c.endTime * 1000), text(c.tree)]);
    console.log(JSON.stringify({errors: tree.errors, cues}));
    """
    result = node(script, writer("vtt").write(STYLED, OPTIONS), "webvtt-parser")
    assert result["errors"] == []
    wanted = [(c.start, c.end, flat(c.text)) for c in STYLED.cues if flat(c.text)]
    assert [(start, end, flat(text)) for start, end, text in result["cues"]] == wanted


@pytest.mark.parametrize("name", ["ttml", "ebu-tt-d"])
def test_imsc_js_shows_the_same_words(name: str) -> None:
    script = """
    // Its renderer wants a browser; what reads and lays out does not.
    const {fromXML} = require('imsc/src/main/js/doc'), {generateISD} = require('imsc/src/main/js/isd');
    const problems = [];
    const note = level => message => { problems.push(level + ': ' + message); return level === 'fatal'; };
    const tt = fromXML(require('fs').readFileSync(0, 'utf8'),
      {info: () => false, warn: note('warn'), error: note('error'), fatal: note('fatal')});
    const text = e => e.kind === 'br' ? '\\n' : (e.text || '') + (e.contents || []).map(text).join('');
    const shown = tt.getMediaTimeEvents().map(t => [Math.round(t * 1000),
      generateISD(tt, t).contents.map(text).join('')]);
    console.log(JSON.stringify({problems, shown}));
    """
    result = node(script, writer(name).write(STYLED, OPTIONS), "imsc")
    assert result["problems"] == []
    shown = {start: flat(text) for start, text in result["shown"] if flat(text)}
    assert shown == {c.start: flat(c.text) for c in STYLED.cues if flat(c.text)}


def ffmpeg() -> str:
    found = shutil.which("ffmpeg")
    if found is None:
        module = pytest.importorskip(
            "imageio_ffmpeg", reason="neither ffmpeg nor imageio-ffmpeg is installed"
        )
        found = module.get_ffmpeg_exe()
    return str(found)


@pytest.mark.parametrize("name", ["srt", "vtt", "ass", "scc"])
def test_ffmpeg_shows_the_same_words(name: str, tmp_path: Path) -> None:
    # Its SubRip output drops what looks like markup, so that is left to the other readers.
    cues = [Cue(3000, 5500, ("Yellow line", "white line")), Cue(6000, 7000, ("Slanted",), italic=True)]
    cues += [
        Cue(10_000 * (i + 1), 10_000 * (i + 1) + 3000, (f"before {text} after",))
        for i, text in enumerate(HOSTILE)
        if not set(text) & set("<&\\{") and flat(text).isascii()
    ]
    path = tmp_path / f"cues{writer(name).suffix}"
    path.write_bytes(writer(name).write(SubtitleTrack(tuple(cues)), OPTIONS))
    run = subprocess.run(
        [ffmpeg(), "-v", "error", "-i", f"file:{path}", "-f", "srt", "-"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    found = list(srt.parse(re.sub(r"<[^>]+>|\{[^}]+\}|\\h", "", run.stdout.decode())))
    # CEA-608 draws an apostrophe as a quotation mark; ffmpeg counts SCC frames without drop frame.
    assert [flat(s.content).replace("’", "'") for s in found] == [flat(c.text) for c in cues]
    for shown, cue in zip(found, cues, strict=True):
        assert abs(shown.start.total_seconds() * 1000 - cue.start) <= 100
        assert abs(shown.end.total_seconds() * 1000 - cue.end) <= 100
