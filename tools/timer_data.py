"""Utterances with known lengths, for fitting and judging the timer."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from scriptkit.text.spoken import speak
from scriptkit.timer import features
from scriptkit.timer.beats import sentences

PARTS = ("pause", "sound", "word", "rarity")
"""What a prediction is made of: onset and pauses, sounds, words, and how rare those are."""


Pair = tuple[str, float, float]
"""Speaker, predicted and true seconds."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One line of a data file: what was said, by whom, and how many seconds it took."""

    source: str
    speaker: str
    group: str
    """What must not be split between fitting and testing: the speaker, or the recording when there is one."""
    text: str
    seconds: float
    counts: tuple[float, ...]
    sentences: int


def count_text(text: str) -> tuple[tuple[float, ...], int]:
    """Counts of a whole text by ``features.NAMES``, and its number of sentences."""
    total = [0.0] * len(features.NAMES)
    split = sentences(text)
    for tokens in split:
        said = speak([token.text for token in tokens])
        for n, spoken in enumerate(said):
            for place, count in enumerate(features.count(spoken)):
                total[place] += count
            if n == 0 and features.opens_with_capital(spoken):
                total[features.NAMES.index("capitalised")] -= 1
            if n < len(said) - 1:
                for mark in spoken.pause:
                    total[features.NAMES.index(mark)] += 1
    return tuple(total), len(split)


def load(path: Path) -> list[Utterance]:
    """Utterances of a JSON Lines file with ``text``, ``duration_s``, ``speaker`` and ``file``."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    single = len({row["speaker"] for row in rows}) == 1
    made = []
    for row in rows:
        counts, number = count_text(row["text"])
        group = row.get("file", "") if single else row["speaker"]
        made.append(
            Utterance(path.stem, row["speaker"], group, row["text"], row["duration_s"], counts, number)
        )
    return made


def folds(utterances: list[Utterance], number: int = 5) -> list[int]:
    """A fold for each utterance, no group in two of them, groups dealt out in order of their names."""
    place = {group: n % number for n, group in enumerate(sorted({u.group for u in utterances}))}
    return [place[u.group] for u in utterances]


def speaker_scales(utterances: list[Utterance], predicted: list[float], least: int = 5) -> dict[str, float]:
    """Each speaker's median of true over predicted seconds, of speakers with *least* utterances or more."""
    ratios: dict[str, list[float]] = defaultdict(list)
    for utterance, seconds in zip(utterances, predicted, strict=True):
        ratios[utterance.speaker].append(utterance.seconds / seconds)
    return {speaker: median(r) for speaker, r in ratios.items() if len(r) >= least}


def runs(pairs: list[Pair], seconds: float = 60) -> list[Pair]:
    """Totals of consecutive utterances of one speaker, of at least *seconds* as predicted."""
    totals: list[Pair] = []
    by_speaker: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_speaker[pair[0]].append(pair)
    for speaker, rows in by_speaker.items():
        predicted = true = 0.0
        for _, p, t in rows:
            predicted, true = predicted + p, true + t
            if predicted >= seconds:
                totals.append((speaker, predicted, true))
                predicted = true = 0.0
    return totals
