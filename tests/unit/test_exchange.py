"""Two-ways with a bracket label on every turn, and bulletins under the same labels."""

from __future__ import annotations

import pytest

from scriptkit.model import Role, Rundown, Script
from scriptkit.segmenter import segment

OPENING = """[Anchor] The ferry to Dolsan has not sailed since Sunday. Our reporter Noh Ha-eun joins us now.

[Reporter : Noh Ha-eun] Good evening.
"""
SHORT = """
[Anchor] Is it over?

[Reporter : Noh Ha-eun] No.

[Anchor] When?

[Reporter : Noh Ha-eun] Friday.
"""
LONG = """
[Anchor] You were on the pier today. Is the engine repaired?

[Reporter : Noh Ha-eun] Not yet. A part has to come from Denmark, and nobody can say how long that takes. \
The crew sleep on board and cook for the islanders who are stranded on this side.

[Anchor] That must be hard on them.

[Reporter : Noh Ha-eun] It is. Most of them came over for a day at the market, with nothing but a basket.
"""
PACKAGE = """
Eleven people share the waiting room. They have hung their washing between the ticket windows.

[Interview : Tak Bong-su, Islander] "I came to sell garlic. I have none left, and I still can't go home."

The company says it will pay for their meals.

Noh Ha-eun, Tidewater News.
"""
BULLETIN = """[Anchor] The town library has lent its last video tape. It went to a man of ninety. {first}

[Reporter : Noh Ha-eun] The tape is a film about whales. He has borrowed it 40 times.

[Interview : Tak Bong-su, Reader] "I don't own a player. I like the cover."

{end}

[Anchor] Frost has come a month early this year. Orchards in the valley have lost half their pears. {second}

[Reporter : {other}] The trees are white at noon. Nobody here has seen that before.
"""


def read(text: str) -> Rundown:
    return segment(Script(text))


def turns(rundown: Rundown) -> list[tuple[str, str | None]]:
    return [(s.role, s.speaker) for s in rundown.stories[0].segments if s.role.spoken]


TALK = [(Role.TWO_WAY, "ANCHOR"), (Role.TWO_WAY, "Noh Ha-eun")]
OPENED = [(Role.INTRO, "ANCHOR"), (Role.TOSS, "ANCHOR"), (Role.TWO_WAY, "Noh Ha-eun")]


@pytest.mark.parametrize("exchange", [SHORT, LONG])
@pytest.mark.parametrize("labels", [("", ""), ("Noh Ha-eun] Good", " ] Good"), ("] ", "]\n")])
def test_questions_and_answers_are_one_story(exchange: str, labels: tuple[str, str]) -> None:
    rundown = read((OPENING + exchange).replace(*labels) if labels[0] else OPENING + exchange)
    assert len(rundown.stories) == 1
    assert turns(rundown) == OPENED + TALK * 2


def test_a_package_may_follow_the_last_answer() -> None:
    rundown = read(OPENING + LONG + PACKAGE)
    assert len(rundown.stories) == 1
    assert turns(rundown) == [
        *OPENED,
        *TALK * 2,
        (Role.NARRATION, "Noh Ha-eun"),
        (Role.SOUNDBITE, "Tak Bong-su"),
        (Role.NARRATION, "Noh Ha-eun"),
        (Role.SIGN_OFF, "Noh Ha-eun"),
    ]


def test_the_talk_may_come_after_the_package_and_end_with_thanks() -> None:
    package = (
        "[Anchor] The ferry to Dolsan has not sailed since Sunday. Our Noh Ha-eun has the story.\n\n"
        "[Reporter : Noh Ha-eun] The engine failed at dawn." + PACKAGE
    )
    after = (
        "\n[Anchor] Ha-eun, when will it sail?\n\n[Reporter : Noh Ha-eun] Friday.\n\n"
        "[Anchor] Thank you, Ha-eun."
    )
    rundown = read(package + after)
    assert len(rundown.stories) == 1
    assert turns(rundown)[-3:] == [*TALK, (Role.TWO_WAY, "ANCHOR")]


def test_the_first_question_may_have_a_label_of_its_own() -> None:
    rundown = read(
        "[Anchor] The ferry has not sailed since Sunday. Noh Ha-eun is at the pier.\n\n"
        "[Anchor] Ha-eun, what is it like there?\n\n[Reporter : Noh Ha-eun] Quiet. Nothing moves.\n"
    )
    assert len(rundown.stories) == 1
    assert turns(rundown)[-2:] == TALK, "an answer of one word is not the anchor's name"


@pytest.mark.parametrize(
    ("first", "end", "second", "other"),
    [
        ("Noh Ha-eun reports.", "Noh Ha-eun, Tidewater News.", "Ryu Sang-min has more.", "Ryu Sang-min"),
        ("Noh Ha-eun reports.", "Noh Ha-eun, Tidewater News.", "What can be done?", "Noh Ha-eun"),
        ("Noh Ha-eun reports.", "He is due back in May.", "What will a pear cost?", "Ryu Sang-min"),
        ("Noh Ha-eun joins us.", "He is due back in May.", "Noh Ha-eun reports.", "Noh Ha-eun"),
    ],
)
def test_a_bulletin_under_the_same_labels_is_several_stories(
    first: str, end: str, second: str, other: str
) -> None:
    rundown = read(BULLETIN.format(first=first, end=end, second=second, other=other))
    assert len(rundown.stories) == 2
    assert rundown.stories[1].segments[1].text.startswith("Frost")
    assert rundown.stories[1].segments[1].role is Role.INTRO


def test_a_two_way_ends_where_the_next_lead_in_begins() -> None:
    story = BULLETIN.format(first="", end="", second="Ryu Sang-min has more.", other="Ryu Sang-min")
    rundown = read(OPENING + SHORT + "\n" + story[story.index("[Anchor] Frost") :])
    assert [len(s.segments) > 1 for s in rundown.stories] == [True, True]
    assert turns(rundown) == OPENED + TALK * 2


def test_an_anchor_lead_label_always_begins_a_story() -> None:
    rundown = read((OPENING + SHORT).replace("[Anchor]", "[Anchor Lead]"))
    assert len(rundown.stories) == 3


def test_the_programme_s_farewell_is_no_turn() -> None:
    rundown = read(OPENING + SHORT + "\n[Anchor] Thank you for watching.\n")
    assert turns(rundown) == OPENED + TALK * 2
    assert len(rundown.stories) == 2
