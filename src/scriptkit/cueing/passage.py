"""The words of one speaker's turn, with a score for every place a caption could end or break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import Any

from scriptkit import resources
from scriptkit.model import Word
from scriptkit.text.language import primary_language
from scriptkit.text.length import shown_length
from scriptkit.text.look import Look, look
from scriptkit.text.phrases import bad_break, gap_features, sentence_ends


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned score (``data/linebreak/weights.json``, made by ``tools/fit_breaks.py``)."""

    cue: dict[str, float]
    """Feature of a gap → how well a cue ends there."""
    line: dict[str, float]
    """Feature of a gap → how well a line ends there."""
    length: dict[str, tuple[float, ...]]
    """Score of a cue by its share of the characters a cue can hold, in equal steps; one curve for
    each way it may begin and end (``SE``: whole sentences, ``MP``: inside one, up to a comma)."""
    balance: float
    """Times the squared difference of two lines, as a share of the line length."""
    top_heavy: float
    """Times what the upper line is longer by, as a share of the line length."""
    layout: float
    """How much the best line break counts for choosing the cue."""
    two_lines: float
    """Score of a cue that does not fit one line."""
    sentence_inside: float
    """Score of each sentence that ends inside a cue."""
    parted: float = 0.0
    """Cost of a cue for each reason against its line break, whatever ``layout`` makes of it."""

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Weights:
        """Weights from parsed JSON."""
        length = {kind: tuple(curve) for kind, curve in table["length"].items()}
        return cls(**{**table, "length": length})


@cache
def packaged_weights() -> Weights:
    return Weights.from_table(resources.read_json("linebreak/weights.json"))


@dataclass(frozen=True, slots=True)
class Passage:
    """Words and the scores of the gaps after them. The last word's gap always ends a cue."""

    words: tuple[Word, ...]
    looks: tuple[Look, ...]
    sentence_end: tuple[bool, ...]
    before: tuple[int, ...]
    """Characters before each word when all are joined by single spaces; one entry more than words."""
    cue_score: tuple[float, ...]
    line_score: tuple[float, ...]
    against: tuple[int, ...]
    """Reasons against a break at the gap: it is bad, inside a name, inside what is read as one."""
    weights: Weights

    def size(self, first: int, last: int) -> int:
        """Characters of words *first* up to, not including, *last*, joined by single spaces."""
        return self.before[last] - self.before[first] - 1

    def kind(self, first: int, last: int) -> str:
        """How a cue of words *first* up to *last* begins and ends: a key of ``Weights.length``."""
        begin = "S" if first == 0 or self.sentence_end[first - 1] else "M"
        if self.sentence_end[last - 1]:
            return begin + "E"
        return begin + ("P" if self.looks[last - 1].punct else "N")

    def text(self, first: int, last: int) -> str:
        return " ".join(word.text for word in self.words[first:last])

    def bad_break(self, gap: int) -> str:
        """Why a break after word *gap* reads badly, or nothing."""
        if gap + 1 >= len(self.looks) or self.sentence_end[gap]:
            return ""
        return bad_break(self.looks, gap)


_AGAINST = frozenset({"bad", "inside", "tied"})
_AFTER_LABEL = 5.0
"""Score of a line that ends after a label; a cue never does."""


def read_passage(
    words: Sequence[Word], table: Weights | None = None, *, labels: int = 0, language: str = "en"
) -> Passage:
    """Score every gap of *words*, by the packaged weights or others; linear in their number.

    The first *labels* words say who speaks or what is heard. Word classes are those of *language*; where
    there are none, marks and lengths decide.
    """
    texts = [word.text for word in words]
    tag = primary_language(language)
    looks = tuple(look(text, tag) for text in texts)
    ends = tuple(sentence_ends(texts, tag))
    table = table or packaged_weights()
    cue_score, line_score, against = [], [], []
    for names in gap_features(looks, ends):
        against.append(sum(name in _AGAINST for name in names))
        cue_score.append(sum(table.cue.get(name, 0.0) for name in names))
        line_score.append(sum(table.line.get(name, 0.0) for name in names))
    for gap in range(min(labels, len(cue_score))):
        cue_score[gap], line_score[gap] = -1000.0, _AFTER_LABEL
    return Passage(
        words=tuple(words),
        looks=looks,
        sentence_end=ends,
        before=tuple(accumulate((shown_length(text) + 1 for text in texts), initial=0)),
        cue_score=(*cue_score, 0.0),
        line_score=(*line_score, 0.0),
        against=(*against, 0),
        weights=table,
    )
