"""What holds for the time line of any story."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.model import Role, Segment, Story
from scriptkit.text.tokens import tokenize
from scriptkit.timer import estimate, reading_time

PIECES = """the mayor $5 million 3.5% No. 2 U.S. GDP -- ... ,... 20-23 8-hundred-87 9:50 p.m. Tuesday. said,
[oh-KOR-oh] “Yes!” é 서울 […] - & II Gen. St. 5km THE-MAYOR a@b.org 1,2.3-4 $5-6bn .5 '90s"""
WORDS = st.sampled_from(PIECES.split())
TEXT = st.lists(WORDS, max_size=12).map(" ".join) | st.text(max_size=40)
SPOKEN = st.sampled_from([role for role in Role if role.spoken])


@st.composite
def stories(draw: st.DrawFn) -> Story:
    at, segments = 0, []
    for _ in range(draw(st.integers(0, 5))):
        text = draw(TEXT)
        role, declared = draw(st.sampled_from(Role)), draw(st.none() | st.integers(1, 60_000))
        segments.append(
            Segment(role, text, draw(st.sampled_from([None, "Ann", "Bo"])), at, at + len(text), declared)
        )
        at += len(text) + 1
    return Story("s", None, tuple(segments), declared=draw(st.none() | st.integers(1, 200_000)))


@settings(max_examples=150, deadline=None)
@given(stories(), st.none() | st.integers(1, 200_000), st.integers(0, 10_000))
def test_time_line_holds_every_word_in_order(story: Story, trt: int | None, start: int) -> None:
    timeline = estimate(story, trt=trt, start=start)
    spoken = [token.text for segment in story.spoken for token in tokenize(segment.spoken_text)]
    assert [word.text for item in timeline.items for word in item.words] == spoken
    at = start
    for item in timeline.items:
        assert item.start >= at
        at = item.start
        for word in item.words:
            assert at <= word.start < word.end <= item.end
            at = word.end
        assert item.words[-1].end == item.end


@settings(max_examples=100, deadline=None)
@given(TEXT, TEXT)
def test_more_text_never_takes_less_time(a: str, b: str) -> None:
    assert 0 <= reading_time(a) <= reading_time(f"{a}.\n\n{b}") + 700
