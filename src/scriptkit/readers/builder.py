"""Text and marks, built paragraph by paragraph by the readers of structured files."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from scriptkit.errors import InputError
from scriptkit.model import Mark, Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.text.language import guess_language
from scriptkit.timecode import Millis

_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u200b\ufeff]+")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph about which the file says one thing. ``None`` means it says nothing."""

    text: str
    role: Role | None = None
    speaker: str | None = None
    declared: Millis | None = None
    rule: str = "mark"
    spoken: bool | None = None
    """True for copy the file holds to be read aloud, in a role it does not tell."""

    @property
    def says_something(self) -> bool:
        return (self.role, self.speaker, self.declared, self.spoken) != (None, None, None, None)


@dataclass(slots=True)
class _OpenStory:
    start: int
    slug: str
    wpm: float | None
    declared: Millis | None
    rule: str


class ScriptText:
    """Collects a script: one paragraph a line, stories apart by an empty line."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._end = 0
        self._marks: list[Mark] = []
        self._story: _OpenStory | None = None
        self._stories = 0
        self._nothing_said = True

    @property
    def position(self) -> int:
        """Where the next paragraph will begin."""
        return self._length

    def story(
        self, slug: str, *, wpm: float | None = None, declared: Millis | None = None, rule: str = "mark"
    ) -> None:
        """Everything from here to the next call belongs to the story *slug*; its slug gets a line."""
        self._close_story()
        self.blank()
        self._stories += 1
        slug = squeeze(slug).strip()
        # What only names the file or its columns goes with the first story: nobody would caption it alone.
        start = 0 if self._stories == 1 and self._nothing_said else self._length
        self._story = _OpenStory(start, slug or f"Story {self._stories}", wpm, declared, rule)
        self.paragraph(Run(slug, Role.METADATA, rule=rule))

    def paragraph(self, *runs: Run) -> None:
        """One line. White space is squeezed; a paragraph without a visible character is dropped."""
        pieces = _join(runs)
        if not pieces:
            return
        for run, text in pieces:
            start = self._length
            self._write(text)
            visible = text.strip()
            self._nothing_said &= not visible or (run.role is not None and not run.role.spoken)
            if visible and run.says_something:
                first = start + text.index(visible)
                self._marks.append(
                    Mark(
                        first,
                        first + len(visible),
                        run.role,
                        run.speaker,
                        declared=run.declared,
                        rule=run.rule,
                        spoken=run.spoken,
                    )
                )
        self._end = self._length
        self._write("\n")

    def blank(self) -> None:
        """An empty line, where the file has one; several count as one."""
        if self._parts and self._parts[-2:] != ["\n", "\n"]:
            self._write("\n")

    def declare(self, start: int, declared: Millis, *, rule: str = "mark") -> None:
        """The words from *start* to here run as long as *declared* says."""
        if self._end > start:
            self._marks.append(Mark(start, self._end, declared=declared, rule=rule))

    def script(
        self,
        source: str,
        options: ReadOptions,
        *,
        title: str | None = None,
        encoding: str = "utf-8",
        if_empty: str = "is it the right file?",
    ) -> Script:
        """The script so far. Marks are in order of their start, a story's before those inside it.

        Raises InputError, with *if_empty* as the advice, when nothing was written.
        """
        self._close_story()
        if not self._parts:
            raise InputError(f"{source}: no text in this file", hint=if_empty)
        marks = tuple(sorted(self._marks, key=lambda m: (m.start, -m.end, m.story is None)))
        text = "".join(self._parts)
        return Script(text, source, title, options.language or guess_language(text), encoding, marks)

    def _close_story(self) -> None:
        if self._story is not None:
            story, self._story = self._story, None
            if self._end > story.start:
                self._marks.append(
                    Mark(
                        story.start, self._end, None, None, story.slug, story.declared, story.wpm, story.rule
                    )
                )

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def squeeze(text: str) -> str:
    """White space and control characters become single spaces, halves of characters U+FFFD."""
    return _SURROGATE.sub("\ufffd", _SPACE.sub(" ", text))


def _join(runs: tuple[Run, ...]) -> list[tuple[Run, str]]:
    """The runs with white space squeezed as if they were one text, ends trimmed, like ones merged."""
    pieces: list[tuple[Run, list[str]]] = []
    after_space = True
    for run in _adopt_stray_marks(runs):
        text = squeeze(run.text)
        if after_space:
            text = text.lstrip()
        if not text:
            continue
        after_space = text.endswith(" ")
        if pieces and _alike(pieces[-1][0], run):
            pieces[-1][1].append(text)
        else:
            pieces.append((run, [text]))
    joined = [(run, "".join(texts)) for run, texts in pieces]
    while joined:
        run, text = joined.pop()
        if text := text.rstrip():
            joined.append((run, text))
            break
    return joined


def _adopt_stray_marks(runs: tuple[Run, ...]) -> Iterable[Run]:
    """``***<pi>SERVER***</pi>``: in a paragraph of nothing but cues, signs outside belong to them."""
    cue = next((run for run in runs if run.role is Role.CUE and run.text.strip()), None)
    loose = [run for run in runs if run.role is None]
    if cue is None or any(char.isalnum() for run in loose for char in run.text):
        return runs
    return [run if run.role is not None else replace(cue, text=run.text) for run in runs]


def _alike(one: Run, other: Run) -> bool:
    """Whether two runs say the same of their words."""
    return replace(one, text=other.text) == other
