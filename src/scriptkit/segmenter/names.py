"""Proper names in news copy, and which of them are people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from scriptkit import resources

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_GLUE = re.compile(r"(?:\.?[ \t]|[ \t]*\n[ \t]*)")
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "del",
        "della",
        "der",
        "den",
        "van",
        "von",
        "bin",
        "binti",
        "ibn",
        "al",
        "el",
        "la",
        "le",
        "dos",
        "das",
        "du",
        "ter",
        "te",
        "af",
        "ap",
        "y",
    ]
)
_MAX_WORDS = 5
_BEFORE = re.compile(r"([^\W\d_]+(?:['’\-][^\W\d_]+)*)\.?\s\Z")


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of ``data/names.toml`` as sets of case-folded words."""
    table = resources.read_toml("names.toml")
    return {name: frozenset(words.split()) for name, words in table.items()}


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words; ``person`` says how likely it is a human being (about 0 to 1)."""

    text: str
    start: int
    end: int
    person: float
    role: str = ""
    """The occupation or title written just before it."""


def find_names(text: str) -> list[Name]:
    """All proper names of mixed-case *text* with their likelihood of being people."""
    return [_judge(text, start, end) for start, end in _runs(text)]


def _runs(text: str) -> Iterator[tuple[int, int]]:
    stop = word_lists()["not_names"]
    words = list(WORD.finditer(text))
    i = 0
    while i < len(words):
        word = words[i]
        stopped = word[0].casefold() in stop and not _initial(text, word) and not _family(words, i)
        if not _capital(word[0]) or stopped:
            i += 1
            continue
        last, j = i, i + 1
        while j < len(words) and j - i < _MAX_WORDS:
            between = text[words[j - 1].end() : words[j].start()]
            if not _joins(words[j - 1], between):
                break
            token = words[j][0]
            if _capital(token) and (token.casefold() not in stop or _family(words, j)):
                last = j
            elif token.casefold() not in _PARTICLES:
                break
            j += 1
        yield _trimmed(text, words[i : last + 1])
        i = last + 1


def _family(words: list[re.Match[str]], i: int) -> bool:
    """Whether a short word is a Korean family name: a hyphenated given name follows (`Do Han-gyeol`)."""
    following = words[i + 1][0] if i + 1 < len(words) else ""
    return (
        words[i][0].casefold() in word_lists()["korean_surnames"]
        and "-" in following
        and following[:1].isupper()
        and following.split("-")[1][:1].islower()
    )


def _capital(word: str) -> bool:
    return word[0].isupper()


def _initial(text: str, word: re.Match[str]) -> bool:
    return len(word[0]) == 1 and text[word.end() : word.end() + 1] == "."


def _joins(left: re.Match[str], between: str) -> bool:
    if not _GLUE.fullmatch(between):
        return False
    return (
        not between.startswith(".") or len(left[0]) == 1 or left[0].casefold() in word_lists()["honorifics"]
    )


def _trimmed(text: str, words: list[re.Match[str]]) -> tuple[int, int]:
    """Leave titles in front ("President", "Dr.") and a possessive behind out of the name."""
    lists = word_lists()
    titles = lists["honorifics"] | lists["titles"] | lists["occupations"] | lists["role_words"]
    first = 0
    while first < len(words) - 1 and words[first][0].casefold() in titles:
        first += 1
    if len(words) - first > 2 and _family(words, len(words) - 2):
        first = len(words) - 2
    start, end = words[first].start(), words[-1].end()
    if text[end - 2 : end] in {"'s", "’s"}:
        end -= 2
    return start, end


def _judge(text: str, start: int, end: int) -> Name:
    lists = word_lists()
    words = [w.casefold() for w in WORD.findall(text, start, end)]
    before = _word_before(text, start)
    role = _role_before(before)
    korean = len(words) >= 2 and words[0] in lists["korean_surnames"] and _korean(text[start:end])
    if not words or (any(w in lists["not_people"] for w in words) and not korean):
        return Name(text[start:end], start, end, 0.0, role)
    score = 0.25 if len(words) == 1 else 0.55
    if len(words) > 4:
        score -= 0.3
    if len(words) >= 2 and _korean(text[start:end]):
        score += 0.35
    if role:
        score += 0.35
    previous = before.casefold()
    if previous in {"in", "at", "near", "from", "to", "across", "outside", "off", "into", "on"} and not role:
        score -= 0.35
    if previous in {"named", "called"}:
        score += 0.3
    after = text[end : end + 40]
    following = WORD.findall(after)[:2]
    if re.match(r",?[ \n](?:who|whose)\b", after) or re.match(r",[ \n](?:an?|the|his|her)[ \n]", after):
        score += 0.2
    if re.match(r", (?:[1-9]\d|1[01]\d),", after):
        score += 0.3
    if following and following[0].casefold() in lists["speech"]:
        score += 0.3
    if previous == "the" and not role:
        score -= 0.4
    return Name(text[start:end], start, end, max(0.0, min(1.0, score)), role)


_AGE = re.compile(r"\b(?:\d{1,3}|[a-z-]{3,20})-year-old \Z")


def aged(text: str, name: Name) -> bool:
    """Whether an age stands before the name: `47-year-old Len Oakes` is in the news, not reporting it."""
    return _AGE.search(text, max(0, name.start - 40), name.start) is not None


def _korean(name: str) -> bool:
    """`Kim Bo-kyoung`: a short family name and a hyphenated given name."""
    parts = name.split()
    return any(
        "-" in part and part[0].isupper() and part.split("-")[1][:1].islower() and len(part) < 14
        for part in parts[1:]
    )


def _word_before(text: str, start: int) -> str:
    """The word that stands directly before, with only a space, a wrap or an abbreviation's stop between."""
    found = _BEFORE.search(text, max(0, start - 40), start)
    return found[1] if found else ""


def _role_before(word: str) -> str:
    """The title or occupation that ends just before a name ("customs broker", "Sen.")."""
    lists = word_lists()
    low = word.casefold()
    known = (
        lists["honorifics"]
        | lists["titles"]
        | lists["occupations"]
        | lists["role_words"]
        | lists["described"]
    )
    if low in known:
        return word
    works = low.endswith(("er", "or", "ist", "ian", "ant", "man", "woman", "keeper")) and len(low) > 4
    return word if word.islower() and works and low not in lists["not_roles"] else ""


def surname(name: str) -> str:
    """The part of a name that comes back alone: Korean names lead with it, others end with it."""
    parts = name.replace("\n", " ").split()
    if not parts:
        return ""
    return parts[0] if _korean(name) and len(parts) == 2 else parts[-1]


def given(name: str) -> str:
    """The part a colleague calls out on air."""
    parts = name.replace("\n", " ").split()
    if not parts:
        return ""
    return parts[-1] if _korean(name) and len(parts) == 2 else parts[0]


def titled(name: str) -> str:
    """A name from a label in capitals as a sentence writes it: ``JAN DE WIT`` is Jan de Wit.

    Words that are not all capitals only get their first letter raised.
    """
    words = name.split()
    korean = len(words) == 2 and words[0].casefold() in word_lists()["korean_surnames"]
    return " ".join(_titled_word(word, place, korean) for place, word in enumerate(words))


def _titled_word(word: str, place: int, korean: bool) -> str:
    low = word.casefold()
    if place and low in _PARTICLES | {"of", "on", "the", "and", "in", "at", "for"}:
        return low
    if not word.isupper() or len(word) == 1 or "." in word.rstrip("."):
        return word[:1].upper() + word[1:]
    if korean and place:
        return low.capitalize()
    parts = [part.capitalize() for part in low.split("-")]
    done = "-".join(p[:2] + p[2:].capitalize() if p.startswith(("O'", "O’")) else p for p in parts)
    return "Mc" + done[2:].capitalize() if done.startswith("Mc") and len(done) > 3 else done


_BRACKETS = re.compile(r"[(\[][^()\[\]]*(?:\([^()]*\)[^()\[\]]*)?[)\]]?")
_UNKNOWN = re.compile(r"\b(?:unidentified|unknown|unnamed|vox ?pops?|anonymous)\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*/\s*|\s*[,;]\s+|\s+[-–—|]\s+|\s*\\\\\s*|\s*\\\s*")


def label_person(label: str) -> tuple[str | None, str | None]:
    """Name and title from a label or a graphic: `Neal Deschaine/Superintendent`, `CHEF, JO PARK`.

    What stands in brackets (a manner, a guide to pronunciation) is left out; the name is None for an
    empty label. A label that only describes (`Office Worker`) gives the description as the name.
    """
    parts = [p.strip(" .:\"“”'") for p in _SPLIT.split(" ".join(_BRACKETS.sub(" ", label).split()))]
    parts = [p for p in parts if p]
    if not parts or _UNKNOWN.search(parts[0]):
        return None, ", ".join(parts) or None
    first = 0
    honoured = len(parts) > 1 and parts[1].split()[0].rstrip(".").casefold() in word_lists()["honorifics"]
    post = len(parts) > 1 and _office(parts[0]) and not _named_officer(parts[0])
    if (honoured and len(parts[1].split()) > 1) or (
        post and not _office(parts[1]) and 2 <= len(parts[1].split()) <= 4
    ):
        first = 1
    name = _bare(parts[first])
    title = ", ".join(p for k, p in enumerate(parts) if k != first)
    return titled(name) or None, title or None


def _bare(name: str) -> str:
    words = name.split()
    honorifics = word_lists()["honorifics"]
    while len(words) > 2 and words[0].rstrip(".").casefold() in honorifics:
        words.pop(0)
    return " ".join(words)


def _named_officer(text: str) -> bool:
    """`CAPTAIN RUTH ABERN`: a rank, then a name."""
    lists = word_lists()
    words = [w.casefold() for w in WORD.findall(text)]
    offices = lists["titles"] | lists["occupations"] | lists["role_words"] | lists["described"]
    return len(words) >= 3 and "of" not in words and words[-1] not in offices


def _office(text: str) -> bool:
    lists = word_lists()
    offices = lists["titles"] | lists["occupations"] | lists["role_words"] | lists["described"]
    words = [w.casefold() for w in WORD.findall(text)]
    return bool(words) and (words[-1] in offices or "of" in words or words[0] in offices)
