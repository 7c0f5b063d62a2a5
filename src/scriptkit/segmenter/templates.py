"""House patterns without code: ``our * correspondent {name} has (more|the details)*``.

A template is matched against one whole sentence, white space collapsed and quotes straightened.
Words match without case; ``{name}``, ``{outlet}`` and ``{place}`` stand for capitalised words,
``*`` for any few words, ``(a|b)`` for alternatives, ``[x]`` for something optional.
Every repeat is bounded, so no template can blow up on any text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scriptkit.errors import InputError

_CAPITAL = r"(?-i:[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŤŪŮŰŲŹŻŽ][\w'.\-]{0,30})"
_SMALL = r"(?:de|da|di|del|der|den|van|von|bin|al|el|la|le|of|the|for|and|at)"
_FIELDS = {
    "name": rf"(?P<name>{_CAPITAL}(?: (?:{_CAPITAL}|{_SMALL}(?= {_CAPITAL}))){{0,4}})",
    "outlet": rf"(?P<outlet>(?:the )?(?:{_CAPITAL}|\d+)"
    rf"(?: (?:{_CAPITAL}|\d+|{_SMALL}(?= {_CAPITAL}))){{0,5}})",
    "place": r"(?P<place>[\w'.\-]{1,30}(?:,? [\w'.\-]{1,30}){0,7})",
}
_TOKEN = re.compile(r"\{(\w+)\}|(\*,?)|([()|\[\]])|([^{}*()|\[\]\s]+)|(\s+)")
_LONGEST = 600
_STAR_FIRST = r"(?:.{0,400}?[ \"'(\-])??"
_STAR = r"(?:[^ ]{1,60} ){0,12}?"
_STAR_COMMA = r"(?:[^ ]{1,60} ){0,12}?[^ ,]{1,60},"
_STAR_LAST = r"(?:[ ,;:\-].{0,600})?"


@lru_cache(maxsize=4096)
def compile_template(template: str) -> re.Pattern[str]:
    """The template as a bounded regular expression; raises InputError when it is malformed."""
    tokens = [m.groups() for m in _TOKEN.finditer(template.strip())]
    out: list[str] = []
    depth: list[str] = []
    for i, (field, star, bracket, word, space) in enumerate(tokens):
        last = i == len(tokens) - 1
        if field:
            if field not in _FIELDS:
                raise InputError(
                    f"unknown field {{{field}}} in pattern {template!r}",
                    hint="use {name}, {outlet} or {place}",
                )
            out.append(_FIELDS[field])
        elif star:
            out.append(
                _STAR_COMMA if star == "*," else _STAR_FIRST if i == 0 else _STAR_LAST if last else _STAR
            )
        elif bracket:
            ahead = i + 1 < len(tokens) and bool(tokens[i + 1][4])
            out.append(_bracket(bracket, depth, template, ahead))
        elif word:
            out.append(re.escape(word))
        elif space and not _swallowed(tokens, i):
            out.append(" ")
    if depth:
        raise InputError(f"unclosed bracket in pattern {template!r}", hint="close every ( and [")
    try:
        return re.compile("".join(out), re.IGNORECASE)
    except re.error as error:
        raise InputError(
            f"pattern {template!r} cannot be used: {error}", hint="name each field once"
        ) from None


def _swallowed(tokens: list[tuple[str, ...]], i: int) -> bool:
    """Whether the space is already part of the star or the optional words beside it."""
    before, after = tokens[i - 1], tokens[i + 1] if i + 1 < len(tokens) else None
    if before[1] == "*" or before[2] == "]":
        return True
    return after is not None and bool(after[1]) and i + 2 == len(tokens)


def _bracket(bracket: str, depth: list[str], template: str, space_follows: bool) -> str:
    if bracket in "([":
        depth.append(bracket)
        return "(?:" if bracket == "(" else "(?:(?:"
    if bracket == "|":
        return "|"
    if not depth or depth.pop() != {")": "(", "]": "["}[bracket]:
        raise InputError(f"brackets do not match in pattern {template!r}", hint="close every ( and [")
    if bracket == ")":
        return ")"
    return ") )?" if space_follows else "))?"


def plain(sentence: str) -> str:
    """A sentence as templates see it: one line, straight quotes, no pauses, no full stop at the end."""
    text = " ".join(sentence[:_LONGEST].split()).replace("’", "'").replace("‘", "'")
    text = re.sub(r" (?:--|[–—]) ", ", ", text)
    text = re.sub(r" ?,?\.{2,}|,\.+|…", " ", text)
    text = re.sub(r" +,", ",", " ".join(text.split()))
    return text.strip(' .!?"“”-—–')


def matches(templates: tuple[str, ...], sentence: str) -> Iterator[re.Match[str]]:
    """Every template that fits the whole of *sentence* (already made plain)."""
    for template in templates:
        found = compile_template(template).fullmatch(sentence)
        if found:
            yield found


def match_any(templates: tuple[str, ...], sentence: str) -> re.Match[str] | None:
    """The first template that fits the whole of *sentence* (already made plain)."""
    return next(matches(templates, sentence), None)
