"""From a script to its stories and segments: recognise, cut, decode, attribute."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scriptkit.errors import UsageError
from scriptkit.model import Mark, Rundown, Script, Story
from scriptkit.segmenter import recognisers
from scriptkit.segmenter.chrome import find_chrome
from scriptkit.segmenter.decoder import Decision, Step, decode, packaged_coefficients
from scriptkit.segmenter.detect import convention_of
from scriptkit.segmenter.evidence import notice
from scriptkit.segmenter.facts import Facts, gather, share_anchor
from scriptkit.segmenter.house import House, conventions, packaged, packaged_all
from scriptkit.segmenter.layout import Page, page_of
from scriptkit.segmenter.marks import Declared, declared, together
from scriptkit.segmenter.parts import Piece, Unit, tidy
from scriptkit.segmenter.quotes import mark_quotes
from scriptkit.segmenter.segments import make_segments
from scriptkit.segmenter.speakers import attribute
from scriptkit.segmenter.stories import slug_of, story_starts, title_of
from scriptkit.segmenter.units import spoken_units

_FRESH = frozenset({"intro", "reader"})
_DONE = frozenset({"sign_off", "tag", "close", "ask"})


def segment(script: Script, *, convention: str | None = None, house: House | None = None) -> Rundown:
    """Roles, speakers and stories of a script.

    *convention* forces one layout instead of detecting it; *house* adds a newsroom's own rules. What the
    script's marks declare is kept. The segments of all stories tile every character that is not white
    space. Pure; raises UsageError for a convention that does not exist.
    """
    if convention is not None and convention not in conventions():
        raise UsageError(f"no convention named {convention!r}", hint="one of: " + ", ".join(conventions()))
    rules = packaged(convention) if convention else packaged_all()
    if house is not None:
        rules = house.over(rules)
    return _Reading(script, rules, convention).rundown()


@dataclass(slots=True)
class _Reading:
    """One script being read."""

    script: Script
    rules: House
    convention: str | None
    page: Page = field(init=False)
    given: Declared = field(init=False)
    pieces: list[Piece] = field(init=False)
    starts: list[int] = field(init=False)
    blocks: frozenset[int] = field(init=False)
    slugs: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        text = self.script.text
        self.page = page_of(text, self.convention)
        self.given = declared(self.script)
        found = recognisers.find_all(self.page, self.rules)
        claimed = tidy(text, together(self.given, found, cues_only=True))
        chrome = find_chrome(self.page, claimed, self.rules)
        self.pieces = tidy(text, [*claimed, *_allowed(self.given, chrome)])
        self.starts = [p.start for p in self.pieces]
        self.blocks = frozenset(line.start for line in self.page.lines if line.gap)

    def rundown(self) -> Rundown:
        drafts = [self._draft(start, end, mark) for start, end, mark in self._cuts()]
        share_anchor([draft.facts for draft in drafts])
        stories: list[Story] = []
        for draft in drafts:
            decisions = self._decide(draft)
            cuts = [] if draft.mark else _fresh_starts(draft.units, decisions)
            if not cuts:
                stories.append(self._story(draft, decisions))
                continue
            parts = self._parts(draft, [draft.units[i].start for i in cuts])
            stories += [self._story(part, self._decide(part)) for part in parts]
        return Rundown(tuple(s for s in stories if s.segments), self.script.source)

    def _cuts(self) -> Iterator[tuple[int, int, Mark | None]]:
        """Where stories begin and end, with the mark that says so if the file does."""
        size = len(self.script.text)
        if self.given.stories:
            opening = sorted(self.given.stories, key=lambda m: m.start)
            marks: list[Mark | None] = [*opening]
            starts = [self._outside(m.start) for m in opening]
            if self.script.text[: starts[0]].strip():
                starts, marks = [0, *starts], [None, *marks]
            else:
                starts[0] = 0
        else:
            starts = story_starts(self.script.text, self.pieces)
            marks = [None] * len(starts)
        yield from zip(starts, [*starts[1:], size], marks, strict=True)

    def _outside(self, at: int) -> int:
        """The offset, or the start of the piece it lies in: nothing is cut in two."""
        i = bisect_left(self.starts, at) - 1
        while i >= 0 and self.pieces[i].end == self.pieces[i].start:
            i -= 1  # voices without text
        return self.starts[i] if i >= 0 and self.pieces[i].end > at else at

    def _draft(self, start: int, end: int, mark: Mark | None) -> _Draft:
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        pieces = self.pieces[first:last]
        units = spoken_units(self.script.text, start, end, pieces, self.page.opens, self.blocks)
        mark_quotes(units)
        return _Draft(start, end, mark, pieces, units, gather(units, self.rules))

    def _parts(self, draft: _Draft, cuts: list[int]) -> list[_Draft]:
        """The draft again, as the several stories its own words say it holds."""
        parts = [
            self._draft(start, end, None)
            for start, end in zip([draft.start, *cuts], [*cuts, draft.end], strict=True)
        ]
        for part in parts:
            if not part.facts.anchors:
                part.facts.anchors = draft.facts.anchors
        return parts

    def _decide(self, draft: _Draft) -> list[Decision]:
        units = draft.units
        notice(units, draft.facts, self.rules)
        return decode([_step(units, i) for i in range(len(units))], packaged_coefficients())

    def _story(self, draft: _Draft, decisions: list[Decision]) -> Story:
        text, mark, units = self.script.text, draft.mark, draft.units
        segments = make_segments(
            text, units, decisions, attribute(units, decisions, draft.facts), draft.pieces
        )
        title = title_of(text, draft.pieces) or (self.script.title if not self.slugs else None)
        return Story(
            slug_of(mark.story if mark else title, self.script.source, self.slugs) if segments else "",
            title,
            tuple(segments),
            convention=self.convention or convention_of(draft.pieces, units),
            declared=mark.declared if mark and mark.declared else _running_time(draft.pieces),
            wpm=mark.wpm if mark else None,
        )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A story before its sentences are judged."""

    start: int
    end: int
    mark: Mark | None
    pieces: list[Piece]
    units: list[Unit]
    facts: Facts


def _allowed(given: Declared, chrome: Sequence[Piece]) -> list[Piece]:
    """Page furniture where the file does not say that the words are copy."""
    return [
        p
        for p in chrome
        if not given.closed.overlap(p.start, p.end) and not given.copy.overlap(p.start, p.end)
    ]


def _running_time(pieces: Sequence[Piece]) -> int | None:
    return next((p.declared for p in pieces if p.declared), None)


def _fresh_starts(units: Sequence[Unit], decisions: Sequence[Decision]) -> list[int]:
    """Sentences that begin another story though no heading says so: lead-in after a sign-off or tag."""
    return [
        i
        for i in range(1, len(units))
        if decisions[i].state in _FRESH and decisions[i - 1].state in _DONE and units[i].opens_paragraph
    ]


def _step(units: list[Unit], i: int) -> Step:
    unit = units[i]
    edges: list[str] = []
    if i:
        above = units[i - 1]
        if unit.quote >= 0 and unit.quote == above.quote and not unit.quote_open:
            edges.append("same_quote")
        if "sign_off.back" in above.evidence:
            edges.append("handed_back")
        elif above.evidence.keys() & {"sign_off.known", "sign_off.name"}:
            edges.append("signed_off")
        if unit.voice is not None and unit.voice is above.voice:
            edges.append("same_voice")
        if unit.opens_block:
            edges.append("block")
        elif not unit.opens_paragraph and not unit.after_cue:
            edges.append("inline")
    only = unit.voice.role if unit.voice and unit.voice.forced else None
    return Step(unit.evidence, tuple(edges), only)
