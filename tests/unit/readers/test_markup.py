import pytest
from hypothesis import given
from hypothesis import strategies as st

from scriptkit.readers.markup import Event, events


def texts(source: str) -> str:
    return "".join(e.value for e in events(source) if e.kind == "text")


@pytest.mark.parametrize(
    ("source", "attributes"),
    [
        ("<a href=x>", {"href": "x"}),
        ("<a href='x y' id=\"1\">", {"href": "x y", "id": "1"}),
        ("<meta rate=180 float>", {"rate": "180", "float": ""}),
        ("<a title='a>b'>", {"title": "a>b"}),
        ("<a t=&amp;>", {"t": "&"}),
        ("<a\nb = c>", {"b": "c"}),
    ],
)
def test_attributes(source: str, attributes: dict[str, str]) -> None:
    assert next(iter(events(source))).attributes == attributes


def test_what_is_no_tag_is_text() -> None:
    assert texts("1 < 2 <--- &amp; <3 </> <p>x") == "1 < 2 <--- & <3 </> x"


def test_a_tag_that_never_ends_is_text() -> None:
    assert list(events("x <p and no more")) == [Event("text", "x "), Event("text", "<p and no more")]


def test_comments_and_scripts_hide_their_content() -> None:
    found = list(events("a<!-- <p>b</p> -->c<script>if (a<b) '<p>'</script>d<![CDATA[<e>]]>"))
    assert [e.value for e in found] == ["a", "c", "script", "if (a<b) '<p>'", "script", "d", "<e>"]


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a ",
        "<a b='",
        '<a b="',
        "<!--",
        "<![CDATA[",
        "<script>",
        "<a =",
        "</",
        "&#",
        "<p>",
        "< a=b",
        "<a/",
    ],
)
def test_hostile_repeats_end(piece: str) -> None:
    source = piece * 20_000
    assert sum(len(e.value) for e in events(source)) <= len(source)


@given(st.text(alphabet="<>/='\"!-ab &;[]\n", max_size=200))
def test_any_text_is_scanned(source: str) -> None:
    for event in events(source):
        assert event.kind == "text" or event.value == event.value.lower()
