"""Who speaks: bites by attribution, narration by the reporter, studio words by the anchor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from scriptkit.segmenter.decoder import Decision
from scriptkit.segmenter.facts import Facts
from scriptkit.segmenter.names import WORD, Name, given, word_lists
from scriptkit.segmenter.parts import Cast, Unit
from scriptkit.segmenter.people import People

ANCHOR = "ANCHOR"
_REACH = 5
"""How many sentences before a bite may name who speaks."""
_PRONOUN = re.compile(r"\b(?:he|she|his|her|him|hers)\b", re.IGNORECASE)
_ANNOUNCED = re.compile(r"^(?:says|said|explained|explains|adds|added|recalls|recalled)\b", re.IGNORECASE)


@cache
def _crowd() -> re.Pattern[str]:
    """A sentence about people in general (`But analysts warn …`): the bite after it has no one's name."""
    many = "|".join(sorted(word_lists()["crowds"]))
    return re.compile(
        rf"^(?:(?:But|And|However,?|Still,?|Some|Many|Most|Other|Local|Even|Not all) )*"
        rf"(?:(?:Around|About|Nearly|Almost|More than|Over|At least|Up to|[\d,.]+(?:-[a-z]+)?"
        rf"|[A-Za-z]+(?:['’]s?)?) ){{0,3}}"
        rf"(?:{many})\b",
        re.IGNORECASE,
    )


@cache
def _described() -> re.Pattern[str]:
    """`The White House press secretary added …`: someone told by what they are."""
    lists = word_lists()
    who, verbs = "|".join(sorted(lists["described"])), "|".join(sorted(lists["speech"]))
    return re.compile(
        rf"^(?:(?:But|And|However,?) )?(?:[Tt]he|[Aa]|[Aa]n|[Oo]ne) "
        rf"(?P<who>(?:[A-Za-z][\w'’.-]* ){{0,5}}?(?:{who}))"
        rf"(?= (?:also )?(?:{verbs})\b)"
    )


def attribute(units: Sequence[Unit], decisions: Sequence[Decision], facts: Facts) -> list[str | None]:
    """The speaker of every unit; None where the script does not tell."""
    return _Attribution(units, decisions, facts).run()


class _Attribution:
    def __init__(self, units: Sequence[Unit], decisions: Sequence[Decision], facts: Facts) -> None:
        self.units, self.decisions, self.facts = units, decisions, facts
        self.full_names = _full_names(facts)
        self.first_named = _first_named(facts, self.full_names)
        self.last_bite: str | None = None

    def run(self) -> list[str | None]:
        speakers: list[str | None] = []
        reporter = self.facts.reporters[0] if self.facts.reporters else None
        anchor = self._anchor()
        for i, (unit, decision) in enumerate(zip(self.units, self.decisions, strict=True)):
            reporter = self._reporter_at(i) or reporter
            if unit.voice and unit.voice.forced and unit.voice.speaker is not None:
                speakers.append(unit.voice.speaker or None)
            elif unit.voice and unit.voice.speaker and self._label_fits(unit, decision):
                speakers.append(self._complete(unit.voice.speaker))
            elif decision.state in {"intro", "toss", "reader", "ask", "tag", "close"}:
                speakers.append(self._one_of_two(i) or anchor)
            elif decision.state == "soundbite":
                speakers.append(self._bite(i, speakers))
            else:
                speakers.append(reporter)
            if decision.state == "soundbite":
                self.last_bite = speakers[-1]
        return speakers

    def _label_fits(self, unit: Unit, decision: Decision) -> bool:
        """A label names one voice; the sentence may have been judged to be another's (a glued question)."""
        voice = unit.voice
        if voice is None or voice.cast is None:
            return True
        if voice.cast is Cast.ANCHOR:
            return decision.state not in {"answer", "soundbite"}
        if voice.cast is Cast.REPORTER:
            asks = voice.rule != "bracket.reporter"  # an anchor's question may follow without a label
            return decision.state in {"narration", "standup", "answer", "sign_off", "reader"} or (
                asks and decision.state in {"ask", "toss"}
            )
        return True

    def _anchor(self) -> str | None:
        if len(self.facts.anchors) == 1:
            return self.facts.anchors[0]
        return None if len(self.facts.anchors) > 1 else ANCHOR

    def _one_of_two(self, i: int) -> str | None:
        """With two anchors: the one who gives a name here or next, or who is not the one called."""
        introduced = self.facts.introduced
        if i in introduced:
            return introduced[i]
        if i + 1 in introduced and "anchor.greeting" in self.units[i].evidence:
            return introduced[i + 1]
        if len(self.facts.anchors) == 2 and "called.anchor" in self.units[i].evidence:
            called = {given(a) for a in self.facts.anchors if given(a) in self.units[i].text}
            others = [a for a in self.facts.anchors if given(a) not in called]
            return others[0] if len(others) == 1 else None
        return None

    def _reporter_at(self, i: int) -> str | None:
        """In a story with several reporters, the one this sentence's toss or sign-off names."""
        if len(self.facts.reporters) < 2:
            return None
        for name in self.facts.names[i]:
            full = self.facts.is_reporter(name.text) if len(name.text.split()) > 1 else ""
            if full and self.decisions[i].state in {"toss", "sign_off"}:
                return full
        return None

    def _complete(self, name: str) -> str:
        """The full name for a surname alone, if the story has it."""
        if len(name.split()) > 1:
            return name
        for people in (self.facts.reporters, self.facts.anchors, self.full_names):
            full = people.find(name)
            if len(full.split()) > 1:
                return full
        return name

    def _bite(self, i: int, speakers: list[str | None]) -> str | None:
        unit = self.units[i]
        if i and unit.quote >= 0 and self.units[i - 1].quote == unit.quote:
            return speakers[-1]
        if i and self.decisions[i - 1].state == "soundbite":
            return self._second_of_two(i)
        return self._looking_ahead(i) or self._looking_back(i) or self._named_next(i)

    def _second_of_two(self, i: int) -> str | None:
        """Two bites back to back: the second is the other person if exactly two were announced."""
        k = i - 1
        while k >= 0 and self.decisions[k].state == "soundbite":
            k -= 1
        named = [self._complete(n.text) for n in self._people(k)] if k >= 0 else []
        others = [n for n in named if n != self.last_bite]
        return others[0] if len(named) == 2 and len(others) == 1 and self.last_bite else None

    def _looking_ahead(self, i: int) -> str | None:
        """`"…" says Ahn Ji-young, a student.`"""
        k = i
        while k < len(self.units) and self.units[k].quote == self.units[i].quote:
            k += 1
        if k < len(self.units) and _ANNOUNCED.match(self.units[k].text):
            people = self._people(k)
            return self._complete(people[0].text) if people else None
        return None

    def _named_next(self, i: int) -> str | None:
        """A story that opens with someone's words may give the name right after them."""
        k = i
        while k < len(self.units) and self.decisions[k].state == "soundbite":
            k += 1
        if k == len(self.units) or self.decisions[k].state != "narration":
            return None
        people = [n for n in self._people(k) if n.start == 0 and len(n.text.split()) > 1]
        if not people:
            return None
        earlier = self.first_named.get(self.full_names.find(people[0].text), i) < i
        return None if earlier else people[0].text

    def _looking_back(self, i: int) -> str | None:
        pronoun = False
        for distance in range(1, _REACH + 1):
            k = i - distance
            if k < 0 or self.decisions[k].state in {"toss", "sign_off"}:
                return None
            if self.decisions[k].state in {"soundbite", "standup"}:
                return self.last_bite if pronoun and self.decisions[k].state == "soundbite" else None
            text = self.units[k].text
            people = self._people(k)
            if people:
                return self._complete(_best(people, text).text)
            described = _described().match(text)
            if described and distance <= 2:
                return described["who"]
            if _crowd().match(text) and not pronoun:
                return None
            pronoun = pronoun or bool(_PRONOUN.search(text))
        return None

    def _people(self, k: int) -> list[Name]:
        found = []
        for name in self.facts.names[k]:
            if self.facts.is_reporter(name.text) and len(name.text.split()) > 1:
                continue
            if name.person >= 0.45 or (name.person > 0 and self._returns(name.text)):
                found.append(name)
        return found

    def _returns(self, name: str) -> bool:
        """A surname alone counts when the story gave the full name."""
        return len(name.split()) == 1 and bool(self.full_names.find(name))


def _best(people: list[Name], text: str) -> Name:
    """Of several people in one sentence, the one who is said to speak, else the first with an occupation."""
    speech = word_lists()["speech"]

    def score(name: Name) -> float:
        following = [w.casefold() for w in WORD.findall(text[name.end : name.end + 40])[:2]]
        before = [w.casefold() for w in WORD.findall(text[max(0, name.start - 25) : name.start])]
        speaks = bool(following and following[0] in speech) or before[-2:] == ["according", "to"]
        return name.person + 0.6 * speaks + 0.2 * bool(name.role) - name.start / 2000

    return max(people, key=score)


def _full_names(facts: Facts) -> People:
    """Everyone the story gives a full name."""
    return People(
        name.text
        for names in facts.names
        for name in names
        if name.person >= 0.5 and len(name.text.split()) > 1
    )


def _first_named(facts: Facts, people: People) -> dict[str, int]:
    """The sentence in which each of *people* comes up first."""
    first: dict[str, int] = {}
    for i, names in enumerate(facts.names):
        for name in names:
            first.setdefault(people.find(name.text), i)
    return first
