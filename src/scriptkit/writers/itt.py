"""iTunes Timed Text (``.itt``): a TTML dialect with SMPTE time code in the video's own frame rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.timecode import Millis, format_smpte, nominal, to_frames
from scriptkit.writers import markup
from scriptkit.writers.grid import on_grid
from scriptkit.writers.losses import frame_loss, loss, negative_times, speaker_loss, text_losses, visible

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tt {namespaces} ttp:timeBase="smpte" ttp:frameRate="{rate}" ttp:frameRateMultiplier="{multiplier}" \
ttp:dropMode="{drop}" ttp:clockMode="local" xml:lang="{language}">
 <head>
  <metadata>
{title}  </metadata>
  <styling>
   <style xml:id="normal" tts:color="white" tts:fontFamily="sansSerif" tts:fontSize="100%" \
tts:fontStyle="normal" tts:fontWeight="normal"/>
   <style xml:id="italic" tts:fontStyle="italic"/>
{colours}  </styling>
  <layout>
   <region xml:id="top" tts:origin="0% 0%" tts:extent="100% 15%" tts:displayAlign="before" \
tts:textAlign="center"/>
   <region xml:id="bottom" tts:origin="0% 85%" tts:extent="100% 15%" tts:displayAlign="after" \
tts:textAlign="center"/>
  </layout>
 </head>
 <body style="normal" region="bottom">
  <div>
"""
_DAY_HOURS = 24


class IttWriter:
    name = "itt"
    suffix = ".itt"
    title = "iTunes Timed Text"
    colours = True

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return [
            *frame_loss(track, options.frame_rate),
            *speaker_loss(track, self.title),
            *negative_times(track),
            *_late(track, options),
            *text_losses(track),
        ]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        palette = markup.colours(track.cues)
        rate = options.frame_rate
        multiplier = Fraction(rate, nominal(rate))
        head = _HEAD.format(
            namespaces=markup.NAMESPACES,
            rate=nominal(rate),
            multiplier=f"{multiplier.numerator} {multiplier.denominator}",
            drop="dropNTSC" if options.drop_frame else "nonDrop",
            language=markup.language_tag(track.language),
            title=markup.title(track.title),
            colours="".join(
                f'   <style xml:id="{identifier}" tts:color="{markup.escape(colour)}"/>\n'
                for colour, identifier in palette.items()
            ),
        )
        shown = list(visible(track.cues))
        grid = on_grid([cue for cue, _ in shown], rate)
        body = (
            _paragraph(cue, lines, times, palette, options)
            for (cue, lines), times in zip(shown, grid, strict=True)
        )
        return (head + "".join(body) + "  </div>\n </body>\n</tt>\n").encode("utf-8")


def _paragraph(
    cue: Cue, lines: tuple[str, ...], times: tuple[int, int], palette: dict[str, str], options: WriteOptions
) -> str:
    rate = options.frame_rate
    start = to_frames(options.start, rate)
    begin, end = (
        format_smpte(start + f, rate, drop_frame=options.drop_frame).replace(";", ":") for f in times
    )
    place = ' region="top"' if cue.top else ""
    if cue.italic or cue.colours:
        text = markup.spans(cue, lines, palette, "normal")
    else:
        text = "<br/>".join(map(markup.escape, lines))
    return f'   <p begin="{begin}" end="{end}"{place}>{text}</p>\n'


def _late(track: SubtitleTrack, options: WriteOptions) -> Iterator[Finding]:
    day: Millis = _DAY_HOURS * 3_600_000
    for number, cue in enumerate(track.cues, 1):
        if cue.end + options.start > day:
            yield loss("loss-time", "time code passes 24 hours", cue=number, at=cue.start)
