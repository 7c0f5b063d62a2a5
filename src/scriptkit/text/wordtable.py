"""Big word lists that load in a millisecond and are searched without unpacking them.

A file has one line of values, then one bucket a line: the three letters its words begin with, a tab,
then ``|rest~XY`` for each word, ``XY`` being the number of its value in :data:`ALPHABET` digits.
``tools/build_word_tables.py`` writes them.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_letters, digits

from scriptkit.resources import read_bytes

ALPHABET = digits + ascii_letters + "!#$%&()*+,-./:;<=>?@[]^_{}"
_DIGIT = {character: n for n, character in enumerate(ALPHABET)}
_HEAD = 3


@dataclass(frozen=True, slots=True)
class WordTable:
    """``values`` as the file's first line has them; ``buckets`` by the first three letters."""

    values: str
    buckets: dict[str, str]

    def find(self, word: str) -> int | None:
        """The number of *word*'s value; None when the table has no such word."""
        bucket = self.buckets.get(word[:_HEAD])
        if bucket is None:
            return None
        key = f"|{word[_HEAD:]}~"
        at = bucket.find(key)
        if at < 0:
            return None
        at += len(key)
        return _DIGIT[bucket[at]] * len(ALPHABET) + _DIGIT[bucket[at + 1]]


def load(path: str) -> WordTable:
    """The table in ``scriptkit/data/<path>``."""
    values, _, rest = read_bytes(path).decode("ascii").partition("\n")
    return WordTable(values, dict(line.split("\t", 1) for line in rest.splitlines()))


def render(values: str, numbers: dict[str, int]) -> str:
    """A table as text, from the number of each word's value."""
    buckets: dict[str, list[str]] = {}
    for word, number in sorted(numbers.items()):
        high, low = divmod(number, len(ALPHABET))
        buckets.setdefault(word[:_HEAD], []).append(f"|{word[_HEAD:]}~{ALPHABET[high]}{ALPHABET[low]}")
    return "\n".join([values, *(f"{head}\t{''.join(words)}" for head, words in buckets.items())]) + "\n"
