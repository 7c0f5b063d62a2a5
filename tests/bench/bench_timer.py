"""What the timer costs: words a second beside NLTK's word tokenizer, growth with length, start-up.

    PYTHONPATH=src python tests/bench/bench_timer.py [TEXT]...

CPU seconds of this process, so that other work on the machine matters little. *cold* is the first time
the process sees the text, *warm* the best of five more. Without NLTK its column is left out.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"

_START_UP = """
from time import process_time
a = process_time()
from scriptkit.timer import reading_time
b = process_time()
from scriptkit.text import phones, rarity
phones.known("a"), rarity.rarity("a")
c = process_time()
reading_time("The bridge cost $3.5 million.")
d = process_time()
print(*(1000 * (y - x) for x, y in ((a, b), (b, c), (c, d))))
"""


def start_up(runs: int = 5) -> tuple[float, float, float]:
    """Median milliseconds of: import, loading pronunciations and frequencies, the first sentence."""
    rows = []
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-c", _START_UP], capture_output=True, text=True, check=True)
        rows.append([float(n) for n in done.stdout.split()])
    a, b, c = (sorted(column)[runs // 2] for column in zip(*rows, strict=True))
    return a, b, c


def rate(run: Callable[[str], object], text: str, times: int) -> float:
    """Words a second, best of *times*."""
    best = float("inf")
    for _ in range(times):
        start = process_time()
        run(text)
        best = min(best, process_time() - start)
    return len(text.split()) / max(best, 1e-9)


def nltk_tokenizer() -> Callable[[str], object] | None:
    try:
        from nltk.tokenize import NLTKWordTokenizer
    except ImportError:
        return None
    return NLTKWordTokenizer().tokenize


def main(paths: list[str]) -> None:
    from scriptkit.timer import reading_time

    imported, loaded, first = start_up()
    print(f"import {imported:.0f} ms, word tables {loaded:.1f} ms, first sentence {first:.1f} ms")
    texts = [Path(path) for path in paths] or sorted(SEEDS.glob("*.txt"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in texts)
    tokenize = nltk_tokenizer()
    cold = rate(reading_time, text, 1)
    print(
        f"\n| words | timer, words/s | NLTKWordTokenizer, words/s |\n|------:|---------------:|{'-' * 27}:|"
    )
    other = f"{rate(tokenize, text, 1):,.0f}" if tokenize else "not installed"
    print(f"| {len(text.split()):,} cold | {cold:,.0f} | {other} |")
    for times in (1, 4, 16, 64):
        longer = "\n".join([text] * times)
        other = f"{rate(tokenize, longer, 5):,.0f}" if tokenize else ""
        print(f"| {len(longer.split()):,} warm | {rate(reading_time, longer, 5):,.0f} | {other} |")


if __name__ == "__main__":
    main(sys.argv[1:])
