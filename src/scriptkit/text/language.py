"""Which language a text is in, told by its writing and its commonest words."""

from __future__ import annotations

import re
from functools import cache

from scriptkit import resources

UNKNOWN = "und"
"""BCP 47 for a language nobody could tell."""
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8}){0,8}")
_WRITINGS = (("ko", "\uac00", "\ud7a3"), ("ja", "\u3040", "\u30ff"), ("zh", "\u4e00", "\u9fff"))
"""Scripts that one language is written in, and Han last, which Japanese uses too."""
_MOST_WORDS = 2000
_FEW_WORDS = 40
"""A text shorter than this may be anything."""
_RARE = 0.05
"""No prose has fewer of its own little words than this share."""
_PLENTY = 0.25
"""With more of its little words than this share a text is English, whatever else it might be."""
_FEW_HITS = 4
_SURER = 1.3
"""Another language needs that many times the little words English has."""
_LITTLE = (
    "article", "possessive", "demonstrative", "that", "of", "to", "preposition", "as", "coordinator",
    "subordinator", "relative", "subject", "pronoun", "object", "be", "have", "modal", "not",
)  # fmt: skip


def guess_language(text: str) -> str:
    """A language tag for *text*: ``en``, ``de``, ``fr``, ``es``, ``ko``, ``ja``, ``zh`` or ``und``.

    Short texts count as English unless the writing says otherwise. Looks at the first two thousand
    words only, so the cost does not grow with the text.
    """
    words = text[: 12 * _MOST_WORDS].split(maxsplit=_MOST_WORDS)[:_MOST_WORDS]
    sample = "".join(words)
    for tag, first, last in _WRITINGS:
        if 5 * sum(first <= c <= last for c in sample) > len(sample):
            return tag
    bare = [word.strip(".,;:!?…\"'“”„«»()[]").replace("’", "'").lower() for word in words]
    english = sum(word in _little_words("en") for word in bare)
    if english > _PLENTY * len(bare):
        return "en"
    others = [tag for tag in word_class_languages() if tag != "en"]
    hits, best = max((sum(word in _little_words(tag) for word in bare), tag) for tag in others)
    if hits > max(_FEW_HITS, _SURER * english):
        return best
    return UNKNOWN if len(bare) >= _FEW_WORDS and english < _RARE * len(bare) else "en"


@cache
def _little_words(tag: str) -> frozenset[str]:
    classes = word_classes(tag)
    return frozenset(word for name in _LITTLE for word in classes.get(name, "").split())


@cache
def word_class_languages() -> tuple[str, ...]:
    """Languages with word lists of their own."""
    return tuple(resources.names("linebreak/word_classes", ".json"))


def word_classes(language: str) -> dict[str, str]:
    """Class → its words, space-separated, for a language tag; empty for languages without lists."""
    tag = primary_language(language)
    if tag not in word_class_languages():
        return {}
    table: dict[str, str] = resources.read_json(f"linebreak/word_classes/{tag}.json")
    return table


def is_language_tag(tag: str) -> bool:
    """Whether *tag* has the form of a BCP 47 tag, or of a locale: ``de``, ``pt-BR``, ``zh_Hant_TW``."""
    return bool(_TAG.fullmatch(tag))


def primary_language(tag: str) -> str:
    """``en`` of ``en-GB`` and ``EN_us``."""
    return tag.replace("_", "-").split("-")[0].lower()
