"""Rules about one cue by itself."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from scriptkit.check.speech import begins_anew, is_silent, speech
from scriptkit.model import Cue, Finding, Profile, Severity
from scriptkit.text.length import longest, shown_length
from scriptkit.text.reading import reading_ms, speed_severity, words_over
from scriptkit.timecode import Millis

_USEFUL = "\u200c\u200d\u00ad\u200e\u200f"


def cue_findings(
    number: int, cue: Cue, profile: Profile, tolerance: Millis = 1, *, capitals: bool = False
) -> Iterator[Finding]:
    """Text, layout, duration and reading speed of cue *number* (1-based); *capitals* as in :func:`speech`.

    A time on screen may be *tolerance* milliseconds off: files round frames to whole milliseconds, or more.
    """
    layout = _layout(cue, profile, capitals=capitals)
    for code, severity, message in (*_text(cue), *layout, *_time(cue, profile, tolerance)):
        yield Finding(code, severity, message, where=excerpt(cue), cue=number, at=cue.start)


_Found = tuple[str, Severity, str]


def _text(cue: Cue) -> Iterator[_Found]:
    if not cue.text.strip():
        yield "empty-cue", Severity.ERROR, "nothing to read"
    controls = sorted({c for line in cue.lines for c in line if _is_control(c)})
    if controls:
        names = ", ".join(f"U+{ord(c):04X}" for c in controls[:5])
        yield "control-character", Severity.ERROR, f"characters no viewer should see: {names}"
    if any(line != " ".join(line.split()) for line in cue.lines) and cue.text.strip():
        yield "white-space", Severity.WARNING, "spaces doubled, or at the end of a line"


def _is_control(char: str) -> bool:
    """Control and format characters, except the joiners and marks that scripts and emoji need."""
    return (
        unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs")
        and char not in "\u200c\u200d\u00ad\u200e\u200f"
    )


def _layout(cue: Cue, profile: Profile, *, capitals: bool) -> Iterator[_Found]:
    widest = longest(cue.lines)
    if widest > profile.max_chars:
        yield "line-too-long", Severity.ERROR, f"{widest} characters in a line, {profile.max_chars} fit"
    if len(cue.lines) > profile.max_lines:
        yield "too-many-lines", Severity.ERROR, f"{len(cue.lines)} lines, at most {profile.max_lines}"
    together = shown_length(" ".join(cue.lines))
    fits = 1 < len(cue.lines) <= profile.max_lines and together <= profile.max_chars
    if fits and _one_voice(cue, capitals=capitals):
        message = f"{len(cue.lines)} lines, but {together} characters fit one"
        yield "fits-one-line", Severity.INFO, message


def _one_voice(cue: Cue, *, capitals: bool) -> bool:
    """Whether its lines are one speaker's, without a sound among them: they may be joined."""
    first, *others = speech(cue, capitals=capitals)
    return not any(map(begins_anew, others)) and (not is_silent(first) or all(map(is_silent, others)))


def _time(cue: Cue, profile: Profile, tolerance: Millis) -> Iterator[_Found]:
    shown = cue.duration + tolerance
    chars, words = shown_length(" ".join(cue.lines)), len(cue.text.split())
    if cue.start < 0:
        yield "negative-time", Severity.ERROR, f"starts at {cue.start} ms"
    if shown < profile.min_duration:
        yield (
            "cue-too-short",
            Severity.ERROR,
            f"on screen {cue.duration} ms, at least {profile.min_duration} needed",
        )
    elif shown < reading_ms(chars, words, profile):
        over = words_over(chars, words, shown, profile)
        severity = speed_severity(chars, words, shown, profile)
        much = f"{over} of {words} words too many" if words > 1 else "the one word takes longer to read"
        yield "too-fast", severity, f"{speed(cue, profile)}: {much}"
    if cue.duration > profile.max_duration + tolerance:
        yield (
            "cue-too-long",
            Severity.ERROR,
            f"on screen {cue.duration} ms, at most {profile.max_duration} allowed",
        )


def speed(cue: Cue, profile: Profile) -> str:
    """A cue's reading speed beside the profile's limit, in the guide's own unit."""
    seconds = cue.duration / 1000
    if profile.max_cps:
        chars = shown_length(" ".join(cue.lines))
        return f"{chars / seconds:.1f} characters a second, limit {profile.max_cps:g}"
    words = len(cue.text.split())
    if profile.max_wpm:
        return f"{words * 60 / seconds:.0f} words a minute, limit {profile.max_wpm:g}"
    return f"{seconds / max(words, 1):.2f} s a word, least {(profile.ms_per_word or 0) / 1000:.2f}"


def excerpt(cue: Cue) -> str:
    """The cue's words on one line, shortened for a report."""
    text = " ".join(cue.lines)
    return text if len(text) <= 80 else text[:77] + "..."
