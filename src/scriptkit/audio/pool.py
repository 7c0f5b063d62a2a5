"""Engines in processes of their own: several at once, stopped when they hang, replaced when they crash."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from typing import IO, Any

from scriptkit.audio import worker
from scriptkit.errors import EngineError
from scriptkit.model import Clip
from scriptkit.ports import Voice, VoiceSettings


class EngineDiedError(EngineError):
    """The engine's process crashed or was stopped because it did not answer."""


class Worker:
    """One engine process, started when first asked to speak. For one thread at a time."""

    def __init__(self, voice: Voice) -> None:
        kind = type(voice)
        self._name = voice.name
        self._target = f"{kind.__module__}:{kind.__qualname__}"
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()

    def speak(self, spoken: str, settings: VoiceSettings, timeout: float) -> Clip:
        """Raises what the engine raises, EngineDiedError when it crashes or takes over *timeout* seconds."""
        process = self._running()
        hung = threading.Event()

        def give_up() -> None:
            hung.set()
            process.kill()

        alarm = threading.Timer(timeout, give_up)
        alarm.daemon = True
        alarm.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            with contextlib.suppress(OSError):
                worker.send(process.stdin, worker.request(spoken, settings))
            answer = worker.receive(process.stdout)
        finally:
            alarm.cancel()
        if answer is None:
            told = self._last_words(process)
            self.close(for_good=False)
            if hung.is_set():
                raise EngineDiedError(f"{self._name} did not answer in {timeout:.0f} s and was stopped")
            raise EngineDiedError(f"{self._name} crashed{f': {told}' if told else ''}")
        return worker.clip_of(*answer)

    def close(self, *, for_good: bool = True) -> None:
        """End the process at once; safe from any thread."""
        with self._lock:
            self._closed = self._closed or for_good
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            # A thread still waiting for an answer lets go of its pipe once the process is dead.
            with contextlib.suppress(OSError, ValueError):
                if pipe is not None:
                    pipe.close()
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise EngineDiedError(f"{self._name} was stopped")
            if self._process is None:
                if self._errors is None:
                    self._errors = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the worker
                environment: dict[str, Any] = {
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join(p or os.getcwd() for p in sys.path),
                }
                self._process = subprocess.Popen(
                    [sys.executable, "-m", worker.__name__, self._target],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=self._errors,
                    env=environment,
                )
            return self._process

    def _last_words(self, process: subprocess.Popen[bytes]) -> str:
        """How the process ended: its signal, or the last line it wrote."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = process.wait(5)
            if code < 0:
                return f"signal {-code}"
        if self._errors is None:
            return ""
        self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(self._errors.tell() - 2000, 0))
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return lines[-1][:200] if lines else ""

    def __del__(self) -> None:
        with contextlib.suppress(Exception):
            if self._errors is not None:
                self._errors.close()
