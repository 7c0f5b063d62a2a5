"""``scriptkit voice`` and ``scriptkit voices`` as a user runs them."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import wave
from itertools import pairwise
from pathlib import Path

import pytest
import srt

from scriptkit.cli.main import main

SCRIPT = """The harbour closed on Monday after a storm.
Mia Okafor reports from the quay.

Crews worked for 3 nights to clear the entrance.
The mayor says nobody was hurt.
"We will open again at dawn. Everybody is safe."
Ships wait outside until the wind drops.
Mia Okafor, Channel 9 News.
"""


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCRIPTKIT_CACHE", str(tmp_path / "cache"))
    (tmp_path / "harbour.txt").write_text(SCRIPT)


def seconds(path: str) -> float:
    with wave.open(path) as file:
        return file.getnframes() / file.getframerate()


def test_a_draft_and_its_captions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "harbour.txt", "-o", "d/x.wav", "--to", "srt,vtt", "--plot", "--stems"]) == 0
    told = capsys.readouterr().out
    assert "(rendered)" in told
    assert "-23.0 LUFS" in told
    cues = list(srt.parse(Path("d/x.srt").read_text()))
    assert 0 <= cues[0].start.total_seconds() < 0.1
    assert cues[-1].end.total_seconds() <= seconds("d/x.wav")
    assert "Crews worked for 3 nights" in " ".join(c.content.replace("\n", " ") for c in cues)
    assert Path("d/x.vtt").read_text().startswith("WEBVTT")
    assert Path("d/x.svg").is_file()
    assert Path("d/x-stems/segments").is_dir()


def test_again_comes_from_the_cache_and_is_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "harbour.txt"]) == 0
    first = Path("output/harbour.wav").read_bytes()
    Path("harbour.txt").write_text(SCRIPT.replace("nobody was hurt", "one man was hurt"))
    capsys.readouterr()
    assert main(["voice", "harbour.txt", "--force"]) == 0
    assert re.search(r"sentences: 1 rendered, [78] from the cache", capsys.readouterr().out)
    Path("harbour.txt").write_text(SCRIPT)
    assert main(["voice", "harbour.txt", "-o", "again.wav"]) == 0
    assert Path("again.wav").read_bytes() == first


def test_what_exists_is_not_replaced_unasked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("x.wav").write_bytes(b"mine")
    assert main(["voice", "harbour.txt", "-o", "x.wav", "--voice", "silence"]) == 5
    assert Path("x.wav").read_bytes() == b"mine"
    assert "--force" in capsys.readouterr().err


def test_silence_lasts_as_long_as_estimated(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["subtitle", "harbour.txt", "-o", "a.srt"]) == 0
    estimated = list(srt.parse(Path("a.srt").read_text()))
    assert main(["voice", "harbour.txt", "-o", "b.wav", "--to", "srt", "--voice", "silence"]) == 0
    silent = list(srt.parse(Path("b.srt").read_text()))
    assert [c.content for c in silent] == [c.content for c in estimated]
    assert silent[-1].end.total_seconds() == pytest.approx(estimated[-1].end.total_seconds(), abs=0.3)
    assert "silent" in capsys.readouterr().out


def test_fit_needs_and_reaches_a_running_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voice", "harbour.txt", "-o", "x.wav", "--fit"]) == 2
    assert "--trt" in capsys.readouterr().err
    assert main(["voice", "harbour.txt", "-o", "x.wav", "-q"]) == 0
    wanted = round((seconds("x.wav") - 0.5) * 0.95)
    told = ["voice", "harbour.txt", "-o", "y.wav", "--to", "srt", "--trt", str(wanted), "-q"]
    assert main(told) == 0
    cues = list(srt.parse(Path("y.srt").read_text()))
    length = (cues[-1].end - cues[0].start).total_seconds()
    assert length == pytest.approx(wanted, abs=1.2)


def test_start_time_goes_into_the_sound_file() -> None:
    assert main(["voice", "harbour.txt", "-o", "x.wav", "--voice", "silence", "--start", "10:00:00:00"]) == 0
    data = Path("x.wav").read_bytes()
    assert data[12:16] == b"bext"
    assert int.from_bytes(data[358:366], "little") == 36_000 * 48_000


def test_a_bulletin_is_a_file_a_story_or_one_for_all(tmp_path: Path) -> None:
    rundown = "".join(f"STORY: {slug}\n\n{SCRIPT}\n" for slug in ("HARBOUR", "STORM"))
    Path("b.txt").write_text(rundown)
    assert main(["segment", "b.txt"]) == 0
    assert main(["voice", "b.txt", "-o", "out/", "--voice", "silence", "--to", "srt", "-q"]) == 0
    files = sorted(p.name for p in Path("out").iterdir())
    assert main(["voice", "b.txt", "-o", "all.wav", "--voice", "silence", "--to", "srt", "-q"]) == 0
    each = [seconds(str(p)) for p in Path("out").glob("*.wav")]
    assert files
    assert seconds("all.wav") == pytest.approx(sum(each) + len(each) - 1, abs=0.01)
    whole = list(srt.parse(Path("all.srt").read_text()))
    assert all(a.end <= b.start for a, b in pairwise(whole))
    assert whole[-1].end.total_seconds() <= seconds("all.wav")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["none.txt"], 3, "no such file"),
        (["harbour.txt", "--voice", "pica"], 2, "no voice preset 'pica'"),
        (["harbour.txt", "-o", "x.doc"], 2, "no sound format .doc"),
        (["harbour.txt", "--jobs", "0"], 2, "--jobs needs at least 1"),
        (["harbour.txt", "-o", "harbour.txt/x.wav", "--voice", "silence"], 5, "cannot be written"),
    ],
)
def test_mistakes_are_told(
    arguments: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voice", *arguments]) == code
    assert told in capsys.readouterr().err


def test_a_missing_engine_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "piper", None)
    assert main(["voice", "harbour.txt", "--voice", "piper"]) == 4
    told = capsys.readouterr().err
    assert 'pip install "scriptkit[piper]"' in told
    assert not Path("output").exists()


def test_voices_lists_what_is_there_and_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "kokoro_onnx", None)
    assert main(["voices", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["voices"]
    by_preset = {row["preset"]: row for row in rows}
    assert by_preset["pico"]["ready"]
    assert not by_preset["kokoro"]["ready"]
    assert "scriptkit[kokoro]" in by_preset["kokoro"]["hint"]
    assert main(["voices"]) == 0
    assert "kokoro is not installed" in capsys.readouterr().out


def test_voices_speaks_samples(capsys: pytest.CaptureFixture[str]) -> None:
    Path("voices").mkdir()
    Path("voices/mine.toml").write_text('[default]\nengine = "pico"\n[role.intro]\neffect = "phone"\n')
    assert main(["voices", "--voice", "mine", "--samples", "heard"]) == 0
    assert sorted(p.name for p in Path("heard").iterdir()) == ["mine-default.wav", "mine-intro.wav"]
    assert seconds("heard/mine-default.wav") > 2


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT works otherwise there")
def test_ctrl_c_keeps_what_was_said_and_leaves_no_file(tmp_path: Path) -> None:
    Path("long.txt").write_text(
        "\n".join(f"The harbour master counts ship number {n} today." for n in range(3000))
    )
    running = subprocess.Popen(
        [sys.executable, "-m", "scriptkit", "voice", "long.txt", "--plain", "-o", "x.wav"],
        stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    deadline = time.monotonic() + 30
    while len(list(Path("cache").glob("*/*.clip"))) < 5 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    assert running.stderr is not None
    told = running.stderr.read().decode()
    running.stderr.close()
    assert running.wait(20) == 130, told
    assert "interrupted" in told
    assert not [p for p in Path().iterdir() if "x" in p.name and p.suffix in (".wav", ".part")]
    assert len(list(Path("cache").glob("*/*.clip"))) >= 5


def test_subtitle_with_a_voice_writes_both(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["subtitle", "harbour.txt", "--voice", "--to", "srt,vtt", "-o", "both/"]) == 0
    assert sorted(p.suffix for p in Path("both").iterdir()) == [".srt", ".vtt", ".wav"]
    assert "(rendered)" in capsys.readouterr().out
    assert main(["subtitle", "harbour.txt", "--voice", "silence", "-o", "one.srt", "-q"]) == 0
    assert Path("one.srt").is_file()
    assert seconds("one.wav") > 5
    assert main(["subtitle", "harbour.txt", "--voice", "silence", "-o", "-"]) == 2
    assert "needs a name" in capsys.readouterr().err
