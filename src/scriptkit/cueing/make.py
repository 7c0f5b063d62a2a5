"""The cueing stage: a timeline in, a subtitle track out."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from scriptkit.cueing.cue import LONG_PAUSE, cue_edges
from scriptkit.cueing.fit import Shown, Spoken, fit_times
from scriptkit.cueing.linebreak import as_lines, line_breaks
from scriptkit.cueing.passage import Passage, read_passage
from scriptkit.cueing.piece import Piece, join_exchanges
from scriptkit.cueing.speakers import Labelled, label_parts, speaker_colours
from scriptkit.model import (
    Basis,
    Cue,
    Finding,
    Profile,
    Severity,
    SubtitleTrack,
    Timeline,
)
from scriptkit.text.reading import reading_ms, speed_severity, words_over


def make_cues(
    timeline: Timeline, profile: Profile, *, language: str = "en", sdh: bool = False
) -> tuple[SubtitleTrack, tuple[Finding, ...]]:
    """Cue the words of *timeline* by *profile*.

    Every word appears once, in order, unchanged; a cue never mixes two segments. What text and
    time make impossible comes back as findings, with the cue's number. With *sdh* labels of
    speakers and sounds stand before the words they belong to, or speakers have colours, and two
    of them share a cue, a line each, where one is too brief to be read alone.
    """
    parts = label_parts(timeline, profile) if sdh else [Labelled(item) for item in timeline.items]
    colours = speaker_colours(timeline, profile) if sdh else [None] * len(parts)
    pieces: list[Piece] = []
    for part, colour in zip(parts, colours, strict=True):
        if part.item.words:
            pieces.extend(_pieces(part, colour, profile, language))
    if sdh:
        pieces = join_exchanges(pieces, profile)
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
        )
        for piece, when in zip(pieces, shown, strict=True)
    )
    findings = [
        f for n, (p, w) in enumerate(zip(pieces, shown, strict=True), 1) for f in _broken(n, p, w, profile)
    ]
    return SubtitleTrack(cues, language=language, title=timeline.story.title), tuple(findings)


def _pieces(part: Labelled, colour: str | None, profile: Profile, language: str) -> list[Piece]:
    item = part.item
    passage = read_passage(item.words, labels=part.labels, language=language)
    edges = cue_edges(passage, profile)
    pieces = []
    for first, last in itertools.pairwise(edges):
        gaps = line_breaks(passage, first, last, profile.max_chars, profile.max_lines)
        spoken = Spoken(
            start=passage.words[first].start,
            end=max(word.end for word in passage.words[first:last]),
            chars=passage.size(first, last),
            words=last - first,
            estimated=item.basis is Basis.ESTIMATED,
        )
        why = (
            f"ends at {_reason(passage, last - 1)}",
            *(f"line breaks at {_reason(passage, g)}" for g in gaps),
        )
        pieces.append(
            Piece(
                as_lines(passage, first, last, gaps),
                spoken,
                speaker=item.segment.speaker,
                role=item.segment.role,
                colours=(colour,) if colour else (),
                why=why,
                whole_turn=len(edges) == 2,
                labelled=part.labels > 0 and first == 0,
            )
        )
    return pieces


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

    longest = max(map(len, piece.lines))
    if longest > profile.max_chars:
        add(
            "line-too-long",
            f"a line of {longest} characters does not fit {profile.max_chars}: a word cannot be broken",
        )
    length = when.end - when.start
    if length + 1 < profile.min_duration:
        add(
            "cue-too-short",
            f"on screen {length} ms, at least {profile.min_duration} needed: the next words follow at once",
        )
    elif length + 1 < reading_ms(piece.spoken.chars, piece.spoken.words, profile):
        over = words_over(piece.spoken.chars, piece.spoken.words, length + 1, profile)
        add(
            "too-fast",
            f"speech outruns reading: {piece.spoken.words} words in {length / 1000:.1f} s, {over} too many",
            speed_severity(piece.spoken.chars, piece.spoken.words, length + 1, profile),
        )
    if length > profile.max_duration + 1:
        add("cue-too-long", f"on screen {length} ms, at most {profile.max_duration} allowed")
    return findings
