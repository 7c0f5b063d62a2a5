"""Written words with their places: the units that timing and cueing agree on."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RUN = re.compile(r"\S+")
_OPENING = "«“„‘‹([{¿¡"


@dataclass(frozen=True, slots=True)
class Token:
    """A written word; ``start`` and ``end`` are offsets into the text it was found in."""

    text: str
    start: int
    end: int


def tokenize(text: str) -> list[Token]:
    """Split at white space; marks that stand alone (``--``, ``...``, ``»``) join the word before them.

    An opening mark (``«``), and any mark before the first word, joins the word after it. The texts
    joined by single spaces are *text* with its white space normalised: nothing is lost, doubled or
    changed.
    """
    tokens: list[Token] = []
    pending: re.Match[str] | None = None
    for run in _RUN.finditer(text):
        if any(c.isalnum() for c in run[0]):
            if pending:
                joined = f"{' '.join(text[pending.start() : run.start()].split())} {run[0]}"
                tokens.append(Token(joined, pending.start(), run.end()))
                pending = None
            else:
                tokens.append(Token(run[0], run.start(), run.end()))
        elif tokens and not (pending or run[0].strip(_OPENING) == ""):
            last = tokens[-1]
            tokens[-1] = Token(f"{last.text} {run[0]}", last.start, run.end())
        else:
            pending = pending or run
    if pending and tokens:
        last = tokens[-1]
        joined = f"{last.text} {' '.join(text[pending.start() :].split())}"
        tokens[-1] = Token(joined, last.start, pending.start() + len(text[pending.start() :].rstrip()))
    return tokens
