"""What an editor reads in one breath, and sentences whose full stop the script forgot."""

from __future__ import annotations

import pytest

from scriptkit.text.look import look
from scriptkit.text.phrases import sentence_ends
from scriptkit.text.ties import tied

TIED = """
as much | as 350
more | than nine
twice | as much
three times | as many
times | more
put | up a fence
pulled | out 37
find | out how
fell | asleep
27 | families it
mile marker | 208
62 miles | an hour
meters | per second
in U.S. | dollars
just | how close
at least | nine
none | of them
kind | of slow
told | me
an hour | and a half
4-point-1 | trillion
telling | you
pass | each other
"""
APART = """
in 2006 | people
more people | than
said | that it
said | you are
a lot | of shoes
look | and see
the report | on Monday
us, | as many
"""


def between(line: str) -> bool:
    left, right = (side.split() for side in line.split("|"))
    return tied([look(word) for word in left + right], len(left) - 1)


@pytest.mark.parametrize("line", TIED.strip().splitlines())
def test_tied(line: str) -> None:
    assert between(line)


@pytest.mark.parametrize("line", APART.strip().splitlines())
def test_not_tied(line: str) -> None:
    assert not between(line)


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("somebody who had read a book The canvas will be moved", "book moved"),
        ("a population of 16 million He began in June", "million June"),
        ("in the book She says is read", "book read"),
        ("we saw The Hague burn", "burn"),
        ("a report in The Herald said", "said"),
        ("and I think We The People", "People"),
        ("Carry On If you must", "must"),
    ],
)
def test_a_forgotten_full_stop_is_seen(text: str, ends: str) -> None:
    words = text.split()
    assert [w for w, end in zip(words, sentence_ends(words), strict=True) if end] == ends.split()


def test_a_forgotten_full_stop_is_looked_for_in_english_only() -> None:
    words = "dann haben He man gesagt".split()  # noqa: SIM905
    assert sentence_ends(words, "de") == [False, False, False, False, True]
