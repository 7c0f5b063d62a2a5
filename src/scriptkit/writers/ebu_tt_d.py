"""EBU-TT-D (EBU Tech 3380): media time base, every word in a span, styles by reference only.

The EBU's schema lets ``ttm:agent`` have no name, so a speaker is known by the agent's identifier.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text.clean import one_line
from scriptkit.writers import markup
from scriptkit.writers.losses import negative_times, note, start_loss, text_losses, visible

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tt {namespaces} xmlns:ebuttm="urn:ebu:tt:metadata" xmlns:ebutts="urn:ebu:tt:style"
 ttp:timeBase="media" ttp:cellResolution="50 30" xml:lang="{language}" xml:space="default">
 <head>
  <metadata>
   <ebuttm:documentMetadata>
    <ebuttm:conformsToStandard>urn:ebu:tt:distribution:2018-04</ebuttm:conformsToStandard>
   </ebuttm:documentMetadata>
{title}{agents}  </metadata>
  <styling>
   <style xml:id="cue" tts:fontFamily="Verdana, Arial, proportionalSansSerif" tts:fontSize="160%" \
tts:lineHeight="125%" tts:textAlign="center" ebutts:linePadding="0.5c"/>
   <style xml:id="text" tts:color="#FFFFFF" tts:backgroundColor="#000000"/>
   <style xml:id="italic" tts:fontStyle="italic"/>
{colours}  </styling>
  <layout>
   <region xml:id="top" tts:origin="10% 10%" tts:extent="80% 40%" tts:displayAlign="before"/>
   <region xml:id="bottom" tts:origin="10% 50%" tts:extent="80% 40%" tts:displayAlign="after"/>
  </layout>
 </head>
"""


class EbuTtDWriter:
    name = "ebu-tt-d"
    suffix = ".ebuttd.xml"
    title = "EBU-TT-D"
    colours = True

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [
            *start_loss(self.title, options),
            *_name_loss(track),
            *negative_times(track),
            *text_losses(track),
        ]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        names, palette = _agents(track), markup.colours(track.cues)
        head = _HEAD.format(
            namespaces=markup.NAMESPACES,
            language=markup.language_tag(track.language),
            title=markup.title(track.title),
            agents="".join(f'   <ttm:agent type="person" xml:id="{i}"/>\n' for i in names.values()),
            colours="".join(
                f'   <style xml:id="{identifier}" tts:color="{markup.escape(colour)}"/>\n'
                for colour, identifier in palette.items()
            ),
        )
        paragraphs = [
            _paragraph(number, cue, lines, names, palette)
            for number, (cue, lines) in enumerate(visible(track.cues), 1)
        ]
        # A body must hold a paragraph; a document may do without a body.
        body = [" <body>\n  <div>\n", *paragraphs, "  </div>\n </body>\n"] if paragraphs else []
        return "".join([head, *body, "</tt>\n"]).encode("utf-8")


def _agents(track: SubtitleTrack) -> dict[str, str]:
    """Speakers with identifiers that read like their names: ``speaker.RUTH_AMARO``."""
    agents: dict[str, str] = {}
    for name, number in markup.speakers(track.cues).items():
        plain = re.sub(r"[^A-Za-z0-9.-]+", "_", one_line(name)).strip("_")
        identifier = f"speaker.{plain or number}"
        agents[name] = identifier if identifier not in agents.values() else f"{identifier}.{number}"
    return agents


def _name_loss(track: SubtitleTrack) -> Iterator[Finding]:
    changed = [name for name, i in _agents(track).items() if i != f"speaker.{name.replace(' ', '_')}"]
    if changed:
        yield note("loss-speaker", f"speakers are identifiers only, spelled otherwise: {', '.join(changed)}")


def _paragraph(
    number: int, cue: Cue, lines: tuple[str, ...], names: dict[str, str], palette: dict[str, str]
) -> str:
    agent = markup.paragraph_agent(cue, lines, names)
    region = "top" if cue.top else "bottom"
    return (
        f'   <p xml:id="cue{number}" xml:space="preserve" region="{region}" style="cue" '
        f'begin="{markup.clock(cue.start)}" end="{markup.clock(cue.end)}"{agent}>'
        f"{markup.spans(cue, lines, palette, 'text', names)}</p>\n"
    )
