import pytest

from script_marks import roles, speakers, stories, unmarked
from scriptkit.errors import InputError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.fdx import FdxReader
from scriptkit.readers.fountain import FountainReader


def fountain(text: str, **settings: str) -> Script:
    return FountainReader().read(text.encode(), "s.fountain", ReadOptions(settings=tuple(settings.items())))


def fdx(*paragraphs: tuple[str, str], **settings: str) -> Script:
    body = "".join(f'<Paragraph Type="{kind}"><Text>{text}</Text></Paragraph>' for kind, text in paragraphs)
    xml = f'<?xml version="1.0"?><FinalDraft DocumentType="Script"><Content>{body}</Content></FinalDraft>'
    assert FdxReader().sniff(xml.encode())
    return FdxReader().read(xml.encode(), "s.fdx", ReadOptions(settings=tuple(settings.items())))


def spoken(script: Script) -> list[tuple[str, str, str]]:
    return [
        (m.role.value, m.speaker, script.text[m.start : m.end]) for m in script.marks if m.role and m.speaker
    ]


def test_fountain_dialogue_belongs_to_its_character() -> None:
    script = fountain(
        "Title: Harbor\nAuthor: Jo\n\nINT. STUDIO - DAY\n\nThe lights go up.\n\nANCHOR\nGood *evening*.\n"
        "(turns)\nThe harbor is _open_.\n\nJO PARK (V.O.)\nFerries left at six.\n\n"
        "MAYOR RUIZ\nWe were ready (laughs) for winter.\n\n"
        "JO PARK (ON CAM)\nJo Park, Channel Nine.\n\nCUT TO:\n"
    )
    assert script.title == "Harbor"
    assert spoken(script) == [
        ("intro", "ANCHOR", "Good evening."),
        ("intro", "ANCHOR", "The harbor is open."),
        ("narration", "JO PARK", "Ferries left at six."),
        ("soundbite", "MAYOR RUIZ", "We were ready"),
        ("soundbite", "MAYOR RUIZ", "for winter."),
        ("standup", "JO PARK", "Jo Park, Channel Nine."),
    ]
    assert unmarked(script) == []
    cues = [text for role, text in roles(script) if role == "cue"]
    assert cues == [
        *("INT. STUDIO - DAY", "The lights go up.", "ANCHOR", "(turns)", "JO PARK (V.O.)", "MAYOR RUIZ"),
        *("(laughs)", "JO PARK (ON CAM)", "CUT TO:"),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("*a* **b** ***c*** _d_", "a b c d"),
        ("dial *69 and then *23", "dial *69 and then *23"),
        (r"dial \*69\* and \_x\_", "dial *69* and _x_"),
        ("_*both*_", "both"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_fountain_emphasis(line: str, words: str) -> None:
    assert spoken(fountain(f"\nJO (VO)\n{line}\n")) == [("narration", "JO", words)]


def test_fountain_notes_are_cues_and_commented_text_is_gone() -> None:
    script = fountain("JO (VO)\nIt is open.[[check\n  \nthis]]\n\n/* JO\nOld words.\n*/Done [[x [[ y]] z.\n")
    assert spoken(script) == [("narration", "JO", "It is open.")]
    assert "Old words" not in script.text
    assert ("cue", "[[check this]]") in roles(script)


def test_fountain_sections_open_stories() -> None:
    script = fountain("# HARBOR\n= It opens\nJO\n\nJO\nOpen.\n\n## Part two\n\n# WEATHER\n\nJO\nRain.\n")
    assert [slug for slug, _ in stories(script)] == ["HARBOR", "WEATHER"]
    assert speakers(script) == [("JO", "Open."), ("JO", "Rain.")]


def test_fountain_forced_elements_and_dual_dialogue() -> None:
    script = fountain("@McAvoy\nYes.\n\nEVE ^\nNo.\n\n.STUDIO\n\n!ACTION\nnot dialogue\n\n>THE END<\n")
    assert speakers(script) == [("McAvoy", "Yes."), ("EVE", "No.")]
    cues = [text for role, text in roles(script) if role == "cue"]
    assert cues == ["McAvoy", "EVE", "STUDIO", "ACTION", "not dialogue", "THE END"]


def test_a_house_says_what_a_character_is() -> None:
    text = "JO PARK\nFerries left at six.\n"
    assert spoken(fountain(text))[0][0] == "soundbite"
    assert spoken(fountain(text, **{"character.JO PARK": "narration"}))[0][0] == "narration"


@pytest.mark.parametrize(
    "piece", ["[[", "/*", "*", "**a", "_", "*/", "\\*", "(", "#", "@a\n", "[[a\n", "_ a"]
)
def test_fountain_hostile_repeats_end(piece: str) -> None:
    assert fountain("x\n\n" + piece * 20_000).text


def test_fdx_paragraph_types() -> None:
    script = fdx(
        ("Scene Heading", "INT. STUDIO"),
        ("Action", "Lights."),
        ("Character", "ANCHOR"),
        ("Parenthetical", "(smiles)"),
        ("Dialogue", "Good evening."),
        ("Character", "RUIZ (CONT'D)"),
        ("Dialogue", "We were &amp; are ready."),
        ("Transition", "CUT TO:"),
        ("Dialogue", "Nobody speaks."),
    )
    assert spoken(script) == [
        ("intro", "ANCHOR", "Good evening."),
        ("soundbite", "RUIZ", "We were & are ready."),
    ]
    cues = [text for role, text in roles(script) if role == "cue"]
    assert cues == [
        "INT. STUDIO",
        "Lights.",
        "ANCHOR",
        "(smiles)",
        "RUIZ (CONT'D)",
        "CUT TO:",
        "Nobody speaks.",
    ]


def test_fdx_general_paragraphs_are_for_the_segmenter_and_own_types_for_the_house() -> None:
    script = fdx(("General", "The harbor is open."), ("Sprecher", "Ferries left."))
    assert unmarked(script) == ["The harbor is open."]
    script = fdx(("Sprecher", "Ferries left."), **{"style.Sprecher": "narration"})
    assert roles(script) == [("narration", "Ferries left.")]


def test_fdx_side_by_side_dialogue() -> None:
    xml = (
        "<FinalDraft><Content><Paragraph><DualDialogue>"
        '<Paragraph Type="Character"><Text>ADAM</Text></Paragraph>'
        '<Paragraph Type="Dialogue"><Text>Ye</Text><Text>s.</Text></Paragraph>'
        "</DualDialogue></Paragraph></Content><TitlePage><Content><Paragraph><Text>Harbor</Text></Paragraph>"
        "</Content></TitlePage></FinalDraft>"
    )
    script = FdxReader().read(xml.encode(), "s.fdx", ReadOptions())
    assert speakers(script) == [("ADAM", "Yes.")]
    assert script.title == "Harbor"


@pytest.mark.parametrize(
    "xml", ["<FinalDraft/>", "<FinalDraft><Content/></FinalDraft>", "<FinalDraft><Content>"]
)
def test_fdx_without_a_script(xml: str) -> None:
    with pytest.raises(InputError):
        FdxReader().read(xml.encode(), "s.fdx", ReadOptions())
