"""Cues too brief to be found on screen: where words are cut, and what neighbours give each other."""

from __future__ import annotations

import itertools

import pytest

from scriptkit.config import load_profile
from scriptkit.cueing import make_cues
from scriptkit.cueing.cue import cue_edges
from scriptkit.cueing.fit import Spoken, fit_times
from scriptkit.cueing.passage import read_passage
from scriptkit.model import Role, Segment, Story, TimedSegment, Timeline, Word

DCMP = load_profile("dcmp")


def said(text: str, start: int = 0, *, pace: float = 1.0) -> list[Word]:
    """*text* at about three words a second, or *pace* times as long."""
    words = []
    for word in text.split():
        end = start + round((60 + 58 * len(word)) * pace)
        words.append(Word(word, start, end))
        start = end
    return words


def lengths(words: list[Word], rest: int) -> list[int]:
    edges = cue_edges(read_passage(words), DCMP, rest)
    return [words[b - 1].end - words[a].start for a, b in itertools.pairwise(edges)]


def test_a_sentence_is_not_cut_into_a_cue_too_brief_where_two_can_share_its_time() -> None:
    words = said(
        "By the end of May there was hardly any left, and I had to ring the bank "
        "because the jar was in my pantry.",
        pace=0.8,
    )
    assert min(lengths(words, rest=200)) >= DCMP.min_duration


def test_the_end_of_a_turn_counts_on_no_more_silence_than_there_is() -> None:
    words = said("A storm that was not supposed to come this way has changed its mind.")
    assert lengths(words, rest=DCMP.linger)[-1] < lengths(words, rest=100)[-1]


@pytest.mark.parametrize("pause", [0, 5000])
def test_a_turn_is_told_when_the_next_is_heard(pause: int) -> None:
    first = said("A storm that was not supposed to come this way has changed its mind.")
    second = said("Our reporter has the details of it.", first[-1].end + pause)
    parts = [
        TimedSegment(
            Segment(Role.NARRATION, " ".join(w.text for w in words), name, 0, 1),
            tuple(words),
            words[0].start,
            words[-1].end,
        )
        for words, name in ((first, "Ann"), (second, "Bo"))
    ]
    story = Story("storm", None, tuple(part.segment for part in parts))
    track, _ = make_cues(Timeline(story, tuple(parts)), DCMP)
    ends_early = track.cues[0].text.endswith("supposed")
    assert ends_early == (pause == 0)


def test_a_cue_is_not_made_too_brief_for_the_one_before_to_be_read() -> None:
    fast, brief, after = (
        Spoken(0, 3000, 60, 11),
        Spoken(3000, 4700, 28, 5),
        Spoken(4700, 8000, 50, 8),
    )
    shown = fit_times([fast, brief, after], DCMP)
    assert shown[1].end - shown[1].start >= DCMP.min_duration
    assert shown[0].end - shown[0].start >= 3000
    # Without a neighbour in need the same cue gives all the profile's lag.
    relaxed = fit_times([fast, Spoken(3000, 6500, 28, 5)], DCMP)
    assert relaxed[1].start > shown[1].start
