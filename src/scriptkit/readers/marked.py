"""The marked text that ``segment --format marked`` writes and a producer edits."""

from __future__ import annotations

from dataclasses import replace

from scriptkit.errors import InputError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.decoding import decode, peek
from scriptkit.segmenter.marked import from_marked, is_marked
from scriptkit.text.language import guess_language


class MarkedReader:
    """Reads marked scripts; what their lines say is declared."""

    name = "marked"
    suffixes = (".marked",)

    def sniff(self, head: bytes) -> bool:
        return is_marked(peek(head))

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        found = decode(data, source, options.encoding)
        script = from_marked(found.text, source)
        if not script.text.strip():
            raise InputError(f"{source}: no text in this file", hint="lines of the script begin with '| '")
        said = script.language if script.language != Script("").language else None
        language = said or options.language or guess_language(script.text)
        return replace(script, language=language, encoding=found.encoding)
