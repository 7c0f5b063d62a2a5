"""Lines broken again, and cues that hold too much for the profile divided."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scriptkit.check.breaks import break_findings
from scriptkit.check.draft import Draft, Grid, Layout
from scriptkit.model import Cue, Profile, SubtitleTrack, Word
from scriptkit.text.length import longest, shown_length
from scriptkit.text.tokens import tokenize

_DASHES = ("-", "–", "—", ">>")


@dataclass(frozen=True, slots=True)
class _Turn:
    """Lines of a cue that belong to one speaker: they may flow into each other."""

    lines: tuple[str, ...]
    colour: str | None


def lay_out(drafts: Sequence[Draft], grid: Grid, layout: Layout, language: str) -> list[Draft]:
    """Drafts whose lines and durations fit, where words, and the time to the next cue, allow it."""
    out: list[Draft] = []
    for number, draft in enumerate(drafts):
        following = drafts[number + 1].start - grid.gap if number + 1 < len(drafts) else None
        out.extend(_laid_out(draft, following, grid, layout, language))
    return out


def _laid_out(
    draft: Draft, following: int | None, grid: Grid, layout: Layout, language: str
) -> Sequence[Draft]:
    profile = grid.profile
    turns = _turns(draft)
    width = _width(draft.lines, profile)
    laid = [_lines(turn, width, profile.max_lines, layout) for turn in turns]
    fits = _fits([line for lines in laid for line in lines], width, profile)
    too_long = draft.length > grid.longest and _size(draft.lines) > profile.max_chars
    if not fits or too_long:
        parts = _parts(draft, turns, laid, grid, layout)
        times = _times(draft, parts, following, grid)
        if times:
            return _divided(draft, parts, times)
    if not fits:
        laid = [_filled(turn, width) for turn in turns]
    if not _fits(draft.lines, width, profile) or (fits and _reads_better(draft, laid, profile, language)):
        _put(draft, turns, laid)
    return (draft,)


def _size(lines: Sequence[str]) -> int:
    return shown_length(" ".join(lines))


def _width(lines: Sequence[str], profile: Profile) -> int:
    """Characters a line may have: a word that is longer cannot be broken."""
    return max([profile.max_chars, *(shown_length(word) for word in _words(lines))])


def _fits(lines: Sequence[str], width: int, profile: Profile) -> bool:
    return len(lines) <= profile.max_lines and longest(lines) <= width


def _turns(draft: Draft) -> list[_Turn]:
    """Runs of lines by one speaker: a dash or another colour begins the next."""
    turns: list[_Turn] = []
    for number, line in enumerate(draft.lines):
        colour = draft.colours[min(number, len(draft.colours) - 1)] if draft.colours else None
        if turns and turns[-1].colour == colour and not line.startswith(_DASHES):
            turns[-1] = _Turn((*turns[-1].lines, line), colour)
        else:
            turns.append(_Turn((line,), colour))
    return turns


def _words(lines: Sequence[str]) -> list[str]:
    """Words with the marks that stand alone beside them; only marks (``♪ ♪``) are words too."""
    text = " ".join(lines)
    return [token.text for token in tokenize(text)] or text.split()


def _flows(turn: _Turn) -> bool:
    """Whether a space may stand between its lines; Chinese, Japanese or Thai has none there."""
    return all(_spaced(before[-1]) and _spaced(after[0]) for before, after in itertools.pairwise(turn.lines))


def _spaced(char: str) -> bool:
    return not unicodedata.name(char, "").startswith(
        ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH", "THAI", "LAO", "KHMER", "MYANMAR")
    )


def _lines(turn: _Turn, width: int, most: int, layout: Layout) -> tuple[str, ...]:
    if not _flows(turn):
        return turn.lines
    words = _words(turn.lines)
    # Past that no choice of breaks fits, and trying them all would take long.
    if _size(words) > (width + 1) * most:
        return _filled(turn, width)
    return layout.lines(words, width, most)


def _filled(turn: _Turn, width: int) -> tuple[str, ...]:
    """As few lines as hold the words, each filled before the next begins."""
    if not _flows(turn):
        return turn.lines
    lines: list[str] = []
    for word in _words(turn.lines):
        if lines and shown_length(lines[-1]) + 1 + shown_length(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _reads_better(draft: Draft, laid: Sequence[Sequence[str]], profile: Profile, language: str) -> bool:
    """Whether the present lines part what belongs together and the new ones part less."""

    def bad(lines: Sequence[str]) -> int:
        alone = SubtitleTrack((Cue(0, 1, tuple(lines)),), language)
        return sum(finding.code == "bad-break" for finding in break_findings(alone, profile))

    return len(draft.lines) > 1 and bad([line for lines in laid for line in lines]) < bad(draft.lines)


def _put(draft: Draft, turns: Sequence[_Turn], laid: Sequence[Sequence[str]]) -> None:
    lines = tuple(line for each in laid for line in each)
    if lines == draft.lines:
        return
    draft.note("fixed-lines", f"lines broken again: {len(draft.lines)} became {len(lines)}"
               if len(lines) != len(draft.lines) else "lines broken again")  # fmt: skip
    draft.lines = lines
    draft.colours = _coloured(turns, laid)


def _coloured(turns: Sequence[_Turn], laid: Sequence[Sequence[str]]) -> tuple[str, ...]:
    each = [turn.colour for turn, lines in zip(turns, laid, strict=True) for _ in lines]
    colours = tuple(colour for colour in each if colour is not None)
    return colours if len(set(colours)) > 1 else colours[:1]


@dataclass(frozen=True, slots=True)
class _Part:
    lines: tuple[str, ...]
    colours: tuple[str, ...]


def _parts(
    draft: Draft, turns: Sequence[_Turn], laid: Sequence[tuple[str, ...]], grid: Grid, layout: Layout
) -> list[_Part]:
    """What a cue becomes: whole turns together where they fit, a turn that does not fit in pieces."""
    width, most = _width(draft.lines, grid.profile), grid.profile.max_lines
    if len(turns) == 1:
        return [_Part(lines, _coloured(turns, [lines])) for lines in _pieces(turns[0], draft, grid, layout)]
    parts: list[_Part] = []
    held: list[tuple[_Turn, tuple[str, ...]]] = []

    def close() -> None:
        if held:
            lines = tuple(line for _, each in held for line in each)
            parts.append(_Part(lines, _coloured([t for t, _ in held], [each for _, each in held])))
            held.clear()

    for turn, lines in zip(turns, laid, strict=True):
        if sum(len(each) for _, each in held) + len(lines) > most:
            close()
        if _fits(lines, width, grid.profile):
            held.append((turn, lines))
        else:
            close()
            pieces = _pieces(turn, draft, grid, layout)
            parts += [_Part(piece, _coloured([turn], [piece])) for piece in pieces]
    close()
    return parts


def _pieces(turn: _Turn, draft: Draft, grid: Grid, layout: Layout) -> Iterator[tuple[str, ...]]:
    """Lines of each cue a turn is divided into, at the best places for a cue to end."""
    profile = grid.profile
    if not _flows(turn):
        for first in range(0, len(turn.lines), profile.max_lines):
            yield turn.lines[first : first + profile.max_lines]
        return
    texts = _words(turn.lines)
    total = sum(map(shown_length, texts))
    # At a pace that can be read: haste would have cues end at poor places and save no time.
    length = max(grid.ms(draft.end) - grid.ms(draft.start), grid.ms(2 * grid.need(texts)))
    words, passed = [], 0
    for word in texts:
        begin, passed = passed, passed + shown_length(word)
        words.append(Word(word, length * begin // total, length * passed // total))
    edges = layout.divide(words, profile)
    for first, last in itertools.pairwise(edges):
        words_here = texts[first:last]
        yield layout.lines(words_here, max(profile.max_chars, longest(words_here)), profile.max_lines)


def _times(draft: Draft, parts: Sequence[_Part], following: int | None, grid: Grid) -> list[tuple[int, int]]:
    """In and out frame of each part, by what its words need; none where the time is too short for all."""
    if len(parts) < 2:
        return []
    needs = [grid.need(part.lines) for part in parts]
    gaps = grid.gap * (len(parts) - 1)
    length = max(draft.length, sum(needs) + gaps)
    if following is not None:
        length = min(length, following - draft.start)
    if length - gaps < grid.shortest * len(parts):
        return []
    share, passed = length - gaps, 0
    times = []
    for number, need in enumerate(needs):
        begin = draft.start + share * passed // sum(needs) + number * grid.gap
        passed += need
        times.append((begin, draft.start + share * passed // sum(needs) + number * grid.gap))
    return times


def _divided(draft: Draft, parts: Sequence[_Part], times: Sequence[tuple[int, int]]) -> list[Draft]:
    out = [
        replace(draft, start=start, end=end, lines=part.lines, colours=part.colours, notes=[])
        for part, (start, end) in zip(parts, times, strict=True)
    ]
    out[0].notes = draft.notes
    for number, part in enumerate(out, 1):
        part.note("fixed-divided", f"part {number} of {len(out)} of a cue that held too much")
    return out
