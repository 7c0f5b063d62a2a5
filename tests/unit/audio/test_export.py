"""Sound files as others read them, and what happens when they cannot be written."""

from __future__ import annotations

import shutil
import struct
import subprocess
import sys
import wave
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from scriptkit.audio import export
from scriptkit.errors import MissingDependencyError, OutputError, UsageError

RATE = 48_000
TONE = (0.3 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)).astype(np.float32)


def blocks():
    yield from (TONE[at : at + 7_001] for at in range(0, len(TONE), 7_001))


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".opus", ".ogg"])
def test_files_hold_the_sound(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"new/x{suffix}"
    assert export.write(path, blocks(), len(TONE), RATE, export.About("Harbour"))
    read, rate = soundfile.read(path, dtype="float32")
    assert rate == RATE
    assert len(TONE) <= len(read) < len(TONE) + 5_000
    spectrum = np.abs(np.fft.rfft(read[5_000:29_000]))
    assert np.argmax(spectrum) * RATE / 24_000 == pytest.approx(440, abs=3)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_wav_is_exact(tmp_path: Path) -> None:
    export.write(tmp_path / "x.wav", blocks(), len(TONE), RATE)
    with wave.open(str(tmp_path / "x.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        pcm = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    assert np.max(np.abs(pcm / 32768 - TONE)) < 1e-4


def test_broadcast_wave_says_when_it_begins(tmp_path: Path) -> None:
    about = export.About("Harbour café", start=10 * 3600 * 1000 + 40, made=datetime(2025, 8, 13, 22, 35))
    export.write(tmp_path / "x.wav", blocks(), len(TONE), RATE, about)
    data = (tmp_path / "x.wav").read_bytes()
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8
    assert data[12:16] == b"bext"
    size = struct.unpack("<I", data[16:20])[0]
    bext = data[20 : 20 + size]
    assert size == 602
    assert bext[:12] == b"Harbour caf?"
    assert bext[320:338] == b"2025-08-1322:35:00"
    low, high, version = struct.unpack("<IIH", bext[338:348])
    assert (low + (high << 32), version) == ((10 * 3600 * 1000 + 40) * 48, 1)
    assert len(soundfile.read(tmp_path / "x.wav")[0]) == len(TONE)


def test_the_same_again_is_unchanged_and_other_sound_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    assert export.write(path, blocks(), len(TONE), RATE)
    assert not export.write(path, blocks(), len(TONE), RATE)
    before = path.read_bytes()
    with pytest.raises(OutputError, match="exists and differs"):
        export.write(path, iter([TONE[:100]]), 100, RATE)
    assert path.read_bytes() == before
    assert export.write(path, iter([TONE[:100]]), 100, RATE, force=True)


def test_an_error_half_way_leaves_nothing(tmp_path: Path) -> None:
    def breaks():
        yield TONE
        raise KeyboardInterrupt

    for suffix in (".wav", ".flac"):
        with pytest.raises(KeyboardInterrupt):
            export.write(tmp_path / f"x{suffix}", breaks(), 2 * len(TONE), RATE)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "message"),
    [("x.xyz", "no sound format .xyz"), ("x", "no sound format without a suffix")],
)
def test_unknown_formats_are_refused(tmp_path: Path, name: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        export.write(tmp_path / name, blocks(), len(TONE), RATE)


def test_opus_needs_its_own_rates(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="44100"):
        export.check_suffix(tmp_path / "x.opus", 44_100)


def test_a_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        export.write(tmp_path / "f" / "x.wav", blocks(), len(TONE), RATE)


_FULL_DISK = """
import resource, signal, sys
import numpy as np
from pathlib import Path
from scriptkit.audio import export
from scriptkit.errors import OutputError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, 4_000))
noise = np.random.default_rng(1).standard_normal(200_000).astype(np.float32) * np.float32(0.1)
try:
    export.write(Path(sys.argv[1]), iter([noise]), len(noise), 48_000)
except OutputError as error:
    print(error.message, "|", error.hint)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limit to set there")
@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".opus"])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    path.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", _FULL_DISK, str(path)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    assert "cannot be written" in run.stdout
    assert "free space" in run.stdout
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"old"


def test_without_ffmpeg_its_formats_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(MissingDependencyError, match=r"\.m4a files need ffmpeg") as caught:
        export.check_suffix(tmp_path / "x.m4a", RATE)
    assert "apt install ffmpeg" in caught.value.hint


_FFMPEG = """#!{python}
import sys
data = sys.stdin.buffer.read()
if "{fail}":
    sys.exit("no encoder for this\\nConversion failed!")
assert sys.argv[-1].startswith("file:/"), sys.argv
with open(sys.argv[-1][5:], "wb") as out:
    out.write(b"M4A " + str(len(data)).encode())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script as a program")
@pytest.mark.parametrize("fail", ["", "yes"])
def test_ffmpeg_is_given_samples_and_a_file_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fail: str
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text(_FFMPEG.format(python=sys.executable, fail=fail))
    program.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda name: str(program))
    path = tmp_path / "out" / "x.m4a"
    if fail:
        with pytest.raises(OutputError, match="Conversion failed!"):
            export.write(path, blocks(), len(TONE), RATE)
        assert not list(path.parent.iterdir())
    else:
        export.write(path, blocks(), len(TONE), RATE)
        assert path.read_bytes() == b"M4A 96000"


@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize("suffix", [".m4a", ".aac", ".aiff", ".ac3"])
def test_ffmpeg_for_real(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    export.write(path, blocks(), len(TONE), RATE, export.About("Harbour"))
    decoded = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", f"file:{path}", "-f", "s16le", "-ac", "1", "-ar", "48000", "-"],
        stdout=subprocess.PIPE, check=True,
    ).stdout  # fmt: skip
    assert len(decoded) / 2 == pytest.approx(len(TONE), abs=4_000)
