"""TTML and its dialects: IMSC, EBU-TT-D, iTunes Timed Text, DFXP.

Times are those of the nearest element that has any, added to its parents' as TTML says. Text with
times of its own inside a paragraph becomes cues of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from xml.etree.ElementTree import Element

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder, line_speakers
from scriptkit.subtitle_readers.styling import BOLD, RUBY, STRUCK, UNDERLINE, Look, colour_of, styled
from scriptkit.subtitle_readers.ttml_time import Clock
from scriptkit.text import safexml
from scriptkit.timecode import Millis

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
    extra: frozenset[str] = frozenset()
    """Looks no cue can hold, by name."""
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
    colour = (colour_of(style["color"]) if "color" in style else None) or outer.colour
    italic = style["fontStyle"] in ("italic", "oblique") if "fontStyle" in style else outer.italic
    agent = element.get("agent", "").split()
    speaker = document.agents.get(agent[0], agent[0]) if agent else outer.speaker
    space = element.get("space")
    return replace(
        context,
        colour=colour,
        italic=italic,
        extra=_extra(style, outer.extra),
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


def _extra(style: Mapping[str, str], outer: frozenset[str]) -> frozenset[str]:
    if "fontWeight" not in style and "textDecoration" not in style:
        return outer
    look = Look(extra=outer)
    if "fontWeight" in style:
        look = look.having(BOLD, style["fontWeight"] == "bold")
    lines = style.get("textDecoration", "").split()
    for name, kind in (("underline", UNDERLINE), ("lineThrough", STRUCK)):
        if name in lines or {"none", f"no{name[0].upper()}{name[1:]}"} & set(lines):
            look = look.having(kind, name in lines)
    return look.extra


def _in_turn(element: Element) -> bool:
    """Whether children of an element follow one another, each counting from the end of the one before."""
    return element.get("timeContainer") == "seq"


def _read_block(document: _Document, element: Element, outer: _Context) -> Fraction | None:
    """When the block ends, so far as the file says."""
    # What a whole body or division looks like is the player's business, what sets words apart is not.
    context = replace(_enter(document, element, outer), extra=frozenset())
    at, ends = context.begin, list[Fraction]()
    for child in element:
        name = safexml.local(child)
        inside = replace(context, begin=at) if _in_turn(element) else context
        if name == "p":
            end = _read_paragraph(document, child, inside)
        elif name in ("div", "body"):
            end = _read_block(document, child, inside)
        else:
            continue
        if end is not None:
            ends.append(end)
            at = end
    return context.end if context.end is not None else max(ends, default=None)


def _read_paragraph(document: _Document, element: Element, outer: _Context) -> Fraction | None:
    """One cue for each stretch of time that text of the paragraph has of its own; when the last ends."""
    context = _enter(document, element, outer)
    runs = list(_runs(document, element, context))
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
    if context.end is not None:
        return context.end
    return max((end for _, end in words if end is not None), default=None)


def _runs(document: _Document, element: Element, context: _Context) -> Iterator[_Run]:
    if element.text:
        yield _Run(_spaced(element.text, context), context)
    at = context.begin
    for child in element:
        name = safexml.local(child)
        if name == "br":
            yield _Run("\n", context)
        elif name == "span" and _ruby(document, child) not in ("text", "textContainer", "delimiter"):
            inside = replace(context, begin=at) if _in_turn(element) else context
            within = _enter(document, child, inside)
            at = within.end if within.end is not None else at
            if _ruby(document, child) in ("container", "baseContainer"):
                within = replace(within, extra=within.extra | {RUBY})
            yield from _runs(document, child, within)
        if child.tail:
            yield _Run(_spaced(child.tail, context), context)


def _ruby(document: _Document, element: Element) -> str | None:
    """The part a span has in text with its reading beside it, as East Asian captions have it."""
    return element.get("ruby") or document.style(element.get("style")).get("ruby")


def _spaced(text: str, context: _Context) -> str:
    return text if context.preserve else re.sub(r"\s+", " ", text)


def _raw(document: _Document, runs: list[_Run], begin: Fraction, end: Fraction | None) -> Raw:
    look = styled([(run.text, _look(run.context)) for run in runs])
    said = [run.context for run in runs if run.text.strip()]
    return Raw(
        _millis(begin),
        None if end is None else _millis(end),
        # Where spans follow one another without a break, blanks at their seams are one.
        [re.sub(r"  +", " ", line) for line in look.lines],
        next((c.speaker for c in said if c.speaker), None),
        colours=look.colours,
        italic=look.italic,
        top=any(c.region in document.top_regions for c in said if c.region),
        lost=look.lost,
        speakers=line_speakers((run.text, run.context.speaker) for run in runs),
    )


def _look(context: _Context) -> Look:
    return Look(context.italic, None if context.colour == "#FFFFFF" else context.colour, context.extra)


def _millis(seconds: Fraction) -> Millis:
    return round(seconds * 1000)
