"""What segmenting costs: milliseconds a kilobyte of bulletin and other scripts, growth, start-up.

    PYTHONPATH=src python tests/bench/bench_segment.py [FOLDER]

CPU milliseconds of this process. The texts are the project's labelled scripts, repeated with other last
digits; *one story* is a report without a heading, *one line* the same without line breaks. FOLDER holds
``*.txt`` scripts to time besides.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from time import process_time

RAW = Path(__file__).parents[1] / "scripts" / "raw"
SIZES = (10_000, 100_000, 1_000_000)


def varied(texts: list[str], size: int) -> str:
    """The texts again and again, numbers changed each time round, cut at *size*."""

    def pieces() -> Iterator[str]:
        for turn in count():
            for text in texts:
                yield re.sub(r"\d\b", str(turn % 10), text)

    parts, length = [], 0
    for piece in pieces():
        parts.append(piece)
        length += len(piece) + 2
        if length >= size:
            return "\n\n".join(parts)[:size]
    return ""


def cost(text: str) -> float:
    """Milliseconds a kilobyte."""
    from scriptkit.model import Script
    from scriptkit.segmenter import segment

    start = process_time()
    segment(Script(text))
    return (process_time() - start) * 1e6 / len(text)


def start_up() -> str:
    code = (
        "from time import process_time as t; a=t()\n"
        "from scriptkit.model import Script\nfrom scriptkit.segmenter import segment\nb=t()\n"
        "segment(Script('Kim Min-ji reports.\\nThe port is open.'))\nc=t()\n"
        "print(f'import {1000*(b-a):.0f} ms, first script {1000*(c-b):.0f} ms')"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def main(folders: list[str]) -> None:
    print(start_up(), end="")
    kinds = {"bulletin": "*bulletin*", "labels": "*tape*", "two columns": "*twocol*"}
    sources = {
        name: [p.read_text(encoding="utf-8") for p in sorted(RAW.glob(g))] for name, g in kinds.items()
    }
    plain = (RAW / "o01_web.txt").read_text(encoding="utf-8").split("\n\n", 2)[2]
    sources["one story"] = [plain.rsplit("\n", 3)[0]]
    sources["one line"] = [" ".join(sources["one story"][0].split())]
    for folder in folders:
        sources[folder] = [p.read_text(encoding="utf-8") for p in sorted(Path(folder).glob("*.txt"))]
    cost(sources["bulletin"][0])
    print("\n| text | " + " | ".join(f"{size // 1000} kB" for size in SIZES) + " | 1 MB : 10 kB |")
    print("|---|" + "---:|" * (len(SIZES) + 1))
    for name, texts in sources.items():
        row = [min(cost(varied(texts, size)) for _ in range(3 if size < 500_000 else 1)) for size in SIZES]
        print(f"| {name} | " + " | ".join(f"{ms:.1f} ms/kB" for ms in row) + f" | {row[-1] / row[0]:.2f} |")


if __name__ == "__main__":
    main(sys.argv[1:])
