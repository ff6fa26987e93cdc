"""The command `index`: update the index from the policy texts, or only check the texts."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.library.building import build_index
from assistant.cli.terminal.options import file_type, json_option
from assistant.cli.terminal.printing import print_build
from assistant.settings import SHIPPED_TEXTS, load_settings

FAILED = 1


@click.command()
@click.option("--texts", multiple=True, type=file_type, help="Policy texts; the shipped ones if not given.")
@click.option(
    "--ray",
    default="",
    metavar="local|ADDRESS",
    help="Encode on a Ray cluster (extra `ray`): `local` for this machine's cores, or its address.",
)
@click.option("--check", is_flag=True, help="Only check the policy texts, and report every problem.")
@json_option
def index(texts: tuple[Path, ...], ray: str, check: bool, as_json: bool) -> None:
    """Update the index from the policy texts and the library."""
    if check:
        _check(texts or (SHIPPED_TEXTS,))
        return
    settings = load_settings()
    report = build_index(settings, texts, ray)
    print_build(report, as_json=as_json)


def _check(folders: tuple[Path, ...]) -> None:
    from corpus.register.checking import check_aspects, check_labels, check_texts
    from corpus.register.notes import note_files

    files = note_files(folders)
    problems = [*check_texts(files), *check_aspects(folders), *check_labels(folders)]
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(files)} texts, {len(problems)} problems", err=bool(problems))
    if problems:
        raise SystemExit(FAILED)
