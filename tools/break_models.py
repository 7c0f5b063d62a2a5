"""The two models behind ``fit_breaks.py``: files to words and marks, line choices, cue lattices."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from scriptkit.cueing.linebreak import best_pair
from scriptkit.cueing.passage import Passage, Weights, read_passage
from scriptkit.model import Profile, Word
from scriptkit.subtitle_readers.srt import SrtReader
from scriptkit.text.phrases import gap_features
from scriptkit.text.tokens import tokenize

KINDS = [b + e for b in "SM" for e in "EPN"]
STEPS = 10
_UNSPOKEN = re.compile(r"<[^>]*>|\{[^}]*\}|\[[^\]]*\]|\([^)]*\)|♪|>>")
_LABEL = re.compile(r"^\s*-\s*|^\s*[A-Z][A-Z .']+:\s*")


@dataclass
class Doc:
    """One file: its words and, after each, ``""``, ``line`` or ``cue``."""

    name: str
    words: list[str]
    marks: list[str]
    weight: float = 1.0
    passage: Passage = field(init=False)
    features: list[list[str]] = field(init=False)

    def __post_init__(self) -> None:
        ends = list(accumulate(len(word) * _MS_PER_CHAR for word in self.words))
        starts = [0, *ends[:-1]]
        timed = [Word(*word) for word in zip(self.words, starts, ends, strict=True)]
        self.passage = read_passage(timed, EMPTY)
        self.features = gap_features(self.passage.looks, self.passage.sentence_end)

    def cues(self) -> list[tuple[int, int]]:
        """First and last word (exclusive) of each cue."""
        ends = [i + 1 for i, mark in enumerate(self.marks) if mark == "cue"]
        return list(zip([0, *ends[:-1]], ends, strict=True))


_MS_PER_CHAR = 66
"""An even pace with no pauses, so that time says nothing about where cues end."""
EMPTY = Weights({}, {}, dict.fromkeys(KINDS, (0.0,) * STEPS), 0.0, 0.0, 0.0, 0.0, 0.0)


def read_doc(path: pathlib.Path, weight: float) -> Doc:
    """Spoken words of an SRT file, labels and sounds left out."""
    track, _ = SrtReader().read(path.read_bytes(), str(path))
    words: list[str] = []
    marks: list[str] = []
    for cue in track.cues:
        lines = [
            _LABEL.sub("", line).strip() for line in _UNSPOKEN.sub(" ", "\n".join(cue.lines)).split("\n")
        ]
        tokens = [[token.text for token in tokenize(line)] for line in lines]
        tokens = [line for line in tokens if line]
        for number, line in enumerate(tokens):
            words += line
            marks += [""] * (len(line) - 1) + ["cue" if number == len(tokens) - 1 else "line"]
    return Doc(path.stem, words, marks, weight)


# --- lines -----------------------------------------------------------------------------------


@dataclass
class Choices:
    """Cues that need two lines: candidate cuts as rows, grouped by cue, one of each chosen."""

    names: list[list[str]] = field(default_factory=list)
    shape: list[tuple[float, float]] = field(default_factory=list)
    group: list[int] = field(default_factory=list)
    gold: list[bool] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)


def line_choices(docs: list[Doc], width: int) -> Choices:
    out = Choices()
    group = 0
    for doc in docs:
        p = doc.passage
        for first, last in doc.cues():
            broken = [i for i in range(first, last - 1) if doc.marks[i] == "line"]
            if len(broken) != 1 or p.size(first, last) <= width:
                continue
            limit = max(width, p.size(first, broken[0] + 1), p.size(broken[0] + 1, last))
            for cut in range(first + 1, last):
                if p.size(first, cut) > limit or p.size(cut, last) > limit:
                    continue
                lean = (p.size(first, cut) - p.size(cut, last)) / limit
                out.names.append(doc.features[cut - 1])
                out.shape.append((lean * lean, max(lean, 0.0)))
                out.group.append(group)
                out.gold.append(cut - 1 == broken[0])
                out.weight.append(doc.weight)
            group += 1
    return out


def fit_lines(
    docs: list[Doc], prior: dict[str, float], width: int, pull: float
) -> tuple[dict[str, float], float, float]:
    data = line_choices(docs, width)
    index = {name: n for n, name in enumerate(sorted({n for row in data.names for n in row} | set(prior)))}
    x = _sparse(data.names, index)
    shape = np.array(data.shape)
    group, gold = np.array(data.group), np.array(data.gold)
    weight = np.array(data.weight)
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    mean = np.array([prior.get(name, 0.0) for name in index] + [-3.0, 0.0])
    strength = np.array([pull] * len(index) + [0.05, 0.05])

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        score = x @ theta[:-2] + shape @ theta[-2:]
        top = np.maximum.reduceat(score, starts)[group]
        e = np.exp(score - top)
        prob = e / np.add.reduceat(e, starts)[group]
        away = theta - mean
        value = -np.sum(weight[gold] * np.log(prob[gold])) + 0.5 * np.sum(strength * away**2)
        d = weight * (prob - gold)
        grad = np.concatenate([x.T @ d, shape.T @ d]) + strength * away
        return value, grad

    theta = minimize(loss, mean, jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: float(theta[n]) for name, n in index.items()}, float(theta[-2]), float(theta[-1])


def _sparse(rows: list[list[str]], index: dict[str, int]) -> csr_matrix:
    indices, indptr = [], [0]
    for row in rows:
        indices += [index[name] for name in row if name in index]
        indptr.append(len(indices))
    return csr_matrix((np.ones(len(indices)), indices, indptr), shape=(len(rows), len(index)))


# --- cues ------------------------------------------------------------------------------------


@dataclass
class Lattice:
    """All possible cues of many stretches of words, as edges from gap to gap.

    Stretches are laid side by side, so that one step works on all of them at once.
    """

    first: np.ndarray
    """Edge → gap it begins at, counted from its stretch's start."""
    last: np.ndarray
    stretch: np.ndarray
    """Edge → number of its stretch."""
    gap_row: np.ndarray
    """Edge → row of ``gaps`` with the features of the gap it ends at."""
    dense: np.ndarray
    gold: np.ndarray
    weight: np.ndarray
    gaps: list[list[str]]
    counts: np.ndarray
    """Stretch → its number of words."""
    into: list[np.ndarray] = field(default_factory=list)
    """Gap → edges that end there, a row for each stretch, padded with one edge too many."""
    out_of: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        longest = int(self.counts.max())
        self.into = [self._table(self.last, k) for k in range(longest + 1)]
        self.out_of = [self._table(self.first, k) for k in range(longest + 1)]

    def _table(self, place: np.ndarray, k: int) -> np.ndarray:
        edges = np.flatnonzero(place == k)
        owner = self.stretch[edges]
        order = np.argsort(owner, kind="stable")
        edges, owner = edges[order], owner[order]
        counts = np.bincount(owner, minlength=len(self.counts))
        table = np.full((len(self.counts), max(1, counts.max(initial=1))), len(self.first))
        column = np.arange(len(edges)) - np.repeat(np.cumsum(counts) - counts, counts)
        table[owner, column] = edges
        return table


def dense_features(p: Passage, first: int, last: int, profile: Profile) -> np.ndarray | None:
    """Length curve, layout score, two lines, sentences inside; ``None`` when no layout fits."""
    size = p.size(first, last)
    row = np.zeros(len(KINDS) * STEPS + 3)
    base = KINDS.index(p.kind(first, last)) * STEPS
    place = min(max(size / profile.max_cue_chars * STEPS - 0.5, 0.0), STEPS - 1.0)
    low = int(place)
    row[base + low] += 1 - (place - low)
    row[base + min(low + 1, STEPS - 1)] += place - low
    if size > profile.max_chars:
        score, cut = best_pair(p, first, last, profile.max_chars)
        if cut < 0:
            return None
        row[-3], row[-2] = score, 1.0
    row[-1] = sum(p.sentence_end[first : last - 1])
    return row


_STRETCH_WORDS = 80


def stretches(doc: Doc, p: Passage, profile: Profile) -> list[list[tuple[int, int]]]:
    """The file's cues, cut apart where one is larger than the profile allows and now and then besides."""
    runs: list[list[tuple[int, int]]] = [[]]
    for first, last in doc.cues():
        if p.size(first, last) > profile.max_cue_chars or dense_features(p, first, last, profile) is None:
            runs.append([])
            continue
        runs[-1].append((first, last))
        if last - runs[-1][0][0] >= _STRETCH_WORDS and p.sentence_end[last - 1]:
            runs.append([])
    return [run for run in runs if run]


def lattice(docs: list[Doc], profile: Profile, table: Weights) -> Lattice:
    firsts, lasts, owner, gap_row, rows, gold, weight = [], [], [], [], [], [], []
    gaps: list[list[str]] = []
    counts: list[int] = []
    for doc in docs:
        p = read_passage(doc.passage.words, table)
        for run in stretches(doc, p, profile):
            start, stop = run[0][0], run[-1][1]
            human = set(run)
            for first, last, row in possible_cues(p, start, stop, profile):
                firsts.append(first - start)
                lasts.append(last - start)
                owner.append(len(counts))
                gap_row.append(len(gaps) + last - start - 1)
                rows.append(row)
                gold.append((first, last) in human)
                weight.append(doc.weight)
            gaps += [*doc.features[start : stop - 1], []]
            counts.append(stop - start)
    arrays = [np.array(x) for x in (firsts, lasts, owner, gap_row, rows, gold, weight)]
    return Lattice(*arrays, gaps, np.array(counts))


def possible_cues(
    p: Passage, start: int, stop: int, profile: Profile
) -> Iterator[tuple[int, int, np.ndarray]]:
    for last in range(start + 1, stop + 1):
        for first in range(last - 1, start - 1, -1):
            if p.size(first, last) > profile.max_cue_chars and last - first > 1:
                break
            row = dense_features(p, first, last, profile)
            if row is not None:
                yield first, last, row


def expect(lat: Lattice, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log-partition of every stretch and the probability of every edge."""
    count, longest = len(lat.counts), int(lat.counts.max())
    score = np.append(score, -np.inf)
    first, last = np.append(lat.first, 0), np.append(lat.last, 0)
    alpha = np.full((count, longest + 1), -np.inf)
    beta = np.full((count, longest + 1), -np.inf)
    alpha[:, 0] = 0.0
    beta[np.arange(count), lat.counts] = 0.0
    rows = np.arange(count)[:, None]
    for k in range(1, longest + 1):
        edges = lat.into[k]
        alpha[:, k] = np.logaddexp.reduce(alpha[rows, first[edges]] + score[edges], axis=1)
    for k in range(longest - 1, -1, -1):
        edges = lat.out_of[k]
        reach = np.logaddexp.reduce(beta[rows, last[edges]] + score[edges], axis=1)
        beta[:, k] = np.logaddexp(beta[:, k], reach)
    total = alpha[np.arange(count), lat.counts]
    s = lat.stretch
    return total, np.exp(alpha[s, lat.first] + score[:-1] + beta[s, lat.last] - total[s])


def fit_cues(
    docs: list[Doc], profile: Profile, table: Weights, prior: dict[str, float], pull: float, smooth: float
) -> Weights:
    lat = lattice(docs, profile, table)
    index = {name: n for n, name in enumerate(sorted({n for row in lat.gaps for n in row} | set(prior)))}
    x = _sparse(lat.gaps, index)
    stretch_weight = np.zeros(len(lat.counts))
    stretch_weight[lat.stretch] = lat.weight
    size, dense = len(index), len(KINDS) * STEPS + 3
    mean = np.zeros(size + dense)
    mean[:size] = [prior.get(name, 0.0) for name in index]
    mean[size:-3] = np.tile(LENGTH_PRIOR, len(KINDS))
    mean[-3:] = (0.3, -0.5, -1.0)
    pulls = np.concatenate([np.full(size, pull), np.full(dense - 3, 0.1), np.full(3, 0.5)])
    bend = np.zeros((STEPS - 2, STEPS))
    for r in range(STEPS - 2):
        bend[r, r : r + 3] = (1, -2, 1)
    bend = smooth * bend.T @ bend

    def loss(theta: np.ndarray) -> tuple[float, np.ndarray]:
        away = theta - mean
        value, grad = 0.5 * np.sum(pulls * away**2), pulls * away
        for k in range(len(KINDS)):
            part = slice(size + k * STEPS, size + (k + 1) * STEPS)
            curve = away[part]
            value += 0.5 * curve @ bend @ curve
            grad[part] += bend @ curve
        score = (x @ theta[:size])[lat.gap_row] + lat.dense @ theta[size:]
        total, prob = expect(lat, score)
        d = lat.weight * (prob - lat.gold)
        value += stretch_weight @ total - lat.weight[lat.gold] @ score[lat.gold]
        grad[size:] += lat.dense.T @ d
        grad[:size] += x.T @ np.bincount(lat.gap_row, weights=d, minlength=len(lat.gaps))
        return value, grad

    theta = minimize(loss, mean, jac=True, method="L-BFGS-B", options={"maxiter": 150}).x
    curves = theta[size:-3].reshape(len(KINDS), STEPS)
    return Weights(
        cue={name: float(theta[n]) for name, n in index.items()},
        line=table.line,
        length={kind: tuple(map(float, curve)) for kind, curve in zip(KINDS, curves, strict=True)},
        balance=table.balance,
        top_heavy=table.top_heavy,
        layout=float(theta[-3]),
        two_lines=float(theta[-2]),
        sentence_inside=float(theta[-1]),
    )


LENGTH_PRIOR = np.array([-3.5, -2.8, -2.3, -2.0, -1.9, -1.9, -2.0, -2.2, -2.6, -3.2])
