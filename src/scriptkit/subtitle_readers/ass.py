"""SubStation Alpha files, v4 and v4+ (``.ssa``, ``.ass``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.timecode import Millis

_TIME = re.compile(r"(-?)(\d{1,6}):(\d{1,2}):(\d{1,2})[.,:](\d{1,3})$")
_BLOCK = re.compile(r"\{([^{}]*)\}")
_DRAWING = re.compile(r"\\p[1-9]")
_COLOUR = re.compile(r"\\1?c&H([0-9A-Fa-f]{1,8})&?")
_ALIGN = re.compile(r"\\an([1-9])")
_EVENT_FIELDS: tuple[str, ...] = (
    *("layer", "start", "end", "style", "name"),
    *("marginl", "marginr", "marginv", "effect", "text"),
)
_STYLE_FIELDS: tuple[str, ...] = ("name", "fontname", "fontsize", "primarycolour")


@dataclass(frozen=True, slots=True)
class _Style:
    colour: str | None = None
    italic: bool = False
    top: bool = False


class AssReader:
    name = "ass"
    title = "SubStation Alpha"
    suffixes: tuple[str, ...] = (".ass", ".ssa")

    def sniff(self, head: bytes) -> bool:
        text = TrackBuilder("").decode(head).lstrip("\ufeff \n").lower()
        return text.startswith("[script info]") or "\n[v4" in text

    def read(self, data: bytes, source: str) -> tuple[SubtitleTrack, Sequence[Finding]]:
        """Raises InputError when there is text but no section of a SubStation file."""
        builder = TrackBuilder(source)
        lines = builder.decode(data).split("\n")
        if any(line.strip() for line in lines) and not any(
            line.lstrip("\ufeff ").startswith("[") for line in lines
        ):
            raise InputError(f"{source}: no SubStation sections", hint="it should begin with [Script Info]")
        fields, style_fields = _EVENT_FIELDS, _STYLE_FIELDS
        styles: dict[str, _Style] = {}
        section = ""
        for number, line in enumerate(lines, 1):
            line = line.strip().lstrip("\ufeff")
            if line.startswith("[") and line.endswith("]"):
                section = line.lower()
                continue
            key, colon, value = line.partition(":")
            key = key.strip().lower()
            if not colon:
                continue
            if key == "format":
                names = tuple(name.strip().lower() for name in value.split(","))
                if "styles" in section:
                    style_fields = names
                elif names[-1:] == ("text",):
                    fields = names
            elif key == "style":
                name, style = _style(style_fields, value, legacy="+" not in section)
                styles[name] = style
            elif key == "dialogue":
                _dialogue(builder, fields, value, styles, number)
            elif key == "title" and "info" in section:
                builder.title = value.strip() or None
        return builder.finish()


def _style(fields: tuple[str, ...], value: str, *, legacy: bool) -> tuple[str, _Style]:
    values = dict(zip(fields, (part.strip() for part in value.split(",")), strict=False))
    align = values.get("alignment", "2")
    # SSA counts 5-7 for the top row, ASS 7-9 as on a number pad.
    top = align in (("5", "6", "7") if legacy else ("7", "8", "9"))
    colour = _rgb(values.get("primarycolour", ""))
    italic = values.get("italic", "0") not in ("", "0")
    return values.get("name", "").lstrip("*"), _Style(colour, italic, top)


def _rgb(text: str) -> str | None:
    """``&HAABBGGRR`` or a decimal number → ``#RRGGBB``; white is ``None``, as it is the default."""
    try:
        number = int(text[2:].rstrip("&"), 16) if text[:2].upper() == "&H" else int(text[:12])
    except ValueError:
        return None
    colour = f"#{number & 0xFF:02X}{number >> 8 & 0xFF:02X}{number >> 16 & 0xFF:02X}"
    return None if colour == "#FFFFFF" else colour


def _dialogue(
    builder: TrackBuilder, fields: tuple[str, ...], value: str, styles: dict[str, _Style], number: int
) -> None:
    parts = value.lstrip().split(",", len(fields) - 1)
    if len(parts) < len(fields):
        builder.error(
            "bad-time-line", f"event with too few fields, left out: {value.strip()[:200]!r}", line=number
        )
        return
    values = dict(zip(fields, parts, strict=True))
    start, end = _millis(values.get("start", "")), _millis(values.get("end", ""))
    if start is None:
        builder.error(
            "bad-time-line", f"not a time, put at the start: {values.get('start', '')[:40]!r}", line=number
        )
        start = 0
    style = styles.get(values.get("style", "").strip().lstrip("*"), _Style())
    text = values["text"]
    blocks = "".join(_BLOCK.findall(text))
    align = _ALIGN.search(blocks)
    lines, colours = _lines(text, style)
    if _DRAWING.search(blocks) and not any(lines):
        return  # a drawing has no words
    builder.add(
        Raw(
            start,
            end,
            lines,
            values.get("name") or values.get("actor") or None,
            colours=tuple(c or "#FFFFFF" for c in colours) if any(colours) else (),
            italic=style.italic or (text.startswith("{") and "\\i1" in blocks and "\\i0" not in blocks),
            top=align[1] in "789" if align else style.top,
        ),
        line=number,
    )


def _lines(text: str, style: _Style) -> tuple[list[str], list[str | None]]:
    """Lines without overrides, and the colour each begins with. Drawings are left out."""
    lines, colours = [""], [style.colour]
    colour, drawing = style.colour, False
    for i, part in enumerate(_BLOCK.split(text)):
        if i % 2:
            drawing = bool(_DRAWING.search(part)) or (drawing and "\\p0" not in part)
            found = _COLOUR.search(part)
            colour = _rgb("&H" + found[1]) if found else colour
            continue
        if drawing:
            continue
        for j, piece in enumerate(re.split(r"\\[Nn]", part)):
            if j:
                lines.append("")
                colours.append(colour)
            if not lines[-1].strip():
                colours[-1] = colour
            lines[-1] += piece.replace("\\h", " ").replace("\\\u2060", "\\")
    kept = [(line, c) for line, c in zip(lines, colours, strict=True) if line.strip()]
    return [line for line, _ in kept], [c for _, c in kept]


def _millis(text: str) -> Millis | None:
    match = _TIME.match(text.strip())
    if not match:
        return None
    seconds = (int(match[2]) * 60 + int(match[3])) * 60 + int(match[4])
    ms = seconds * 1000 + int(match[5].ljust(3, "0"))
    return -ms if match[1] else ms
