"""TTML in the IMSC 1.1 text profile (W3C Recommendation): media time, two regions, spans with styles."""

from __future__ import annotations

from collections.abc import Sequence

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.writers import markup
from scriptkit.writers.losses import negative_times, start_loss, text_losses, visible

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tt {namespaces} xmlns:ebutts="urn:ebu:tt:style" xmlns:itts="http://www.w3.org/ns/ttml/profile/imsc1#styling"
 ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" ttp:timeBase="media"
 ttp:cellResolution="32 15" xml:lang="{language}" xml:space="preserve">
 <head>
  <metadata>
{title}{agents}  </metadata>
  <styling>
   <style xml:id="cue" tts:fontFamily="proportionalSansSerif" tts:fontSize="80%" tts:lineHeight="125%" \
tts:textAlign="center" ebutts:linePadding="0.5c" ebutts:multiRowAlign="center" itts:fillLineGap="true"/>
   <style xml:id="text" tts:color="#FFFFFF" tts:backgroundColor="#000000CC"/>
   <style xml:id="italic" tts:fontStyle="italic"/>
{colours}  </styling>
  <layout>
   <region xml:id="top" tts:origin="10% 10%" tts:extent="80% 40%" tts:displayAlign="before" \
tts:showBackground="whenActive"/>
   <region xml:id="bottom" tts:origin="10% 50%" tts:extent="80% 40%" tts:displayAlign="after" \
tts:showBackground="whenActive"/>
  </layout>
 </head>
 <body>
  <div style="cue">
"""


class TtmlWriter:
    name = "ttml"
    suffix = ".ttml"
    title = "TTML (IMSC 1.1 text)"
    colours = True

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [*start_loss(self.title, options), *negative_times(track), *text_losses(track)]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        names, palette = markup.speakers(track.cues), markup.colours(track.cues)
        head = _HEAD.format(
            namespaces=markup.NAMESPACES,
            language=markup.language_tag(track.language),
            title=markup.title(track.title),
            agents=markup.agents(names),
            colours="".join(
                f'   <style xml:id="{identifier}" tts:color="{markup.escape(colour)}"/>\n'
                for colour, identifier in palette.items()
            ),
        )
        body = (
            _paragraph(number, cue, lines, names, palette)
            for number, (cue, lines) in enumerate(visible(track.cues), 1)
        )
        return (head + "".join(body) + "  </div>\n </body>\n</tt>\n").encode("utf-8")


def _paragraph(
    number: int, cue: Cue, lines: tuple[str, ...], names: dict[str, str], palette: dict[str, str]
) -> str:
    agent = markup.paragraph_agent(cue, lines, names)
    return (
        f'   <p xml:id="cue{number}" begin="{markup.clock(cue.start)}" end="{markup.clock(cue.end)}" '
        f'region="{"top" if cue.top else "bottom"}"{agent}>'
        f"{markup.spans(cue, lines, palette, 'text', names)}</p>\n"
    )
