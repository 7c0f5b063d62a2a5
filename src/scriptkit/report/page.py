"""Checked files as one HTML page: nothing to load, no scripts, readable with a screen reader.

Whatever a file holds goes through :mod:`scriptkit.report.markup` on its way into the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scriptkit.model import Cue, Finding, Severity
from scriptkit.report.chart import Measure, chart_key, speed_chart
from scriptkit.report.markup import isolated, language_tag, text
from scriptkit.report.style import STYLE
from scriptkit.report.summary import Reported, UnreadFile, clock, plural, summary_line, tally, verdict
from scriptkit.report.table import Column, cell, close_table, open_table, row
from scriptkit.timecode import format_duration
from scriptkit.tracks import CheckedFile

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Caption check</h1>
"""


_OVERVIEW = (
    Column("File", "words"), Column("Verdict"), Column("Format"),
    Column("Cues", "number"), Column("Errors", "number"), Column("Warnings", "number"),
)  # fmt: skip
_FINDINGS = (
    Column("Cue", "number"), Column("Time", "time"), Column("Severity", "severity"),
    Column("Finding", "words"), Column("Code", "code"),
)  # fmt: skip
_CUES = (
    Column("Cue", "number"), Column("In", "time"), Column("Out", "time"), Column("Seconds", "number"),
    Column("Speed", "number"), Column("Text", "words"), Column("Findings", "codes"),
)  # fmt: skip


def to_html(files: Sequence[Reported], fail_on: Severity) -> str:
    """The page: where there are several files, a list of them first, in the order given."""
    about = files[0].source if len(files) == 1 else plural(len(files), "file")
    parts = [_HEAD.format(title=text(f"Caption check: {about}"), style=STYLE)]
    if len(files) > 1 or any(isinstance(one, UnreadFile) for one in files):
        parts.extend(_overview(files, fail_on))
    for number, one in enumerate(files, 1):
        if not isinstance(one, UnreadFile):
            parts.extend(_section(one, f"f{number}", fail_on))
    parts.append("</main>\n</body>\n</html>\n")
    return "".join(parts)


def _overview(files: Sequence[Reported], fail_on: Severity) -> Iterator[str]:
    yield open_table("All files of this check", _OVERVIEW)
    name, judged, format_, *counted = _OVERVIEW
    for number, one in enumerate(files, 1):
        if isinstance(one, UnreadFile):
            why = cell(Column("Why", "words"), isolated(one.why), attributes=' colspan="4"')
            yield row(name, isolated(one.source), (cell(judged, _badge("UNREAD")), why))
            continue
        counts = (len(one.track.cues), one.count(Severity.ERROR), one.count(Severity.WARNING))
        yield row(
            name,
            f'<a href="#f{number}">{isolated(one.source)}</a>',
            (
                cell(judged, _badge(verdict(one, fail_on))),
                cell(format_, text(one.title)),
                *(cell(column, f"{count:,}") for column, count in zip(counted, counts, strict=True)),
            ),
        )
    yield close_table()


def _section(checked: CheckedFile, anchor: str, fail_on: Severity) -> Iterator[str]:
    yield f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{isolated(checked.source)}</h2>\n'
    yield f"<p>{_badge(verdict(checked, fail_on))} {_verdict_in_words(checked, fail_on)}</p>\n"
    yield f'<p class="ticket">{isolated(summary_line(checked, fail_on))}</p>\n'
    yield from _facts(checked)
    chart = speed_chart(checked.track, checked.profile, f"{anchor}-chart")
    if chart:
        yield f"<h3>Reading speed</h3>\n<figure>\n{chart}\n"
        yield f"<figcaption>{chart_key(checked.track, checked.profile)}</figcaption>\n</figure>\n"
    if checked.fixed:
        yield "<h3>Repaired</h3>\n"
        yield from _findings("What was done, in cue order", checked.fixed, checked, anchor)
    yield "<h3>Findings</h3>\n"
    if checked.findings:
        yield _tally(checked.findings)
        yield from _findings("Rules broken and oddities of the file", checked.findings, checked, anchor)
    else:
        yield "<p>None: the file keeps the profile.</p>\n"
    if checked.track.cues:
        yield "<h3>Cues</h3>\n"
        yield from _cues(checked, anchor)
    yield "</section>\n"


def _verdict_in_words(checked: CheckedFile, fail_on: Severity) -> str:
    counts = ", ".join(plural(checked.count(s), s.value) for s in (Severity.ERROR, Severity.WARNING))
    kept = "is kept" if not checked.count(Severity.ERROR) else "is not kept"
    note = "" if fail_on is Severity.ERROR else f" The check fails on {fail_on.value} findings."
    return f"{counts}: profile {text(checked.profile.name)} {kept}.{note}"


def _facts(checked: CheckedFile) -> Iterator[str]:
    profile, measure = checked.profile, Measure.of(checked.profile)
    limits = f"{profile.max_lines} lines of {profile.max_chars} characters"
    limits += f", {profile.min_duration / 1000:g} to {profile.max_duration / 1000:g} seconds"
    if measure.limit:
        limits += f", at most {measure.limit:g} {measure.unit}"
    facts = {
        "Format": checked.title,
        "Encoding": checked.track.encoding or "binary",
        "Language": checked.track.language,
        "Title": checked.track.title or "",
        "Cues": f"{len(checked.track.cues):,}",
        "Duration": format_duration(checked.duration),
        "Profile": profile.title,
        "Limits": f"{limits}; frames at {float(profile.frame_rate):g} fps",
    }
    yield "<dl>\n"
    for name, value in facts.items():
        if value:
            yield f"<dt>{name}</dt><dd>{isolated(value)}</dd>\n"
    yield "</dl>\n"


def _tally(findings: Iterable[Finding]) -> str:
    entries = "".join(
        f'<li class="{severity.value}">{number:,} × <span class="code">{text(code)}</span>'
        f" ({severity.value})</li>"
        for code, severity, number in tally(findings)
    )
    return f'<ul class="tally">{entries}</ul>\n'


def _findings(caption: str, findings: Sequence[Finding], checked: CheckedFile, anchor: str) -> Iterator[str]:
    yield open_table(caption, _FINDINGS)
    cue, time, severity, words, code = _FINDINGS
    starts = {cue.start: number for number, cue in reversed(list(enumerate(checked.track.cues, 1)))}
    for finding in findings:
        # What a reader says comes before cues have numbers; its time finds the cue.
        number = finding.cue or (starts.get(finding.at) if finding.at is not None else None)
        at = finding.at
        if at is None and finding.cue and finding.cue <= len(checked.track.cues):
            at = checked.track.cues[finding.cue - 1].start
        where = f" ({isolated(finding.where)})" if not finding.cue and finding.where else ""
        grave = finding.severity.value
        yield row(
            cue,
            f'<a href="#{anchor}-cue-{number}">{number}</a>' if number else "–",
            (
                cell(time, clock(at) if at is not None else "–"),
                cell(severity, grave, kind=grave),
                cell(words, f"{isolated(finding.message)}{where}"),
                cell(code, text(finding.code)),
            ),
        )
    yield close_table()


def _cues(checked: CheckedFile, anchor: str) -> Iterator[str]:
    measure = Measure.of(checked.profile)
    about: dict[int, list[Finding]] = {}
    for finding in checked.findings:
        about.setdefault(finding.cue or 0, []).append(finding)
    tag = f' dir="auto"{language_tag(checked.track.language)}'
    yield open_table(f"All cues; speed in {measure.unit}", _CUES)
    head, begins, ends, seconds, speed, words, codes = _CUES
    for number, cue in enumerate(checked.track.cues, 1):
        yield row(
            head,
            str(number),
            (
                cell(begins, clock(cue.start)),
                cell(ends, clock(cue.end)),
                cell(seconds, f"{cue.duration / 1000:.2f}"),
                cell(speed, f"{measure.speed(cue):,.1f}"),
                cell(words, _words(cue), attributes=tag),
                cell(codes, _marks(about.get(number, ()))),
            ),
            identifier=f"{anchor}-cue-{number}",
        )
    yield close_table()


def _marks(findings: Iterable[Finding]) -> str:
    """Severity and code of each finding about a cue, once; colour alone would not tell them apart."""
    kinds = dict.fromkeys((finding.severity.value, finding.code) for finding in findings)
    return "<br>".join(
        f'<span class="{severity}">{severity} <span class="code">{text(code)}</span></span>'
        for severity, code in kinds
    )


def _words(cue: Cue) -> str:
    speaker = f'<span class="speaker">{isolated(" / ".join(cue.names))}</span>' if cue.names else ""
    return speaker + "<br>".join(text(line) for line in cue.lines)


def _badge(word: str) -> str:
    return f'<span class="verdict {word}">{word}</span>'
