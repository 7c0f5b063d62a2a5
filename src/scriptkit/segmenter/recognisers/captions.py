"""Closed captions: short lines, `>>` where the speaker changes, `>>>` where the story does."""

from __future__ import annotations

import re

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.names import label_person
from scriptkit.segmenter.parts import Cast, Piece, Voice

_TURN = re.compile(r">{2,4}[ \t]*(?P<who>(?:[A-Za-z][\w.'’-]*[ \t]){0,4}[A-Za-z][\w.'’-]*:(?!\d)[ \t]*)?")


def find(page: Page, house: House) -> list[Piece]:
    wanted = page.wants("captions")
    turns = list(_TURN.finditer(page.text))
    if wanted is False or (wanted is None and len(turns) < 2):
        return []
    found: list[Piece] = []
    before: Cast | None = None
    for turn in turns:
        who = (turn["who"] or "").strip(" :\t").casefold()
        fresh = turn[0].startswith(">>>") or before is None
        voice = _voice(who, fresh, turn is turns[-1], before, house)
        rule = "story.caption" if turn[0].startswith(">>>") else "caption.turn"
        found.append(Piece(turn.start(), turn.end(), Role.CUE, rule, 0.97, voice=voice))
        before = voice.cast or before
    return found


def _voice(who: str, fresh: bool, last: bool, before: Cast | None, house: House) -> Voice:
    if who:
        words = who.split()
        if who in house.reporter_labels or words[-1] in house.reporter_titles:
            return Voice("caption.reporter", Cast.REPORTER)
        if who in house.anchor_labels or words[-1] in house.anchor_titles:
            return Voice("caption.anchor", Cast.ANCHOR)
        return Voice("caption.named", Cast.GUEST, None, label_person(who)[0], weight=0.6)
    if fresh:
        return Voice("caption.first", Cast.ANCHOR, weight=0.6)
    if last:
        return Voice("caption.turn")
    if before is Cast.REPORTER:
        return Voice("caption.other", Cast.CROWD, weight=0.6)
    return Voice("caption.turn")
