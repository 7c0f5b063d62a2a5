"""Finished captions on their way out: what files are called, what they lose, stories in one file.

Every function is pure; those who call them publish the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from scriptkit import registry
from scriptkit.model import Finding, Profile, SubtitleTrack
from scriptkit.pipeline import CaptionedStory, SubtitleOptions
from scriptkit.ports import WriteOptions
from scriptkit.storage import safe_name
from scriptkit.timecode import Millis


@dataclass(frozen=True, slots=True)
class Output:
    """One file to publish. ``name`` may have folders before it, between ``/``."""

    name: str
    data: bytes


def outputs(stories: Sequence[CaptionedStory], options: SubtitleOptions, name: str) -> list[Output]:
    """A file a story in each format, called *name*; of a bulletin *name*, the story's number and slug."""
    made = []
    for format in options.formats:
        writer = registry.writer(format)
        for story in stories:
            file = output_name(name, story, len(stories)) + writer.suffix
            made.append(Output(file, writer.write(story.track, write_options(options))))
    return made


def output_name(name: str, story: CaptionedStory, count: int) -> str:
    """What files of *story*, one of *count*, are called, without suffix."""
    slug = f"-{story.number:02d}-{story.story.slug}" if count > 1 else ""
    head, slash, last = name.rpartition("/")
    return head + slash + safe_name(last + slug)


def write_options(options: SubtitleOptions) -> WriteOptions:
    """How writers are to write what these options ask for."""
    return WriteOptions(
        options.profile,
        frame_rate=options.profile.frame_rate,
        drop_frame=options.drop_frame,
        start=options.start,
        sdh=options.sdh,
        crlf=options.crlf,
    )


def losses(track: SubtitleTrack, options: SubtitleOptions) -> tuple[Finding, ...]:
    """What the chosen formats cannot carry of *track*."""
    from scriptkit.writers.losses import losses_of

    told = write_options(options)
    found: list[Finding] = []
    for writer in map(registry.writer, options.formats):
        found += _with_remedy(losses_of(writer, track, told), getattr(writer, "profile", ""))
    return tuple(dict.fromkeys(found))


def _with_remedy(found: Iterable[Finding], fitting: str) -> Iterable[Finding]:
    """The first of many broken lines says which profile would cue for the format's width."""
    for finding in found:
        if fitting and finding.code == "loss-line-length":
            remedy = f"{finding.message}; --profile {fitting} makes cues for them"
            finding, fitting = replace(finding, message=remedy), ""
        yield finding


def join_tracks(
    tracks: Sequence[SubtitleTrack], lengths: Iterable[Millis], profile: Profile
) -> SubtitleTrack:
    """Tracks one after another as one programme; ``lengths`` are the running times before the next begins.

    On frames of the profile and with its gaps: a story may begin a little later than its length says.
    """
    from scriptkit.cueing import in_turn

    return SubtitleTrack(in_turn(tracks, lengths, profile), tracks[0].language, tracks[0].title)


def join_voiced(tracks: Sequence[SubtitleTrack], begins: Iterable[Millis], profile: Profile) -> SubtitleTrack:
    """Tracks whose sound begins at ``begins`` in one programme; on frames, with the profile's gaps."""
    from scriptkit.cueing import at_times

    return replace(tracks[0], cues=at_times(tracks, begins, profile))
