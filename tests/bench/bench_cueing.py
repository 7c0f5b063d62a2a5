"""Cost of cueing a word for growing texts: ``python tests/bench/bench_cueing.py``."""

from __future__ import annotations

import time

from scriptkit.config import load_profile
from scriptkit.cueing import make_cues
from scriptkit.model import Role, Segment, Story, TimedSegment, Timeline, Word

_TEXT = (
    "The transport minister, who took office in March, said on Tuesday that the new line would be "
    "open by the end of the year. Critics doubt it. They point to the tunnel under the river, where "
    "work has stopped twice since the spring because water keeps coming in. "
)


def _timeline(repeats: int) -> Timeline:
    words, now = [], 0
    for text in (_TEXT * repeats).split():
        length = 60 + 62 * len(text)
        words.append(Word(text, now, now + length))
        now += length + (450 if text.endswith(".") else 0)
    segment = Segment(Role.NARRATION, _TEXT * repeats, None, 0, len(_TEXT) * repeats)
    item = TimedSegment(segment, tuple(words), 0, now)
    return Timeline(Story("bench", None, (segment,)), (item,))


def main() -> None:
    profile = load_profile("netflix")
    make_cues(_timeline(1), profile)
    for repeats in (10, 100, 1000):
        timeline = _timeline(repeats)
        count = len(timeline.items[0].words)
        before = time.process_time()
        track, _ = make_cues(timeline, profile)
        seconds = time.process_time() - before
        each = seconds / count * 1e6
        print(f"{count:6} words  {len(track.cues):5} cues  {seconds:6.2f} s  {each:5.1f} µs a word")


if __name__ == "__main__":
    main()
