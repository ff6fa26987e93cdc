"""The one door: `python -m assistant COMMAND`. Each command has a module of its name."""

from __future__ import annotations

import io
import sys

import click

from assistant.cli.answer import answer
from assistant.cli.ask import ask
from assistant.cli.chat import chat
from assistant.cli.compare import compare
from assistant.cli.doctor import doctor
from assistant.cli.evaluate import evaluate
from assistant.cli.feedback import feedback
from assistant.cli.history.calendar import calendar
from assistant.cli.history.changes import changes
from assistant.cli.history.lineage import lineage
from assistant.cli.library.add import add
from assistant.cli.library.describe import describe
from assistant.cli.library.index import index
from assistant.cli.library.remove import remove
from assistant.cli.library.restore import restore
from assistant.cli.mcp import mcp
from assistant.cli.ranking.benchmark import benchmark
from assistant.cli.ranking.tune import tune
from assistant.cli.replay import replay
from assistant.cli.save import save
from assistant.cli.saved import saved
from assistant.cli.search import search
from assistant.cli.serve import serve
from assistant.cli.terminal.printing import one_line
from assistant.cli.watch import watch
from corpus.errors import AssistantError

FAILED, BAD_INPUT = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Ask about crypto policy: what the rule is, since when, and where it says so."""


for command in (
    add,
    describe,
    answer,
    ask,
    benchmark,
    calendar,
    changes,
    chat,
    compare,
    doctor,
    evaluate,
    feedback,
    index,
    lineage,
    mcp,
    remove,
    restore,
    replay,
    save,
    saved,
    search,
    serve,
    tune,
    watch,
):
    cli.add_command(command)


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
