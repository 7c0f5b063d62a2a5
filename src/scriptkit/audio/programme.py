"""Takes on a time line of samples: placed once, then streamed as often as needed in flat memory."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scriptkit.audio import signal
from scriptkit.audio.cache import Take
from scriptkit.audio.loudness import ratio
from scriptkit.audio.plan import Utterance
from scriptkit.model import Basis, Finding, Severity, TimedSegment, Timeline, Word
from scriptkit.timecode import Millis

if TYPE_CHECKING:
    from scriptkit.audio.signal import Samples

DEFAULT_RATE = 48_000
FIT_LIMIT = 0.15
"""How much longer or shorter a voice may be made: beyond it is heard."""
TAIL_MS = 500
"""Silence after the last word."""
ROOM_TONE_DBFS = -60.0
_BLOCK = 1 << 16

SamplesOf = Callable[[Take], bytes]
"""Where a take's PCM comes from."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A take in the programme: ``length`` samples from ``start``, speech from ``begin`` to ``end``.

    All are samples at the programme's rate and count from the programme's first.
    """

    take: Take
    segment: int
    start: int
    length: int
    begin: int
    end: int
    gain: float
    """Decibels."""


@dataclass(frozen=True, slots=True)
class Programme:
    """What is heard when; the sound itself stays in the cache."""

    rate: int
    length: int
    """Samples."""
    placements: tuple[Placement, ...]
    factor: float = 1.0
    """How much longer than rendered everything lasts."""

    @property
    def duration(self) -> Millis:
        return round(self.length * 1000 / self.rate)


def fit_factor(
    utterances: Sequence[Utterance], takes: Sequence[Take], target: Millis
) -> tuple[float, list[Finding]]:
    """What to stretch everything by to last *target* ms from first word to last, and whether it can."""
    if not takes:
        return 1.0, []
    speech = sum((take.end - take.begin) * 1000 / take.rate for take in takes)
    total = speech + sum(u.pause for u in utterances[:-1])
    wanted = target / total
    factor = min(max(wanted, 1 - FIT_LIMIT), 1 + FIT_LIMIT)
    if factor == wanted:
        return factor, []
    message = (
        f"the draft runs {total / 1000:.1f} s; {target / 1000:.1f} s needs {abs(wanted - 1):.0%}"
        f" {'more' if wanted > 1 else 'less'}, and ±{FIT_LIMIT:.0%} is the most:"
        f" it will run {total * factor / 1000:.1f} s"
    )
    return factor, [Finding("fit-out-of-reach", Severity.WARNING, message)]


def place(
    utterances: Sequence[Utterance],
    takes: Sequence[Take],
    *,
    rate: int = DEFAULT_RATE,
    factor: float = 1.0,
    lead: Millis = 0,
) -> Programme:
    """Every take after the other, each pause as long as planned between one's speech and the next's.

    ``lead`` is silence before the first word, in milliseconds.
    """
    placements: list[Placement] = []
    speech_ended, sound_ended = 0.0, 0
    pause = lead * rate / 1000
    for utterance, take in zip(utterances, takes, strict=True):
        length = signal.resampled_length(_stretched(take, factor), take.rate, rate)
        scale = length / take.length if take.length else 0.0
        before = round(take.begin * scale)
        start = max(round(speech_ended + pause) - before, sound_ended)
        end = start + max(round(take.end * scale), before + 1)
        placements.append(
            Placement(take, utterance.segment, start, length, start + before, end, utterance.settings.gain)
        )
        speech_ended, sound_ended = end, start + length
        pause = utterance.pause * factor * rate / 1000
    length = max(sound_ended, round(speech_ended + TAIL_MS * rate / 1000)) if placements else 0
    return Programme(rate, length, tuple(placements), factor)


def _stretched(take: Take, factor: float) -> int:
    return take.length if factor == 1.0 else round(take.length * factor)


def blocks(
    programme: Programme,
    samples_of: SamplesOf,
    *,
    start: int = 0,
    end: int | None = None,
    segments: Collection[int] | None = None,
    gain: float = 0.0,
    room_tone: float | None = None,
) -> Iterator[Samples]:
    """The programme's sound from sample *start* to *end*, in blocks of at most some seconds.

    ``segments`` keeps the rest silent (stems), ``gain`` is in dB, ``room_tone`` a level in dBFS.
    """
    np = signal.numpy()
    end = programme.length if end is None else min(end, programme.length)
    at = start

    def silence(until: int) -> Iterator[Samples]:
        nonlocal at
        while at < until:
            step = min(_BLOCK, until - at)
            yield _with_tone(np.zeros(step, np.float32), at, programme.rate, room_tone)
            at += step

    for placement in programme.placements:
        if segments is not None and placement.segment not in segments:
            continue
        first, last = max(placement.start, start), min(placement.start + placement.length, end)
        if first >= last:
            continue
        yield from silence(first)
        if placement.take.key:
            sound = _sound(programme, placement, samples_of) * np.float32(ratio(placement.gain + gain))
        else:
            sound = np.zeros(placement.length, np.float32)
        part = sound[first - placement.start : last - placement.start]
        yield _with_tone(part, at, programme.rate, room_tone)
        at = last
    yield from silence(end)


def _sound(programme: Programme, placement: Placement, samples_of: SamplesOf) -> Samples:
    take = placement.take
    samples = signal.from_pcm(samples_of(take))
    if programme.factor != 1.0:
        samples = signal.stretch(samples, take.rate, _stretched(take, programme.factor))
    return signal.fit_length(signal.resample(samples, take.rate, programme.rate), placement.length)


def _with_tone(samples: Samples, at: int, rate: int, level: float | None) -> Samples:
    if level is None:
        return samples
    np = signal.numpy()
    tone = _room_tone(rate)
    from_here = np.roll(tone, -(at % len(tone)))
    with_tone: Samples = samples + np.resize(from_here, len(samples)) * np.float32(ratio(level))
    return with_tone


@cache
def _room_tone(rate: int) -> Samples:
    """Four seconds of soft low noise at 0 dBFS RMS, the same every time, made to loop without a seam."""
    np = signal.numpy()
    count = 4 * rate
    random = np.random.default_rng(4)
    spectrum = np.exp(2j * np.pi * random.random(count // 2 + 1))
    frequencies = np.fft.rfftfreq(count, 1 / rate)
    # Rooms hum low and hiss little: full up to 150 Hz, then falling 9 dB an octave; nothing below 30 Hz.
    spectrum *= np.where(frequencies < 30, 0, 1 / np.maximum(frequencies / 150, 1) ** 1.5)
    noise = np.fft.irfft(spectrum, count)
    tone: Samples = (noise / np.sqrt(np.mean(noise**2))).astype(np.float32)
    return tone


def rendered_timeline(estimated: Timeline, utterances: Sequence[Utterance], programme: Programme) -> Timeline:
    """The story's words at the times they are heard in the programme.

    A sentence begins and ends where its speech does, by energy. Inside it the engine's own marks say
    when a word begins, or else the timer's proportions do.
    """
    words: list[list[Word]] = [[] for _ in estimated.items]
    for utterance, placement in zip(utterances, programme.placements, strict=True):
        words[utterance.segment] += _words(utterance, placement, programme)
    items = tuple(
        TimedSegment(item.segment, tuple(timed), timed[0].start, timed[-1].end, Basis.RENDERED)
        for item, timed in zip(estimated.items, words, strict=True)
        if timed
    )
    return Timeline(estimated.story, items)


def _words(utterance: Utterance, placement: Placement, programme: Programme) -> list[Word]:
    to_ms = 1000 / programme.rate
    begin, end = round(placement.begin * to_ms), round(placement.end * to_ms)
    count = len(utterance.words)
    end = max(end, begin + count)
    edges = _marked_edges(utterance, placement, programme) or _estimated_edges(utterance, begin, end)
    timed, last = [], begin
    for i, (word, (start, stop)) in enumerate(zip(utterance.words, edges, strict=True)):
        first = begin if i == 0 else min(max(round(start), last), end - (count - i))
        latest = end if i == count - 1 else end - (count - i - 1)
        last = min(max(round(stop), first + 1), latest)
        timed.append(Word(word.text, first, end if i == count - 1 else last))
    return timed


def _estimated_edges(utterance: Utterance, begin: int, end: int) -> list[tuple[float, float]]:
    zero, length = utterance.words[0].start, max(utterance.length, 1)
    scale = (end - begin) / length
    return [(begin + (w.start - zero) * scale, begin + (w.end - zero) * scale) for w in utterance.words]


def _marked_edges(
    utterance: Utterance, placement: Placement, programme: Programme
) -> list[tuple[float, float]] | None:
    """Written words' edges from the engine's marks on spoken ones; None when they do not match up."""
    marks = placement.take.words
    if not marks or len(marks) != sum(utterance.counts):
        return None
    origin = placement.start * 1000 / programme.rate
    starts = [origin + mark.start * programme.factor for mark in marks]
    stops = [origin + mark.end * programme.factor for mark in marks]
    edges: list[tuple[float, float]] = []
    at = 0
    for spoken in utterance.counts:
        if spoken:
            edges.append((starts[at], stops[at + spoken - 1]))
        else:  # nobody says it; it is over as soon as it begins
            when = stops[at - 1] if at else starts[0]
            edges.append((when, when))
        at += spoken
    return edges
