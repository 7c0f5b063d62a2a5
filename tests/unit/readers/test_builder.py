import pytest

from scriptkit.errors import InputError
from scriptkit.model import Mark, Role
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText


def marks(text: ScriptText) -> list[tuple[str, str]]:
    """What every mark says, in short, and the words it covers."""
    script = text.script("x", ReadOptions())

    def says(mark: Mark) -> str:
        return mark.story or mark.role or mark.speaker or str(mark.declared or mark.spoken)

    return [(says(m), script.text[m.start : m.end]) for m in script.marks]


def test_runs_share_a_line_and_white_space_is_squeezed() -> None:
    text = ScriptText()
    text.paragraph(Run("  The \n harbor "), Run(" [pause] ", Role.CUE), Run("\tis\u00a0open. "))
    assert text.script("x", ReadOptions()).text == "The harbor [pause] is open.\n"
    assert marks(text) == [("cue", "[pause]")]


def test_runs_that_say_the_same_are_one_mark() -> None:
    text = ScriptText()
    text.paragraph(Run("a", speaker="Jo"), Run("b ", speaker="Jo"), Run("c", speaker="Mia"))
    assert marks(text) == [("Jo", "ab"), ("Mia", "c")]


def test_what_names_the_file_goes_with_the_first_story() -> None:
    text = ScriptText()
    text.paragraph(Run("FIVE PM", Role.HEADLINE))
    text.story("ONE")
    text.paragraph(Run("Words."))
    text.story("TWO")
    text.paragraph(Run("More."))
    stories = [entry for entry in marks(text) if entry[0] in ("ONE", "TWO") and "\n" in entry[1]]
    assert stories == [("ONE", "FIVE PM\n\nONE\nWords."), ("TWO", "TWO\nMore.")]


def test_words_before_the_first_story_are_a_story_of_their_own() -> None:
    text = ScriptText()
    text.paragraph(Run("Good evening."))
    text.story("ONE")
    text.paragraph(Run("Words."))
    assert ("ONE", "ONE\nWords.") in marks(text)


def test_a_story_without_a_name_is_counted() -> None:
    text = ScriptText()
    for words in ("One.", "Two."):
        text.story("")
        text.paragraph(Run(words))
    assert marks(text) == [("Story 1", "One."), ("Story 2", "Two.")]


def test_empty_lines_do_not_pile_up() -> None:
    text = ScriptText()
    text.blank()
    text.paragraph(Run("a"))
    text.blank()
    text.blank()
    text.paragraph(Run(" \u200b "))
    text.paragraph(Run("b"))
    assert text.script("x", ReadOptions()).text == "a\n\nb\n"


def test_halves_of_characters_and_controls_do_not_get_through() -> None:
    text = ScriptText()
    text.paragraph(Run("a\ud800b\x00\x07c"))
    assert text.script("x", ReadOptions()).text == "a\ufffdb c\n"


def test_nothing_is_an_error_with_the_readers_advice() -> None:
    with pytest.raises(InputError) as caught:
        ScriptText().script("x", ReadOptions(), if_empty="look again")
    assert caught.value.hint == "look again"
