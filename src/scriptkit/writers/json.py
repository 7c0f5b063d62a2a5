"""Cues as JSON: all that a cue holds, for other programs. The schema is in ``docs/formats.md``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from scriptkit.model import Cue, Finding, SubtitleTrack
from scriptkit.ports import WriteOptions
from scriptkit.text.clean import one_line
from scriptkit.timecode import format_smpte, to_frames
from scriptkit.writers.losses import said_by, text_losses, visible, voices

SCHEMA = "scriptkit-cues"
VERSION = 1


class JsonWriter:
    name = "json"
    suffix = ".json"
    title = "JSON"
    colours = True

    def losses(self, track: SubtitleTrack, options: WriteOptions) -> Sequence[Finding]:
        return list(text_losses(track))

    def write(self, track: SubtitleTrack, options: WriteOptions) -> bytes:
        rate = options.frame_rate
        start = format_smpte(to_frames(options.start, rate), rate, drop_frame=options.drop_frame)
        head = {
            "schema": SCHEMA,
            "version": VERSION,
            "language": track.language,
            "title": one_line(track.title) or None,
            "frame_rate": f"{rate.numerator}/{rate.denominator}",
            "drop_frame": options.drop_frame,
            "start_time_code": start,
        }
        cues = [_cue(number, cue, lines) for number, (cue, lines) in enumerate(visible(track.cues), 1)]
        # A cue a line keeps files comparable with line-based tools.
        opening = json.dumps(head, ensure_ascii=False, indent=1)[:-2]
        body = ",\n  ".join(json.dumps(cue, ensure_ascii=False) for cue in cues)
        return f'{opening},\n "cues": [\n  {body}\n ]\n}}\n'.encode()


def _cue(number: int, cue: Cue, lines: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, Any] = {"number": number, "start": cue.start, "end": cue.end, "lines": lines}
    optional = {
        "speaker": "" if voices(cue, lines) else said_by(cue),
        "speakers": tuple(name or None for name in voices(cue, lines)),
        "role": cue.role.value if cue.role else None,
        "colours": cue.colours,
        "italic": cue.italic,
        "top": cue.top,
        "why": tuple(map(one_line, cue.why)),
    }
    return values | {key: value for key, value in optional.items() if value}
