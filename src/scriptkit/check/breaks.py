"""Rules about where lines and cues break."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from scriptkit.check.cues import excerpt
from scriptkit.check.speech import in_capitals, speech
from scriptkit.model import Cue, Finding, Profile, Severity, SubtitleTrack
from scriptkit.text.language import primary_language, word_class_languages
from scriptkit.text.length import shown_length
from scriptkit.text.look import Look, look
from scriptkit.text.phrases import bad_break, sentence_ends
from scriptkit.text.tokens import tokenize

_CONTINUES: int = 1000
"""Milliseconds of gap up to which a cue can go on with the sentence of the one before."""


@dataclass(frozen=True, slots=True)
class _Places:
    """All words said in a run of cues, and the number of the cue each belongs to."""

    words: list[str]
    cue: list[int]
    line_end: list[bool]
    anew: list[bool]
    """Whether a label or a sound stands before the word, or another voice begins with it."""

    def sentence_ends(self, language: str) -> list[bool]:
        """For each word whether a sentence ends after it; what begins anew is in no sentence begun before."""
        starts = [number for number, anew in enumerate(self.anew) if anew and number]
        ends: list[bool] = []
        for start, end in itertools.pairwise((0, *starts, len(self.words))):
            ends += sentence_ends(self.words[start:end], language)
        return ends


def break_findings(track: SubtitleTrack, profile: Profile) -> Iterator[Finding]:
    """Breaks that part what belongs together, and cues that begin a sentence they do not finish."""
    tag = primary_language(track.language)
    if tag not in word_class_languages():
        return
    places = _places(track)
    looks = [look(word, tag) for word in places.words]
    ends = places.sentence_ends(tag)
    for gap in range(len(looks) - 1):
        yield from _bad(track, places, looks, ends, gap)
    yield from _run_on(track, places, looks, ends, profile)


def _places(track: SubtitleTrack) -> _Places:
    places = _Places([], [], [], [])
    capitals = in_capitals(track)
    anew = False
    for number, cue in enumerate(track.cues, 1):
        for pieces in speech(cue, capitals=capitals):
            in_line = 0
            for place, piece in enumerate(pieces):
                anew = anew or place > 0
                tokens = [token.text for token in tokenize(piece)]
                places.words.extend(tokens)
                places.anew.extend(anew and first == 0 for first in range(len(tokens)))
                anew = anew and not tokens
                in_line += len(tokens)
            places.cue.extend([number] * in_line)
            places.line_end.extend([False] * (in_line - 1) + [True] * bool(in_line))
    return places


def _bad(
    track: SubtitleTrack, places: _Places, looks: list[Look], ends: list[bool], gap: int
) -> Iterator[Finding]:
    if not places.line_end[gap] or ends[gap]:
        return
    number, following = places.cue[gap], places.cue[gap + 1]
    here = track.cues[number - 1]
    between = number != following
    if between and not _goes_on(here, track.cues[following - 1]):
        return
    why = bad_break(looks, gap)
    if why:
        kind = "cue" if between else "line"
        words = f"“{places.words[gap]} / {places.words[gap + 1]}”"
        message = f"{kind} ends {why}: {words}"
        yield Finding("bad-break", Severity.WARNING, message, where=excerpt(here), cue=number, at=here.start)


def _goes_on(cue: Cue, following: Cue) -> bool:
    return cue.speaker == following.speaker and following.start - cue.end <= _CONTINUES


def _run_on(
    track: SubtitleTrack, places: _Places, looks: list[Look], ends: list[bool], profile: Profile
) -> Iterator[Finding]:
    """Cues that end one sentence and leave the next unfinished."""
    inner_end = 0
    for gap, number in enumerate(places.cue):
        last = gap + 1 == len(places.cue) or places.cue[gap + 1] != number
        if not last:
            # Who is cut off by another voice ends no sentence.
            inner_end += ends[gap] and (looks[gap].punct == "end" or not places.anew[gap + 1])
            continue
        cue = track.cues[number - 1]
        if inner_end and not ends[gap] and shown_length(" ".join(cue.lines)) > profile.max_chars:
            message = "ends one sentence and begins another it does not finish"
            yield Finding(
                "sentence-run-on", Severity.WARNING, message, where=excerpt(cue), cue=number, at=cue.start
            )
        inner_end = 0
