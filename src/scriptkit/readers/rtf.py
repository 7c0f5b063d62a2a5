"""Rich Text Format, as word processors and newsroom systems export it.

Read here and not by a library: the one there is (striprtf) takes quadratic time on hostile input,
reads deleted and hidden text aloud and adds link addresses to it. Text comes out as displayed;
struck-through and hidden text is kept as a cue, deleted text is dropped, tables and styles say what
they say in Word files.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scriptkit import resources
from scriptkit.errors import InputError
from scriptkit.model import Role, Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.builder import Run, ScriptText
from scriptkit.readers.decoding import check_size
from scriptkit.readers.tables import write_table
from scriptkit.readers.vocabulary import style_role

MAX_BYTES = 8 * 2**20
"""RTF is up to ten times the text it holds, more with pictures in it."""
MAX_DEPTH = 500

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<value>-?\d{1,9})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)

_SYMBOLS = {"~": " ", "_": "-", "-": "", "{": "{", "}": "}", "\\": "\\"}


class RtfReader:
    """Reads ``.rtf``. Settings: ``style.NAME`` and ``column.HEADER``, the role a house gives them."""

    name = "rtf"
    suffixes = (".rtf",)

    def sniff(self, head: bytes) -> bool:
        return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf")

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        check_size(data, source, MAX_BYTES)
        if not self.sniff(data[:4096]):
            raise InputError(f"{source} is not RTF", hint="leave --from out to have the format detected")
        parser = _Parser(source, options)
        parser.feed(data.decode("latin-1"))
        return parser.script()


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and restores."""

    aside: bool = False
    collecting: str = ""
    """``fonts`` or ``styles`` inside those tables."""
    font: int = 0
    hidden: bool = False
    struck: bool = False
    deleted: bool = False
    fallback: int = 1
    """Characters that stand for a Unicode one in old readers, to be skipped."""


class _Parser:
    def __init__(self, source: str, options: ReadOptions) -> None:
        self._source = source
        self._options = options
        self._text = ScriptText()
        self._stack: list[_State] = []
        self._state = _State()
        spec = resources.read_toml("rtf.toml")
        self._aside = frozenset(spec["aside"])
        self._signs: dict[str, str] = spec["signs"]
        self._charsets: dict[str, str] = spec["charsets"]
        self._codec = "cp1252"
        self._default_font = 0
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._style = self._naming = 0
        self._name: list[str] = []
        self._skip = 0
        self._bytes = bytearray()
        self._high: int | None = None
        self._line: list[Run] = []
        self._in_table = False
        self._cell: list[list[Run]] = []
        self._row: list[list[list[Run]]] = []
        self._rows: list[list[list[list[Run]]]] = []

    def feed(self, text: str) -> None:
        position = 0
        while match := _TOKEN.match(text, position):
            position = match.end()
            kind = match.lastgroup
            if kind not in ("hex", "text"):
                self._decode()
            if kind == "text":
                self._plain(match["text"])
            elif kind == "hex":
                self._hex(int(match["hex"], 16))
            elif kind == "brace":
                if not self._brace(match["brace"]):
                    break
            elif kind == "sign":
                self._sign(match["sign"])
            elif kind is not None:
                value = int(match["value"]) if match["value"] else None
                if match["word"] == "bin" and value is not None:
                    position += max(0, value)
                else:
                    self._word(match["word"], value)
        self._decode()

    def script(self) -> Script:
        self._end_line()
        self._end_table()
        encoding = f"rtf ({self._codec})" if self._codec != "cp1252" else "rtf"
        return self._text.script(self._source, self._options, encoding=encoding)

    def _brace(self, brace: str) -> bool:
        """False when the document ends here."""
        self._skip = 0
        if brace == "{":
            if len(self._stack) >= MAX_DEPTH:
                raise InputError(
                    f"{self._source}: groups nested deeper than {MAX_DEPTH}", hint="is it a script?"
                )
            self._stack.append(self._state)
            return True
        if self._stack:
            self._state = self._stack.pop()
        return bool(self._stack)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._state = replace(self._state, aside=True)
        elif sign in "\r\n":
            self._end_paragraph()
        else:
            self._say(_SYMBOLS.get(sign, ""))

    def _word(self, word: str, value: int | None) -> None:
        self._skip = 0
        if word == "u" and value is not None:
            self._unicode(value % 0x10000)
        elif word in ("fonttbl", "stylesheet"):
            self._state = replace(self._state, collecting="fonts" if word == "fonttbl" else "styles")
        elif self._state.collecting:
            self._table_word(word, value)
        elif word in self._aside:
            self._state = replace(self._state, aside=True)
        elif word in self._signs:
            self._say(self._signs[word])
        elif word == "ansicpg" and value is not None:
            self._codec = _known(f"cp{value}") or self._codec
        elif not self._state.aside:
            self._format(word, value)

    def _format(self, word: str, value: int | None) -> None:
        on = value != 0
        if word == "plain":
            self._state = replace(self._state, hidden=False, struck=False, font=self._default_font)
        elif word == "deff":
            self._default_font = value or 0
            self._state = replace(self._state, font=self._default_font)
        elif word == "f":
            self._state = replace(self._state, font=value or 0)
        elif word == "uc":
            self._state = replace(self._state, fallback=max(0, min(value or 0, 9)))
        elif word == "v":
            self._state = replace(self._state, hidden=on)
        elif word in ("strike", "striked"):
            self._state = replace(self._state, struck=on)
        elif word == "deleted":
            self._state = replace(self._state, deleted=on)
        elif word == "pard":
            self._style, self._in_table = 0, False
        elif word == "s":
            self._style = value or 0
        elif word in ("intbl", "itap"):
            self._in_table = on
        elif word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word in ("line", "nestcell", "nestrow"):
            self._end_line()
        elif word == "cell":
            self._end_line(in_table=True)
            self._row.append(self._cell)
            self._cell = []
        elif word == "row":
            self._rows.append(self._row)
            self._row = []

    def _table_word(self, word: str, value: int | None) -> None:
        """Font and style tables: which code page a font has, what a style is called."""
        if self._state.collecting == "fonts":
            if word == "f":
                self._naming = value or 0
            elif word == "fcharset" and str(value) in self._charsets:
                self._fonts[self._naming] = self._charsets[str(value)]
        elif word == "s":
            self._naming = value or 0
        elif word in ("cs", "ds", "ts"):
            self._naming = -1  # character, section and table styles

    def _plain(self, text: str) -> None:
        if self._bytes and text and self._is_half():
            self._bytes += text[0].encode("latin-1")  # a second byte that is a plain letter
            text = text[1:]
        self._decode()
        if self._skip:
            text, self._skip = text[self._skip :], max(0, self._skip - len(text))
        if not text.isascii():
            text = _decoded(text.encode("latin-1"), self._encoding())
        self._say(text)

    def _hex(self, byte: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._bytes.append(byte)

    def _unicode(self, unit: int) -> None:
        """One UTF-16 unit; a pair makes a character."""
        if 0xD800 <= unit < 0xDC00:
            self._high = unit
        elif 0xDC00 <= unit < 0xE000:
            if self._high is not None:
                self._say(chr(0x10000 + ((self._high - 0xD800) << 10) + unit - 0xDC00))
            self._high = None
        else:
            self._high = None
            self._say(chr(unit))
        self._skip = self._state.fallback

    def _encoding(self) -> str:
        return self._fonts.get(self._state.font, self._codec)

    def _is_half(self) -> bool:
        """Whether the bytes so far end in the first half of a double-byte character."""
        decoder = codecs.getincrementaldecoder(self._encoding())("ignore")
        decoder.decode(bytes(self._bytes))
        return bool(decoder.getstate()[0])

    def _decode(self) -> None:
        if self._bytes:
            text = _decoded(bytes(self._bytes), self._encoding())
            self._bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        state = self._state
        if state.collecting == "styles" and not state.aside:
            self._name.append(text)
            if ";" in text:
                if self._naming >= 0:
                    self._styles[self._naming] = "".join(self._name).partition(";")[0].strip()
                self._name, self._naming = [], 0
        elif text and not (state.aside or state.collecting or state.deleted):
            unread = state.hidden or state.struck
            self._line.append(Run(text, Role.CUE if unread else None, rule="rtf.struck" if unread else "rtf"))

    def _end_paragraph(self) -> None:
        if self._state.aside or self._state.collecting:
            return
        if not self._in_table and not any(run.text.strip() for run in self._line):
            self._end_table()
            self._text.blank()
        self._end_line()

    def _end_line(self, *, in_table: bool = False) -> None:
        line, self._line = list(self._styled(self._line)), []
        if in_table or self._in_table:
            if line:
                self._cell.append(line)
        elif line:
            self._end_table()
            self._text.paragraph(*line)

    def _styled(self, line: list[Run]) -> Iterator[Run]:
        style = self._styles.get(self._style, "") if self._style else ""
        heading = style.lower().startswith("heading") or style.lower() in ("title", "subtitle")
        role = Role.HEADLINE if heading else style_role(style, self._options) if style else None
        for run in line:
            yield (
                run
                if role is None or run.role is not None
                else Run(run.text, role, rule=f"rtf.style:{style}")
            )

    def _end_table(self) -> None:
        if self._cell or self._row:
            self._rows.append([*self._row, self._cell])  # cut short
        self._cell, self._row = [], []
        if self._rows:
            write_table(self._text, self._rows, self._options)
        self._rows = []


def _known(name: str) -> str | None:
    if name == "cp65001":
        return "utf-8"
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")
