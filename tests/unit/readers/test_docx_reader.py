import builtins
import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from script_marks import copy, roles, speakers, stories, unmarked
from scriptkit.errors import InputError, MissingDependencyError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers import docx as reader
from scriptkit.readers.docx import DocxReader


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(document: Any, **settings: str) -> Script:
    options = ReadOptions(settings=tuple(settings.items()))
    return DocxReader().read(saved(document), "script.docx", options)


def table(document: Any, *rows: tuple[str, ...]) -> None:
    made = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def test_paragraphs_and_line_breaks_are_lines() -> None:
    document = docx.Document()
    document.add_paragraph("The harbor is open.\nFerries left at six.")
    document.add_paragraph("")
    document.add_paragraph("Ana Ruiz, Channel 9.")
    assert read(document).text == "The harbor is open.\nFerries left at six.\n\nAna Ruiz, Channel 9.\n"


def test_two_columns_are_pictures_and_words() -> None:
    document = docx.Document()
    table(
        document,
        ("VIDEO", "AUDIO"),
        ("TAKE VO\nCG: HARBOR", "The harbor is open again."),
        ("SOT :12", "“We were ready,” says the mayor."),
    )
    script = read(document)
    assert unmarked(script) == ["The harbor is open again.", "“We were ready,” says the mayor."]
    assert copy(script) == unmarked(script)
    assert [text for _, text in roles(script)] == ["VIDEO | AUDIO", "TAKE VO", "CG: HARBOR", "SOT :12"]
    assert {role for role, _ in roles(script)} == {"cue"}


def test_two_columns_without_a_header_are_told_by_where_the_running_text_is() -> None:
    document = docx.Document()
    table(
        document,
        ("TAKE VO", "The harbor is open again after eleven weeks."),
        ("CG: HARBOR / FERRY", "Ferries left the old pier at six this morning."),
    )
    assert unmarked(read(document)) == [
        "The harbor is open again after eleven weeks.",
        "Ferries left the old pier at six this morning.",
    ]


def test_a_rundown_opens_stories_and_carries_role_speaker_and_running_time() -> None:
    document = docx.Document()
    table(
        document,
        ("Page", "Slug", "Type", "Talent", "Script", "Dur"),
        ("A1", "HARBOR", "Anchor", "Jo Park", "The harbor is open.", "0:06"),
        ("A1", "HARBOR", "SOT", "Ana Ruiz, mayor", "We were ready.", ":12"),
        ("A2", "WEATHER", "VO", "", "Rain tonight.", "0:20"),
    )
    script = read(document)
    assert [slug for slug, _ in stories(script)] == ["HARBOR", "WEATHER"]
    assert [m.declared for m in script.marks if m.story] == [None, 20_000]
    assert [m.declared for m in script.marks if m.declared and not m.story] == [6000, 12_000]
    spoken = [entry for entry in roles(script) if entry[0] not in ("cue", "metadata")]
    assert spoken == [
        ("intro", "The harbor is open."),
        ("soundbite", "We were ready."),
        ("narration", "Rain tonight."),
    ]
    assert speakers(script) == [("Jo Park", "The harbor is open."), ("Ana Ruiz", "We were ready.")]
    assert ("cue", "A1 | SOT | Ana Ruiz, mayor | :12") in roles(script)


def test_a_role_column_without_slugs_declares_the_rows_own_time() -> None:
    document = docx.Document()
    table(
        document, ("Role", "Text", "TRT"), ("SOT Mayor Ruiz", "We were ready.", "0:12"), ("VO", "Rain.", "")
    )
    script = read(document)
    assert [(m.declared, script.text[m.start : m.end]) for m in script.marks if m.declared] == [
        (12_000, "We were ready.")
    ]
    assert speakers(script) == [("Mayor Ruiz", "We were ready.")]


def test_styles_with_a_roles_name_and_the_houses_own() -> None:
    document = docx.Document()
    for name in ("Soundbite", "Anschnitt"):
        document.styles.add_style(name, 1)
    document.add_paragraph("Harbor", style="Title")
    document.add_paragraph("We were ready.", style="Soundbite")
    document.add_paragraph("BILD: HAFEN", style="Anschnitt")
    assert roles(read(document)) == [("headline", "Harbor"), ("soundbite", "We were ready.")]
    assert ("cue", "BILD: HAFEN") in roles(read(document, **{"style.Anschnitt": "cue"}))


def test_headings_of_one_rank_are_the_stories_of_a_bulletin() -> None:
    document = docx.Document()
    for slug, words in (("HARBOR", "It is open."), ("WEATHER", "Rain tonight.")):
        document.add_heading(slug, 1)
        document.add_paragraph(words)
    assert stories(read(document)) == [
        ("HARBOR", "HARBOR\nIt is open."),
        ("WEATHER", "WEATHER\nRain tonight."),
    ]
    single = docx.Document()
    single.add_heading("HARBOR", 1)
    single.add_paragraph("It is open.")
    assert stories(read(single)) == []
    assert roles(read(single)) == [("headline", "HARBOR")]


def test_tracked_deletions_go_insertions_stay_and_struck_text_is_no_speech() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The harbor ")
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    ns = nsdecls("w")
    paragraph._p.append(parse_xml(f'<w:ins {ns} w:id="1" w:author="x">{run.format("is open ")}</w:ins>'))
    deleted = "<w:r><w:delText>is shut</w:delText></w:r>"
    paragraph._p.append(parse_xml(f'<w:del {ns} w:id="2" w:author="x">{deleted}</w:del>'))
    paragraph._p.append(
        parse_xml(f'<w:moveFrom {ns} w:id="3" w:author="x">{run.format("again")}</w:moveFrom>')
    )
    struck = paragraph.add_run("at last ")
    struck.font.strike = True
    paragraph.add_run("today.")
    script = read(document)
    assert script.text == "The harbor is open at last today.\n"
    assert roles(script) == [("cue", "at last")]


def test_a_table_that_is_no_script_comes_out_cell_by_cell() -> None:
    document = docx.Document()
    table(document, ("a", "b", "c", "d"), ("1", "2", "3", "4"))
    assert read(document).text.split() == list("abcd1234")
    assert roles(read(document)) == []


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("unpacked")

    data = archive(**{"word__document.xml": b"<a>" + b" " * (reader.MAX_XML + 1)})
    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    with pytest.raises(InputError, match="would unpack to"):
        DocxReader().read(data, "bomb.docx", ReadOptions())


def test_many_parts_are_refused() -> None:
    data = archive(**{f"word__{n}.bin": b"" for n in range(reader.MAX_PARTS + 1)})
    with pytest.raises(InputError, match="would unpack to"):
        DocxReader().read(data, "bomb.docx", ReadOptions())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 and nothing more", "no readable .docx"),
        (archive(**{"xl__workbook.xml": b"<a/>"}), "no Word document"),
        (archive(**{"word__document.xml": b"<a/>"}), "no readable .docx"),
        (b"", "no readable .docx"),
    ],
)
def test_what_is_no_word_file_is_named(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        DocxReader().read(data, "x.docx", ReadOptions())


def test_entities_are_not_expanded() -> None:
    source = saved(docx.Document())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "word/document.xml":
                bomb = b'<!DOCTYPE w [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;">]>'
                content = content.replace(b"<w:document", bomb + b"<w:document", 1)
                content = content.replace(
                    b"<w:body>", b"<w:body><w:p><w:r><w:t>words &b;</w:t></w:r></w:p>", 1
                )
            new.writestr(part.filename, content)
    script = DocxReader().read(out.getvalue(), "x.docx", ReadOptions())
    assert "words" in script.text
    assert "boom" not in script.text


def test_without_the_extra_the_command_that_installs_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    data = saved(docx.Document())
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependencyError) as caught:
        DocxReader().read(data, "x.docx", ReadOptions())
    assert caught.value.hint == 'pip install "scriptkit[docx]"'
