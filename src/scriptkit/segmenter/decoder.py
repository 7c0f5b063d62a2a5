"""Chooses one role for every sentence of a story, weighing all that recognisers noticed.

A report has a grammar: the anchor leads in and hands over, narration and bites take turns, the reporter
signs off. Each sentence gets a state; the score of a whole story is the sum of the coefficients of the
evidence under each state and of each step from state to state. The best sequence (Viterbi) is the
answer; forward and backward sums over all sequences give the probability of each state, which is the
confidence. Coefficients are data (``data/segmenter.json``); time is linear in the number of sentences.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import add, mul

from scriptkit import resources
from scriptkit.model import Role

STATES = (
    "intro", "toss", "narration", "reader", "soundbite", "standup", "ask", "answer", "sign_off", "tag",
    "close",
)  # fmt: skip
ROLE_OF = {
    "intro": Role.INTRO,
    "toss": Role.TOSS,
    "narration": Role.NARRATION,
    "reader": Role.NARRATION,
    "soundbite": Role.SOUNDBITE,
    "standup": Role.STANDUP,
    "ask": Role.TWO_WAY,
    "answer": Role.TWO_WAY,
    "sign_off": Role.SIGN_OFF,
    "tag": Role.INTRO,
    "close": Role.SIGN_OFF,
}
_N = len(STATES)
_LEAST = -60.0
"""Odds below exp of this are not worth a floating-point underflow."""
_NEVER = -10_000.0
_Square = list[list[float]]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Log weights. ``emission[evidence][state]``, ``step[from][to]``, ``edge[feature][(from, to)]``."""

    emission: Mapping[str, tuple[float, ...]]
    step: tuple[tuple[float, ...], ...]
    edge: Mapping[str, tuple[tuple[float, ...], ...]]
    change: Mapping[str, float]
    """What it costs to change state where an edge feature (``same_quote``) says one speaks on."""
    first: tuple[float, ...]
    last: tuple[float, ...]
    temperature: float


def coefficients_from(table: Mapping[str, object]) -> Coefficients:
    """The JSON form (state names to numbers, missing means 0; a missing step is forbidden) as tuples."""

    def row(values: object, default: float = 0.0) -> tuple[float, ...]:
        numbers = values if isinstance(values, Mapping) else {}
        every = float(numbers.get("*", default))
        return tuple(float(numbers.get(state, every)) for state in STATES)

    def section(name: str) -> Mapping[str, object]:
        values = table.get(name, {})
        return values if isinstance(values, Mapping) else {}

    def square(values: object, default: float) -> tuple[tuple[float, ...], ...]:
        rows = values if isinstance(values, Mapping) else {}
        return tuple(row(rows.get(state, {}), default) for state in STATES)

    temperature = table.get("temperature", 1.0)
    return Coefficients(
        emission={name: row(values) for name, values in section("emission").items()},
        step=square(table.get("step"), -8.0),
        edge={name: square(values, 0.0) for name, values in section("edge").items()},
        change={name: float(str(value)) for name, value in section("change").items()},
        first=row(table.get("first"), -6.0),
        last=row(table.get("last"), -2.0),
        temperature=float(temperature) if isinstance(temperature, int | float) else 1.0,
    )


@cache
def packaged_coefficients() -> Coefficients:
    return coefficients_from(resources.read_json("segmenter.json")["fitted"])


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence as the decoder sees it: its evidence and how it joins the sentence before."""

    evidence: Mapping[str, float]
    edges: tuple[str, ...] = ()
    only: Role | None = None
    """The role the file or the producer declares."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The state chosen for a sentence and the probability of every role there."""

    state: str
    roles: Mapping[Role, float]

    @property
    def role(self) -> Role:
        return ROLE_OF[self.state]

    @property
    def confidence(self) -> float:
        return self.roles[self.role]


def decode(steps: Sequence[Step], coefficients: Coefficients) -> list[Decision]:
    """The best states of a story, with probabilities."""
    if not steps:
        return []
    links = _Links(coefficients)
    local = [_emission(step, coefficients) for step in steps]
    edges = [step.edges for step in steps]
    states = _viterbi(local, edges, links, coefficients)
    marginals = _marginals(local, edges, links, coefficients)
    return [Decision(STATES[s], _by_role(row)) for s, row in zip(states, marginals, strict=True)]


class _Links:
    """Scores of every step between states, kept for each set of edge features that occurs."""

    def __init__(self, coefficients: Coefficients) -> None:
        self._coefficients = coefficients
        self._scores: dict[tuple[str, ...], _Square] = {}
        self._odds: dict[tuple[str, ...], _Square] = {}

    def scores(self, edges: tuple[str, ...]) -> _Square:
        """``scores[to][from]``."""
        found = self._scores.get(edges)
        if found is None:
            step = self._coefficients.step
            extra = [self._coefficients.edge[e] for e in edges if e in self._coefficients.edge]
            change = sum(self._coefficients.change.get(e, 0.0) for e in edges)
            found = [
                [step[a][b] + sum(x[a][b] for x in extra) + (change if a != b else 0.0) for a in range(_N)]
                for b in range(_N)
            ]
            self._scores[edges] = found
        return found

    def odds(self, edges: tuple[str, ...]) -> _Square:
        found = self._odds.get(edges)
        if found is None:
            t = self._coefficients.temperature
            found = [[math.exp(x / t) for x in row] for row in self.scores(edges)]
            self._odds[edges] = found
        return found


def _emission(step: Step, coefficients: Coefficients) -> list[float]:
    scores = [0.0] * _N
    for name, value in step.evidence.items():
        weights = coefficients.emission.get(name)
        if weights:
            scores = (
                list(map(add, scores, weights))
                if value == 1.0
                else [s + value * w for s, w in zip(scores, weights, strict=True)]
            )
    if step.only is not None:
        scores = [
            s if ROLE_OF[state] is step.only else s + _NEVER for s, state in zip(scores, STATES, strict=True)
        ]
    return scores


def _viterbi(
    local: list[list[float]], edges: list[tuple[str, ...]], links: _Links, coefficients: Coefficients
) -> list[int]:
    best = [f + e for f, e in zip(coefficients.first, local[0], strict=True)]
    back: list[list[int]] = []
    for here, features in zip(local[1:], edges[1:], strict=True):
        column, froms = [], []
        for row, e in zip(links.scores(features), here, strict=True):
            scores = list(map(add, best, row))
            top = max(scores)
            froms.append(scores.index(top))
            column.append(top + e)
        best = column
        back.append(froms)
    final = [x + y for x, y in zip(best, coefficients.last, strict=True)]
    state = final.index(max(final))
    path = [state]
    for froms in reversed(back):
        state = froms[state]
        path.append(state)
    return path[::-1]


def _marginals(
    local: list[list[float]], edges: list[tuple[str, ...]], links: _Links, coefficients: Coefficients
) -> list[list[float]]:
    """Probability of each state at each sentence; scores are divided by the temperature first."""
    t = coefficients.temperature
    emit = [_odds(row, t) for row in local]
    forward = [_normal([f * e for f, e in zip(_odds(coefficients.first, t), emit[0], strict=True)])]
    for here, features in zip(emit[1:], edges[1:], strict=True):
        last = forward[-1]
        rows = links.odds(features)
        forward.append(_normal([e * sum(map(mul, last, row)) for row, e in zip(rows, here, strict=True)]))
    backward = [_odds(coefficients.last, t)]
    for here, features in zip(reversed(emit[1:]), reversed(edges[1:]), strict=True):
        weighted = list(map(mul, backward[-1], here))
        columns = zip(*links.odds(features), strict=True)
        backward.append(_normal([sum(map(mul, column, weighted)) for column in columns]))
    backward.reverse()
    return [_normal(list(map(mul, x, y))) for x, y in zip(forward, backward, strict=True)]


def _odds(row: Sequence[float], temperature: float) -> list[float]:
    top = max(row)
    return [math.exp(max(_LEAST, (x - top) / temperature)) for x in row]


def _normal(row: list[float]) -> list[float]:
    total = sum(row)
    return [x / total for x in row] if total > 0 else [1.0 / len(row)] * len(row)


def _by_role(row: list[float]) -> dict[Role, float]:
    roles: dict[Role, float] = {}
    for state, p in zip(STATES, row, strict=True):
        role = ROLE_OF[state]
        roles[role] = roles.get(role, 0.0) + p
    return roles
