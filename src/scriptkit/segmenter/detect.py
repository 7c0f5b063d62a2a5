"""Names the convention a story follows, from the pieces that were found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scriptkit.segmenter.parts import Cast, Piece, Unit

_OF_RULE = {
    "double_paren": "double_paren",
    "bracket": "bracket",
    "agency": "agency",
    "caption": "captions",
    "story.caption": "captions",
    "two_column": "two_column",
    "questions": "two_way",
}
_LEAD = frozenset({"label.lead", "label.package", "bracket.soundbite", "bracket.name"})
_ONE_LINE = 500
"""A paragraph of more code points than this has lost its line breaks."""


def convention_of(pieces: Sequence[Piece], units: Sequence[Unit]) -> str:
    """The convention most of a story's pieces belong to; its shape decides when there are none."""
    votes: Counter[str] = Counter()
    for piece in pieces:
        if piece.rule in _LEAD:
            votes["anchor_lead"] += 2
        elif piece.rule == "label.speaker":
            votes["full_name" if _full(piece) else "speaker_caps"] += 1
        else:
            family = next((f for f in _OF_RULE if piece.rule.startswith(f)), None)
            if family:
                votes[_OF_RULE[family]] += 1
    if votes:
        return votes.most_common(1)[0][0]
    if any("called.reporter" in u.evidence or "toss.live" in u.evidence for u in units):
        return "two_way"
    if any(p.rule.startswith("title.") for p in pieces):
        return "bulletin"
    runs, longest = 0, 0
    for unit in units:
        runs = 0 if unit.opens_paragraph else runs + len(unit.text)
        longest = max(longest, runs)
    return "oneline" if longest > _ONE_LINE else "web"


def _full(piece: Piece) -> bool:
    voice = piece.voice
    return voice is not None and voice.cast in {Cast.GUEST, Cast.REPORTER} and voice.title is None
