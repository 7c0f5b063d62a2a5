"""Double parentheses that say who speaks next, and what blank lines say beside them.

`((NARRATOR))`, `((ANCHOR))` and a reporter's own name switch the voice. `((Name` with a title on the next
line `))` opens a bite that ends at the next switch, or at a blank line where scripts do not switch back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.names import WORD, label_person, word_lists
from scriptkit.segmenter.parts import Cast, Piece, Voice
from scriptkit.segmenter.people import People
from scriptkit.segmenter.templates import match_any, plain
from scriptkit.text.sentences import split_sentences

_CREDIT = re.compile(
    r"(?P<what>[A-Za-z ]{1,24}(?:/[A-Za-z ]{1,24}){0,2})\s*:\s*(?P<names>[^:\n]{3,80})\Z", re.DOTALL
)
_PERSON = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|da|del|di|van|von|der|den|bin|al|el|la|le)){1,4}"
)
_ON_CAMERA = re.compile(
    r"(?:(?:reporter|correspondent)(?:'s)?[ ,:-]{0,3})?"
    r"(?:on[ -]?cam(?:era)?|stand[ -]?up(?:per)?|to[ -]camera|ptc)"
    r"(?:[ ,:-]{0,3}(?:reporter|correspondent))?",
    re.IGNORECASE,
)
_OUTLET = re.compile(
    r"[^/]{0,60}/\s*(?:Reporting\b|(?:[A-Z][\w.]*(?: [A-Z0-9][\w.]*){0,2} )?"
    r"(?:News(?:watch|center|channel|hour|line)?|Eyewitness News|Action News|TV|Correspondent|Reporter)\b"
    r"(?: (?:\d{1,2}|at \w+))?(?=[\s:,]|\Z))"
)
_LONGEST_LABEL = 120
_MOST_TAG = 420
"""Code points of the longest paragraph taken for an anchor's tag."""


class Switches:
    """The voice switches of one script."""

    def __init__(self, page: Page, brackets: Sequence[tuple[int, int]], house: House) -> None:
        self._page, self._house = page, house
        self._line_starts = [line.start for line in page.lines]
        self._ends = _block_ends(page)
        self._narrators = _spoken_labels(house.reporter_labels, house)
        self._hosts = frozenset(house.anchor_labels)
        inner = [page.text[a + 2 : b] for a, b in brackets]
        self._people = People(self._credits(inner))
        self._candidates = [n for n in (_slashed(body) for body in inner) if n]
        self._tossed: People | None = None
        self._relabels = sum(" ".join(x.split()).casefold() in self._narrators for x in inner) >= 2

    def read(self, start: int, end: int) -> Piece | None:
        """The switch the bracket is, or None when it is something else."""
        raw = self._page.text[start + 2 : end].strip()
        body = " ".join(raw.split())
        if len(body) > _LONGEST_LABEL:
            return None
        if self._is_credit(body):
            return Piece(start, end + 2, Role.METADATA, "double_paren.credit", 0.95)
        if not self._alone(start, end + 2):
            return None
        low = body.casefold()
        name = self._people.find(body) if len(body.split()) > 1 else ""
        if low in self._narrators or name:
            speaker = name or (self._people[0] if len(self._people) == 1 else None)
            voice = Voice("double_paren.narration", Cast.REPORTER, Role.NARRATION, speaker, weight=0.9)
            return Piece(start, end + 2, Role.CUE, "double_paren.switch", voice=voice)
        if low in self._hosts:
            voice = Voice("double_paren.anchor", Cast.ANCHOR)
            return Piece(start, end + 2, Role.CUE, "double_paren.switch", voice=voice)
        after = self._words_below(end + 2)
        if after is None:
            return None
        if _ON_CAMERA.fullmatch(body):
            speaker = self._people[0] if len(self._people) == 1 else None
            voice = Voice("double_paren.standup", Cast.REPORTER, Role.STANDUP, speaker, weight=0.9)
            return Piece(start, end + 2, Role.CUE, "double_paren.switch", voice=voice, until=after)
        return self._bite(start, end, raw, after)

    def _bite(self, start: int, end: int, raw: str, after: int) -> Piece | None:
        """`((Name` and a title `))` on lines of their own, over the words."""
        head = re.split(r"[\n,/]", raw, maxsplit=1)
        name = head[0].strip()
        known = word_lists()
        words = [w.casefold() for w in WORD.findall(name)]
        if not _PERSON.fullmatch(name) or any(w in known["not_people"] for w in words):
            return None
        if words[0] in self._house.cue_note or '"' in raw or "“" in raw or raw.endswith((".", "?", "!")):
            return None
        speaker, title = label_person(", ".join(part.strip() for part in head))
        reports = self.reports(raw, speaker)
        role = Role.STANDUP if reports else Role.SOUNDBITE
        voice = Voice(f"double_paren.{role}", Cast.REPORTER if reports else Cast.GUEST, role, speaker, title)
        until = None if self._relabels else after
        return Piece(start, end + 2, Role.CUE, "double_paren.switch", voice=voice, until=until)

    def reports(self, body: str, speaker: str | None) -> bool:
        """Whether a bracket's words are the reporter's: by name, or by the outlet behind the name."""
        if _OUTLET.match(body):
            return True
        if not speaker or len(speaker.split()) < 2:
            return False
        if self._tossed is None:
            self._tossed = People([*self._people, *self._handed_to()])
        return bool(self._tossed.find(speaker))

    def _handed_to(self) -> Iterator[str]:
        """Those of the names before a slash to whom a sentence hands over."""
        names = People(self._candidates)
        if not names:
            return
        surnames = {name.split()[-1].casefold() for name in names}
        for line in self._page.lines:
            if not surnames & {w.casefold() for w in WORD.findall(line.text)}:
                continue
            for span in split_sentences(line.text):
                words = line.text[span.start : span.end]
                if "((" in words:
                    continue
                found = match_any(self._house.toss_named + self._house.toss_live, plain(words))
                named = found["name"] if found and "name" in found.re.groupindex else ""
                if named and len(named.split()) > 1 and names.find(named):
                    yield names.find(named)

    def _is_credit(self, body: str) -> bool:
        credit = _CREDIT.match(body)
        if not credit:
            return False
        makers = {*self._house.reporter_titles, *self._house.reporter_labels, "camera", "producer", "editor"}
        makers |= {"videographer", "photographer", "writer", "by", "script", "video", "video editor"}
        what = {w.strip().casefold() for w in credit["what"].split("/")}
        return what <= makers and _PERSON.match(credit["names"]) is not None and body[-1] not in ".?!"

    def _credits(self, inner: Sequence[str]) -> Iterator[str]:
        """The reporters named in the head of the script."""
        makers = {*self._house.reporter_titles, *self._house.reporter_labels, "by"}
        for raw in inner:
            body = " ".join(raw.split())
            credit = _CREDIT.match(body) if len(body) <= _LONGEST_LABEL else None
            if not credit or not self._is_credit(body):
                continue
            if makers & {w.strip().casefold() for w in credit["what"].split("/")}:
                name = _PERSON.match(credit["names"])
                if name:
                    yield name[0]

    def _alone(self, start: int, end: int) -> bool:
        """Whether nothing else stands on the bracket's lines."""
        text = self._page.text
        before = text[max(0, start - 200) : start].rpartition("\n")[2]
        return not before.strip() and not text[end : end + 200].partition("\n")[0].strip()

    def _words_below(self, at: int) -> int | None:
        """Where the block of the spoken line below ends; None when no words follow directly."""
        lines = self._page.lines
        i = bisect_left(self._line_starts, at)
        first = i
        while (
            i < len(lines)
            and i < first + 3
            and lines[i].text.startswith("((")
            and lines[i].text.endswith("))")
        ):
            i += 1
        if i == len(lines) or lines[i].text.startswith("(("):
            return None
        return self._ends[lines[i].block]


def _spoken_labels(labels: Sequence[str], house: House) -> frozenset[str]:
    return frozenset(w for w in labels if w not in house.cue_note)


def _slashed(body: str) -> str | None:
    """The full name before the slash of `Name/…`, if one is there."""
    head, slash, _ = body[:80].partition("/")
    name = " ".join(re.sub(r"^[\s\d:.]+|^(?:SOT|BITE)\b[: ]*", "", head).split())
    return name if slash and _PERSON.fullmatch(name) else None


def _block_ends(page: Page) -> dict[int, int]:
    """The end of every run of lines without a blank one."""
    return {line.block: line.end for line in page.lines}


def slug(page: Page) -> list[Piece]:
    """`((PKG)) NIGHT LIBRARY`: the slug on the script's first line."""
    first = page.lines[0] if page.lines else None
    head = re.match(r"\(\([^()\n]{1,40}\)\)\s*(?=\S)", first.text) if first else None
    if not first or not head or len(first.text.split()) > 9 or not first.text[head.end() :].isupper():
        return []
    return [Piece(first.start + head.end(), first.end, Role.METADATA, "double_paren.slug", 0.9)]


def tags(page: Page, brackets: Sequence[tuple[int, int]]) -> list[Piece]:
    """The anchor's words after a package that ends on a bite: one short last paragraph without brackets.

    Only where the package is a paragraph with several brackets inside; there blank lines mean that
    somebody else reads.
    """
    if not brackets:
        return []
    blocks: dict[int, tuple[int, int]] = {}
    for line in page.lines:
        first, _ = blocks.get(line.block, (line.start, 0))
        blocks[line.block] = (first, line.end)
    spans = [blocks[k] for k in sorted(blocks)]
    starts = [a for a, _ in brackets]
    found = []
    for k in range(1, len(spans)):
        (above, above_end), (start, end) = spans[k - 1], spans[k]
        inside = bisect_left(starts, above_end) - bisect_left(starts, above)
        last = k + 1 == len(spans) or _DEBRIS.match(page.text, spans[k + 1][0]) is not None
        if (
            inside >= 2
            and last
            and end - start <= _MOST_TAG
            and page.text.startswith("))", above_end - 2)
            and "((" not in page.text[start:end]
            and not _DEBRIS.match(page.text, start)
            and page.text[end - 1] in '.!?"”’'
        ):
            voice = Voice("double_paren.tag", Cast.ANCHOR, weight=0.8)
            found.append(Piece(start, start, Role.CUE, "double_paren.tag", voice=voice, until=end))
    return found


_DEBRIS = re.compile(r"\d{1,3}[}\])]\s?[A-Z]")
"""`1} STORY_3`: what the rundown system leaves before the next story."""
