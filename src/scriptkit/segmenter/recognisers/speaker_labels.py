"""Transcripts with a speaker label before every turn: `TOBIAS KRENN, GNW CORRESPONDENT (voice-over):`.

Labels may stand in the middle of a line, and run over its end, when a copy was wrapped anew; labels in
mixed case are believed only when the script keeps using them.
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
_CAPS_TITLED = re.compile(
    rf"[ \t]*{_CAPS}(?: {_CAPS}){{0,4}}(?: \([A-Z][A-Za-z-]{{0,12}}\))?, ?[^:.!?\n]{{2,80}}"
)
_MIXED = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|da|del|di|van|von|der|den|bin|al|el|la|le)){0,4})"
    r"(?P<title>, [^:.!?\n]{1,70})?(?P<manner> ?\([^()\n]{1,60}\))?:(?=\s|\Z)"
)
_WRAPPED = re.compile(
    r"(?<=[.!?…\"”)]) (?P<name>(?:(?:Dr|Prof|Mr|Mrs|Ms|Sen|Rep|Gov|Capt|Sgt|Rev)\.[ \n])?"
    r"[A-ZÀ-Þ][\w'’-]+(?:[ \n](?:[A-ZÀ-Þ][\w'’-]+|[A-Z]\.|de|da|del|di|van|von|der|den|bin|al|el|la|le))"
    r"{1,3})(?P<title>,[ \n][^:.!?]{1,90})?(?P<manner>[ \n]\([^()]{1,60}\))?:\Z"
)
_CAPS_WRAPPED = re.compile(
    rf"(?:(?<=[.!?…\"”)])|(?<=--))[ \n](?P<label>{_CAPS}(?:[ \n]{_CAPS}){{1,4}},[ \n][^:!?]{{2,100}})\Z"
)
_DESCRIBED = re.compile(
    r"(?:(?:Young|Old|Older|Elderly|Another|First|Second|Third|Local|Male|Female) )?"
    r"(?:Woman|Man|Boy|Girl|Child|Student|Pupil|Teacher|Resident|Neighbou?r|Passer-?by|Shopper|Commuter"
    r"|Passenger|Tourist|Visitor|Voter|Driver|Protest[eo]r|Worker|Mother|Father|Parent|Patient|Customer"
    r"|Fan|Farmer|Soldier|Police ?man|Officer|Volunteer|Question|Questioner|Speaker|Witness"
    r"|Onlooker|Bystander|Caller)(?: (?:\d{1,2}|#\d|One|Two))?"
)
_TO_CAMERA = re.compile(r"\b(?:on|to)[ -](?:the )?cam(?:era)?\b|\bstand-?up|\bpiece to camera|\bptc\b")
_ON_THE_SPOT = re.compile(r"\b(?:standing|walking|sitting|kneeling|wading|riding|at the scene|on location)\b")
_ENDS = re.compile(r"(?:[.!?…]|--|[—–])[\"'”’)\]]*\s*\Z|[)\]>*]\s*\Z")
_DOTTED = re.compile(
    r"(?:[A-Z]\.){1,4}\Z|(?:JR|SR|DR|MR|MRS|MS|SEN|REP|GOV|GEN|COL|LT|SGT|CAPT|ST|REV|PROF|HON)\.\Z"
)
_LINE_ENDS_WITH_TITLE = re.compile(
    r"(?:^|[.!?…\"”)] )(?P<title>(?:DR|PROF|MR|MRS|MS|SEN|REP|GOV|GEN|COL|LT|SGT|CAPT|REV|HON)\.)\n\Z"
)
_UNKNOWN = re.compile(r"\b(?:UNIDENTIFIED|UNKNOWN|VOX ?POP|UNID|MALE|FEMALE)\b", re.IGNORECASE)
_VOX_POP = re.compile(r"VOX ?POP(?: ?#?\d{1,2})?", re.IGNORECASE)
"""A production command in some scripts, whoever was asked in the street in others."""
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
        wrapped = _CAPS_WRAPPED.search(window)
        if titled and not (run and run.start() <= line):
            form_of_address = _LINE_ENDS_WITH_TITLE.search(window, 0, line)
            start = form_of_address.start("title") if form_of_address else line
        elif wrapped and not (run and run.start() <= wrapped.start("label")):
            start = wrapped.start("label")
        elif run:
            heads_line = not window[window.rfind("\n", 0, run.start()) + 1 : run.start()].strip()
            start = _cut_at_sentence(run[0], heads_line) + run.start()
        else:
            continue
        label = _label(window[start:], low + start, end + 1, manner, house)
        if label and _stands_free(text, label.start, shouting):
            found.append(label)
    return found


def _cut_at_sentence(run: str, heads_line: bool) -> int:
    """`NASA. KRENN` holds the end of a sentence: the label begins behind it, or on the run's last line.

    A run that begins in the middle of a line was wrapped, one that is a line of its own is a heading.
    """
    cut = 0
    for match in re.finditer(r"\S+", run):
        if match.end() < len(run) and match[0].endswith(".") and not _DOTTED.search(match[0]):
            cut = match.end()
    newline = run.rfind("\n")
    if heads_line and newline >= 0 and "," not in run[:newline]:
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
    vox_pop = _VOX_POP.fullmatch(head) is not None
    if key in house.field_words or words[0].casefold() in house.field_words:
        return None
    if key in _commands(house) and not vox_pop:
        return None
    unknown = bool(_UNKNOWN.search(head)) or key in {"question", "q", "answer", "reporters", "all", "crowd"}
    name, post = (None, None) if unknown else label_person(body)
    if name and title and name.casefold().split()[-1] not in head.casefold():
        title = post or ""  # `HEAD OF NURSING, DR. JO PARK`: the post stands first
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
    """Labels in mixed case at the start of a line, if the script uses at least three of them.

    Then those inside a line too: of people with a title, or known from other labels.
    """
    found: list[Label] = []
    described: list[Label] = []
    for line in page.lines:
        match = _MIXED.match(line.text)
        if not match or match[0].isupper():
            continue
        name = match["name"]
        known = name.casefold() in (*house.anchor_labels, *house.reporter_labels, *house.interview_labels)
        words = WORD.findall(name)
        body = line.text[match.end() :].strip()
        tells = _DESCRIBED.fullmatch(name) is not None
        if not (known or tells) and (len(words) < 2 or any(w.casefold() in _no_people() for w in words)):
            continue
        if body and not line.finished and len(body.split()) < 8:
            continue
        if " ".join(words).casefold() in house.field_words and not (known and (line.finished or not body)):
            continue
        label = _mixed(match, line.start, house)
        if label:
            (described if tells else found).append(label)
    wrapped = _wrapped_labels(page, house)
    counts = Counter(label.name for label in [*found, *wrapped])
    if forced or (len(found) + len(wrapped) >= 3 and counts.most_common(1)[0][1] >= 2):
        return [*found, *described, *(x for x in wrapped if x.title or x.manner or counts[x.name] > 1)]
    return []


def _mixed(match: re.Match[str], at: int, house: House) -> Label | None:
    raw = match["name"] + (match["title"] or "")
    start, end = at + match.start("name"), at + match.end()
    return _label(raw, start, end, " ".join((match["manner"] or "").split()).strip(" ()"), house)


def _wrapped_labels(page: Page, house: House) -> list[Label]:
    """Full names in mixed case before a colon, behind the end of a sentence in the middle of a line."""
    found = []
    for colon in _COLON.finditer(page.text):
        low = max(0, colon.start() - _REACH)
        low = max(low, page.text.rfind("\n\n", low, colon.start()) + 1)
        window = page.text[low : colon.end()]
        for match in _WRAPPED.finditer(window):
            words = [w for w in WORD.findall(match["name"]) if w.casefold() not in word_lists()["honorifics"]]
            if len(words) < 2 or match[0].isupper() or any(w.casefold() in _no_people() for w in words):
                continue
            label = _mixed(match, low, house)
            if label:
                found.append(label)
    return found


def _no_people() -> frozenset[str]:
    lists = word_lists()
    return lists["not_people"] | lists["not_names"]


def _piece(label: Label, ensemble: Ensemble) -> Piece:
    person = ensemble.person(label)
    cast = person.cast if person else Cast.CROWD
    role, weight = None, 1.0
    if "voice" in label.manner or "v/o" in label.manner:
        role, weight = Role.NARRATION, 0.8
    elif _TO_CAMERA.search(label.manner) or (cast is Cast.REPORTER and _ON_THE_SPOT.search(label.manner)):
        role, weight = Role.STANDUP, 0.9
    if role is not None and cast is Cast.ANCHOR:
        cast = Cast.REPORTER  # the anchor went out and reported
    speaker = person.name if person and person.name.casefold() not in _GENERIC else None
    voice = Voice("label.speaker", cast, role, speaker, label.title or None, weight=weight)
    return Piece(label.start, label.end, Role.CUE, "label.speaker", voice=voice)


_GENERIC = frozenset(
    {"anchor", "reporter", "correspondent", "presenter", "host", "narrator", "interview", "vo", "track"}
)
