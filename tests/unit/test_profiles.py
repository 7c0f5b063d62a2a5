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


def test_colours_taken_away_from_a_style_of_colours_are_named(tmp_path: Path) -> None:
    house = tmp_path / "house.toml"
    house.write_text('extends = "bbc"\ncolours = []\n', encoding="utf-8")
    with pytest.raises(
        UsageError, match=r'speaker_style = "colour" \(from bbc\) .* colours = \[\]$'
    ) as caught:
        load_profile(str(house))
    assert str(house) in caught.value.message


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
        '[styles]\nsoundbite = "read"\n',
        encoding="utf-8",
    )
    profile = load_profile(str(house))
    assert (profile.name, profile.max_chars, profile.max_lines) == ("channel9", 34, 2)
    assert profile.frame_rate == Fraction(30000, 1001)
    assert profile.speaker_style is SpeakerStyle.LABEL
    assert profile.styles["soundbite"] == "read"
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
        ('[styles]\nsoundbite = "bitez"', "soundbite: unknown read style 'bitez'", "bite"),
        (
            "min_duration = 9000",
            "max_duration = 7000 (from netflix) is below min_duration = 9000",
            "milliseconds",
        ),
        ("min_gap_frames = 100", "min_gap_frames = 100, 4167 ms at frame_rate = 24 (from netflix)", "2"),
        ("min_gap_frames = 0", "allow_zero_gap = false (from netflix) keeps no cues apart", "frames"),
        ("least_gap = 1000", "least_gap = 1000 means no gap at all or", "least_gap = 0"),
        ("chain_below = 50", "chain_below = 50 closes gaps shorter than that to min_gap_frames", "frames"),
        (
            'speaker_style = "colour"',
            'speaker_style = "colour" tells no speakers apart with colours = []',
            "label",
        ),
        ("aim_cps = 25", "aim_cps = 25 is faster than max_cps = 20 (from netflix)", "slower"),
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


@pytest.mark.parametrize("name", profile_names())
def test_packaged_profiles_do_not_contradict_themselves(name: str, tmp_path: Path) -> None:
    house = tmp_path / "same.toml"
    house.write_text(f'extends = "{name}"\n', encoding="utf-8")
    assert load_profile(str(house)).max_chars == load_profile(name).max_chars


def test_a_house_file_extends_another_from_where_it_lies(tmp_path: Path) -> None:
    (tmp_path / "shows").mkdir()
    house, show = tmp_path / "house.toml", tmp_path / "shows" / "late.toml"
    house.write_text(
        'extends = "bbc"\nmax_chars = 34\nmax_lines = 3\n[styles]\nintro = "read"\n', encoding="utf-8"
    )
    show.write_text('extends = "../house.toml"\nmax_lines = 1\n', encoding="utf-8")
    profile = load_profile(str(show))
    assert (profile.name, profile.max_chars, profile.max_lines) == ("late", 34, 1)
    assert profile.title == "late, from house, from BBC, broadcast subtitles"
    assert profile.styles["intro"] == "read"
    assert profile.sources["max_lines"] == str(show)
    assert Path(profile.sources["max_chars"]).resolve() == house.resolve()
    house.write_text('extends = "bbc"\nmax_char = 34\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"house\.toml: unknown key 'max_char'"):
        load_profile(str(show))


def test_profiles_that_extend_each_other_are_named(tmp_path: Path) -> None:
    for name, base in (("a", "b"), ("b", "a"), ("c", "none"), ("d", "d")):
        (tmp_path / f"{name}.toml").write_text(f'extends = "{base}.toml"\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"extend each other: .*a\.toml → .*b\.toml → .*a\.toml"):
        load_profile(str(tmp_path / "a.toml"))
    with pytest.raises(UsageError, match=r"extend each other: .*d\.toml → .*d\.toml"):
        load_profile(str(tmp_path / "d.toml"))
    with pytest.raises(InputError, match=r"none\.toml: cannot read"):
        load_profile(str(tmp_path / "c.toml"))


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
