"""What is heard besides words: the sounds a script's notes name, and their labels.

Only what a viewer hears: shots, supers and the like are for the crew. The words that tell the one
from the other are data (``data/sounds.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from scriptkit import resources
from scriptkit.cueing.linebreak import as_lines, line_breaks
from scriptkit.cueing.passage import read_passage
from scriptkit.model import Profile, Role, SoundStyle, Story, Timeline, Word
from scriptkit.text.length import longest

_NATURAL = re.compile(
    r"^[\s(\[{]*(?:nat(?:ural)?s?(?:[ -]?(?:sound|sot|pkg|pop|up|full))*|sfx|sound ?up|ambi(?:ent sound)?)\b"
    r"[\s:.,*–—-]*(?P<what>[^)\]}\n]{0,200})",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s*[(\[{【]{1,3}(?P<what>[^()\[\]{}【】\n]{1,120})[)\]}】]{1,3}[\s.]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LENGTH = re.compile(r":?\d[\d:.]*(?:s|secs?|seconds?)?", re.IGNORECASE)
_MOST_WORDS = 8
"""A note of more words tells what is seen."""
_UNNAMED = "background sound"
_MARKS = " .,:;-–—*\"'“”"


@dataclass(frozen=True, slots=True)
class _Words:
    heard: frozenset[str]
    sources: frozenset[str]
    small: frozenset[str]
    production: frozenset[str]
    lead: tuple[str, ...]
    tail: frozenset[str]


@cache
def _words() -> _Words:
    table = resources.read_toml("sounds.toml")
    lists = {
        kind: frozenset(table[kind].split()) for kind in ("heard", "sources", "small", "production", "tail")
    }
    return _Words(**lists, lead=tuple(table["lead"]))


def sounds_between(timeline: Timeline) -> list[tuple[str, ...]]:
    """The sounds the script names before each part of *timeline*, and last those after all of them.

    A sound belongs to the words that follow it; where those are not on the time line, it is not either.
    """
    numbers = {item.segment.start: number for number, item in enumerate(timeline.items)}
    names = _names(timeline.story)
    found: list[tuple[str, ...]] = [()] * (len(timeline.items) + 1)
    waiting: list[str] = []
    last_is_timed = False
    for segment in timeline.story.segments:
        if segment.role is Role.CUE:
            what = sound_named(segment.text, names)
            waiting += [what] if what and what not in waiting else []
        elif segment.role.spoken and (segment.start in numbers or _WORD.search(segment.spoken_text)):
            last_is_timed = segment.start in numbers
            if last_is_timed:
                found[numbers[segment.start]] = tuple(waiting)
            waiting = []
    if last_is_timed:
        found[-1] = tuple(waiting)
    return found


def _names(story: Story) -> frozenset[str]:
    """Words of the speakers' names: Anna Bell is no bell."""
    speakers = {segment.speaker for segment in story.segments if segment.speaker}
    return frozenset(word.casefold() for name in speakers for word in _WORD.findall(name))


def sound_named(note: str, names: frozenset[str] = frozenset()) -> str:
    """The sound a production note names, as a label says it; empty when it names none.

    *names* are words, in lower case, that are people's names in this story.
    """
    natural = _NATURAL.match(note)
    if natural:
        return _tidy(natural["what"], names) or _UNNAMED
    if note.rstrip().endswith(":"):
        return ""  # a speaker's label
    bracketed = _BRACKETED.fullmatch(note)
    what = bracketed["what"] if bracketed else note
    return _tidy(what, names) if _is_sound(what, names, only=not bracketed) else ""


def _is_sound(what: str, names: frozenset[str], *, only: bool) -> bool:
    """Whether a note tells of a sound; with *only* every word of it must."""
    words = _words()
    said = [word.casefold() for word in _WORD.findall(what)]
    crew = {word.casefold() for word in _WORD.findall(_without_lead(what))}
    if len(said) > _MOST_WORDS or crew & words.production:
        return False
    heard = (words.heard - names).intersection(said)
    sources = (words.sources - names).intersection(said)
    rest = set(said) - heard - sources - words.small - words.tail
    return bool(heard) if not only and heard else bool(heard or sources) and not rest


def _without_lead(what: str) -> str:
    text = " ".join(what.split()).strip(_MARKS)
    for lead in _words().lead:
        if text.casefold().startswith(lead + " "):
            return text[len(lead) :].lstrip(_MARKS)
    return text


def _tidy(what: str, names: frozenset[str]) -> str:
    """A sound without what is said to the crew about it, in lower case as labels have it."""
    said = _without_lead(what).split()
    while said and _is_tail(said[-1].strip(_MARKS + "()[]").casefold()):
        said.pop()
    text = " ".join(said).strip(_MARKS)
    if text.isupper():
        return text.lower()
    first, second, *_ = [*text.split(" "), "", ""]
    named = first.casefold() in names or second[:1].isupper() or first[1:].lower() != first[1:]
    return text if named else text[:1].lower() + text[1:]


def _is_tail(word: str) -> bool:
    return not word or word in _words().tail or bool(_LENGTH.fullmatch(word))


def sound_lines(sounds: Sequence[str], profile: Profile, language: str = "en") -> tuple[tuple[str, ...], str]:
    """Labels of *sounds* as lines that keep the profile, and what of them no line has room for."""
    each = [_wrapped(what, profile, language) for what in sounds]
    lines = tuple(line for label in each for line in label)
    if all(each) and len(lines) <= profile.max_lines:
        return lines, ""
    said = ", ".join(sounds).split()
    for count in range(len(said) - 1 if len(sounds) == 1 else len(said), 0, -1):
        lines = _wrapped(" ".join(said[:count]).rstrip(",;"), profile, language)
        if lines:
            return lines, " ".join(said[count:])
    return (), " ".join(said)


def _wrapped(what: str, profile: Profile, language: str) -> tuple[str, ...]:
    """A label in lines; none when it does not fit a cue."""
    words = [Word(text, 0, 0) for text in _label(what, profile).split(" ")]
    passage = read_passage(words, language=language)
    gaps = line_breaks(passage, 0, len(words), profile.max_chars, profile.max_lines)
    lines = as_lines(passage, 0, len(words), gaps)
    return lines if longest(lines) <= profile.max_chars else ()


def _label(what: str, profile: Profile) -> str:
    match profile.sound_style:
        case SoundStyle.UPPER:
            return what.upper()
        case SoundStyle.PARENTHESES:
            return f"({what})"
        case SoundStyle.STARS:
            return f"* {what[:1].upper()}{what[1:]} *"
        case _:
            return f"[{what}]"
