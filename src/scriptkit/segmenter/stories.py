"""Where one story of a paste ends and the next begins, and what to call it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

from scriptkit.model import Role
from scriptkit.segmenter.parts import Piece

_HEADER_RULES = (
    "chrome.headline",
    "chrome.numbered",
    "chrome.stamp",
    "chrome.date",
    "chrome.slug",
    "chrome.field",
)
_LONGEST_SLUG = 60


def story_starts(text: str, pieces: Sequence[Piece]) -> list[int]:
    """Offsets where stories begin, the first always 0.

    A story opens at a heading (title line, dated headline, slug, debris of the rundown system) that has
    spoken words on both sides.
    """
    starts = [0]
    spoken = _Spoken(text, pieces)
    group: int | None = None
    """Start of the header lines being read."""
    for piece in pieces:
        if piece.skip:
            continue
        if _heads(piece):
            if spoken.between(starts[-1] if group is None else group, piece.start):
                group = None
            if group is None:
                group = piece.start
                if spoken.between(starts[-1], piece.start) and spoken.after(piece.start):
                    starts.append(piece.start)
        elif group is not None and spoken.between(group, piece.start):
            group = None
    return starts


def _heads(piece: Piece) -> bool:
    return piece.rule in _HEADER_RULES or piece.rule.startswith(
        ("chrome.stamped", "title.", "story.", "label.lead")
    )


class _Spoken:
    """Whether anything is read aloud in a stretch."""

    def __init__(self, text: str, pieces: Sequence[Piece]) -> None:
        self._gaps: list[tuple[int, int]] = []
        at = 0
        for piece in pieces:
            if piece.skip:
                continue
            if text[at : piece.start].strip():
                self._gaps.append((at, piece.start))
            at = max(at, piece.end)
        if text[at:].strip():
            self._gaps.append((at, len(text)))

    def between(self, start: int, end: int) -> bool:
        i = bisect_right(self._gaps, start, key=lambda gap: gap[1])
        return end > start and i < len(self._gaps) and self._gaps[i][0] < end

    def after(self, start: int) -> bool:
        return bool(self._gaps) and self._gaps[-1][1] > start


def slug_of(title: str | None, source: str, taken: set[str]) -> str:
    """A name safe for a file: letters, digits and hyphens, unique among *taken* (which it joins)."""
    base = _safe(title or "") or _safe(re.split(r"[\\/]", source)[-1].rsplit(".", 1)[0]) or "story"
    slug, n = base, 2
    while slug in taken:
        slug = f"{base}-{n}"
        n += 1
    taken.add(slug)
    return slug


def _safe(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
    if len(slug) > _LONGEST_SLUG:
        slug = slug[:_LONGEST_SLUG].rsplit("-", 1)[0]
    reserved = re.fullmatch(r"con|prn|aux|nul|com\d|lpt\d", slug)
    return f"story-{slug}" if reserved else slug


def title_of(text: str, pieces: Sequence[Piece]) -> str | None:
    """The story's headline: the first one, without a ``Title:`` in front."""
    for piece in pieces:
        if piece.role is Role.HEADLINE:
            raw = " ".join(text[piece.start : piece.end].split())
            return re.sub(r"^(?:Title ?:|\d{1,2}[.)]) *", "", raw.strip("•·* ")) or None
    return None
