"""The cueing stage: a timeline in, a subtitle track out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from scriptkit.cueing.cue import LONG_PAUSE, cue_edges
from scriptkit.cueing.fit import Shown, Spoken, fit_times
from scriptkit.cueing.linebreak import as_lines, line_breaks
from scriptkit.cueing.passage import Passage, read_passage
from scriptkit.cueing.piece import Piece, join_exchanges
from scriptkit.cueing.place import place_sounds
from scriptkit.cueing.sounds import sounds_between
from scriptkit.cueing.speakers import Labelled, label_parts
from scriptkit.model import (
    Basis,
    Cue,
    Finding,
    Profile,
    Severity,
    SubtitleTrack,
    Timeline,
)
from scriptkit.text.length import longest
from scriptkit.text.reading import reading_ms, speed_severity, words_over
from scriptkit.timecode import Millis


def make_cues(
    timeline: Timeline, profile: Profile, *, language: str = "en", sdh: bool = False
) -> tuple[SubtitleTrack, tuple[Finding, ...]]:
    """Cue the words of *timeline* by *profile*.

    Every word appears once, in order, unchanged; a cue never mixes two segments. What text and
    time make impossible comes back as findings, with the cue's number. With *sdh* labels of
    speakers stand before the words they belong to, or speakers have colours, two of them share a
    cue, a line each, where one is too brief to be read alone, and sounds have cues or lines.
    """
    pieces, unsaid = (
        _labelled(timeline, profile, language) if sdh else (_plain(timeline, profile, language), [])
    )
    shown = fit_times([piece.spoken for piece in pieces], profile)
    cues = tuple(
        Cue(
            start=when.start,
            end=when.end,
            lines=piece.lines,
            speaker=piece.speaker,
            role=piece.role,
            colours=piece.colours,
            why=piece.why + when.why,
            speakers=piece.speakers,
        )
        for piece, when in zip(pieces, shown, strict=True)
    )
    findings = unsaid + [
        f for n, (p, w) in enumerate(zip(pieces, shown, strict=True), 1) for f in _broken(n, p, w, profile)
    ]
    return SubtitleTrack(cues, language=language, title=timeline.story.title), tuple(findings)


def _plain(timeline: Timeline, profile: Profile, language: str) -> list[Piece]:
    return [
        piece
        for item, rest in zip(timeline.items, _rests(timeline), strict=True)
        if item.words
        for piece in _pieces(Labelled(item), profile, language, rest)
    ]


def _labelled(timeline: Timeline, profile: Profile, language: str) -> tuple[list[Piece], list[Finding]]:
    """Pieces that show who speaks and what is heard, and what could not be shown."""
    parts, unnamed = label_parts(timeline, profile)
    *sounds, closing = sounds_between(timeline)
    pieces: list[Piece] = []
    waiting: tuple[str, ...] = ()
    divisible = any(sounds) or bool(closing)
    for part, heard, silence in zip(parts, sounds, _rests(timeline), strict=True):
        waiting += heard
        if part.item.words:
            first, *rest = _pieces(part, profile, language, silence, divisible=divisible)
            pieces += [replace(first, sounds=waiting), *rest]
            waiting = ()
    placed, unheard = place_sounds(join_exchanges(pieces, profile), waiting + closing, profile, language)
    return placed, unnamed + unheard


def _rests(timeline: Timeline) -> list[Millis | None]:
    """The silence after each turn until the next is heard; None where nobody speaks after it."""
    rests: list[Millis | None] = []
    begins: Millis | None = None
    for item in reversed(timeline.items):
        rests.append(max(0, begins - item.words[-1].end) if begins is not None and item.words else None)
        if item.words:
            begins = item.words[0].start
    return rests[::-1]


def _pieces(
    part: Labelled, profile: Profile, language: str, rest: Millis | None, *, divisible: bool = False
) -> list[Piece]:
    """The cues of one part; *divisible* when a sound may need a line of theirs."""
    item, colour = part.item, part.colour
    labels = 1 if part.label else 0
    passage = read_passage(item.words, labels=labels, language=language)
    edges = cue_edges(passage, profile, rest, estimated=item.basis is Basis.ESTIMATED)
    pieces = []
    for first, last in itertools.pairwise(edges):
        gaps = line_breaks(passage, first, last, profile.max_chars, profile.max_lines)
        whole = Piece(
            as_lines(passage, first, last, gaps),
            _spoken(part, passage, first, last),
            speaker=item.segment.speaker,
            role=item.segment.role,
            colours=(colour,) if colour else (),
            why=(
                f"ends at {_reason(passage, last - 1)}",
                *(f"line breaks at {_reason(passage, g)}" for g in gaps),
            ),
            whole_turn=len(edges) == 2,
            label=part.label if first == 0 else "",
        )
        if divisible and gaps:
            edges_of_lines = [first, *(g + 1 for g in gaps), last]
            whole = replace(whole, apart=_line_by_line(whole, part, passage, edges_of_lines))
        pieces.append(whole)
    return pieces


def _line_by_line(whole: Piece, part: Labelled, passage: Passage, edges: Sequence[int]) -> tuple[Piece, ...]:
    """The lines of a cue as cues; none where a label has one to itself, or one ends badly."""
    lines = list(itertools.pairwise(edges))
    label_alone = bool(part.label) and lines[0] == (0, 1)
    if label_alone or any(passage.bad_break(b - 1) for _, b in lines[:-1]):
        return ()
    return tuple(
        replace(
            whole,
            lines=(passage.text(a, b),),
            spoken=_spoken(part, passage, a, b),
            why=(f"ends at {_reason(passage, b - 1)}",),
        )
        for a, b in lines
    )


def _spoken(part: Labelled, passage: Passage, first: int, last: int) -> Spoken:
    labelled = part.label if first == 0 else ""
    return Spoken(
        start=passage.words[first].start,
        end=max(word.end for word in passage.words[first:last]),
        chars=passage.size(first, last),
        words=last - first + max(len(labelled.split()) - 1, 0),
        estimated=part.item.basis is Basis.ESTIMATED,
    )


_PUNCT = {"end": "a full stop", "strong": "a colon or semicolon", "comma": "a comma", "dash": "a dash"}
_BEFORE = {
    "coordinator": "a conjunction",
    "subordinator": "a clause",
    "relative": "a clause",
    "that": "a clause",
    "preposition": "a preposition",
    "to": "an infinitive",
    "of": "a preposition",
}


def _reason(passage: Passage, gap: int) -> str:
    """What the place after word *gap* is, in a subtitler's words."""
    if gap + 1 == len(passage.words):
        return "the end of the turn"
    if passage.sentence_end[gap]:
        return "the end of a sentence"
    bad = passage.bad_break(gap)
    if bad:
        return f"a poor place ({bad}), for want of a better"
    if passage.words[gap + 1].start - passage.words[gap].end >= LONG_PAUSE:
        return "a long pause"
    left, right = passage.looks[gap], passage.looks[gap + 1]
    if left.punct:
        return _PUNCT[left.punct]
    before = _BEFORE.get(right.kind)
    return f"a phrase, before {before}" if before else "a phrase"


def _broken(number: int, piece: Piece, when: Shown, profile: Profile) -> Sequence[Finding]:
    """Rules this cue could not keep."""
    findings = []
    text = " ".join(piece.lines)

    def add(code: str, message: str, severity: Severity = Severity.ERROR) -> None:
        findings.append(Finding(code, severity, message, where=text, cue=number, at=when.start))

    widest = longest(piece.lines)
    if widest > profile.max_chars:
        add(
            "line-too-long",
            f"a line of {widest} characters does not fit {profile.max_chars}: a word cannot be broken",
        )
    length = when.end - when.start
    if length + 1 < profile.min_duration:
        add(
            "cue-too-short",
            f"on screen {length} ms, at least {profile.min_duration} needed: the next words follow at once",
        )
    elif length + 1 < reading_ms(piece.spoken.chars, piece.spoken.words, profile):
        chars, words = piece.spoken.chars, piece.spoken.words
        over = words_over(chars, words, length + 1, profile)
        much = f"{words} words" if words > 1 else f"a word of {chars} characters"
        many = f", {over} too many" if words > 1 else ""
        add(
            "too-fast",
            f"speech outruns reading: {much} in {length / 1000:.1f} s{many}",
            speed_severity(chars, words, length + 1, profile),
        )
    if length > profile.max_duration + 1:
        add("cue-too-long", f"on screen {length} ms, at most {profile.max_duration} allowed")
    return findings
