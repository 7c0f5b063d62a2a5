"""Pieces the TTML dialects share: escaping, identifiers for speakers and colours, clock times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from scriptkit.model import Cue
from scriptkit.text import clean
from scriptkit.timecode import Millis

TTML = "http://www.w3.org/ns/ttml"
NAMESPACES = (
    f'xmlns="{TTML}" xmlns:ttp="{TTML}#parameter" xmlns:tts="{TTML}#styling" xmlns:ttm="{TTML}#metadata"'
)
# White space in an attribute would be read as plain spaces: names are one line anyway.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})


def escape(text: str) -> str:
    """*text* for an element or a double-quoted attribute."""
    return text.translate(_ESCAPES)


def one_line(text: str | None) -> str:
    """A title or name without line breaks and control characters, escaped."""
    return escape(clean.one_line(text))


def title(text: str | None) -> str:
    """A title as an element, or nothing."""
    plain = one_line(text)
    return f"   <ttm:title>{plain}</ttm:title>\n" if plain else ""


def language_tag(language: str) -> str:
    """An xml:lang value; what is no language tag becomes ``und``."""
    parts = language.replace("_", "-").split("-")
    return "-".join(parts) if all(p.isascii() and p.isalnum() and len(p) <= 8 for p in parts) else "und"


def identifiers(names: Iterable[str | None], prefix: str) -> dict[str, str]:
    """Each distinct name with an XML identifier, in order of appearance."""
    found: dict[str, str] = {}
    for name in names:
        if name and one_line(name) and name not in found:
            found[name] = f"{prefix}{len(found) + 1}"
    return found


def speakers(cues: Sequence[Cue]) -> dict[str, str]:
    return identifiers((name for cue in cues for name in cue.names), "speaker")


def colours(cues: Sequence[Cue]) -> dict[str, str]:
    """Colours other than the white every cue has, as ``#RRGGBB``."""
    used = (colour.upper() for cue in cues for colour in cue.colours)
    return identifiers((c for c in used if c != "#FFFFFF"), "colour")


def agents(names: dict[str, str]) -> str:
    return "".join(
        f'   <ttm:agent type="person" xml:id="{identifier}">'
        f'<ttm:name type="full">{one_line(name)}</ttm:name></ttm:agent>\n'
        for name, identifier in names.items()
    )


def clock(ms: Millis) -> str:
    """Media time ``HH:MM:SS.mmm``; hours may pass 99."""
    seconds, milli = divmod(max(0, ms), 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}.{milli:03d}"


def spans(
    cue: Cue,
    lines: tuple[str, ...],
    palette: dict[str, str],
    base: str,
    names: Mapping[str, str] | None = None,
) -> str:
    """The cue's lines as spans with line breaks between them; *names* has the agents' identifiers."""
    by_line = cue.speakers if len(cue.speakers) == len(lines) else (None,) * len(lines)
    return "<br/>".join(
        f'<span style="{" ".join(_styles(cue, i, palette, base))}"{agent(names or {}, (name,))}>'
        f"{escape(line)}</span>"
        for i, (line, name) in enumerate(zip(lines, by_line, strict=True))
    )


def agent(names: Mapping[str, str], speakers: Iterable[str | None]) -> str:
    """The attribute that says who speaks, or nothing."""
    known = " ".join(names[name] for name in speakers if name and name in names)
    return f' ttm:agent="{known}"' if known else ""


def paragraph_agent(cue: Cue, lines: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Who speaks in a paragraph, unless its spans say it."""
    return "" if len(cue.speakers) == len(lines) else agent(names, cue.names)


def _styles(cue: Cue, line: int, palette: dict[str, str], base: str) -> Iterable[str]:
    yield base
    colour = cue.colour(line)
    if colour and colour.upper() in palette:
        yield palette[colour.upper()]
    if cue.italic:
        yield "italic"
