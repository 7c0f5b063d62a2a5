"""Audio drafts in a batch; the silent engine needs nothing installed but numpy."""

from pathlib import Path

import pytest

from batch_scripts import Run, make_scripts, outputs, records

pytest.importorskip("numpy", reason="the audio extra is not installed")


def test_drafts_and_their_captions_are_those_of_the_single_command(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 2)
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    told = ("--voice", "silence", "--to", "srt,vtt")
    batch = scriptkit("batch", scripts, "-o", tmp_path / "out", "-j", "2", *told, env=cache)
    assert batch.returncode == 0, batch.stderr
    single = scriptkit(
        "subtitle", *sorted(scripts.glob("*.txt")), "-o", f"{tmp_path}/single/", *told, env=cache
    )
    assert single.returncode == 0, single.stderr
    for suffix in (".wav", ".srt", ".vtt"):
        assert len(outputs(tmp_path / "out", suffix)) == 2
        assert outputs(tmp_path / "out", suffix) == outputs(tmp_path / "single", suffix)
    again = scriptkit("batch", scripts, "-o", tmp_path / "out", *told, env=cache)
    assert "2 unchanged" in again.stdout


def test_a_list_says_which_script_is_spoken_and_how(scriptkit: Run, tmp_path: Path) -> None:
    scripts = make_scripts(tmp_path / "in", 2)
    table = scripts / "list.csv"
    table.write_text("path,voice,audio,loudness\nbridge-000.txt,silence,flac,off\nbridge-001.txt,,,\n")
    done = scriptkit("batch", table, "-o", tmp_path / "out", env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert done.returncode == 0, done.stderr
    made = [[o["path"] for o in record["outputs"]] for _, record in sorted(records(tmp_path / "out").items())]
    assert made == [["bridge-000.flac", "bridge-000.srt"], ["bridge-001.srt"]]


def test_an_engine_that_is_not_there_stops_the_run_and_blames_no_script(
    scriptkit: Run, tmp_path: Path
) -> None:
    scripts = make_scripts(tmp_path / "in", 2)
    preset = tmp_path / "house.toml"
    preset.write_text('title = "House"\n[default]\nengine = "kokoro"\nvoice = "am_x"\n')
    done = scriptkit("batch", scripts, "-o", tmp_path / "out", "--voice", preset)
    assert done.returncode == 4, done.stdout + done.stderr
    assert not (tmp_path / "out" / "quarantine").exists()
