"""TTML and its dialects: IMSC, EBU-TT-D, iTunes Timed Text, DFXP.

Times are those of the nearest element that has any, added to its parents' as TTML says. Text with
times of its own inside a paragraph becomes cues of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from xml.etree.ElementTree import Element

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.ttml_time import Clock
from scriptkit.text import safexml
from scriptkit.timecode import Millis

_NAMED = {
    "white": "#FFFFFF",
    "yellow": "#FFFF00",
    "cyan": "#00FFFF",
    "aqua": "#00FFFF",
    "lime": "#00FF00",
    "green": "#008000",
    "magenta": "#FF00FF",
    "fuchsia": "#FF00FF",
    "red": "#FF0000",
    "blue": "#0000FF",
    "black": "#000000",
}
_HEX = re.compile(r"#([0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?$")
_MAX_STYLE_DEPTH = 20


@dataclass(frozen=True, slots=True)
class _Context:
    """What holds where the reader stands in the tree."""

    begin: Fraction = Fraction(0)
    end: Fraction | None = None
    timed: bool = False
    colour: str | None = None
    italic: bool = False
    region: str | None = None
    speaker: str | None = None
    preserve: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Text with one context; a line break is a run of ``"\\n"``."""

    text: str
    context: _Context


@dataclass(slots=True)
class _Document:
    """The head of a file: how it counts time, and what its identifiers stand for."""

    clock: Clock
    builder: TrackBuilder
    styles: dict[str, Element] = field(default_factory=dict)
    agents: dict[str, str] = field(default_factory=dict)
    top_regions: set[str] = field(default_factory=set)
    _styled: dict[str, dict[str, str]] = field(default_factory=dict)

    def style(self, references: str | None) -> dict[str, str]:
        """Attributes of the styles named; a document has few combinations and thousands of uses."""
        if not references:
            return {}
        if references not in self._styled:
            self._styled[references] = _styled(self, references)
        return self._styled[references]


class TtmlReader:
    name = "ttml"
    title = "TTML"
    suffixes: tuple[str, ...] = (".ttml", ".itt", ".dfxp", ".xml")

    def sniff(self, head: bytes) -> bool:
        text = TrackBuilder("").decode(head).lstrip("\ufeff \n\t")
        return text.startswith("<") and bool(re.search(r"<(?:[A-Za-z_][\w.-]{0,30}:)?tt[\s>]", text))

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when *data* is no well-formed TTML."""
        builder = TrackBuilder(source)
        text = builder.decode(data, safexml.declared_encoding(data))
        root = next((r for r in safexml.parse(text, source) if safexml.local(r) == "tt"), None)
        if root is None:
            raise InputError(f"{source}: XML, but not TTML", hint="its root element must be tt")
        builder.language = root.get("lang") or builder.language
        document = _Document(Clock.of(root), builder)
        if root.get("frameRate"):
            builder.frame_rate, builder.drop_frame = document.clock.frame_rate, document.clock.drop
        _read_head(document, root)
        context = _enter(document, root, _Context())
        for body in root:
            if safexml.local(body) == "body":
                _read_block(document, body, context)
        return builder.finish()


def _read_head(document: _Document, root: Element) -> None:
    for element in root.iter():
        name, identifier = safexml.local(element), element.get("id")
        if name == "title" and not document.builder.title:
            document.builder.title = (element.text or "").strip() or None
        elif name == "style" and identifier:
            document.styles[identifier] = element
        elif name == "agent" and identifier:
            document.agents[identifier] = _agent_name(element, identifier)
        elif name == "region" and identifier and _at_top(element, document):
            document.top_regions.add(identifier)


def _agent_name(element: Element, identifier: str) -> str:
    for child in element:
        if safexml.local(child) == "name" and (child.text or "").strip():
            return str(child.text)
    return identifier.removeprefix("speaker.").replace("_", " ")


def _at_top(region: Element, document: _Document) -> bool:
    """Whether text of a region stands in the upper part of the picture."""
    style = {**_styled(document, region.get("style")), **region.attrib}
    for child in region:
        if safexml.local(child) == "style":
            style.update(child.attrib)
    numbers = re.findall(r"[-\d.]{1,12}(?=%)", f"{style.get('origin', '')} {style.get('extent', '')}")
    try:
        y, height = (float(numbers[1]), float(numbers[3])) if len(numbers) == 4 else (0.0, 100.0)
    except ValueError:
        return False
    align = style.get("displayAlign", "before")
    place = {"before": y, "center": y + height / 2, "after": y + height}.get(align, y + height)
    return len(numbers) == 4 and place < 50


def _styled(document: _Document, references: str | None, depth: int = 0) -> dict[str, str]:
    """Attributes of the styles named, later ones winning, each with those it refers to itself."""
    found: dict[str, str] = {}
    if references and depth < _MAX_STYLE_DEPTH:
        for reference in references.split()[:50]:
            style = document.styles.get(reference)
            if style is not None:
                found.update(_styled(document, style.get("style"), depth + 1))
                found.update(style.attrib)
    return found


def _enter(document: _Document, element: Element, outer: _Context) -> _Context:
    """The context inside *element*: its times, style, place and speaker over those around it."""
    style = {**document.style(element.get("style")), **element.attrib}
    context = _time(document, element, outer)
    colour = _colour(style.get("color")) or outer.colour
    italic = style["fontStyle"] in ("italic", "oblique") if "fontStyle" in style else outer.italic
    agent = element.get("agent", "").split()
    speaker = document.agents.get(agent[0], agent[0]) if agent else outer.speaker
    space = element.get("space")
    return replace(
        context,
        colour=colour,
        italic=italic,
        speaker=speaker,
        region=element.get("region") or outer.region,
        preserve=space == "preserve" if space else outer.preserve,
    )


def _time(document: _Document, element: Element, outer: _Context) -> _Context:
    times = {}
    for key in ("begin", "end", "dur"):
        text = element.get(key)
        if text is not None:
            times[key] = document.clock.parse(text)
            if times[key] is None:
                document.builder.error("bad-time-line", f"{key} is not a time: {text[:40]!r}")
    begin, end, length = (times.get(key) for key in ("begin", "end", "dur"))
    if begin is None and end is None and length is None:
        return outer
    first = outer.begin + (begin or 0)
    ends = [outer.begin + end] if end is not None else []
    if length is not None:
        ends.append(first + length)
    if outer.end is not None and (not ends or outer.end > first):
        ends.append(outer.end)
    return replace(outer, begin=first, end=min(ends) if ends else None, timed=True)


def _colour(text: str | None) -> str | None:
    if not text:
        return None
    match = _HEX.match(text)
    return f"#{match[1].upper()}" if match else _NAMED.get(text)


def _read_block(document: _Document, element: Element, outer: _Context) -> None:
    context = _enter(document, element, outer)
    for child in element:
        name = safexml.local(child)
        if name == "p":
            _read_paragraph(document, child, context)
        elif name in ("div", "body"):
            _read_block(document, child, context)


def _read_paragraph(document: _Document, element: Element, outer: _Context) -> None:
    """One cue for each stretch of time that text of the paragraph has of its own."""
    runs = list(_runs(document, element, _enter(document, element, outer)))
    spans: dict[tuple[Fraction, Fraction | None], list[_Run]] = {}
    for run in runs:
        if run.text == "\n" or run.text.strip():
            spans.setdefault((run.context.begin, run.context.end), []).append(run)
    words = {key: found for key, found in spans.items() if any(r.text.strip() for r in found)}
    # A paragraph of one time keeps its line breaks and blanks; parts with their own times their own.
    for (begin, end), found in words.items():
        kept = runs if len(words) == 1 else found
        if not any(r.context.timed for r in found):
            text = " ".join(r.text.strip() for r in found)[:60]
            document.builder.error("no-time", f"text without a time, put at the start: {text!r}")
        document.builder.add(_raw(document, kept, begin, end))


def _runs(document: _Document, element: Element, context: _Context) -> Iterator[_Run]:
    if element.text:
        yield _Run(_spaced(element.text, context), context)
    for child in element:
        name = safexml.local(child)
        if name == "br":
            yield _Run("\n", context)
        elif name == "span" and child.get("ruby") not in ("text", "textContainer", "delimiter"):
            yield from _runs(document, child, _enter(document, child, context))
        if child.tail:
            yield _Run(_spaced(child.tail, context), context)


def _spaced(text: str, context: _Context) -> str:
    return text if context.preserve else re.sub(r"\s+", " ", text)


def _raw(document: _Document, runs: list[_Run], begin: Fraction, end: Fraction | None) -> Raw:
    """Lines with the colour each begins with."""
    lines: list[str] = [""]
    colours: list[str | None] = [None]
    for run in runs:
        for i, part in enumerate(run.text.split("\n")):
            if i:
                lines.append("")
                colours.append(None)
            if part.strip() and not lines[-1].strip():
                colours[-1] = run.context.colour
            lines[-1] += part
    # Where lines follow one another without a break, blanks at their seams are one.
    lines = [re.sub(r"  +", " ", line) for line in lines]
    shown = [colour or "#FFFFFF" for line, colour in zip(lines, colours, strict=True) if line.strip()]
    said = [run.context for run in runs if run.text.strip()]
    plain = all(colour == "#FFFFFF" for colour in shown)
    return Raw(
        _millis(begin),
        None if end is None else _millis(end),
        lines,
        next((c.speaker for c in said if c.speaker), None),
        colours=() if plain else tuple(shown),
        italic=bool(said) and all(c.italic for c in said),
        top=any(c.region in document.top_regions for c in said if c.region),
    )


def _millis(seconds: Fraction) -> Millis:
    return round(seconds * 1000)
