"""The one door: `python -m assistant COMMAND`. Each command has a module of its name."""

from __future__ import annotations

import io
import sys

import click

from assistant.cli.terminal.commands import Commands
from assistant.cli.terminal.errors import one_line
from corpus.errors import AssistantError

FAILED, BAD_INPUT = 1, 2


COMMANDS = Commands(
    __name__,
    {
        "": ("answer", "ask", "chat", "compare", "doctor", "evaluate", "feedback", "mcp", "replay", "search", "serve",
             "watch"),
        "history": ("calendar", "changes", "lineage"),
        "library": ("add", "describe", "index", "remove", "restore"),
        "ranking": ("benchmark", "tune"),
        "watched": ("notify", "save", "saved"),
    },
)  # fmt: skip


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Ask about crypto policy: what the rule is, since when, and where it says so."""


def main(arguments: list[str] | None = None, program: str = "python -m assistant") -> int:
    """Run a command and return its exit code; a user's mistake is one line on standard error, never a traceback.

    `program` is how the user called it, as help texts show it.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a file name that is no UTF-8 is printed all the same
    try:
        cli.main(arguments, prog_name=program, standalone_mode=False)
    except SystemExit as error:
        return int(error.code or 0)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return FAILED
    except (click.ClickException, AssistantError, OSError) as error:
        click.echo(one_line(error), err=True)
        return BAD_INPUT
    return 0
