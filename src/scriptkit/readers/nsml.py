"""iNews NSML: version 1 and 2 (SGML, unquoted attributes), 3 and later (XML), and JSON dumps of it.

Plain ``<p>`` text is read aloud. ``<pi>`` (presenter instruction) and ``<cc>`` mean what the house
uses them for. ``<a idref>`` stands where a production cue of ``<aeset>`` fires; the cue becomes a
line of its own beside the paragraph, so that it never cuts a sentence. ``<meta rate>`` is the
story's read rate in words a minute. The system's own time fields are left alone: they are estimates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scriptkit.errors import InputError
from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText, squeeze
from scriptkit.readers.decoding import decode, peek
from scriptkit.readers.markup import Event, events
from scriptkit.readers.settings import read_rate, role_setting
from scriptkit.text import safexml

_FIELD_TAGS = {"f", "string", "date", "duration", "integer", "boolean"}
_FRAGMENT = re.compile(r"<(?:pi|cc)>|<a idref=", re.IGNORECASE)
_HEADER = re.compile(r"\]\].{0,80}\[\[\s*$")
"""First line of a production cue: the address of the machine it goes to."""
_MAX_JSON_DEPTH = 60
_MAX_INSIDE = 8
"""Open ``<pi>`` and ``<cc>`` that are remembered: a paragraph nests one or two."""


class NsmlReader:
    """Reads iNews stories. Settings: ``pi_role`` and ``cc_role``, a role or ``spoken``; default ``cue``."""

    name = "nsml"
    suffixes = (".nsml",)

    def sniff(self, head: bytes) -> bool:
        text = peek(head)
        if text[:1] in ("{", "["):
            return '"iNewsStory"' in text
        lower = text.lower()
        if "<nsml" in lower[:1000]:
            return True
        return (
            "<p>" in lower
            and bool(_FRAGMENT.search(lower))
            and "<html" not in lower
            and "<story" not in lower
        )

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        found = decode(data, source, options.encoding, declared=safexml.declared_encoding(data))
        title = None
        if found.text.lstrip()[:1] in ("{", "["):
            title, stories = _from_json(found.text, source)
        else:
            stories = _Parser().parse(_unescaped(found.text))
        stories = [s for s in stories if s.paragraphs or s.title]
        if not stories:
            raise InputError(f"{source}: no iNews story in it", hint="export the story or queue as NSML")
        roles = {
            "pi": role_setting(options, "pi_role", Role.CUE),
            "cc": role_setting(options, "cc_role", Role.CUE),
            "": None,
        }
        text = ScriptText()
        for story in stories:
            if story.titled or len(stories) > 1:
                text.story(story.title, wpm=story.wpm, rule="nsml.story")
            for paragraph in story.paragraphs:
                _write(text, paragraph, story.cues, roles)
        return text.script(source, options, title=title, encoding=found.encoding)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Text of a paragraph inside ``<pi>``, ``<cc>`` or neither; or the anchor of a production cue."""

    text: str = ""
    kind: str = ""
    anchor: str | None = None


@dataclass(slots=True)
class _Story:
    title: str = ""
    wpm: float | None = None
    paragraphs: list[list[_Piece]] = field(default_factory=list)
    cues: dict[str, list[str]] = field(default_factory=dict)
    titled: bool = True


def _write(
    text: ScriptText, paragraph: list[_Piece], cues: dict[str, list[str]], roles: dict[str, Role | None]
) -> None:
    before: list[str] = []
    after: list[str] = []
    runs: list[Run] = []
    for piece in paragraph:
        if piece.anchor is None:
            rule = f"nsml.{piece.kind or 'p'}"
            role = roles[piece.kind]
            runs.append(Run(piece.text, role, rule=rule, spoken=True if role is None else None))
        elif lines := cues.get(piece.anchor):
            started = any(run.text.strip() for run in runs)
            (after if started else before).append(f"[{' | '.join(lines)}]")
    for label in before:
        text.paragraph(Run(label, Role.CUE, rule="nsml.ae"))
    text.paragraph(*runs)
    for label in after:
        text.paragraph(Run(label, Role.CUE, rule="nsml.ae"))


class _Parser:
    """Collects stories from the tags of one file; a bare body without a head is one story."""

    def __init__(self) -> None:
        self._stories: list[_Story] = []
        self._story = _Story(titled=False)
        self._pieces: list[_Piece] = []
        self._inside: list[str] = []
        self._field: str | None = None
        self._cue: str | None = None
        self._lines: list[str] | None = None
        self._in_body = True
        self._text: list[str] = []

    def parse(self, text: str) -> list[_Story]:
        for event in events(text):
            if event.kind == "text":
                self._say(event.value)
            elif event.kind == "start":
                self._start(event)
            else:
                self._end(event.value)
        self._finish()
        return self._stories

    def _start(self, event: Event) -> None:
        name, attributes = event.value, event.attributes
        if name == "nsml":
            self._finish()
            self._in_body = False
        elif name == "meta":
            # Word length 1 counts characters of Chinese or Japanese, not words.
            if attributes.get("wordlength") != "1":
                self._story.wpm = read_rate(attributes.get("rate"))
        elif name in _FIELD_TAGS and "id" in attributes:
            self._field, self._text = attributes["id"].lower(), []
        elif name == "ae":
            self._cue = attributes.get("id")
        elif name == "ap":
            self._text = []
        elif name == "body":
            self._in_body = True
        elif name in ("p", "br"):
            self._flush()
            self._inside = []
        elif name in ("pi", "cc"):
            self._inside = [*self._inside[-_MAX_INSIDE:], name]
        elif name == "a" and "idref" in attributes:
            self._pieces.append(_Piece(anchor=attributes["idref"]))
        elif name == "tab":
            self._pieces.append(_Piece(" "))

    def _end(self, name: str) -> None:
        if name in _FIELD_TAGS and self._field is not None:
            if self._field == "title":
                self._story.title = squeeze("".join(self._text)).strip()
            self._field = None
        elif name == "ap" and self._cue is not None:
            line = squeeze("".join(self._text)).strip()
            if line and not _HEADER.match(line):
                self._story.cues.setdefault(self._cue, []).append(line)
        elif name == "ae":
            self._cue = None
        elif name == "p":
            self._flush()
            self._inside = []
        elif name in ("pi", "cc"):
            if name in self._inside:
                self._inside.remove(name)
        elif name == "body":
            self._flush()
            self._in_body = False
        elif name == "nsml":
            self._finish()

    def _say(self, text: str) -> None:
        if self._field is not None or self._cue is not None:
            self._text.append(text)
        elif self._in_body:
            self._pieces.append(_Piece(text, self._inside[-1] if self._inside else ""))

    def _flush(self) -> None:
        if any(piece.text.strip() or piece.anchor is not None for piece in self._pieces):
            self._story.paragraphs.append(self._pieces)
        self._pieces = []

    def _finish(self) -> None:
        self._flush()
        if self._story.paragraphs or self._story.title:
            self._stories.append(self._story)
        self._story = _Story()
        self._inside = []
        self._field = self._cue = None


def _unescaped(text: str) -> str:
    r"""A body copied out of a program's log still has its ``\r\n`` and ``\"`` spelt out."""
    if not re.search(r"\\r\\n\s{0,4}<p>", text):
        return text
    return text.replace("\\r\\n", "\n").replace('\\"', '"').replace("\\'", "'")


def _from_json(text: str, source: str) -> tuple[str | None, list[_Story]]:
    """Stories of a rundown dumped as JSON by a gateway: ``fields``, ``meta``, ``cues`` and ``body``."""
    try:
        root = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{source}: not readable JSON ({error})", hint="was the file cut short?") from None
    name = root.get("name") if isinstance(root, dict) else None
    stories = [story for found in _json_stories(root, 0) if (story := _json_story(found))]
    return (name if isinstance(name, str) else None), stories


def _json_stories(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MAX_JSON_DEPTH:
        return
    if isinstance(value, dict):
        if isinstance(value.get("body"), str) and isinstance(value.get("fields"), dict):
            yield value
            return
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _json_stories(inner, depth + 1)


def _json_story(found: dict[str, Any]) -> _Story | None:
    parsed = _Parser().parse(found["body"])
    story = parsed[0] if parsed else _Story()
    title, meta, cues = found["fields"].get("title"), found.get("meta"), found.get("cues")
    if isinstance(title, dict):
        title = title.get("value")
    story.title = squeeze(title).strip() if isinstance(title, str) else ""
    story.titled = True
    if isinstance(meta, dict) and str(meta.get("wordlength", "")) != "1":
        story.wpm = read_rate(str(meta.get("rate", "")))
    if isinstance(cues, list):
        for number, lines in enumerate(cues):
            if isinstance(lines, list):
                story.cues[str(number)] = [
                    line.strip() for line in lines if isinstance(line, str) and line.strip()
                ]
    return story
