from hypothesis import given
from hypothesis import strategies as st

from scriptkit.text.tokens import tokenize


def test_lone_marks_join_the_word_before_them() -> None:
    assert [t.text for t in tokenize("It did NOT -- cancel ... a route.")] == [
        "It",
        "did",
        "NOT --",
        "cancel ...",
        "a",
        "route.",
    ]


def test_a_leading_mark_joins_the_first_word() -> None:
    assert [t.text for t in tokenize('- - "Hello" there')] == ['- - "Hello"', "there"]


@given(st.text())
def test_nothing_is_lost_or_changed(text: str) -> None:
    tokens = tokenize(text)
    if any(any(c.isalnum() for c in run) for run in text.split()):
        assert " ".join(t.text for t in tokens) == " ".join(text.split())
    else:
        assert tokens == []
    for token in tokens:
        assert " ".join(text[token.start : token.end].split()) == token.text
