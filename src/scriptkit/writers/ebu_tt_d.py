"""EBU-TT-D (EBU Tech 3380): media time base, every word in a span, styles by reference only."""

from __future__ import annotations

from collections.abc import Sequence

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.writers import markup
from scriptkit.writers.losses import negative_times, start_loss, text_losses, visible

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tt {namespaces} xmlns:ebuttm="urn:ebu:tt:metadata" xmlns:ebutts="urn:ebu:tt:style"
 ttp:timeBase="media" ttp:cellResolution="50 30" xml:lang="{language}" xml:space="default">
 <head>
  <metadata>
   <ebuttm:documentMetadata>
    <ebuttm:conformsToStandard>urn:ebu:tt:distribution:2018-04</ebuttm:conformsToStandard>
   </ebuttm:documentMetadata>
   <ttm:title>{title}</ttm:title>
{agents}  </metadata>
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

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [*start_loss(self.title, options), *negative_times(track), *text_losses(track)]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        names, palette = markup.speakers(track.cues), markup.colours(track.cues)
        head = _HEAD.format(
            namespaces=markup.NAMESPACES,
            language=markup.language_tag(track.language),
            title=markup.one_line(track.title),
            agents=markup.agents(names),
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


def _paragraph(
    number: int, cue: Cue, lines: tuple[str, ...], names: dict[str, str], palette: dict[str, str]
) -> str:
    agent = f' ttm:agent="{names[cue.speaker]}"' if cue.speaker in names else ""
    region = "top" if cue.top else "bottom"
    return (
        f'   <p xml:id="cue{number}" xml:space="preserve" region="{region}" style="cue" '
        f'begin="{markup.clock(cue.start)}" end="{markup.clock(cue.end)}"{agent}>'
        f"{markup.spans(cue, lines, palette, 'text')}</p>\n"
    )
