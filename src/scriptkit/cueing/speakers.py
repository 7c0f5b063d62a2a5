"""Who speaks, for viewers who cannot hear it: each house style in its own manner.

A speaker is shown when the voice changes and the picture may not tell whose it is: soundbites,
stand-ups, two-ways, and the report's own voice when it comes back after one of them, which would be
taken for the newsmaker's; where nobody knows whose it is, the label says that somebody else speaks.
The voice that begins the report needs no name, nor does a sign-off, which says its own. Labels
stand before the first word, so that cueing lays them out and counts them as it does the words; the
words themselves stay as they are. Colours go on every cue of a speaker. Sounds are in
:mod:`scriptkit.cueing.sounds`.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from scriptkit.model import (
    Finding,
    Profile,
    Role,
    Segment,
    Severity,
    SpeakerStyle,
    TimedSegment,
    Timeline,
    Word,
)
from scriptkit.text.length import shown_length

_UNSEEN = frozenset({Role.SOUNDBITE, Role.STANDUP, Role.TWO_WAY})
"""Parts where the picture may not tell who speaks."""
_BITES = frozenset({Role.SOUNDBITE, Role.TWO_WAY})
_STUDIO = frozenset({Role.INTRO, Role.TOSS})
_QUICK_WORDS = 8
"""A turn of no more words, or of no more than a line, is short: two of them make a quick exchange."""
_LEAST_NAME = 4
"""Fewer characters of a name tell nobody whose it is."""
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "obe"])
_PARTICLES = "von van vom zu zur der den de del della di da do dos du la le el al bin ibn ben ter ten af av y"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A part of the timeline with its speaker's label as a word before its own, heard in no time."""

    item: TimedSegment
    label: str = ""
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class _Label:
    """A change of speaker to be shown: *name* may be empty where chevrons say enough."""

    style: SpeakerStyle
    name: str
    chevrons: str = ""

    def text(self, name: str) -> str:
        match self.style:
            case SpeakerStyle.BRACKETS:
                return f"[{name}]"
            case SpeakerStyle.PARENTHESES:
                return f"({name})"
            case _:
                return f"{self.chevrons} {name.upper()}:".lstrip() if name else self.chevrons


def label_parts(timeline: Timeline, profile: Profile) -> tuple[list[Labelled], list[Finding]]:
    """The timeline's parts with labels of their speakers, and a finding for each name left out."""
    parts: list[Labelled] = []
    findings: list[Finding] = []
    names = {item.segment.speaker for item in timeline.items if item.segment.speaker}
    colours = speaker_colours(timeline, profile)
    previous: Segment | None = None
    colour: str | None = None
    for item, own, quick in zip(timeline.items, colours, _quick(timeline, profile), strict=True):
        label = _asked(previous, item.segment, profile, quick=quick, alike=colour == own)
        text = ""
        if label and item.words:
            text, shown = _fitted(label, names, item.words[0].text, profile)
            if not shown:
                findings.append(_left_out(label, item))
        parts.append(_put_before(item, text, own))
        previous, colour = item.segment, own
    return parts, findings


def _put_before(item: TimedSegment, label: str, colour: str | None) -> Labelled:
    if not label:
        return Labelled(item, colour=colour)
    start = item.words[0].start
    return Labelled(replace(item, words=(Word(label, start, start), *item.words)), label, colour)


def _left_out(label: _Label, item: TimedSegment) -> Finding:
    return Finding(
        "label-left-out",
        Severity.WARNING,
        f"no line has room to say who speaks: {label.name}",
        where=" ".join(word.text for word in item.words[:8]),
        at=item.start,
    )


def _voice(segment: Segment) -> str:
    """Whose voice it is, as far as the script tells: unnamed, the report's own is taken for one."""
    return segment.speaker or (segment.role.value if segment.role in _BITES else "")


def _name(segment: Segment) -> str:
    """What its voice is called."""
    if segment.speaker:
        return segment.speaker.lower() if segment.speaker == "ANCHOR" else segment.speaker
    if segment.role in _BITES | {Role.STANDUP}:
        return "speaker"
    return "anchor" if segment.role in _STUDIO else "reporter"


def _quick(timeline: Timeline, profile: Profile) -> list[bool]:
    """For each part whether its speaker's turn and one beside it are short, so that viewers lose track."""
    turns = [list(parts) for _, parts in itertools.groupby(timeline.items, lambda i: _voice(i.segment))]
    short = [False, *(_short([w for part in turn for w in part.words], profile) for turn in turns), False]
    return [
        short[number] and (short[number - 1] or short[number + 1])
        for number, turn in enumerate(turns, 1)
        for _ in turn
    ]


def _short(words: Sequence[Word], profile: Profile) -> bool:
    return len(words) <= _QUICK_WORDS or sum(shown_length(w.text) + 1 for w in words) - 1 <= profile.max_chars


def _asked(
    previous: Segment | None, segment: Segment, profile: Profile, *, quick: bool, alike: bool
) -> _Label | None:
    """The label a change to *segment*'s voice asks for; *alike*: its colour does not show it."""
    changed = previous is not None and _voice(previous) != _voice(segment)
    if previous is not None and not changed and previous.role is segment.role:
        return None
    style, name = profile.speaker_style, _name(segment)
    if style is SpeakerStyle.COLOUR:
        # Where colours have run out, two voices in a row may have the same.
        return _Label(SpeakerStyle.LABEL, name) if changed and alike else None
    chevrons = ">>" if style is SpeakerStyle.CHEVRON and changed else ""
    if not segment.speaker and style is SpeakerStyle.CHEVRON:
        name = ""  # chevrons say already that somebody else speaks
    if segment.role in _UNSEEN:
        return _Label(style, name, chevrons)
    back = changed and previous is not None and previous.role in _UNSEEN
    if segment.role is Role.SIGN_OFF or not (back or (changed and quick and segment.speaker)):
        return _Label(style, "", chevrons) if chevrons else None  # a sign-off says its own name
    return _Label(style, name if quick or not chevrons else "", chevrons)


def _fitted(label: _Label, names: Collection[str], word: str, profile: Profile) -> tuple[str, bool]:
    """The label as long as a line has room for, and whether it still says who speaks.

    Best with the first *word*; else, where there is a second line, on a line of its own; else cut.
    """
    if not label.name:
        return label.text(""), True
    wordings = list(_wordings(label.name, names))
    with_word = profile.max_chars - shown_length(word) - 1
    alone = profile.max_chars if profile.max_lines > 1 else with_word
    for room in (with_word, alone):
        for name in wordings:
            if shown_length(label.text(name)) <= room:
                return label.text(name), True
    name = wordings[-1][: max(alone - len(label.text("x")) + 1, 0)].rstrip(" -,.")
    if len(name) >= _LEAST_NAME:
        return label.text(name), True
    return (label.chevrons if len(label.chevrons) <= alone else ""), False


def _wordings(name: str, names: Collection[str]) -> Iterator[str]:
    """*name* in full and ever shorter: by its last part, with an initial where others share that one.

    What is no name ("man outside the court") loses words from its end.
    """
    yield name
    first, *rest = name.split()
    last = _last_part(name)
    if last:
        shared = any(_last_part(other) == last for other in names if other != name)
        yield f"{first[0]}. {last}" if shared else last
        return
    for count in range(len(rest), 0, -1):
        yield " ".join([first, *rest][:count])


def _last_part(name: str) -> str:
    """The surname, with what belongs to it; empty where *name* is one word, or no name."""
    words = name.replace(",", "").split()
    place = len(words) - 1
    while place > 0 and words[place].strip(".").casefold() in _SUFFIXES:
        place -= 1
    while place > 1 and words[place - 1].casefold() in _PARTICLES.split():
        place -= 1
    if place <= 0 or any(word[0].islower() and word.casefold() not in _PARTICLES.split() for word in words):
        return ""
    return " ".join(words[place:])


def without_colours(profile: Profile) -> Profile:
    """*profile* for files that carry no colours: speakers it would colour have ``NAME:`` labels."""
    if profile.speaker_style is not SpeakerStyle.COLOUR:
        return profile
    return replace(profile, speaker_style=SpeakerStyle.LABEL)


def speaker_colours(timeline: Timeline, profile: Profile) -> list[str | None]:
    """A colour for each item's speaker, ``None`` where the style has none.

    The narration's voice (or whoever speaks first) has the first colour, others theirs in order
    of their first words; when colours run out the last one serves again.
    """
    if profile.speaker_style is not SpeakerStyle.COLOUR or not profile.colours:
        return [None] * len(timeline.items)
    voices = [item.segment.speaker or item.segment.role.value for item in timeline.items]
    paired = zip(voices, timeline.items, strict=True)
    narrators = [voice for voice, item in paired if item.segment.role is Role.NARRATION]
    order = list(dict.fromkeys([*narrators[:1], *voices]))
    last = len(profile.colours) - 1
    return [profile.colours[min(order.index(voice), last)] for voice in voices]
