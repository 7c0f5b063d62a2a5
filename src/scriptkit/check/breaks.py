"""Rules about where lines and cues break."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scriptkit.check.cues import excerpt
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
    """All words of a run of cues, and the number of the cue each belongs to."""

    words: list[str]
    cue: list[int]
    line_end: list[bool]


def break_findings(track: SubtitleTrack, profile: Profile) -> Iterator[Finding]:
    """Breaks that part what belongs together, and cues that begin a sentence they do not finish."""
    tag = primary_language(track.language)
    if tag not in word_class_languages():
        return
    places = _places(track)
    looks = [look(word, tag) for word in places.words]
    ends = sentence_ends(places.words, tag)
    for gap in range(len(looks) - 1):
        yield from _bad(track, places, looks, ends, gap)
    yield from _run_on(track, places, ends, profile)


def _places(track: SubtitleTrack) -> _Places:
    words: list[str] = []
    cues: list[int] = []
    line_end: list[bool] = []
    for number, cue in enumerate(track.cues, 1):
        for line in cue.lines:
            tokens = [token.text for token in tokenize(line)]
            words += tokens
            cues += [number] * len(tokens)
            line_end += [False] * (len(tokens) - 1) + [True] * bool(tokens)
    return _Places(words, cues, line_end)


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


def _run_on(track: SubtitleTrack, places: _Places, ends: list[bool], profile: Profile) -> Iterator[Finding]:
    """Cues that end one sentence and leave the next unfinished."""
    inner_end = 0
    for gap, number in enumerate(places.cue):
        last = gap + 1 == len(places.cue) or places.cue[gap + 1] != number
        if not last:
            inner_end += ends[gap]
            continue
        cue = track.cues[number - 1]
        if inner_end and not ends[gap] and shown_length(" ".join(cue.lines)) > profile.max_chars:
            message = "ends one sentence and begins another it does not finish"
            yield Finding(
                "sentence-run-on", Severity.WARNING, message, where=excerpt(cue), cue=number, at=cue.start
            )
        inner_end = 0
