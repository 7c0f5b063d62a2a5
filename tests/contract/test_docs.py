"""docs/formats.md says what the code does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs" / "formats.md"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("format_matrix", ROOT / "tools" / "format_matrix.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_matrix_is_what_the_writers_say(tool: ModuleType) -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert tool.in_docs(text) == text, "run: python tools/format_matrix.py"


def codes_in(folder: str, pattern: str) -> set[str]:
    source = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src/scriptkit" / folder).glob("*.py")
    )
    return set(re.findall(pattern, source))


def documented(prefix: str = "") -> set[str]:
    return set(re.findall(rf"^\| `({prefix}[a-z-]+)` \| ", DOCS.read_text(encoding="utf-8"), re.MULTILINE))


def test_every_loss_is_explained() -> None:
    used = codes_in("writers", r'"(loss-[a-z-]+)"')
    assert used == documented("loss-")


def test_every_finding_of_a_reader_is_explained() -> None:
    used = codes_in("subtitle_readers", r'\.(?:warn|error|info)\(\s*"([a-z-]+)"')
    assert used
    assert used <= documented()
    assert {c for c in documented() if not c.startswith("loss-")} - used <= {"schema"}


def test_every_finding_has_its_place_in_the_list() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    # Both packages have no other words with hyphens in quotes.
    used = codes_in("check", r'"([a-z]+(?:-[a-z]+)+)"') | codes_in("cueing", r'"([a-z]+(?:-[a-z]+)+)"')
    used |= codes_in("subtitle_readers", r'\.(?:warn|error|info)\(\s*"([a-z-]+)"')
    used |= codes_in("writers", r'"(loss-[a-z-]+)"')
    assert {"bad-break", "too-fast", "fixed-divided", "other-language"} <= used
    assert {code for code in used if f"`{code}`" not in text} == set()
