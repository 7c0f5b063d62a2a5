"""Page furniture, dates and headlines around the words that go to air."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Line, Page
from scriptkit.segmenter.parts import Cast, Piece
from scriptkit.text.sentences import split_sentences

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?"
_DATE = (
    rf"(?:\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}\.?|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? ?\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH}[ ,-]{{1,2}}\d{{4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b)"
)
_CLOCK = r"(?:\(?\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?\)?)"
_ZONE = r"(?:et|est|edt|ct|cst|cdt|pt|pst|pdt|gmt|utc|bst|kst|jst|cet|aest|aedt)"
_DATED = re.compile(rf"(?:{_DAY} )?{_DATE}|{_CLOCK}|\b{_ZONE}\b|{_DAY}(?=\s|\Z)", re.IGNORECASE)
_STAMP = re.compile(rf"{_DATE},?(?: -)? ?{_CLOCK}(?: \(?{_ZONE}\b\)?)?", re.IGNORECASE)
_DURATION = re.compile(r"(?<![\d:])(\d{1,2})?:(\d{2})(?![\d:])")
_SLUG_LINE = re.compile(r"[^/\n]{1,30}(?: ?/ ?[^/\n]{0,40}){2,8}\Z")
_FORMAT = re.compile(r"\b(?:VO|SOT|PKG|RDR|LIVE|READER|VOSOT|NATSOT|DONUT)\b")
_NUMBERED = re.compile(r"\d{1,2}[.)] {1,3}[^\s\d]")
_CREDIT = re.compile(r"기자|특파원|앵커|입력|수정|등록|송고|승인")
_PAGE_SLUG = re.compile(r"[A-Z]{1,2}-?\d{1,3}\s+\S.*")
_CRUMBS = re.compile(r"[^>»›\n]{1,40}(?:\s[>»›]\s[^>»›\n]{1,60}){1,6}")
_TAIL = 250
"""How much of the end of a long line may hold furniture."""
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_GLUED = re.compile(r"(?<=[a-z.!?\"”])(?=[A-Z][a-z])")


class _Phrases:
    """Phrases looked for in a text without case: plain searches, which beat one large alternation."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._phrases = tuple(p.casefold() for p in phrases)

    def occur(self, text: str) -> bool:
        low = text.casefold()
        return any(phrase in low for phrase in self._phrases)


@dataclass(frozen=True, slots=True)
class _Words:
    strong: _Phrases
    weak: _Phrases
    starts: re.Pattern[str]
    metadata: re.Pattern[str]
    chrome: frozenset[str]


@lru_cache(maxsize=64)
def _words(house: House) -> _Words:
    def any_of(phrases: Sequence[str], tail: str = "") -> re.Pattern[str]:
        body = "|".join(re.escape(p) for p in sorted(phrases, key=len, reverse=True)) or r"(?!)"
        return re.compile(rf"(?:{body}){tail}", re.IGNORECASE)

    return _Words(
        _Phrases(house.boilerplate),
        _Phrases(house.boilerplate_weak),
        any_of(house.boilerplate_starts, r"(?=\W|\Z)"),
        any_of(house.metadata_starts, r"(?=\W|\d|\Z)"),
        frozenset(house.chrome_words),
    )


def find_chrome(page: Page, taken: Sequence[Piece], house: House) -> list[Piece]:
    """Pieces for metadata, headlines and boilerplate among the lines no recogniser has taken."""
    return _Chrome(page, taken, house).find()


class _Chrome:
    def __init__(self, page: Page, taken: Sequence[Piece], house: House) -> None:
        self.text = page.text
        self.page = page
        self.words = _words(house)
        self.house = house
        self.taken = [p for p in taken if not p.skip]
        self.lines = self._free(page.lines)
        self.pieces: list[Piece] = []
        self.first_voice = next((p.start for p in self.taken if _covers(p)), None)
        """Where the first of the labels that cover every spoken word stands."""
        self.captioned = any(p.rule.startswith("caption.") for p in self.taken)

    def _free(self, lines: Sequence[Line]) -> list[Line]:
        """Lines that no piece touches."""
        free, k = [], 0
        for line in lines:
            while k < len(self.taken) and self.taken[k].end <= line.start:
                k += 1
            if k == len(self.taken) or self.taken[k].start >= line.end:
                free.append(line)
        return free

    def find(self) -> list[Piece]:
        kinds = [self._kind(line) for line in self.lines]
        self._headers(kinds)
        self._footers(kinds)
        for line, kind in zip(self.lines, kinds, strict=True):
            if kind == "stamped":
                self._stamps(line)
            elif kind == "doubled":
                size = _doubled(line.text)
                at = line.start
                first = self.text[at : at + size].rstrip()
                self.pieces.append(Piece(at, at + len(first), Role.HEADLINE, "chrome.doubled", 0.95))
                second = at + size
                self.pieces.append(Piece(second, second + len(first), Role.HEADLINE, "chrome.doubled", 0.95))
            elif kind == "glued":
                self._glued(line)
            elif kind:
                role = {"date": Role.METADATA, "field": Role.METADATA, "slug": Role.METADATA}.get(kind)
                role = role or (
                    Role.HEADLINE if kind in {"headline", "numbered", "summary"} else Role.BOILERPLATE
                )
                weak = kind in {"headline", "summary", "footer", "menu"}
                self.pieces.append(
                    Piece(
                        line.start,
                        line.end,
                        role,
                        f"chrome.{kind}",
                        0.9 if weak else 0.98,
                        declared=_duration(line.text) if kind in {"field", "slug"} else None,
                    )
                )
        self.pieces.sort(key=lambda p: p.start)
        return self.pieces

    def _kind(self, line: Line) -> str:
        """What a line is by itself, whatever stands around it; empty when it may be spoken."""
        body = line.text.strip("•·*|-–—# \u00a0()[]")
        start = self.words.metadata.match(body)
        if len(body) <= 160 and _is_metadata(body, start):
            return "date" if not start or not body[: start.end()].endswith(":") else "field"
        if len(body) <= 120 and is_metadata(line.text, self.house):
            return "slug"
        if len(body) <= 120 and _SLUG_LINE.match(body) and _FORMAT.search(body):
            return "slug"
        if _foreign(body):
            return "date" if len(body) <= 40 and _CREDIT.search(body) else "foreign"
        if len(body) <= 200 and _CRUMBS.fullmatch(body):
            return "furniture"
        short = len(body) <= 400 and len(body.split()) <= 45
        if self.words.strong.occur(body if short else body[-_TAIL:]):
            return "glued" if not short or _several(line.text) else "furniture"
        if _DIGIT.search(line.text) and _STAMP.search(line.text):
            return "stamped"
        if len(line.text) > 300 and _doubled(line.text):
            return "doubled"
        if _NUMBERED.match(body) and not line.finished and len(body.split()) <= 16:
            return "numbered"
        return ""

    def _headers(self, kinds: list[str]) -> None:
        """Lines above the first sentence: headlines, summaries and menu words."""
        seen: dict[str, int] = {}
        spoken_before = False
        top = self._header_top(kinds)
        for i, line in enumerate(self.lines):
            if self.captioned and not (i + 1 < len(self.lines) and self.lines[i + 1].gap):
                spoken_before = True  # short lines are what captions are made of
                continue
            in_header = self.first_voice is None or top <= line.start < self.first_voice
            if not kinds[i] and in_header and line.text in seen and i - seen[line.text] <= 4:
                kinds[i] = kinds[seen[line.text]] = "headline"
            seen[line.text] = i
            if not kinds[i] and self._unspoken_header(i, kinds, in_header, spoken_before):
                kinds[i] = self._header_kind(line)
            spoken_before = spoken_before or not kinds[i]

    def _header_top(self, kinds: list[str]) -> int:
        """Where the lines above the first label begin to be its header.

        Sentences there are a summary when they stand right above the label; those above a date or a
        headline belong to another story.
        """
        if self.first_voice is None:
            return 0
        top, titled = self.first_voice, False
        for line, kind in reversed(list(zip(self.lines, kinds, strict=True))):
            if line.start >= self.first_voice:
                continue
            sentence = not kind and _sentence(line.text) and not line.text.endswith("?")
            if sentence and titled:
                break
            titled = titled or not sentence
            top = line.start
        return top

    def _header_kind(self, line: Line) -> str:
        if self._menu(line):
            return "menu"
        if _sentence(line.text):
            told = re.search(r"\b(?:transcript|corrected|copy|errors)\b", line.text, re.IGNORECASE)
            return "furniture" if told else "summary"
        return "headline"

    def _unspoken_header(self, i: int, kinds: list[str], in_header: bool, spoken_before: bool) -> bool:
        line = self.lines[i]
        wrapped = (
            i + 1 < len(self.lines) and not kinds[i + 1] and not self.page.begins(self.lines[i + 1].start)
        )
        if wrapped and not (in_header and self.first_voice is not None):
            return False
        if in_header and self.first_voice is not None:
            return True
        following = next((k for k in kinds[i + 1 : i + 3] if k), "")
        if following in {"date", "field"} and kinds[i + 1] in {"date", "field"} and len(line.text) < 160:
            return not spoken_before or not line.finished
        if not in_header:
            return False
        return not spoken_before and not _sentence(line.text) and len(line.text) <= 160

    def _menu(self, line: Line) -> bool:
        words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", line.text.casefold())
        if line.text.count("|") >= 2:
            return True
        words = [w for w in words if w not in {"to", "the", "of", "a", "this", "for"}]
        known = sum(w in self.words.chrome for w in words)
        short = len(words) <= 4
        starts = self.words.starts.match(line.text.strip("•·*|-–— "))
        return short and bool((starts and starts.end() >= len(line.text) - 12) or known * 2 >= len(words) > 0)

    def _footers(self, kinds: list[str]) -> None:
        """Lines below the last sentence, and furniture that stands in the last lines."""
        for i in range(len(self.lines) - 1, -1, -1):
            line = self.lines[i]
            if kinds[i] in {"furniture", "foreign", "date", "field", "glued"}:
                continue
            if kinds[i]:
                break
            body = line.text.strip("•·*|-–— ")
            weak = self.words.weak.occur(body) or self.words.starts.match(body)
            if self._menu(line) or (weak and len(body.split()) <= 25 and i > 0):
                kinds[i] = "footer"
            else:
                break
            if self.taken and self.taken[-1].start > line.start and self.taken[-1].voice:
                kinds[i] = ""
                break

    def _glued(self, line: Line) -> None:
        """Furniture in one line with spoken words: only its own sentences are taken."""
        for start, end in _sentences(line):
            if self.words.strong.occur(self.text[start:end]) or (
                line.start > self.lines[0].start and self.words.weak.occur(self.text[start:end])
            ):
                cut = next(
                    (
                        m.start()
                        for m in _GLUED.finditer(self.text, start + 1, end)
                        if self.words.strong.occur(self.text[m.start() : end])
                    ),
                    start,
                )
                self.pieces.append(Piece(cut, end, Role.BOILERPLATE, "chrome.glued", 0.97))

    def _stamps(self, line: Line) -> None:
        """`Title 2025/10/09 14:00 Moving on. …`: line breaks lost around the date."""
        for stamp in _STAMP.finditer(self.text, line.start, line.end):
            before = self.text[line.start : stamp.start()]
            spans = split_sentences(before[-300:]) if before.strip() else []
            if spans:
                title = before[-300:][spans[-1].start :].rstrip()
                at = stamp.start() - len(before[-300:]) + spans[-1].start
                if len(title.split()) > 30 or (len(spans) == 1 and len(before) > 300):
                    continue
                self.pieces.append(Piece(at, at + len(title), Role.HEADLINE, "chrome.stamped", 0.95))
            self.pieces.append(Piece(stamp.start(), stamp.end(), Role.METADATA, "chrome.stamp", 0.98))
            rest = self.text[stamp.end() : line.end]
            if not before.strip() and 1 < len(rest.split()) <= 25 and not _sentence(rest):
                self.pieces.append(Piece(stamp.end(), line.end, Role.HEADLINE, "chrome.headline", 0.9))


def _covers(piece: Piece) -> bool:
    """Whether the piece is the first of labels that leave no spoken word without one."""
    voice = piece.voice
    return voice is not None and (
        voice.rule == "label.speaker" or (voice.rule == "label.lead" and voice.cast is Cast.ANCHOR)
    )


def _is_metadata(body: str, start: re.Match[str] | None) -> bool:
    if start is None and not _DIGIT.search(body):
        return False
    rest = _DATED.sub(" ", body[start.end() :] if start else body)
    left = [
        w
        for w in re.findall(r"[^\W_]+", rest)
        if w.casefold() not in {"on", "at", "the", "of", "by", "am", "pm"}
    ]
    dated = bool(_DATED.search(body))
    if start and start[0].casefold() == "transcript":
        return dated and len(left) <= 8
    if start and (body[: start.end()].endswith(":") or body[start.end() : start.end() + 1] == ":"):
        return not _sentence(body) and len(left) <= 14
    if start and start[0].casefold().endswith(" by"):
        return not _sentence(body) and len(left) <= 6
    if start:
        return dated and len(left) <= 4
    return dated and not left and bool(re.search(r"\d{3,}|\d[/.:-]\d", body) or re.search(_DATE, body, re.I))


def is_metadata(text: str, house: House) -> bool:
    """Whether a line only gives a date, a running time or who wrote it."""
    body = text.strip("•·*|-–—# \u00a0()[]")
    if len(body) > 160:
        return False
    slug = _PAGE_SLUG.fullmatch(body) and _FORMAT.search(body) and body.isupper() and not _sentence(body)
    return bool(slug) or _is_metadata(body, _words(house).metadata.match(body))


def _sentences(line: Line) -> list[tuple[int, int]]:
    return [(line.start + s.start, line.start + s.end) for s in split_sentences(line.text)]


def _several(text: str) -> bool:
    return len(split_sentences(text)) > 1 or bool(_GLUED.search(text))


def _sentence(text: str) -> bool:
    return bool(re.search(r"[.!?…][\"'”’)\]]*\Z", text[-4:]))


def _doubled(text: str) -> int:
    """Length of a title (with the space behind it) that stands twice at the start of the text, else 0."""
    words = list(re.finditer(r"\S+", text[:500]))
    for n in range(3, min(25, len(words) // 2)):
        if [w[0] for w in words[:n]] == [w[0] for w in words[n : 2 * n]]:
            return words[n].start()
    return 0


def _foreign(text: str) -> bool:
    """Mostly letters of another script: page chrome of a site that is not in English."""
    letters = _LETTER.findall(text[:400])
    other = sum(c > "\u036f" for c in letters)
    return len(letters) > 0 and other * 2 > len(letters)


def _duration(text: str) -> int | None:
    """`TRT: 2:24` in milliseconds; the last one of a slug line."""
    found = re.search(r"\b(?:TRT|LENGTH|DURATION|RUNS)\b:?\s*(\d{0,2}):(\d{2})\b", text, re.IGNORECASE)
    if not found:
        found = re.search(r"/ *(\d{0,2}):(\d{2}) *\Z", text)
    return (int(found[1] or 0) * 60 + int(found[2])) * 1000 if found else None
