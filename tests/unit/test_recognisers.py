"""What single conventions mean: who speaks after each kind of label, sign or bracket."""

from __future__ import annotations

from scriptkit.model import Script
from scriptkit.segmenter import segment


def said(text: str) -> list[tuple[str, str | None, str]]:
    """Role, speaker and first word of every spoken segment."""
    return [
        (str(s.role), s.speaker, s.text.split()[0])
        for story in segment(Script(text)).stories
        for s in story.segments
        if s.role.spoken
    ]


SWITCHES = """((PKG)) NIGHT LIBRARY
((Reporter/Camera: Odile Marchetti))

((NATS: trolley))

((NARRATOR))
The library in Vennstad opens when the bars close.
Most of those who come want a warm chair.

((Tomas Rieger
Night Librarian))
I thought I would read.
Mostly I make tea.

((Odile Marchetti))
The idea came from a bus driver.

((Ana Belo
Nurse, St. Clare's))
((in Portuguese))
I come here before the first tram.

((Reporter on camera))
Behind me you can see the only lit window in the street.

((NARRATOR))
The town has paid for another year.
((Mandatory CG: Courtesy Vennstad Library))
"""


def test_double_parentheses_switch_the_voice() -> None:
    assert said(SWITCHES) == [
        ("narration", "Odile Marchetti", "The"),
        ("soundbite", "Tomas Rieger", "I"),
        ("narration", "Odile Marchetti", "The"),
        ("soundbite", "Ana Belo", "I"),
        ("standup", "Odile Marchetti", "Behind"),
        ("narration", "Odile Marchetti", "The"),
    ]


def test_a_bite_ends_at_a_blank_line_where_no_narrator_is_named_again() -> None:
    text = (
        "((Reporter: Odile Marchetti))\n\n((NARRATOR))\nThe ferry is late.\n\n"
        "((Jo Renn\nSkipper))\nI blame the fog.\nIt does not answer.\n\nBy noon nobody minds.\n"
    )
    assert said(text) == [
        ("narration", "Odile Marchetti", "The"),
        ("soundbite", "Jo Renn", "I"),
        ("narration", "Odile Marchetti", "By"),
    ]


INLINE = """Good evening, I'm Lena Ostrow. The last drive-in of Marl County is for sale. Perry Quist reports.

((nat projector)) The screen went up in 1951. ((Ida Vance/Owner 02:14 "it was cheaper than a barn" 02:19)) \
She wants someone who will keep it running. ((Perry Quist/NewsWatch 8 The seller says this field, where I'm \
standing, has never flooded.)) Two buyers have called. ((Vance: "one of them wanted the gravel"))

Not the gravel. The asking price is 90-thousand dollars.

2} STORY_7

Police have found 61-year-old Karl Benning took the wrong bus home. He is fine.
"""


def test_anchor_takes_over_after_a_package_of_brackets() -> None:
    assert said(INLINE)[2:] == [
        ("narration", "Perry Quist", "The"),
        ("soundbite", "Ida Vance", '"it'),
        ("narration", "Perry Quist", "She"),
        ("standup", "Perry Quist", "The"),
        ("narration", "Perry Quist", "Two"),
        ("soundbite", "Vance", '"one'),
        ("intro", "Lena Ostrow", "Not"),
        ("narration", "Lena Ostrow", "Police"),
    ]


CAPTIONS = """THE HARBOR SEALS HAVE MOVED
INTO THE MARINA.
BOAT OWNERS WANT THEM OUT.
CHANNEL 4'S MINA TORVALD HAS
THE STORY.
>> REPORTER: THEY ARRIVED WITH
THE COLD, AND THEY LIKE IT
HERE.
>> I CAME DOWN TO FIX THE RADIO
AND ONE WAS IN MY CHAIR.
>> REPORTER: NOBODY MAY TOUCH
THEM. THAT IS THE LAW.
>> THEY ARE NOT PETS.
>> REPORTER: A FENCE IS PLANNED.
MINA TORVALD, CHANNEL 4
NEWS.
>> THE MARINA SAYS IT WILL STAY
OPEN.
"""


def test_captions_tell_the_turns_apart_in_capitals() -> None:
    assert said(CAPTIONS) == [
        ("intro", "ANCHOR", "THE"),
        ("toss", "ANCHOR", "CHANNEL"),
        ("narration", "Mina Torvald", "THEY"),
        ("soundbite", None, "I"),
        ("narration", "Mina Torvald", "NOBODY"),
        ("soundbite", None, "THEY"),
        ("narration", "Mina Torvald", "A"),
        ("sign_off", "Mina Torvald", "MINA"),
        ("intro", "ANCHOR", "THE"),
    ]


LIVE = """>> Dana: The bridge at Colm Street
is open again.
Rob Ivers is there.
Rob, how was the first hour?
>> Reporter: Well, Dana, it was
slow.
>> Reporter: Only one lane takes
cars.
Kim Adaire drove it at dawn.
>> I had it to myself.
It felt like a gift.
>> Reporter: The second lane will
open in May.
Rob Ivers, Action 9 News.
"""


def test_one_live_question_leaves_the_taped_part_alone() -> None:
    roles = [role for role, _, _ in said(LIVE)]
    assert roles[-3:] == ["soundbite", "narration", "sign_off"]
    assert ("soundbite", "Kim Adaire", "I") in said(LIVE)
    assert roles.count("two_way") == 2
