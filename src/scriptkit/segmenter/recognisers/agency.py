"""Agency shot lists and story lines.

`SOUNDBITE (English) Name, title:` with the words quoted on the next line, or
`(SOUNDBITE) (English) NAME, TITLE, SAYING: "…"` inside one paragraph; numbered shots that nobody reads.
"""

from __future__ import annotations

import re

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Line, Page
from scriptkit.segmenter.names import label_person
from scriptkit.segmenter.parts import Cast, Piece, Voice
from scriptkit.segmenter.recognisers.bracket_labels import quotation_end

_BITE = re.compile(
    r"(?:(?<=\n)|\A|(?<=[.!?\"”)\s]))(?:\d{1,3}\.\s*)?\(?SOUND ?BITE\)?:?\s*"
    r"(?:\((?P<language>[^()\n]{1,40})\)\s*)?"
    r"(?P<who>[^:\n\"“]{0,180}?)(?:,?\s*SAYING)?\s*:[ \t]*"
)
_NEAR = 6000
"""How far around a bite its speaker's name is looked for again."""
_NOTE = re.compile(r"\+\+[^+\n]{1,200}\+\+")
_SHOT = re.compile(r"\d{1,3}\s?[.)]\s+\S")
_HEADING = re.compile(
    r"(?P<word>SHOT ?LIST|SHOTS|STORY-?\s?LINE|STORY|LEAD[- ]?IN|INTRO|TRANSCRIPT|SCRIPT"
    r"|SUGGESTED (?:LEAD|INTRO)"
    r"|VOICE ?OVER|RESTRICTIONS?(?: SUMMARY)?|VIDEO SHOWS|SHOWS)\s*:\s*"
    r"|(?P<alone>SHOT ?LIST|STORY-?\s?LINE|LEAD[- ]?IN)\s*\Z",
    re.IGNORECASE,
)


def find(page: Page, house: House) -> list[Piece]:
    del house
    wanted = page.wants("agency")
    bites = [m for m in _BITE.finditer(page.text) if len(m["who"].split()) <= 24]
    heads = [m for line in page.lines if (m := _HEADING.match(line.text))]
    if wanted is False or (wanted is None and not bites and len(heads) < 2):
        return []
    found = [Piece(m.start(), m.end(), Role.CUE, "agency.note") for m in _NOTE.finditer(page.text)]
    found += [_bite(page, m) for m in bites]
    found += _lines(page, bool(bites))
    return found


def _bite(page: Page, match: re.Match[str]) -> Piece:
    name, title = label_person(
        _name_first(match["who"], page.text[max(0, match.start() - _NEAR) : match.end() + _NEAR])
    )
    voice = Voice("agency.soundbite", Cast.GUEST if name else Cast.CROWD, Role.SOUNDBITE, name, title)
    at = match.end()
    while at < len(page.text) and page.text[at].isspace():
        at += 1
    end = page.paragraph_end(at)
    until = quotation_end(page.text, at, end) if page.text[at : at + 1] in '"“' else end
    return Piece(match.start(), match.end(), Role.CUE, "agency.soundbite", voice=voice, until=until)


def _name_first(who: str, text: str) -> str:
    """`CORK STRIPPER, JOAQUIM BALTAR`: the part that the story calls by its last word again is the name."""
    parts = [p.strip() for p in who.split(",")]
    if len(parts) != 2 or not all(parts):
        return who
    again = [re.search(rf"\b{re.escape(p.split()[-1].capitalize())}\b", text) is not None for p in parts]
    return f"{parts[1]}, {parts[0]}" if again == [False, True] and who.isupper() else who


def _lines(page: Page, bites: bool) -> list[Piece]:
    """Headings with the voice they open, and in a shot list everything but the bites."""
    found: list[Piece] = []
    listing = False
    for line in page.lines:
        head = _HEADING.match(line.text)
        if head and (head["alone"] or head["word"].isupper() or bites):
            word = (head["word"] or head["alone"]).casefold().replace(" ", "").replace("-", "")
            if not word.startswith("restriction"):
                listing = word in {"shotlist", "shots", "videoshows", "shows"}
            found.append(_heading(line, head, word))
        elif listing and not _BITE.match(line.text) and line.text[:1] not in '"“':
            found.append(Piece(line.start, line.end, Role.CUE, "agency.shot", 0.95))
        elif _SHOT.match(line.text) and not line.finished and bites and not _BITE.match(line.text):
            found.append(Piece(line.start, line.end, Role.CUE, "agency.shot", 0.9))
    return found


def _heading(line: Line, head: re.Match[str], word: str) -> Piece:
    end = line.start + head.end()
    if word.startswith(("leadin", "intro", "suggested")):
        return Piece(
            line.start,
            end,
            Role.CUE,
            "agency.heading",
            voice=Voice("agency.lead", Cast.ANCHOR, Role.INTRO, weight=0.6),
        )
    if word.startswith("restriction"):
        return Piece(line.start, line.end, Role.BOILERPLATE, "agency.restrictions")
    if word.startswith(("story", "script", "transcript", "voice")):
        return Piece(
            line.start,
            end,
            Role.CUE,
            "agency.heading",
            voice=Voice("agency.story", Cast.REPORTER, Role.NARRATION, weight=0.5),
        )
    return Piece(line.start, end, Role.CUE, "agency.heading", closes=True)
