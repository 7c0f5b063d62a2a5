"""Read rates in TOML files."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit import rates
from scriptkit.errors import InputError, OutputError
from scriptkit.timer.calibration import Rate

OTHER = """# our desk
[captions]
profile = "bbc"   # house style

[rates]
# set by hand
"Dana Reed" = 171
'Ana Lowe' = { wpm = 163.5, heard = 92.0 }

[voices]
narration = "af"
"""


def test_plain_and_learned_rates_are_read(tmp_path: Path) -> None:
    path = tmp_path / "scriptkit.toml"
    path.write_text(OTHER, encoding="utf-8")
    assert rates.load(path) == {"Dana Reed": Rate(171.0), "Ana Lowe": Rate(163.5, 92.0)}


def test_no_file_is_no_rates(tmp_path: Path) -> None:
    assert rates.load(tmp_path / "none.toml") == {}


def test_first_file_wins_whatever_the_case(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[rates]\n"DANA REED" = 150\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('[rates]\n"Dana Reed" = 180\n"Bo" = 140\n', encoding="utf-8")
    assert rates.load(tmp_path / "a.toml", tmp_path / "b.toml") == {"DANA REED": Rate(150), "Bo": Rate(140)}


def test_saving_replaces_one_line_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "scriptkit.toml"
    path.write_text(OTHER, encoding="utf-8")
    rates.save(path, "dana reed", Rate(168.25, 41.04))
    assert path.read_text(encoding="utf-8") == OTHER.replace(
        '"Dana Reed" = 171', '"Dana Reed" = { wpm = 168.2, heard = 41.0 }'
    )


def test_new_person_goes_to_the_end_of_the_table(tmp_path: Path) -> None:
    path = tmp_path / "scriptkit.toml"
    path.write_text(OTHER, encoding="utf-8")
    rates.save(path, "Bo Kim", Rate(150, 30))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[lines.index("[voices]") - 2] == '"Bo Kim" = { wpm = 150.0, heard = 30.0 }'
    assert rates.load(path)["Bo Kim"] == Rate(150, 30)


@pytest.mark.parametrize(
    "text", ["", "[captions]\nprofile = 'bbc'", "[rates]", "[rates] # ours\n", "[rates]\n\n[x]\n"]
)
def test_a_table_is_made_where_there_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sub" / "scriptkit.toml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    rates.save(path, "Bo", Rate(150, 30))
    assert rates.load(path) == {"Bo": Rate(150, 30)}


def test_a_file_written_another_way_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "scriptkit.toml"
    text = 'rates = { "Bo" = 140 }\n'
    path.write_text(text, encoding="utf-8")
    with pytest.raises((OutputError, InputError)):
        rates.save(path, "Dana", Rate(150, 30))
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        "[rates",
        "rates = 3",
        '[rates]\n"A" = "fast"',
        '[rates]\n"A" = 5000',
        '[rates]\n"A" = true',
        '[rates]\nA.wpm = "x"',
    ],
)
def test_what_is_no_rate_is_refused_with_the_file_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scriptkit.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="scriptkit.toml"):
        rates.load(path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "scriptkit.toml"
    path.write_bytes(b"\xff\xfe[\x00")
    with pytest.raises(InputError, match="UTF-8"):
        rates.load(path)


def test_user_file_follows_the_environment() -> None:
    assert rates.user_file({"XDG_CONFIG_HOME": "/x"}) == Path("/x/scriptkit/config.toml")
    assert rates.user_file({}) == Path.home() / ".config" / "scriptkit" / "config.toml"


@settings(max_examples=60, deadline=None)
@given(
    st.text(min_size=1, max_size=20).filter(lambda s: s.isprintable() or "\n" in s or '"' in s),
    st.text(max_size=5),
)
def test_any_name_comes_back(tmp_path_factory: pytest.TempPathFactory, name: str, other: str) -> None:
    path = tmp_path_factory.mktemp("rates") / "scriptkit.toml"
    rates.save(path, "Dana", Rate(150, 30))
    rates.save(path, name, Rate(140, 12.5))
    rates.save(path, name, Rate(141, 13.5))
    found = rates.find(rates.load(path), name)
    assert found == (name if name.casefold() != "dana" else "Dana", Rate(141, 13.5))
