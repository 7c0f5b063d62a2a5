"""An invented story as sound, for the tests of what comes after rendering."""

from __future__ import annotations

from pathlib import Path

import fake_engines

from scriptkit import timer
from scriptkit.audio.cache import Cache
from scriptkit.audio.draft import Draft, DraftOptions, make_drafts
from scriptkit.model import Role, Segment, Story, Timeline
from scriptkit.ports import Voice, VoiceSettings
from scriptkit.voices.presets import Preset

PARTS = (
    (Role.INTRO, "Anchor", "The harbour closed on Monday. Ships wait outside."),
    (Role.NARRATION, "Mia Okafor", "Crews worked for 3 nights. Nobody was hurt, the mayor says."),
    (Role.SOUNDBITE, "Ada Larsen", '"We will open again at dawn."'),
    (Role.SIGN_OFF, "Mia Okafor", "Mia Okafor, Channel 9 News."),
)


def story() -> Story:
    segments, at = [], 0
    for role, speaker, text in PARTS:
        segments.append(Segment(role, text, speaker, at, at + len(text)))
        at += len(text) + 1
    return Story("harbour", "Harbour", tuple(segments))


def voice_named(name: str) -> Voice:
    kinds = (fake_engines.ToneVoice, fake_engines.MarkedVoice, fake_engines.TroubledVoice)
    return {kind.name: kind for kind in kinds}[name]()


def options(engine: str = "tone", **changes: object) -> DraftOptions:
    return DraftOptions(Preset("test", "Test", "", VoiceSettings(engine)), **changes)  # type: ignore[arg-type]


def voiced(folder: Path, engine: str = "tone", fit: int | None = None) -> tuple[Draft, Timeline, Cache]:
    estimated = timer.estimate(story())
    cache = Cache(folder / "cache")
    paces = [[1.0] * len(estimated.items)]
    drafts = make_drafts([estimated], paces, [fit], options(engine), voice_named, cache)
    return drafts.stories[0], estimated, cache
