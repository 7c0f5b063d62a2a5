"""The marked text of every format reads back as it was: words to the letter, roles, speakers, stories."""

import pytest

from script_samples import ALL, SAMPLES
from scriptkit import registry
from scriptkit.errors import InputError
from scriptkit.model import Rundown
from scriptkit.ports import ReadOptions
from scriptkit.readers.marked import MarkedReader
from scriptkit.segmenter import segment
from scriptkit.segmenter.marked import to_marked


def said(rundown: Rundown) -> list[tuple[str, list[tuple[str, str | None, str]]]]:
    return [
        (story.slug, [(s.role.value, s.speaker, s.text) for s in story.segments]) for story in rundown.stories
    ]


@pytest.mark.parametrize("case", ALL)
def test_round_trip(case: str) -> None:
    name, data = ALL[case]
    script = registry.script_reader(name).read(data, "story", ReadOptions(language="ko"))
    rundown = segment(script)
    marked = to_marked(script, rundown).encode()
    assert registry.script_reader_for("edited.txt", marked[:4096]).name == "marked"
    again = MarkedReader().read(marked, "edited.txt", ReadOptions())
    assert (again.text, again.title, again.language) == (script.text, script.title, "ko")
    assert said(segment(again)) == said(rundown)


def test_the_users_language_holds_where_the_file_names_none() -> None:
    assert MarkedReader().read(SAMPLES["marked"], "x", ReadOptions(language="de")).language == "de"


def test_a_line_that_means_nothing_is_named() -> None:
    with pytest.raises(InputError, match="line 3"):
        MarkedReader().read(b"#!scriptkit-marked 1\n@ intro\nWords without a bar.\n", "x", ReadOptions())
