"""Text from files, made safe to stand in HTML."""

from __future__ import annotations

import re
from html import escape

_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


def plain(raw: str) -> str:
    """*raw* with what HTML cannot hold, and what would turn the text around it, as U+FFFD."""
    return _DIRECTION.sub("\ufffd", _UNSHOWN.sub("\ufffd", raw))


def text(raw: str) -> str:
    """*raw* as HTML text or attribute value: it stays text whatever is in it."""
    return escape(plain(raw), quote=True)


def isolated(raw: str) -> str:
    """*raw* as HTML text that may run in either direction without turning what stands beside it."""
    return f"<bdi>{text(raw)}</bdi>"


def language_tag(tag: str) -> str:
    """A ``lang`` attribute with a space before it; empty when *tag* is no language tag."""
    return f' lang="{tag}"' if _TAG.fullmatch(tag) and tag.lower() != "und" else ""
