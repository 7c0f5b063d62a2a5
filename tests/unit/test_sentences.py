"""Sentences: the traps of news copy, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.errors import UsageError
from scriptkit.text.sentences import split_sentences

# Invented; each list is the sentences of one text, joined by a space.
CASES = [
    ["The vote is at 6 p.m.", "Talks begin on Monday."],
    ["He lands at 10 a.m.", "Kim reports from Seoul."],
    ["Lt. Col. Park Min-ho was in charge."],
    ["She lives in Washington, D.C.", "His office is next door."],
    ["The U.S. President arrived at noon."],
    ["Sen. Amy Cole said no."],
    ["It is No. 2 on the list."],
    ["The ship left at 9:50 p.m. Tuesday with 12 on board."],
    ["The market,... long quiet,... is back."],
    ["It was over... and then it began."],
    ["They left.", '"We were cold."'],
    ["The doors open at 8 p.m. Korea time."],
    ["It moved to the U.S.", "The rest stayed."],
    ["Prof. J. K. Rowe of St. Louis agreed."],
    ["George W. Bush was there.", "He smiled."],
    ["It opens on Feb. 8 in Busan."],
    ["It cost 3.5 million won.", "That was 2.1 percent more."],
    ['"Why now?" asked the minister.'],
    ['"Why now?" Kim asked.', "Nobody knew."],
    ['"Stop it!" she said.'],
    ['"We are done."', "The crowd left."],
    ["“We are done.”", "“Not me.”"],
    ["Kim, of Acme Inc., resigned.", "The board met."],
    ["The firm is Acme Inc.", "It sells anvils."],
    ["Mr. and Mrs. Hall met Dr. Oh."],
    ["He took vitamin C.", "The cold went away."],
    ["It was Plan B.", "They had no Plan C."],
    ["Gov. Ann Lee and Rep. Tom Hu signed it at 5 p.m. Friday."],
    ["We saw it live on Yahoo! and elsewhere."],
    ["The E.U. and the U.N. agreed."],
    ["The U.N. Security Council met."],
    ["The case is Smith v. Jones."],
    ["The score was 3 vs. 2."],
    ["It weighs 1-point-9 tons.", "Point-4-1 percent is iron."],
    ["Tak Eun-bi, Arirang News.", "Please sign in."],
    ['She said: "I know.', 'I was there."', "And she was."],
    ['He said he was "tired."', "Nobody laughed."],
    ["The plan (see p. 4) failed.", "It was late."],
    ["It failed (again).", "It was late."],
    ["What now?", "Nobody knows."],
    ["It's over!", "The game ended at 2 a.m."],
    ["They came from Mt. Halla and Ft. Worth."],
    ["The road is on Main St.", "The shop is closed."],
    ["Vice Adm. Seo met Brig. Gen. Cho."],
    ["THE U.S. SENATE VOTED.", "IT WAS CLOSE."],
    ["THIS WEEKEND... IT MADE ITS LAST RUN.", "NOBODY CAME."],
    ["SEN. COLE LEFT AT 6 P.M.", "TALKS GO ON."],
    ["THE ANNIE B. LEAVES THE DOCK."],
    ["1. Bees Return to Rooftops"],
    ["Visit example.com for more.", "Thank you."],
    ["Ms. Tran.", "I swear it's in the box."],
    ["Approx. 40 people came.", "40 stayed."],
    ["... like, you have to look.", "There is a guy."],
    ["Jan. 6 was cold.", "Feb. was not."],
    ["He was born in Aug. 1950 in Daegu."],
    ["He has a Ph.D. from Korea University."],
    ["He has a Ph.D.", "She does not."],
    ["The deal with Samsung Electronics Co. is off."],
    ["Nearly 30 percent,.. or so they say,.. agreed."],
    ["It runs from 10 p.m. to 2 a.m.", "More than half came late."],
    ["More came between 10 p.m. and 2 a.m.", "Among them was Gil Ok-bun."],
    ["The train leaves at 7 a.m. EST on Monday."],
    ["She spoke to Gen. Smith.", "Gen. Jones was away."],
    ["It was the No. 1 seed.", "No. 2 lost."],
    ["He said no.", "Then he left."],
    ["Was it the U.S.?", "Nobody knows."],
    ["He joined the F.B.I. in 1999."],
    ["“It was the crows.", "They came.”", "“Now they ignore it.”"],
    ["'We are open,' he said.", "'Come in.'"],
    ["The firm won.", "It's 5 p.m. in Seoul, and 4 a.m. in New York."],
    ["Kim Jr. left early.", "He was ill."],
    ["At St. Mary's, Fr. Dolan prayed."],
    ["She opened it at 6 p.m.", '"We were late," she said.'],
]

# Texts whose sentences are not joined by one space.
SHAPED = [
    ('They went home."We were cold," she said.', ["They went home.", '"We were cold," she said.']),
    ("They went home.“We were cold.”", ["They went home.", "“We were cold.”"]),
    ("Tak Eun-bi, Arirang News.Please sign in.", ["Tak Eun-bi, Arirang News.", "Please sign in."]),
    ("A wrap falls\ninside it. And\nhere too.", ["A wrap falls\ninside it.", "And\nhere too."]),
    ("No stop here\n\nNor here", ["No stop here", "Nor here"]),
    ("No stop here\n \t\nNor here", ["No stop here", "Nor here"]),
    ("Coming up...\nThe port opens.", ["Coming up...", "The port opens."]),
    ('He thought, "at last." "\n\nNext.', ['He thought, "at last." "', "Next."]),
    ("i came home. it was late. nobody was up", ["i came home.", "it was late.", "nobody was up"]),
    ("The river rose.It was late.", ["The river rose.", "It was late."]),
    ("", []),
    (" \n ", []),
    ("...", ["..."]),
]


def texts(text: str, engine: str = "rules") -> list[str]:
    return [text[s.start : s.end] for s in split_sentences(text, engine=engine)]


@pytest.mark.parametrize("sentences", CASES, ids=lambda c: c[0][:40])
def test_news_sentence(sentences: list[str]) -> None:
    assert texts(" ".join(sentences)) == sentences


@pytest.mark.parametrize(("text", "sentences"), SHAPED, ids=lambda c: str(c)[:40])
def test_sentences_in_any_shape(text: str, sentences: list[str]) -> None:
    assert texts(text) == sentences


def test_all_sentences_of_a_page_are_found_together() -> None:
    page = "\n\n".join(" ".join(case) for case in CASES)
    assert texts(page) == [sentence for case in CASES for sentence in case]


@given(st.text(alphabet=st.sampled_from("Aa1 .,!?…\"'”“’)(\n-é:가"), max_size=120) | st.text(max_size=80))
@settings(max_examples=150)
def test_spans_cover_everything_but_white_space_in_order(text: str) -> None:
    spans = split_sentences(text)
    covered = [i for s in spans for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    outside = set(range(len(text))) - set(covered)
    assert all(text[i].isspace() for i in outside)
    assert all(not text[s.start].isspace() and not text[s.end - 1].isspace() for s in spans)


def test_punkt_needs_no_downloaded_data() -> None:
    pytest.importorskip("nltk")
    text = "Sen. Cole met Dr. Oh. They talked."
    assert texts(text, engine="punkt") == ["Sen. Cole met Dr. Oh.", "They talked."]


def test_unknown_engine_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="spacy"):
        split_sentences("Text.", engine="spacy")
