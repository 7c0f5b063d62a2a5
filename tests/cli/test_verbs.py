"""The verbs as a user calls them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import srt

from scriptkit.cli.main import VERBS, main

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "putin-trump-alaska.txt"
GOLDEN_SEGMENTS = SEED.with_name("putin-trump-alaska.segments.json")
WANTED = "if this change is wanted: python tools/update_seeds.py, and read the diff"


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def captions(capsysbinary: pytest.CaptureFixture[bytes], *argv: str) -> list[srt.Subtitle]:
    assert main(["subtitle", *argv, "-o", "-"]) == 0
    return list(srt.parse(capsysbinary.readouterr().out.decode("utf-8")))


def test_subtitle_writes_the_golden_file_and_says_so(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["subtitle", str(SEED)]) == 0
    out = capsys.readouterr().out
    written = inside / "output" / "putin-trump-alaska.srt"
    assert written.read_bytes() == SEED.with_suffix(".srt").read_bytes(), WANTED
    for shown in (
        "intro",
        "toss",
        "Kim Bo-kyoung",
        "White House press secretary",
        "TRT",
        "profile netflix",
        "wrote ",
    ):
        assert shown in out


def test_segment_gives_the_golden_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segment", str(SEED), "--format", "json"]) == 0
    got = json.loads(capsys.readouterr().out)
    assert got == json.loads(GOLDEN_SEGMENTS.read_text(encoding="utf-8")), WANTED
    text = SEED.read_text(encoding="utf-8")
    for segment in got["stories"][0]["segments"]:
        assert text[segment["start"] : segment["end"]] == segment["text"]


def test_segment_table_names_the_roles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segment", str(SEED)]) == 0
    out = capsys.readouterr().out
    roles = ("metadata", "intro", "toss", "narration", "soundbite", "sign_off", "boilerplate")
    assert [role for role in roles if role not in out] == []


def spoken_words(part: str) -> list[str]:
    studio, package = {"intro", "toss"}, {"narration", "soundbite", "sign_off"}
    roles = {"all": studio | package, "intro": studio, "package": package}[part]
    story = json.loads(GOLDEN_SEGMENTS.read_text(encoding="utf-8"))["stories"][0]
    return [w for s in story["segments"] if s["role"] in roles for w in s["text"].split()]


@pytest.mark.parametrize("part", ["all", "intro", "package"])
def test_each_part_has_its_words_once_in_order_from_zero(
    part: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    cues = captions(capsysbinary, str(SEED), "--part", part)
    assert [w for cue in cues for w in cue.content.split()] == spoken_words(part)
    assert cues[0].start.total_seconds() < 0.1


def test_stdin_to_stdout_keeps_stdout_clean(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    text = b"One thing. And another thing entirely."
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert main(["subtitle", "-", "--plain", "-o", "-"]) == 0
    captured = capsysbinary.readouterr()
    cues = list(srt.parse(captured.out.decode("utf-8")))
    assert " ".join(c.content for c in cues).split() == text.decode().split()
    assert b"TRT" in captured.err


def test_offset_moves_every_cue(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    plain = captions(capsysbinary, str(SEED))
    moved = captions(capsysbinary, str(SEED), "--offset", "0:12")
    shifts = {round((b.start - a.start).total_seconds(), 3) for a, b in zip(plain, moved, strict=True)}
    assert shifts == {12.0}


def test_a_faster_reader_is_done_sooner(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    slow, fast = (captions(capsysbinary, str(SEED), "--rate", rate)[-1].end for rate in ("140", "190"))
    assert fast < slow


def test_trt_is_met(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    end = captions(capsysbinary, str(SEED), "--trt", "2:00")[-1].end.total_seconds()
    assert 119 <= end <= 122


def test_several_files_never_share_an_output(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("x", "y"):
        (inside / folder).mkdir()
        (inside / folder / "same.txt").write_text(f"Words in folder {folder} are read.")
    assert main(["subtitle", "--plain", "x/same.txt", "y/same.txt"]) == 0
    assert sorted(os.listdir("output")) == ["same-2.srt", "same.srt"]


def test_every_verb_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in VERBS:
        with pytest.raises(SystemExit) as stop:
            main([verb, "--help"])
        assert stop.value.code == 0
        assert f"scriptkit {verb}" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--help"])
    overview = capsys.readouterr().out
    assert all(verb in overview for verb in VERBS)


def test_start_up_imports_nothing_heavy() -> None:
    code = (
        "import sys; from scriptkit.cli.main import main\n"
        "try: main(['subtitle', '--help'])\nexcept SystemExit: pass\n"
        "heavy = {'rich', 'pysubs2', 'nltk', 'numpy', 'lxml'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_colour_respects_no_color(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    main(["segment", str(SEED)])
    assert "\x1b[3" not in capsys.readouterr().out


def test_a_house_file_adds_rules_and_a_wrong_key_is_named(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "script.txt").write_text("The vote is today.\nThis page is a service of Radio Nowhere.\n")
    (inside / "house.toml").write_text('boilerplate_starts = ["This page is a service of"]\n')
    assert main(["segment", "script.txt", "--house", "house.toml", "--format", "json"]) == 0
    roles = [s["role"] for s in json.loads(capsys.readouterr().out)["stories"][0]["segments"]]
    assert roles[-1] == "boilerplate"
    (inside / "wrong.toml").write_text('jingles = ["x"]\n')
    assert main(["segment", "script.txt", "--house", "wrong.toml"]) == 3
    assert "jingles" in capsys.readouterr().err


def test_explain_shows_confidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segment", str(SEED), "--explain"]) == 0
    out = capsys.readouterr().out
    assert "Sure" in out
    assert "%" in out


def test_nothing_is_written_when_one_of_several_outputs_is_taken(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "output").mkdir()
    (inside / "output" / "putin-trump-alaska.vtt").write_text("mine\n")
    assert main(["subtitle", str(SEED), "--to", "srt,vtt"]) == 5
    assert os.listdir(inside / "output") == ["putin-trump-alaska.vtt"]


def test_start_and_frame_rate_reach_the_formats_that_have_them(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["subtitle", str(SEED), "--to", "edl", "--fps", "29.97", "--start", "10:00:00;00", "-o", "x.edl"]
    assert main(argv) == 0
    assert "10:00:00;00" in (inside / "x.edl").read_text()
    assert main([*argv[:-4], "--start", "ten", "-o", "y.edl"]) == 2


def test_windows_line_ends_in_every_verb_that_writes_subrip(inside: Path) -> None:
    assert main(["subtitle", str(SEED), "-o", "win.srt", "--crlf", "-q"]) == 0
    lines = SEED.with_suffix(".srt").read_bytes().replace(b"\n", b"\r\n")
    assert (inside / "win.srt").read_bytes() == lines
    main(["check", "win.srt", "--fix", "-o", "fixed.srt", "--crlf", "-q"])
    fixed = (inside / "fixed.srt").read_bytes()
    assert fixed.count(b"\r\n") == fixed.count(b"\n") > 0
    assert main(["batch", str(SEED), "-o", "many", "--crlf", "-q"]) == 0
    assert next((inside / "many").rglob("*.srt")).read_bytes() == lines


def test_explain_says_what_made_each_cue(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert main(["subtitle", str(SEED), "--explain"]) == 0
    out = capsys.readouterr().out
    assert "Cps" in out
    assert "ends at the end of a sentence" in " ".join(out.split())


def test_speakers_are_named_where_the_format_has_no_colours(
    inside: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (inside / "boat.txt").write_text(
        "(NARRATION)\nThe bridge is closed until May.\n\n(SOUNDBITE) (English) BO LI, FERRYMAN, SAYING:\n"
        "We cross by boat.\n\n(NARRATION)\nThe work goes on.\n"
    )
    sdh = ["subtitle", "boat.txt", "-o", "-", "--profile", "bbc", "--sdh", "-q", "--to"]
    assert main([*sdh, "srt"]) == 0
    assert "BO LI: We cross by boat." in capsysbinary.readouterr().out.decode()
    assert main([*sdh, "vtt"]) == 0
    coloured = capsysbinary.readouterr().out.decode()
    assert "BO LI:" not in coloured
    assert "<c.yellow>We cross by boat.</c>" in coloured


def test_an_outputs_suffix_is_its_format(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["subtitle", str(SEED), "-o", "a.vtt"]) == 0
    assert (inside / "a.vtt").read_text().startswith("WEBVTT")
    for argv in (["-o", "a.doc"], ["-o", "b.vtt", "--to", "srt"]):
        assert main(["subtitle", str(SEED), *argv]) == 2
        assert "hint: " in capsys.readouterr().err
    assert os.listdir(inside) == ["a.vtt"]


@pytest.mark.parametrize(("target", "folder"), [("two.srt", "two/"), ("m/out", "m/out/"), ("-", "captions/")])
def test_several_scripts_are_not_put_over_one_another(
    target: str, folder: str, inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["subtitle", str(SEED), str(SEED), "-o", target, "--force"]) == 2
    captured = capsys.readouterr()
    assert "do not fit in one output" in captured.err
    assert f"hint: name a folder, ending in /: -o {folder}\n" in captured.err
    assert captured.out == ""
    assert os.listdir(inside) == []


@pytest.mark.parametrize("trt", ["0", "0:01", "0:40"])
def test_a_running_time_nobody_can_keep_is_refused(trt: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["subtitle", str(SEED), "--trt", trt]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_negative_offset_may_stand_apart(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["subtitle", str(SEED), "-o", "-", "--offset", "-0:02"]) == 2
    assert b"before zero" in capsysbinary.readouterr().err


def test_a_table_into_a_closed_pipe_is_no_finding(inside: Path) -> None:
    command = f"{sys.executable} -m scriptkit segment {SEED} | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stderr == ""


def test_tables_fit_the_width_they_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert main(["subtitle", str(SEED)]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.split("TRT")[0].splitlines())) <= 60
    assert "0:17" in out


def test_losses_name_their_format_and_the_profile_that_fits(
    inside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inside / "a.txt").write_text("The harbor reopened this morning after a long night of heavy storms. " * 3)
    assert main(["subtitle", "a.txt", "-o", "out/", "--to", "scc"]) == 0
    said = capsys.readouterr().out
    assert "SCC: lines broken again to 32 columns; --profile cea-608 makes cues for them" in said
    assert said.count("--profile cea-608") == 1
    assert main(["subtitle", "a.txt", "-o", "fits/", "--to", "scc", "--profile", "cea-608"]) == 0
    assert "loss-line-length" not in capsys.readouterr().out


def test_a_quiet_run_still_tells_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ko.txt").write_text("항구가 오늘 아침 다시 열렸습니다.\n", encoding="utf-8")
    told = ["subtitle", "ko.txt", "--plain", "-q", "--to", "ebu-stl", "-o", "ko.stl"]
    assert main([*told, "--fail-on", "error"]) == 1
    shown = capsys.readouterr()
    assert "[loss-words]" in shown.err
    assert shown.out == ""
    assert "warning" not in shown.err
