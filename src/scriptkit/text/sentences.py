"""Sentences with their places, as news copy writes them.

The default engine is a single left-to-right pass over the marks that may end a sentence (``. ! ? …``)
with rules for what stands before and after each: abbreviations, clock times, initials, acronyms,
pauses written as dots, closing quotes, full stops with no space behind. Its word lists are
``data/sentences.toml``. NLTK's Punkt, with parameters made in memory from the same lists, can be asked
for instead (extra ``nltk``); it needs no download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from scriptkit import resources
from scriptkit.errors import MissingDependencyError, UsageError
from scriptkit.model import Span

_CLOSERS = "\"'”’»)]}"
_OPENERS = "\"'“‘«([{¿¡"
_STOP = re.compile(r"[.!?…。！？]+")
_CLOSE = re.compile(r"[\"'”’»)\]}]{0,4}")
_GAP = re.compile(r"\s*")
_OPEN = re.compile(r"[\"'“‘«(\[{]{0,4}")
_BLANK = re.compile(r"\n[ \t\r\f\v\u00a0\u3000]*\n\s*")
_WORD_BEFORE = re.compile(r"[^\s\"“”‘(\[{«»/—–]{1,24}\Z")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){1,5}[^\W\d_]\Z")
_REACH = 24
"""Code points looked at on either side of a mark: keeps the pass linear whatever the text."""


@dataclass(frozen=True, slots=True)
class _Lists:
    titles: frozenset[str]
    before_number: frozenset[str]
    may_end: frozenset[str]
    never: frozenset[str]
    ordinal_after: frozenset[str]
    ordinal_month: frozenset[str]
    clock: frozenset[str]
    after_clock: frozenset[str]
    starters: frozenset[str]
    speech: frozenset[str]
    web_tails: frozenset[str]

    @property
    def abbreviations(self) -> frozenset[str]:
        return self.titles | self.before_number | self.may_end | self.never | self.clock


@cache
def _lists() -> _Lists:
    table = resources.read_toml("sentences.toml")
    return _Lists(**{name: frozenset(words.split()) for name, words in table.items()})


def split_sentences(text: str, *, engine: str = "rules") -> list[Span]:
    """The sentences of *text*, in order; together they cover all of it that is not white space.

    A closing quote or bracket stays with its sentence, a line wrap inside a sentence does not split it,
    a blank line always ends one. *engine* is ``rules`` or ``punkt``; raises UsageError for another
    name and MissingDependencyError when NLTK is not installed.
    """
    if engine == "rules":
        cut = _rule_cuts
    elif engine == "punkt":
        cut = _punkt_cuts
    else:
        raise UsageError(f"no sentence engine named {engine!r}", hint="use rules or punkt")
    spans: list[Span] = []
    for start, end in _paragraphs(text):
        spans.extend(_trimmed(text, start, end, cut(text, start, end)))
    return spans


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for blank in _BLANK.finditer(text):
        yield start, blank.start()
        start = blank.end()
    yield start, len(text)


def _trimmed(text: str, start: int, end: int, cuts: Iterator[int]) -> list[Span]:
    """Spans between the cuts without outer white space; a run with no letter or digit joins a neighbour."""
    spans: list[Span] = []
    pending: int | None = None
    for cut in (*cuts, end):
        piece = text[start:cut]
        body = piece.strip()
        if body:
            first = start + len(piece) - len(piece.lstrip())
            last = first + len(body)
            if any(c.isalnum() for c in body):
                spans.append(Span(first if pending is None else pending, last))
                pending = None
            elif spans:
                spans[-1] = Span(spans[-1].start, last)
            elif pending is None:
                pending = first
        start = cut
    if pending is not None:
        spans.append(Span(pending, pending + len(text[pending:end].rstrip())))
    return spans


def _rule_cuts(text: str, start: int, end: int) -> Iterator[int]:
    caps, lower = _letter_case(text, start, end)
    for stop in _STOP.finditer(text, start, end):
        close = _CLOSE.match(text, stop.end(), end)
        at = close.end() if close else stop.end()
        gap = _GAP.match(text, at, end)
        after = gap.end() if gap else at
        if after >= end:
            break
        if close and close[0] and after == at and text[at - 1] in "\"'" and _opens(text, stop.end(), at):
            # `night."We` with a straight quote could close or open; after a stop with nothing open it opens.
            at = after = stop.end()
        if _ends(text, start, stop, at, after, end, caps, lower):
            yield at


def _opens(text: str, stop: int, at: int) -> bool:
    """Whether the straight quote right after a stop opens the next sentence: none is open before it."""
    if at - stop != 1 or text[stop] != '"':
        return False
    line = max(text.rfind("\n", 0, stop), stop - 2000)
    return text.count('"', line + 1, stop) % 2 == 0 and text[at : at + 1].isalnum()


def _letter_case(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the paragraph is all capitals, and whether it has none (spoken words noted down in a hurry)."""
    part = text[start : min(end, start + 4000)]
    return part.isupper(), not any(c.isupper() for c in part)


def _ends(
    text: str, start: int, stop: re.Match[str], at: int, after: int, end: int, caps: bool, lower: bool
) -> bool:
    lists = _lists()
    opening = _OPEN.match(text, after, end)
    body = opening.end() if opening else after
    first = text[body : body + 1]
    word_match = _WORD.match(text, body, min(end, body + _REACH))
    following = word_match[0] if word_match else ""
    before_match = _WORD_BEFORE.search(text, max(start, stop.start() - _REACH), stop.start())
    before = before_match[0] if before_match else ""
    spaced = after > at
    if not spaced:
        return _ends_unspaced(before, stop[0], at > stop.end(), body > after, first, following, lists)
    if not before and text[max(start, stop.start() - 1) : stop.start()].isspace():
        return False  # dots that stand alone are a pause
    if before.endswith(",") or before == ",":
        return False  # `,...` is a written pause
    starts = following.casefold().replace("’", "'") in lists.starters
    if first.islower() and not lower:
        return False
    if at > stop.end() and _attribution_follows(text, body, end, lists):
        return False
    mark = stop[0]
    if mark[-1] in "!?！？。":
        return True
    if len(mark) > 1 or mark == "…":
        return (starts and not caps) or body > after or text.find("\n", at, after) >= 0
    if lower and first.islower():
        return before.casefold() not in lists.abbreviations and not _ACRONYM.search(before)
    return _full_stop_ends(text, start, before, following, starts, body, end, caps, lists)


def _ends_unspaced(
    before: str, mark: str, closed: bool, opened: bool, first: str, following: str, lists: _Lists
) -> bool:
    """A stop with no space behind it: `work."The`, `News.Please`, but not `U.S.A`, `3.5`, `a.com`."""
    if not first:
        return False
    if closed or opened:
        return first.isupper() or (opened and mark[-1] in ".!?" and first.isalnum())
    if mark[-1] in "!?":
        return first.isupper() and len(following) > 1
    if len(mark) > 1 or mark == "…":
        return False
    tail = following.split(".")[0].casefold()
    return (
        first.isupper()
        and len(before) > 2
        and before[-1].islower()
        and "." not in before
        and "@" not in before
        and tail not in lists.web_tails
        and before.casefold() not in lists.titles
        and (following[1:2].islower() or following in {"A", "I"})
    )


def _attribution_follows(text: str, body: int, end: int, lists: _Lists) -> bool:
    """`"Where is he?" Kim Min-ji asked.` goes on after the quote."""
    words = _WORD.findall(text, body, min(end, body + 60))[:4]
    if not words:
        return False
    for place, word in enumerate(words):
        if word.casefold() in lists.speech:
            return place > 0 or word.islower()
        if not word[0].isupper() and word.casefold() not in {"he", "she", "they", "it"}:
            return False
    return False


def _full_stop_ends(
    text: str,
    start: int,
    before: str,
    following: str,
    starts: bool,
    body: int,
    end: int,
    caps: bool,
    lists: _Lists,
) -> bool:
    """Whether a single full stop after *before* ends a sentence, when what follows does not forbid it."""
    key = before.casefold().lstrip("([{'’\"“‘").strip(",;:")
    number = following[:1].isdigit()
    if key in lists.never:
        return False
    if key in lists.clock:
        return _ends_after_clock(text, following, body, end, lists)
    if number and (key in lists.before_number or key in lists.may_end):
        return False
    if key in lists.titles:
        return starts and key in {"st", "mt", "ft", "pt"}
    if key in lists.may_end and (not caps or key not in {"sun", "sat", "mar", "co", "wash", "miss"}):
        return starts
    if key.isdigit() and _at_line_start(text, start, body, len(before)):
        return False  # "1. Bees return"
    if key.isdigit() and len(key) <= 3 and _german_ordinal(text, start, following, body, lists):
        return False
    if len(key) == 1 and key.isalpha():
        return starts and not _name_before(text, start, body, lists)
    if _ACRONYM.search(before):
        return starts or not following
    return True


def _german_ordinal(text: str, start: int, following: str, body: int, lists: _Lists) -> bool:
    """Whether the number just before *body* is one of a row: "am 3. Oktober", "im 20. Jahrhundert"."""
    words = _WORD.findall(text, max(start, body - 40), body)[-2:-1]
    before = words[0].casefold() if words else ""
    month = following.casefold()
    if month in lists.ordinal_month:
        return before in {"am", *lists.ordinal_after} or month not in lists.after_clock
    return following[:1].isupper() and before in lists.ordinal_after


def _ends_after_clock(text: str, following: str, body: int, end: int, lists: _Lists) -> bool:
    if following.casefold() in lists.after_clock or following[:1].isdigit():
        return False
    words = _WORD.findall(text, body, min(end, body + 40))[:3]
    return "time" not in [w.casefold() for w in words[1:]]  # "6 p.m. Seoul time"


def _at_line_start(text: str, start: int, body: int, size: int) -> bool:
    line = max(text.rfind("\n", start, body - 1) + 1, start)
    return not text[line : max(line, body - size - 2)].strip(" \t\u00a0(") and body - line < 12


def _name_before(text: str, start: int, body: int, lists: _Lists) -> bool:
    """Whether the initial just before *body* follows a capitalised word ("George W. Bush")."""
    words = _WORD.findall(text, max(start, body - 40), body)
    if len(words) < 2:
        return True
    name = words[-2]
    return name[0].isupper() and name.casefold() not in lists.starters | {"plan", "vitamin", "type", "grade"}


@cache
def _punkt() -> object:
    try:
        from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer
    except ImportError:
        raise MissingDependencyError(
            "the punkt sentence engine needs NLTK", hint="pip install 'scriptkit[nltk]'"
        ) from None
    parameters = PunktParameters()
    parameters.abbrev_types = set(_lists().abbreviations) | {"u.s", "u.n", "u.k", "d.c", "e.u", "n.y", "l.a"}
    parameters.sent_starters = set(_lists().starters)
    return PunktSentenceTokenizer(parameters)


def _punkt_cuts(text: str, start: int, end: int) -> Iterator[int]:
    tokenizer = _punkt()
    spans = tokenizer.span_tokenize(text[start:end])  # type: ignore[attr-defined]
    for _, last in list(spans)[:-1]:
        yield start + last
