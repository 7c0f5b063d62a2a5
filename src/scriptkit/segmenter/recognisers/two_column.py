"""Two-column scripts: commands at the left, words at the right, or both on lines of their own.

`TAKE VO`, `SOT :12`, `CG: NAME / TITLE`, `PKG TRT 1:44`, `NATS :03`, `STANDUP`, `OUTCUE: …`, `RYAN ON CAM`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scriptkit.model import Role
from scriptkit.segmenter.chrome import is_metadata
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Line, Page
from scriptkit.segmenter.names import label_person, titled
from scriptkit.segmenter.parts import Cast, Piece, Voice
from scriptkit.segmenter.recognisers import bulletin

_TIME = r"\(?\s*(?P<m>\d{0,2}):(?P<s>\d{2})\s*\)?"
_DURATION = re.compile(rf"(?<![\d:]){_TIME}(?![\d:])")
_DECOR = " \t-–—*([{<>}])|•\u00a0"
_STRONG = frozenset({"outcue", "cg", "nats", "standup", "pkg", "sot", "track", "vo", "oncam"})
_NOT_NAMES = frozenset(
    [
        "on",
        "cam",
        "camera",
        "two",
        "shot",
        "one",
        "set",
        "anchor",
        "anchors",
        "talent",
        "reader",
        "rdr",
        "host",
        "presenter",
        "tag",
        "intro",
        "toss",
        "live",
        "take",
        "vo",
        "vt",
        "sot",
        "pkg",
        "in",
        "the",
        "and",
        "reporter",
        "debrief",
        "desk",
        "studio",
        "monitor",
        "left",
        "right",
        "cu",
        "ws",
        "o/c",
        "oc",
    ]
)
_SHOUTED = re.compile(r"[A-Z0-9][A-Z/-]")
_LONGEST = 160
_MOST_WORDS = 16
_BITE_CUES = 12
"""Most commands looked at for the end of a bite."""
_GAP = re.compile(r"\t+|[ \u00a0]{3,}|\s?\|\s?")
_INLINE_NATS = re.compile(r"NATS?\b[ :-]*(?:[a-z][\w'’-]*,? ?){1,6}(?=[A-Z\"“])")


@dataclass(frozen=True, slots=True)
class _Cue:
    start: int
    end: int
    kind: str
    text: str


@lru_cache(maxsize=16)
def _kinds(house: House) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Kinds of commands with what they look like, in the order in which they are tried."""
    verbs = f"(?:(?:{_any(house.cue_verbs)}) )?"
    return tuple(
        (kind, re.compile(pattern))
        for kind, pattern in (
            ("outcue", rf"(?:{_any(house.cue_out)})\s?(?::|(?=\s*[\"“.…(]|\s*STANDARD))|OUT[ -]?CUE\b"),
            ("incue", rf"(?:{_any(house.cue_in)})\s?:|IN[ -]?CUE\b"),
            ("cg", rf"(?:{_any(house.cue_graphic)})\b\s?:?"),
            ("nats", rf"{verbs}(?:{_any(house.cue_sound)})\b"),
            ("standup", rf"{verbs}(?:{_any(house.cue_standup)})\b"),
            ("pkg", rf"{verbs}(?:{_any(house.cue_package)})\b"),
            ("sot", rf"{verbs}(?:{_any(house.cue_bite)})\b"),
            ("track", rf"{verbs}(?:{_any(house.cue_track)})\b"),
            ("vo", rf"{verbs}(?:{_any(house.cue_voice_over)})\b"),
            (
                "oncam",
                rf"(?:[A-Z][\w.'’-]{{0,20}}[ /](?:(?:\+|&|AND) )?){{0,4}}?(?:{_any(house.cue_camera)})\b",
            ),
            ("oncam", r"[A-Z][\w.'’-]* (?:TAG|INTRO|READS?|READER|TOSS|LIVE|VO|V/O)\W*\Z"),
            ("anchor", rf"(?:{_any(house.cue_studio)})\b(?=\s*(?:[-–:/(]|\Z))"),
            ("shot", rf"(?:{_any(house.cue_other)})\b"),
        )
    )


def _any(words: tuple[str, ...]) -> str:
    """Alternatives, longest first; a space matches a space, a hyphen or nothing."""
    return (
        "|".join(re.escape(w).replace(r"\ ", "[ -]?") for w in sorted(words, key=len, reverse=True))
        or r"(?!)"
    )


def find(page: Page, house: House) -> list[Piece]:
    wanted = page.wants("two_column")
    if wanted is False:
        return []
    cues = list(_cues(page, house))
    strong = [c for c in cues if c.kind in _STRONG]
    inline = [] if wanted else list(_inline_nats(page))
    if not wanted and len(strong) < 2:
        return inline
    pieces = list(inline)
    for start, group in _stories(page, cues, house):
        pieces += _Voices(page, group, start).pieces()
    return pieces


def _stories(page: Page, cues: list[_Cue], house: House) -> Iterator[tuple[int, list[_Cue]]]:
    """The commands story by story: a slug or an end mark below other lines starts another."""
    starts, spoken = [0], False
    for line in page.lines:
        metadata = is_metadata(line.text, house)
        if metadata and spoken and line.text.upper().startswith(("SLUG", "STORY")):
            starts.append(line.start)
            spoken = False
        elif bulletin.is_end(line.text):
            starts.append(line.end)
            spoken = False
        spoken = spoken or not metadata
    at = 0
    for start, end in pairwise([*starts, len(page.text) + 1]):
        first = at
        while at < len(cues) and cues[at].start < end:
            at += 1
        if at > first:
            yield start, cues[first:at]


def _inline_nats(page: Page) -> Iterator[Piece]:
    """`NATS water jugs At the fire station …`: a sound cue that lost its brackets."""
    for line in page.lines:
        match = _INLINE_NATS.match(line.text)
        if match and line.text[match.end() :].strip():
            yield Piece(line.start, line.start + match.end(), Role.CUE, "two_column.nats", 0.9)


def _cues(page: Page, house: House) -> Iterator[_Cue]:
    started = False
    columns = sum(1 for line in page.lines if _GAP.search(line.text)) >= max(3, len(page.lines) // 4)
    for line in page.lines:
        if is_metadata(line.text, house) and not (started and kind_of(line.text, house) == "shot"):
            continue
        cells = _GAP.split(line.text, maxsplit=1)
        if len(cells) == 2 and cells[0].strip() and cells[1].strip():
            kind = kind_of(cells[0], house)
            if kind or (columns and _left_cell(cells[0])):
                right = cells[1].strip()
                whole = line.text.upper() in {"VIDEO\tAUDIO"} or (
                    kind_of(right, house) in {"shot", "cg"} and not right.endswith(".")
                )
                end = line.end if whole else line.start + len(cells[0].rstrip())
                started = True
                yield _Cue(line.start, end, kind or "shot", cells[0].strip())
                continue
        kind = kind_of(line.text, house)
        if kind:
            started = True
            yield _Cue(line.start, line.end, kind, line.text)
        else:
            yield from _decorated_start(line, house)


def _left_cell(left: str) -> bool:
    return len(left.split()) <= 8 and not re.search(r"[.?!][\"”]?\Z", left.strip())


def _decorated_start(line: Line, house: House) -> Iterator[_Cue]:
    """`(TAKE VO) The color …`, `-VO- The color …`: the command in its own marks at the start of the line."""
    match = re.match(r"[(\[{*-]{1,3}\s?(?P<cue>[^()\[\]{}*\n]{1,40}?)\s?[)\]}*-]{1,3}(?=\s)", line.text)
    if match:
        kind = kind_of(match["cue"], house)
        if kind:
            yield _Cue(line.start, line.start + match.end(), kind, match["cue"])


def kind_of(raw: str, house: House) -> str:
    """Which command a line or cell is, empty when it is none.

    Commands are written in capitals or in brackets, are short, and end like no sentence does.
    """
    text = raw.strip()
    body = text.strip(_DECOR)
    if not body or len(body) > _LONGEST or len(body.split()) > _MOST_WORDS:
        return ""
    wrapped = text[0] in "([{*-–<" and text[-1] in ")]}*-–>"
    if not wrapped and not _SHOUTED.search(body):
        return ""
    upper = body.upper() if wrapped else body
    for kind, pattern in _kinds(house):
        match = pattern.match(upper)
        if not match:
            continue
        if kind in {"outcue", "incue", "cg"} and ":" in body[: match.end() + 2]:
            return kind
        if re.search(r"[.?!,;]\Z", text) and not wrapped and kind != "outcue":
            continue
        if kind in {"shot", "anchor"} and not wrapped and body.isupper() and len(body.split()) > 7:
            continue
        return kind
    return "shot" if wrapped and len(body.split()) <= 10 and not re.search(r"[.?!]\Z", body) else ""


class _Voices:
    """Reads the commands in order and says for each whose words come next."""

    def __init__(self, page: Page, cues: list[_Cue], start: int) -> None:
        self.page = page
        self.start = start
        self.cues = cues
        self.anchor = self._anchor_name()
        self.reporter = self._reporter_name()
        self.base: Voice | None = None
        self.out: list[Piece] = []

    def pieces(self) -> list[Piece]:
        self.base = Voice("two_column.studio", Cast.ANCHOR, None, self.anchor)
        self.out.append(Piece(self.start, self.start, Role.CUE, "two_column.studio", voice=self.base))
        current = self.base
        for i, cue in enumerate(self.cues):
            tape = None
            voice = self._voice(i, cue, current)
            if cue.kind == "pkg":
                tape = True
            elif voice is not None and voice.cast is Cast.ANCHOR and cue.kind in {"oncam", "anchor"}:
                tape = False
            if voice is not None:
                current = voice
            until = self._case_change(i, voice)
            self.out.append(
                Piece(
                    cue.start,
                    cue.end,
                    Role.CUE,
                    f"two_column.{cue.kind}",
                    0.95,
                    voice=voice,
                    until=None,
                    tape=tape,
                    runs=duration(cue.text) if cue.kind == "pkg" else None,
                )
            )
            if until is not None:
                current = self.base
                self.out.append(Piece(until, until, Role.CUE, "two_column.resume", voice=self.base))
        return self.out

    def _voice(self, i: int, cue: _Cue, current: Voice) -> Voice | None:
        """The voice a command opens, or None when the one before goes on."""
        assert self.base is not None
        taped = self.base.cast is Cast.REPORTER
        if cue.kind == "sot":
            name, title = self._bite_name(i)
            cast = Cast.GUEST if name else Cast.CROWD
            return Voice("two_column.sot", cast, Role.SOUNDBITE, name, title, duration(cue.text))
        if cue.kind == "standup" or (cue.kind == "oncam" and taped and not self._names(cue)):
            return Voice(
                "two_column.standup", Cast.REPORTER, Role.STANDUP, self.reporter, None, duration(cue.text)
            )
        if cue.kind in {"pkg", "track"}:
            self.base = Voice("two_column.package", Cast.REPORTER, None, self.reporter)
        elif cue.kind in {"oncam", "anchor"}:
            name = self._names(cue)
            if name and self.reporter and name.casefold() == self.reporter.split()[0].casefold():
                self.base = Voice("two_column.live", Cast.REPORTER, None, self.reporter)
            else:
                self.base = Voice("two_column.studio", Cast.ANCHOR, None, name or self.anchor)
        elif (
            cue.kind == "cg"
            or cue.kind == "incue"
            or (cue.kind == "shot" and current.role is Role.SOUNDBITE and self._bite_goes_on(i))
        ):
            return None
        return self.base if self.base is not current or current.role is not None else None

    def _bite_goes_on(self, i: int) -> bool:
        """A shot or graphic inside a bite: its out-cue is still to come."""
        for cue in self.cues[i + 1 : i + _BITE_CUES]:
            if cue.kind == "outcue":
                return True
            if cue.kind not in {"shot", "cg", "incue"}:
                return False
        return False

    def _bite_name(self, i: int) -> tuple[str | None, str | None]:
        """Who speaks in a bite: the next graphic, the one just before, or the name in the command."""
        for cue in self.cues[i + 1 : i + 4]:
            if cue.kind == "cg":
                return label_person(_value(cue.text))
            if cue.kind not in {"incue", "shot"} or self._words_between(i, cue):
                break
        above = self.cues[i - 1] if i else None
        touching = above is not None and not self.page.text[above.end : self.cues[i].start].strip()
        if above is not None and touching and above.kind == "cg" and self._person(above.text):
            return label_person(_value(above.text))
        body = _DURATION.sub(" ", self.cues[i].text.strip(_DECOR))
        named = re.sub(
            r"^(?:TAKE |ROLL |CUE )?(?:SOT(?:VO)?|SOUND ?BITE|BITE|SB|SYNC|GRAB|CLIP)\b[\s:/,#\d-]*", "", body
        )
        return label_person(named) if named.strip() else (None, None)

    def _words_between(self, i: int, cue: _Cue) -> bool:
        return bool(self.page.text[self.cues[i].end : cue.start].strip())

    @staticmethod
    def _person(text: str) -> bool:
        return bool(re.search(r"[/,\\]", _value(text)))

    def _names(self, cue: _Cue) -> str | None:
        body = cue.text.strip(_DECOR)
        for match in re.finditer(r"[A-Za-z][A-Za-z.'’-]+", body):
            if match[0].casefold() not in _NOT_NAMES and match[0][0].isupper():
                return titled(match[0])
        return None

    def _anchor_name(self) -> str | None:
        for cue in self.cues:
            if cue.kind == "pkg":
                break
            if cue.kind in {"oncam", "anchor"}:
                name = self._names(cue)
                if name:
                    return name
        return None

    def _reporter_name(self) -> str | None:
        """The graphic under a stand-up, or one that says REPORTING."""
        for i, cue in enumerate(self.cues):
            if cue.kind != "cg":
                continue
            value = _value(cue.text)
            name, title = label_person(value)
            if title and re.search(
                r"report(?:ing|er)|correspondent|\bnews ?\d*\b|channel", title, re.IGNORECASE
            ):
                return name
            if i and self.cues[i - 1].kind == "standup" and name:
                return name
        return None

    def _case_change(self, i: int, voice: Voice | None) -> int | None:
        """Where a bite in mixed case gives way to a track in capitals without a command between."""
        if voice is None or voice.role is not Role.SOUNDBITE:
            return None
        end = self.cues[i + 1].start if i + 1 < len(self.cues) else len(self.page.text)
        k = i + 1
        while k < len(self.cues) and self.cues[k].kind in {"cg", "incue"}:
            end = self.cues[k + 1].start if k + 1 < len(self.cues) else len(self.page.text)
            k += 1
        commands = {c.start for c in self.cues[i : k + 1]}
        lines = self.page.lines
        mixed = False
        at = bisect_left(lines, self.cues[i].end, key=lambda line: line.start)
        while at < len(lines) and lines[at].start < end:
            line = lines[at]
            at += 1
            if line.start in commands:
                continue
            if line.text.isupper() and mixed and len(line.text.split()) > 2:
                return line.start
            mixed = mixed or not line.text.isupper()
        return None


def _value(text: str) -> str:
    return re.sub(r"^[A-Z0-9/ ]{1,14}\s?:\s*|^(?:CG|SUPER|FONT|CHYRON|KEY)\s+", "", text.strip(_DECOR))


def duration(text: str) -> int | None:
    """`:12`, `(1:32)` in milliseconds."""
    found = _DURATION.search(text)
    return (int(found["m"] or 0) * 60 + int(found["s"])) * 1000 if found else None
