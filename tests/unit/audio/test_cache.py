"""The cache: whole entries or none, damage noticed, the limit kept, two processes at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scriptkit.audio.cache import Cache, Take, default_limit, key_of
from scriptkit.errors import OutputError, UsageError
from scriptkit.model import Word
from scriptkit.ports import VoiceSettings

PCM = b"\1\0\2\0\3\0\4\0"


def take(name: str, words: tuple[Word, ...] = ()) -> Take:
    return Take(key_of("e", "1", name, VoiceSettings("e")), 16000, 4, 1, 3, words)


def test_what_is_put_is_found(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new")
    kept = take("a", (Word("a", 0, 3),))
    assert cache.find(kept.key) is None
    cache.put(kept, PCM)
    assert cache.find(kept.key) == kept
    assert cache.samples(kept) == PCM


@pytest.mark.parametrize(
    "other",
    [VoiceSettings("e", voice="b"), VoiceSettings("e", rate=1.1), VoiceSettings("e", settings=(("a", "b"),))],
)
def test_keys_differ_by_whatever_changes_the_sound(other: VoiceSettings) -> None:
    plain = VoiceSettings("e")
    keys = {
        key_of("e", "1", "text", plain),
        key_of("e", "1", "text", other),
        key_of("e", "2", "text", plain),
        key_of("f", "1", "text", plain),
        key_of("e", "1", "texts", plain),
        key_of("e", "1", "text", plain, "file"),
    }
    assert len(keys) == 6
    assert key_of("e", "1", "text", VoiceSettings("e", gain=3.0)) == key_of("e", "1", "text", plain)


@pytest.mark.parametrize("damage", [b"", b"skclip1\n", b"rubbish" * 9])
def test_a_damaged_entry_is_as_good_as_none(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(take("a"), PCM)
    path = next(tmp_path.glob("*/*.clip"))
    path.write_bytes(damage)
    assert cache.find(take("a").key) is None
    with pytest.raises(OutputError, match="was removed while it was needed"):
        cache.samples(take("a"))


def test_a_flipped_bit_is_noticed(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(take("a"), PCM)
    path = next(tmp_path.glob("*/*.clip"))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert cache.find(take("a").key) is None


def test_the_oldest_go_when_the_limit_is_reached(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=400)
    now = time.time()
    for age, name in enumerate("abcdef"):
        cache.put(take(name), PCM)
        path = tmp_path / take(name).key[:2] / f"{take(name).key}.clip"
        os.utime(path, (now - 9000 + age, now - 9000 + age))
    cache.find(take("a").key)  # used again, so no longer the oldest
    assert cache.prune() > 0
    left = [name for name in "abcdef" if cache.find(take(name).key)]
    assert "a" in left
    assert "b" not in left
    assert sum(p.stat().st_size for p in tmp_path.glob("*/*")) <= 400


def test_what_is_in_use_stays_and_leftovers_go(tmp_path: Path) -> None:
    cache = Cache(tmp_path, limit=0)
    cache.put(take("a"), PCM)
    old, new = tmp_path / "aa" / ".1.part", tmp_path / "aa" / ".2.part"
    old.parent.mkdir(exist_ok=True)
    old.write_bytes(b"x")
    new.write_bytes(b"x")
    os.utime(old, (1, 1))
    cache.prune()
    assert cache.find(take("a").key)
    assert not old.exists()
    assert new.exists()


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot be written.*") as caught:
        Cache(tmp_path / "file" / "cache").put(take("a"), PCM)
    assert "SCRIPTKIT_CACHE" in caught.value.hint


def test_the_limit_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRIPTKIT_CACHE_MB", "5")
    assert default_limit() == 5 * 2**20
    monkeypatch.setenv("SCRIPTKIT_CACHE_MB", "lots")
    with pytest.raises(UsageError, match="lots"):
        default_limit()


_WRITE_FOR_EVER = """
import sys
from pathlib import Path
from scriptkit.audio.cache import Cache, Take
cache = Cache(Path(sys.argv[1]))
print("ready", flush=True)
n = 0
while True:
    n += 1
    cache.put(Take(f"{n % 7:064d}", 16000, 50000, 0, 50000), bytes(100000))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL there")
def test_killed_writers_leave_only_whole_entries(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITE_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
    cache = Cache(tmp_path)
    deadline = time.monotonic() + 20
    while not list(tmp_path.glob("00/*.clip")) and time.monotonic() < deadline:
        time.sleep(0.01)
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert writer.stdout is not None
        writer.stdout.close()
    entries = list(tmp_path.glob("*/*.clip"))
    assert entries
    assert all(cache.find(path.stem) for path in entries)
