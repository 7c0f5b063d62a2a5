"""The language of a text, and cues cut by the words of that language."""

from __future__ import annotations

from pathlib import Path

import pytest

from scriptkit.cli.main import main
from scriptkit.subtitle_readers.srt import SrtReader
from scriptkit.text.language import guess_language, word_class_languages, word_classes
from scriptkit.text.look import look
from scriptkit.text.phrases import bad_break, sentence_ends
from scriptkit.text.tokens import tokenize

TEXTS = {
    "en": "The harbor board said on Monday that it would rebuild the pier before the winter.",
    "de": "Der Stadtrat will am Mittwoch ein neues Gesetz über den Bau von Wohnungen beschließen, das"
    " nach Angaben der Verwaltung im kommenden Jahr in Kraft treten soll.",
    "fr": "Le conseil municipal doit se prononcer mercredi sur un projet de loi qui prévoit la construction"
    " de logements dans les quartiers du nord de la ville.",
    "es": "El ayuntamiento anunció el lunes que las obras del puerto van a durar más de un año, según los"
    " vecinos que viven en la zona.",
    "ko": "이재명 대통령이 이번 주 서울에서 기자회견을 열었습니다.",
    "ja": "大統領は今週、ソウルで記者会見を開きました。",
    "zh": "总统本周在首尔举行了新闻发布会。",
    "und": " ".join(
        ["Burmistrz miasta zapowiedział wczoraj budowę nowego mostu przez rzekę, którego koszt wyniesie"] * 5
    ),
}


@pytest.mark.parametrize("tag", TEXTS)
def test_a_text_shows_its_language(tag: str) -> None:
    assert guess_language(TEXTS[tag]) == tag


@pytest.mark.parametrize("text", ["", "Ich?", "Hallo Welt", "1 2 3", "Kim Bo-kyoung, Arirang News.", "다"])
def test_few_words_say_little(text: str) -> None:
    assert guess_language(text) == ("ko" if text == "다" else "en")


@pytest.mark.parametrize("tag", word_class_languages())
def test_no_word_is_in_two_classes(tag: str) -> None:
    words = [word for listed in word_classes(tag).values() for word in listed.split()]
    assert len(words) == len(set(words))
    assert set(word_classes(tag)) <= set(word_classes("en")) | {"proaux"}
    assert word_classes(tag.upper() + "-XX") == word_classes(tag)


@pytest.mark.parametrize(
    ("tag", "words", "why"),
    [
        ("de", "der Mieten", "after article"),
        ("de", "im Jahr", "after preposition"),
        ("de", "und löse", "after conjunction"),
        ("de", "war die", ""),
        ("fr", "dans les", "after preposition"),
        ("fr", "de logements", "after preposition"),
        ("es", "que las", "after conjunction"),
        ("en", "was die", "after auxiliary"),
        ("ko", "was die", ""),
    ],
)
def test_bad_breaks_are_those_of_the_language(tag: str, words: str, why: str) -> None:
    looks = [look(word, tag) for word in words.split()]
    assert bad_break(looks, 0) == why


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Er stimmt am 3. Oktober ab. Der 2. Weltkrieg ist lange vorbei.", "ab. vorbei."),
        ("Der 20. Jahrestag wird am 1. Mai gefeiert.", "gefeiert."),
        ("Das kostet 3 Mio. Euro bzw. Dollar.", "Dollar."),
        ("He finished in the top 5. March was worse.", "5. worse."),
        ("I am 30. My brother is 4. August is near.", "30. 4. near."),
        ("« C’est fini ! » Et après ?", "fini ! » après ?"),
    ],
)
def test_sentences_end_where_the_language_ends_them(text: str, ends: str) -> None:
    words = [token.text for token in tokenize(text)]
    assert " ".join(w for w, end in zip(words, sentence_ends(words), strict=True) if end) == ends


def test_french_marks_stay_with_their_words() -> None:
    text = "Elle a dit « non », puis « oui ! » et « »"
    assert [token.text for token in tokenize(text)] == [
        "Elle", "a", "dit", "« non »,", "puis", "« oui ! »", "et « »",
    ]  # fmt: skip


def test_capitals_alone_make_no_name() -> None:
    assert bad_break([look("HARVEST"), look("SUPPER")], 0) == ""
    assert bad_break([look("Kettle"), look("Bay")], 0) == "inside a name"


def lines_of(tmp_path: Path, text: str, *options: str) -> list[str]:
    (tmp_path / "script.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out.srt"
    argv = ["subtitle", str(tmp_path / "script.txt"), "--plain", "-o", str(out), "-q", "--force", *options]
    assert main(argv) == 0
    track, _ = SrtReader().read(out.read_bytes(), "out.srt")
    return [line for cue in track.cues for line in cue.lines]


@pytest.mark.parametrize("tag", ["de", "fr", "es"])
def test_no_line_ends_on_a_little_word_that_leans(tag: str, tmp_path: Path) -> None:
    lines = lines_of(tmp_path, TEXTS[tag])
    assert " ".join(lines) == TEXTS[tag]
    leaning = {
        w for name in ("article", "of", "preposition") for w in word_classes(tag).get(name, "").split()
    }
    assert [line for line in lines if line.split()[-1] in leaning] == []


def test_the_language_reaches_the_file_and_a_user_may_name_it(tmp_path: Path) -> None:
    script, out = tmp_path / "script.txt", tmp_path / "out.ttml"
    script.write_text(TEXTS["de"], encoding="utf-8")
    for options, tag in (([], "de"), (["--language", "de-CH"], "de-CH")):
        assert main(["subtitle", str(script), "--plain", "-o", str(out), "-q", "--force", *options]) == 0
        assert f'xml:lang="{tag}"' in out.read_text(encoding="utf-8")


def test_a_german_file_is_not_held_against_english_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "de.srt"
    blocks = [
        "Die Lage in der Stadt war",
        "die ganze Nacht ruhig, aber der",
        "Verkehr stand still im Norden.",
    ]
    file.write_text(
        "".join(
            f"{n}\n00:00:0{2 * n},000 --> 00:00:0{2 * n + 1},900\n{t}\n\n" for n, t in enumerate(blocks, 1)
        ),
        encoding="utf-8",
    )
    main(["check", str(file), "--profile", "ted"])
    out = capsys.readouterr().out
    assert "“der / Verkehr”" in out
    assert "war / die" not in out
