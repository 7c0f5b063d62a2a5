"""The words on either side of one, looked at only when a reading depends on them."""

from __future__ import annotations

from scriptkit.text import marks


class Near:
    """Neighbours of a written word, "" at the ends of a text.

    ``looked`` tells afterwards whether a rule asked for one; a reading made without is the same
    everywhere and can be kept.
    """

    __slots__ = ("_after", "_before", "looked")

    def __init__(self, before: str = "", after: str = "") -> None:
        self._before, self._after = before, after
        self.looked = False

    @property
    def before(self) -> str:
        """The word before, without quotes and stops."""
        self.looked = True
        return marks.split(self._before)[1]

    @property
    def after(self) -> str:
        """The word after, without quotes and stops."""
        self.looked = True
        return marks.split(self._after)[1]

    @property
    def next(self) -> str:
        return self.after.lower()

    @property
    def last(self) -> str:
        return self.before.lower()
