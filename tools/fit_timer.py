"""Fit the timer to recordings, and show how it does beside other rules.

    PYTHONPATH=src python tools/fit_timer.py DATA.jsonl... [--write] [--news SCRIPT.txt...]

Each DATA line is an utterance: ``text``, ``duration_s``, ``speaker``, ``file``. The broadcast coefficients
(``[base]`` in ``data/timer/model.toml``) were fitted to these corpora, VCTK and radio-news anchors; what
is fitted here is how they change once the rarity of words is known as well: three numbers, least squares
of relative errors with every speaker at his own pace, the median of what each corpus says. The pace
keeps news sentences at the mean length the base gives them; ``--news`` finds it anew. ``--write`` puts the
result into the data file.

The table is speaker-disjoint: whatever a row learns, it learns from other speakers (of a corpus with one
reader, from other recordings). Percentages of the true length; *60 s* is the MAPE of one speaker's
utterances added up to a minute.
"""

from __future__ import annotations

import argparse
import math
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import mean, median

from timer_data import Utterance, count_text, folds, load, runs, speaker_scales

from scriptkit.text.sentences import split_sentences
from scriptkit.timer import features, reading_time
from scriptkit.timer.model import named_style

MODEL = Path(__file__).parents[1] / "src/scriptkit/data/timer/model.toml"
SHIPPED = {"ljspeech": ("read",), "earnings_pres": ("bite",)}
"""The packaged style a corpus is like."""
Row = tuple[float, float, float]


class Base:
    """The broadcast coefficients, in seconds."""

    def __init__(self, data: dict) -> None:
        self.onset: float = data["base"]["intercept"]
        values = {**data["base"]["coefficients"], "rarity": 0.0, **data["pauses"]}
        self.values = [values[name] for name in features.NAMES]
        marks = set(features.MARKS)
        self.sound = [
            0.0 if name in marks else c for name, c in zip(features.NAMES, self.values, strict=True)
        ]
        self.word = features.NAMES.index("word")
        self.rarity = features.NAMES.index("rarity")

    def seconds(self, counts: Sequence[float], sentences: int) -> float:
        gap = named_style("anchor").sentence_pause / 1000
        spoken = sum(n * c for n, c in zip(counts, self.values, strict=True))
        return sentences * self.onset + (sentences - 1) * gap + spoken

    def utterance(self, u: Utterance) -> float:
        return self.seconds(u.counts, u.sentences)

    def row(self, counts: Sequence[float]) -> Row:
        sounds = sum(n * c for n, c in zip(counts, self.sound, strict=True))
        return sounds, counts[self.word], counts[self.rarity]


def fit_change(base: Base, corpora: list[list[Utterance]]) -> Row:
    """How sounds, words and rarity change the base: the median of what each corpus says."""
    changes = [fit_corpus(base, corpus) for corpus in corpora]
    a, b, c = (median(column) for column in zip(*changes, strict=True))
    return a, b, c


def fit_corpus(base: Base, corpus: list[Utterance]) -> Row:
    """Weighted least squares over the utterances that are one sentence."""
    normal = [[0.0] * 3 for _ in range(3)]
    right = [0.0] * 3
    single = [u for u in corpus if u.sentences == 1]
    predicted = [base.seconds(u.counts, 1) for u in single]
    scales = speaker_scales(single, predicted)
    for u, seconds in zip(single, predicted, strict=True):
        if u.speaker not in scales:
            continue
        row, miss = base.row(u.counts), u.seconds / scales[u.speaker] - seconds
        for i in range(3):
            right[i] += row[i] * miss / seconds**2
            for j in range(3):
                normal[i][j] += row[i] * row[j] / seconds**2
    a, b, c = solve(normal, right)
    return a, b, c


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gaussian elimination with the largest pivot."""
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(size):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [x - factor * y for x, y in zip(rows[r], rows[i], strict=True)]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def news_sentences(paths: list[Path]) -> list[str]:
    """Sentences of eight words and more; lines without a full stop are headings and notes."""
    found = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if re.search(r"[.?!][\"'”’)]*\s*$", line):
                found += [line[span.start : span.end] for span in split_sentences(line)]
    return [sentence for sentence in found if len(sentence.split()) >= 8]


def keep_pace(base: Base, change: Row, news: list[str]) -> float:
    """What to multiply sounds, words and rarity by so that *news* keeps its mean log length."""
    counted = [count_text(sentence) for sentence in news]
    low, high = 0.8, 1.25
    for _ in range(60):
        middle = (low + high) / 2
        shift = mean(
            math.log(changed(base, change, middle, counts, n) / base.seconds(counts, n))
            for counts, n in counted
        )
        low, high = (middle, high) if shift < 0 else (low, middle)
    return (low + high) / 2


def changed(base: Base, change: Row, scale: float, counts: Sequence[float], sentences: int) -> float:
    sounds, *_ = row = base.row(counts)
    return (
        base.seconds(counts, sentences)
        - sounds
        + scale * (sounds + sum(x * c for x, c in zip(row, change, strict=True)))
    )


def coefficients(base: Base, change: Row, scale: float) -> dict[str, float]:
    """The new value of every coefficient that is not a pause."""
    made = {}
    for name, value in zip(features.NAMES, base.sound, strict=True):
        if name in features.MARKS:
            continue
        added = {"word": change[1], "rarity": change[2]}.get(name, 0.0)
        made[name] = scale * (value * (1 + change[0]) + added)
    return made


# Rules to compare with


def subtitle_edit(u: Utterance) -> float:
    """Subtitle Edit's rule: 15 characters a second, longer when short, shorter when long, 1 to 8 s."""
    seconds = len(u.text) / 15
    seconds *= 1.2 if seconds < 1.4 else 0.96 if seconds > 2.9 else 1.0
    return min(max(seconds, 1.0), 8.0)


def characters(u: Utterance) -> float:
    return len(u.text) / 15


def words_a_minute(rate: float) -> Callable[[Utterance], float]:
    return lambda u: len(u.text.split()) * 60 / rate


Predict = Callable[[Utterance], float]


def shipped(style: str) -> Predict:
    return lambda u: reading_time(u.text, style) / 1000


def fitted_scale(predict: Predict, train: list[Utterance]) -> Predict:
    """*predict* at the mean pace of the training speakers."""
    by_speaker: dict[str, list[float]] = defaultdict(list)
    for u in train:
        by_speaker[u.speaker].append(math.log(u.seconds / predict(u)))
    scale = math.exp(mean(mean(logs) for logs in by_speaker.values()))
    return lambda u: scale * predict(u)


def report(name: str, corpus: list[Utterance], predicted: list[float]) -> str:
    errors = [100 * (p / u.seconds - 1) for p, u in zip(predicted, corpus, strict=True)]
    sizes = [abs(e) for e in errors]
    total = 100 * (sum(predicted) / sum(u.seconds for u in corpus) - 1)
    pairs = [(u.speaker, p, u.seconds) for u, p in zip(corpus, predicted, strict=True)]
    minutes = [abs(100 * (p / t - 1)) for _, p, t in runs(pairs)] or [math.nan]
    figures = f"{mean(sizes):6.1f} | {median(sizes):6.1f} | {mean(errors):+6.1f} | {total:+6.1f}"
    return f"| {name:<34} | {figures} | {mean(minutes):6.1f} |"


def held_out(corpus: list[Utterance], learn: Callable[[list[Utterance]], Predict]) -> list[float]:
    """Predictions for each utterance by what *learn* makes of the other folds."""
    fold = folds(corpus)
    predicted = [0.0] * len(corpus)
    for held in sorted(set(fold)):
        predict = learn([u for u, f in zip(corpus, fold, strict=True) if f != held])
        for n, (u, f) in enumerate(zip(corpus, fold, strict=True)):
            if f == held:
                predicted[n] = predict(u)
    return predicted


def print_table(base: Base, corpora: list[list[Utterance]], scale: float) -> None:
    for corpus in corpora:
        speakers = len({u.speaker for u in corpus})
        print(f"\n{corpus[0].source}: {len(corpus)} utterances, {speakers} speaker{'s' * (speakers > 1)}\n")
        print(f"| {'rule':<34} |   MAPE | median |   bias |  total |   60 s |")
        print(f"|{'-' * 36}|-------:|-------:|-------:|-------:|-------:|")
        styles = ("anchor", *SHIPPED.get(corpus[0].source, ()))
        refit = partial(refitted, base, [c for c in corpora if c is not corpus], scale)
        rows: list[tuple[str, list[float]]] = [
            ("words, 160 a minute", list(map(words_a_minute(160), corpus))),
            ("words, 180 a minute", list(map(words_a_minute(180), corpus))),
            ("Subtitle Edit", list(map(subtitle_edit, corpus))),
            *((f"timer, {style} as shipped", list(map(shipped(style), corpus))) for style in styles),
            ("words, pace fitted", held_out(corpus, partial(fitted_scale, words_a_minute(160)))),
            ("characters, pace fitted", held_out(corpus, partial(fitted_scale, characters))),
            ("base, pace fitted", held_out(corpus, partial(fitted_scale, base.utterance))),
            ("timer, refitted, pace fitted", held_out(corpus, refit)),
        ]
        for name, predicted in rows:
            print(report(name, corpus, predicted))


def refitted(base: Base, others: list[list[Utterance]], scale: float, train: list[Utterance]) -> Predict:
    """The timer fitted to *train* and the other corpora, at the mean pace of *train*."""
    change = fit_change(base, [*others, train])
    return fitted_scale(lambda u: changed(base, change, scale, u.counts, u.sentences), train)


def write(values: dict[str, float], pace: float) -> None:
    """Put the coefficients and the pace into the data file, everything else as it was."""
    lines = [f"{name} = {value:.6f}" for name, value in values.items()]
    text = MODEL.read_text(encoding="utf-8")
    made = re.sub(
        r"(?m)(^\[coefficients\]\n)(?:\w+ = \S+\n)+", lambda m: m[1] + "\n".join(lines) + "\n", text
    )
    made = re.sub(r"(?m)^pace = .*$", f"pace = {pace:.4f}", made)
    MODEL.write_text(made, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--news", type=Path, nargs="+", help="find the pace anew from these scripts")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    data = tomllib.loads(MODEL.read_text(encoding="utf-8"))
    base = Base(data)
    corpora = [load(path) for path in args.data]
    change = fit_change(base, corpora)
    scale = data["base"]["pace"]
    if args.news:
        scale = round(keep_pace(base, change, news_sentences(args.news)), 4)
    print(
        f"sounds {change[0]:+.4f}, word {change[1]:+.4f} s, rarity {change[2]:+.4f} s a nat, pace {scale:.4f}"
    )
    values = coefficients(base, change, scale)
    for name, value in values.items():
        print(f"  {name:<14} {value:9.6f}   shipped {data['coefficients'][name]:9.6f}")
    if args.write:
        write(values, scale)
    print_table(base, corpora, scale)


if __name__ == "__main__":
    main()
