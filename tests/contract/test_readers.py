"""What every script reader promises, whoever wrote it: one suite over the reader table."""

from importlib.metadata import EntryPoint
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from script_samples import ALL, LINES, SAMPLES
from scriptkit import registry
from scriptkit.errors import InputError, ScriptkitError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions

NAMES = list(registry.SCRIPT_READERS)
BY_NAME_ONLY = ("text", "fountain")
"""Plain text: nothing in the bytes says more than that."""


def check(script: Script) -> None:
    """A script whose text and marks the rest can rely on."""
    script.text.encode("utf-8")
    assert "\r" not in script.text
    assert "\0" not in script.text
    assert script.encoding
    for mark in script.marks:
        words = script.text[mark.start : mark.end]
        assert 0 <= mark.start < mark.end <= len(script.text)
        assert words == words.strip() or mark.story
        assert mark.rule
        assert mark.story is None or mark.story.strip()
    assert list(script.marks) == sorted(script.marks, key=lambda m: m.start)
    forced = [m for m in script.marks if m.role is not None]
    assert all(a.end <= b.start for a, b in pairwise(forced)), "roles overlap"


def test_every_reader_has_a_sample() -> None:
    assert sorted(SAMPLES) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_reader_says_who_it_is(name: str) -> None:
    reader = registry.script_reader(name)
    assert reader.name == name
    assert all(suffix == suffix.lower() and suffix[:1] in (".", "") for suffix in reader.suffixes)


@pytest.mark.parametrize("case", ALL)
def test_the_bytes_choose_the_reader(case: str) -> None:
    name, data = ALL[case]
    if name not in BY_NAME_ONLY:
        assert registry.script_reader_for("export", data[:4096]).name == name
        assert registry.script_reader_for("export.txt", data[:4096]).name == name
    for suffix in registry.script_reader(name).suffixes:
        assert registry.script_reader_for(f"script{suffix}", data[:4096]).name == name


class PluggedReader:
    """A reader as somebody else would write it."""

    name = "desk"
    suffixes = (".desk",)

    def sniff(self, head: bytes) -> bool:
        return head.startswith(b"DESK1")

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        return Script(data.decode()[5:], source, language=options.language)


def test_a_plug_in_is_found_by_suffix_bytes_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = EntryPoint("desk", f"{__name__}:PluggedReader", "scriptkit.readers")

    def installed(**wanted: str) -> list[EntryPoint]:
        return [entry] if entry.matches(**wanted) else []

    monkeypatch.setattr("importlib.metadata.entry_points", installed)
    assert registry.script_reader("desk").name == "desk"
    assert registry.script_reader_for("a.desk", b"words").name == "desk"
    assert registry.script_reader_for("a.dat", b"DESK1").name == "desk"
    assert registry.script_reader_for("a.dat", b"words").name == "text"
    assert registry.script_reader_for("a.txt", b"DESK1").name == "text"


@pytest.mark.parametrize("case", ALL)
def test_a_sample_is_read_in_full_twice_the_same(case: str) -> None:
    name, data = ALL[case]
    reader = registry.script_reader(name)
    script = reader.read(data, "desk/script", ReadOptions(language="ko"))
    check(script)
    assert script.source == "desk/script"
    assert script.language == "ko"
    assert [line for line in LINES if line in script.text] == list(LINES)
    assert reader.read(data, "desk/script", ReadOptions(language="ko")) == script


@pytest.mark.parametrize("name", NAMES)
@given(data=st.binary(max_size=400))
@settings(max_examples=25)
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    read_or_refuse(name, data)


@pytest.mark.parametrize("case", ALL)
@given(st.data())
@settings(max_examples=25)
def test_a_damaged_sample_is_read_or_refused(case: str, draw: st.DataObject) -> None:
    name, data = ALL[case]
    start = draw.draw(st.integers(0, len(data)))
    end = draw.draw(st.integers(start, min(len(data), start + 40)))
    junk = draw.draw(st.binary(max_size=20))
    read_or_refuse(name, data[:start] + junk + data[end:])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("case", ALL)
def test_a_wrong_from_is_read_or_refused(name: str, case: str) -> None:
    read_or_refuse(name, ALL[case][1])


def read_or_refuse(name: str, data: bytes) -> None:
    reader = registry.script_reader(name)
    reader.sniff(data[:4096])
    refusal = None
    try:
        check(reader.read(data, "x", ReadOptions()))
    except ScriptkitError as error:
        refusal = error
    assert refusal is None or (refusal.message and refusal.hint)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_file_is_refused(name: str) -> None:
    for data in (b"", b" \n \n"):
        with pytest.raises(InputError):
            registry.script_reader(name).read(data, "empty", ReadOptions())


@pytest.mark.parametrize("name", NAMES)
def test_a_file_too_large_is_refused_at_once(name: str) -> None:
    with pytest.raises(InputError, match="larger than"):
        registry.script_reader(name).read(b" " * (2**24 + 1), "big", ReadOptions())
