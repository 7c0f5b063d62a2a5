"""A small script in every format that can be read: the contract and fault tests run over these."""

from __future__ import annotations

import io
import json

import docx

LINES = ("The harbor of Port Nova is open again after eleven weeks.", "Ferries left at six this morning.")
"""Words every sample holds."""


def _docx() -> bytes:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table.rows[0].cells, ("VIDEO", "AUDIO"), strict=True):
        cell.text = text
    table.rows[1].cells[0].text = "TAKE VO"
    table.rows[1].cells[1].text = LINES[0]
    document.add_paragraph(LINES[1])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _paragraphs(tag: str = "p") -> str:
    return "".join(f"<{tag}>{line}</{tag}>" for line in LINES)


SAMPLES: dict[str, bytes] = {
    "marked": f"#!scriptkit-marked 1\n@@ harbor\n@ intro: Jo Park\n| {LINES[0]}\n| {LINES[1]}\n".encode(),
    "text": "\n".join(LINES).encode(),
    "docx": _docx(),
    "rtf": ("{\\rtf1\\ansi " + "\\par ".join(LINES) + "\\par}").encode(),
    "nsml": (
        "<nsml version=2><head><meta rate=170></head><story><fields><f id=title>HARBOR</f></fields>"
        f"<body><p><pi>CAM 1</pi></p>{_paragraphs()}</body></story></nsml>"
    ).encode(),
    "mos": (
        "<mos><roStorySend><storyID>1</storyID><storySlug>HARBOR</storySlug>"
        f"<storyBody>{_paragraphs()}</storyBody></roStorySend></mos>"
    ).encode(),
    "newsml": (
        f"<newsItem><contentSet><inlineXML>{_paragraphs()}</inlineXML></contentSet></newsItem>"
    ).encode(),
    "fdx": (
        '<?xml version="1.0"?><FinalDraft><Content>'
        '<Paragraph Type="Character"><Text>ANCHOR</Text></Paragraph>'
        + "".join(f'<Paragraph Type="Dialogue"><Text>{line}</Text></Paragraph>' for line in LINES)
        + "</Content></FinalDraft>"
    ).encode(),
    "html": f"<!DOCTYPE html><html><body><article>{_paragraphs()}</article></body></html>".encode(),
    "fountain": ("ANCHOR\n" + "\n".join(LINES) + "\n").encode(),
}

MORE: dict[str, tuple[str, bytes]] = {
    "nsml-json": (
        "nsml",
        json.dumps(
            {"iNewsStory": {"fields": {"title": "HARBOR"}, "body": _paragraphs(), "cues": [["\ud800"]]}}
        ).encode(),
    ),
    "mos-utf-16": ("mos", SAMPLES["mos"].decode().encode("utf-16-be")),
    "text-utf-16": ("text", SAMPLES["text"].decode().encode("utf-16-le")),
}
"""Variants of a format, by the reader that takes them."""

ALL: dict[str, tuple[str, bytes]] = {name: (name, data) for name, data in SAMPLES.items()} | MORE
