"""Names that stand for one person, and quick ways to find the person a name stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scriptkit.segmenter.names import WORD, given

_BUCKET = 40
"""Most people compared letter by letter with one name: keeps a hostile list of names linear."""


def _same(x: tuple[str, ...], y: tuple[str, ...]) -> bool:
    """Whether two spellings name one person: equal, or one is the other's surname or given name alone.

    A reporter's name may be spelt two ways (``Bo-kyung``, ``Bo-kyoung``): two letters may differ in a
    long name of several words.
    """
    if not x or not y:
        return False
    if x == y:
        return True
    if len(x) == 1 or len(y) == 1:
        short, long = (x[0], y) if len(x) == 1 else (y[0], x)
        return short in long
    return _initials(x) == _initials(y) and _close(" ".join(x), " ".join(y))


def _key(name: str) -> tuple[str, ...]:
    return tuple(w.casefold().replace("’", "'") for w in WORD.findall(name))


def _initials(words: tuple[str, ...]) -> tuple[str, str]:
    return words[0][:1], words[-1][:1]


def _close(a: str, b: str) -> bool:
    """Edit distance of at most two, for names of eight letters or more."""
    if abs(len(a) - len(b)) > 2 or not 8 <= min(len(a), len(b)) <= 60:
        return False
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (x != y)))
        previous = row
    return previous[-1] <= 2


class People:
    """An ordered set of people; a spelling that means someone already there is not added again."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.names: list[str] = []
        self._keys: list[tuple[str, ...]] = []
        self._by_word: dict[str, list[int]] = {}
        self._by_initials: dict[tuple[str, str], list[int]] = {}
        self._found: dict[str, int | None] = {}
        self.givens: set[str] = set()
        """Given names, case-folded: what colleagues call one another."""
        for name in names:
            self.add(name)

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __getitem__(self, i: int) -> str:
        return self.names[i]

    def add(self, name: str) -> None:
        """Note someone; of two spellings of one person the longer is kept."""
        name = " ".join(name.split()).strip(" ,.")
        key = _key(name)
        if not key:
            return
        place = self._place(name)
        if place is None:
            place = len(self.names)
            self.names.append(name)
            self._keys.append(key)
        elif len(key) > len(self._keys[place]):
            self.names[place], self._keys[place] = name, key
        else:
            return
        self._found.clear()
        self.givens.add(given(name).casefold())
        for word in key:
            self._by_word.setdefault(word, []).append(place)
        self._by_initials.setdefault(_initials(key), []).append(place)

    def find(self, name: str) -> str:
        """The fullest spelling of the person *name* stands for; empty when nobody is meant."""
        place = self._place(name)
        return "" if place is None else self.names[place]

    def _place(self, name: str) -> int | None:
        if name not in self._found:
            key = _key(name)
            near = [p for word in key for p in self._by_word.get(word, ())[:_BUCKET]]
            if len(key) > 1:
                near += self._by_initials.get(_initials(key), ())[:_BUCKET]
            self._found[name] = min((p for p in near if _same(key, self._keys[p])), default=None)
        return self._found[name]

    def called_in(self, words: set[str]) -> list[str]:
        """Those whose given name is among *words* (case-folded)."""
        if not self.givens & words:
            return []
        return [name for name in self.names if given(name).casefold() in words]
