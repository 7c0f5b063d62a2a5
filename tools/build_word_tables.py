"""Compile the word lists the timer reads: phone counts and word frequencies.

    python tools/build_word_tables.py cmudict.dict LICENSE frequencies.txt [--out src/scriptkit/data/timer]

``cmudict.dict`` and its ``LICENSE`` are the data files of the CMU Pronouncing Dictionary (BSD-style
licence); the notice is copied beside the table. Only the first pronunciation of a word is kept, and of
that only how many phones of each class it has. Entries that ``scriptkit.text.phones`` derives from
another entry (regular plurals and so on) are left out.

``frequencies.txt`` has a word and its count a line (Google Books Ngrams; the ``frequency_dictionary_en``
file of SymSpell is one). Words rarer than ``rarity.CAP`` are left out.
"""

from __future__ import annotations

import argparse
import math
import re
from collections import Counter
from pathlib import Path

from scriptkit.text.phones import CLASSES, derived
from scriptkit.text.rarity import CAP, STEP
from scriptkit.text.wordtable import render

STOPS = {"P", "B", "T", "D", "K", "G"}
FRICATIVES = {"F", "V", "TH", "DH", "S", "Z", "SH", "ZH", "HH"}
AFFRICATES = {"CH", "JH"}
NASALS = {"M", "N", "NG"}
DIPHTHONGS = {"AW", "AY", "EY", "OW", "OY"}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

Counts = tuple[int, ...]


def classes_of(phone: str) -> list[str]:
    """The classes a phone counts for; a stressed diphthong counts as a stressed vowel as well."""
    sound = phone.rstrip("012")
    if phone != sound:
        stress = "unstressed" if phone.endswith("0") else "stressed"
        return [stress, "diphthong"] if sound in DIPHTHONGS else [stress]
    if sound in STOPS:
        return ["stop"]
    if sound in FRICATIVES:
        return ["fricative"]
    if sound in AFFRICATES:
        return ["affricate"]
    return ["nasal"] if sound in NASALS else ["approximant"]


def count(phones: list[str]) -> Counts:
    seen = Counter(name for phone in phones for name in classes_of(phone))
    return tuple(seen[name] for name in CLASSES)


def read_dictionary(path: Path) -> dict[str, Counts]:
    """Word to counts, first pronunciations only, words of letters and apostrophes only."""
    words: dict[str, Counts] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = line.split("#")[0].split()
        if len(entry) > 1 and re.fullmatch(r"[a-z][a-z']*", entry[0]):
            words.setdefault(entry[0], count(entry[1:]))
    return words


def prune(words: dict[str, Counts]) -> dict[str, Counts]:
    """Leave out what the rules for regular endings give anyway, longest words first."""
    kept = dict(words)
    for word in sorted(words, key=len, reverse=True):
        rest = kept.pop(word)
        if derived(word, kept.get) != rest:
            kept[word] = rest
    while wrong := [w for w in words if (kept.get(w) or derived(w, kept.get)) != words[w]]:
        kept.update((word, words[word]) for word in wrong)  # its stem went too
    return kept


def compile_pronunciations(words: dict[str, Counts]) -> str:
    """The table's first line holds the distinct vectors, eight base-36 digits each, commonest first."""
    common = [vector for vector, _ in Counter(words.values()).most_common()]
    numbers = {vector: n for n, vector in enumerate(common)}
    values = "".join(DIGITS[n] for vector in common for n in vector)
    return render(values, {word: numbers[vector] for word, vector in words.items()})


def compile_frequencies(path: Path) -> str:
    """The number of a word is its rarity in steps of ``rarity.STEP`` nats."""
    rows = [line.split() for line in path.read_text(encoding="utf-8-sig").splitlines()]
    counts = {word: int(n) for word, n in rows if re.fullmatch("[a-z]+", word)}
    total = sum(counts.values())
    nats = {word: math.log(total / n) for word, n in counts.items()}
    return render("nats x10", {word: round(nat / STEP) for word, nat in nats.items() if nat < CAP})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("dictionary", type=Path)
    parser.add_argument("notice", type=Path)
    parser.add_argument("frequencies", type=Path)
    parser.add_argument("--out", type=Path, default=Path("src/scriptkit/data/timer"))
    args = parser.parse_args()
    words = read_dictionary(args.dictionary)
    kept = prune(words)
    (args.out / "pronunciations.txt").write_text(compile_pronunciations(kept), encoding="ascii")
    (args.out / "CMUDICT-NOTICE.txt").write_text(args.notice.read_text(encoding="utf-8"), encoding="utf-8")
    (args.out / "frequencies.txt").write_text(compile_frequencies(args.frequencies), encoding="ascii")
    print(f"{len(words)} words, {len(kept)} kept, {len(set(kept.values()))} count vectors")


if __name__ == "__main__":
    main()
