"""One run at a time under a prefix of a bucket: a lock object that its holder renews.

Object storage knows no locks that die with their process. A lock not renewed for :data:`LEASE` seconds
by the storage's own clock is taken over, in one conditional request, so two runs cannot both get it.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from scriptkit.batch.objects import explained
from scriptkit.batch.store import StoreError
from scriptkit.errors import OutputError

if TYPE_CHECKING:
    from obstore.store import ObjectStore as Bucket

LEASE = 60.0
RENEW = 15.0
"""Seconds: three renewals may fail before somebody else takes over."""
_LOCK = ".scriptkit.lock"


@contextlib.contextmanager
def leased(url: str, bucket: Bucket) -> Iterator[Callable[[], bool]]:
    """Hold the prefix at *url*; yields whether it is still held. Raises OutputError when another has it."""
    lease = _Lease(url, bucket)
    lease.take()
    renewing = threading.Thread(target=lease.renew_until_done, daemon=True)
    renewing.start()
    try:
        yield lambda: not lease.lost
    finally:
        lease.done.set()
        renewing.join()
        lease.release()


class _Lease:
    def __init__(self, url: str, bucket: Bucket) -> None:
        self.done = threading.Event()
        self.lost = False
        self._url, self._bucket = url, bucket
        self._tag: Any = None
        self._holder = {"process": os.getpid(), "host": socket.gethostname(), "token": secrets.token_hex(8)}

    def take(self) -> None:
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with explained(self._url):
            try:
                self._put("create")
            except AlreadyExistsError:
                old, holder, age = self._held()
                if age < LEASE and not self._is_dead(holder):
                    raise self._busy(holder, age) from None
                try:
                    self._put(old)
                except PreconditionError:
                    raise self._busy(holder, 0) from None

    def renew_until_done(self) -> None:
        while not self.done.wait(RENEW):
            from obstore.exceptions import PreconditionError

            try:
                with explained(self._url):
                    try:
                        self._put({"e_tag": self._tag})
                    except PreconditionError:
                        self.lost = True
                        return
            except (StoreError, FileNotFoundError):
                continue  # the network may come back before the lease runs out

    def release(self) -> None:
        import obstore

        with contextlib.suppress(StoreError, FileNotFoundError), explained(self._url):
            if not self.lost:
                obstore.delete(self._bucket, _LOCK)

    def _put(self, mode: Any) -> None:
        import obstore

        content = {**self._holder, "beat": secrets.token_hex(4)}  # a fresh tag each time
        answer = obstore.put(
            self._bucket, _LOCK, json.dumps(content).encode(), mode=mode, use_multipart=False
        )
        self._tag = answer["e_tag"]

    def _held(self) -> tuple[Any, dict[str, Any], float]:
        """The lock object's tag, its holder, and seconds since its last renewal."""
        import obstore

        try:
            answer = obstore.get(self._bucket, _LOCK)
        except FileNotFoundError:  # given back this very moment
            return "create", {}, LEASE
        clock = f"{_LOCK}-clock-{self._holder['token']}"
        obstore.put(self._bucket, clock, b"what time is it?")
        now = obstore.head(self._bucket, clock)["last_modified"]
        obstore.delete(self._bucket, clock)
        age = (now - answer.meta["last_modified"]).total_seconds()
        try:
            holder = json.loads(bytes(answer.bytes()))
        except ValueError:
            holder = {}
        return {"e_tag": answer.meta["e_tag"]}, holder if isinstance(holder, dict) else {}, age

    def _is_dead(self, holder: dict[str, Any]) -> bool:
        if holder.get("host") != socket.gethostname() or os.name != "posix":
            return False
        try:
            os.kill(int(holder.get("process", 0)) or os.getpid(), 0)
        except ProcessLookupError:
            return True
        except (OSError, ValueError):
            return False
        return False

    def _busy(self, holder: dict[str, Any], age: float) -> OutputError:
        who = f"process {holder.get('process', '?')} on {holder.get('host', '?')}"
        return OutputError(
            f"another run is writing to {self._url} ({who}, seen {age:.0f} s ago)",
            hint=f"wait until it is done; the lock of a killed run ends after {LEASE:.0f} s",
        )
