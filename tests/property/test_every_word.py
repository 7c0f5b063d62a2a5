"""Every spoken word appears once, in order, unchanged; the profile is kept or said not to be."""

from __future__ import annotations

import itertools
import string
import unicodedata

import srt
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit import (
    ScriptkitError,
    SubtitleOptions,
    WriteOptions,
    caption,
    load_profile,
    parse,
    segment,
    write,
)
from scriptkit.pipeline import CaptionedStory, plain_rundown
from scriptkit.text.length import longest

PROFILES = {name: load_profile(name) for name in ("netflix", "bbc")}

INVISIBLE = {"\u2060", "\ufeff"}
HIDDEN = {"Cc", "Cn", "Cs"}
COMMON = (
    "the of in and but which who is was has not he they Mr. Sen. U.S. No. 6 p.m. 1-point-9 2-thousand-300"
    " Kim Jong-un Busan -- ... “quote” 20-29 $1.2m 84 won, though, however"
)
word = st.one_of(
    st.sampled_from(COMMON.split()),
    st.text(string.ascii_lowercase, min_size=1, max_size=14),
    st.text(string.ascii_lowercase, min_size=60, max_size=120),
)
sentence = st.lists(word, min_size=1, max_size=40).map(lambda ws: " ".join(ws).capitalize() + ".")
paragraphs = st.lists(st.lists(sentence, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4)


@st.composite
def scripts(draw: st.DrawFn) -> str:
    """A report as pasted from the web: intro, toss, narration with bites, sign-off, page furniture."""
    lines = ["Published on: 2025/03/04 20:00", *draw(paragraphs), "Ko Ara reports."]
    for part in draw(st.lists(st.tuples(paragraphs, st.booleans()), min_size=1, max_size=3)):
        text, bite = part
        lines += [f'"{line}"' for line in text] if bite else text
    lines += ["Ko Ara, Example News.", "You must be logged in to add a comment."]
    return draw(st.sampled_from(["\n", "\n\n"])).join(lines)


def sayable(text: str) -> list[str]:
    """The words of *text* that can be seen.

    Control characters have no place in a subtitle file, and U+2060, by which the SubRip writer disarms
    markup, has no width.
    """
    seen = "".join(
        c for c in text if c.isspace() or not (c in INVISIBLE or unicodedata.category(c) in HIDDEN)
    )
    return [w for w in seen.split() if any(c.isalnum() for c in w)]


def assert_captions_hold(stories: list[CaptionedStory], profile_name: str) -> None:
    profile = PROFILES[profile_name]
    for story in stories:
        data = write(story.track, "srt", WriteOptions(profile))
        cues = list(srt.parse(data.decode("utf-8")))
        # A segment of nothing but marks has nothing to say, so only what can be said is compared.
        spoken = sayable(" ".join(item.spoken_text for item in story.story.spoken))
        assert sayable(" ".join(cue.content for cue in cues)) == spoken
        assert all(a.end <= b.start for a, b in itertools.pairwise(cues))
        told = {f.cue for f in story.findings}
        for number, cue in enumerate(cues, 1):
            lines = cue.content.split("\n")
            if len(lines) > profile.max_lines or longest(lines) > profile.max_chars:
                assert number in told, cue
            shown_ms = (cue.end - cue.start).total_seconds() * 1000
            if not profile.min_duration - 1 <= shown_ms <= profile.max_duration + 1:
                assert number in told, cue


@settings(max_examples=60, deadline=None)
@given(scripts(), st.sampled_from(sorted(PROFILES)))
def test_generated_reports(text: str, profile_name: str) -> None:
    stories = caption(parse(text.encode()), SubtitleOptions(profile=PROFILES[profile_name]))
    assert_captions_hold(stories, profile_name)
    everything = " ".join(w for s in stories for item in s.story.spoken for w in item.text.split())
    assert "Published on" not in everything
    assert "logged in" not in everything


@settings(max_examples=60, deadline=None)
@given(st.lists(word, min_size=1, max_size=120), st.sampled_from(sorted(PROFILES)))
def test_plain_text_keeps_all_of_it(words: list[str], profile_name: str) -> None:
    text = " ".join(words)
    if not any(c.isalnum() for c in text):
        return
    stories = caption(parse(text.encode()), SubtitleOptions(profile=PROFILES[profile_name], plain=True))
    assert_captions_hold(stories, profile_name)
    assert [w for item in stories[0].story.spoken for w in item.text.split()] == text.split()


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_gives_captions_or_a_clear_error(text: str) -> None:
    try:
        script = parse(text.encode("utf-8", errors="surrogatepass"))
        stories = caption(script, SubtitleOptions(profile=PROFILES["netflix"]))
    except ScriptkitError:
        return
    assert_captions_hold(stories, "netflix")


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=400), scripts()))
def test_segments_tile_the_script(text: str) -> None:
    try:
        script = parse(text.encode("utf-8", errors="surrogatepass"))
    except ScriptkitError:
        return
    covered, at = [], 0
    for story in segment(script).stories:
        for part in story.segments:
            assert part.start >= at
            assert part.text == script.text[part.start : part.end]
            assert not script.text[at : part.start].strip()
            at = part.end
            covered.append(part)
    assert not script.text[at:].strip()
    assert plain_rundown(script).stories[0].segments[0].text == script.text.strip()
