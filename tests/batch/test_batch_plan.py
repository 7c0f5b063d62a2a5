import io
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batch_scripts import make_scripts
from scriptkit.batch.inputs import find
from scriptkit.batch.jobs import Found, Job, JobOptions, options_digest, plan, safe_path
from scriptkit.batch.manifest import Manifest
from scriptkit.batch.table import ColumnError
from scriptkit.cli.batch import add_arguments
from scriptkit.cli.told import Told
from scriptkit.errors import InputError, UsageError


def told(*arguments: str) -> Told:
    import argparse

    parser = argparse.ArgumentParser(allow_abbrev=False)
    add_arguments(parser)
    return Told(parser.parse_args(["in", "-o", "out", *arguments]))


def planned(tmp_path: Path, *inputs: str | Path, options: Told | None = None) -> list[Job]:
    out = tmp_path / "out"
    out.mkdir(exist_ok=True)
    found = find([str(i) for i in inputs], (options or told()).options_of, out=str(out))
    with Manifest(out / "manifest.jsonl") as manifest:
        return list(plan(found, manifest, str(out)))


def names(jobs: list[Job]) -> list[str]:
    return [job.name for job in jobs]


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("A bridge fell.")


def test_a_folder_gives_its_scripts_and_keeps_its_shape(tmp_path: Path) -> None:
    base = tmp_path / "in"
    touch(base / "b.txt", base / "a.txt", base / "mon" / "b.txt", base / "notes.pdf", base / ".hidden.txt")
    touch(base / "~$b.docx", base / "c.txt.part", base / "README.md", base / "a.srt", base / ".git" / "x.txt")
    assert names(planned(tmp_path, base)) == ["a", "b", "mon/b"]


def test_the_output_folder_is_no_input_of_its_own_parent(tmp_path: Path) -> None:
    touch(tmp_path / "a.txt", tmp_path / "out" / "quarantine" / "b.txt")
    assert names(planned(tmp_path, tmp_path)) == ["a"]
    assert names(planned(tmp_path, tmp_path / "**" / "*.txt")) == ["a"]


def test_patterns_and_files_that_are_named_twice(tmp_path: Path) -> None:
    touch(tmp_path / "in" / "a.txt", tmp_path / "in" / "mon" / "b.txt", tmp_path / "in" / "[x].txt")
    jobs = planned(tmp_path, tmp_path / "in" / "**" / "*.txt", tmp_path / "in" / "a.txt")
    assert sorted(names(jobs)) == ["[x]", "a", "mon/b"]
    assert names(planned(tmp_path, tmp_path / "in" / "[x].txt")) == ["[x]"]


def test_what_does_not_exist_is_said_before_anything_happens(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for wrong in ("nothing.txt", "empty", "*.txt"):
        with pytest.raises(InputError):
            planned(tmp_path, tmp_path / wrong)
    touch(tmp_path / "a.txt")
    assert names(planned(tmp_path, tmp_path / "a.txt", tmp_path / "gone.txt")) == ["a", "gone"]


def test_scripts_with_one_name_get_outputs_of_their_own(tmp_path: Path) -> None:
    touch(*(tmp_path / f / "Flood.txt" for f in "ab"), tmp_path / "c" / "flood.md")
    jobs = planned(tmp_path, *(tmp_path / p for p in ("a/Flood.txt", "b/Flood.txt", "c/flood.md")))
    assert names(jobs) == ["Flood", "Flood_2", "flood_3"]


def test_no_script_takes_a_name_that_a_bulletin_could_need(tmp_path: Path) -> None:
    touch(tmp_path / "news.txt", tmp_path / "news-01-flood.txt", tmp_path / "news-1.txt")
    jobs = planned(tmp_path, tmp_path / "news.txt", tmp_path / "news-01-flood.txt", tmp_path / "news-1.txt")
    assert names(jobs) == ["news", "news_01-flood", "news-1"]
    jobs = planned(tmp_path, tmp_path / "news-01-flood.txt", tmp_path / "news.txt")
    assert names(jobs) == ["news-01-flood", "news_2"]


def test_a_script_keeps_its_name_when_others_come_and_go(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    touch(tmp_path / "a" / "flood.txt", tmp_path / "b" / "flood.txt")
    both = planned(tmp_path, tmp_path / "a" / "flood.txt", tmp_path / "b" / "flood.txt")
    with Manifest(out / "manifest.jsonl") as manifest:
        manifest.append([{"key": j.key, "name": j.name, "status": "done"} for j in both])
    assert names(planned(tmp_path, tmp_path / "b" / "flood.txt")) == ["flood_2"]
    touch(tmp_path / "c" / "flood.txt")
    assert names(planned(tmp_path, tmp_path / "c" / "flood.txt")) == ["flood_3"]


def test_keys_survive_moving_inputs_and_outputs_together(tmp_path: Path) -> None:
    for place in ("one", "two"):
        touch(tmp_path / place / "in" / "a.txt")
        (tmp_path / place / "out").mkdir()
    keys = {planned(tmp_path / place, tmp_path / place / "in")[0].key for place in ("one", "two")}
    assert keys == {"../in/a.txt"}


def test_a_csv_list_sets_options_script_by_script(tmp_path: Path) -> None:
    make_scripts(tmp_path / "in", 3)
    table = tmp_path / "in" / "list.csv"
    table.write_bytes(
        "﻿Path;Slug;TRT;Profile;Producer\r\n"
        "bridge-000.txt;Überflutung: 1/2;0:44;bbc;Kim\r\n"
        "bridge-001.txt;;;;Lee\r\n\r\n"
        "bridge-002.txt;;1:xx;;\r\n".encode()
    )
    options = told("--part", "package", "--plain")
    jobs = planned(tmp_path, table, options=options)
    assert names(jobs) == ["Überflutung- 1-2", "bridge-001", "bridge-002"]
    first, second, third = (job.options for job in jobs)
    assert isinstance(first, JobOptions)
    assert (first.subtitle.trt, first.subtitle.profile.name) == (44_000, "bbc")
    assert (first.subtitle.part, first.subtitle.plain) == ("package", True)
    assert set(first.arguments) == {"--part=package", "--plain", "--trt=0:44", "--profile=bbc"}
    assert isinstance(second, JobOptions)
    assert second.subtitle.trt is None
    assert isinstance(third, UsageError)
    assert "list.csv, line 5" in third.message


def test_a_misspelt_column_stops_everything(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("path,profil\na.txt,bbc\n")
    with pytest.raises(ColumnError, match="profil") as error:
        planned(tmp_path, table)
    assert "profile" in error.value.hint


def test_json_lines_and_paths_on_standard_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "list.jsonl"
    table.write_text(
        '{"path": "a.txt", "to": ["srt", "vtt"], "plain": true}\n{"file": "b.txt", "plain": false}\n'
    )
    first, second = (job.options for job in planned(tmp_path, table))
    assert isinstance(first, JobOptions)
    assert (first.subtitle.formats, first.subtitle.plain) == (("srt", "vtt"), True)
    assert isinstance(second, JobOptions)
    assert not second.subtitle.plain
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("a.txt\nsub/한글.txt\n".encode())))
    assert names(planned(tmp_path, "-")) == ["a", "한글"]


@pytest.mark.parametrize(
    "text",
    ["", "path\n", "slug,trt\na,1:00\n", "path,trt\n,1:00\n", '{"path": "a"}', "path\n" + "x" * 200_000],
)
def test_a_list_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    table = tmp_path / "list.csv"
    table.write_text(text)
    with pytest.raises(InputError):
        planned(tmp_path, table)


def test_a_broken_line_of_json_is_named(tmp_path: Path) -> None:
    table = tmp_path / "list.jsonl"
    table.write_text('{"path": "a.txt"}\n[1]\n')
    with pytest.raises(InputError, match="line 2"):
        planned(tmp_path, table)


def test_one_script_with_two_settings_is_two_jobs(tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text(
        "path,slug,part\na.txt,a-intro,intro\na.txt,a-package,package\na.txt,,all\na.txt,,intro\na.txt,,all\n"
    )
    jobs = planned(tmp_path, table)
    assert names(jobs) == ["a-intro", "a-package", "a", "a_2"]
    assert len({job.key for job in jobs}) == 4


def test_another_profile_value_is_another_digest(options: JobOptions) -> None:
    changed = replace(options.subtitle, profile=replace(options.subtitle.profile, max_chars=37))
    assert options_digest(options) == options_digest(replace(options, arguments=("--profile=netflix",)))
    assert options_digest(options) != options_digest(replace(options, subtitle=changed))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(alphabet="aA1-_/.: \\é", min_size=1, max_size=12), min_size=1, max_size=12))
def test_no_two_scripts_can_ever_write_one_file(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("names")
    options = told().options_of({})
    found = [Found(f"{folder}/{n}.txt", name, options) for n, name in enumerate(wanted)]
    with Manifest(folder / "manifest.jsonl") as manifest:
        taken = names(list(plan(found, manifest, str(folder))))
    assert len({name.casefold() for name in taken}) == len(wanted)
    for name in taken:
        story = re.compile(re.escape(name.casefold()) + r"-\d\d+-")
        assert not any(story.match(other.casefold()) for other in taken)
        assert not name.startswith(("/", "-", "."))
        assert ".." not in name.split("/")
        assert os.path.normpath(name) == name


def test_a_folder_called_quarantine_stays_apart_from_the_real_one() -> None:
    assert safe_path("quarantine/a") == "quarantine_2/a"
    assert safe_path("../../etc/passwd") == "etc/passwd"
    assert isinstance(told().options_of({}), JobOptions)
    row: Mapping[str, str] = {"rate": "20"}
    with pytest.raises(UsageError, match="read rate"):
        told().options_of(row)
