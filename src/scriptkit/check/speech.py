"""What of a cue's lines is speech, and where somebody or something else begins.

Labels (``[Ann]``, ``(Ann)``, ``ANN:``, ``>>``, a dash) and sounds (``[bell]``, ``* Bell *``, ``BELL RINGS``)
are no part of any sentence. A name or a sound in capitals is told by its capitals only where the rest of
the file has small letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scriptkit.model import Cue, SubtitleTrack

_ANEW = "\x1e"
"""Stands where a label or a sound stood, or where another voice begins."""
_ASIDES = re.compile(
    r"\[[^\[\]]*\]"
    r"|^(?P<before>[ \t]*(?:(?:[-–—]|>>)[ \t]*)?)\([^()]*\)"  # elsewhere in a line it may be said
    r"|^[ \t]*\*[^*]*\*[ \t]*$",
    re.MULTILINE,
)
_DASH = re.compile(r"\s*(?:[-–—]|>>)\s*(?!\d)")
_NAME = re.compile(r"\s*([^:]{1,60}):(?=\s|$)")
_NAME_WORDS = 6
_SAID = re.compile(r"[.?!,;…][\"'”’»)]{0,3}$")
"""Ends of lines that sounds in capitals do not have."""
_SOUND_LETTERS = 4
"""Fewer capitals alone on a line are rather UN or FBI."""


def in_capitals(track: SubtitleTrack) -> bool:
    """Whether the speech itself is in capitals: most lines are."""
    lines = [line for cue in track.cues for line in cue.lines if line.upper() != line.lower()]
    return 2 * sum(line.isupper() for line in lines) > len(lines)


def speech(cue: Cue, *, capitals: bool) -> list[list[str]]:
    """For each line what is said in it: the first piece goes on from before, others begin anew.

    *capitals*: the file's speech is in capitals, which therefore tell no sound. Linear in the text.
    """
    text = "\n".join(line.replace(_ANEW, " ") for line in cue.lines)
    lines = _ASIDES.sub(_marked, text).split("\n")
    return [
        (_ANEW * _other_voice(cue, number) + _unlabelled(line, capitals=capitals)).split(_ANEW)
        for number, line in enumerate(lines)
    ]


def begins_anew(pieces: Sequence[str]) -> bool:
    """Whether a line, as :func:`speech` has it, begins with a label, a sound or another voice."""
    return len(pieces) > 1 and not pieces[0].strip()


def is_silent(pieces: Sequence[str]) -> bool:
    """Whether nothing is said in a line: it is a sound, or a label alone."""
    return not any(piece.strip() for piece in pieces)


def _marked(aside: re.Match[str]) -> str:
    return (aside["before"] or "") + _ANEW + "\n" * aside[0].count("\n")


def _other_voice(cue: Cue, number: int) -> bool:
    """Whether the file says that the line with index *number* is not said by who says the one above."""
    if number == 0:
        return False
    named = number < len(cue.speakers) and cue.speakers[number] != cue.speakers[number - 1]
    return named or cue.colour(number) != cue.colour(number - 1)


def _unlabelled(line: str, *, capitals: bool) -> str:
    if not capitals and _is_sound(line):
        return _ANEW
    dash = _DASH.match(line)
    mark = _ANEW if dash else ""
    rest = line[dash.end() :] if dash else line
    name = _NAME.match(rest)
    if name and name[1].isupper() and len(name[1].split()) <= _NAME_WORDS:
        return _ANEW + rest[name.end() :]
    return mark + rest


def _is_sound(line: str) -> bool:
    """Whether a line in capitals is what is heard rather than said."""
    return line.isupper() and sum(map(str.isalpha, line)) >= _SOUND_LETTERS and not _SAID.search(line.strip())
