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

_CAPITAL = r"(?-i:[A-ZÀ-ÞĆČĐŁŃŚŠŻŽ][\w'.\-]{0,30})"
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
    try:
        return re.compile(_Compiler(template).pattern(), re.IGNORECASE)
    except re.error as error:
        raise InputError(
            f"pattern {template!r} cannot be used: {error}", hint="name each field once"
        ) from None


class _Compiler:
    """Turns the tokens of one template into a regular expression.

    Optional words take one of the spaces beside them along: the one before, or, where there is none
    (first words, words after a star), the one behind; hanging on a word they take neither.
    """

    def __init__(self, template: str) -> None:
        self.template = template
        self.tokens = [m.groups() for m in _TOKEN.finditer(template.strip())]
        self.out: list[str] = []
        self.open: list[str] = []
        self.took_space_behind = False

    def pattern(self) -> str:
        for i, (field, star, bracket, word, space) in enumerate(self.tokens):
            took, self.took_space_behind = self.took_space_behind, False
            if field:
                self.out.append(self._field(field))
            elif star:
                self.out.append(self._star(i, star))
            elif bracket:
                self._bracket(i, bracket, took)
            elif word:
                self.out.append(re.escape(word))
            elif space and not took and not self._space_is_taken(i):
                self.out.append(" ")
            elif space:
                self.took_space_behind = took
        if self.open:
            raise self._mismatch()
        return "".join(self.out)

    def _field(self, name: str) -> str:
        if name not in _FIELDS:
            raise InputError(
                f"unknown field {{{name}}} in pattern {self.template!r}",
                hint="use {name}, {outlet} or {place}",
            )
        return _FIELDS[name]

    def _star(self, i: int, star: str) -> str:
        if star == "*,":
            return _STAR_COMMA
        return _STAR_FIRST if i == 0 else _STAR_LAST if i == len(self.tokens) - 1 else _STAR

    def _space_is_taken(self, i: int) -> bool:
        """By a star beside it, or by optional words that follow."""
        if self.tokens[i - 1][1] == "*":
            return True
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following is None:
            return False
        return following[2] == "[" or (following[1] == "*" and i + 2 == len(self.tokens))

    def _bracket(self, i: int, bracket: str, took: bool) -> None:
        if bracket == "(":
            self.open.append("(")
            self.out.append("(?:")
        elif bracket == "[":
            after_space = i > 0 and bool(self.tokens[i - 1][4])
            first = i == 0 or took or (after_space and self.tokens[i - 2][1] == "*")
            self.open.append("behind" if first else "before" if after_space else "hanging")
            self.out.append("(?: (?:" if after_space and not first else "(?:(?:")
        elif bracket == "|":
            self.out.append("|")
        else:
            kind = self.open.pop() if self.open else ""
            if (kind == "(") != (bracket == ")") or not kind:
                raise self._mismatch()
            self.out.append(")" if kind == "(" else ") )?" if kind == "behind" else "))?")
            self.took_space_behind = kind == "behind"

    def _mismatch(self) -> InputError:
        return InputError(f"brackets do not match in pattern {self.template!r}", hint="close every ( and [")


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


@lru_cache(maxsize=64)
def _together(templates: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all of them, without the fields: a quick no for most sentences."""
    parts = [re.sub(r"\(\?P<\w+>", "(?:", _Compiler(t).pattern()) for t in templates]
    return re.compile("|".join(f"(?:{p})" for p in parts) or r"(?!)", re.IGNORECASE)


def fits_any(templates: tuple[str, ...], sentence: str) -> bool:
    """Whether a template fits the whole of *sentence* (already made plain)."""
    return _together(templates).fullmatch(sentence) is not None


def match_any(templates: tuple[str, ...], sentence: str) -> re.Match[str] | None:
    """The first template that fits the whole of *sentence* (already made plain)."""
    if not fits_any(templates, sentence):
        return None
    return next(matches(templates, sentence), None)
