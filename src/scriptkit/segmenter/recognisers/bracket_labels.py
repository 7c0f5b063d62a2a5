"""Labels in square brackets: `[Reporter : Name]`, `[Interview : Name, title] "…"`, `[Anchor Lead]`, `[Pkg]`.

The same brackets without a label word hold production notes and time codes.
"""

from __future__ import annotations

import re

from scriptkit.model import Role
from scriptkit.segmenter.exchange import with_turns
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.names import label_person
from scriptkit.segmenter.parts import Cast, Piece, Voice

_OPEN = re.compile(r"[\[【<]")
_CLOSE = {"[": "]", "【": "】", "<": ">"}
_LONGEST = 220
_COLON = re.compile(r"\s*[:：]\s*")
_NAMED = re.compile(
    r"[\s\n]*(?P<label>\((?:[^()\n]|\([^()\n]{0,80}\)){1,140}\)[ \t]*:?"
    r"|[^\s:()\n\"“][^:()\n\"“]{0,60}\((?:[^()\n]|\([^()\n]{0,80}\)){1,140}\)\s*:"
    r"|[^\s:()\n\"“][^:()\n\"“.?!]{0,90}\s?:)[ \t]*"
)
_BARE_NAME = re.compile(r"\s*\n[^\n]{1,60}\n")
_TERMINAL = re.compile(r"[.!?…][\"'”’)]*\Z")


def find(page: Page, house: House) -> list[Piece]:
    if page.wants("bracket") is False and page.wants("anchor_lead") is False:
        return []
    text = page.text
    found: list[Piece] = []
    at = 0
    while match := _OPEN.search(text, at):
        start = match.start()
        close = _closing(text, start)
        at = start + 1
        if close is None:
            continue
        pieces = _label(page, house, start, close)
        found.extend(pieces)
        if pieces:
            at = max(at, pieces[-1].end)
    return with_turns(text, found, house)


def _closing(text: str, start: int) -> int | None:
    """Offset behind the bracket that closes the one at *start*, nested ones counted."""
    opener, closer = text[start], _CLOSE[text[start]]
    depth = 0
    for i in range(start, min(len(text), start + _LONGEST)):
        if text[i] == opener:
            depth += 1
        elif text[i] == closer:
            depth -= 1
            if not depth:
                return i + 1
        elif text[i] == "\n" and text[i : i + 2] == "\n\n":
            return None
    return None


def _label(page: Page, house: House, start: int, end: int) -> list[Piece]:
    text = page.text
    inner = text[start + 1 : end - 1].strip()
    colon = _COLON.search(inner)
    head = (inner[: colon.start()] if colon else inner).strip().casefold()
    rest = inner[colon.end() :] if colon else ""
    tail = _COLON.match(text, end)
    if rest and not any(c.isalpha() for c in rest):
        return []  # `[SOT :09]` is a command of a two-column script
    after = tail.end() if tail and text[end : tail.end()].count("\n") == 0 else end
    if head in house.lead_labels and not rest:
        voice = Voice("label.lead", Cast.ANCHOR, Role.INTRO, weight=0.7)
        return [Piece(start, after, Role.CUE, voice.rule, voice=voice, tape=False)]
    if head in house.bite_labels and not rest:
        return _soundbite(page, start, end)
    if head in house.interview_labels:
        name, title = label_person(rest)
        voice = Voice("bracket.interview", Cast.GUEST if name else Cast.CROWD, Role.SOUNDBITE, name, title)
        return [_piece(start, after, voice, _bite_end(page, after))]
    if head in house.standup_labels:
        name, title = label_person(rest)
        voice = Voice("bracket.standup", Cast.REPORTER, Role.STANDUP, name, title)
        return [_piece(start, after, voice, _bite_end(page, after))]
    if head in house.package_labels and not rest:
        voice = Voice("label.package", Cast.REPORTER)
        return [Piece(start, after, Role.CUE, voice.rule, voice=voice, tape=True)]
    if head in house.reporter_labels:
        name, title = label_person(rest)
        return [_piece(start, after, Voice("bracket.reporter", Cast.REPORTER, None, name, title, weight=0.4))]
    if head in house.anchor_labels:
        name, title = label_person(rest)
        return [_piece(start, after, Voice("bracket.anchor", Cast.ANCHOR, None, name, title))]
    return []


def _piece(start: int, end: int, voice: Voice, until: int | None = None) -> Piece:
    return Piece(start, end, Role.CUE, voice.rule, voice=voice, until=until)


def _soundbite(page: Page, start: int, end: int) -> list[Piece]:
    """`[Soundbite]`, then who (in brackets, or `Name (Title):`), then words with or without quotes."""
    text = page.text
    cue = Piece(start, end, Role.CUE, "bracket.soundbite")
    named = _NAMED.match(text, end, min(len(text), end + 320))
    if not named or "\n\n\n" in named[0]:
        bare = _BARE_NAME.match(text, end, min(len(text), end + 120))
        if bare and not _TERMINAL.search(bare[0].strip()):
            return [cue, Piece(end, bare.end(), Role.CUE, "bracket.name", 0.8)]
        return [
            _piece(
                start, end, Voice("bracket.soundbite", None, Role.SOUNDBITE, weight=0.8), _bite_end(page, end)
            )
        ]
    label = named["label"].strip()
    inner = label.rstrip(": ")
    name, title = label_person(inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner)
    if not label.endswith(":") and "\n" in text[named.end("label") : named.end() + 1]:
        quoted = text[named.end() :].lstrip()[:1]
        if quoted not in '"“':
            return [cue, Piece(named.start("label"), named.end("label"), Role.CUE, "bracket.name", 0.9)]
    voice = Voice("bracket.soundbite", Cast.GUEST if name else Cast.CROWD, Role.SOUNDBITE, name, title)
    until = _bite_end(page, named.end())
    return [cue, _piece(named.start("label"), named.end("label"), voice, until)]


def _bite_end(page: Page, at: int) -> int:
    """Where the bite that starts at *at* ends: with its quotation, else with its paragraph."""
    text = page.text
    while at < len(text) and text[at].isspace():
        at += 1
    end = page.paragraph_end(at)
    if text[at : at + 1] not in '"“':
        return end
    return quotation_end(text, at, end)


def quotation_end(text: str, at: int, end: int) -> int:
    """Where the quotation that opens at *at* closes; nested marks counted; *end* when it stays open."""
    depth = 0
    for i in range(at, end):
        mark = text[i]
        if mark not in '"“”':
            continue
        before, after = text[i - 1 : i] if i > at else "", text[i + 1 : i + 2]
        opens = mark == "“" or (
            mark == '"' and (not before or before.isspace() or before in "([") and after.strip() != ""
        )
        if mark == "”":
            opens = False
        depth += 1 if opens else -1
        if depth <= 0:
            rest = text[i + 1 : end].lstrip()
            return i + 1 if rest[:1] not in {'"', "”"} or len(rest) > 2 else end
    return end
