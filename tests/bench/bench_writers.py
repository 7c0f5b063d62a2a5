"""10,000 cues in every format, written and read, beside pysubs2's and ttconv's own where they have it.

    python tests/bench/bench_writers.py [CUES]

Ours and theirs run alternately in one process, best of five each; only ratios mean anything on a shared
machine. The last columns are the growth from a tenth of the cues: 10 is linear.
"""

from __future__ import annotations

import gc
import io
import logging
import sys
import time
from collections.abc import Callable
from fractions import Fraction

import pysubs2
import ttconv.imsc.writer
import ttconv.model
import ttconv.scc.writer
import ttconv.srt.reader

from scriptkit import load_profile
from scriptkit.model import Cue, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.registry import subtitle_reader_for, writer, writer_names

RUNS = 5
TEXT = "The harbor reopens this morning after the longest strike in years and ferries leave at six"


def track(cues: int) -> SubtitleTrack:
    """Ordinary cues of one or two lines, three seconds apart."""
    words = TEXT.split()
    made = []
    for i in range(cues):
        first = " ".join(words[(i + k) % len(words)] for k in range(5))[:32]
        second = " ".join(words[(i * 7 + k) % len(words)] for k in range(4))[:32]
        lines = (first, second) if i % 3 else (first,)
        made.append(Cue(3000 * i + 2000, 3000 * i + 4500, lines))
    return SubtitleTrack(tuple(made))


def best(*jobs: Callable[[], object], runs: int = RUNS) -> list[float]:
    """Seconds each job takes at best; they take turns."""
    times = [float("inf")] * len(jobs)
    for _ in range(runs):
        for i, job in enumerate(jobs):
            gc.collect()
            started = time.perf_counter()
            job()
            times[i] = min(times[i], time.perf_counter() - started)
    return times


def pysubs2_file(cues: SubtitleTrack) -> pysubs2.SSAFile:
    file = pysubs2.SSAFile()
    for cue in cues.cues:
        event = pysubs2.SSAEvent(start=cue.start, end=cue.end)
        event.plaintext = cue.text
        file.append(event)
    return file


def ttconv_document(cues: SubtitleTrack) -> ttconv.model.ContentDocument:
    return ttconv.srt.reader.to_model(io.StringIO(writer("srt").write(cues, OPTIONS).decode()))


OPTIONS = WriteOptions(load_profile("netflix"), frame_rate=Fraction(30000, 1001), drop_frame=True)


def theirs(name: str, cues: SubtitleTrack) -> tuple[str, Callable[[], object]] | None:
    """Somebody else's writer of the format, from their own model, which is built beforehand."""
    if name in ("srt", "vtt", "ass"):
        file = pysubs2_file(cues)
        return "pysubs2", lambda: file.to_string(name)
    if name == "ttml":
        document = ttconv_document(cues)
        return "ttconv", lambda: ttconv.imsc.writer.from_model(document)
    return None


def scc_beside_ttconv(cues: SubtitleTrack) -> None:
    """ttconv's SCC writer takes minutes for 10,000 cues, so both get a tenth."""
    document = ttconv_document(cues)
    ours, other = best(
        lambda: writer("scc").write(cues, OPTIONS), lambda: ttconv.scc.writer.from_model(document), runs=1
    )
    print(
        f"scc, {len(cues.cues)} cues: {1000 * ours:.0f} ms, ttconv {1000 * other:.0f} ms, {other / ours:.0f}x"
    )


def main() -> None:
    logging.disable(logging.CRITICAL)
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    full, tenth = track(many), track(many // 10)
    print(f"{many} cues, best of {RUNS}, milliseconds")
    print(f"{'format':13} {'write':>7} {'losses':>7} {'read':>7}   {'theirs':16} {'ratio':>6}  growth w, r")
    for name in writer_names():
        made = writer(name)
        other = theirs(name, full)
        jobs: list[Callable[[], object]] = [
            lambda made=made: made.write(full, OPTIONS),
            lambda made=made: made.losses(full, OPTIONS),
            lambda made=made: made.write(tenth, OPTIONS),
        ]
        data, small = made.write(full, OPTIONS), made.write(tenth, OPTIONS)
        if name not in ("edl", "premiere-csv"):
            reader = subtitle_reader_for("", data[:4096])
            jobs += [
                lambda reader=reader, data=data: reader.read(data, "x"),
                lambda reader=reader, small=small: reader.read(small, "x"),
            ]
        if other:
            jobs.append(other[1])
        times = [1000 * seconds for seconds in best(*jobs)]
        write, losses, write_tenth = times[:3]
        read, read_tenth = times[3:5] if len(times) >= 5 else (float("nan"), float("nan"))
        beside = f"{other[0]:8} {times[-1]:7.0f}" if other else ""
        ratio = f"{times[-1] / write:5.1f}x" if other else ""
        growth = f"{write / write_tenth:4.1f} {read / read_tenth:4.1f}"
        print(f"{name:13} {write:7.0f} {losses:7.0f} {read:7.0f}   {beside:16} {ratio:>6}  {growth}")
    scc_beside_ttconv(tenth)


if __name__ == "__main__":
    main()
