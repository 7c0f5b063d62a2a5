import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriptkit.errors import InputError, OutputError
from scriptkit.storage import read_input, safe_name, write_atomically


def test_a_written_file_reads_back_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a.srt"
    assert write_atomically(path, b"one")
    assert read_input(str(path)) == b"one"
    assert os.listdir(path.parent) == ["a.srt"]


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="exists and differs"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert write_atomically(path, b"new", force=True)
    assert path.read_bytes() == b"new"


def test_writing_the_same_again_is_no_overwrite(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"same")
    assert not write_atomically(path, b"same")


def test_a_failed_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        write_atomically(path, b"new", force=True)
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.srt"]


def test_a_folder_a_missing_file_and_a_huge_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_input(str(tmp_path))
    with pytest.raises(InputError, match="no such file"):
        read_input(str(tmp_path / "none.txt"))
    big = tmp_path / "big.txt"
    big.write_bytes(b"x" * 2_000_001)
    with pytest.raises(InputError, match="larger than 1 MB"):
        read_input(str(big), limit=2_000_000)
    with pytest.raises(InputError, match="cannot be read"):
        read_input("a\0b")


@given(st.text(), st.integers(20, 120))
def test_a_safe_name_is_a_file_name_everywhere_and_stays_as_it_is(text: str, limit: int) -> None:
    name = safe_name(text, limit=limit)
    assert name
    assert len(name.encode()) <= limit
    assert not set(name) & set('<>:"/\\|?*\0\n\r\x7f')
    assert name[0] not in ".-"
    assert name[-1] not in ". "
    assert name.partition(".")[0].lower() not in ("con", "prn", "aux", "nul", "com1", "lpt9")
    assert safe_name(name, limit=limit) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("flood-report", "flood-report"),
        ("Seoul: 홍수 2보", "Seoul- 홍수 2보"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "_CON"),
        ("aux.txt", "_aux.txt"),
        ("..", "script"),
        ("\udcff", "script"),
    ],
)
def test_names_from_titles_keep_their_letters_and_lose_what_is_dangerous(text: str, name: str) -> None:
    assert safe_name(text) == name
