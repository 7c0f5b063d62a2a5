"""Which written words end a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

_END = re.compile(r"[.!?…][\"'”’)\]]{0,3}$")
_TITLES = "Mr Mrs Ms Dr Prof Sen Rep Gov Gen Lt Col Sgt St No vs Jr Sr"
_ABBREVIATION = re.compile(rf"^(?:[A-Z]\.)+$|^(?:{_TITLES.replace(' ', '|')})\.$")


def sentence_ends(texts: Sequence[str]) -> list[bool]:
    """For each word whether a sentence ends after it; the last one's always does."""
    ends = []
    for text, following in zip(texts, [*texts[1:], ""], strict=True):
        start = following.lstrip("\"'“‘([")[:1]
        ends.append(
            not following or bool(_END.search(text) and not _ABBREVIATION.match(text) and not start.islower())
        )
    return ends
