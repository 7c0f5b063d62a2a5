"""The HTML report: self-contained, accessible, and closed to whatever a file holds."""

from __future__ import annotations

import html
import itertools
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scriptkit.check import check_track
from scriptkit.config import load_profile
from scriptkit.errors import InputError
from scriptkit.model import Cue, Finding, Severity, SubtitleTrack
from scriptkit.report.chart import chart_key, speed_chart
from scriptkit.report.page import to_html
from scriptkit.report.style import DARK, LIGHT, STYLE
from scriptkit.report.summary import UnreadFile
from scriptkit.tracks import CheckedFile

NETFLIX = load_profile("netflix")
VOID = {"meta", "br"}


@dataclass
class Page(HTMLParser):
    """What a browser would see, and whether every element is closed where it must be."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    stack: list[str] = field(default_factory=list)
    balanced: bool = True

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        self.balanced = self.balanced and bool(self.stack) and self.stack.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]


def checked(*cues: Cue, source: str = "a.srt", language: str = "en") -> CheckedFile:
    track = SubtitleTrack(cues, language, encoding="utf-8")
    return CheckedFile(source, "srt", "SubRip", track, NETFLIX, check_track(track, NETFLIX))


def page(*files: CheckedFile) -> Page:
    made = Page()
    made.feed(to_html(files, Severity.ERROR))
    made.close()
    assert made.balanced
    assert made.stack == []
    return made


FAST = Cue(0, 1000, ("Nobody reads as fast as this in a second.",))
SLOW = Cue(2000, 5000, ("This one is fine.",))


def test_nothing_is_loaded_and_nothing_runs() -> None:
    made = page(checked(FAST, SLOW))
    names = {tag for tag, _ in made.elements}
    assert not names & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert not [a for _, a in made.elements if any(key.startswith("on") or key == "src" for key in a)]
    assert all(a["href"].startswith("#") for a in made.all("a"))
    assert "url(" not in to_html([checked(FAST)], Severity.ERROR)
    assert "default-src 'none'" in made.all("meta")[-1]["content"]


def test_a_screen_reader_finds_its_way() -> None:
    made = page(checked(FAST, SLOW, language="ko"))
    assert made.all("html") == [{"lang": "en"}]
    assert len(made.all("h1")) == len(made.all("main")) == len(made.all("title")[:1]) == 1
    assert {a["scope"] for a in made.all("th")} == {"col", "row"}
    assert len(made.all("caption")) == len(made.all("table"))
    words = [a for a in made.all("td") if a.get("lang")]
    assert [a["lang"] for a in words] == ["ko", "ko"]
    levels = [int(tag[1]) for tag, _ in made.elements if re.fullmatch(r"h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_finding_is_linked_to_its_cue() -> None:
    made = page(checked(FAST, SLOW), checked(SLOW, source="b.srt"))
    ids = [a["id"] for _, a in made.elements if "id" in a]
    assert len(ids) == len(set(ids))
    targets = [a["href"][1:] for a in made.all("a")]
    assert "f1-cue-1" in targets
    assert set(targets) <= set(ids)


def test_the_chart_has_a_name_a_description_and_the_limit() -> None:
    drawing = speed_chart(checked(FAST, SLOW).track, NETFLIX, "c")
    root = ElementTree.fromstring(drawing)
    assert root.get("role") == "img"
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert set((root.get("aria-labelledby") or "").split()) == set(named)
    assert "limit of 20 (profile netflix): 1 cue" in str(named["c-desc"])
    bars = list(root.iter("rect"))
    assert [e.get("class") for e in bars] == ["over", "bar"]
    limit = next(e for e in root.iter("line") if e.get("class") == "limit")
    y = float(limit.get("y1") or 0)
    assert float(bars[0].get("y") or 0) < y < float(bars[1].get("y") or 0)


@pytest.mark.parametrize("profile", ["netflix", "bbc"])
@pytest.mark.parametrize("hours", [0, 10])
def test_bars_stay_inside_the_chart(profile: str, hours: int) -> None:
    base = hours * 3_600_000
    cues = tuple(
        Cue(base + n * 7000, base + n * 7000 + (1 if n % 40 == 0 else 5000), ("Words words words.",))
        for n in range(700)
    )
    root = ElementTree.fromstring(speed_chart(SubtitleTrack(cues), load_profile(profile), "c"))
    height = float(root.get("height") or 0)
    for bar in root.iter("rect"):
        x, y, wide, high = (
            float((bar.get(key) or "-1").rstrip("%")) for key in ("x", "y", "width", "height")
        )
        assert 0 <= x <= x + wide <= 100.2
        assert 0 <= y <= y + high <= height
        assert high >= 0
    assert len(list(root.iter("rect"))) >= len(cues)


def test_bars_beyond_the_scale_are_marked_and_counted() -> None:
    brief = (Cue(n * 1000, n * 1000 + 90 + n, ("Words words words.",)) for n in range(3))
    track = SubtitleTrack((*brief, SLOW))
    root = ElementTree.fromstring(speed_chart(track, NETFLIX, "c"))
    marks = [e for e in root.iter("text") if e.get("class") == "clipped"]
    assert len(marks) == 3
    assert "3 cues faster than the scale&#x27;s end, 50" in chart_key(track, NETFLIX)
    assert "▲" not in speed_chart(SubtitleTrack((SLOW,)), NETFLIX, "c") + chart_key(
        SubtitleTrack((SLOW,)), NETFLIX
    )


def test_warnings_and_errors_differ_by_more_than_colour() -> None:
    bbc = load_profile("bbc")
    near, over = Cue(0, 2000, ("Seven words in two seconds are many.",)), Cue(3000, 4000, ("One " * 7,))
    track = SubtitleTrack((near, over, SLOW), "en", encoding="utf-8")
    found = check_track(track, bbc)
    graves = {f.cue: f.severity.value for f in found if f.code == "too-fast"}
    assert graves == {1: "warning", 2: "error"}
    text = to_html([CheckedFile("a.srt", "srt", "SubRip", track, bbc, found)], Severity.ERROR)
    assert re.findall('<rect class="([a-z]+)"', text) == ["near", "over", "bar"]
    assert "up to 234 (dotted line): a warning" in text
    assert '<span class="warning">warning <span class="code">too-fast' in text
    assert '<span class="error">error <span class="code">too-fast' in text
    assert ".near { fill: var(--paper); stroke:" in text  # hollow, where errors are filled


def test_a_narrow_window_has_rows_one_under_another_and_headings_in_each_cell() -> None:
    made = page(checked(FAST, SLOW), checked(SLOW, source="b.srt"))
    assert "@media (max-width:" in STYLE
    cells = made.all("td") + [a for a in made.all("th") if a["scope"] == "row"]
    assert all(a["data-label"] for a in cells)
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    for tag, role in roles.items():
        assert {a["role"] for a in made.all(tag)} == {role}
    assert not [a for a in made.all("svg") if "viewbox" in a]  # letters are not scaled with the page


def test_an_empty_track_and_an_unread_file_are_told() -> None:
    made = Page()
    unread = UnreadFile("x.srt", InputError("x.srt: no <b>", hint="is it whole?"))
    made.feed(to_html([unread, checked()], Severity.ERROR))
    assert made.balanced
    assert "UNREAD" in made.text
    assert "x.srt: no <b>. Is it whole?" in made.text
    assert made.text.index("UNREAD") < made.text.index("a.srt")
    assert "no-cues" in made.text
    assert not made.all("svg")


HOSTILE = st.text(max_size=30) | st.sampled_from(
    ["<script>alert(1)</script>", "</td></table>", "&lt;", "--><svg onload=x>", "\x00\x1b[31m", "\u202eabc",
     '" onmouseover="x', "'", "]]>", "<!--", "x" * 5000, "👩‍👩‍👧", "\ud800"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(words=st.lists(HOSTILE, min_size=1, max_size=3), name=HOSTILE, language=HOSTILE, speaker=HOSTILE)
def test_hostile_text_stays_text(words: list[str], name: str, language: str, speaker: str) -> None:
    hostile = Cue(0, 900, tuple(words), speaker=speaker)
    file = checked(hostile, source=name, language=language)
    extra = Finding("x", Severity.ERROR, words[0], where=name, cue=1)
    file = CheckedFile(name, "srt", "SubRip", file.track, NETFLIX, (*file.findings, extra), (extra,))
    text = to_html([file, UnreadFile(name, InputError(words[0], hint=name))], Severity.ERROR)
    text.encode("utf-8")
    made = Page()
    made.feed(text)
    made.close()
    assert made.balanced
    assert made.stack == []
    allowed = {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "section", "p", "span",
        "bdi", "a", "dl", "dt", "dd", "figure", "figcaption", "svg", "desc", "line", "text", "rect", "ul",
        "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "br",
    }  # fmt: skip
    assert {tag for tag, _ in made.elements} <= allowed
    assert not [a for _, a in made.elements if any(key.startswith("on") for key in a)]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    shown = html.unescape(text)
    assert all(run in shown for run in re.findall(r"[^\W_]+", words[0]))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast_meets_wcag_aa(palette: dict[str, str]) -> None:
    for ground in ("paper", "panel", "mark"):
        for ink in ("ink", "soft", "link", "error", "warning", "info", "pass", "limit"):
            assert contrast(palette[ink], palette[ground]) >= 4.5, (ink, ground)
    for mark in ("bar", "near", "over", "limit"):
        assert contrast(palette[mark], palette["paper"]) >= 3, mark
    assert set(LIGHT) == set(DARK)
