"""When a file has arrived."""

import os
from pathlib import Path

import pytest

from scriptkit.batch.watch import Arrivals


@pytest.fixture
def arrivals(tmp_path: Path) -> Arrivals:
    (tmp_path / "hot").mkdir()
    return Arrivals(tmp_path / "hot", tmp_path / "out", settle=2.0)


def put(arrivals: Arrivals, name: str, text: str, *, changed: int) -> str:
    path = arrivals.folder / name
    path.write_text(text)
    os.utime(path, (changed, changed))
    return str(path)


def test_a_file_that_grows_or_changes_is_waited_for(arrivals: Arrivals) -> None:
    path = put(arrivals, "a.txt", "A bri", changed=100)
    assert arrivals.poll(0.0) == []
    put(arrivals, "a.txt", "A bridge fell.", changed=100)  # as copying that keeps the time does
    assert arrivals.poll(1.0) == []
    put(arrivals, "a.txt", "A bridge  sank", changed=101)
    assert arrivals.poll(2.5) == []
    assert arrivals.poll(4.4) == []
    assert arrivals.poll(4.5) == [path]
    assert arrivals.poll(100.0) == []


def test_a_later_version_arrives_again(arrivals: Arrivals) -> None:
    path = put(arrivals, "a.txt", "A bridge fell.", changed=100)
    arrivals.poll(0.0)
    assert arrivals.poll(2.0) == [path]
    put(arrivals, "a.txt", "Two bridges fell.", changed=200)
    assert arrivals.poll(3.0) == []
    assert arrivals.poll(5.0) == [path]


def test_empty_hidden_and_half_copied_files_are_not_ready(arrivals: Arrivals) -> None:
    for name, text in (
        ("a.txt", ""),
        (".b.txt", "x"),
        ("c.txt.part", "x"),
        ("~$d.docx", "x"),
        ("e.mov", "x"),
    ):
        put(arrivals, name, text, changed=100)
    arrivals.poll(0.0)
    assert arrivals.poll(10.0) == []


def test_what_could_not_be_done_is_offered_again(arrivals: Arrivals) -> None:
    path = put(arrivals, "a.txt", "A bridge fell.", changed=100)
    arrivals.poll(0.0)
    arrivals.give_back(arrivals.poll(2.0))
    arrivals.poll(3.0)
    assert arrivals.poll(5.0) == [path]


def test_a_folder_that_goes_away_for_a_while_does_no_harm(arrivals: Arrivals) -> None:
    path = put(arrivals, "a.txt", "A bridge fell.", changed=100)
    arrivals.poll(0.0)
    assert arrivals.poll(2.0) == [path]
    moved = arrivals.folder.rename(arrivals.folder.with_name("elsewhere"))
    assert arrivals.poll(3.0) == []
    moved.rename(arrivals.folder)
    assert arrivals.poll(4.0) == []
    assert arrivals.poll(6.0) == [path]
