"""scriptkit: a TV report script in, air-ready captions out.

>>> import scriptkit
>>> script = scriptkit.read_file("seeds/putin-trump-alaska.txt")
>>> rundown = scriptkit.segment(script)
>>> options = scriptkit.SubtitleOptions(profile=scriptkit.load_profile("netflix"))
>>> timeline = scriptkit.time_story(rundown.stories[0], options)
>>> track, findings = scriptkit.cue(timeline, options.profile)
>>> srt = scriptkit.write(track, "srt", scriptkit.WriteOptions(options.profile))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scriptkit.check import check_track as check_track
    from scriptkit.config import load_profile as load_profile
    from scriptkit.config import profile_names as profile_names
    from scriptkit.errors import ExitCode as ExitCode
    from scriptkit.errors import ScriptkitError as ScriptkitError
    from scriptkit.model import Cue as Cue
    from scriptkit.model import Finding as Finding
    from scriptkit.model import Profile as Profile
    from scriptkit.model import Role as Role
    from scriptkit.model import Rundown as Rundown
    from scriptkit.model import Script as Script
    from scriptkit.model import Segment as Segment
    from scriptkit.model import Story as Story
    from scriptkit.model import SubtitleTrack as SubtitleTrack
    from scriptkit.model import Timeline as Timeline
    from scriptkit.model import Word as Word
    from scriptkit.pipeline import SubtitleOptions as SubtitleOptions
    from scriptkit.pipeline import caption as caption
    from scriptkit.pipeline import cue as cue
    from scriptkit.pipeline import parse as parse
    from scriptkit.pipeline import read_file as read_file
    from scriptkit.pipeline import segment as segment
    from scriptkit.pipeline import time_story as time_story
    from scriptkit.pipeline import write as write
    from scriptkit.ports import WriteOptions as WriteOptions
    from scriptkit.timer import reading_time as reading_time

_HOME = {
    "check": ("check_track",),
    "config": ("load_profile", "profile_names"),
    "errors": ("ExitCode", "ScriptkitError"),
    "model": (
        "Cue", "Finding", "Profile", "Role", "Rundown", "Script", "Segment", "Story", "SubtitleTrack",
        "Timeline", "Word",
    ),
    "pipeline": ("SubtitleOptions", "caption", "cue", "parse", "read_file", "segment", "time_story", "write"),
    "ports": ("WriteOptions",),
    "timer": ("reading_time",),
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}

__all__ = sorted(_MODULE_OF)


def __getattr__(name: str) -> Any:
    """Public names load when first used, so a caller pays only for what it asks for."""
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module 'scriptkit' has no attribute {name!r}")
    value = getattr(import_module(f"scriptkit.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
