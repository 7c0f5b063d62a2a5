"""From a script to its stories and segments: recognise, cut, decode, attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scriptkit.errors import UsageError
from scriptkit.model import Rundown, Script, Segment, Span, Story
from scriptkit.segmenter import recognisers
from scriptkit.segmenter.chrome import find_chrome
from scriptkit.segmenter.decoder import Decision, Step, decode, packaged_coefficients
from scriptkit.segmenter.evidence import notice
from scriptkit.segmenter.facts import gather
from scriptkit.segmenter.house import House, conventions, packaged, packaged_all
from scriptkit.segmenter.layout import page_of
from scriptkit.segmenter.parts import Piece, Unit, tidy
from scriptkit.segmenter.quotes import mark_quotes
from scriptkit.segmenter.reasons import against, rule_of
from scriptkit.segmenter.speakers import attribute
from scriptkit.segmenter.stories import slug_of, story_starts, title_of
from scriptkit.segmenter.units import spoken_units


def segment(script: Script, *, convention: str | None = None, house: House | None = None) -> Rundown:
    """Roles, speakers and stories of a script.

    *convention* forces one layout instead of detecting it; *house* adds a newsroom's own rules.
    The segments of all stories tile every character that is not white space. Pure; raises UsageError
    for a convention that does not exist.
    """
    if convention is not None and convention not in conventions():
        raise UsageError(f"no convention named {convention!r}", hint="one of: " + ", ".join(conventions()))
    rules = packaged(convention) if convention else packaged_all()
    if house is not None:
        rules = house.over(rules)
    page = page_of(script.text, convention)
    claimed = tidy(script.text, recognisers.find_all(page, rules))
    pieces = tidy(script.text, [*claimed, *find_chrome(page, claimed, rules)])
    starts = story_starts(script.text, pieces)
    blocks = frozenset(line.start for line in page.lines if line.gap)
    stories: list[Story] = []
    taken: set[str] = set()
    for start, end in zip(starts, [*starts[1:], len(script.text)], strict=True):
        own = [p for p in pieces if start <= p.start < end]
        stories.append(_story(script, start, end, own, page.opens, blocks, rules, taken, convention))
    return Rundown(tuple(s for s in stories if s.segments), script.source)


def _story(
    script: Script,
    start: int,
    end: int,
    pieces: list[Piece],
    opens: frozenset[int],
    blocks: frozenset[int],
    rules: House,
    taken: set[str],
    convention: str | None,
) -> Story:
    units = spoken_units(script.text, start, end, pieces, opens, blocks)
    mark_quotes(units)
    facts = gather(units, rules)
    notice(units, facts, rules)
    decisions = decode([_step(units, i) for i in range(len(units))], packaged_coefficients())
    speakers = attribute(units, decisions, facts)
    segments = _segments(script.text, units, decisions, speakers, pieces)
    title = title_of(script.text, pieces) or script.title
    declared = next((p.declared for p in pieces if p.declared), None)
    return Story(
        slug_of(title, script.source, taken),
        title,
        tuple(segments),
        convention=convention or "",
        declared=declared,
    )


def _step(units: list[Unit], i: int) -> Step:
    unit = units[i]
    edges: list[str] = []
    if i:
        above = units[i - 1]
        if unit.quote >= 0 and unit.quote == above.quote:
            edges.append("same_quote")
        if "sign_off.back" in above.evidence:
            edges.append("handed_back")
        elif above.evidence.keys() & {"sign_off.known", "sign_off.name"}:
            edges.append("signed_off")
        if unit.voice is not None and unit.voice is above.voice:
            edges.append("same_voice")
        if unit.opens_block:
            edges.append("block")
        elif not unit.opens_paragraph and not unit.after_cue:
            edges.append("inline")
    return Step(unit.evidence, tuple(edges))


def _segments(
    text: str,
    units: Sequence[Unit],
    decisions: Sequence[Decision],
    speakers: Sequence[str | None],
    pieces: Sequence[Piece],
) -> list[Segment]:
    coefficients = packaged_coefficients()
    parts: list[tuple[int, int, Segment]] = []
    for unit, decision, speaker in zip(units, decisions, speakers, strict=True):
        for a, b in unit.fragments:
            skips = tuple(Span(s, e) for s, e in unit.skips if a <= s and e <= b)
            parts.append(
                (
                    a,
                    b,
                    Segment(
                        decision.role,
                        text[a:b],
                        speaker,
                        a,
                        b,
                        rule=rule_of(unit, decision, coefficients),
                        against=against(unit, decision, coefficients),
                        confidence=round(decision.confidence, 4),
                        skips=skips,
                    ),
                )
            )
    for piece in pieces:
        if not piece.skip and piece.end > piece.start:
            speaker = _labelled(piece)
            parts.append(
                (
                    piece.start,
                    piece.end,
                    Segment(
                        piece.role,
                        text[piece.start : piece.end],
                        speaker,
                        piece.start,
                        piece.end,
                        rule=piece.rule,
                        confidence=piece.confidence,
                    ),
                )
            )
    parts.sort(key=lambda p: p[0])
    return _joined(text, [p[2] for p in parts])


def _labelled(piece: Piece) -> str | None:
    """Whose name a label gives; a command names nobody."""
    voice = piece.voice
    return voice.speaker if voice and not voice.rule.startswith("two_column") else None


def _joined(text: str, parts: list[Segment]) -> list[Segment]:
    """Neighbours of one role and speaker become one segment; unspoken pieces stay apart."""
    out: list[Segment] = []
    for part in parts:
        last = out[-1] if out else None
        if last and part.role.spoken and last.role is part.role and last.speaker == part.speaker:
            out[-1] = replace(
                last,
                text=text[last.start : part.end],
                end=part.end,
                skips=last.skips + part.skips,
                confidence=min(last.confidence, part.confidence),
                against=last.against if last.confidence <= part.confidence else part.against,
            )
        else:
            out.append(part)
    return out
