"""Which part everyone with a speaker label has: anchor, reporter, newsmaker."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from scriptkit.segmenter.house import House
from scriptkit.segmenter.parts import Cast
from scriptkit.segmenter.people import People

_REPORTING = re.compile(
    r"\b(?:report\w*|has (?:more|the|this|our)|correspondent|explains|joins|details|went|story|filed)\b"
)
_TAPE = re.compile(r"\(BEGIN [A-Z ]+\)")
_SIGNS = re.compile(r"(?:, [A-Z][^.\n]{1,60}\.|, [A-Z][^\n]{1,40}\Z)")
_BEFORE = 2500
"""How far above someone's first words a hand-over is looked for."""
_TURNS_END = 200


@dataclass(slots=True)
class Label:
    """A speaker label: where it stands and what it says."""

    start: int
    end: int
    name: str | None
    title: str
    manner: str
    unknown: bool


@dataclass(slots=True)
class Person:
    """Someone with labels, under the fullest name they give."""

    name: str
    cast: Cast | None = None
    speaks_over: bool = False
    labels: list[Label] = field(default_factory=list)


def cast_of_title(title: str, house: House) -> Cast | None:
    """The part a title tells; None without one."""
    low = title.casefold()
    if not low:
        return None
    if any(re.search(rf"\b{re.escape(t)}\b", low) for t in house.anchor_titles):
        return Cast.ANCHOR
    if any(re.search(rf"\b{re.escape(t)}\b", low) for t in house.reporter_titles):
        return Cast.REPORTER
    return Cast.GUEST


class Ensemble:
    """Everyone with a label, full names and surnames brought together."""

    def __init__(self, text: str, labels: Sequence[Label], house: House) -> None:
        self._names = People(label.name for label in labels if label.name)
        self._people: dict[str, Person] = {}
        for label in labels:
            if label.name:
                full = self._names.find(label.name)
                person = self._people.setdefault(full, Person(full))
                person.labels.append(label)
                self._note(person, label, house)
        self._settle(text, labels)

    def person(self, label: Label) -> Person | None:
        return self._people.get(self._names.find(label.name)) if label.name else None

    @staticmethod
    def _note(person: Person, label: Label, house: House) -> None:
        low = person.name.casefold()
        generic = Cast.ANCHOR if low in house.anchor_labels else None
        generic = Cast.REPORTER if low in house.reporter_labels else generic
        person.cast = person.cast or generic or cast_of_title(label.title, house)
        if "voice" in label.manner or "camera" in label.manner or "v/o" in label.manner:
            person.speaks_over = True

    def _settle(self, text: str, labels: Sequence[Label]) -> None:
        """Parts nobody's title tells: who goes on tape reports, who opens the programme anchors it."""
        people = list(self._people.values())
        follows = {id(a): b.start for a, b in itertools.pairwise(labels)}
        anchored = any(p.cast is Cast.ANCHOR for p in people)
        leads = people[0] if people else None
        if leads and leads.cast is Cast.GUEST and not anchored:
            taped = _TAPE.search(text, 0, leads.labels[0].start)
            if not taped and any(p.cast is Cast.REPORTER or p.speaks_over for p in people):
                leads.cast, anchored = Cast.ANCHOR, True  # a title nobody foresaw
        for person in people:
            if (person.speaks_over and person.cast in {None, Cast.GUEST}) or (
                person.cast is None and _announced(text, person, follows)
            ):
                person.cast = Cast.REPORTER
            elif person.cast is None and person is leads and not anchored:
                person.cast = Cast.ANCHOR
            person.cast = person.cast or Cast.GUEST


def _announced(text: str, person: Person, follows: dict[int, int]) -> bool:
    """Whether someone hands over to this person in so many words, or the name signs off."""
    if len(person.name.split()) < 2:
        return False
    name = re.compile(r"\s".join(map(re.escape, person.name.split())), re.IGNORECASE)  # a line may end inside
    first = person.labels[0].start
    above = text[max(0, first - _BEFORE) : first].replace("\n", " ")
    for match in name.finditer(above):
        if not match[0].isupper() and _REPORTING.search(above, max(0, match.start() - 60), match.end() + 40):
            return True
    for label in (*person.labels[:3], *person.labels[-3:]):
        end = follows.get(id(label), len(text))
        turn = text[max(label.end, end - _TURNS_END) : end]
        for match in name.finditer(turn):
            near = turn[max(0, match.start() - 60) : match.end() + 40]
            if not match[0].isupper() and (
                _REPORTING.search(near) or _SIGNS.match(turn[match.end() :].rstrip())
            ):
                return True
    return False
