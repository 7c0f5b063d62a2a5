"""Who speaks and what is heard, for viewers who cannot hear it: each house style in its own manner.

A speaker is shown when the voice changes and the picture may not tell whose it is: soundbites,
stand-ups, two-ways; where nobody knows whose it is, the label says that somebody else speaks. The
voice that carries the report (narration, the anchor) needs no name. Labels stand before the first
word, so that cueing lays them out and counts them as it does the words; the words themselves stay
as they are. Colours go on every cue of a speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from scriptkit.model import (
    Profile,
    Role,
    Segment,
    SoundStyle,
    SpeakerStyle,
    Story,
    TimedSegment,
    Timeline,
    Word,
)

_UNSEEN = frozenset({Role.SOUNDBITE, Role.STANDUP, Role.TWO_WAY})
"""Parts where the picture may not tell who speaks."""
_NOBODY = "speaker"
"""What a voice is called whose name the script does not give."""
_SOUND = re.compile(
    r"^[\s(\[{]*(?:nat(?:ural)?s?(?:[ -]?(?:sound|sot|pkg|pop|up|full))*|sfx|sound ?up|ambi(?:ent sound)?)\b"
    r"[\s:.,*–—-]*(?P<what>[^)\]}\n]{0,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A part of the timeline with its labels as words before its own, heard in no time."""

    item: TimedSegment
    labels: int = 0


def label_parts(timeline: Timeline, profile: Profile) -> list[Labelled]:
    """The timeline's parts with labels of speakers and sounds before the words they belong to."""
    parts: list[Labelled] = []
    previous: Segment | None = None
    for item in timeline.items:
        labels = _sounds(timeline.story, previous, item.segment, profile)
        speaker = _speaker_label(previous, item.segment, profile)
        labels += [speaker] if speaker else []
        parts.append(_put_before(item, labels, profile))
        previous = item.segment
    return parts


def _put_before(item: TimedSegment, labels: list[str], profile: Profile) -> Labelled:
    fitting = [label for label in labels if len(label) <= profile.max_chars]
    if not fitting or not item.words:
        return Labelled(item)
    start = item.words[0].start
    words = (*(Word(label, start, start) for label in fitting), *item.words)
    return Labelled(replace(item, words=words), len(fitting))


def _speaker_label(previous: Segment | None, segment: Segment, profile: Profile) -> str:
    """The label a change to *segment*'s voice asks for, or nothing."""
    if previous is not None and previous.speaker == segment.speaker and previous.role == segment.role:
        return ""
    style = profile.speaker_style
    changed = previous is not None and previous.speaker != segment.speaker
    chevrons = ">> " if style is SpeakerStyle.CHEVRON and changed else ""
    if segment.role not in _UNSEEN or style is SpeakerStyle.COLOUR:
        return chevrons.strip()
    if not segment.speaker and style is SpeakerStyle.CHEVRON:
        return chevrons.strip()  # which says already that somebody else speaks
    name = segment.speaker or _NOBODY
    if style is SpeakerStyle.BRACKETS:
        return f"[{name}]"
    if style is SpeakerStyle.PARENTHESES:
        return f"({name})"
    return f"{chevrons}{name.upper()}:"


def _sounds(story: Story, previous: Segment | None, segment: Segment, profile: Profile) -> list[str]:
    """Labels for the sounds the script calls for between two spoken parts."""
    start = previous.end if previous else 0
    cues = (s for s in story.segments if s.role is Role.CUE)
    between = (_SOUND.match(s.text) for s in cues if start <= s.start and s.end <= segment.start)
    named = (match["what"].strip(" .,:;-–—").lower() for match in between if match)
    return [_sound(what or "background sound", profile) for what in named]


def _sound(what: str, profile: Profile) -> str:
    match profile.sound_style:
        case SoundStyle.UPPER:
            return what.upper()
        case SoundStyle.PARENTHESES:
            return f"({what})"
        case SoundStyle.STARS:
            return f"* {what.capitalize()} *"
        case _:
            return f"[{what}]"


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
