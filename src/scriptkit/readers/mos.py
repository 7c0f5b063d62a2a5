"""MOS 2.8.5 and 4.0: running orders and stories as newsroom systems send them to other machines.

Text stands in ``<p>``, in a ``<storyBody>`` (``roStorySend``) or straight in the ``<story>``. Items
stand between paragraphs or inside them and become cue lines. What is in round or angle brackets, or
is a square-bracket command of a prompter script (``[CG :title\\first]``, possibly over several
paragraphs), is a cue. A file may hold several messages: a story sent later takes its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from scriptkit.errors import InputError
from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText, squeeze
from scriptkit.readers.decoding import decode, peek
from scriptkit.readers.settings import read_rate, role_setting
from scriptkit.text import safexml

_STORY = {"story", "rostorysend"}
_ITEM = {"item", "storyitem", "mositem"}
_INLINE = {"b", "i", "u", "em", "font", "span", "pkg"}
_BARE_ROOTS = (
    "<story>",
    "<item>",
    "<rostorysend",
    "<rocreate",
    "<rostoryreplace",
    "<roreplace",
    "<storybody",
)


class MosReader:
    """Reads MOS messages. Settings: ``pi_role``, the meaning of ``<pi>`` (default ``cue``)."""

    name = "mos"
    suffixes = (".mos",)

    def sniff(self, head: bytes) -> bool:
        text = peek(head).lower()
        return "<mos>" in text or "<mos " in text or _first_tag(text).startswith(_BARE_ROOTS)

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        decoded = decode(data, source, options.encoding, declared=safexml.declared_encoding(data) or "utf-8")
        order: dict[str, _Story] = {}
        title = None
        for root in safexml.parse(decoded.text, source):
            for element in root.iter():
                if safexml.local(element) == "roslug" and not title:
                    title = squeeze(element.text or "").strip() or None
            for story in _stories(root):
                _merge(order, story)
        if not order:
            raise InputError(
                f"{source}: no story in these MOS messages",
                hint="a script comes in roStorySend, roCreate, roReplace or roStoryReplace",
            )
        text = ScriptText()
        pi_role = role_setting(options, "pi_role", Role.CUE)
        for story in order.values():
            text.story(story.slug, wpm=story.wpm, rule="mos.story")
            for paragraph in _mark_notes(_paragraphs(story.element, pi_role)):
                text.paragraph(*paragraph)
        return text.script(source, options, title=title, encoding=decoded.encoding)


@dataclass(slots=True)
class _Story:
    key: str
    slug: str
    element: Element
    has_text: bool
    wpm: float | None


def _stories(root: Element) -> list[_Story]:
    """Every story of a message in order; a lone ``<item>`` or ``<storyBody>`` counts as one."""
    found = [e for e in root.iter() if safexml.local(e) in _STORY]
    if not found:
        lone = next((e for e in root.iter() if safexml.local(e) in {"storybody", *_ITEM, "ncsitem"}), None)
        found = [] if lone is None else [lone if safexml.local(lone) == "ncsitem" else _wrap(lone)]
    return [_story(e, number) for number, e in enumerate(found, 1)]


def _wrap(lone: Element) -> Element:
    story = Element("story")
    story.append(lone)
    return story


def _story(element: Element, number: int) -> _Story:
    rates = [e.text for e in element.iter() if safexml.local(e) == "storypresenterrr"]
    return _Story(
        key=_child(element, "storyid") or f"#{number}",
        slug=_child(element, "storyslug"),
        element=element,
        has_text=any(safexml.local(e) == "p" and "".join(e.itertext()).strip() for e in element.iter()),
        wpm=next((rate for rate in map(read_rate, rates) if rate is not None), None),
    )


def _child(element: Element, name: str) -> str:
    for child in element:
        if safexml.local(child) == name:
            return squeeze(child.text or "").strip()
    return ""


def _merge(order: dict[str, _Story], story: _Story) -> None:
    """A later message replaces the story, but a bare running order does not wipe out its text."""
    before = order.get(story.key)
    if before is not None and before.has_text and not story.has_text:
        return
    if before is not None and not story.slug:
        story.slug = before.slug
    order[story.key] = story


@dataclass(slots=True)
class _Body:
    """State while walking one story: who is reading, and the paragraph under way."""

    pi_role: Role | None
    presenter: str | None = None
    runs: list[Run] = field(default_factory=list)


def _paragraphs(story: Element, pi_role: Role | None) -> Iterator[list[Run]]:
    """The story's paragraphs and items in order."""
    body = _Body(pi_role)
    for element in story:
        yield from _block(element, body)


def _block(element: Element, body: _Body) -> Iterator[list[Run]]:
    name = safexml.local(element)
    if name == "storybody":
        if (element.text or "").strip():
            yield [Run(element.text or "", None, body.presenter, rule="mos.p", spoken=True)]
        for child in element:
            yield from _block(child, body)
            if (child.tail or "").strip():
                yield [Run(child.tail or "", None, body.presenter, rule="mos.p", spoken=True)]
    elif name == "p":
        yield from _inline(element, body, None)
        yield body.runs
        body.runs = []
    elif name in _ITEM:
        yield from _item(element)
    elif name == "storypresenter":
        body.presenter = squeeze(element.text or "").strip() or None


def _inline(element: Element, body: _Body, role: Role | None) -> Iterator[list[Run]]:
    """Fills ``body.runs``; yields the lines that break out of the paragraph (items, line breaks)."""

    def say(text: str | None) -> None:
        if text:
            copy = Run(text, None, body.presenter, rule="mos.p", spoken=True)
            body.runs.append(copy if role is None else Run(text, role, rule="mos.pi"))

    say(element.text)
    for child in element:
        name = safexml.local(child)
        if name in _ITEM:
            yield body.runs
            body.runs = []
            yield from _item(child)
        elif name == "br":
            yield body.runs
            body.runs = []
        elif name == "storypresenter":
            body.presenter = squeeze(child.text or "").strip() or None
        elif name == "pi":
            yield from _inline(child, body, body.pi_role or role)
        elif name in _INLINE:
            yield from _inline(child, body, role)
        elif name == "tab":
            body.runs.append(Run(" "))
        say(child.tail)


def _item(item: Element) -> Iterator[list[Run]]:
    """An item's slug (or abstract), and any note for the studio, as cue lines."""
    names = {safexml.local(e): e for e in reversed(list(item.iter()))}
    for name in ("itemslug", "mosabstract", "objslug", "itemid"):
        label = squeeze(names[name].text or "").strip() if name in names else ""
        if label:
            yield [Run(f"[{label}]", Role.CUE, rule="mos.item")]
            break
    for element in item.iter():
        if safexml.local(element) == "studiocommand" and element.get("type") == "note":
            yield [Run(f"({' '.join(''.join(element.itertext()).split())})", Role.CUE, rule="mos.note")]


_BRACKETED = re.compile(r"\[[^\[\]]*\]|<[^<>]*>")
_OPENS_COMMAND = re.compile(r"\[\s*(?:[A-Z]{2}[A-Z0-9 /_-]*\b|[^\[\]\n]{0,40}[:\\])")
_CLOSERS = {"(": ")", "<": ">", "[": "]"}
_SENTENCE_ENDS = '.!?…"”’])>'
_MAX_OPEN = 12
"""Paragraphs a command may run over before its bracket counts as forgotten."""


def _mark_notes(paragraphs: Iterator[list[Run]]) -> Iterator[list[Run]]:
    """Marks bracketed notes and commands as cues, also those that run over several paragraphs."""
    held: list[list[Run]] = []
    for runs in paragraphs:
        text = squeeze("".join(run.text for run in runs)).strip()
        if held:
            held.append(runs)
            if "]" in text:
                yield from ([_as_cue(run) for run in line] for line in held)
                held = []
            elif len(held) > _MAX_OPEN or "[" in text:
                yield from held
                held = []
        elif _OPENS_COMMAND.match(text) and "]" not in text:
            held.append(runs)
        elif _is_note(text):
            yield [_as_cue(run) for run in runs]
        else:
            yield [piece for run in runs for piece in _split_commands(run)]
    yield from held


def _as_cue(run: Run) -> Run:
    return run if run.role is not None else Run(run.text, Role.CUE, rule="mos.note")


def _is_note(text: str) -> bool:
    """A paragraph all in one pair of brackets that holds no quoted words: those would be a bite."""
    closer = _CLOSERS.get(text[:1])
    if closer is None or not text.endswith(closer) or text.startswith("(("):
        return False
    inner = text[1:-1]
    return closer not in inner and not any(mark in inner for mark in '"“”')


def _split_commands(run: Run) -> Iterator[Run]:
    """``[CG :title\\first] The mayor said`` is a cue and then text.

    A bracket in the middle of a sentence that is no command is left alone: it tells how a name is said.
    """
    if run.role is not None:
        yield run
        return
    done = 0
    for match in _BRACKETED.finditer(run.text):
        before, inside = run.text[done : match.start()].rstrip(), match.group()
        free = not before or before[-1] in _SENTENCE_ENDS
        if inside[0] == "<" or free or ":" in inside or "\\" in inside:
            yield replace(run, text=run.text[done : match.start()])
            yield Run(inside, Role.CUE, rule="mos.note")
            done = match.end()
    yield replace(run, text=run.text[done:])


def _first_tag(text: str) -> str:
    """The first tag that is neither declaration nor comment, in lower case."""
    position = 0
    while (position := text.find("<", position)) >= 0:
        if text[position + 1 : position + 2] not in ("?", "!"):
            return text[position : position + 80]
        position += 1
    return ""
