"""Does the 80 % interval hold 80 %? Measured on speakers the spreads were not learned from.

    PYTHONPATH=src python tools/timer_interval.py DATA.jsonl...

For each corpus: pace, ``person`` and ``noise`` from four fifths of the speakers (of a corpus with one
reader, of its recordings, ``person`` then as the style has it), coverage on the last fifth, five times over.
Then the same with what the package ships. "60 s" are runs of one speaker's utterances.
"""

from __future__ import annotations

import argparse
import math
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, variance

from timer_data import Pair, Utterance, folds, load, runs

from scriptkit.timer import reading_time
from scriptkit.timer.interval import Spread, interval
from scriptkit.timer.model import named_style

SHIPPED = {"ljspeech": "read", "earnings_pres": "bite"}


def learn(pairs: Iterable[Pair]) -> tuple[float, Spread]:
    """Pace, and the spread between speakers and within them, by moments; speakers of equal weight."""
    logs: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for speaker, predicted, true in pairs:
        logs[speaker].append((math.log(true / predicted), predicted))
    known = {s: rows for s, rows in logs.items() if len(rows) >= 5}
    means = {s: mean(log for log, _ in rows) for s, rows in known.items()}
    noise = mean(
        mean((log - means[s]) ** 2 * seconds for log, seconds in rows) * len(rows) / (len(rows) - 1)
        for s, rows in known.items()
    )
    pace = math.exp(mean(means.values()))
    if len(means) < 2:
        return pace, Spread(named_style("read").person, math.sqrt(noise))
    error = mean(noise * mean(1 / seconds for _, seconds in rows) / len(rows) for rows in known.values())
    return pace, Spread(math.sqrt(max(variance(means.values()) - error, 0.0)), math.sqrt(noise))


def coverage(pairs: list[Pair], pace: float, spread: Spread) -> tuple[int, int]:
    held = 0
    for _, predicted, true in pairs:
        low, high = interval(1000 * predicted * pace, spread)
        held += low <= 1000 * true <= high
    return held, len(pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+")
    args = parser.parse_args()
    print("| corpus | spreads from | person | noise | utterances | 60 s totals |")
    print("|--------|--------------|-------:|------:|-----------:|------------:|")
    for path in args.data:
        report(load(path))


def report(corpus: list[Utterance]) -> None:
    pairs = [(u.speaker, reading_time(u.text) / 1000, u.seconds) for u in corpus]
    fold = folds(corpus)
    short, long, learned = [], [], []
    for held in sorted(set(fold)):
        pace, spread = learn(p for p, f in zip(pairs, fold, strict=True) if f != held)
        test = [p for p, f in zip(pairs, fold, strict=True) if f == held]
        short.append(coverage(test, pace, spread))
        long.append(coverage(runs(test), pace, spread))
        learned.append(spread)
    person, noise = mean(s.person for s in learned), mean(s.noise for s in learned)
    print(row(corpus[0].source, "other speakers", Spread(person, noise), short, long))
    if corpus[0].source in SHIPPED:
        style = named_style(SHIPPED[corpus[0].source])
        spread = Spread(style.person, style.noise)
        short, long = [coverage(pairs, style.scale, spread)], [coverage(runs(pairs), style.scale, spread)]
        print(row(corpus[0].source, f"style {style.name}", spread, short, long))


def row(name: str, source: str, spread: Spread, *counts: list[tuple[int, int]]) -> str:
    shares = [100 * sum(h for h, _ in pairs) / max(sum(n for _, n in pairs), 1) for pairs in counts]
    sizes = [sum(n for _, n in pairs) for pairs in counts]
    cells = " | ".join(f"{share:.0f} % of {size}" for share, size in zip(shares, sizes, strict=True))
    return f"| {name} | {source} | {spread.person:.3f} | {spread.noise:.3f} | {cells} |"


if __name__ == "__main__":
    main()
