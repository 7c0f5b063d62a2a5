"""The word lists of ``data/timer/spoken.toml``, typed and read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from scriptkit.resources import read_toml

MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONTHS = frozenset((*MONTH_NAMES, *(name[:3] for name in MONTH_NAMES), "Sept"))
"""Month names and their short forms without the full stop."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Short forms and how they are said; keys lower case unless they are signs or capitals."""

    abbreviations: dict[str, str]
    guarded: frozenset[str]
    fixed: dict[str, str]
    units: dict[str, tuple[str, str]]
    scales: dict[str, str]
    currencies: dict[str, tuple[str, str, str]]
    said: frozenset[str]
    spelt: frozenset[str]
    words_too: frozenset[str]
    stressed: frozenset[str]
    before_number: frozenset[str]
    counted: frozenset[str]
    context: dict[str, frozenset[str]]


@cache
def lexicon() -> Lexicon:
    data = read_toml("timer/spoken.toml")
    acronyms = data["acronyms"]
    return Lexicon(
        abbreviations=data["abbreviations"],
        guarded=frozenset(data["guarded"]["keys"]),
        fixed=data["fixed"],
        units={key: (one, many) for key, (one, many) in data["units"].items()},
        scales=data["scales"],
        currencies={sign: (one, many, cents) for sign, (one, many, cents) in data["currencies"].items()},
        said=frozenset(acronyms["said"]),
        spelt=frozenset(acronyms["spelt"]),
        words_too=frozenset(acronyms["words_too"]),
        stressed=frozenset(acronyms["stressed"]),
        before_number=frozenset(acronyms["before_number"]),
        counted=frozenset(data["counted"]["nouns"]),
        context={name: frozenset(words) for name, words in data["context"].items()},
    )
