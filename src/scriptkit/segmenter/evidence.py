"""What each sentence shows by itself and by its place, as named evidence for the decoder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from scriptkit import resources
from scriptkit.model import Role
from scriptkit.segmenter.facts import Facts, same_person, sign_off_name
from scriptkit.segmenter.house import House
from scriptkit.segmenter.names import WORD, Name, given, surname
from scriptkit.segmenter.parts import Cast, Unit
from scriptkit.segmenter.templates import match_any, plain
from scriptkit.segmenter.turns import notice_turns

_I = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|i|i['’](?:m|ve|d|ll)|[Mm]yself|[Mm]ine)\b")
_WE = re.compile(r"\b(?:[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|[Uu]s|[Oo]urselves)\b")
_YOU = re.compile(r"\b(?:[Yy]ou|[Yy]our|[Yy]ou['’](?:re|ve|d|ll))\b")
_QUESTION = re.compile(r"\?[\"'”’)\]]*\Z")
_PRONOUN_START = re.compile(r"^(?:He|She|They|His|Her|Their|It|Its)\b")


@cache
def _standup_clues() -> tuple[tuple[re.Pattern[str], float], ...]:
    table = resources.read_toml("standup.toml")
    return tuple(
        (re.compile(r"\b(?:" + clue.replace(" ", r"\s") + r")(?!\w)", re.IGNORECASE), float(weight))
        for clue, weight in table["clues"].items()
    )


def notice(units: Sequence[Unit], facts: Facts, house: House) -> None:
    """Put everything worth knowing on the units."""
    notice_turns(units)
    for i, unit in enumerate(units):
        _voice(unit, facts)
        _quotation(unit)
        if unit.quote < 0:
            _handing_over(unit, i, facts, house)
            _talking(unit, facts, house)
    _standups(units)
    _neighbours(units)
    if _places(units):
        _answers(units)


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
    text = plain(unit.text)
    words = len(text.split())
    name = sign_off_name(unit, house)
    if match_any(house.back_announce, text):
        unit.note("sign_off.live")
        name = name or ""
    elif match_any(house.hand_back, text):
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
    people = [n for n in facts.names[i] if n.person >= 0.4]
    reporter = next(
        (n.text for n in facts.names[i] if len(n.text.split()) > 1 and facts.is_reporter(n.text)), ""
    )
    if not reporter and facts.caps:
        reporter = next((r for r in facts.reporters if " ".join(r.upper().split()) in unit.text.upper()), "")
    if reporter and name is None:
        unit.note("toss.reporter")
    found = match_any(house.toss_named, text)
    if found and (
        facts.caps or _names_one_of(found["name"] if "name" in found.re.groupindex else "", people)
    ):
        unit.note("toss.caps" if facts.caps else "toss.named")
    if match_any(house.toss_live, text):
        unit.note("toss.live")
    if words <= 16 and match_any(house.toss_nameless, text):
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
    """Whether a short sentence sets the reporter's full name apart: `Along I-44, Shauna Petrie, NewsCenter 5`."""
    if len(text.split()) > 14:
        return False
    parts = [
        re.sub(r"^(?:and )?(?:i'm|this is|reporting,?) ", "", p, flags=re.IGNORECASE)
        for p in text.split(", ")
    ]
    whole = {" ".join(r.split()).casefold() for r in facts.reporters if len(r.split()) > 1}
    return len(parts) > 1 and any(p.casefold() in whole for p in parts)


def _names_one_of(matched: str | None, people: Sequence[Name]) -> bool:
    words = set(WORD.findall(matched or ""))
    return any(words & set(WORD.findall(n.text)) for n in people)


def _neighbours(units: Sequence[Unit]) -> None:
    """What the sentences just before and after say about one."""
    for i, unit in enumerate(units):
        if unit.before_label:
            unit.note("before.label")
        above = units[i - 1] if i else None
        opens_quote = above is not None and unit.quote >= 0 and unit.quote != above.quote
        if opens_quote and above is not None and above.quote < 0 and "question" in above.evidence:
            unit.note("quote.answers")
        if above is not None and unit.after_cue and unit.voice is above.voice is None:
            unit.note("after.cue")
        thanks = any(
            "thanks" in units[k].evidence
            for k in (i - 1, i, i + 1)
            if 0 <= k < len(units) and units[k].quote < 0
        )
        if thanks and "sign_off.live" in unit.evidence:
            unit.note("thanks.near")
        following = units[i + 1] if i + 1 < len(units) else None
        if following and unit.quote < 0 and unit.opens_block and not following.opens_block:
            if {"thanks", "called.reporter"} <= following.evidence.keys():
                unit.note("before.thanks")
        seen = unit.evidence.keys()
        if unit.quote < 0:
            if not any(name.startswith(("toss.", "voice.toss")) for name in seen):
                unit.note("toss.none")
            if not any(name.startswith(("sign_off.", "voice.sign_off")) for name in seen):
                unit.note("sign_off.none")
            if "anchor.closing" not in seen:
                unit.note("closing.none")


def _wraps_live(run: Sequence[Unit], k: int) -> bool:
    """Whether the reporter is back on camera: the words lead up to the end of the run, after the last bite."""
    after = run[k:]
    block = next((j for j in range(len(after) - 1, -1, -1) if after[j].opens_block), None)
    return block == 0 or (block is None and any(u.opens_block for u in run[: k + 1]) and not _bites_in(after))


def _bites_in(units: Sequence[Unit]) -> bool:
    return any(u.quote >= 0 or (u.voice and u.voice.role is Role.SOUNDBITE) for u in units)


_TURNS = frozenset({"question", "called.reporter", "sign_off.known", "sign_off.back", "sign_off.name"})


def _answers(units: Sequence[Unit]) -> None:
    """In a live talk, what tells a taped part inside an answer from the answer itself."""
    quoted = any("quote.answers" in u.evidence for u in units)
    start = 0
    for end in range(len(units) + 1):
        if end < len(units) and not (units[end].evidence.keys() & _TURNS and units[end].quote < 0):
            continue
        run = units[start:end]
        start = end + 1
        bites = [u for u in run if u.quote >= 0 or (u.voice and u.voice.role is Role.SOUNDBITE)]
        if not run or not bites:
            continue
        later_block = False
        for k, unit in enumerate(run):
            later_block = later_block or (k > 0 and (unit.opens_block or unit.after_cue))
            if unit.quote >= 0 or unit.evidence.keys() & {"person.i", "called.anchor"}:
                continue
            if _wraps_live(run, k):
                unit.note("live.wrap")
            elif quoted:
                unit.note("answers.quoted")
            elif later_block:
                unit.note("near.bite")


def _alone(name: str, facts: Facts) -> bool:
    """Whether nobody speaks of this person again."""
    return facts.words[surname(name).casefold()] <= 1 and facts.words[given(name).casefold()] <= 1


def _talking(unit: Unit, facts: Facts, house: House) -> None:
    text = plain(unit.text)
    if len(text.split()) <= 30:
        if match_any(house.greeting, text):
            unit.note("anchor.greeting")
        if match_any(house.closing, text):
            unit.note("anchor.closing")
    if _QUESTION.search(unit.text):
        unit.note("question")
    if _YOU.search(unit.text):
        unit.note("person.you")
    if re.match(r"(?:\S+ ){0,4}[Tt]hank(?:s| you)\b", unit.text) or re.search(
        r"\b[Tt]hank you\b", unit.text[-20:]
    ):
        unit.note("thanks")
    if (
        re.fullmatch(r"[A-Z][\w'’-]+\?", unit.text)
        and given(unit.text.rstrip("?")).casefold() in facts.given_of_anchor()
    ):
        unit.note("sign_off.name")
    if len(facts.anchors) > 1 and any(_called(unit.text, name) for name in facts.anchors):
        unit.note("anchors.banter")
    for who, names in (("reporter", facts.reporters), ("anchor", facts.anchors)):
        if any(_called(unit.text, name) for name in names):
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
    first = re.escape(given(name))
    if not first:
        return False
    return bool(
        re.match(
            rf"(?:[\w'’]+(?: [\w'’]+){{0,3}}, ?)?{first}(?:,| --| [–—]|[,.]?\.\.|[?.!]\Z)",
            text,
            re.IGNORECASE,
        )
        or re.search(rf",(?:\.+)? {first}[.?!]*[\"'”’]?\Z", text, re.IGNORECASE)
        or re.search(rf",(?:\.+)? {first}(?:,| --|\.\.)", text, re.IGNORECASE)
        or re.match(rf"{re.escape(name)}\b[^.?!]{{0,40}}\b[Tt]hank", text)
        or re.match(rf"(?:Thank you|Thanks|Okay|Hello|Hi|Well|So|Now)[^.?!]{{0,30}}\b{first}\b", text)
    )


def _standups(units: Sequence[Unit]) -> None:
    """Score a quotation as a whole as the reporter's own piece to camera."""
    by_quote: dict[int, list[Unit]] = {}
    for unit in units:
        if unit.quote >= 0:
            by_quote.setdefault(unit.quote, []).append(unit)
    for members in by_quote.values():
        text = " ".join(m.text for m in members)
        score = sum(weight for clue, weight in _standup_clues() if clue.search(text))
        for member in members:
            if score > 0:
                member.note("standup.clues", min(score, 4.0))
            elif score < 0:
                member.note("standup.contrary", min(-score, 4.0))


def _places(units: Sequence[Unit]) -> bool:
    """Where each sentence stands: before or after the toss of its report, before its sign-off.

    Returns whether the story holds a live talk.
    """
    signs = [i for i, u in enumerate(units) if u.evidence.keys() & {"sign_off.known", "sign_off.form"}]
    known = [i for i in signs if "sign_off.known" in units[i].evidence]
    bounds = [0, *(i + 1 for i in known), len(units)]
    reports = bool(signs) or any(u.voice and u.voice.cast is Cast.REPORTER for u in units)
    for start, end in pairwise(bounds):
        toss = _toss_of(units, start, end)
        reports = reports or toss is not None
        if toss is None:
            continue
        for i in range(start, end):
            if i < toss:
                units[i].note("ahead.toss")
            elif i > toss:
                units[i].note("after.toss")
    live = _is_live(units)
    for i, unit in enumerate(units):
        if not live:
            unit.note("live.none")
        unit.note(f"place.{min(i, 4)}")
        if not reports:
            unit.note("story.reader")
        if signs and i < signs[-1]:
            unit.note("ahead.sign_off")
    return live


def _is_live(units: Sequence[Unit]) -> bool:
    """Whether anything says that anchor and reporter, or a guest, talk to one another."""
    for unit in units:
        seen = unit.evidence.keys()
        if unit.quote < 0 and seen & {"called.reporter", "turns.talk", "voice.two_way", "sign_off.back"}:
            return True
        if {"toss.live", "ahead.toss"} <= seen or ("toss.live" in seen and "after.toss" not in seen):
            return True
    return False


_TOSS_WEIGHTS = {
    "toss.reporter": 3.0, "toss.named": 1.6, "toss.live": 1.2, "toss.nameless": 1.5, "toss.bare": 1.6,
    "toss.caps": 0.5, "voice.toss": 6.0,
}  # fmt: skip


def _toss_of(units: Sequence[Unit], start: int, end: int) -> int | None:
    """The sentence that hands over, if any is a clear case; early ones are likelier."""
    best, place = 1.4, None
    for i in range(start, end):
        seen = units[i].evidence
        if "sign_off.known" in seen:
            continue
        score = sum(w for name, w in _TOSS_WEIGHTS.items() if name in seen) - 0.1 * (i - start)
        if score > best:
            best, place = score, i
    return place


__all__ = ["notice", "same_person"]
