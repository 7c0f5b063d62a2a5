"""Write the expected outputs beside each seed anew; read the diff before you commit it.

python tools/update_seeds.py
"""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

from scriptkit.cli.main import main

SEEDS = Path(__file__).parents[1] / "seeds"


def update(seed: Path) -> None:
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        main(["segment", str(seed), "--format", "json"])
    seed.with_suffix(".segments.json").write_text(shown.getvalue(), encoding="utf-8")
    main(["subtitle", str(seed), "-o", str(seed.with_suffix(".srt")), "--force", "--quiet"])


if __name__ == "__main__":
    for seed in sorted(SEEDS.glob("*.txt")):
        update(seed)
