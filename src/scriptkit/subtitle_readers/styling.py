"""What text looks like, as far as a cue can hold it: all in italics or not, and one colour a line.

Readers hand over runs of text with a look each; what a cue has no place for is named, so that a
reader can tell of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

PART_ITALIC = "italics on part of a cue"
SECOND_COLOUR = "a second colour in a line"
UNKNOWN_COLOUR = "a colour of unknown name"
BOLD, UNDERLINE, STRUCK = "bold", "underline", "strike-through"
TYPEFACE, EFFECTS = "typeface or size", "effects"
RUBY = "ruby text"
PLACE = "place"
"""Where on the picture, other than at its top or bottom in the middle."""

_NAMED = {
    "white": "#FFFFFF", "silver": "#C0C0C0", "gray": "#808080", "grey": "#808080", "black": "#000000",
    "red": "#FF0000", "maroon": "#800000", "yellow": "#FFFF00", "olive": "#808000", "lime": "#00FF00",
    "green": "#008000", "aqua": "#00FFFF", "cyan": "#00FFFF", "teal": "#008080", "blue": "#0000FF",
    "navy": "#000080", "fuchsia": "#FF00FF", "magenta": "#FF00FF", "purple": "#800080",
    "orange": "#FFA500", "pink": "#FFC0CB", "gold": "#FFD700",
}  # fmt: skip
_HEX = re.compile(r"#?([0-9A-Fa-f]{6})(?:[0-9A-Fa-f]{2})?$")
_SHORT_HEX = re.compile(r"#([0-9A-Fa-f])([0-9A-Fa-f])([0-9A-Fa-f])$")


def colour_of(text: str) -> str | None:
    """``#RRGGBB`` for a name or number as CSS and HTML have it, ``None`` for what is no colour."""
    text = text.strip()
    if match := _HEX.match(text):
        return f"#{match[1].upper()}"
    if match := _SHORT_HEX.match(text):
        return "#" + "".join(digit * 2 for digit in match.groups()).upper()
    return _NAMED.get(text.lower())


@dataclass(frozen=True, slots=True)
class Look:
    italic: bool = False
    colour: str | None = None
    """``#RRGGBB``, or ``None`` for the player's own."""
    extra: frozenset[str] = frozenset()
    """Looks no cue can hold, by name."""

    def having(self, name: str, on: bool) -> Look:
        return replace(self, extra=self.extra | {name} if on else self.extra - {name})


PLAIN = Look()


def _plain(_: str) -> Look:
    """The look of a style where there are no styles."""
    return PLAIN


Run = tuple[str, Look]
"""Text, which may hold line breaks, and its look."""


@dataclass(frozen=True, slots=True)
class Styled:
    lines: tuple[str, ...]
    """Those with text."""
    colours: tuple[str, ...]
    """A colour for each line, or nothing where all are the player's own."""
    italic: bool
    lost: frozenset[str]
    """What of the looks a cue cannot hold, by name."""


def styled(runs: Sequence[Run]) -> Styled:
    """A cue's lines and what can be kept of their look: each line's colour is that of most of it.

    Letters and digits count, so that a dash or a note sign outside the italics does not end them.
    """
    looks = [look for text, look in runs if text.strip()]
    if looks and all(look is looks[0] or look == looks[0] for look in looks):
        return _of_one_look("".join(text for text, _ in runs), looks[0])
    counts: Callable[[str], bool] = str.isalnum
    if not any(counts(char) for text, _ in runs for char in text):
        counts = _visible
    lines, colours = [""], [Counter[str | None]()]
    italic: Counter[bool] = Counter()
    lost: set[str] = set()
    for text, look in runs:
        for i, part in enumerate(text.split("\n")):
            if i:
                lines.append("")
                colours.append(Counter())
            lines[-1] += part
            weight = sum(map(counts, part))
            if weight:
                colours[-1][look.colour] += weight
                italic[look.italic] += weight
                lost |= look.extra
    if len(italic) > 1:
        lost.add(PART_ITALIC)
    if any(len(found) > 1 for found in colours):
        lost.add(SECOND_COLOUR)
    kept = [
        (line, found.most_common(1)[0][0] if found else None)
        for line, found in zip(lines, colours, strict=True)
        if line.strip()
    ]
    coloured = any(colour for _, colour in kept)
    return Styled(
        tuple(line for line, _ in kept),
        tuple(colour or "#FFFFFF" for _, colour in kept) if coloured else (),
        italic[True] > 0 and not italic[False],
        frozenset(lost),
    )


def _of_one_look(text: str, look: Look) -> Styled:
    lines = tuple(line for line in text.split("\n") if line.strip())
    return Styled(lines, (look.colour,) * len(lines) if look.colour else (), look.italic, look.extra)


def _visible(char: str) -> bool:
    return not char.isspace()


_BLOCK = re.compile(r"\{([^{}]*)\}")
_OVERRIDE = re.compile(r"\\([1-4]?[A-Za-z]+)[ ]?(\([^()]*\)|[^\\(]*)")
_BGR = re.compile(r"&?H([0-9A-Fa-f]{1,8})&?")
_ALIGN = re.compile(r"\\(an[1-9]|a(?:1[01]|[1-9]))(?!\d)")
LEGACY_PLACES = {1: 1, 2: 2, 3: 3, 5: 7, 6: 8, 7: 9, 9: 4, 10: 5, 11: 6}
"""Places as SSA counts them, and where they are on a number pad."""
_SWITCHES = {"b": BOLD, "u": UNDERLINE, "s": STRUCK}
_NO_LOOK = frozenset(("an", "a", "p", "pbo", "q", ""))
"""Overrides that say something else: place, drawings, wrapping."""


def override_runs(text: str, base: Look = PLAIN, style: Callable[[str], Look] = _plain) -> Iterator[Run]:
    r"""Runs of SubStation text, ``{\…}`` obeyed and left out, ``\N`` as line breaks, without drawings.

    A look that is set outright and cannot be kept is in ``extra`` of the text behind it.
    """
    look, drawing = base, False
    for i, part in enumerate(_BLOCK.split(text)):
        if i % 2:
            for name, value in _OVERRIDE.findall(part):
                if name == "p":
                    drawing = value.strip() not in ("0", "")
                look = overridden(look, name, value.strip(), base, style)
        elif part and not drawing:
            lines = re.sub(r"\\[Nn]", "\n", part)
            yield lines.replace("\\h", " ").replace("\\\u2060", "\\"), look


def overridden(look: Look, name: str, value: str, base: Look, style: Callable[[str], Look]) -> Look:
    """The look after one override: *value* is empty where it goes back to *base*."""
    if name == "i":
        return replace(look, italic=value != "0" if value else base.italic)
    if name in _SWITCHES:
        kind = _SWITCHES[name]
        return look.having(kind, value != "0" if value else kind in base.extra)
    if name in ("c", "1c"):
        found = _BGR.search(value)
        return replace(look, colour=rgb(int(found[1], 16)) if found else base.colour)
    if name.startswith("r"):
        return style((name[1:] + value).strip())
    if name in ("pos", "move", "org"):
        return look.having(PLACE, True)
    if name in _NO_LOOK:
        return look
    return look.having(TYPEFACE if name.startswith(("fn", "fs", "fe")) else EFFECTS, True)


def placed(text: str, otherwise: int = 2) -> tuple[bool, bool]:
    """Whether an event stands at the top, and whether it stands aside or midway, which no cue can say.

    The first override counts; *otherwise* is the style's place on a number pad.
    """
    match = _ALIGN.search("".join(_BLOCK.findall(text)))
    place = otherwise
    if match:
        number = int(match[1].lstrip("an"))
        place = number if match[1].startswith("an") else LEGACY_PLACES.get(number, 2)
    return place >= 7, place not in (2, 8)


def rgb(number: int) -> str | None:
    """``0xBBGGRR`` as ``#RRGGBB``; white is ``None``, as it is the default."""
    colour = f"#{number & 0xFF:02X}{number >> 8 & 0xFF:02X}{number >> 16 & 0xFF:02X}"
    return None if colour == "#FFFFFF" else colour


_TAG = re.compile(
    r"<(/?)(i|b|u|s|em|strong)[ ]?>|<(font)([^<>]{0,200})>|<(/font)[ ]?>|\{(\\[^{}]{0,200})\}", re.IGNORECASE
)
"""Markup SubRip players know; anything else in angle brackets is text."""
_FONT_COLOUR = re.compile(r"color[ ]?=[ ]?[\"']?([#\w]{1,20})", re.IGNORECASE)
_FONT_OTHER = re.compile(r"(?:face|size)[ ]?=", re.IGNORECASE)
_KINDS = {"b": BOLD, "strong": BOLD, "u": UNDERLINE, "s": STRUCK}


def tag_runs(text: str) -> Iterator[Run]:
    """Runs of SubRip text; tags nobody closed hold to the end of the cue."""
    look, fonts, at = PLAIN, list[Look](), 0
    for match in _TAG.finditer(text):
        if match.start() > at:
            yield text[at : match.start()], look
        at = match.end()
        closing, tag, font, attributes, font_ends, override = match.groups()
        if tag:
            kind = _KINDS.get(tag.lower())
            look = look.having(kind, not closing) if kind else replace(look, italic=not closing)
        elif font:
            fonts.append(look)
            look = _font(look, attributes)
        elif font_ends and fonts:
            before = fonts.pop()
            lost = frozenset((TYPEFACE, UNKNOWN_COLOUR))
            look = replace(look, colour=before.colour, extra=look.extra - lost | before.extra & lost)
        elif override:
            for name, value in _OVERRIDE.findall(override):
                look = overridden(look, name, value.strip(), PLAIN, _plain)
    if at < len(text):
        yield text[at:], look


def _font(look: Look, attributes: str) -> Look:
    if said := _FONT_COLOUR.search(attributes):
        colour = colour_of(said[1])
        look = replace(look, colour=None if colour == "#FFFFFF" else colour)
        look = look.having(UNKNOWN_COLOUR, colour is None)
    return look.having(TYPEFACE, True) if _FONT_OTHER.search(attributes) else look
