import pytest

from script_marks import roles, stories, unmarked
from scriptkit.errors import InputError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.html import HtmlReader
from scriptkit.readers.pages import MAX_DEPTH

LEAD = "The harbor of Port Nova is open again after the longest strike in its history."
BODY = "Ferries left the old pier at six this morning, the first in eleven weeks."
BITE = "“We were ready for a long winter,” says the mayor, Ana Ruiz."
SIGN_OFF = "Jo Park, Channel Nine."


def read(html: str | bytes, encoding: str | None = None) -> Script:
    data = html.encode() if isinstance(html, str) else html
    assert HtmlReader().sniff(data[:4096])
    return HtmlReader().read(data, "page.html", ReadOptions(encoding=encoding))


def page(article: str, head: str = "<title>Harbor open | Channel Nine</title>") -> str:
    menu = "".join(f'<li><a href="/{n}">Section number {n} of the news</a></li>' for n in range(40))
    return f"""<!DOCTYPE html><html><head>{head}<style>p {{ color: red }}</style>
<script>var x = "<p>{LEAD}</p>";</script></head><body>
<header><div class="logo">Channel Nine</div><nav><ul>{menu}</ul></nav></header>
{article}
<div class="article-share">Share this</div>
<div id="relatedNews"><p>Another story with a long teaser text that reads like a sentence.</p></div>
<aside><p>Most read this week, a list that nobody needs to hear in the report.</p></aside>
<footer><p>Copyright Channel Nine. All rights reserved, in this town and elsewhere.</p></footer>
</body></html>"""


PARAGRAPHS = f"<p>{LEAD}</p>\n<p>{BODY}</p><p>{BITE}</p><p>{SIGN_OFF}</p>"
EXPECTED = [LEAD, BODY, BITE, SIGN_OFF]


@pytest.mark.parametrize(
    "article",
    [
        f"<article>{PARAGRAPHS}</article>",
        f'<div id="wrap"><div class="c1"><div class="c2">{PARAGRAPHS}</div></div></div>',
        f'<div class="view">{LEAD}<br><br>{BODY}<br/>{BITE}<br>{SIGN_OFF}</div>',
        f'<div class="top-banner">{PARAGRAPHS}</div>',
        f"<table><tr><td>x</td><td>{PARAGRAPHS}</td></tr></table>",
        f"<main><p>{LEAD}<p>{BODY}<p>{BITE}<p>{SIGN_OFF}</main>",
        f"<pre>{LEAD}\n{BODY}\n{BITE}\n{SIGN_OFF}</pre>",
    ],
    ids=["article", "nested", "breaks", "misnamed", "layout-table", "unclosed", "pre"],
)
def test_the_report_is_found_and_the_page_around_it_is_not(article: str) -> None:
    lines = [line for line in read(page(article)).text.splitlines() if line and line != "x"]
    assert lines == EXPECTED


def test_headlines_are_marked_and_the_pages_title_is_kept() -> None:
    script = read(page(f"<h1>Harbor open</h1><article>{PARAGRAPHS}</article>"))
    assert script.title == "Harbor open | Channel Nine"
    assert roles(script) == [("headline", "Harbor open")]
    assert script.text.startswith("Harbor open\nThe harbor")


def test_a_lead_set_as_a_heading_is_left_to_the_segmenter() -> None:
    script = read(page(f"<article><h2>{LEAD}</h2><h3>The strike</h3><p>{BODY}</p><p>{BITE}</p></article>"))
    assert roles(script) == [("headline", "The strike")]
    assert unmarked(script)[0] == LEAD


def test_hidden_parts_links_and_repeats() -> None:
    script = read(
        page(
            f'<article><p>{LEAD}</p><p style="display: none">Hidden words that nobody can see at all.</p>'
            f'<p>{BODY} <a href="x">Ana Ruiz</a> was there.</p>'
            '<p><a href="x">Read more about the strike</a></p>'
            f"<p>Photo: harbor</p><p>Photo: harbor</p><p>Photo: harbor</p><p>{BITE}</p></article>"
        )
    )
    assert script.text.splitlines() == [LEAD, f"{BODY} Ana Ruiz was there.", "Photo: harbor", BITE]


def test_a_script_table_in_a_page() -> None:
    script = read(
        page(
            "<table><tr><th>VIDEO</th><th>AUDIO</th></tr>"
            f"<tr><td>TAKE VO</td><td><p>{LEAD}</p><p>{BODY}</p></td></tr>"
            f"<tr><td>SOT :12</td><td>{BITE}</td></tr></table>"
        )
    )
    assert unmarked(script) == [LEAD, BODY, BITE]
    assert [text for role, text in roles(script) if role == "cue"] == ["VIDEO | AUDIO", "TAKE VO", "SOT :12"]
    assert stories(script) == []


@pytest.mark.parametrize(
    ("encoding", "declared", "shown"),
    [
        ("cp949", '<meta charset="euc-kr">', "cp949"),
        ("cp949", '<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">', "cp949"),
        ("cp949", "", "cp949"),
        ("utf-8", '<meta charset="euc-kr">', "utf-8"),
        ("utf-16", "", "utf-16-le"),
    ],
)
def test_encodings_declared_and_not(encoding: str, declared: str, shown: str) -> None:
    words = "항구가 열한 주 만에 다시 문을 열었습니다. 오늘 아침 여섯 시에 첫 배가 떠났습니다."
    script = read(page(f"<article><p>{words}</p></article>", declared).encode(encoding))
    assert script.text == words + "\n"
    assert script.encoding == shown


def test_a_saved_archive() -> None:
    mhtml = (
        "From: <Saved by Blink>\r\nSubject: Harbor\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="----b"\r\n\r\n'
        "------b\r\nContent-Type: text/css\r\n\r\np {}\r\n"
        "------b\r\nContent-Type: text/html; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body>"
        "<p>Caf=C3=A9 owners at the port of Nova are glad that the long strike is=\r\n over.</p>"
        "</body></html>\r\n------b--\r\n"
    )
    assert read(mhtml).text == "Café owners at the port of Nova are glad that the long strike is over.\n"


@pytest.mark.parametrize(
    "html", ["<html></html>", "<html><body><script>render()</script></body></html>", "<!-- x --><html>"]
)
def test_a_page_without_text_says_what_to_do(html: str) -> None:
    with pytest.raises(InputError, match="no text in this file"):
        read(html)


def test_an_archive_without_a_page() -> None:
    with pytest.raises(InputError, match="no page in this archive"):
        read('Content-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/css\n\np{}\n--b--\n')


def test_deep_nesting_is_flattened() -> None:
    deep = "<div>" * (MAX_DEPTH * 20)
    assert read(f"<html>{deep}<p>{LEAD}</p>{BODY}").text == f"{LEAD}\n{BODY}\n"
