"""SubStation Alpha files, v4 and v4+ (``.ssa``, ``.ass``)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from scriptkit.errors import InputError
from scriptkit.model import Finding, SubtitleTrack
from scriptkit.subtitle_readers.build import Raw, TrackBuilder
from scriptkit.subtitle_readers.styling import (
    LEGACY_PLACES,
    PLACE,
    PLAIN,
    Look,
    override_runs,
    placed,
    rgb,
    styled,
)
from scriptkit.timecode import Millis

_TIME = re.compile(r"(-?)(\d{1,6}):(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?$")
_BLOCK = re.compile(r"\{([^{}]*)\}")
_DRAWING = re.compile(r"\\p[1-9]")
_EVENT_FIELDS: tuple[str, ...] = (
    *("layer", "start", "end", "style", "name"),
    *("marginl", "marginr", "marginv", "effect", "text"),
)
_STYLE_FIELDS: tuple[str, ...] = ("name", "fontname", "fontsize", "primarycolour")


@dataclass(frozen=True, slots=True)
class _Style:
    look: Look = PLAIN
    place: int = 2
    """On a number pad: 8 is the top, in the middle."""


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
    place = int(align) if re.fullmatch(r"\d{1,2}", align) else 2
    place = LEGACY_PLACES.get(place, 2) if legacy else place if 1 <= place <= 9 else 2
    italic = values.get("italic", "0") not in ("", "0")
    look = Look(italic, _rgb(values.get("primarycolour", "")))
    return values.get("name", "").lstrip("*"), _Style(look, place)


def _rgb(text: str) -> str | None:
    """``&HAABBGGRR`` or a decimal number → ``#RRGGBB``; white is ``None``, as it is the default."""
    try:
        return rgb(int(text[2:].rstrip("&"), 16) if text[:2].upper() == "&H" else int(text[:12]))
    except ValueError:
        return None


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
    elif any(map(_lacks_hundredths, (values.get("start", ""), values.get("end", "")))):
        builder.warn("odd-time", "time without hundredths", line=number, at=start)
    style = styles.get(values.get("style", "").strip().lstrip("*"), _Style())
    text = values["text"]
    look = styled(list(override_runs(text, style.look, lambda name: styles.get(name, style).look)))
    top, aside = placed(text, style.place)
    if not look.lines and _DRAWING.search("".join(_BLOCK.findall(text))):
        return  # a drawing has no words
    builder.add(
        Raw(
            start,
            end,
            look.lines,
            values.get("name") or values.get("actor") or None,
            colours=look.colours,
            italic=look.italic,
            top=top,
            lost=look.lost | {PLACE} if aside else look.lost,
        ),
        line=number,
    )


def _lacks_hundredths(text: str) -> bool:
    return "." not in text and bool(_TIME.match(text.strip() + ".0"))


def _millis(text: str) -> Millis | None:
    match = _TIME.match(text.strip())
    if not match:
        return None
    seconds = (int(match[2]) * 60 + int(match[3])) * 60 + int(match[4])
    ms = seconds * 1000 + int((match[5] or "0").ljust(3, "0"))
    return -ms if match[1] else ms
