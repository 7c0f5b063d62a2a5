"""Transcripts with a speaker label before every turn: `TOBIAS KRENN, GNW CORRESPONDENT (voice-over):`.

Labels in capitals may stand in the middle of a line when a copy lost its breaks; labels in mixed case
are believed at the start of a line only, and only when the script keeps using them.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from scriptkit.model import Role
from scriptkit.segmenter.casting import Ensemble, Label, cast_of_title
from scriptkit.segmenter.house import House
from scriptkit.segmenter.layout import Page
from scriptkit.segmenter.names import WORD, label_person, word_lists
from scriptkit.segmenter.parts import Cast, Piece, Voice

_COLON = re.compile(r":(?=\s|\Z)")
_REACH = 170
_MANNER = re.compile(r"\s*\((?P<manner>[^()\n]{1,60})\)\s*\Z")
_CAPS = r"(?:(?:Ma?c|O['’]|D['’]|De|Di|Du|La|Le|Van|Von)(?=[A-Z]))?[A-ZÀ-ÖØ-Þ0-9#][A-ZÀ-ÖØ-Þ0-9.'’&/\-]*"
_CAPS_RUN = re.compile(
    rf"(?<![^\s\"”’)\].?!>*-])(?:{_CAPS}|[\"“]{_CAPS})"
    rf"(?:[\"”]?,?[ \n][\"“]?(?:{_CAPS}|\([^()\n]{{1,40}}\)))*[\"”]?\Z"
)
_CAPS_TITLED = re.compile(rf"[ \t]*{_CAPS}(?: {_CAPS}){{0,4}}, ?[^:.!?\n]{{2,80}}")
_MIXED = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|da|del|di|van|von|der|den|bin|al|el|la|le)){0,4})"
    r"(?P<title>, [^:.!?\n]{1,70})?(?P<manner> ?\([^()\n]{1,60}\))?:(?=\s|\Z)"
)
_ENDS = re.compile(r"(?:[.!?…]|--|[—–])[\"'”’)\]]*\s*\Z|[)\]>*]\s*\Z")
_DOTTED = re.compile(
    r"(?:[A-Z]\.){1,4}\Z|(?:JR|SR|DR|MR|MRS|MS|SEN|REP|GOV|GEN|COL|LT|SGT|CAPT|ST|REV|PROF|HON)\.\Z"
)
_UNKNOWN = re.compile(r"\b(?:UNIDENTIFIED|UNKNOWN|VOX ?POP|UNID|MALE|FEMALE)\b", re.IGNORECASE)
_MOST_WORDS = 18


def find(page: Page, house: House) -> list[Piece]:
    caps_wanted, names_wanted = page.wants("speaker_caps"), page.wants("full_name")
    forced = bool(caps_wanted or names_wanted)
    if page.forced and not forced:
        return []
    labels = _caps_labels(page, house)
    if not forced and not _believable(labels, house):
        labels = []
    known = {label.start for label in labels}
    labels += [x for x in _mixed_labels(page, house, forced) if x.start not in known]
    labels.sort(key=lambda label: label.start)
    ensemble = Ensemble(page.text, labels, house)
    return [_piece(label, ensemble) for label in labels]


def _believable(labels: list[Label], house: House) -> bool:
    if len(labels) >= 2:
        return True
    return any(
        cast_of_title(label.title, house) in {Cast.ANCHOR, Cast.REPORTER} or label.manner for label in labels
    )


def _caps_labels(page: Page, house: House) -> list[Label]:
    text = page.text
    shouting = sum(c.isupper() for c in text[:6000]) > 0.5 * sum(c.isalpha() for c in text[:6000])
    found: list[Label] = []
    for colon in _COLON.finditer(text):
        end = colon.start()
        low = max(0, end - _REACH, found[-1].end if found else 0)
        window = text[low:end]
        blank = window.rfind("\n\n")
        if blank >= 0:
            low, window = low + blank + 2, window[blank + 2 :]
        manner = ""
        while mark := _MANNER.search(window):
            manner = f"{mark['manner']} {manner}".strip()
            window = window[: mark.start()]
        run = _CAPS_RUN.search(window)
        line = window.rfind("\n") + 1
        titled = _CAPS_TITLED.fullmatch(window, line)
        if titled and not (run and run.start() <= line):
            start = line
        elif run:
            start = _cut_at_sentence(run[0]) + run.start()
        else:
            continue
        label = _label(window[start:], low + start, end + 1, manner, house)
        if label and _stands_free(text, label.start, shouting):
            found.append(label)
    return found


def _cut_at_sentence(run: str) -> int:
    """`NASA. KRENN` holds the end of a sentence: the label begins behind it, or on the run's last line."""
    cut = 0
    for match in re.finditer(r"\S+", run):
        if match.end() < len(run) and match[0].endswith(".") and not _DOTTED.search(match[0]):
            cut = match.end()
    newline = run.rfind("\n")
    if newline >= 0 and "," not in run[:newline]:
        cut = max(cut, newline + 1)
    while cut < len(run) and run[cut].isspace():
        cut += 1
    return cut


def _stands_free(text: str, start: int, shouting: bool) -> bool:
    line = text.rfind("\n", max(0, start - _REACH), start) + 1 or max(0, start - _REACH)
    before = text[line:start]
    if not before.strip(" \t-–—•*>\u00a0"):
        return True
    return not shouting and bool(_ENDS.search(before[-8:]))


def _label(raw: str, start: int, end: int, manner: str, house: House) -> Label | None:
    body = " ".join(raw.split())
    head, _, title = body.partition(",")
    words = WORD.findall(head)
    if not words or len(body.split()) > _MOST_WORDS or len(head.split()) > 6:
        return None
    if not any(len(w) > 1 for w in words) and head not in {"Q", "A"}:
        return None
    key = " ".join(words).casefold()
    if key in house.field_words or words[0].casefold() in house.field_words or key in _commands(house):
        return None
    unknown = bool(_UNKNOWN.search(head)) or key in {"question", "q", "answer", "reporters", "all", "crowd"}
    name = None if unknown else label_person(body)[0]
    return Label(start, end, name, title.strip(), manner.casefold(), unknown)


@lru_cache(maxsize=16)
def _commands(house: House) -> frozenset[str]:
    """Production commands that look like labels (`LOWER THIRD: …`)."""
    words = (
        *house.cue_graphic,
        *house.cue_out,
        *house.cue_in,
        *house.cue_sound,
        *house.cue_other,
        *house.cue_bite,
    )
    return frozenset(w.casefold() for w in words)


def _mixed_labels(page: Page, house: House, forced: bool) -> list[Label]:
    """Labels in mixed case at the start of a line, if the script uses at least three of them."""
    found: list[Label] = []
    for line in page.lines:
        match = _MIXED.match(line.text)
        if not match or match[0].isupper():
            continue
        name = match["name"]
        known = name.casefold() in (*house.anchor_labels, *house.reporter_labels, *house.interview_labels)
        words = WORD.findall(name)
        body = line.text[match.end() :].strip()
        if not known and (len(words) < 2 or any(w.casefold() in _no_people() for w in words)):
            continue
        if body and not line.finished and len(body.split()) < 8:
            continue
        if " ".join(words).casefold() in house.field_words and not (known and (line.finished or not body)):
            continue
        label = _label(
            name + (match["title"] or ""),
            line.start,
            line.start + match.end(),
            (match["manner"] or "").strip(" ()"),
            house,
        )
        if label:
            found.append(label)
    counts = Counter(label.name for label in found)
    if forced or (len(found) >= 3 and counts.most_common(1)[0][1] >= 2):
        return found
    return []


def _no_people() -> frozenset[str]:
    lists = word_lists()
    return lists["not_people"] | lists["not_names"]


def _piece(label: Label, ensemble: Ensemble) -> Piece:
    person = ensemble.person(label)
    cast = person.cast if person else Cast.CROWD
    role, weight = None, 1.0
    if "voice" in label.manner or "v/o" in label.manner:
        role, weight = Role.NARRATION, 0.8
    elif "on camera" in label.manner or "on-camera" in label.manner:
        role, weight = Role.STANDUP, 0.9
    if role is not None and cast is Cast.ANCHOR:
        cast = Cast.REPORTER  # the anchor went out and reported
    speaker = person.name if person and person.name.casefold() not in _GENERIC else None
    voice = Voice("label.speaker", cast, role, speaker, label.title or None, weight=weight)
    return Piece(label.start, label.end, Role.CUE, "label.speaker", voice=voice)


_GENERIC = frozenset(
    {"anchor", "reporter", "correspondent", "presenter", "host", "narrator", "interview", "vo", "track"}
)
