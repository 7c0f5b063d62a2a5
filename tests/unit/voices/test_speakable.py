"""What engines are handed: nothing they choke on, and nothing lost unsaid."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.voices.speakable import LONGEST_WORD, NO_WORD, speakable


@pytest.mark.parametrize(
    ("spoken", "text"),
    [
        ("Good evening, Seoul.", "Good evening, Seoul."),
        ("It’s “over”", "It's over"),
        ("Zelenskyy — again", "Zelenskyy, again"),
        ("twenty-one", "twenty one"),
        ("say <break time='3s'/> now", "say break time '3s' now"),
        ("Łódź and Čapek", "Lódz and Capek"),
        ("São Paulo", "São Paulo"),
        ("Sa\u0303o", "São"),
        ("bell\a", "bell"),
        ("R & D", "R D"),
        ("!?", ""),
    ],
)
def test_text_for_latin_engines(spoken: str, text: str) -> None:
    assert speakable(spoken).text == text


def test_other_scripts_and_pictographs_are_reported() -> None:
    found = speakable("Kim 김보경 reports 🎉 & more")
    assert found.text == "Kim reports more"
    assert found.dropped == ("김보경", "🎉")
    assert speakable("김보경 기자", latin_only=False).text == "김보경 기자"
    assert not speakable("김보경 기자")


def test_no_word_is_too_long() -> None:
    words = speakable("a" * NO_WORD).text.split()
    assert "".join(words) == "a" * NO_WORD
    assert max(map(len, words)) == LONGEST_WORD


def test_what_nobody_would_read_out_is_left_out() -> None:
    found = speakable("See " + "a" * 5000 + " now.")
    assert found.text == "See now."
    assert found.dropped == ("a" * 20 + "…",)
    unspaced = speakable("서울" * 2000, latin_only=False)
    assert len(unspaced.text.replace(" ", "")) == 4000


@given(st.text(max_size=80), st.booleans())
@settings(max_examples=150, deadline=None)
def test_cleaning_twice_changes_nothing(text: str, latin_only: bool) -> None:
    once = speakable(text, latin_only=latin_only)
    again = speakable(once.text, latin_only=latin_only)
    assert again.text == once.text
    assert not again.dropped
    assert not any(c in once.text for c in "<>&\0\n")
