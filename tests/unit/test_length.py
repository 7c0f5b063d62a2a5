"""What counts as a character, in cues, checks and files."""

from __future__ import annotations

import unicodedata

import pytest

from scriptkit.check import check_track
from scriptkit.config import load_profile
from scriptkit.cueing import make_cues
from scriptkit.model import Cue, Role, Segment, Story, SubtitleTrack, TimedSegment, Timeline, Word
from scriptkit.text.length import longest, shown_length
from scriptkit.writers.fitting import wrap


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Harbour", 7),
        ("Großväter", 9),
        (unicodedata.normalize("NFD", "Großväter über Łódź"), 19),
        (unicodedata.normalize("NFD", "항구가 다시"), 6),
        ("e\u0301\u0323\u20dd", 1),
        ("a\u2060b\u200bc\u200dd\u200c", 4),
        ("\u202eabc\u202c\u200e\u2067\u2069", 3),
        ("♥\ufe0f", 1),
        ("\u0601١٢", 3),
        ("港が再開", 4),
    ],
)
def test_only_what_takes_a_place_counts(text: str, length: int) -> None:
    assert shown_length(text) == length
    assert longest([text, ""]) == length
    assert longest([]) == 0


LINE = unicodedata.normalize("NFD", "Große Vögel überflögen frühmorgens die Öde")


def test_a_line_of_42_letters_is_no_longer_for_its_accents() -> None:
    assert shown_length(LINE) == 42 < len(LINE)
    track = SubtitleTrack((Cue(0, 4000, (LINE,)),), "und")
    assert check_track(track, load_profile("netflix")) == ()


def test_cues_are_the_same_however_accents_are_written() -> None:
    text = "Große Vögel überflögen frühmorgens die Öde, während wir übermüdet weiterschliefen. " * 3
    broken = []
    for form in ("NFC", "NFD"):
        words = [
            Word(unicodedata.normalize(form, w), 400 * n, 400 * n + 380) for n, w in enumerate(text.split())
        ]
        segment = Segment(Role.NARRATION, text, None, 0, len(text))
        timeline = Timeline(
            Story("birds", None, (segment,)), (TimedSegment(segment, tuple(words), 0, words[-1].end),)
        )
        cues = make_cues(timeline, load_profile("netflix"))[0].cues
        broken.append([(c.start, c.end, [unicodedata.normalize("NFC", x) for x in c.lines]) for c in cues])
    assert broken[0] == broken[1]


def test_a_word_is_never_cut_between_a_letter_and_its_accent() -> None:
    word = unicodedata.normalize("NFD", "öäü" * 20)
    rows = wrap(word, 16)
    assert "".join(rows) == word
    assert [shown_length(row) for row in rows] == [15] * 4
    assert all(not unicodedata.combining(row[0]) for row in rows)
