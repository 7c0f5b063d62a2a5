"""Names and suffixes to readers, writers and engines.

Built-ins stand in lazy tables, so that asking for one imports one. Entry points are looked at only
when a name is not built in: reading package metadata costs more than the whole command line.
"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePath
from typing import Any, cast

from scriptkit.errors import InputError, UsageError
from scriptkit.ports import Reader, SubtitleReader, Voice, Writer

SCRIPT_READERS: dict[str, str] = {
    "marked": "scriptkit.readers.marked:MarkedReader",
    "docx": "scriptkit.readers.docx:DocxReader",
    "rtf": "scriptkit.readers.rtf:RtfReader",
    "nsml": "scriptkit.readers.nsml:NsmlReader",
    "mos": "scriptkit.readers.mos:MosReader",
    "newsml": "scriptkit.readers.newsml:NewsmlReader",
    "fdx": "scriptkit.readers.fdx:FdxReader",
    "html": "scriptkit.readers.html:HtmlReader",
    "fountain": "scriptkit.readers.fountain:FountainReader",
    "text": "scriptkit.readers.text:TextReader",
}
"""Script formats in the order their signatures are asked; plain text takes what nothing else claims."""

WRITERS: dict[str, str] = {
    "srt": "scriptkit.writers.srt:SrtWriter",
    "vtt": "scriptkit.writers.vtt:VttWriter",
    "ass": "scriptkit.writers.ass:AssWriter",
    "ttml": "scriptkit.writers.ttml:TtmlWriter",
    "ebu-tt-d": "scriptkit.writers.ebu_tt_d:EbuTtDWriter",
    "itt": "scriptkit.writers.itt:IttWriter",
    "ebu-stl": "scriptkit.writers.ebu_stl:EbuStlWriter",
    "scc": "scriptkit.writers.scc:SccWriter",
    "csv": "scriptkit.writers.table:CsvWriter",
    "json": "scriptkit.writers.json:JsonWriter",
    "edl": "scriptkit.writers.edl:EdlWriter",
    "premiere-csv": "scriptkit.writers.premiere:PremiereCsvWriter",
}
"""The one table of subtitle formats; the docs' feature matrix and the contract tests follow it."""

SUBTITLE_READERS: dict[str, str] = {
    "vtt": "scriptkit.subtitle_readers.vtt:VttReader",
    "ass": "scriptkit.subtitle_readers.ass:AssReader",
    "scc": "scriptkit.subtitle_readers.scc:SccReader",
    "ebu-stl": "scriptkit.subtitle_readers.ebu_stl:EbuStlReader",
    "ttml": "scriptkit.subtitle_readers.ttml:TtmlReader",
    "json": "scriptkit.subtitle_readers.json:JsonReader",
    "csv": "scriptkit.subtitle_readers.table:CsvReader",
    "sami": "scriptkit.subtitle_readers.pysubs:SamiReader",
    "microdvd": "scriptkit.subtitle_readers.pysubs:MicroDvdReader",
    "mpl2": "scriptkit.subtitle_readers.pysubs:Mpl2Reader",
    "tmp": "scriptkit.subtitle_readers.pysubs:TmpReader",
    "srt": "scriptkit.subtitle_readers.srt:SrtReader",
}
"""In the order their signatures are asked: SubRip has none worth the name and comes last."""

VOICES: dict[str, str] = {
    "pico": "scriptkit.voices.pico:PicoVoice",
    "espeak": "scriptkit.voices.espeak:EspeakVoice",
    "piper": "scriptkit.voices.piper:PiperVoice",
    "kokoro": "scriptkit.voices.kokoro:KokoroVoice",
    "gtts": "scriptkit.voices.gtts:GttsVoice",
    "silence": "scriptkit.voices.silence:SilenceVoice",
}
"""Speech engines; presets choose among them."""


def script_reader(name: str) -> Reader:
    """The script reader called *name*. Raises UsageError when there is none."""
    return cast(Reader, _make(name, SCRIPT_READERS, "scriptkit.readers", "script format"))


def script_reader_for(source: str, head: bytes) -> Reader:
    """The reader for a file called *source* that begins with *head*; the bytes outrank the name.

    Plug-ins are asked about files whose suffix no built-in reader has.
    """
    suffix = PurePath(source).suffix.lower()
    if suffix in (".txt", "") and not _STRUCTURED.match(head):
        return script_reader("text")
    readers = [script_reader(name) for name in SCRIPT_READERS]
    *structured, plain = readers
    for candidate in structured:
        if candidate.sniff(head):
            return candidate
    named = next((reader for reader in readers if suffix in reader.suffixes), None)
    return named or _plugged_reader_for(suffix, head) or plain


def _plugged_reader_for(suffix: str, head: bytes) -> Reader | None:
    from importlib.metadata import entry_points

    plugged = [script_reader(entry.name) for entry in entry_points(group="scriptkit.readers")]
    return next((r for r in plugged if suffix in r.suffixes or r.sniff(head)), None)


_STRUCTURED = re.compile(
    rb"\s*(?:[<{\[]|#!|PK\x03\x04|\xef\xbb\xbf|\xff\xfe|\xfe\xff|\0|[^\0]\0)|(?s:.*)multipart/related",
    re.IGNORECASE,
)
"""What a file that is more than plain text begins with. Most are not, and loading every reader to
hear so would cost a sixth of a short run; the contract tests see that no signature is missing here."""


def writer(name: str) -> Writer:
    """The writer called *name*. Raises UsageError when there is none."""
    return cast(Writer, _make(name, WRITERS, "scriptkit.writers", "subtitle format"))


def writer_for(path: str) -> Writer:
    """The writer whose suffix *path* ends in, the longest if several. Raises UsageError when none fits."""
    named = path.lower()
    fitting = [made for made in map(writer, WRITERS) if named.endswith(made.suffix)]
    if not fitting:
        raise UsageError(
            f"{path}: no caption format has this suffix", hint=f"name one with --to: {', '.join(WRITERS)}"
        )
    return max(fitting, key=lambda made: len(made.suffix))


def writer_names() -> tuple[str, ...]:
    """Built-in formats in the order the docs list them."""
    return tuple(WRITERS)


def subtitle_reader(name: str) -> SubtitleReader:
    """The subtitle reader called *name*. Raises UsageError when there is none."""
    return cast(
        SubtitleReader, _make(name, SUBTITLE_READERS, "scriptkit.subtitle_readers", "subtitle format")
    )


def subtitle_reader_for(suffix: str, head: bytes) -> SubtitleReader:
    """The reader for a file named ``*suffix`` (``".srt"``, may be empty) that begins with *head*.

    What the bytes say outranks the name; a name decides when the bytes say nothing.
    Raises InputError when neither is known.
    """
    suffix = suffix.lower()
    readers = [subtitle_reader(name) for name in SUBTITLE_READERS]
    named = next((reader for reader in readers if suffix in reader.suffixes), None)
    for candidate in sorted(readers, key=lambda r: suffix not in r.suffixes):
        if candidate.sniff(head):
            return named if named and (candidate.name, named.name) == _ALIKE else candidate
    if named:
        return named
    known = ", ".join(s for r in readers for s in r.suffixes)
    raise InputError(f"not a subtitle file I know: {suffix or 'no suffix'}", hint=f"known suffixes: {known}")


_ALIKE = ("srt", "vtt")
"""WebVTT without its first line looks like SubRip: a file of that name is read as the former."""


def voice(name: str) -> Voice:
    """The speech engine called *name*. Raises UsageError when there is none."""
    return cast(Voice, _make(name, VOICES, "scriptkit.voices", "speech engine"))


def _make(name: str, table: dict[str, str], group: str, what: str) -> object:
    target = table.get(name)
    if target is not None:
        module, _, attribute = target.partition(":")
        return cast(Any, getattr(import_module(module), attribute))()
    from importlib.metadata import entry_points

    for entry in entry_points(group=group, name=name):
        return entry.load()()
    raise UsageError(f"unknown {what} {name!r}", hint=f"known: {', '.join(table)}")
