"""The worker process of the embedded pool: tasks in on standard input, outcomes out on standard output.

Messages are pickles, exchanged with the parent only. When the parent dies, standard input ends, and the
worker ends at once: outputs are published whole or not at all, so nothing half-done is left.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import threading
from queue import SimpleQueue
from typing import BinaryIO

from scriptkit.batch.work import Setting, Task, do

READY = "ready"
RECYCLED = 75
"""Exit code of a worker that has done its share and asks to be replaced."""

Message = tuple[Setting, list[Task]]


def main(share: int) -> None:
    """Serve until the parent closes standard input, or for *share* tasks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends the run in order
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)  # a program that a voice starts must not eat the messages
    os.dup2(2, 1)  # nor what prints stand between them: it goes to the log
    inbox: SimpleQueue[Message] = SimpleQueue()
    threading.Thread(target=_receive, args=(orders, inbox), daemon=True).start()
    _answer(answers, READY)
    done = 0
    while done < share:
        setting, tasks = inbox.get()
        for task in tasks:
            _answer(answers, do(task, setting))
        if not done:
            gc.freeze()  # what loading brought stays; later collections need not look at it
        done += len(tasks)
    answers.close()
    os._exit(RECYCLED)


def _receive(orders: BinaryIO, inbox: SimpleQueue[Message]) -> None:
    while True:
        try:
            inbox.put(pickle.load(orders))  # noqa: S301 - the parent's own messages
        except Exception:  # the parent is gone or has closed the pipe
            os._exit(0)


def _answer(stream: BinaryIO, message: object) -> None:
    try:
        pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
        stream.flush()
    except BrokenPipeError:
        os._exit(0)
