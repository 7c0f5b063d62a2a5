"""Checked files as one HTML page: nothing to load, no scripts, readable with a screen reader.

Whatever a file holds goes through :mod:`scriptkit.report.markup` on its way into the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scriptkit.errors import ScriptkitError
from scriptkit.model import Cue, Finding, Severity
from scriptkit.report.chart import Measure, speed_chart
from scriptkit.report.markup import isolated, language_tag, text
from scriptkit.report.style import STYLE
from scriptkit.report.summary import clock, plural, summary_line, tally, verdict
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


def to_html(
    checked: Sequence[CheckedFile], unread: Sequence[tuple[str, ScriptkitError]], fail_on: Severity
) -> str:
    """The page. Files that could not be read are named at its top."""
    names = [one.source for one in checked] + [source for source, _ in unread]
    about = names[0] if len(names) == 1 else plural(len(names), "file")
    parts = [_HEAD.format(title=text(f"Caption check: {about}"), style=STYLE)]
    if len(names) > 1 or unread:
        parts.extend(_overview(checked, unread, fail_on))
    for number, one in enumerate(checked, 1):
        parts.extend(_section(one, f"f{number}", fail_on))
    parts.append("</main>\n</body>\n</html>\n")
    return "".join(parts)


def _overview(
    checked: Sequence[CheckedFile], unread: Sequence[tuple[str, ScriptkitError]], fail_on: Severity
) -> Iterator[str]:
    yield _table_head("All files of this check", "File", "Verdict", "Format", "Cues#", "Errors#", "Warnings#")
    for source, error in unread:
        yield _row(
            f'<th scope="row">{isolated(source)}</th>',
            f"<td>{_badge('UNREAD')}</td>",
            f'<td class="words" colspan="4">{isolated(error.message)}. {isolated(error.hint)}</td>',
        )
    for number, one in enumerate(checked, 1):
        yield _row(
            f'<th scope="row"><a href="#f{number}">{isolated(one.source)}</a></th>',
            f"<td>{_badge(verdict(one, fail_on))}</td>",
            f"<td>{text(one.title)}</td>",
            *(
                f'<td class="number">{number:,}</td>'
                for number in (len(one.track.cues), one.count(Severity.ERROR), one.count(Severity.WARNING))
            ),
        )
    yield "</tbody></table>\n"


def _section(checked: CheckedFile, anchor: str, fail_on: Severity) -> Iterator[str]:
    yield f'<section aria-labelledby="{anchor}">\n<h2 id="{anchor}">{isolated(checked.source)}</h2>\n'
    yield f"<p>{_badge(verdict(checked, fail_on))} {_verdict_in_words(checked, fail_on)}</p>\n"
    yield f'<p class="ticket">{isolated(summary_line(checked, fail_on))}</p>\n'
    yield from _facts(checked)
    chart = speed_chart(checked.track, checked.profile, f"{anchor}-chart")
    if chart:
        yield f"<h3>Reading speed</h3>\n<figure>\n{chart}\n<figcaption>{_legend(checked)}</figcaption>\n"
        yield "</figure>\n"
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


def _legend(checked: CheckedFile) -> str:
    measure = Measure.of(checked.profile)
    told = f"Each bar is a cue, as wide as its time on screen and as high as its speed in {measure.unit}."
    if measure.limit:
        told += f" The dashed line is the limit, {measure.limit:g}; bars above it are red."
    return f"{told} The table of cues below has the numbers."


def _tally(findings: Iterable[Finding]) -> str:
    entries = "".join(
        f'<li class="{severity.value}">{number:,} × <span class="code">{text(code)}</span>'
        f" ({severity.value})</li>"
        for code, severity, number in tally(findings)
    )
    return f'<ul class="tally">{entries}</ul>\n'


def _findings(caption: str, findings: Sequence[Finding], checked: CheckedFile, anchor: str) -> Iterator[str]:
    yield _table_head(caption, "Cue#", "Time", "Severity", "Finding", "Code")
    starts = {cue.start: number for number, cue in reversed(list(enumerate(checked.track.cues, 1)))}
    for finding in findings:
        # What a reader says comes before cues have numbers; its time finds the cue.
        number = finding.cue or (starts.get(finding.at) if finding.at is not None else None)
        link = f'<a href="#{anchor}-cue-{number}">{number}</a>' if number else "–"
        at = finding.at
        if at is None and finding.cue and finding.cue <= len(checked.track.cues):
            at = checked.track.cues[finding.cue - 1].start
        where = f" ({isolated(finding.where)})" if not finding.cue and finding.where else ""
        yield _row(
            f'<th scope="row" class="number">{link}</th>',
            f'<td class="time">{clock(at) if at is not None else "–"}</td>',
            f'<td class="severity {finding.severity.value}">{finding.severity.value}</td>',
            f'<td class="words">{isolated(finding.message)}{where}</td>',
            f'<td class="code">{text(finding.code)}</td>',
        )
    yield "</tbody></table>\n"


def _cues(checked: CheckedFile, anchor: str) -> Iterator[str]:
    measure = Measure.of(checked.profile)
    about: dict[int, list[Finding]] = {}
    for finding in checked.findings:
        about.setdefault(finding.cue or 0, []).append(finding)
    tag = language_tag(checked.track.language)
    yield _table_head(
        f"All cues; speed in {measure.unit}", "Cue#", "In", "Out", "Seconds#", "Speed#", "Text", "Findings"
    )
    for number, cue in enumerate(checked.track.cues, 1):
        codes = dict.fromkeys((f.code, f.severity) for f in about.get(number, ()))
        marks = "<br>".join(f'<span class="{severity.value}">{text(code)}</span>' for code, severity in codes)
        yield _row(
            f'<th scope="row" class="number">{number}</th>',
            f'<td class="time">{clock(cue.start)}</td>',
            f'<td class="time">{clock(cue.end)}</td>',
            f'<td class="number">{cue.duration / 1000:.2f}</td>',
            f'<td class="number">{measure.speed(cue):,.1f}</td>',
            f'<td class="words" dir="auto"{tag}>{_words(cue)}</td>',
            f'<td class="code">{marks}</td>',
            identifier=f"{anchor}-cue-{number}",
        )
    yield "</tbody></table>\n"


def _words(cue: Cue) -> str:
    speaker = f'<span class="speaker">{isolated(cue.speaker)}</span>' if cue.speaker else ""
    return speaker + "<br>".join(text(line) for line in cue.lines)


def _badge(word: str) -> str:
    return f'<span class="verdict {word}">{word}</span>'


def _table_head(caption: str, *headings: str) -> str:
    """Opens a table; a heading that ends in ``#`` stands over numbers."""
    cells = "".join(
        f'<th scope="col"{" class=number" if heading.endswith("#") else ""}>{heading.rstrip("#")}</th>'
        for heading in headings
    )
    return f"<table>\n<caption>{text(caption)}</caption>\n<thead><tr>{cells}</tr></thead>\n<tbody>\n"


def _row(*cells: str, identifier: str = "") -> str:
    opening = f'<tr id="{identifier}">' if identifier else "<tr>"
    return f"{opening}{''.join(cells)}</tr>\n"
