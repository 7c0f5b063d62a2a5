"""Judged sentences and unspoken pieces become the segments of a story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scriptkit.model import Segment, Span
from scriptkit.segmenter.decoder import Coefficients, Decision, packaged_coefficients
from scriptkit.segmenter.parts import Piece, Unit, Voice
from scriptkit.segmenter.reasons import against, rule_of
from scriptkit.text.clean import one_line


def make_segments(
    text: str,
    units: Sequence[Unit],
    decisions: Sequence[Decision],
    speakers: Sequence[str | None],
    pieces: Sequence[Piece],
) -> list[Segment]:
    """The segments in text order: runs of one role and speaker, and every unspoken piece for itself."""
    coefficients = packaged_coefficients()
    parts: list[tuple[Segment, Voice | None]] = []
    for unit, decision, speaker in zip(units, decisions, speakers, strict=True):
        parts += [(p, unit.voice) for p in _spoken(text, unit, decision, speaker, coefficients)]
    parts += [(_unspoken(text, p), None) for p in pieces if not p.skip and p.end > p.start]
    parts.sort(key=lambda part: part[0].start)
    segments = _with_times(_joined(text, parts))
    return _with_skips(segments, [Span(p.start, p.end) for p in pieces if p.skip])


def _spoken(
    text: str, unit: Unit, decision: Decision, speaker: str | None, coefficients: Coefficients
) -> list[Segment]:
    forced = unit.voice is not None and unit.voice.forced
    rule = unit.voice.rule if unit.voice and forced else rule_of(unit, decision, coefficients)
    return [
        Segment(
            decision.role,
            text[a:b],
            one_line(speaker) or None,  # a name may stand over two lines of the script
            a,
            b,
            rule=rule,
            confidence=1.0 if forced else round(decision.confidence, 4),
            against=() if forced else against(unit, decision, coefficients),
        )
        for a, b in unit.fragments
    ]


def _unspoken(text: str, piece: Piece) -> Segment:
    return Segment(
        piece.role,
        text[piece.start : piece.end],
        one_line(piece.speaker or _labelled(piece)) or None,
        piece.start,
        piece.end,
        declared=piece.runs,
        rule=piece.rule,
        confidence=piece.confidence,
    )


def _labelled(piece: Piece) -> str | None:
    """Whose name a label gives; a command names nobody."""
    voice = piece.voice
    return voice.speaker if voice and not voice.rule.startswith("two_column") else None


def _joined(
    text: str, parts: Sequence[tuple[Segment, Voice | None]]
) -> list[tuple[Segment, list[Voice | None]]]:
    out: list[tuple[Segment, list[Voice | None]]] = []
    for part, voice in parts:
        last = out[-1][0] if out else None
        if last and part.role.spoken and last.role is part.role and last.speaker == part.speaker:
            surer = last if last.confidence <= part.confidence else part
            merged = replace(
                last,
                text=text[last.start : part.end],
                end=part.end,
                confidence=surer.confidence,
                against=surer.against,
            )
            out[-1] = (merged, [*out[-1][1], voice])
        else:
            out.append((part, [voice]))
    return out


def _with_times(parts: Sequence[tuple[Segment, list[Voice | None]]]) -> list[Segment]:
    """Give a segment the time declared for its voice (``SOT :12``) when it holds all that voice says."""
    homes: dict[int, set[int]] = {}
    for k, (_, voices) in enumerate(parts):
        for voice in voices:
            if voice is not None and voice.declared:
                homes.setdefault(id(voice), set()).add(k)
    timed = []
    for k, (segment, voices) in enumerate(parts):
        own = {id(v): v.declared for v in voices if v is not None and v.declared}
        alone = len(own) == 1 and len({id(v) for v in voices}) == 1
        if segment.role.spoken and alone and homes[next(iter(own))] == {k}:
            segment = replace(segment, declared=next(iter(own.values())))
        timed.append(segment)
    return timed


def _with_skips(segments: list[Segment], skips: Sequence[Span]) -> list[Segment]:
    place = 0
    out = []
    for segment in segments:
        own = []
        while place < len(skips) and skips[place].start < segment.end:
            if skips[place].start >= segment.start and skips[place].end <= segment.end:
                own.append(skips[place])
            place += 1
        out.append(replace(segment, skips=tuple(own)) if own and segment.role.spoken else segment)
    return out
