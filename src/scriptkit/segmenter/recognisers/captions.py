"""Closed captions: short lines, `>>` where the speaker changes, `>>>` where the story does.

Few turns are labelled. Before the first `>> Reporter:` the anchor speaks; between the reporter's turns a
bare `>>` is a newsmaker; after the sign-off, and at the very end, the anchor is back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.names import WORD, label_person, titled
from scriptkit.segmenter.parts import Cast, Piece, Voice
from scriptkit.segmenter.people import People
from scriptkit.segmenter.templates import fits_any, matches, plain
from scriptkit.text.sentences import split_sentences

_TURN = re.compile(r">{2,4}[ \t]*(?P<who>(?:[A-Za-z][\w.'’-]*[ \t]){0,4}[A-Za-z][\w.'’-]*:(?!\d)[ \t]*)?")
_TAIL = 500
"""Code points at the end of a turn in which its last sentences are looked for."""
_MOST_REPORTERS = 8
_LIVE_ANSWER = re.compile(
    r"\W*(?:(?:good (?:morning|evening|afternoon)|thanks|thank you|hi|hello|well|yes|yeah|no|that's right"
    r"|right)\b[^.?!]{0,25}|[A-Za-z'’-]+),",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Turn:
    start: int
    words: int
    """Where what is said begins."""
    end: int
    who: str
    fresh: bool
    """The first of its story."""
    cast: Cast | None = None
    speaker: str | None = None


def find(page: Page, house: House) -> list[Piece]:
    wanted = page.wants("captions")
    marks = list(_TURN.finditer(page.text))
    if wanted is False or (wanted is None and len(marks) < 2):
        return []
    found: list[Piece] = []
    for story in _stories(page.text, marks):
        found += _Story(page.text, story, house).pieces()
    return found


def _stories(text: str, marks: Sequence[re.Match[str]]) -> Iterator[list[_Turn]]:
    ends = [*(m.start() for m in marks[1:]), len(text)]
    story: list[_Turn] = []
    lead = text[: marks[0].start()].strip()
    if lead and not marks[0][0].startswith(">>>"):
        story.append(_Turn(0, 0, marks[0].start(), "", fresh=True))
    for mark, end in zip(marks, ends, strict=True):
        if mark[0].startswith(">>>") and story:
            yield story
            story = []
        who = (mark["who"] or "").strip(" :\t")
        story.append(_Turn(mark.start(), mark.end(), end, who, fresh=not story))
    yield story


class _Story:
    """The turns of one story and who has each."""

    def __init__(self, text: str, turns: list[_Turn], house: House) -> None:
        self.text, self.turns, self.house = text, turns, house
        self.reporters = People()
        self.anchors = People()
        self._labelled()
        self._bare()
        self.taped = any(t.cast in {Cast.CROWD, Cast.GUEST} for t in turns)
        """Whether newsmakers speak: then the story holds a package."""

    def pieces(self) -> Iterator[Piece]:
        for i, turn in enumerate(self.turns):
            voice = self._voice(i)
            opens = self.text.startswith(">>>", turn.start)
            rule = "story.caption" if opens else "caption.turn"
            role = Role.INTRO if turn.start == turn.words else Role.CUE
            until = turn.end if turn.start == turn.words else None
            yield Piece(turn.start, turn.words, role, rule, 0.97, voice=voice, until=until)
            yield from self._last_words(i)

    def _labelled(self) -> None:
        house = self.house
        for i, turn in enumerate(self.turns):
            words = turn.who.casefold().split()
            if not words:
                continue
            known = {
                Cast.REPORTER: {*house.reporter_labels, *house.reporter_titles},
                Cast.ANCHOR: {*house.anchor_labels, *house.anchor_titles},
            }
            for cast, labels in known.items():
                if turn.who.casefold() in labels or words[-1] in labels or words[0] in labels:
                    turn.cast = cast
                    rest = [w for w in turn.who.split() if w.casefold() not in labels]
                    turn.speaker = titled(" ".join(rest)) if 1 <= len(rest) <= 3 else None
            if turn.cast is None:
                turn.speaker = label_person(turn.who)[0]
                turn.cast = Cast.ANCHOR if turn.fresh else self._known(i)
            if turn.speaker and turn.cast is not Cast.GUEST:
                (self.reporters if turn.cast is Cast.REPORTER else self.anchors).add(turn.speaker)

    def _known(self, i: int) -> Cast:
        """Who a name in front of a turn is: someone heard before, the one just handed to, or a newsmaker."""
        speaker = self.turns[i].speaker or ""
        if self.anchors.find(speaker):
            return Cast.ANCHOR
        if self.reporters.find(speaker):
            return Cast.REPORTER
        words = {w.casefold() for w in WORD.findall(speaker)}
        hands = any(
            words <= {w.casefold() for w in WORD.findall(sentence)} and self._hands_over(sentence)
            for _, sentence in self._tail(self.turns[i - 1])[-2:]
        )
        return Cast.REPORTER if hands else Cast.GUEST

    def _bare(self) -> None:
        """Give the turns without a name their part."""
        reported = [i for i, t in enumerate(self.turns) if t.cast is Cast.REPORTER]
        signed = False
        for i, turn in enumerate(self.turns):
            before = self.turns[i - 1] if i else None
            if turn.cast is Cast.REPORTER:
                signed = self._signs(turn) is not None
                continue
            if turn.cast is not None or turn.who:
                continue
            closes = bool(reported) and i > reported[-1] and i == len(self.turns) - 1
            if turn.fresh or signed or closes or (reported and i < reported[0]):
                turn.cast = Cast.ANCHOR
            elif reported and before and before.cast is not Cast.ANCHOR:
                turn.cast = Cast.CROWD
            elif not reported and before and self._hands_over_at_end(before):
                turn.cast = Cast.REPORTER
        for turn in self.turns:
            name = self._signs(turn) if turn.cast is Cast.REPORTER else None
            if name:
                self.reporters.add(name)

    def _voice(self, i: int) -> Voice:
        turn = self.turns[i]
        before = self.turns[i - 1] if i else None
        if turn.cast is Cast.REPORTER:
            speaker = turn.speaker or (self.reporters[0] if len(self.reporters) == 1 else None)
            speaker = (self.reporters.find(speaker) or speaker) if speaker else None
            taped = before is not None and (before.cast in {Cast.CROWD, Cast.GUEST} or not self._live(i))
            role = Role.NARRATION if taped and self.taped else None
            return Voice("caption.reporter", Cast.REPORTER, role, speaker, weight=0.7)
        if turn.cast is Cast.ANCHOR:
            return Voice("caption.anchor", Cast.ANCHOR, None, turn.speaker, weight=0.8)
        if turn.cast in {Cast.CROWD, Cast.GUEST}:
            within = before is not None and before.cast is not Cast.ANCHOR
            role = Role.SOUNDBITE if within and self.taped else None
            rule = "caption.named" if turn.speaker else "caption.other"
            return Voice(rule, turn.cast, role, turn.speaker, weight=0.6)
        return Voice("caption.turn")

    def _live(self, i: int) -> bool:
        """Whether the reporter answers the anchor instead of a tape running."""
        turn, before = self.turns[i], self.turns[i - 1]
        asked = self.text[before.words : before.end].rstrip().endswith("?")
        return asked or _LIVE_ANSWER.match(self.text, turn.words, turn.words + 60) is not None

    def _last_words(self, i: int) -> Iterator[Piece]:
        """The hand-over that ends an anchor's turn, the sign-off that ends the reporter's."""
        turn = self.turns[i]
        following = self.turns[i + 1] if i + 1 < len(self.turns) else None
        sentences = self._tail(turn)
        if not sentences:
            return
        at, words = sentences[-1]
        if turn.cast is Cast.ANCHOR and following and following.cast is Cast.REPORTER:
            if words.endswith("?"):
                return
            for start, sentence in sentences[-2:]:
                if self._hands_over(sentence) or self._names_reporter(sentence):
                    voice = Voice("caption.toss", Cast.ANCHOR, Role.TOSS, turn.speaker, weight=0.7)
                    yield Piece(
                        start, start, Role.CUE, "caption.toss", voice=voice, until=start + len(sentence)
                    )
                    return
        elif turn.cast is Cast.REPORTER and self._signs(turn) is not None:
            voice = Voice(
                "caption.sign_off", Cast.REPORTER, Role.SIGN_OFF, self._voice(i).speaker, weight=0.8
            )
            yield Piece(at, at, Role.CUE, "caption.sign_off", voice=voice, until=at + len(words))

    def _names_reporter(self, sentence: str) -> bool:
        words = {w.casefold() for w in WORD.findall(sentence)}
        named = islice(self.reporters, _MOST_REPORTERS)
        return any({w.casefold() for w in WORD.findall(name)} <= words for name in named)

    def _hands_over(self, sentence: str) -> bool:
        text = plain(sentence)
        rules = self.house.toss_named + self.house.toss_nameless + self.house.toss_live
        return len(text.split()) <= 40 and fits_any(rules, text)

    def _hands_over_at_end(self, turn: _Turn) -> bool:
        sentences = self._tail(turn)
        return bool(sentences) and self._hands_over(sentences[-1][1])

    def _signs(self, turn: _Turn) -> str | None:
        """The name in the sign-off that ends a turn, None without one."""
        sentences = self._tail(turn)
        if not sentences or len(sentences[-1][1].split()) > 16 or sentences[-1][1].endswith("?"):
            return None
        text = plain(sentences[-1][1])
        if fits_any(self.house.hand_back, text):
            return ""
        for match in matches(self.house.sign_off, text):
            name = match.groupdict().get("name") or ""
            if 2 <= len(name.split()) <= 3:
                return titled(name)
        return None

    def _tail(self, turn: _Turn) -> list[tuple[int, str]]:
        """The last sentences of a turn, each with its offset."""
        low = max(turn.words, turn.end - _TAIL)
        part = self.text[low : turn.end].rstrip()
        return [(low + s.start, part[s.start : s.end]) for s in split_sentences(part)]
