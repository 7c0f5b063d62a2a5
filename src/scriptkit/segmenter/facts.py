"""What a whole story tells about its people: who reports, who anchors, who is called by name."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from scriptkit.segmenter.house import House
from scriptkit.segmenter.names import WORD, Name, aged, find_names, surname, word_lists
from scriptkit.segmenter.parts import Cast, Unit
from scriptkit.segmenter.people import People
from scriptkit.segmenter.templates import fits_any, match_any, matches, plain

_SELF = re.compile(r"\b(?:[Ii]['’]m|[Ii] am|my name is) (?=[A-Z])")
_GREETED = re.compile(
    r"^(?:(?:Well|Yes|Yeah|Right|Thanks|Thank you|Hello|Hi|Hey|Good (?:morning|evening|afternoon|day)|Indeed"
    r"|Sure|No|That['’]s right|Exactly|Absolutely|Of course)[,.]? )?"
    r"(?P<name>[A-Z][\w'’-]{1,20}(?: [A-Z][\w'’-]{1,20})?)"
    r"(?=[,.!]|\.{2,}| ?--| ?[–—])"
)
_CALLED_LAST = re.compile(r", (?P<name>[A-Z][\w'’-]{1,20})[.?!]*[\"'”’]?\Z")
_LONGEST_SIGN_OFF = 16


@dataclass(slots=True)
class Facts:
    """People and turns of a story. Names are as the script spells them, labels in mixed case."""

    reporters: People = field(default_factory=People)
    anchors: People = field(default_factory=People)
    caps: bool = False
    words: Counter[str] = field(default_factory=Counter)
    names: list[list[Name]] = field(default_factory=list)
    """Proper names of each unit."""
    introduced: dict[int, str] = field(default_factory=dict)
    """Sentences in which an anchor gives a name, and the name."""

    def is_reporter(self, name: str) -> str:
        """The full name of the reporter *name* stands for, or nothing."""
        return self.reporters.find(name)


def _words(name: str) -> list[str]:
    return [w.casefold() for w in WORD.findall(name)]


def gather(units: Sequence[Unit], house: House) -> Facts:
    """Read the people off the labels, the sign-offs, the anchor's own name and the names called out."""
    facts = Facts()
    letters = "".join(u.text for u in units[:40] if not (u.voice and u.voice.role))[:4000]
    facts.caps = bool(letters) and sum(c.isupper() for c in letters) > 0.6 * sum(c.isalpha() for c in letters)
    for unit in units:
        unit.plain = plain(unit.text)
        facts.words.update(w.casefold() for w in WORD.findall(unit.text))
        facts.names.append([] if unit.text.isupper() else find_names(unit.text))
    _from_labels(units, facts)
    _from_sign_offs(units, facts, house)
    _from_tosses(units, facts, house)
    _from_self_introductions(units, facts)
    _from_calls(units, facts)
    return facts


def _from_labels(units: Sequence[Unit], facts: Facts) -> None:
    for unit in units:
        voice = unit.voice
        if voice and voice.speaker and voice.cast is Cast.REPORTER:
            facts.reporters.add(voice.speaker)
        elif voice and voice.speaker and voice.cast is Cast.ANCHOR:
            facts.anchors.add(voice.speaker)


def sign_off_name(unit: Unit, house: House) -> str | None:
    """The name in a sign-off form, an empty string for a form without one, None when it is no sign-off."""
    text = unit.plain
    if len(text.split()) > _LONGEST_SIGN_OFF or (unit.quote >= 0 and not unit.quote_open):
        return None
    if not fits_any(house.sign_off, text):
        return None
    stop = word_lists()["not_names"]
    for found in matches(house.sign_off, text):
        name = found.groupdict().get("name") or ""
        if len(name.split()) == 1:
            continue
        if not any(w.casefold() in stop for w in WORD.findall(name)):
            return name
    return None


def _from_sign_offs(units: Sequence[Unit], facts: Facts, house: House) -> None:
    for i, unit in enumerate(units):
        if i == 0 or unit.text.endswith("?"):
            continue
        name = sign_off_name(unit, house)
        if not name or len(name.split()) < 2 or (facts.caps and len(name.split()) > 3):
            continue
        if facts.caps and not _known_in_caps(name, facts):
            continue
        if any(w in word_lists()["not_people"] for w in _words(name)) and not facts.caps:
            continue
        facts.reporters.add(name)


def _known_in_caps(name: str, facts: Facts) -> bool:
    """In text all in capitals anything looks like a name: believe it when it is said twice."""
    last = _words(name)[-1]
    return facts.words[last] > 1 or bool(facts.is_reporter(name))


def _from_tosses(units: Sequence[Unit], facts: Facts, house: House) -> None:
    """Named only by the anchor: believed when the pattern is a toss and nobody else bears the name."""
    if facts.reporters:
        return
    best, found = _LEAST_TOSS, ""
    for i, unit in enumerate(units):
        if unit.quote >= 0 or (i > 12 and i > len(units) // 2):
            continue
        text = unit.plain
        if len(text.split()) > 40:
            continue
        named = match_any(house.toss_named + house.toss_live, text)
        if named is None:
            continue
        matched = set(_words(named["name"] or "")) if "name" in named.re.groupindex else set()
        for name in facts.names[i]:
            words = set(_words(name.text))
            seldom = facts.words[surname(name.text).casefold()] <= 2
            if name.person < 0.5 or len(words) < 2 or not seldom or aged(unit.text, name):
                continue
            reporter = name.role.casefold() in _REPORTER_WORDS
            score = name.person + 2 * reporter + (name.start == 0) + bool(words & matched) - 0.1 * i
            if score > best:
                best, found = score, name.text
    if found:
        facts.reporters.add(found)


_LEAST_TOSS = 1.2
_REPORTER_WORDS = frozenset({"correspondent", "reporter", "editor", "our", "colleague"})


def _from_self_introductions(units: Sequence[Unit], facts: Facts) -> None:
    for i, unit in enumerate(units):
        if unit.quote >= 0:
            continue
        for found in _SELF.finditer(unit.text):
            name = next((n for n in facts.names[i] if n.start == found.end()), None)
            if name and not facts.is_reporter(name.text) and len(name.text.split()) >= 2:
                facts.anchors.add(name.text)
                facts.introduced[i] = " ".join(name.text.split())


def _from_calls(units: Sequence[Unit], facts: Facts) -> None:
    """`Well, Fiona, …`: the reporter calls the anchor by name right after being called."""
    if not facts.reporters:
        return
    ours = facts.reporters.givens
    counts: Counter[str] = Counter()
    for above, unit in itertools.pairwise(units):
        asked = above.text.rstrip("\"'”’ ").endswith("?") or bool(
            {w.casefold() for w in WORD.findall(above.text)} & ours
        )
        for found in filter(None, (_GREETED.match(unit.text), _CALLED_LAST.search(unit.text))):
            name = found["name"]
            words = _words(name)
            if words[0] in word_lists()["not_names"] or words[0] in word_lists()["not_people"]:
                continue
            if unit.text.rstrip(".") == name and above.text.endswith("?"):
                continue  # `Quiet.` is the answer, nobody's name
            if not facts.is_reporter(name) and len(words) == 1:
                counts[name] += 2 if asked and found.re is _GREETED else 1
    if counts and not facts.anchors:
        name, weight = counts.most_common(1)[0]
        if weight >= 2:
            facts.anchors.add(name)


def share_anchor(stories: Sequence[Facts]) -> None:
    """An anchor who gives a name in one story of a programme reads the others too."""
    named = People(name for facts in stories for name in facts.anchors)
    if len(named) == 1 and len(stories) > 1:
        for facts in stories:
            facts.anchors = named
