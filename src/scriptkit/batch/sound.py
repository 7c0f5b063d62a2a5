"""Audio drafts in a batch: the sound file and the captions that ``scriptkit subtitle --voice`` writes."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from scriptkit import delivery, pipeline
from scriptkit.model import Script
from scriptkit.pipeline import CaptionedStory, SubtitleOptions

if TYPE_CHECKING:
    from scriptkit.audio.cache import Cache
    from scriptkit.audio.draft import DraftOptions

_PRUNE_EVERY = 100
"""Scripts; looking through a large cache takes as long as rendering one."""


@dataclass(frozen=True, slots=True)
class Sound:
    """How drafts sound, and in which format (``".wav"``) they are written.

    ``keep``: sentences go into the user's cache, and come from it.
    """

    draft: DraftOptions
    suffix: str = ".wav"
    keep: bool = True


def speak(
    script: Script, options: SubtitleOptions, sound: Sound, name: str, folder: Path
) -> tuple[list[CaptionedStory], list[tuple[str, Path]]]:
    """Render a script into *folder*; its stories, and each sound file's name for publishing and its place.

    Raises what :func:`scriptkit.pipeline.voice` raises.
    """
    from scriptkit.audio import draft, export

    files = []
    with _open_cache(keep=sound.keep) as cache:
        stories, drafts = pipeline.voice(script, options, sound.draft, cache)
        for number, (story, made) in enumerate(zip(stories, drafts.stories, strict=True)):
            path = folder / f"{number}{sound.suffix}"
            start = (options.start, datetime.now()) if options.start else (None, None)
            about = export.About(story.story.title or story.story.slug, *start)
            level = draft.level(made.programme, cache, sound.draft)
            draft.save(made.programme, path, cache, level, about)
            files.append((delivery.output_name(name, story, len(stories)) + sound.suffix, path))
    return stories, files


@contextlib.contextmanager
def _open_cache(*, keep: bool) -> Iterator[Cache]:
    from scriptkit.audio.cache import Cache, default_folder, default_limit, temporary_cache

    if not keep:
        with temporary_cache() as cache:
            yield cache
        return
    cache = Cache(default_folder(), default_limit())
    yield cache
    if next(_turns()) % _PRUNE_EVERY == 0:
        cache.prune()


@cache
def _turns() -> count[int]:
    return count(1)
