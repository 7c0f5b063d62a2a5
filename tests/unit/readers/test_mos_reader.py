import pytest

from script_marks import copy, roles, speakers, stories, unmarked
from scriptkit.errors import InputError, UsageError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.mos import MosReader


def read(xml: str, *, encoding: str = "utf-8", **settings: str) -> Script:
    options = ReadOptions(settings=tuple(settings.items()))
    return MosReader().read(xml.encode(encoding), "ro.mos", options)


def story_send(body: str, extra: str = "", slug: str = "HARBOR STRIKE", key: str = "S1") -> str:
    return (
        f"<mos><mosID>x</mosID><roStorySend><roID>5PM</roID><storyID>{key}</storyID>"
        f"<storySlug>{slug}</storySlug><storyBody>{body}</storyBody>{extra}</roStorySend></mos>"
    )


def test_a_story_has_its_slug_its_words_and_its_items_in_order() -> None:
    script = read(
        story_send(
            "<p>The harbor is open again.</p><p> </p>"
            "<storyItem><itemID>7</itemID><itemSlug>FERRY VO</itemSlug></storyItem>"
            "<p>Ferries left at six.</p>"
        )
    )
    assert script.text == "HARBOR STRIKE\nThe harbor is open again.\n[FERRY VO]\nFerries left at six.\n"
    assert stories(script) == [("HARBOR STRIKE", script.text.rstrip("\n"))]
    assert roles(script) == [("metadata", "HARBOR STRIKE"), ("cue", "[FERRY VO]")]
    assert copy(script) == ["The harbor is open again.", "Ferries left at six."]


def test_items_inside_a_paragraph_and_in_the_enps_wrapper_are_cues_too() -> None:
    script = read(
        story_send(
            "<p>Here is the mayor.<storyItem><mosItem><itemID>1</itemID><itemSlug>SOT MAYOR</itemSlug>"
            "</mosItem></storyItem>We were ready, he said.</p>"
        )
    )
    assert script.text.splitlines()[1:] == ["Here is the mayor.", "[SOT MAYOR]", "We were ready, he said."]
    assert ("cue", "[SOT MAYOR]") in roles(script)


@pytest.mark.parametrize(
    ("paragraph", "cue"),
    [
        ("(OPEN+TWO SHOT)", "(OPEN+TWO SHOT)"),
        ("&lt;roll titles&gt;", "<roll titles>"),
        (r"[CG :title\Ana Ruiz]", r"[CG :title\Ana Ruiz]"),
        (r"[CG :title\Ana Ruiz] The port is quiet.", r"[CG :title\Ana Ruiz]"),
        ("The port is quiet. [TAKE VO]", "[TAKE VO]"),
        ("The port &lt;point left&gt; is quiet.", "<point left>"),
    ],
)
def test_notes_and_commands_in_brackets_are_cues(paragraph: str, cue: str) -> None:
    script = read(story_send(f"<p>{paragraph}</p>"))
    assert roles(script)[1:] == [("cue", cue)]


def test_a_command_may_run_over_paragraphs() -> None:
    script = read(story_send("<p>[TAKE :</p><p>NAME:2X</p><p>DUR:10]</p><p>The port is quiet.</p>"))
    assert [text for role, text in roles(script) if role == "cue"] == ["[TAKE :", "NAME:2X", "DUR:10]"]
    assert unmarked(script) == ["The port is quiet."]


def test_a_forgotten_bracket_does_not_swallow_the_story() -> None:
    words = [f"Sentence number {n} is read aloud." for n in range(30)]
    script = read(story_send("<p>[TAKE VO</p>" + "".join(f"<p>{w}</p>" for w in words)))
    assert unmarked(script) == ["[TAKE VO", *words]


@pytest.mark.parametrize(
    "paragraph", ["(Mr Kim: “We will be back.”)", '((Kim: "We will be back."))', "In Kyiv [KEEV] it rained."]
)
def test_bites_and_pronunciations_in_brackets_are_left_to_the_segmenter(paragraph: str) -> None:
    script = read(story_send(f"<p>{paragraph}</p>"))
    assert unmarked(script) == [paragraph]


def test_presenter_and_read_rate_are_carried() -> None:
    script = read(
        story_send(
            "<storyPresenter>Suzie</storyPresenter><storyPresenterRR>165</storyPresenterRR>"
            "<p><pi>smile</pi>Good evening.</p><storyPresenter>Chet</storyPresenter><p>And I am Chet.</p>"
        )
    )
    assert speakers(script) == [("Suzie", "Good evening."), ("Chet", "And I am Chet.")]
    assert ("cue", "smile") in roles(script)
    assert [m.wpm for m in script.marks if m.story] == [165.0]


@pytest.mark.parametrize("rate", ["10", "0", "", "fast", "5000"])
def test_a_read_rate_nobody_can_read_at_is_not_believed(rate: str) -> None:
    script = read(story_send(f"<storyPresenterRR>{rate}</storyPresenterRR><p>Hello.</p>"))
    assert [m.wpm for m in script.marks if m.story] == [None]


def test_pi_can_be_spoken_by_house_rule() -> None:
    xml = story_send("<p><pi>Good evening.</pi></p>")
    assert ("cue", "Good evening.") in roles(read(xml))
    assert unmarked(read(xml, pi_role="spoken")) == ["Good evening."]
    assert ("intro", "Good evening.") in roles(read(xml, pi_role="intro"))
    with pytest.raises(UsageError, match="pi_role"):
        read(xml, pi_role="shouted")


def test_a_running_order_with_stories_sent_after_it() -> None:
    order = (
        "<mos><roCreate><roID>5PM</roID><roSlug>FIVE PM</roSlug>"
        "<story><storyID>S2</storyID><storySlug>WEATHER</storySlug><p>Rain tonight.</p></story>"
        "<story><storyID>S1</storyID><storySlug>HARBOR</storySlug></story></roCreate></mos>"
    )
    script = read(order + "\n" + story_send("<p>It is open.</p>", slug="HARBOR") + order)
    assert script.title == "FIVE PM"
    assert stories(script) == [("WEATHER", "WEATHER\nRain tonight."), ("HARBOR", "HARBOR\nIt is open.")]


def test_sloppy_xml_is_read() -> None:
    script = read(story_send("<p>Marks & Spencer&nbsp;&mdash; caf&eacute;&#x1; &#8364;5\x0b</p>"))
    assert unmarked(script) == ["Marks & Spencer — café €5"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-16-le"])
def test_utf_16_with_and_without_a_mark(encoding: str) -> None:
    xml = story_send("<p>Der Hafen ist wieder geöffnet.</p>")
    assert MosReader().sniff(xml.encode(encoding)[:4096])
    script = read(xml, encoding=encoding)
    assert "wieder geöffnet." in script.text
    assert script.encoding.startswith("utf-16")


def test_a_message_without_a_story_says_so() -> None:
    with pytest.raises(InputError, match="no story"):
        read("<mos><roDelete><roID>5PM</roID></roDelete></mos>")
