"""Caption text made safe for any file format: no control characters, no stray line breaks.

Nothing here changes a word: what goes is what a reader could not see anyway. Bidirectional marks,
joiners and combining marks stay, since they are part of how a word looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# C0 but tab and line feed, DEL, C1, byte order mark, and what XML 1.0 and UTF-8 refuse outright.
# Astral noncharacters come in pairs at the end of each plane.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """*lines* without control characters, inner line breaks made line breaks, blank lines left out.

    A lone surrogate (a byte that could not be decoded) becomes U+FFFD. White space at both ends of
    a line goes, tabs become spaces. Idempotent.
    """
    cleaned = []
    for line in lines:
        for part in line.splitlines():
            if not part.isprintable():
                part = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", part.replace("\t", " ")))
            part = part.strip()
            if part:
                cleaned.append(part)
    return tuple(cleaned)


def one_line(text: str | None) -> str:
    """A name or title without line breaks and control characters, single-spaced; empty for ``None``."""
    return " ".join(" ".join(clean_lines([text or ""])).split())


def lost_in_cleaning(lines: Iterable[str]) -> int:
    """How many characters :func:`clean_lines` would drop or replace, line breaks and tabs aside."""
    count = 0
    for line in lines:
        if not line.isprintable():
            for part in line.splitlines():
                count += len(_INVISIBLE.findall(part)) + len(_SURROGATE.findall(part))
    return count
