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
    undotted: frozenset[str]
    capital_is_enough: frozenset[str]
    lower_case_only: frozenset[str]
    before_figure: frozenset[str]
    fixed: dict[str, str]
    never_words: frozenset[str]
    units: dict[str, tuple[str, str]]
    scales: dict[str, str]
    currencies: dict[str, tuple[str, str, str]]
    said: frozenset[str]
    spelt: frozenset[str]
    words_too: frozenset[str]
    stressed: frozenset[str]
    before_number: frozenset[str]
    counted: frozenset[str]
    domains: frozenset[str]
    context: dict[str, frozenset[str]]

    @property
    def beside_figures(self) -> frozenset[str]:
        """Words that are units or scales after a figure."""
        return _beside_figures()


@cache
def lexicon() -> Lexicon:
    data = read_toml("timer/spoken.toml")
    lists = {name: frozenset(words) for name, words in data["lists"].items()}
    return Lexicon(
        abbreviations=data["abbreviations"],
        fixed=data["fixed"],
        units={key: (one, many) for key, (one, many) in data["units"].items()},
        scales=data["scales"],
        currencies={sign: (one, many, cents) for sign, (one, many, cents) in data["currencies"].items()},
        context={name: frozenset(words) for name, words in data["context"].items()},
        **lists,
    )


@cache
def _beside_figures() -> frozenset[str]:
    words = lexicon()
    return (
        frozenset(key for key in words.units if key.isalpha()) | words.context["scale_words"] | {"am", "pm"}
    )


def phrase(text: str) -> list[str]:
    """*text* as spoken units: single words, and runs of single capitals as one run of letter names."""
    units: list[str] = []
    in_letters = False
    for word in text.split():
        letter = len(word) == 1 and word.isupper()
        if letter and in_letters:
            units[-1] += f" {word}"
        else:
            units.append(word)
        in_letters = letter
    return units
