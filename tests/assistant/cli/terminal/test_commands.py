"""The table of commands: each is imported when it is called, and no sooner."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from assistant.cli import cli
from assistant.cli.terminal.commands import Commands
from tests import ROOT

HEAVY = ("scipy.stats", "langchain_core", "torch", "chromadb", "reportlab", "sqlalchemy", "streamlit")


@pytest.mark.parametrize("command", ["calendar", "index", "lineage"])
def test_a_light_command_loads_no_heavy_library(command: str) -> None:
    """Help on one command is there before a model library has been read from disk."""
    code = (
        "import sys; from assistant.cli import main; main([sys.argv[1], '--help']);"
        "print(*sys.modules.keys() & sys.argv[2:], file=sys.stderr)"
    )
    run = [sys.executable, "-c", code, command, *HEAVY]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    assert f"{command} [OPTIONS]" in done.stdout
    assert done.stderr.split() == []


def test_names_are_known_before_anything_is_imported() -> None:
    """A list of them, and whether one is among them, cost no import; an unknown one is a KeyError."""
    table = Commands("nowhere", {"": ("one",), "below": ("two",)})
    assert list(table) == ["one", "two"]
    assert ("two" in table, "three" in table, len(table)) == (True, False, 2)
    with pytest.raises(KeyError):
        table["three"]
    with pytest.raises(ModuleNotFoundError, match="nowhere"):
        table["two"]


def test_every_name_has_its_command() -> None:
    """Each module of the table is there and holds a command of its name, also in `evaluate`."""
    group = cli.commands["evaluate"]
    assert isinstance(group, click.Group)
    for commands in (cli.commands, group.commands):
        assert {name: command.name for name, command in commands.items()} == {name: name for name in commands}
