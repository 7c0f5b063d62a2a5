"""Formats from other packages, by entry point."""

from __future__ import annotations

import importlib.metadata

import pytest

from scriptkit.errors import UsageError
from scriptkit.registry import writer, writer_for
from scriptkit.writers.srt import SrtWriter


class Shouting(SrtWriter):
    name = "shout"
    suffix = ".shout"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names that were looked up among entry points; ``shout`` is one."""
    names: list[str] = []

    class Entry:
        def load(self) -> type[Shouting]:
            return Shouting

    def entry_points(*, group: str, name: str = "") -> list[Entry]:
        names.append(name)
        return [Entry()] if (group, name) == ("scriptkit.writers", "shout") else []

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    return names


def test_a_writer_of_another_package(asked: list[str]) -> None:
    assert isinstance(writer("shout"), Shouting)


def test_packages_are_looked_at_only_for_unknown_names(asked: list[str]) -> None:
    writer("srt")
    assert asked == []
    with pytest.raises(UsageError) as caught:
        writer("nonsense")
    assert "srt" in caught.value.hint


@pytest.mark.parametrize(
    ("path", "name"),
    [("a.SRT", "srt"), ("a.ebuttd.xml", "ebu-tt-d"), ("a.premiere.csv", "premiere-csv"), ("a.csv", "csv")],
)
def test_the_longest_suffix_decides(path: str, name: str) -> None:
    assert writer_for(path).name == name
