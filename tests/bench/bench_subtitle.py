"""Whole-process time of the seed beside a bare pysubs2 process, and growth over 1 to 1,000 stories.

    python tests/bench/bench_subtitle.py

Both sides run alternately in one go; only their ratio means anything on a shared machine.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scriptkit import SubtitleOptions, caption, load_profile, parse

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds" / "putin-trump-alaska.txt"
BASELINE = """
import sys, pysubs2
subs = pysubs2.SSAFile()
for line in open(sys.argv[1], encoding="utf-8"):
    start, end, text = line.rstrip("\\n").split("\\t")
    event = pysubs2.SSAEvent(start=int(start), end=int(end))
    event.plaintext = text.replace("|", "\\n")
    subs.append(event)
subs.save(sys.argv[2])
"""


def seconds(command: list[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    profile = load_profile("netflix")
    text = SEED.read_text(encoding="utf-8")
    story = caption(parse(text.encode()), SubtitleOptions(profile=profile))[0]
    with tempfile.TemporaryDirectory() as folder:
        cues = Path(folder, "cues.tsv")
        cues.write_text(
            "".join(f"{c.start}\t{c.end}\t{'|'.join(c.lines)}\n" for c in story.track.cues), encoding="utf-8"
        )
        out = str(Path(folder, "out.srt"))
        quiet = [sys.executable, "-m", "scriptkit", "subtitle", str(SEED), "-o", out, "--force", "-q"]
        ours = [*quiet[:-1]]
        theirs = [sys.executable, "-c", BASELINE, str(cues), str(Path(folder, "theirs.srt"))]
        bare = [sys.executable, "-c", "pass"]
        rows: dict[str, list[float]] = {}
        for _ in range(15):
            for name, command in (
                ("python -c pass", bare),
                ("pysubs2, same cues", theirs),
                ("scriptkit -q", quiet),
                ("scriptkit with summary", ours),
            ):
                rows.setdefault(name, []).append(seconds(command))
    base = statistics.median(rows["pysubs2, same cues"])
    print(f"{'process':26s} {'median ms':>9s} {'ratio':>6s}")
    for name, times in rows.items():
        print(f"{name:26s} {1000 * statistics.median(times):9.0f} {statistics.median(times) / base:6.2f}")

    print(f"\n{'stories':>8s} {'seconds':>8s} {'ms a story':>10s}")
    body = text.split("\n", 1)[1].rsplit("\n", 1)[0]
    for count in (1, 10, 100, 1000):
        bulletin = "\n\n".join(f"Title: Story {n}\n{body}" for n in range(count))
        started = time.perf_counter()
        stories = caption(parse(bulletin.encode()), SubtitleOptions(profile=profile))
        taken = time.perf_counter() - started
        assert len(stories) == count, len(stories)
        print(f"{count:8d} {taken:8.2f} {1000 * taken / count:10.2f}")


if __name__ == "__main__":
    main()
