"""S3-compatible storage through obstore (extra ``s3``): every put is one request, whole or not at all.

The endpoint and keys come from the usual environment: ``AWS_ENDPOINT_URL``, ``AWS_ACCESS_KEY_ID``,
``AWS_SECRET_ACCESS_KEY``, ``AWS_REGION``; without keys, from the machine's own role.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scriptkit.batch.manifest import MANIFEST, Manifest
from scriptkit.batch.store import State, StoreError, sha256, split_url
from scriptkit.errors import InputError, MissingDependencyError

if TYPE_CHECKING:
    from obstore.store import ObjectStore as Bucket

_SEGMENTS = "manifest.d"
"""What a run appended to the manifest: an object each time, merged into one when the run ends."""


@lru_cache(maxsize=16)
def open_bucket(url: str) -> Bucket:
    """The place *url* (``s3://bucket/prefix``). Raises MissingDependencyError or StoreError."""
    try:
        from obstore.store import from_url
    except ImportError:
        raise MissingDependencyError(
            f"{url} needs object storage", hint="pip install 'scriptkit[s3]'"
        ) from None
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL") or ""
    config: dict[str, Any] = {"endpoint": endpoint} if endpoint else {}
    with explained(url):
        bucket: Bucket = from_url(
            url,
            config=config,
            client_options={"allow_http": endpoint.startswith("http://"), "timeout": "60s"},
            retry_config={"max_retries": 6},
        )
    return bucket


@contextlib.contextmanager
def explained(place: str) -> Iterator[None]:
    """The storage library's errors as StoreError; FileNotFoundError passes."""
    from obstore.exceptions import BaseError, PermissionDeniedError, UnauthenticatedError

    try:
        yield
    except (PermissionDeniedError, UnauthenticatedError):
        raise StoreError(
            f"{place}: access denied", hint="check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and their rights"
        ) from None
    except (BaseError, ValueError) as error:
        reason = str(error).strip().splitlines()[0][:300] if str(error).strip() else type(error).__name__
        raise StoreError(
            f"{place}: {reason}",
            hint="check the bucket's name, AWS_ENDPOINT_URL and the network, then run the same command again",
        ) from None


def read_object(url: str, *, limit: int) -> bytes:
    """The bytes of an object, at most *limit*. Raises InputError, or StoreError when the storage fails."""
    import obstore

    place, name = split_url(url)
    bucket = open_bucket(place)
    try:
        with explained(url):
            answer = obstore.get(bucket, name)
            if answer.meta["size"] > limit:
                raise InputError(f"{url} is larger than {limit // 2**20} MB", hint="is it a script?")
            return bytes(answer.bytes())
    except FileNotFoundError:
        raise InputError(f"{url}: no such object", hint="check the name") from None


def list_objects(url: str) -> Iterator[str]:
    """Names of all objects under *url*, relative to it, sorted."""
    import obstore

    with explained(url):
        names = [meta["path"] for batch in obstore.list(open_bucket(url)) for meta in batch]
    return iter(sorted(names))


class ObjectStore:
    """A prefix in a bucket."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._bucket = open_bucket(self.url)

    def read(self, name: str) -> bytes:
        import obstore

        with explained(f"{self.url}/{name}"):
            return bytes(obstore.get(self._bucket, name).bytes())

    def state(self, name: str) -> State | None:
        import obstore

        try:
            with explained(f"{self.url}/{name}"):
                answer = obstore.get(self._bucket, name)
                return State(sha256(bytes(answer.bytes())), answer.meta["last_modified"].timestamp())
        except FileNotFoundError:
            return None

    def put(self, name: str, data: bytes | Iterable[bytes]) -> None:
        import obstore

        data = data if isinstance(data, bytes) else b"".join(data)

        with explained(f"{self.url}/{name}"):
            # One request publishes the object whole; a multi-part upload could be left half done.
            obstore.put(self._bucket, name, data, use_multipart=False)

    def remove(self, name: str) -> None:
        import obstore

        with explained(f"{self.url}/{name}"), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._bucket, name)

    def settle(self, names: Iterator[str]) -> None:
        """An object that was accepted is durable."""

    def lock(self) -> contextlib.AbstractContextManager[Callable[[], bool]]:
        from scriptkit.batch.lease import leased

        return leased(self.url, self._bucket)

    def manifest(self) -> Manifest:
        return ObjectManifest(self)

    def sweep(self) -> None:
        """Nothing is ever half there."""


class ObjectManifest(Manifest):
    """A manifest whose lines are published as objects; a local copy serves for reading back."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store
        self._folder = tempfile.TemporaryDirectory(prefix="scriptkit-")
        path = Path(self._folder.name, MANIFEST)
        self._segments = [f"{_SEGMENTS}/{name}" for name in list_objects(f"{store.url}/{_SEGMENTS}")]
        with path.open("wb") as file:
            for name in (MANIFEST, *self._segments):
                with contextlib.suppress(FileNotFoundError):
                    file.write(store.read(name))
        self._published = path.stat().st_size
        super().__init__(path)

    def close(self) -> None:
        """Merge what this and killed runs appended into one object."""
        try:
            if self._segments:
                self._store.put(MANIFEST, b"".join(self.lines()))
                for name in self._segments:
                    self._store.remove(name)
        finally:
            super().close()
            self._folder.cleanup()

    def begin(self, names: Mapping[str, str], at: float) -> None:
        super().begin(names, at)
        self._persist()  # the local copy goes with a killed run

    def _persist(self) -> None:
        with self._path.open("rb") as file:
            file.seek(self._published)
            fresh = file.read()
        number = int(self._segments[-1].rpartition("/")[2].partition(".")[0]) + 1 if self._segments else 0
        name = f"{_SEGMENTS}/{number:09d}.jsonl"
        self._store.put(name, fresh)
        self._segments.append(name)
        self._published += len(fresh)
