"""Newsroom scripts with everything but the reporter's words in double parentheses.

`((SOT Name, title 005210 words))`, `((Name/role 14:02 "words" 14:09))`, `((STANDUP: Name/Outlet words))`
hold spoken words; `((nat bus door))` and `((courtesy: …))` do not. In another dialect the brackets hold
only who speaks next: `((NARRATOR))`, or `((Name` and a title on the next line `))`, over the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from scriptkit.model import Role
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.names import label_person
from scriptkit.segmenter.parts import Cast, Piece, Voice
from scriptkit.segmenter.recognisers.switches import Switches, slug, tags

_LONGEST = 3000
_CODE = r"(?:\d{1,2}(?::\d{2}){1,3}|\d{6}|:\d{2})"
_LEAD = re.compile(rf"\s*(?:{_CODE}\s*[-–]?\s*)?")
_BITE_WORD = re.compile(
    r"(?:TAKE )?(?P<word>SOT|SOTVO|BITE|SOUND ?BITE|SB|STAND[- ]?UP|SU|LIVE SOT|VOX|MOS|INTERVIEW)\b"
    r"[:\s/,-]*",
    re.IGNORECASE,
)
_HEAD = re.compile(
    rf"(?P<name>[^\"“:\n]{{0,110}}?)\s*(?P<end>{_CODE}(?:\s*[-–]\s*{_CODE})?\s*:?\s*|:\s*|(?=[\"“]))"
)
_TAIL = re.compile(rf"\s*{_CODE}\s*\Z")


@lru_cache(maxsize=16)
def _cue_word(house: House) -> re.Pattern[str]:
    words = "|".join(
        re.escape(w).replace(r"\ ", "[ -]?") for w in sorted(house.cue_note, key=len, reverse=True)
    )
    return re.compile(rf"(?:{words})\b" if words else r"(?!)", re.IGNORECASE)


def find(page: Page, house: House) -> list[Piece]:
    if page.wants("double_paren") is False:
        return []
    brackets = list(_brackets(page.text))
    switches = Switches(page, brackets, house)
    found: list[Piece] = []
    last_speaker: str | None = None
    for start, end in brackets:
        piece = switches.read(start, end)
        if piece is not None:
            found.append(piece)
            continue
        pieces, last_speaker = _read(page.text, start, end, last_speaker, _cue_word(house), switches)
        found.extend(pieces)
    return [*found, *slug(page), *tags(page, brackets)]


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where each bracket opens and where its closing parentheses stand."""
    at = text.find("((")
    while at >= 0:
        end = text.find("))", at, at + _LONGEST)
        if end < 0:
            at = text.find("((", at + 2)
            continue
        while text[end + 2 : end + 3] == ")":
            end += 1
        yield at, end
        at = text.find("((", end + 2)


def _read(
    text: str,
    start: int,
    end: int,
    last_speaker: str | None,
    cue_word: re.Pattern[str],
    switches: Switches,
) -> tuple[list[Piece], str | None]:
    """The pieces of the bracket ``text[start:end + 2]`` and who spoke last."""
    at = start + 2
    lead = _LEAD.match(text, at, end)
    coded = bool(lead and lead[0].strip())
    at = lead.end() if lead else at
    word = _BITE_WORD.match(text, at, end)
    if not word and not coded and cue_word.match(text, at, end):
        return [_whole(start, end)], last_speaker
    standup = bool(word and word["word"].casefold().startswith(("stand", "su")))
    at = word.end() if word else at
    speech, speaker = _speech(text, at, end, coded and not word, last_speaker)
    if speech is None or not text[speech:end].strip(' \n"“”'):
        return [_whole(start, end)], last_speaker
    standup = standup or switches.reports(text[at:end], speaker)
    tail = _TAIL.search(text, max(speech, end - 24), end)
    stop = tail.start() if tail else end + 2
    if word and word["word"].upper() in {"MOS", "VOX"}:
        speaker = None
    role = Role.STANDUP if standup else Role.SOUNDBITE
    cast = Cast.REPORTER if standup else Cast.GUEST if speaker else Cast.CROWD
    voice = Voice(f"double_paren.{role}", cast, role, speaker)
    pieces = [Piece(start, speech, Role.CUE, "double_paren.label", voice=voice, until=stop)]
    if tail:
        pieces.append(Piece(stop, end + 2, Role.CUE, "double_paren.code"))
    else:
        pieces.append(Piece(end, end + 2, Role.CUE, "double_paren.close", skip=True))
    return pieces, (speaker if role is Role.SOUNDBITE else last_speaker)


def _whole(start: int, end: int) -> Piece:
    return Piece(start, end + 2, Role.CUE, "double_paren.cue", 0.97)


def _speech(
    text: str, at: int, end: int, coded: bool, last_speaker: str | None
) -> tuple[int | None, str | None]:
    """Where the spoken words begin (None when there are none), and who says them."""
    head = _HEAD.match(text, at, min(end, at + 160))
    if head and len(head["name"].split()) <= 14:
        name = head["name"].strip(" ,-–")
        if not name:
            return head.end(), last_speaker
        if not _sentence_like(name):
            return head.end(), label_person(name)[0]
    if coded:
        return at, last_speaker
    words = text[at:end].split()
    split = _name_then_words(text, at, end)
    if split:
        return split[0], split[1]
    if len(words) >= 6:
        return at, None
    return None, None


def _sentence_like(name: str) -> bool:
    words = name.split()
    return len(words) > 6 and sum(w[:1].isupper() or w[:1].isdigit() for w in words) < len(words) / 3


def _name_then_words(text: str, at: int, end: int) -> tuple[int, str | None] | None:
    """`Tori Maddox/Channel 9 News To get this license, …`: at the last capital before small words."""
    head = re.compile(r"\s*(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3})\s*[/,]\s*").match(text, at, end)
    if not head:
        return None
    place = head.end()
    last_capital = None
    for word in re.compile(r"\S+").finditer(text, place, min(end, place + 160)):
        if word[0][0].isupper() or word[0][0].isdigit():
            last_capital = word.start()
        elif (
            last_capital is not None
            and word[0][:1].islower()
            and word[0] not in {"of", "the", "and", "for", "at"}
        ):
            return last_capital, label_person(head["name"])[0]
    return None
