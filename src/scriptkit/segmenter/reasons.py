"""Why a sentence got its role: the evidence that decided, and what spoke against it."""

from __future__ import annotations

from collections.abc import Mapping

from scriptkit.model import Role
from scriptkit.segmenter.decoder import ROLE_OF, STATES, Coefficients, Decision
from scriptkit.segmenter.parts import Unit

_SPEAKS_UP = 1.0
"""Log odds from which evidence for another role is worth telling."""
GRAMMAR = "grammar"


def rule_of(unit: Unit, decision: Decision, coefficients: Coefficients) -> str:
    """The evidence that spoke loudest for the chosen role; ``grammar`` when only its place did."""
    chosen = STATES.index(decision.state)
    best, rule = 0.0, GRAMMAR
    for name, value in unit.evidence.items():
        weights = coefficients.emission.get(name)
        if weights is None or name.endswith(".none") or name.startswith("place."):
            continue
        margin = value * (weights[chosen] - _average(weights, chosen))
        if margin > best:
            best, rule = margin, name
    return rule


def against(unit: Unit, decision: Decision, coefficients: Coefficients) -> tuple[str, ...]:
    """What spoke for another role, as ``evidence: role``."""
    chosen = STATES.index(decision.state)
    told: dict[str, None] = {}
    for name, value in unit.evidence.items():
        weights = coefficients.emission.get(name)
        if weights is None or name.endswith(".none") or name.startswith("place."):
            continue
        rival = max(range(len(STATES)), key=lambda s, w=weights: w[s])  # type: ignore[misc]
        role = ROLE_OF[STATES[rival]]
        if role is not decision.role and value * (weights[rival] - weights[chosen]) >= _SPEAKS_UP:
            told[f"{name}: {role}"] = None
    return tuple(told)


def doubt(roles: Mapping[Role, float], chosen: Role) -> tuple[str, ...]:
    """The likeliest other role, when it is not far behind."""
    rivals = [(p, role) for role, p in roles.items() if role is not chosen and p >= 0.1]
    return tuple(f"{role} {p:.0%}" for p, role in sorted(rivals, reverse=True)[:1])


def _average(weights: tuple[float, ...], chosen: int) -> float:
    others = [w for s, w in enumerate(weights) if s != chosen]
    return sum(others) / len(others)
