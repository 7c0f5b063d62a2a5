"""A programme's samples to a sound file, streamed, whole or not at all.

WAV is written here (with a Broadcast Wave chunk when there is a start time), FLAC, MP3 and Opus by
soundfile, anything else by ffmpeg.
"""

from __future__ import annotations

import contextlib
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scriptkit.audio import signal
from scriptkit.errors import EngineError, MissingDependencyError, OutputError, UsageError
from scriptkit.storage import put_in_place, temporary_beside
from scriptkit.timecode import Millis

if TYPE_CHECKING:
    from scriptkit.audio.signal import Samples

SOUNDFILE_FORMATS: dict[str, tuple[str, str]] = {
    ".flac": ("FLAC", "PCM_16"),
    ".mp3": ("MP3", "MPEG_LAYER_III"),
    ".opus": ("OGG", "OPUS"),
    ".ogg": ("OGG", "OPUS"),
}
FFMPEG_CODECS: dict[str, tuple[str, ...]] = {
    ".m4a": ("-c:a", "aac", "-b:a", "128k", "-f", "ipod"),
    ".aac": ("-c:a", "aac", "-b:a", "128k", "-f", "adts"),
    ".aiff": ("-f", "aiff"),
    ".mka": ("-c:a", "flac", "-f", "matroska"),
    ".wma": ("-f", "asf"),
    ".ac3": ("-f", "ac3"),
    ".mp4": ("-c:a", "aac", "-b:a", "128k", "-f", "mp4"),
}
SUFFIXES = (".wav", *SOUNDFILE_FORMATS, *FFMPEG_CODECS)
_OPUS_RATES = (48_000, 24_000, 16_000, 12_000, 8_000)
_FFMPEG_SECONDS = 600
_OGG_BLOCK = 4096
_WAV_LIMIT = 2**32 - 2**16


@dataclass(frozen=True, slots=True)
class About:
    """What the file says of itself. ``start`` is the time of day of its first sample, in ms."""

    title: str = ""
    start: Millis | None = None
    made: datetime | None = None


def check_suffix(path: Path, rate: int) -> None:
    """Raises UsageError for a format nobody writes, MissingDependencyError when its writer is not there."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(
            f"no sound format {suffix or 'without a suffix'}", hint=f"formats: {' '.join(SUFFIXES)}"
        )
    if suffix in (".opus", ".ogg") and rate not in _OPUS_RATES:
        raise UsageError(f"Opus has no sample rate of {rate} Hz", hint="use 48000")
    if suffix in SOUNDFILE_FORMATS:
        _soundfile()
    if suffix in FFMPEG_CODECS:
        _ffmpeg(suffix)


def write(
    path: Path,
    blocks: Iterable[Samples],
    length: int,
    rate: int,
    about: About = About(),
    *,
    force: bool = False,
) -> bool:
    """Write *length* samples that come as *blocks* to *path*; its suffix is the format.

    False when the file held exactly that already. Raises OutputError, also when the file holds
    something else and *force* is off.
    """
    suffix = path.suffix.lower()
    check_suffix(path, rate)
    with temporary_beside(path) as temporary:
        if suffix == ".wav":
            _write_wav(temporary, blocks, length, rate, about)
        elif suffix in SOUNDFILE_FORMATS:
            _write_soundfile(temporary, blocks, length, rate, suffix, about)
        else:
            _write_ffmpeg(temporary, blocks, rate, suffix, about)
        return put_in_place(temporary, path, force=force)


def _write_wav(path: Path, blocks: Iterable[Samples], length: int, rate: int, about: About) -> None:
    extra = b"" if about.start is None else _chunk(b"bext", _broadcast_extension(rate, about))
    size = length * 2
    if size + len(extra) > _WAV_LIMIT:
        raise OutputError(f"{path} would exceed the 4 GB a WAV file can hold", hint="write FLAC instead")
    head = b"WAVE" + extra + _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, rate, rate * 2, 2, 16))
    with path.open("xb") as file:
        file.write(
            b"RIFF" + struct.pack("<I", len(head) + 8 + size) + head + b"data" + struct.pack("<I", size)
        )
        for block in blocks:
            file.write(signal.to_pcm(block))


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _broadcast_extension(rate: int, about: About) -> bytes:
    """EBU Tech 3285 version 1: who made it, when, and the time of day of its first sample."""
    made = about.made or datetime.now()
    since_midnight = (about.start or 0) * rate // 1000
    text = about.title.encode("ascii", "replace")[:256]
    return struct.pack(
        "<256s32s32s10s8sIIH64s190s",
        text, b"scriptkit", b"", made.strftime("%Y-%m-%d").encode(), made.strftime("%H:%M:%S").encode(),
        since_midnight & 0xFFFFFFFF, since_midnight >> 32, 1, b"", b"",
    )  # fmt: skip


def _write_soundfile(
    path: Path, blocks: Iterable[Samples], length: int, rate: int, suffix: str, about: About
) -> None:
    soundfile = _soundfile()
    form, subtype = SOUNDFILE_FORMATS[suffix]
    step = _OGG_BLOCK if form == "OGG" else 1 << 20  # libsndfile's Ogg writer overflows on long blocks
    try:
        with soundfile.SoundFile(path, "w", rate, 1, subtype, format=form) as file:
            if about.title and form != "MP3":
                file.title = about.title
            for block in blocks:
                for at in range(0, len(block), step):
                    file.write(block[at : at + step])
        found = soundfile.info(path).frames
    except soundfile.LibsndfileError as error:
        raise OSError(0, str(error)) from None
    if found < length:  # libsndfile does not report a disk that filled up while it closed the file
        raise OSError(0, f"only {found} of {length} samples were kept; the disk may be full")


def _write_ffmpeg(path: Path, blocks: Iterable[Samples], rate: int, suffix: str, about: About) -> None:
    title = ("-metadata", f"title={about.title}") if about.title else ()
    command = [
        _ffmpeg(suffix), "-hide_banner", "-loglevel", "error", "-nostdin", "-y",
        "-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0",
        *title, *FFMPEG_CODECS[suffix], f"file:{path.absolute()}",
    ]  # fmt: skip
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=told)
        assert process.stdin is not None
        try:
            with contextlib.suppress(BrokenPipeError):
                for block in blocks:
                    process.stdin.write(signal.to_pcm(block))
                process.stdin.close()
            code = process.wait(_FFMPEG_SECONDS)
        except subprocess.TimeoutExpired:
            raise EngineError("ffmpeg did not finish and was stopped") from None
        finally:
            process.kill()
            process.wait()
        if code:
            told.seek(0)
            lines = told.read().decode(errors="replace").strip().splitlines()
            raise OSError(0, f"ffmpeg failed: {lines[-1] if lines else f'code {code}'}")


def _soundfile() -> Any:
    try:
        import soundfile
    except ImportError:
        raise signal.missing("soundfile") from None
    return soundfile


def _ffmpeg(suffix: str) -> str:
    found = shutil.which("ffmpeg")
    if found is None:
        raise MissingDependencyError(
            f"{suffix} files need ffmpeg, which is not installed",
            hint="apt install ffmpeg, or brew install ffmpeg; .wav, .flac, .mp3 and .opus need nothing more",
        )
    return found
