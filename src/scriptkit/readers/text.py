"""Plain text in the encodings newsrooms use: UTF-8, UTF-16, CP1252, CP949 and their like."""

from __future__ import annotations

from scriptkit.errors import InputError
from scriptkit.model import Script
from scriptkit.ports import ReadOptions
from scriptkit.readers.decoding import decode
from scriptkit.text.language import guess_language


class TextReader:
    """Takes any file no other reader claims."""

    name = "text"
    suffixes: tuple[str, ...] = (".txt", ".text", ".md", "")

    def sniff(self, head: bytes) -> bool:
        return True

    def read(self, data: bytes, source: str, options: ReadOptions) -> Script:
        found = decode(data, source, options.encoding)
        if not found.text.strip():
            raise InputError(f"{source} is empty", hint="is it the right file?")
        language = options.language or guess_language(found.text)
        return Script(text=found.text, source=source, language=language, encoding=found.encoding)
