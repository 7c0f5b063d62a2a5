"""Profiles: packaged ones carry sources, house files override, typing errors are named."""

from dataclasses import fields
from fractions import Fraction
from pathlib import Path

import pytest

from scriptkit import config, resources
from scriptkit.config import load_profile, profile_names
from scriptkit.errors import InputError, UsageError
from scriptkit.model import Profile, SpeakerStyle

_NOT_SOURCED = {"name", "title", "source", "styles", "sources"}


def test_every_profile_field_can_be_set_in_a_file(tmp_path: Path) -> None:
    assert {f.name for f in fields(Profile)} == set(config._PARSERS)
    profile = load_profile("netflix")
    house = tmp_path / "ours.toml"
    house.write_text('extends = "netflix"\n', encoding="utf-8")
    again = load_profile(str(house))
    same = {f.name for f in fields(Profile)} - {"name", "title"}
    assert {k: getattr(again, k) for k in same} == {k: getattr(profile, k) for k in same}


@pytest.mark.parametrize("name", profile_names())
def test_packaged_profile_loads_and_cites_every_value(name: str) -> None:
    profile = load_profile(name)
    assert profile.name == name
    given = set(resources.read_toml(f"profiles/{name}.toml")) - _NOT_SOURCED
    assert given == set(profile.sources)


def test_house_file_overrides_and_says_where_the_value_is_from(tmp_path: Path) -> None:
    house = tmp_path / "channel9.toml"
    house.write_text(
        'extends = "bbc"\nmax_chars = 34\nframe_rate = "29.97"\nspeaker_style = "label"\n'
        '[styles]\nsoundbite = "street"\n',
        encoding="utf-8",
    )
    profile = load_profile(str(house))
    assert (profile.name, profile.max_chars, profile.max_lines) == ("channel9", 34, 2)
    assert profile.frame_rate == Fraction(30000, 1001)
    assert profile.speaker_style is SpeakerStyle.LABEL
    assert profile.styles["soundbite"] == "street"
    assert profile.styles["intro"] == "anchor"
    assert profile.sources["max_chars"] == str(house)
    assert "160 to 180" in profile.sources["max_wpm"]


@pytest.mark.parametrize(
    ("body", "named", "hint"),
    [
        ("max_char = 30", "'max_char'", "max_chars"),
        ("max_chars = 0", "max_chars must be", "profiles.md"),
        ("max_chars = true", "max_chars must be", "profiles.md"),
        ('max_cps = "fast"', "max_cps must be", "profiles.md"),
        ('frame_rate = "26.5x"', "frame_rate", "29.97"),
        ('speaker_style = "loud"', "speaker_style must be one of colour", "profiles.md"),
        ('colours = ["red"]', "colours must be", "profiles.md"),
        ('[styles]\nhost = "anchor"', "unknown role 'host'", "intro"),
        ("min_duration = 9000", "max_duration is below", "milliseconds"),
    ],
)
def test_wrong_values_are_refused_by_name(tmp_path: Path, body: str, named: str, hint: str) -> None:
    house = tmp_path / "house.toml"
    house.write_text(f'extends = "netflix"\n{body}\n', encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_profile(str(house))
    assert named in caught.value.message
    assert str(house) in caught.value.message
    assert hint in caught.value.hint


def test_unknown_profile_suggests_a_near_one() -> None:
    with pytest.raises(UsageError, match="'netflx'") as caught:
        load_profile("netflx")
    assert "did you mean netflix?" in caught.value.hint


def test_profile_without_base_must_be_complete(tmp_path: Path) -> None:
    house = tmp_path / "bare.toml"
    house.write_text("max_chars = 40\n", encoding="utf-8")
    with pytest.raises(UsageError, match="missing name, title"):
        load_profile(str(house))


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"max_chars = = 3", b"x" * 1_000_001])
def test_files_that_are_no_profile(tmp_path: Path, data: bytes) -> None:
    house = tmp_path / "bad.toml"
    house.write_bytes(data)
    with pytest.raises(InputError):
        load_profile(str(house))
    with pytest.raises(InputError, match="cannot read"):
        load_profile(str(tmp_path / "none.toml"))
