"""What each sentence shows by itself and by its place, as named evidence for the decoder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from scriptkit.segmenter.context import notice_context
from scriptkit.segmenter.facts import Facts, sign_off_name
from scriptkit.segmenter.house import House
from scriptkit.segmenter.names import WORD, Name, aged, given, surname
from scriptkit.segmenter.parts import Cast, Unit
from scriptkit.segmenter.templates import fits_any, match_any
from scriptkit.segmenter.turns import notice_turns

_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|i|i['’](?:m|ve|d|ll)|[Mm]yself|[Mm]ine)\b")
_WE = re.compile(r"\b(?:[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|[Uu]s|[Oo]urselves)\b")
_GUEST = re.compile(
    r"\A(?:(?:And|So|Well|Now),? )?(?:Professor|Doctor|Dr\.|Minister|Mayor|Senator|Ambassador|Director"
    r"|Governor|Chairman"
    r"|Councilwoman|Councilman|Commissioner|Mr\.|Ms\.|Mrs\.)(?: [A-Z][\w'’-]+){0,2}(?:,|--| --)"
    r"|\b(?:professor|doctor|minister|mayor|senator|ambassador)[.?!]\Z"
    r"|\b(?:[Tt]hanks|[Tt]hank you)(?: so much| very much)?"
    r" for (?:coming|being|joining|speaking|talking|your time)"
)
_YOU = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ou['’](?:re|ve|d|ll))\b")
_THERE = re.compile(r"\A[A-Z][\w'’.-]+(?: [A-Z][\w'’.-]+){1,3} there\b")
_QUESTION = re.compile(r"\?[\"'”’)\]]*\Z")
_PRONOUN_START = re.compile(r"^(?:He|She|They|His|Her|Their|It|Its)\b")


def notice(units: Sequence[Unit], facts: Facts, house: House) -> None:
    """Put everything worth knowing on the units."""
    notice_turns(units)
    for i, unit in enumerate(units):
        _voice(unit, facts)
        _quotation(unit)
        if unit.quote < 0 or unit.quote_open:
            _handing_over(unit, i, facts, house)
            _talking(unit, facts, house)
    notice_context(units)


def _voice(unit: Unit, facts: Facts) -> None:
    if unit.taped is not None:
        unit.note("tape.on" if unit.taped else "tape.off")
    voice = unit.voice
    if voice is None:
        return
    if voice.role is not None:
        unit.note(f"voice.{voice.role}", voice.weight)
    if voice.cast is not None:
        both = voice.cast is Cast.ANCHOR and voice.speaker and facts.is_reporter(voice.speaker)
        unit.note("cast.anchor_reporter" if both else f"cast.{voice.cast}", voice.weight)


def _quotation(unit: Unit) -> None:
    if unit.quote >= 0:
        unit.note("quote.left_open" if unit.quote_open else "quote.own")
    elif unit.embedded:
        unit.note("quote.inside")
    elif unit.voice is None or (unit.voice.role is None and unit.voice.cast is None):
        unit.note("quote.none")
    if _I.search(unit.text):
        unit.note("person.i")
    if _WE.search(unit.text):
        unit.note("person.we")


def _handing_over(unit: Unit, i: int, facts: Facts, house: House) -> None:
    text = unit.plain
    words = len(text.split())
    name = sign_off_name(unit, house)
    if _THERE.match(unit.text):
        unit.note("back.there")
        name = ""
    elif fits_any(house.back_announce, text):
        unit.note("sign_off.live")
        name = name or ""
    elif fits_any(house.hand_back, text):
        unit.note("sign_off.back")
        name = name or ""
    elif i > 0 and (name is not None or _signs(text, facts)):
        known = bool(name and facts.is_reporter(name))
        if known or _signs(text, facts):
            unit.note("sign_off.known")
        elif not facts.caps:
            unit.note("sign_off.form")
    if words > 45:
        return
    people = [n for n in facts.names[i] if n.person >= 0.4 and not aged(unit.text, n)]
    reporter = next(
        (n.text for n in facts.names[i] if len(n.text.split()) > 1 and facts.is_reporter(n.text)), ""
    )
    if not reporter and facts.caps:
        here = facts.reporters.called_in({w.casefold() for w in WORD.findall(unit.text)})
        reporter = next((r for r in here if r.upper() in " ".join(unit.text.upper().split())), "")
    if reporter and name is None:
        unit.note("toss.reporter")
    found = match_any(house.toss_named, text)
    if found and (
        facts.caps or _names_one_of(found["name"] if "name" in found.re.groupindex else "", people)
    ):
        unit.note("toss.caps" if facts.caps else "toss.named")
    if fits_any(house.toss_live, text):
        unit.note("toss.live")
    if words <= 16 and fits_any(house.toss_nameless, text):
        unit.note("toss.nameless")
    if (
        people
        and words <= 12
        and people[0].start == 0
        and len(people[0].text.split()) > 1
        and _alone(people[0].text, facts)
    ):
        unit.note("toss.bare")


def _signs(text: str, facts: Facts) -> bool:
    """Whether a short sentence sets the reporter's name apart: `Along I-44, Shauna Petrie, NewsCenter 5`."""
    if len(text.split()) > 14:
        return False
    parts = [
        re.sub(r"^(?:and )?(?:i'm|this is|reporting,?) ", "", p, flags=re.IGNORECASE)
        for p in text.split(", ")
    ]
    if len(parts) < 2:
        return False
    return any(" " in p and facts.is_reporter(p).casefold() == p.casefold() for p in parts)


def _names_one_of(matched: str | None, people: Sequence[Name]) -> bool:
    words = set(WORD.findall(matched or ""))
    return any(words & set(WORD.findall(n.text)) for n in people)


def _alone(name: str, facts: Facts) -> bool:
    """Whether nobody speaks of this person again."""
    return facts.words[surname(name).casefold()] <= 1 and facts.words[given(name).casefold()] <= 1


def _talking(unit: Unit, facts: Facts, house: House) -> None:
    text = unit.plain
    if len(text.split()) <= 30:
        if fits_any(house.greeting, text):
            unit.note("anchor.greeting")
        if fits_any(house.closing, text):
            unit.note("anchor.closing")
    if _QUESTION.search(unit.text):
        unit.note("question")
    if _GUEST.search(unit.text):
        unit.note("called.guest")
    if _YOU.search(unit.text):
        unit.note("person.you")
    if re.match(r"(?:\S+ ){0,4}[Tt]hank(?:s| you)\b", unit.text) or re.search(
        r"\b[Tt]hank you\b", unit.text[-20:]
    ):
        unit.note("thanks")
    if (
        re.fullmatch(r"[A-Z][\w'’-]+[?.]", unit.text)
        and given(unit.text.rstrip("?.")).casefold() in facts.anchors.givens
    ):
        unit.note("sign_off.name")
    if (
        re.fullmatch(r"[A-Z][\w'’-]+\?", unit.text)
        and given(unit.text[:-1]).casefold() in facts.reporters.givens
    ):
        unit.note("toss.name")
    words = {w.casefold() for w in WORD.findall(unit.text)}
    if len(facts.anchors) > 1 and any(_called(unit.text, name) for name in facts.anchors.called_in(words)):
        unit.note("anchors.banter")
    for who, people in (("reporter", facts.reporters), ("anchor", facts.anchors)):
        if any(_called(unit.text, name) for name in people.called_in(words)):
            unit.note(f"called.{who}")
    if not unit.evidence.keys() & {
        "question",
        "thanks",
        "called.reporter",
        "anchor.greeting",
        "sign_off.live",
    }:
        unit.note("statement")
    if _PRONOUN_START.match(unit.text):
        unit.note("starts.pronoun")


def _called(text: str, name: str) -> bool:
    """Whether someone is addressed: `Dan-bi, …`, `…, Dan-bi?`, `Good morning, Min-kyu.`, `Dina --`."""
    return any(pattern.search(text) for pattern in _calls(name))


@lru_cache(maxsize=256)
def _calls(name: str) -> tuple[re.Pattern[str], ...]:
    first, whole = re.escape(given(name)), re.escape(name)
    if not first:
        return ()
    opening = r"\A(?:[\w'’]+(?: [\w'’]+){0,3}, ?)?"
    greeting = r"\A(?:Thank you|Thanks|Okay|Hello|Hi|Well|So|Now)[^.?!]{0,30}"
    return (
        re.compile(rf"{opening}{first}(?:,| --| [–—]|[,.]?\.\.|[?.!]\Z)", re.IGNORECASE),
        re.compile(rf",(?:\.+)? {first}(?:[.?!]*[\"'”’]?\Z|,| --|\.\.)", re.IGNORECASE),
        re.compile(rf"\A{whole}\b[^.?!]{{0,40}}\b[Tt]hank|{greeting}\b{first}\b"),
    )
