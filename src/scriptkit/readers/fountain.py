"""Fountain: screenplays in plain text (fountain.io, syntax 1.1).

Emphasis marks and commented-out text are taken out, notes become cues, sections of the first rank
open stories.
"""

from __future__ import annotations

import re
from collections import deque

from scriptkit.errors import InputError
from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText
from scriptkit.readers.decoding import decode
from scriptkit.readers.screenplay import Character, character, write_cue, write_dialogue

_HEADING = re.compile(r"(?:INT\.?/EXT|INT|EXT|EST|I/E)[. /]", re.IGNORECASE)
_KEY = re.compile(r"([A-Za-z][A-Za-z ]{0,30}):(.*)")
_NOTE = re.compile(r"\[\[((?:[^\[\]\n]|\n(?! ?\n)|\](?!\])|\[(?!\[))*)\]\]")
_EMPHASIS = (re.compile(r"(\*{1,3})(?=\S)([^*\n]+)(?<=\S)\1"), re.compile(r"(_)(?=\S)([^_\n]+)(?<=\S)\1"))
_TAGS = re.compile(r"(?:\s{1,9}#[A-Za-z]\S*)+$")
"""Words some tools put behind a character's name."""

# Private characters stand for notes and escaped signs until a line is written; the input's own go first.
_NOTE_MARK = "\ue000"
_PRIVATE = dict.fromkeys(range(0xE000, 0xE003))
_ESCAPES = (("\\*", "\ue001", "*"), ("\\_", "\ue002", "_"))


class FountainReader:
    """Reads ``.fountain`` (and ``.spmd``). Settings: ``character.NAME``, the role of what NAME says."""

    name = "fountain"
    suffixes = (".fountain", ".spmd")

    def sniff(self, head: bytes) -> bool:
        """Never: it is plain text, and scripts in plain text look like it. The name decides."""
        return False

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        found = decode(data, source, options.encoding)
        if not found.text.strip():
            raise InputError(f"{source} is empty", hint="is it the right file?")
        parser = _Parser(options)
        title = parser.parse(found.text)
        return parser.text.script(source, options, title=title, encoding=found.encoding)


class _Parser:
    def __init__(self, options: ReadOptions) -> None:
        self.text = ScriptText()
        self._options = options
        self._notes: deque[str] = deque()
        self._speaker: Character | None = None

    def parse(self, source: str) -> str | None:
        """Writes the script; returns the title of the title page."""
        source = _without_boneyard(source.translate(_PRIVATE).replace("\t", "    "))
        for escaped, private, _ in _ESCAPES:
            source = source.replace(escaped, private)
        source = _NOTE.sub(self._keep_note, source)
        lines = source.strip("\n").split("\n")
        title, start = self._title_page(lines)
        for number in range(start, len(lines)):
            before = lines[number - 1] if number > start else ""
            after = lines[number + 1] if number + 1 < len(lines) else ""
            self._line(lines[number], first=not before.strip(), last=not after.strip())
        return title

    def _keep_note(self, match: re.Match[str]) -> str:
        self._notes.append(match[1])
        return _NOTE_MARK

    def _title_page(self, lines: list[str]) -> tuple[str | None, int]:
        """Keys and values up to the first empty line, if the script begins with a key."""
        if not lines or not _KEY.match(lines[0]) or lines[0].rstrip().endswith("TO:"):
            return None, 0
        title: list[str] = []
        key = ""
        end = next((number for number, line in enumerate(lines) if not line.strip()), len(lines))
        for line in lines[:end]:
            match = _KEY.match(line) if not line.startswith(" ") else None
            key = match[1].lower() if match else key
            value = match[2] if match else line
            if key == "title" and value.strip():
                title.append(_plain(value).strip())
            role = Role.HEADLINE if key == "title" else Role.METADATA
            self._write(line, "fountain.title", role)
        return " ".join(title) or None, end

    def _line(self, line: str, *, first: bool, last: bool) -> None:
        """One line; *first* and *last* of its paragraph decide what a line in capitals is."""
        words = line.strip()
        if not words and not (self._speaker and line.startswith("  ")):
            self._speaker = None
            self.text.blank()
        elif self._speaker is not None:
            self._dialogue(words)
        elif words.startswith("#"):
            self._section(words)
        elif words.startswith("===") and not words.strip("= "):
            self.text.blank()
        elif words.startswith("="):
            self._write(words.lstrip("= "), "fountain.synopsis", Role.METADATA)
        elif first and not last and _is_character(words):
            name = _TAGS.sub("", words.lstrip("@"))
            self._speaker = character(_plain(name.replace(_NOTE_MARK, "")), self._options)
            self._write(name.rstrip("^ "), "fountain.character")
        elif _HEADING.match(words) or (words.startswith(".") and words[1:2].isalnum()):
            self._write(words.lstrip("."), "fountain.heading")
        elif words.startswith(">"):
            self._write(words.strip("<> "), "fountain.transition")
        else:
            self._write(words.removeprefix("!").removeprefix("~"), "fountain.action")

    def _section(self, words: str) -> None:
        slug = _plain(words.lstrip("#")).replace(_NOTE_MARK, "").strip()
        if words.startswith("##"):
            self._write(slug, "fountain.section", Role.HEADLINE)
        else:
            self.text.story(slug, rule="fountain.section")

    def _dialogue(self, words: str) -> None:
        assert self._speaker is not None
        if words.startswith("(") and words.endswith(")"):
            self._write(words, "fountain.parenthetical")
            return
        for piece in words.removeprefix("~").split(_NOTE_MARK):
            if piece.strip():
                write_dialogue(self.text, _plain(piece), self._speaker, "fountain.dialogue")
        for _ in range(words.count(_NOTE_MARK)):
            write_cue(self.text, f"[[{self._notes.popleft()}]]", "fountain.note")

    def _write(self, words: str, rule: str, role: Role = Role.CUE) -> None:
        runs: list[Run] = []
        for number, piece in enumerate(words.split(_NOTE_MARK)):
            if number:
                runs.append(Run(f"[[{self._notes.popleft()}]]", Role.CUE, rule="fountain.note"))
            runs.append(Run(_plain(piece), role, rule=rule))
        self.text.paragraph(*runs)


def _is_character(words: str) -> bool:
    """A line in capitals, its extension aside; ``@`` forces one in lower case (McAVOY)."""
    if words.startswith("@"):
        return len(words) > 1
    name = _TAGS.sub("", words).partition("(")[0].replace(_NOTE_MARK, "").rstrip("^ ")
    starts = name[:1].isalpha() or name[:1].isdigit()
    return starts and name == name.upper() and any(c.isalpha() for c in name) and not words.endswith("TO:")


def _without_boneyard(source: str) -> str:
    """Without ``/* what is commented out */``; an unclosed one is text."""
    kept: list[str] = []
    position = 0
    while (start := source.find("/*", position)) >= 0 and (end := source.find("*/", start + 2)) >= 0:
        kept.append(source[position:start])
        position = end + 2
    return "".join(kept) + source[position:]


def _plain(words: str) -> str:
    """Without the signs for bold, italics and underline; an escaped sign stays itself."""
    for pattern in _EMPHASIS:
        words = pattern.sub(r"\2", words)
    for _, private, sign in _ESCAPES:
        words = words.replace(private, sign)
    return words
