"""Timeline markers as DaVinci Resolve exports and imports them (an EDL with marker comments)."""

from __future__ import annotations

from collections.abc import Sequence

from scriptkit.model import Cue, Finding, Role, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text.clean import one_line
from scriptkit.timecode import format_smpte, to_frames
from scriptkit.writers.losses import loss, marker_losses, said_by, text_losses, visible

_COLOURS = {
    Role.SOUNDBITE: "Yellow",
    Role.STANDUP: "Green",
    Role.TWO_WAY: "Cyan",
    Role.INTRO: "Purple",
    Role.TOSS: "Purple",
    Role.SIGN_OFF: "Red",
}


class EdlWriter:
    name = "edl"
    suffix = ".edl"
    title = "DaVinci Resolve marker EDL"
    colours = False

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        bars = [
            loss("loss-character", "bars divide fields: written as broken bars", cue=number, at=cue.start)
            for number, cue in enumerate(track.cues, 1)
            if "|" in cue.text
        ]
        return [*text_losses(track), *marker_losses(track, options), *bars]

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        title = one_line(track.title) or "Captions"
        mode = "DROP FRAME" if options.drop_frame else "NON-DROP FRAME"
        events = [
            _event(number, cue, " ".join(lines), options)
            for number, (cue, lines) in enumerate(visible(track.cues), 1)
        ]
        return "\n".join([f"TITLE: {title}\nFCM: {mode}\n", *events]).encode("utf-8")


def _event(number: int, cue: Cue, text: str, options: WriteOptions) -> str:
    """One marker: the note stands before the first bar, name and length in frames behind it."""
    rate = options.frame_rate
    first = to_frames(max(0, cue.start + options.start), rate)
    length = max(1, to_frames(max(0, cue.end + options.start), rate) - first)
    codes = [format_smpte(f, rate, drop_frame=options.drop_frame) for f in (first, first + 1)]
    colour = _COLOURS.get(cue.role, "Blue") if cue.role else "Blue"
    note = _plain(said_by(cue))
    line = f"{number:03d}  001      V     C        {codes[0]} {codes[1]} {codes[0]} {codes[1]}  "
    return f"{line}\n{note} |C:ResolveColor{colour} |M:{_plain(text)} |D:{length}\n"


def _plain(text: str) -> str:
    """The bar divides the fields; a broken bar reads the same."""
    return one_line(text.replace("|", "¦"))
