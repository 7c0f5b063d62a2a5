"""What single conventions mean: who speaks after each kind of label, sign or bracket."""

from __future__ import annotations

import pytest

from scriptkit.model import Script
from scriptkit.segmenter import segment
from scriptkit.segmenter.names import label_person


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


WRAPPED = """KITTREDGE NEWS TONIGHT

Aired March 4, 2026 - 18:00 ET

OLIVE HARMON, ANCHOR: A hospital in Kittredge has stopped using beds. The
patients sleep in chairs, and most of them say they like it. Our Ted Lowe
has the story. TED LOWE, CORRESPONDENT (voice-over): The chairs came from a
cinema that closed in May. There are 40 of them, and they recline. DR.
MIGUEL BARRETO, HEAD OF SURGERY: I thought it was a joke. Then I slept in
one myself. LOWE (voice-over): The insurer is not amused. It has sent two
letters. HEAD OF NURSING, DR. ANNA
PELL: They heal faster. I can't tell you why. LOWE (to camera): This is seat
twelve, and I must say that I may stay. LOWE (voice-over): The trial ends in
June. Ted Lowe, KNT News. HARMON: Save me a seat. That's our news for now.
"""


def test_labels_in_capitals_run_over_the_ends_of_lines() -> None:
    assert said(WRAPPED) == [
        ("intro", "Olive Harmon", "A"),
        ("toss", "Olive Harmon", "Our"),
        ("narration", "Ted Lowe", "The"),
        ("soundbite", "Miguel Barreto", "I"),
        ("narration", "Ted Lowe", "The"),
        ("soundbite", "Anna Pell", "They"),
        ("standup", "Ted Lowe", "This"),
        ("narration", "Ted Lowe", "The"),
        ("sign_off", "Ted Lowe", "Ted"),
        ("intro", "Olive Harmon", "Save"),
        ("sign_off", "Olive Harmon", "That's"),
    ]


WRAPPED_TITLES = """OLIVE HARMON: And now to a hospital that has stopped using beds. The
patients sleep in chairs, and most of them say they like it. Our health
correspondent, Ted Lowe, reports from Kittredge. TED LOWE: The chairs came
from a cinema that closed in May. There are 40 of them, and they recline.
DR. MIGUEL BARRETO, Chief of Medicine: I thought it was a joke. Then I slept
in one myself. TED LOWE: The insurer is not amused. It has sent two
letters. ANNA PELL, Head of Nursing, Kittredge
General: They heal faster. I can't tell you why. TED LOWE (to camera): This is
seat twelve, and I must say that I may stay. WOMAN: I'd sleep in a boat. TED
LOWE: Did you ask for a bed? WOMAN: I did, once. TED LOWE: The trial ends in
June. For the "KNT NewsHour," I'm Ted Lowe in Kittredge. OLIVE HARMON: And
since that report was taped, two more chairs have come.
"""


def test_names_in_capitals_carry_titles_in_mixed_case_anywhere_in_a_line() -> None:
    speakers = [(role, who) for role, who, _ in said(WRAPPED_TITLES) if role in {"soundbite", "standup"}]
    assert speakers == [
        ("soundbite", "Miguel Barreto"),
        ("soundbite", "Anna Pell"),
        ("standup", "Ted Lowe"),
        ("soundbite", "Woman"),
        ("soundbite", "Woman"),
    ]


MIXED = """Olive Harmon: A hospital in Kittredge has stopped using beds. The patients
sleep in chairs, and most of them say they like it. Ted Lowe has our report.

Ted Lowe: The chairs came from a cinema that closed in May. There are 40 of
them, and they recline. Dr. Miguel
Barreto, Chief of Medicine, Kittredge General: I thought it was a joke. Then
I slept in one myself. Ted Lowe: The insurer is not amused. It has sent two
letters.

Woman: I'd sleep in a boat if it helped.

Ted Lowe (standing in the ward): This is seat twelve, and I may stay.

Student: My grandmother is in row C.

Ted Lowe: The trial ends in June. For KNT News, I'm Ted Lowe.

Olive Harmon: Save me a seat.
"""


def test_labels_in_mixed_case_stand_anywhere_and_may_only_describe() -> None:
    assert said(MIXED)[2:8] == [
        ("narration", "Ted Lowe", "The"),
        ("soundbite", "Miguel Barreto", "I"),
        ("narration", "Ted Lowe", "The"),
        ("soundbite", "Woman", "I'd"),
        ("standup", "Ted Lowe", "This"),
        ("soundbite", "Student", "My"),
    ]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("CAPTAIN RUTH ABERN, FERRY MASTER", "Captain Ruth Abern"),
        ("CHIEF OF MEDICINE, DR. MIGUEL BARRETO", "Miguel Barreto"),
        ("CHEF, JO PARK", "Jo Park"),
        ("Dr. Jo Park, Chief of Staff", "Jo Park"),
    ],
)
def test_a_label_names_the_person_not_the_post(label: str, name: str) -> None:
    assert label_person(label)[0] == name


def test_a_hand_over_and_a_form_of_address_may_run_over_a_line_end() -> None:
    text = (
        "ANNA QUILL: The ferry is full. Special correspondent Bram\nOste reports from the pier.\n"
        "BRAM OSTE: It leaves at six, and nobody gets off. DR.\n"
        "LEA MORENO, Harbor Clinic: I sleep on board.\n"
        "BRAM OSTE: She treats forty people a day.\n"
        "REP. JUNE ADLER (R), State House: We will pay for it.\n"
    )
    parts = [(s.role.value, s.speaker) for s in segment(Script(text)).stories[0].segments if s.role.spoken]
    assert parts[2:] == [
        ("narration", "Bram Oste"),
        ("soundbite", "Lea Moreno"),
        ("narration", "Bram Oste"),
        ("soundbite", "June Adler"),
    ]
