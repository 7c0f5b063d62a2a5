"""No pattern of the segmenter blows up: hostile repeats cost in proportion to their length."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from scriptkit import segmenter
from scriptkit.segmenter.house import _PATTERNS, House, packaged_all
from scriptkit.segmenter.templates import compile_template

UNITS = [
    "a",
    "A ",
    "A, ",
    "a.",
    " ",
    "\n",
    '"',
    "((",
    "[x ",
    "1:",
    ":12 ",
    "Ab ",
    "AB-",
    "SOT ",
    "x:",
    ",...",
    "(a ",
    ">",
]
TEMPLATES = [
    template
    for name in _PATTERNS
    for template in getattr(packaged_all(), name)
]  # fmt: skip


def patterns() -> list[re.Pattern[str]]:
    return [
        value
        for module in walk_packages(segmenter.__path__, "scriptkit.segmenter.")
        for value in vars(import_module(module.name)).values()
        if isinstance(value, re.Pattern)
    ]


def test_every_packaged_template_compiles() -> None:
    assert len(TEMPLATES) > 60
    assert all(isinstance(compile_template(t), re.Pattern) for t in TEMPLATES)


def test_no_pattern_blows_up_on_hostile_repeats() -> None:
    source = Path(__file__)
    program = (
        f"import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('hostile', {str(source)!r})\n"
        f"module = importlib.util.module_from_spec(spec)\nspec.loader.exec_module(module)\nmodule.try_all()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-500:]


def try_all() -> None:
    """Every pattern on every repeat; run in a process of its own that can be stopped."""
    templates = [compile_template(t) for t in TEMPLATES]
    for unit in UNITS:
        text = unit * (600 // len(unit)) + "!"
        for template in templates:
            template.fullmatch(text)
        for pattern in patterns():
            pattern.search(text)


@pytest.mark.parametrize("unit", UNITS)
def test_a_script_of_repeats_is_segmented(unit: str) -> None:
    from scriptkit.model import Script

    text = unit * (20_000 // len(unit))
    segments = [s for story in segmenter.segment(Script(text)).stories for s in story.segments]
    assert "".join("".join(s.text.split()) for s in segments) == "".join(text.split())


def test_a_house_file_is_read_and_refused_by_key() -> None:
    from scriptkit.errors import InputError
    from scriptkit.segmenter import parse_house

    house = parse_house('name = "gull"\nsign_off = ["{name} on the ice for {outlet}"]\n', "gull.toml")
    assert isinstance(house, House)
    assert house.over(packaged_all()).sign_off[0] == "{name} on the ice for {outlet}"
    with pytest.raises(InputError, match="jingles"):
        parse_house('jingles = ["x"]', "gull.toml")
    with pytest.raises(InputError, match="brackets"):
        parse_house('sign_off = ["(x"]', "gull.toml")
