"""Sentences to takes: from the cache where they were said before, else from the engines, on all cores."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from queue import SimpleQueue

from scriptkit.audio import effects, signal
from scriptkit.audio.cache import Cache, Take, key_of
from scriptkit.audio.plan import Utterance
from scriptkit.audio.pool import EngineDiedError, Worker
from scriptkit.errors import EngineError, EngineUnavailableError
from scriptkit.model import Clip, Finding, Severity, Word
from scriptkit.ports import Voice, VoiceSettings
from scriptkit.voices.speakable import Speakable, speakable

START_SECONDS, SECONDS_PER_SECOND = 40.0, 8.0
"""An engine may take this long to load, and for each second of speech, before it counts as hung."""
_GIVE_UP_AFTER = 4
"""Sentences in a row an engine fails on, none before, until it counts as broken altogether."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """``workers``: engine processes at once (None: as many as cores). ``timeout``: seconds a sentence may
    take (None: by its length)."""

    workers: int | None = None
    timeout: float | None = None


@dataclass
class Rendering:
    """A take for each utterance; ``rendered`` were made in this run, ``reused`` came from the cache."""

    takes: list[Take]
    findings: list[tuple[int, Finding]] = field(default_factory=list)
    """Each with its utterance's place."""
    rendered: int = 0
    reused: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class _Job:
    """One sentence to make, for all the places it is said in."""

    key: str
    voice: Voice
    text: Speakable
    settings: VoiceSettings
    length: int
    """Estimated milliseconds."""
    places: tuple[int, ...]


def render(
    utterances: Sequence[Utterance],
    voice_named: Callable[[str], Voice],
    cache: Cache,
    options: RenderOptions = RenderOptions(),
    progress: Progress | None = None,
) -> Rendering:
    """Takes for *utterances*, every one of them in *cache* but silences.

    A sentence an engine fails on twice becomes silence of its estimated length, with a finding. Raises
    EngineError when an engine fails on everything, MissingDependencyError when it is not there.
    """
    rendering = Rendering([_silent(u.length) for u in utterances])
    voices: dict[str, Voice] = {}
    ready: set[VoiceSettings] = set()
    wanted: dict[str, _Job] = {}
    for place, utterance in enumerate(utterances):
        engine = utterance.settings.engine
        if engine not in voices:
            voices[engine] = voice_named(engine)
        if utterance.settings not in ready:
            _make_sure(voices[engine], utterance.settings)
            ready.add(utterance.settings)
        job = _job(place, utterance, voices[engine], rendering)
        if job is not None:
            known = wanted.get(job.key)
            wanted[job.key] = replace(known, places=(*known.places, place)) if known else job
    jobs = []
    for job in wanted.values():
        take = cache.find(job.key)
        if take is None:
            jobs.append(job)
        else:
            rendering.reused += 1
            _place(rendering, job, take)
    for name in dict.fromkeys(job.voice.name for job in jobs):
        crew = [job for job in jobs if job.voice.name == name]
        _Crew(crew[0].voice, cache, options).run(crew, utterances, rendering, progress, len(jobs))
    return rendering


def _make_sure(voice: Voice, settings: VoiceSettings) -> None:
    """Raises what keeps *voice* from speaking at all, for engines that can tell."""
    check = getattr(voice, "ready", None)
    if check is not None:
        check(settings)


def _place(rendering: Rendering, job: _Job, take: Take) -> None:
    for place in job.places:
        rendering.takes[place] = take


def _silent(length: int) -> Take:
    """Silence of *length* ms; it is in no cache, and its rate makes a sample a millisecond."""
    return Take("", 1000, max(length, 1), 0, max(length, 1))


def _job(place: int, utterance: Utterance, voice: Voice, rendering: Rendering) -> _Job | None:
    """What to have said for an utterance; None, with a finding, when its engine can say none of it."""
    text = speakable(utterance.spoken, latin_only=bool(getattr(voice, "latin_only", False)))
    if not text:
        message = f"{voice.name} cannot say any of this sentence; silence stands for it"
        rendering.findings.append((place, _finding("voice-unspeakable", message, utterance)))
        return None
    if text.dropped:
        message = f"{voice.name} leaves out {', '.join(text.dropped[:5])}"
        rendering.findings.append((place, _finding("voice-unspeakable", message, utterance)))
    settings = utterance.settings
    if getattr(voice, "wants_length", False):
        settings = replace(settings, settings=(*settings.settings, ("length_ms", str(utterance.length))))
    stamp = voice.fingerprint(settings) if hasattr(voice, "fingerprint") else ""
    key = key_of(voice.name, voice.version(), text.text, settings, stamp)
    return _Job(key, voice, text, settings, utterance.length, (place,))


def _finding(code: str, message: str, utterance: Utterance) -> Finding:
    text = utterance.text
    return Finding(code, Severity.WARNING, message, where=text if len(text) <= 60 else f"{text[:59]}…")


class _Crew:
    """The workers of one engine, and how they fare."""

    def __init__(self, voice: Voice, cache: Cache, options: RenderOptions) -> None:
        self._voice = voice
        self._cache = cache
        self._options = options
        self._mine = threading.local()
        self._workers: list[Worker] = []
        self._lock = threading.Lock()
        self._stopped = False
        self._successes = self._failures = 0
        self._give_up_after = _GIVE_UP_AFTER

    def run(
        self,
        jobs: Sequence[_Job],
        utterances: Sequence[Utterance],
        rendering: Rendering,
        progress: Progress | None,
        total: int,
    ) -> None:
        """Make every job's take. Jobs that are done stay in the cache whatever stops the rest."""
        self._give_up_after = min(_GIVE_UP_AFTER, len(jobs))
        left = deque(jobs)
        done: SimpleQueue[tuple[_Job, Take | BaseException]] = SimpleQueue()
        threads = [
            threading.Thread(target=self._work, args=(left, done), name=f"scriptkit-voice-{n}", daemon=True)
            for n in range(min(self._count(), len(jobs)))
        ]
        # A plain queue, since the locks of futures stay taken when Ctrl-C falls into waiting for them.
        try:
            for thread in threads:
                thread.start()
            for _ in jobs:
                self._settle(*done.get(), utterances, rendering)
                if progress:
                    progress(rendering.rendered + rendering.failed, total)
        finally:
            left.clear()
            with self._lock:
                self._stopped = True
            for each in self._workers:
                each.close()
            for thread in threads:
                if thread.ident is not None:
                    thread.join()

    def _work(self, left: deque[_Job], done: SimpleQueue[tuple[_Job, Take | BaseException]]) -> None:
        """One thread: jobs off the list until there are none."""
        while True:
            try:
                job = left.popleft()
            except IndexError:
                return
            try:
                done.put((job, self._make(job)))
            except BaseException as error:  # whoever waits for the job must hear of it
                done.put((job, error))

    def _settle(
        self,
        job: _Job,
        result: Take | BaseException,
        utterances: Sequence[Utterance],
        rendering: Rendering,
    ) -> None:
        if isinstance(result, Take):
            _place(rendering, job, result)
            rendering.rendered += 1
            self._successes += 1
            return
        if not isinstance(result, EngineError) or isinstance(result, EngineUnavailableError):
            raise result
        rendering.failed += 1
        self._failures += 1
        if not self._successes and self._failures >= self._give_up_after:
            raise EngineError(
                f"{self._voice.name} failed on every sentence: {result.message}", hint=result.hint
            )
        message = f"{result.message}; silence stands for the sentence"
        rendering.findings += [(p, _finding("voice-failed", message, utterances[p])) for p in job.places]

    def _count(self) -> int:
        own = int(getattr(self._voice, "workers", 1))
        cores = self._options.workers or os.cpu_count() or 1
        return cores if own < 0 else min(max(own, 1), cores)

    def _make(self, job: _Job) -> Take:
        try:
            return self._keep(job, self._speak(job))
        except EngineUnavailableError:
            raise
        except EngineError as first:
            try:
                return self._keep(job, self._speak(job))
            except EngineDiedError:
                raise
            except EngineError:
                raise first from None

    def _speak(self, job: _Job) -> Clip:
        settings = replace(job.settings, gain=0.0)
        if int(getattr(self._voice, "workers", 1)) == 0:
            return self._voice.speak(job.text.text, settings)
        mine: Worker | None = getattr(self._mine, "worker", None)
        if mine is None:
            with self._lock:
                if self._stopped:
                    raise EngineDiedError(f"{self._voice.name} was stopped")
                mine = self._mine.worker = Worker(self._voice)
                self._workers.append(mine)
        patience = getattr(self._voice, "patience", START_SECONDS + SECONDS_PER_SECOND * job.length / 1000)
        return mine.speak(job.text.text, settings, self._options.timeout or patience)

    def _keep(self, job: _Job, clip: Clip) -> Take:
        """Shape a clip (trim, what the engine could not do itself, effects) and cache it."""
        if not clip.pcm:
            raise EngineError(f"{self._voice.name} returned no sound")
        rate, settings = clip.sample_rate, job.settings
        speech = signal.trim(signal.from_pcm(clip.pcm), rate)
        factor = 1.0
        if not getattr(self._voice, "own_rate", True):
            factor = 1 / settings.rate
            speech = signal.last_longer(speech, rate, factor)
        samples = speech.samples
        if not getattr(self._voice, "own_pitch", True):
            samples = signal.change_pitch(samples, rate, settings.pitch)
        samples = effects.apply(dict(settings.settings).get("effect", ""), samples, rate)
        cut = speech.cut * 1000 / rate
        words = tuple(
            Word(w.text, max(round(w.start * factor - cut), 0), max(round(w.end * factor - cut), 1))
            for w in clip.words
        )
        take = Take(job.key, rate, len(samples), speech.begin, speech.end, words)
        self._cache.put(take, signal.to_pcm(samples))
        return take
