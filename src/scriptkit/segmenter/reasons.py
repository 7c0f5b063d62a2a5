"""Why a sentence got its role: the evidence that decided, and what spoke against it."""

from __future__ import annotations

from scriptkit.segmenter.decoder import ROLE_OF, STATES, Coefficients, Decision
from scriptkit.segmenter.parts import Unit

GRAMMAR = "grammar"
_WORTH_TELLING = 0.05
"""Least probability of another role that is told."""
_SPEAKS_UP = 1.0
"""Log odds from which evidence counts as having spoken for the other role."""


def rule_of(unit: Unit, decision: Decision, coefficients: Coefficients) -> str:
    """The evidence that spoke loudest for the chosen role; ``grammar`` when only its place did."""
    chosen = STATES.index(decision.state)
    best, rule = 0.0, GRAMMAR
    for name, value, weights in _telling(unit, coefficients):
        others = [w for s, w in enumerate(weights) if s != chosen]
        margin = value * (weights[chosen] - sum(others) / len(others))
        if margin > best:
            best, rule = margin, name
    return rule


def against(unit: Unit, decision: Decision, coefficients: Coefficients) -> tuple[str, ...]:
    """The likeliest other role and what spoke for it: ``toss 23%: toss.named, toss.live``."""
    rivals = [(p, role) for role, p in decision.roles.items() if role is not decision.role]
    probability, rival = max(rivals)
    if probability < _WORTH_TELLING:
        return ()
    chosen = STATES.index(decision.state)
    states = [s for s, name in enumerate(STATES) if ROLE_OF[name] is rival]
    named = [
        name
        for name, value, weights in _telling(unit, coefficients)
        if value * (max(weights[s] for s in states) - weights[chosen]) >= _SPEAKS_UP
    ]
    return (f"{rival} {probability:.0%}" + (f": {', '.join(named)}" if named else ""),)


def _telling(unit: Unit, coefficients: Coefficients) -> list[tuple[str, float, tuple[float, ...]]]:
    """Evidence that says something, not that something is missing or where the sentence stands."""
    return [
        (name, value, coefficients.emission[name])
        for name, value in unit.evidence.items()
        if name in coefficients.emission and not name.endswith(".none") and not name.startswith("place.")
    ]
