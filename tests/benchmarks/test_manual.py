"""The reference pages are what click and pydantic say, and the README's own examples run against real commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.cli import cli
from assistant.settings import Settings
from benchmarks.manual import pages
from tests import ROOT

PAGES = pages()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_reference_page_is_what_the_code_says(path: Path) -> None:
    """Each page is the one that would be written now; `python -m benchmarks.manual` mends it."""
    assert path.read_text(encoding="utf-8") == PAGES[path]


def test_every_setting_is_described() -> None:
    """A setting without a description would be an empty cell."""
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


def test_every_option_is_described() -> None:
    """An option without a help text would be an empty cell."""
    assert re.findall(r"^\| `[^|]*` \|  \|$", PAGES[ROOT / "docs" / "cli.md"], re.MULTILINE) == []


def test_the_readme_is_two_screens_and_names_real_commands() -> None:
    """It has at most 8 kB, and each command that it shows is there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(readme.encode()) <= 8_192
    named = set(re.findall(r"python -m assistant ([a-z]+)", readme))
    assert named
    assert named <= cli.commands.keys()


@pytest.mark.parametrize("path", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")], ids=lambda path: path.name)
def test_links_of_the_documentation_lead_somewhere(path: Path) -> None:
    """Every file that a page links to or shows is there."""
    links = re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
    files = [link for link in links if not link.startswith(("http", "mailto:"))]
    assert [link for link in files if not (path.parent / link).exists()] == []
