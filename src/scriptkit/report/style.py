"""How the HTML page looks. Colours are data, so that a test can measure their contrast."""

from __future__ import annotations

LIGHT = {
    "paper": "#ffffff",
    "panel": "#f3f5f8",
    "ink": "#1b2230",
    "soft": "#525c6e",
    "line": "#c9d0da",
    "link": "#0b57a8",
    "bar": "#5b8fc7",
    "over": "#a8201a",
    "near": "#8a5200",
    "limit": "#6b3d00",
    "error": "#a8201a",
    "warning": "#7a4b00",
    "info": "#525c6e",
    "pass": "#17653a",
    "mark": "#fff3c4",
}
DARK = {
    "paper": "#14181f",
    "panel": "#1e242e",
    "ink": "#e8ecf2",
    "soft": "#aab4c4",
    "line": "#3a4453",
    "link": "#8fc1ff",
    "bar": "#5f93cc",
    "over": "#ff8f85",
    "near": "#ffcf7a",
    "limit": "#ffcf7a",
    "error": "#ff8f85",
    "warning": "#ffcf7a",
    "info": "#aab4c4",
    "pass": "#7fdca4",
    "mark": "#463b12",
}


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {value};" for name, value in colours.items())


STYLE = (
    f"""
:root {{ color-scheme: light dark; {_variables(LIGHT)} }}
@media (prefers-color-scheme: dark) {{ :root {{ {_variables(DARK)} }} }}
@media print {{ :root {{ color-scheme: light; {_variables(LIGHT)} }} tr {{ break-inside: avoid; }} }}
"""
    + """
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 1rem; }
h2 { font-size: 1.3rem; margin: 0 0 .75rem; overflow-wrap: anywhere; }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
section { border-top: 1px solid var(--line); padding-top: 1.5rem; margin-top: 2rem; }
a { color: var(--link); }
.verdict { display: inline-block; min-width: 4.2em; text-align: center; font-weight: 700; padding: 0 .6em;
  margin-right: .4em; border: 2px solid; border-radius: .3em; }
.FAIL, .UNREAD { color: var(--error); } .PASS { color: var(--pass); }
.ticket { background: var(--panel); padding: .6rem .8rem; border-radius: .3em; overflow-wrap: anywhere;
  font-family: ui-monospace, monospace; font-size: .875rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 1rem 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ul.tally { list-style: none; display: flex; flex-wrap: wrap; gap: .4rem; padding: 0; margin: .5rem 0 1rem; }
ul.tally li { background: var(--panel); border-left: 4px solid; border-radius: .2em; padding: .1em .6em; }
figure { margin: 1rem 0; } figcaption { color: var(--soft); font-size: .9rem; }
.chart { width: calc(100% - 52px); margin-left: 44px; overflow: visible; display: block; }
.chart text { fill: var(--soft); font: 13px system-ui, sans-serif; }
.chart .axis { stroke: var(--soft); stroke-width: 1; }
.chart .bar { fill: var(--bar); } .chart .over, .chart .clipped { fill: var(--over); }
.chart .near { fill: var(--paper); stroke: var(--near); stroke-width: 1.5; }
.chart .limit { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 6 4; }
.chart .bearable { stroke: var(--limit); stroke-width: 1.5; stroke-dasharray: 1.5 4; }
.chart .limit-text { fill: var(--limit); font-weight: 700; }
.key { display: inline-block; margin-right: 1.2em; }
.swatch { display: inline-block; width: .9em; height: .9em; margin-right: .4em; vertical-align: -.05em;
  border: 2px solid; }
.swatch.bar { background: var(--bar); border-color: var(--bar); }
.swatch.near { border-color: var(--near); }
.swatch.over { background: var(--over); border-color: var(--over); }
table { border-collapse: collapse; width: 100%; font-size: .925rem; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0;
  border-bottom: 1px solid var(--line); }
thead th { border-bottom: 2px solid var(--soft); }
th[scope=row] { font-weight: 600; }
.words { overflow-wrap: anywhere; } td.words { min-width: 14rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.time { font-variant-numeric: tabular-nums; white-space: nowrap; }
td.code, span.code { font-family: ui-monospace, monospace; font-size: .85rem; white-space: nowrap; }
td.codes { font-size: .85rem; white-space: nowrap; }
.error { color: var(--error); } .warning { color: var(--warning); } .info { color: var(--info); }
td.severity { font-weight: 600; white-space: nowrap; }
.speaker { color: var(--soft); font-size: .85em; display: block; }
tr:target { background: var(--mark); }
@media (max-width: 58rem) {
  .chart .between { display: none; } .chart .near { stroke-width: 1; }
  table, caption, tbody { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; padding: .5rem 0;
    border-bottom: 1px solid var(--line); }
  tbody th, td { border: 0; padding: 0; text-align: left; }
  tbody th.words, td.words { flex: 1 0 100%; min-width: 0; }
  td[data-label]:not(.words)::before, th.number[data-label]::before { content: attr(data-label) " ";
    color: var(--soft); font: .85rem system-ui, sans-serif; }
  td.codes:empty { display: none; }
  td.code, td.codes, span.code { white-space: normal; overflow-wrap: anywhere; }
}
"""
)
