"""What a run does and does not do, in one process."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from batch_scripts import make_scripts, outputs, records, story
from scriptkit.batch.inputs import find
from scriptkit.batch.jobs import JobOptions
from scriptkit.batch.pool import Pool
from scriptkit.batch.run import Inline, Session, Summary
from scriptkit.batch.store import open_store
from scriptkit.batch.work import Outcome, Setting, Task, do
from scriptkit.errors import EngineError, OutputError, ScriptkitError


class Counting(Inline):
    """Notes which scripts were captioned, as against found unchanged."""

    def __init__(self) -> None:
        self.captioned: list[str] = []

    def run(
        self, tasks: Iterator[Task], setting: Setting, stop: Callable[[], bool]
    ) -> Iterator[list[Outcome]]:
        for group in super().run(tasks, setting, stop):
            self.captioned += [o.record["name"] for o in group if o.record]
            yield group


class Batch:
    """A folder of scripts and its outputs."""

    def __init__(self, folder: Path, options: JobOptions) -> None:
        self.scripts = folder / "in"
        self.out = folder / "out"
        self.options = options
        self.captioned: list[str] = []

    def run(self, *, force: bool = False, redo: str | None = None) -> Summary:
        executor = Counting()
        with Session(str(self.out)) as session:
            found = find([str(self.scripts)], lambda _: self.options, out=str(self.out))
            jobs = session.plan(found)
            summary = session.run(jobs, executor, force=force, redo=redo)
        self.captioned = executor.captioned
        return summary


@pytest.fixture
def batch(tmp_path: Path, options: JobOptions) -> Batch:
    make_scripts(tmp_path / "in", 4)
    return Batch(tmp_path, options)


def test_a_second_run_does_only_what_changed(batch: Batch) -> None:
    first = batch.run()
    assert (first.done, first.failed, first.total) == (4, 0, 4)
    again = batch.run()
    assert (again.done, again.unchanged) == (0, 4)
    (batch.scripts / "bridge-002.txt").write_text(story(99))
    (batch.scripts / "new.txt").write_text(story(5))
    (batch.out / "bridge-001.srt").unlink()
    third = batch.run()
    assert (third.done, third.unchanged) == (3, 2)
    assert sorted(batch.captioned) == ["bridge-001", "bridge-002", "new"]
    assert "99 winters" in (batch.out / "bridge-002.srt").read_text().replace("\n", " ")


def test_other_options_are_a_change(batch: Batch) -> None:
    batch.run()
    wide = replace(batch.options.subtitle.profile, max_chars=60)
    batch.options = replace(batch.options, subtitle=replace(batch.options.subtitle, profile=wide))
    assert batch.run().done == 4


def test_another_version_is_a_change(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    batch.run()
    monkeypatch.setattr("scriptkit.batch.work.version", lambda: "99.0")
    assert batch.run().done == 4
    assert batch.run().unchanged == 4


def test_formats_asked_for_later_join_those_there(batch: Batch) -> None:
    batch.run()
    batch.options = replace(batch.options, subtitle=replace(batch.options.subtitle, formats=("vtt",)))
    assert batch.run().done == 4
    assert len(outputs(batch.out)) == len(outputs(batch.out, ".vtt")) == 4
    (batch.scripts / "bridge-000.txt").write_text(story(50))
    batch.options = replace(batch.options, subtitle=replace(batch.options.subtitle, formats=("srt",)))
    assert batch.run().failed == 0  # it still knows the files as its own


def test_a_failure_is_set_aside_and_not_tried_again_unless_asked(batch: Batch) -> None:
    bad = batch.scripts / "bad.txt"
    bad.write_text("  \n")
    first = batch.run()
    assert (first.done, first.failed) == (4, 1)
    assert first.causes == {"script is empty": 1}
    note = (batch.out / "quarantine" / "bad.error.txt").read_text()
    assert f"{bad} is empty" in note
    assert f"scriptkit subtitle {bad} -o {batch.out}/" in note
    assert (batch.out / "quarantine" / "bad.txt").read_bytes() == bad.read_bytes()
    again = batch.run()
    assert (again.unchanged, again.still_failed, again.failed) == (4, 1, 0)
    assert batch.captioned == []
    assert batch.run(redo="failed").failed == 1
    bad.write_text(story(7))
    assert batch.run().done == 1
    assert not list((batch.out / "quarantine").iterdir())


def test_a_script_that_is_gone_fails_alone(batch: Batch, tmp_path: Path) -> None:
    with Session(str(batch.out)) as session:
        names = [str(batch.scripts / "bridge-000.txt"), str(tmp_path / "gone.txt")]
        found = find(names, lambda _: batch.options, out=str(batch.out))
        summary = session.run(session.plan(found), Inline())
    assert (summary.done, summary.failed) == (1, 1)
    assert "no such file" in (batch.out / "quarantine" / "gone.error.txt").read_text()


def test_a_bug_in_one_script_stops_no_other(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    from scriptkit import pipeline

    plain = pipeline.caption

    def caption(script: object, options: object) -> object:
        if "2 winters" in script.text:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return plain(script, options)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "caption", caption)
    summary = batch.run()
    assert (summary.done, summary.failed) == (3, 1)
    assert "a bug in scriptkit: RecursionError: too deep" in next(iter(summary.causes))


def test_files_of_others_are_never_overwritten(batch: Batch) -> None:
    batch.out.mkdir()
    (batch.out / "bridge-001.srt").write_text("by hand")
    summary = batch.run()
    assert (summary.done, summary.failed) == (3, 1)
    assert (batch.out / "bridge-001.srt").read_text() == "by hand"
    assert batch.run(redo="failed", force=True).done == 1
    assert (batch.out / "bridge-001.srt").read_text() != "by hand"


def test_a_correction_by_hand_is_kept(batch: Batch) -> None:
    batch.run()
    path = batch.out / "bridge-001.srt"
    path.write_text("corrected")
    assert batch.run().unchanged == 4
    (batch.scripts / "bridge-001.txt").write_text(story(30))
    summary = batch.run()
    assert summary.failed == 1
    assert "changed by hand" in next(iter(summary.causes))
    assert path.read_text() == "corrected"


def test_where_one_output_cannot_be_written_none_is(batch: Batch) -> None:
    batch.options = replace(batch.options, subtitle=replace(batch.options.subtitle, formats=("srt", "vtt")))
    batch.out.mkdir()
    (batch.out / "bridge-000.vtt").write_text("by hand")
    (batch.out / "bridge-001.srt").mkdir()
    summary = batch.run()
    assert (summary.done, summary.failed) == (2, 2)
    assert not (batch.out / "bridge-000.srt").exists()


def test_a_story_that_was_cut_takes_its_captions_along(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    from scriptkit import pipeline

    script = batch.scripts / "bridge-000.txt"
    parse = pipeline.segment

    def two(text: object, **more: object) -> object:
        rundown = parse(text, **more)  # type: ignore[arg-type]
        if "TWO" not in rundown.stories[0].segments[-1].text:
            return rundown
        first = rundown.stories[0]
        return replace(rundown, stories=(replace(first, slug="one"), replace(first, slug="two")))

    monkeypatch.setattr(pipeline, "segment", two)
    script.write_text(story(1) + "\nTWO of them have no other way.\n")
    batch.run()
    pair = {"bridge-000-01-one.srt", "bridge-000-02-two.srt"}
    assert pair < outputs(batch.out).keys()
    script.write_text(story(2))
    (batch.out / "bridge-000-02-two.srt").write_text("corrected")
    batch.run()
    left = outputs(batch.out).keys()
    assert "bridge-000.srt" in left
    assert pair & left == {"bridge-000-02-two.srt"}


def test_what_a_killed_run_published_may_be_replaced(batch: Batch) -> None:
    batch.out.mkdir()
    with Session(str(batch.out)) as session:
        session.manifest.begin({"../in/bridge-000.txt": "bridge-000"}, 1000.0)
    for number, when in ((0, 2000), (1, 2000)):
        path = batch.out / f"bridge-00{number}.srt"
        path.write_text("from before the script was changed")
        os.utime(path, (when, when))
    summary = batch.run()
    assert (summary.done, summary.failed) == (3, 1)
    assert records(batch.out)["bridge-001"]["status"] == "failed"


def test_a_full_disk_stops_the_run_and_blames_no_script(
    batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(str(batch.out))
    put = store.put

    def full(name: str, data: bytes) -> None:
        if name == "bridge-002.srt":
            raise store._trouble(name, OSError(28, "No space left on device"))  # type: ignore[attr-defined]
        put(name, data)

    monkeypatch.setattr(store, "put", full)
    summary = batch.run()
    assert summary.stopped is not None
    assert "No space left" in summary.stopped.message
    assert (summary.done, summary.failed, summary.left) == (2, 0, 2)
    monkeypatch.undo()
    again = batch.run()
    assert (again.unchanged, again.done) == (2, 2)


def test_cancelling_ends_between_scripts(batch: Batch) -> None:
    seen: list[str] = []
    with Session(str(batch.out)) as session:
        found = find([str(batch.scripts)], lambda _: batch.options, out=str(batch.out))
        summary = session.run(
            session.plan(found),
            Inline(),
            cancelled=lambda: len(seen) >= 2,
            on_outcome=lambda outcome, *_: seen.append(outcome.key),
        )
    assert summary.cancelled
    assert (summary.done, summary.left) == (2, 2)


def test_a_folder_is_one_runs_alone(batch: Batch) -> None:
    with Session(str(batch.out)), pytest.raises(OutputError, match="another run is writing"):
        batch.run()
    assert batch.run().done == 4


def test_half_made_files_of_killed_runs_are_swept_away(batch: Batch) -> None:
    batch.run()
    (batch.out / ".0123456789abcdef.part").write_text("half")
    batch.run()
    assert not list(batch.out.rglob("*.part"))


def test_an_error_in_a_lists_row_is_that_scripts_own(tmp_path: Path) -> None:
    error = ScriptkitError("list.csv, line 5: bad", hint="mend it")
    task = Task("k", str(tmp_path / "a.txt"), "a", error, "d")
    outcome = do(task, Setting(str(tmp_path / "out")))
    assert outcome.status == "failed"
    assert outcome.record is not None
    assert outcome.record["error"]["message"] == "list.csv, line 5: bad"


def test_runs_in_threads_do_not_meet_and_each_can_be_cancelled(tmp_path: Path, options: JobOptions) -> None:
    """As a server would do it: several runs in one process, each with workers of its own."""
    make_scripts(tmp_path / "in", 24)
    summaries: dict[int, Summary] = {}

    def serve(number: int) -> None:
        out = str(tmp_path / f"out-{number}")
        seen: list[str] = []
        found = find([str(tmp_path / "in")], lambda _: options, out=out)
        with Session(out) as session, Pool(1) as pool:
            summaries[number] = session.run(
                session.plan(found),
                pool,
                cancelled=lambda: number == 2 and len(seen) >= 3,
                on_outcome=lambda outcome, *_: seen.append(outcome.key),
            )

    threads = [threading.Thread(target=serve, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [summaries[n].done for n in (0, 1)] == [24, 24]
    assert outputs(tmp_path / "out-0") == outputs(tmp_path / "out-1")
    assert summaries[2].cancelled
    assert 3 <= summaries[2].done < 24


def test_a_pool_serves_one_run_after_another(batch: Batch) -> None:
    with Pool(2) as pool:
        for name in ("one", "two"):
            out = str(batch.out / name)
            with Session(out) as session:
                found = find([str(batch.scripts)], lambda _: batch.options, out=out)
                assert session.run(session.plan(found), pool).done == 4
    assert outputs(batch.out / "one") == outputs(batch.out / "two")


def test_workers_are_replaced_after_their_share(batch: Batch) -> None:
    make_scripts(batch.scripts, 20)
    with Session(str(batch.out)) as session, Pool(2, share=3) as pool:
        found = find([str(batch.scripts)], lambda _: batch.options, out=str(batch.out))
        assert session.run(session.plan(found), pool).done == 20


def test_workers_that_cannot_start_end_the_run(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scriptkit.batch.pool._BOOT", "raise SystemExit('no such module')")
    with Session(str(batch.out)) as session, Pool(2) as pool:
        found = find([str(batch.scripts)], lambda _: batch.options, out=str(batch.out))
        summary = session.run(session.plan(found), pool)
    assert isinstance(summary.stopped, EngineError)
    assert "no such module" in summary.stopped.message
    assert summary.left == 4
