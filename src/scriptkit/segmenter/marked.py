"""The marked text: a script's own words with role and speaker lines a producer edits by hand.

::

    #!scriptkit-marked 1
    @@ ferry-makes-last-run [TRT 144000 ms]
    @ intro: Danielle
    | For sixty-one years, the ferry carried bread and gossip.
    @ soundbite: Walt Prentiss [9000 ms]
    + I've made this crossing 88-thousand times. And I never
    | once got there early.

``|`` is a line of the script, ``+`` a piece of one that goes on in the next ``|`` or ``+``; together they
give the script back to the letter. ``@`` says what the lines below are; a role of ``?`` leaves it to the
recognisers. ``@@`` opens a story. ``~`` names a stretch nobody reads, counted from the words' first
letter. Lines with ``#`` are comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scriptkit.errors import InputError
from scriptkit.model import Mark, Role, Rundown, Script, Segment, Story
from scriptkit.segmenter.marks import MARKED

HEADER = "#!scriptkit-marked 1"
_HELP = (
    "# Change a role or a name after @ and feed this file to any command. Roles: "
    + " ".join(role.value for role in Role)
    + "."
)
_STORY = re.compile(r"@@ (?P<slug>\S+)(?: \[TRT (?P<trt>\d+) ms\])?(?: \[(?P<wpm>[\d.]+) wpm\])?\s*\Z")
_ROLE = re.compile(
    r"@ (?P<role>[a-z_]+|\?)(?:: (?P<speaker>(?:[^\\\[]|\\.)*?))?(?: \[(?P<declared>\d+) ms\])?[ \t]*\Z",
    re.DOTALL,
)
_SKIP = re.compile(r"~ (?P<start>\d+)\+(?P<length>\d+)(?:\s.*)?\Z", re.DOTALL)


def to_marked(script: Script, rundown: Rundown) -> str:
    """The script with everything *rundown* says about it, for a person to edit."""
    out = [HEADER, _HELP]
    if script.title:
        out.append(f"#title {_escape(script.title)}")
    if script.language != "en":
        out.append(f"#language {_escape(script.language)}")
    segments = [(story, s) for story in rundown.stories for s in story.segments]
    if not segments:
        out += _lines(script.text)
    seen: Story | None = None
    for k, (story, segment) in enumerate(segments):
        if k == 0:
            out += _lines(script.text[: segment.start])
        if story is not seen:
            out.append(_story_line(story))
            seen = story
        end = segments[k + 1][1].start if k + 1 < len(segments) else len(script.text)
        out.append(_role_line(segment))
        out += _lines(script.text[segment.start : end])
        out += [
            f"~ {s.start - segment.start}+{s.end - s.start} {_escape(script.text[s.start : s.end])}"
            for s in segment.skips
        ]
    return "\n".join(out) + "\n"


def _story_line(story: Story) -> str:
    trt = f" [TRT {story.declared} ms]" if story.declared is not None else ""
    wpm = f" [{story.wpm:g} wpm]" if story.wpm is not None else ""
    return f"@@ {story.slug}{trt}{wpm}"


def _role_line(segment: Segment) -> str:
    speaker = f": {_escape(segment.speaker)}" if segment.speaker else ""
    declared = f" [{segment.declared} ms]" if segment.declared is not None else ""
    return f"@ {segment.role}{speaker}{declared}"


def _lines(text: str) -> list[str]:
    """The text as ``|`` lines, a rest without a line end as ``+``."""
    *full, rest = text.split("\n")
    return [f"| {line}" for line in full] + ([f"+ {rest}"] if rest else [])


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("[", "\\[")


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def from_marked(text: str, source: str = "-") -> Script:
    """The script in a marked text, with marks that declare what its lines say.

    Raises InputError, with the line's number, for a line that means nothing.
    """
    lines = text.split("\n")
    if not is_marked(text):
        raise InputError(f"{source}: not a marked script", hint=f"its first line must be {HEADER}")
    reading = _Parser(source)
    for number, line in enumerate(lines[1:], 2):
        reading.line(number, line)
    return reading.script()


def is_marked(head: str) -> bool:
    """Whether a text begins as a marked script does."""
    return head.lstrip("\ufeff").split("\n", 1)[0].rstrip() == HEADER


@dataclass(slots=True)
class _Block:
    start: int
    first_part: int
    role: Role | None = None
    speaker: str | None = None
    declared: int | None = None
    skips: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class _Parser:
    source: str
    parts: list[str] = field(default_factory=list)
    size: int = 0
    marks: list[Mark] = field(default_factory=list)
    block: _Block | None = None
    title: str | None = None
    language: str = "en"
    stories: list[tuple[int, re.Match[str]]] = field(default_factory=list)

    def line(self, number: int, line: str) -> None:
        if line.startswith(("| ", "+ ")) or line in {"|", "+"}:
            self._text(line[2:] + ("\n" if line[0] == "|" else ""))
        elif line.startswith("#title "):
            self.title = _unescape(line[7:])
        elif line.startswith("#language "):
            self.language = _unescape(line[10:])
        elif line.startswith("@@"):
            self._story(number, line)
        elif line.startswith("@"):
            self._role(number, line)
        elif line.startswith("~"):
            self._skip(number, line)
        elif line.strip() and not line.startswith("#"):
            self._refuse(number, line)

    def _text(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def _refuse(self, number: int, line: str) -> None:
        raise InputError(
            f"{self.source}: line {number} means nothing: {line[:60]!r}",
            hint="lines of the script begin with '| ', roles with '@ ', stories with '@@ '",
        )

    def _story(self, number: int, line: str) -> None:
        found = _STORY.match(line)
        if found is None:
            self._refuse(number, line)
            return
        self._close()
        self.stories.append((self.size, found))

    def _role(self, number: int, line: str) -> None:
        found = _ROLE.match(line)
        names = {role.value for role in Role}
        if found is None or found["role"] not in names | {"?"}:
            raise InputError(
                f"{self.source}: line {number} names no role: {line[:60]!r}",
                hint="roles: " + ", ".join(sorted(names)),
            )
        self._close()
        role = None if found["role"] == "?" else Role(found["role"])
        speaker = _unescape(found["speaker"] or "").strip()
        declared = int(found["declared"]) if found["declared"] else None
        self.block = _Block(self.size, len(self.parts), role, speaker, declared)

    def _skip(self, number: int, line: str) -> None:
        found = _SKIP.match(line)
        if found is None or self.block is None:
            self._refuse(number, line)
            return
        self.block.skips.append((int(found["start"]), int(found["length"])))

    def _close(self) -> None:
        block, self.block = self.block, None
        if block is None:
            return
        body = "".join(self.parts[block.first_part :])
        if not body.strip():
            return
        start = block.start + len(body) - len(body.lstrip())
        end = self.size - (len(body) - len(body.rstrip()))
        if block.role is not None:
            self.marks.append(
                Mark(start, end, block.role, block.speaker, declared=block.declared, rule=MARKED)
            )
        elif block.speaker:
            self.marks.append(Mark(start, end, None, block.speaker, declared=block.declared, rule=MARKED))
        self.marks += [
            Mark(start + at, start + at + length, rule=MARKED, skip=True)
            for at, length in block.skips
            if start + at + length <= end and length
        ]

    def script(self) -> Script:
        self._close()
        ends = [*(at for at, _ in self.stories), self.size][1:]
        for (at, found), end in zip(self.stories, ends, strict=True):
            self.marks.append(
                Mark(
                    at,
                    end,
                    story=found["slug"],
                    declared=int(found["trt"]) if found["trt"] else None,
                    wpm=float(found["wpm"]) if found["wpm"] else None,
                    rule=MARKED,
                )
            )
        marks = tuple(sorted(self.marks, key=lambda m: (m.start, m.story is None)))
        return Script("".join(self.parts), self.source, self.title, self.language, marks=marks)
