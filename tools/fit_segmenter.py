#!/usr/bin/env python3
"""Fit the story decoder's coefficients on role-labelled scripts, and say how well they generalise.

usage: fit_segmenter.py DIR... [--write] [--strength 2.0] [--rounds 150] [--leave-one-out convention|file]

Each DIR holds ``raw/NAME.txt`` and ``gold/NAME.json`` (see ``tests/scripts/README.md``). The decoder is a
linear-chain model, so its coefficients can be fitted by maximum likelihood; with so few scripts they are held
to the values set by hand (the ``hand`` section of ``data/segmenter.json``) by a Gaussian prior of the given
strength. ``--leave-one-out`` fits on all other conventions (or files) and reports unit accuracy, how often
a confidence of 0.9 or more is right, and the temperature that calibrates best, always on what was left out.
Needs numpy.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from scriptkit.model import Script
from scriptkit.segmenter import decoder, engine
from scriptkit.segmenter.decoder import ROLE_OF, STATES, Coefficients, Step, coefficients_from

DATA = Path(__file__).parents[1] / "src" / "scriptkit" / "data" / "segmenter.json"
N = len(STATES)
Array = np.ndarray[Any, np.dtype[np.float64]]


@dataclass
class Story:
    """A story's steps with, for each, the states its gold role allows (all when it is uncertain)."""

    name: str
    convention: str
    steps: Sequence[Step]
    allowed: Array
    scored: list[str | None] = field(default_factory=list)


def stories_of(folder: Path) -> Iterator[Story]:
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (folder / "raw" / f"{path.stem}.txt").read_text(encoding="utf-8")
        roles: list[str | None] = [None] * len(text)
        for unit in gold["units"]:
            role = None if unit.get("uncertain") else unit["role"]
            roles[unit["start"] : unit["end"]] = [role] * (unit["end"] - unit["start"])
        for steps, spans in drafts(text):
            wanted = [_majority(roles, span) for span in spans]
            allowed = np.array([[w is None or ROLE_OF[s].value == w for s in STATES] for w in wanted], float)
            allowed[allowed.sum(axis=1) == 0] = 1.0  # a role no sentence can have: a recogniser's miss
            scored = [w if w in {r.value for r in ROLE_OF.values()} else None for w in wanted]
            yield Story(path.stem, gold["convention"], steps, allowed, scored)


def drafts(text: str) -> list[tuple[list[Step], list[list[tuple[int, int]]]]]:
    """What the decoder is given for each story of a script, taken where the engine hands it over."""
    found: list[tuple[list[Step], list[list[tuple[int, int]]]]] = []
    original = engine._Reading._decide

    def spy(self: engine._Reading, draft: Any) -> list[decoder.Decision]:
        decisions = original(self, draft)
        steps = [engine._step(draft.units, i) for i in range(len(draft.units))]
        spans = [u.fragments for u in draft.units]
        found[:] = [f for f in found if not (f[1] and spans and _inside(spans, f[1]))]
        found.append((steps, spans))
        return decisions

    engine._Reading._decide = spy  # type: ignore[method-assign]
    try:
        engine.segment(Script(text))
    finally:
        engine._Reading._decide = original  # type: ignore[method-assign]
    return [f for f in found if f[0]]


def _inside(part: list[list[tuple[int, int]]], whole: list[list[tuple[int, int]]]) -> bool:
    return whole[0][0][0] <= part[0][0][0] and part[-1][-1][1] <= whole[-1][-1][1]


def _majority(roles: Sequence[str | None], spans: Iterable[tuple[int, int]]) -> str | None:
    counts = Counter(roles[i] for a, b in spans for i in range(a, b))
    return counts.most_common(1)[0][0] if counts else None


class Model:
    """All coefficients as one vector, with where each of them sits."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        c = coefficients_from(table)
        self.names = sorted(c.emission)
        self.edges = sorted(c.edge)
        self.changes = sorted(c.change)
        parts = [
            np.array([c.emission[n] for n in self.names]).ravel(),
            np.array(c.step).ravel(),
            np.array([c.edge[e] for e in self.edges]).ravel(),
            np.array(c.first),
            np.array(c.last),
        ]
        self.sizes = [p.size for p in parts]
        self.prior: Array = np.concatenate(parts)
        self.change = dict(c.change)
        self.place = {n: k for k, n in enumerate(self.names)}

    def split(self, w: Array) -> tuple[Array, Array, Array, Array, Array]:
        cuts = np.cumsum(self.sizes)[:-1]
        e, s, g, f, la = np.split(w, cuts)
        return e.reshape(-1, N), s.reshape(N, N), g.reshape(-1, N, N), f, la

    def gradient(self, w: Array, story: Story) -> tuple[float, Array]:
        """Log likelihood of the gold roles of one story, and its gradient."""
        emission, step, edge, first, last = self.split(w)
        values, links, which = self._inputs(story, emission, step, edge)
        free = _expect(values, links, first, last)
        bound = _expect(np.where(story.allowed > 0, values, -1e4), links, first, last)
        grad = np.zeros_like(w)
        ge, gs, gg, gf, gl = self.split(grad)
        nodes = bound[1] - free[1]
        pairs = [b - f for b, f in zip(bound[2], free[2], strict=True)]
        for i, s in enumerate(story.steps):
            for name, value in s.evidence.items():
                k = self.place.get(name)
                if k is not None:
                    ge[k] += value * nodes[i]
            if i:
                gs += pairs[i]
                for e in which[i]:
                    gg[e] += pairs[i]
        gf += nodes[0]
        gl += nodes[-1]
        return bound[0] - free[0], grad

    def _inputs(
        self, story: Story, emission: Array, step: Array, edge: Array
    ) -> tuple[Array, list[Array], list[list[int]]]:
        place = self.place
        values = np.zeros((len(story.steps), N))
        links, which = [], []
        for i, s in enumerate(story.steps):
            for name, value in s.evidence.items():
                if name in place:
                    values[i] += value * emission[place[name]]
            own = [k for k, e in enumerate(self.edges) if e in s.edges]
            link = step + sum((edge[k] for k in own), np.zeros((N, N)))
            change = sum(v for name, v in self.change.items() if name in s.edges)
            links.append(link + change * (1 - np.eye(N)))
            which.append(own)
        return values, links, which

    def to_table(self, w: Array) -> dict[str, Any]:
        """The vector as the JSON the decoder reads; zeros are left out."""
        emission, step, edge, first, last = self.split(w)

        def row(values: Array) -> dict[str, float]:
            return {s: round(float(v), 2) for s, v in zip(STATES, values, strict=True) if abs(v) >= 0.005}

        def square(values: Array, every: bool) -> dict[str, dict[str, float]]:
            rows = {
                s: ({t: round(float(x), 2) for t, x in zip(STATES, v, strict=True)} if every else row(v))
                for s, v in zip(STATES, values, strict=True)
            }
            return {s: r for s, r in rows.items() if r}

        return {
            "temperature": self.table.get("temperature", 1.0),
            "first": {s: round(float(v), 2) for s, v in zip(STATES, first, strict=True)},
            "last": {s: round(float(v), 2) for s, v in zip(STATES, last, strict=True)},
            "step": square(step, True),
            "change": self.change,
            "edge": {n: square(v, False) for n, v in zip(self.edges, edge, strict=True)},
            "emission": {n: row(v) for n, v in zip(self.names, emission, strict=True)},
        }


def _expect(values: Array, links: list[Array], first: Array, last: Array) -> tuple[float, Array, list[Array]]:
    """Log sum over all state sequences, and the expected nodes and steps."""
    size = len(values)
    forward = np.zeros((size, N))
    forward[0] = first + values[0]
    for i in range(1, size):
        forward[i] = values[i] + _logsum(forward[i - 1][:, None] + links[i])
    total = float(np.logaddexp.reduce(forward[-1] + last))
    backward = np.zeros((size, N))
    backward[-1] = last
    for i in range(size - 1, 0, -1):
        backward[i - 1] = _logsum((links[i] + values[i] + backward[i]).T)
    nodes = np.exp(forward + backward - total)
    pairs = [np.zeros((N, N))] + [
        np.exp(forward[i - 1][:, None] + links[i] + values[i] + backward[i] - total) for i in range(1, size)
    ]
    return total, nodes, pairs


def _logsum(x: Array) -> Array:
    top = x.max(axis=0)
    return np.asarray(top + np.log(np.exp(x - top).sum(axis=0)))


def fit(model: Model, stories: Sequence[Story], strength: float, rounds: int) -> Array:
    """Adam on the likelihood and the prior that pulls every coefficient to its value set by hand."""
    w, m, v = model.prior.copy(), np.zeros_like(model.prior), np.zeros_like(model.prior)
    for t in range(1, rounds + 1):
        grad = -strength * (w - model.prior)
        for story in stories:
            grad += model.gradient(w, story)[1]
        m, v = 0.9 * m + 0.1 * grad, 0.999 * v + 0.001 * grad**2
        w += 0.03 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return w


@dataclass
class Tally:
    """Judgements on scripts that were not fitted on."""

    right: int = 0
    total: int = 0
    sure: int = 0
    sure_right: int = 0
    margins: list[tuple[list[float], bool]] = field(default_factory=list)

    def add(self, story: Story, coefficients: Coefficients) -> None:
        for decision, want in zip(decoder.decode(story.steps, coefficients), story.scored, strict=True):
            if want is None:
                continue
            good = decision.role.value == want
            self.total += 1
            self.right += good
            self.sure += decision.confidence >= 0.9
            self.sure_right += good and decision.confidence >= 0.9

    def line(self, name: str) -> str:
        sure = f"{self.sure_right}/{self.sure} ({self.sure_right / self.sure:.1%})" if self.sure else "-"
        share = self.right / max(1, self.total)
        return f"{name:30s} {self.right:4d}/{self.total:4d} {share:6.1%}   sure (>=0.9) and right {sure}"


def leave_one_out(
    model: Model, stories: Sequence[Story], by: str, strength: float, rounds: int, temperature: float
) -> None:
    groups: dict[str, list[Story]] = defaultdict(list)
    for story in stories:
        groups[_family(story) if by == "convention" else story.name].append(story)
    both = {"hand": Tally(), "fitted": Tally()}
    for name, held in sorted(groups.items()):
        rest = [s for s in stories if s not in held]
        table = model.to_table(fit(model, rest, strength, rounds)) | {"temperature": temperature}
        fitted, hand = coefficients_from(table), coefficients_from(model.table | {"temperature": temperature})
        own = Tally()
        for story in held:
            own.add(story, fitted)
            both["fitted"].add(story, fitted)
            both["hand"].add(story, hand)
        print(own.line(name), flush=True)
    for kind, tally in both.items():
        print(tally.line(f"all left out, {kind}"))


_FAMILIES = {
    "web": "web",
    "oneline": "oneline",
    "bulletin": "bulletin",
    "two_way": "two-way",
    "two-way": "two-way",
    "bracket": "bracket",
    "anchor": "anchor lead",
    "paren": "double paren",
    "cnn": "labels",
    "caps": "labels",
    "abc": "labels",
    "full_name": "labels",
    "agency": "agency",
    "reuters": "agency",
    "two-column": "two column",
    "two_column": "two column",
    "vo-sot": "two column",
    "captions": "captions",
}


def _family(story: Story) -> str:
    """Conventions of differently named sets that are one."""
    for part, family in _FAMILIES.items():
        if part in story.convention:
            return family
    return story.convention


def log_loss(stories: Sequence[Story], table: dict[str, Any], temperature: float) -> float:
    """Mean surprise at the gold roles."""
    coefficients, losses = coefficients_from(table | {"temperature": temperature}), []
    for story in stories:
        for decision, want in zip(decoder.decode(story.steps, coefficients), story.scored, strict=True):
            if want is not None:
                p = next((p for r, p in decision.roles.items() if r.value == want), 0.0)
                losses.append(-math.log(max(p, 1e-6)))
    return sum(losses) / len(losses)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--strength", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--leave-one-out", choices=("convention", "file"))
    parser.add_argument("--write", action="store_true", help="put the fitted coefficients into the package")
    args = parser.parse_args()
    data = json.loads(DATA.read_text(encoding="utf-8"))
    model = Model(data["hand"])
    stories = [s for folder in args.folders for s in stories_of(folder)]
    print(f"{len(stories)} stories, {sum(len(s.steps) for s in stories)} sentences")
    if args.leave_one_out:
        leave_one_out(model, stories, args.leave_one_out, args.strength, args.rounds, args.temperature)
        return 0
    fitted = model.to_table(fit(model, stories, args.strength, args.rounds))
    for t in (1.0, 1.5, 2.0, 2.5, 3.0):
        print(
            f"temperature {t}: log loss hand {log_loss(stories, data['hand'], t):.4f}"
            f" fitted {log_loss(stories, fitted, t):.4f}"
        )
    tally = Tally()
    for story in stories:
        tally.add(story, coefficients_from(fitted | {"temperature": args.temperature}))
    print(tally.line("fitted on all of it"))
    if args.write:
        data["fitted"] = fitted | {"temperature": args.temperature}
        DATA.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
