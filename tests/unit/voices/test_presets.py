"""Presets: who sounds how, what a bad file is told, and people who keep their voice."""

from __future__ import annotations

from pathlib import Path

import pytest

from scriptkit import registry, resources
from scriptkit.errors import InputError, UsageError
from scriptkit.model import Role, Segment
from scriptkit.voices.presets import Preset, load_preset, parse_preset, preset_names


def segment(role: Role, speaker: str | None) -> Segment:
    return Segment(role, "Text.", speaker, 0, 5)


def preset(pool: int = 3) -> Preset:
    return parse_preset(
        {
            "default": {"engine": "pico", "voice": "en-GB", "rate": 1},
            "role": {"intro": {"voice": "en-US"}},
            "person": {"Ada  Lovelace": {"pitch": 0.8}},
            "pool": [{"pitch": 1.0 + n / 10} for n in range(pool)],
        },
        "test",
        "test.toml",
    )


def test_roles_people_and_the_default() -> None:
    cast = preset().cast(
        [
            segment(Role.INTRO, "Anchor"),
            segment(Role.NARRATION, None),
            segment(Role.SOUNDBITE, "ada lovelace"),
        ]
    )
    assert [(v.voice, v.pitch) for v in cast] == [("en-US", 1.0), ("en-GB", 1.0), ("en-GB", 0.8)]


def test_people_quoted_differ_and_stay_the_same() -> None:
    names = ["Mia Okafor", "Tom Reyes", "Li Wei"]
    first = preset().cast([segment(Role.SOUNDBITE, n) for n in [*names, *names]])
    assert len(set(first[:3])) == 3
    assert first[:3] == first[3:]
    alone = preset().cast([segment(Role.SOUNDBITE, names[0])])
    assert alone[0] == first[0]


def test_more_people_than_voices_share_them() -> None:
    cast = preset(2).cast([segment(Role.SOUNDBITE, f"Person {n}") for n in range(5)])
    assert len(set(cast[:2])) == 2
    assert len(set(cast)) == 2


def test_the_reporter_of_a_two_way_sounds_as_in_the_package() -> None:
    story = [(Role.INTRO, "Ann Chor"), (Role.TWO_WAY, "Ann Chor"), (Role.TWO_WAY, "Rex Porter")]
    cast = preset().cast([segment(*who) for who in [*story, (Role.NARRATION, "Rex Porter")]])
    assert cast[1] == cast[0]
    assert cast[2] == cast[3]


def test_another_engine_inherits_no_voice() -> None:
    table = {
        "default": {"engine": "piper", "voice": "joe.onnx", "speaker": 4},
        "role": {"soundbite": {"engine": "espeak", "pitch": 0.7}},
    }
    bite = parse_preset(table, "t", "t.toml").roles[Role.SOUNDBITE]
    assert (bite.engine, bite.voice, bite.settings) == ("espeak", "", ())


def test_other_keys_are_the_engine_s_own() -> None:
    table = {"default": {"engine": "kokoro", "model": "m.onnx"}, "role": {"intro": {"effect": "phone"}}}
    made = parse_preset(table, "t", "t.toml")
    assert made.roles[Role.INTRO].settings == (("effect", "phone"), ("model", "m.onnx"))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({}, "names no engine"),
        ({"default": {"engine": "pico"}, "voices": {}}, "unknown table 'voices'"),
        ({"default": {"engine": "pico", "rate": 9}}, "rate must be between 0.5 and 2, not 9"),
        ({"default": {"engine": "pico", "pitch": "low"}}, "pitch must be a number, not 'low'"),
        ({"default": {"engine": "pico", "voice": 3}}, "voice must be text, not 3"),
        ({"default": {"engine": "pico"}, "role": {"cue": {}}}, "no spoken role 'cue'"),
        ({"default": {"engine": "pico"}, "pool": [3]}, r"\[\[pool\]\] 1 must be a table"),
        ({"default": 3}, "default must be a table"),
        ({"default": {"engine": "pico"}, "pool": 7}, "pool must be a list of tables"),
    ],
)
def test_what_is_wrong_is_named(table: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        parse_preset(table, "t", "t.toml")


def test_a_project_s_own_preset_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_preset("pico").source == "packaged pico.toml"
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "pico.toml").write_text('[default]\nengine = "silence"\n')
    (tmp_path / "voices" / "late-desk.toml").write_text('title = "Late"\n[default]\nengine = "silence"\n')
    assert load_preset("pico").default.engine == "silence"
    assert load_preset("voices/late-desk.toml").title == "Late"
    assert "late-desk" in preset_names()


def test_missing_and_broken_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="no voice preset 'pica'"):
        load_preset("pica")
    with pytest.raises(UsageError, match="no such voice preset"):
        load_preset("none.toml")
    (tmp_path / "bad.toml").write_text("[default")
    with pytest.raises(InputError, match=r"bad\.toml cannot be read"):
        load_preset("bad.toml")


@pytest.mark.parametrize("name", resources.names("voices", ".toml"))
def test_packaged_presets_load_and_name_engines_that_exist(name: str) -> None:
    for _, settings in load_preset(name).every_voice():
        assert settings.engine in registry.VOICES
