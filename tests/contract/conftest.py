"""What the contract suites share: options and a few ordinary cues."""

from fractions import Fraction

import pytest

from scriptkit.model import Cue, Profile, SubtitleTrack
from scriptkit.ports import WriteOptions

PROFILE = Profile(
    name="test", title="Test", source="-", max_chars=42, max_lines=2, min_duration=1000, max_duration=7000
)


@pytest.fixture
def options() -> WriteOptions:
    return WriteOptions(profile=PROFILE, frame_rate=Fraction(25))


@pytest.fixture
def track() -> SubtitleTrack:
    return SubtitleTrack(
        (
            Cue(2000, 4520, ("The harbor reopens this morning", "after the longest strike in years.")),
            Cue(4600, 6800, ("Ferries left at six.",), speaker="RUTH AMARO"),
            Cue(9000, 12_000, ("It took eleven weeks", "and £4m — we’re tired.")),
        ),
        title="Harbor",
    )
