"""Reading options on the command line: formats, encodings, house settings."""

import io
from pathlib import Path

import pytest

from script_samples import ALL, LINES
from scriptkit.cli import common
from scriptkit.cli.main import main
from scriptkit.model import Script
from scriptkit.readers.settings import parse_settings

Captured = pytest.CaptureFixture[str]


@pytest.mark.parametrize("case", ALL)
def test_every_format_goes_through_segment(case: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(ALL[case][1])
    if case == "fountain":
        path = path.rename(path.with_suffix(".fountain"))
    assert main(["segment", "--format", "json", str(path)]) == 0
    out = capsys.readouterr().out
    assert [line for line in LINES if line not in out] == []


def test_an_encoding_that_was_found_is_shown(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes("서울에서 전합니다. 오늘 아침 항구가 다시 문을 열었습니다.".encode("cp949"))
    assert main(["segment", str(path)]) == 0
    assert capsys.readouterr().err == f"{path}: read as cp949\n"
    assert main(["segment", "--encoding", "cp949", str(path)]) == 0


def test_a_setting_reaches_the_reader(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "story.nsml"
    path.write_text(f"<nsml><body><p><pi>{LINES[0]}</pi></p></body></nsml>")
    assert main(["segment", "--set", "pi_role=shouted", str(path)]) == 2
    assert "is not a role" in capsys.readouterr().err


@pytest.mark.parametrize("pair", ["pi_role", "pi_role=", "=cue", "colour=red", "style.=cue", ""])
def test_a_setting_nobody_asks_for_is_named(pair: str, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "story.txt"
    path.write_text(LINES[0])
    assert main(["segment", "--set", pair, str(path)]) == 2
    assert "no reader setting" in capsys.readouterr().err


@pytest.mark.parametrize("verb", [["segment"], ["subtitle"], ["time"], ["check"], ["convert"]])
@pytest.mark.parametrize("tag", ["zz zz", "german", "12", "de-", ""])
def test_what_is_no_language_tag_is_refused(
    tag: str, verb: list[str], tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.srt").write_text("1\n00:00:02,000 --> 00:00:04,500\nThe harbor reopens.\n")
    output = ["out.vtt"] if verb == ["convert"] else []
    assert main([*verb, "in.srt", *output, "--language", tag]) == 2
    error = capsys.readouterr().err
    assert f"no language tag: {tag!r}" in error
    assert "hint: write one like de or pt-BR" in error
    assert not Path("out.vtt").exists()


@pytest.mark.parametrize("tag", ["de", "pt-BR", "zh_Hant_TW", "es-419", "und", "gsw"])
def test_language_tags_are_taken_as_they_are(tag: str) -> None:
    assert common.language_tag(f" {tag} ") == tag


def test_settings_keep_their_names() -> None:
    assert parse_settings(["style.Bite = soundbite", "pi_role=spoken"]) == (
        ("style.Bite", "soundbite"),
        ("pi_role", "spoken"),
    )


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "characters", "quiet", "shown"),
    [
        (_Terminal, 200_000, False, True),
        (_Terminal, 2_000, False, False),
        (_Terminal, 200_000, True, False),
        (io.StringIO, 200_000, False, False),
    ],
)
def test_a_long_script_shows_on_a_terminal_that_it_is_worked_on(
    stream: type[io.StringIO], characters: int, quiet: bool, shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    stderr = stream()
    monkeypatch.setattr("sys.stderr", stderr)
    monkeypatch.setenv("TERM", "xterm")
    with common.at_work(Script("x" * characters, "bulletin.txt"), quiet=quiet):
        pass
    assert ("bulletin.txt: 200,000 characters" in stderr.getvalue()) == shown
