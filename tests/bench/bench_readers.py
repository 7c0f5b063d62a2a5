"""Processor time a kB of script text for every reader, at 10 kB, 100 kB and 1 MB, and on hostile repeats.

    PYTHONPATH=src:tests python tests/bench/bench_readers.py

Time a kB must stay the same as files grow; what a kB costs depends on the machine.
"""

from __future__ import annotations

import re
import time

from script_samples import LINES, SAMPLES
from scriptkit import registry
from scriptkit.errors import ScriptkitError
from scriptkit.ports import ReadOptions

HOSTILE = {
    "text": ["“", "\t", "..."],
    "rtf": ["{x}", "\\par ", "\\'8c", "\\u44032?", "\\intbl a\\cell\\row ", "{\\*\\x y}", "\\v1 a\\v0 b"],
    "html": ["<", "<a ", "<a b='", "<!--", "<div>", "<table><tr><td>", "<p>", "&#", "<h1>x", "<script>"],
    "nsml": ["<p>", "<pi>", "<a idref=0>", "<ae id=0><ap>", "<f id=title>", "<nsml>", "[", "<cc><"],
    "mos": ["<p>[</p>", "<p>[TAKE VO</p>", "<p>((</p>", "<item/>", "&amp;", "<p>&lt;</p>"],
    "newsml": ["<p/>", "<br/>", "<newsItem/>"],
    "fdx": ["<Paragraph/>", '<Paragraph Type="Character"><Text>A (</Text></Paragraph>'],
    "fountain": ["[[", "/*", "*a", "_ ", "A\n", "(", "\\*", "#\n", "Title:\n"],
}


def grown(name: str, times: int) -> bytes | None:
    """A sample with its first paragraph repeated, each a little different."""
    if name == "docx":
        return None
    data = SAMPLES[name].decode()
    first = re.escape(LINES[0])
    unit = re.search(
        rf"ANCHOR\n{first}\n|<Paragraph[^>]*><Text>{first}.*?</Paragraph>|<p>{first}</p>|{first}", data
    )
    assert unit is not None
    joint = "\\par " if name == "rtf" else "\n"
    repeated = joint.join(unit[0].replace("eleven", f"eleven hundred and {n}") for n in range(times))
    return data.replace(unit[0], repeated).encode()


def cost(name: str, data: bytes) -> tuple[float, int]:
    """Processor seconds, and characters read (0: refused)."""
    reader = registry.script_reader(name)
    started = time.process_time()
    try:
        size = len(reader.read(data, "bench", ReadOptions()).text)
    except ScriptkitError:
        size = 0
    return time.process_time() - started, size


def main() -> None:
    print(f"{'reader':10} {'µs a kB at 10 kB':>18} {'100 kB':>8} {'1 MB':>8} {'1 MB : 100 kB':>14}")
    for name in registry.SCRIPT_READERS:
        rates = []
        for times in (150, 1500, 15_000):
            data = grown(name, times)
            if data is not None:
                seconds, size = cost(name, data)
                rates.append(seconds * 1e6 / (size / 1000))
        if rates:
            small, middle, large = rates
            print(f"{name:10} {small:18.0f} {middle:8.0f} {large:8.0f} {large / middle:14.2f}")
    print("\nhostile repeats: seconds for 25,000 and 100,000 of them (4.0 is linear)")
    for name, pieces in HOSTILE.items():
        for piece in pieces:
            line = LINES[1].encode()
            once, again = (
                cost(name, SAMPLES[name].replace(line, piece.encode() * n))[0] for n in (25_000, 100_000)
            )
            print(f"{name:10} {piece!r:50} {once:6.2f} {again:6.2f} {again / max(once, 1e-3):6.1f}")


if __name__ == "__main__":
    main()
