"""The reference pages docs/cli.md and docs/settings.md, written from click and pydantic: `python -m benchmarks.manual`.

`tests/test_manual.py` fails where a page and the code differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from assistant.cli import cli
from assistant.settings import PREFIX, Settings

DOCS = Path(__file__).resolve().parents[1] / "docs"
MOST_CHOICES = 8  # that a table can list
WRITTEN = "<!-- Written by `python -m benchmarks.manual`: change the code, not this page. -->"


def pages() -> dict[Path, str]:
    """Return the text of each page by its path."""
    return {DOCS / "cli.md": "\n".join(commands()) + "\n", DOCS / "settings.md": "\n".join(settings()) + "\n"}


def commands() -> Iterator[str]:
    """Yield the lines of the page on commands."""
    yield from ("# Commands", "", WRITTEN, "")
    yield "`python -m assistant COMMAND` in a checkout, `crypto-policy-assistant COMMAND` where it is installed; `-h`"
    yield "shows the same on the terminal. Exit codes: 0 done; 1 a check or gate failed; 2 bad input, explained on one"
    yield "line; 3 inconclusive."
    for name, command in sorted(cli.commands.items()):
        yield from _command(name, command)


def _command(name: str, command: click.Command) -> Iterator[str]:
    arguments = " ".join(_metavar(one) for one in command.params if isinstance(one, click.Argument))
    yield from ("", f"## {name}", "", f"`{' '.join(filter(None, (name, arguments)))}`", "", _prose(command.help or ""))
    options = [one for one in command.params if isinstance(one, click.Option)]
    if options:
        yield from ("", "| option | what it does |", "| --- | --- |")
        yield from (_option(one) for one in options)
    if isinstance(command, click.Group):
        for below, one in sorted(command.commands.items()):
            yield from _command(f"{name} {below}", one)


def _metavar(argument: click.Argument) -> str:
    shown = argument.make_metavar(click.Context(click.Command("x"))).strip("[].")
    return f"{shown}..." if argument.nargs == -1 else shown


def _option(option: click.Option) -> str:
    names = ", ".join(option.opts)
    many = isinstance(option.type, click.Choice) and len(option.type.choices) > MOST_CHOICES
    value = " NAME" if many else f" {option.make_metavar(click.Context(click.Command('x')))}"
    value = "" if option.is_flag else value
    shown = option.default if option.show_default and option.default not in (None, "") else None
    facts = [
        option.help or "",
        "Repeat for several." if option.multiple and "repeat" not in (option.help or "") else "",
    ]
    facts += [f"Default: {shown}." if shown is not None else "", "Required." if option.required else ""]
    return f"| `{_cell(names + value)}` | {_cell(' '.join(filter(None, facts)))} |"


def settings() -> Iterator[str]:
    """Yield the lines of the page on settings."""
    yield from ("# Settings", "", WRITTEN, "")
    yield "Environment variables, or a `.env` file in the folder from which the program is started. An unknown name"
    yield "with the prefix `ASSISTANT_` is refused with the nearest known one. Keys of providers keep their usual"
    yield "names, such as `OPENAI_API_KEY`."
    yield from ("", "| setting | default | what it is |", "| --- | --- | --- |")
    for name, field in Settings.model_fields.items():
        default = "" if field.default in ("", None) else f"`{str(field.default).lower()}`"
        default = f"`{field.default}`" if isinstance(field.default, str | Path) and field.default != "" else default
        yield f"| `{PREFIX}{name.upper()}` | {default} | {_cell(field.description or '')} |"


def _prose(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _prose(text).replace("|", "\\|")


def main() -> None:
    """Write both pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(f"written: {path.relative_to(DOCS.parent)}")


if __name__ == "__main__":
    main()
