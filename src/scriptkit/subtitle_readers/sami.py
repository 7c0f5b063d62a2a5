"""SAMI made plain: tags nobody needs taken out, one language kept, every word kept or told of."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scriptkit.subtitle_readers.build import TrackBuilder
from scriptkit.subtitle_readers.guard import hidden
from scriptkit.subtitle_readers.styling import colour_of
from scriptkit.timecode import Millis

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})((?:\s|=)[^<>]{0,1000})?/?>")
_START = re.compile(r"start\s{0,9}=\s{0,9}[\"']?\s{0,9}(-?\d{1,9})", re.IGNORECASE)
_CLASS = re.compile(r"class\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE)
_COLOUR = re.compile(r"color\s{0,9}=\s{0,9}[\"']?\s{0,9}([#\w]{1,30})", re.IGNORECASE)
_STYLE = re.compile(r"\.([\w-]{1,40})\s{0,20}\{([^{}]{0,500})\}")
_LANGUAGE = re.compile(r"lang\s{0,9}:\s{0,9}([A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3})", re.IGNORECASE)
_BY_NAME = {"KR": "ko", "KO": "ko", "EN": "en", "JP": "ja", "JA": "ja", "CN": "zh", "FR": "fr", "DE": "de"}
_KEPT = ("b", "i", "s", "u")


@dataclass(frozen=True, slots=True)
class Document:
    """A file of one language with a ``SYNC`` for each of ``starts``."""

    text: str
    starts: list[Millis]
    language: str | None


@dataclass(slots=True)
class _Sync:
    start: Millis
    pieces: list[tuple[str, str]]
    """Class (in capitals) and markup of each stretch of text."""

    @property
    def classes(self) -> set[str]:
        return {name for name, markup in self.pieces if name or markup.strip()}


def parse(builder: TrackBuilder, text: str) -> Document:
    """The file in the plain form that pysubs2 takes; what is left out is told to *builder*."""
    text = _without_comments(text)
    syncs = list(_syncs(builder, text))
    sizes: dict[str, int] = {}
    for sync in syncs:
        for name, markup in sync.pieces:
            if name:
                sizes[name] = sizes.get(name, 0) + len(_words(markup))
    kept = max(sizes, key=lambda name: sizes[name], default="")
    languages = {name.upper(): _LANGUAGE.search(body) for name, body in _STYLE.findall(text)}
    for name in sizes:
        cues = sum(any(n == name and _words(m).strip() for n, m in sync.pieces) for sync in syncs)
        if name != kept and cues:
            message = f"{cues} cue(s) of {name} left out: the file holds more than one language"
            builder.warn("other-language", message)
    # Where only another language changes, this one stays on screen.
    shown = [sync for sync in syncs if not sync.classes or sync.classes & {"", kept}]
    body = "\n".join(
        f"<SYNC Start={sync.start}>{''.join(m for name, m in sync.pieces if name in ('', kept))}</SYNC>"
        for sync in shown
    )
    said = languages.get(kept)
    language = said[1] if said else _BY_NAME.get(kept[:2])
    return Document(f"<SAMI>\n{body}\n</SAMI>\n", [sync.start for sync in shown], language)


def _without_comments(text: str) -> str:
    """Comments out, but for styles, which stand in one; a comment nobody closed is no comment."""
    out = []
    at = 0
    while (begin := text.find("<!--", at)) >= 0:
        end = text.find("-->", begin)
        out.append(text[at:begin])
        if end < 0:
            at = begin + 4
            continue
        inside = text[begin + 4 : end]
        if _STYLE.search(inside) and "<sync" not in inside.lower():
            out.append(inside)
        at = end + 3
    out.append(text[at:])
    return "".join(out)


def _syncs(builder: TrackBuilder, text: str) -> Iterator[_Sync]:
    sync: _Sync | None = None
    name, at, last = "", 0, 0
    for tag in _TAG.finditer(text):
        closing, element = bool(tag[1]), tag[2].lower()
        if sync:
            _add(sync, name, _escaped(text[at : tag.start()]))
        at = tag.end()
        if element == "sync" and not closing:
            if sync:
                yield sync
            start = _START.search(tag[3] or "")
            if not start:
                builder.error("bad-time-line", f"SYNC without a start: {tag[0][:60]!r}", at=last)
            last = int(start[1]) if start else last
            sync, name = _Sync(last, []), ""
        elif element == "p" and not closing:
            found = _CLASS.search(tag[3] or "")
            name = found[1].upper() if found else ""
            if sync:
                sync.pieces.append((name, ""))
        elif sync and element == "br":
            _add(sync, name, "<br>")
        elif sync and element == "font":
            _add(sync, name, "{\\c}" if closing else _font(tag[3] or ""))
        elif sync and element in _KEPT:
            _add(sync, name, f"<{tag[1]}{element}>")
    if sync:
        _add(sync, name, _escaped(text[at:]))
        yield sync


def _font(attributes: str) -> str:
    """A colour as SubStation overrides have it, which pysubs2 passes on; other fonts by a name alone."""
    said = _COLOUR.search(attributes)
    colour = colour_of(said[1]) if said else None
    if colour is None:
        return "{\\fnOther}"
    return f"{{\\c&amp;H{colour[5:7]}{colour[3:5]}{colour[1:3]}&amp;}}"


def _add(sync: _Sync, name: str, markup: str) -> None:
    if markup:
        sync.pieces.append((name, markup))


def _escaped(text: str) -> str:
    """Text of one line (line ends in the file are spaces), closed to tags and commands."""
    words = html.unescape(" ".join(text.split("\n")))
    return html.escape(hidden(re.sub(r"[ \t]+", " ", words)), quote=False)


def _words(markup: str) -> str:
    return html.unescape(re.sub(r"<[^<>]{0,9}>|\{[^{}]{0,40}\}", "", markup))
