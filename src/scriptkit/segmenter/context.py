"""What its neighbours and its place in the story say about a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from scriptkit import resources
from scriptkit.model import Role
from scriptkit.segmenter.parts import Cast, Unit

_TURNS = frozenset(
    {"question", "called.reporter", "called.guest", "sign_off.known", "sign_off.back", "sign_off.name"}
)
_TALK = frozenset({"called.reporter", "called.guest", "turns.talk", "voice.two_way", "sign_off.back"})
_TOSS_WEIGHTS = {
    "toss.reporter": 3.0, "toss.named": 1.6, "toss.live": 1.2, "toss.nameless": 1.5, "toss.bare": 1.6,
    "toss.caps": 0.5, "voice.toss": 6.0,
}  # fmt: skip


def notice_context(units: Sequence[Unit]) -> None:
    """Put on the units what only the story around them tells; each unit's own evidence must be there."""
    _standups(units)
    _neighbours(units)
    if _places(units):
        _answers(units)
    else:
        _bare_bites(units)
    _after_package(units)


@cache
def _standup_clues() -> tuple[tuple[re.Pattern[str], float], ...]:
    table = resources.read_toml("standup.toml")
    return tuple(
        (re.compile(r"\b(?:" + clue.replace(" ", r"\s") + r")(?!\w)", re.IGNORECASE), float(weight))
        for clue, weight in table["clues"].items()
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


def _neighbours(units: Sequence[Unit]) -> None:
    """What the sentences just before and after say about one."""
    for i, unit in enumerate(units):
        above = units[i - 1] if i else None
        if unit.before_label:
            unit.note("before.label")
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
        leads = following and unit.quote < 0 and unit.opens_block and not following.opens_block
        if leads and following and {"thanks", "called.reporter"} <= following.evidence.keys():
            unit.note("before.thanks")
        seen = unit.evidence.keys()
        if unit.quote < 0:
            if not any(name.startswith(("toss.", "voice.toss")) for name in seen):
                unit.note("toss.none")
            if not any(name.startswith(("sign_off.", "voice.sign_off")) for name in seen):
                unit.note("sign_off.none")
            if "anchor.closing" not in seen:
                unit.note("closing.none")


_OURS = re.compile(
    r"\b(?:we|us|I|me) (?:visited|met|spoke|talked|asked|saw|found|arrived)"
    r"|\b(?:told|asked|showed|shown) (?:me|us)\b"
)


def _bare_bites(units: Sequence[Unit]) -> None:
    """Paragraphs in the first person below one that is not: bites that lost their quotation marks."""
    if any(u.quote >= 0 for u in units):
        return
    for above, unit in pairwise(units):
        if unit.voice is not None or unit.embedded or "ahead.toss" in unit.evidence:
            continue
        if not unit.opens_paragraph:
            if "bite.bare" in above.evidence:
                unit.note("bite.bare")
            continue
        mine = unit.evidence.keys() & {"person.i", "person.we"} and not _OURS.search(unit.text)
        handing = bool(unit.evidence.keys() & {"toss.named", "toss.reporter", "toss.live", "sign_off.known"})
        if mine and not handing and "bite.bare" not in above.evidence:
            unit.note("bite.bare")


def _after_package(units: Sequence[Unit]) -> None:
    """A paragraph below the last bracket of a package that nobody signs off is the anchor's."""
    last = max(
        (i for i, u in enumerate(units) if u.voice and u.voice.rule.startswith("double_paren")), default=-1
    )
    rest = units[last + 1 :]
    if last < 0 or any(name.startswith("sign_off.k") for u in rest for name in u.evidence):
        return
    below = False
    for unit in rest:
        below = below or unit.opens_block
        if below:
            unit.note("after.package")


def _answers(units: Sequence[Unit]) -> None:
    """In a live talk, what tells a taped part inside an answer from the answer itself."""
    quoted = any("quote.answers" in u.evidence for u in units)
    _quotes_in_talk(units)
    start = 0
    for end in range(len(units) + 1):
        if end < len(units) and not (units[end].evidence.keys() & _TURNS and units[end].quote < 0):
            continue
        run = units[start:end]
        following = units[end] if end < len(units) else None
        start = end + 1
        bites = [u for u in run if u.quote >= 0 or (u.voice and u.voice.role is Role.SOUNDBITE)]
        if not run or not bites:
            continue
        later_block = False
        for k, unit in enumerate(run):
            later_block = later_block or (k > 0 and (unit.opens_block or unit.after_cue))
            if unit.quote >= 0 or unit.evidence.keys() & {"person.i", "called.anchor"}:
                continue
            if _wraps_live(run, following, k):
                unit.note("live.wrap")
            elif quoted:
                unit.note("answers.quoted")
            elif later_block:
                unit.note("near.bite")


def _quotes_in_talk(units: Sequence[Unit]) -> None:
    """Where answers stand without quotation marks, a quotation is somebody else's."""
    for i, unit in enumerate(units[1:], 1):
        asked = "question" in units[i - 1].evidence and units[i - 1].quote < 0
        answers = asked or ("called.anchor" in unit.evidence and "sign_off.back" not in unit.evidence)
        if unit.quote < 0 and answers and not unit.evidence.keys() & {"question", "called.reporter"}:
            break
    else:
        return
    for unit in units:
        if unit.quote >= 0 and "quote.answers" not in unit.evidence:
            unit.note("quote.in_talk")


def _wraps_live(run: Sequence[Unit], following: Unit | None, k: int) -> bool:
    """Whether the reporter is back on camera: after the last bite, in the paragraph of the sign-off."""
    signs = following is not None and not following.opens_block
    if not signs or following is None or not any(n.startswith("sign_off.") for n in following.evidence):
        return False
    block = next((j for j in range(len(run) - 1, -1, -1) if run[j].opens_block), None)
    return block is not None and k >= block and not _bites_in(run[block:])


def _bites_in(units: Sequence[Unit]) -> bool:
    return any(u.quote >= 0 or (u.voice and u.voice.role is Role.SOUNDBITE) for u in units)


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
                if i == toss - 1 and units[i].evidence.keys() & {"toss.live", "toss.nameless"}:
                    units[i].note("toss.before")
            elif i == toss + 1 and units[i].evidence.keys() & {"toss.nameless", "toss.name"}:
                units[i].note("toss.before")
            elif i > toss:
                units[i].note("after.toss")
    live = _is_live(units)
    talks = any(
        u.evidence.keys() & {"voice.two_way", "turns.talk", "called.reporter", "called.guest"} for u in units
    )
    for i, unit in enumerate(units):
        if not live:
            unit.note("live.none")
        unit.note(f"place.{min(i, 4)}")
        if not reports and not talks:
            unit.note("story.reader")
        if signs and i < signs[-1]:
            unit.note("ahead.sign_off")
    return live


def _is_live(units: Sequence[Unit]) -> bool:
    """Whether anything says that anchor and reporter, or a guest, talk to one another."""
    for unit in units:
        seen = unit.evidence.keys()
        if unit.quote < 0 and seen & _TALK:
            return True
        if "toss.live" in seen and ("toss.before" in seen or not seen & {"ahead.toss", "after.toss"}):
            return True
    return False


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
