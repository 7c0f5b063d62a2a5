"""The docs say what the code does: verbs, links, options."""

from __future__ import annotations

import argparse
import re
from importlib import import_module
from pathlib import Path

import pytest

from scriptkit.cli.main import VERBS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
COMMAND = re.compile(r"scriptkit ([a-z]+)\b")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")


def options_of(verb: str) -> set[str]:
    parser = argparse.ArgumentParser()
    import_module(f"scriptkit.cli.{verb}").add_arguments(parser)
    return set(parser._option_string_actions)


def test_every_verb_is_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [
        verb for verb in VERBS if f"`scriptkit {verb} " not in table and f"`scriptkit {verb}`" not in table
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_in_code_exist_and_have_their_options(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = re.findall(r"```(?:sh|console|bash)?\n(.*?)```|`([^`\n]+)`", text, re.DOTALL)
    for block, inline in code:
        for line in (block or inline).replace("\\\n", " ").splitlines():
            for command in re.split(r"&&|\||;", line):
                found = COMMAND.search(command)
                if not found or "import scriptkit" in command or "..." in command:
                    continue
                assert found[1] in VERBS, f"{page.name}: {command}"
                unknown = set(OPTION.findall(command)) - options_of(found[1]) - {"--help"}
                assert not unknown, f"{page.name}: {command.strip()} has no {unknown}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"
