import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.batch.manifest import Manifest
from scriptkit.errors import InputError


def record(key: str, status: str = "done", **more: object) -> dict[str, object]:
    return {"key": key, "name": key, "status": status, **more}


def test_the_last_record_of_a_script_counts(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    with Manifest(path) as manifest:
        manifest.append([record("a", "failed"), record("b")])
        manifest.append([record("a", seconds=2)])
    with Manifest(path) as manifest:
        assert manifest.record("a") == record("a", seconds=2)
        assert manifest.record("b") == record("b")
        assert manifest.record("c") is None
        entry = manifest.entry("a")
        assert entry is not None
        assert not entry.failed


@settings(max_examples=25, deadline=None)
@given(cut=st.integers(1, 400), tail=st.binary(max_size=20))
def test_a_torn_or_garbled_end_costs_no_more_than_the_lines_it_hit(
    tmp_path_factory: pytest.TempPathFactory, cut: int, tail: bytes
) -> None:
    path = tmp_path_factory.mktemp("torn") / "manifest.jsonl"
    with Manifest(path) as manifest:
        for n in range(5):
            manifest.append([record(f"script {n}", text="é" * 20)])
    whole = path.read_bytes()
    kept = max(whole.index(b"\n") + 1, len(whole) - cut)
    path.write_bytes(whole[:kept] + tail)
    complete = whole[:kept].count(b'"key"') - (0 if whole[:kept].endswith(b"\n") else 1)
    with Manifest(path) as manifest:
        assert sum(e.length > 0 for _, e in manifest.entries()) >= complete
        manifest.append([record("later")])
    with Manifest(path) as manifest:
        assert manifest.record("later") == record("later")
        assert all(manifest.record(f"script {n}") for n in range(complete))


def test_what_was_begun_and_not_finished_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    with Manifest(path) as manifest:
        manifest.begin({"a": "a", "b": "b"}, 100.5)
        manifest.append([record("a")])
    with Manifest(path) as manifest:
        assert {key: entry.began for key, entry in manifest.entries()} == {"a": None, "b": 100.5}
        assert manifest.record("b") is None


def test_superseded_lines_go_when_they_are_most(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    with Manifest(path) as manifest:
        for n in range(1200):
            manifest.append([record("a", n=n)])
        manifest.begin({"b": "b"}, 7.0)
    assert len(path.read_bytes().splitlines()) == 3
    with Manifest(path) as manifest:
        assert manifest.record("a") == record("a", n=1199)
        entry = manifest.entry("b")
        assert entry is not None
        assert entry.began == 7.0


def test_another_file_of_that_name_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    path.write_text(json.dumps({"path": "flood.txt"}) + "\n")
    with pytest.raises(InputError, match="not a manifest"):
        Manifest(path)
    assert path.read_text() == json.dumps({"path": "flood.txt"}) + "\n"


def test_names_that_are_no_unicode_survive(tmp_path: Path) -> None:
    path = tmp_path / "manifest.jsonl"
    odd = "caf\udce9.txt"
    with Manifest(path) as manifest:
        manifest.append([record(odd)])
    with Manifest(path) as manifest:
        assert manifest.record(odd) == record(odd)
