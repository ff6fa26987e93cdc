"""The command `add`: put documents into the library and index them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

import click

from assistant.answers.characters import whole
from assistant.cli.library.building import build_index
from assistant.cli.library.details import details_options
from assistant.cli.library.incoming import incoming_files
from assistant.cli.terminal.errors import one_line
from assistant.cli.terminal.printing import print_build
from assistant.settings import Settings, load_settings
from corpus.errors import InputError
from corpus.library.folders import FOLDER

BAD_INPUT = 2


@click.command()
@click.argument("files", nargs=-1, required=True)
@details_options
@click.option("--replace", "replacing", default="", metavar="ID", help="The document that this one replaces.")
def add(files: tuple[str, ...], replacing: str, **details: Any) -> None:
    """Add your documents, as files or https addresses, to the library and index them; a zip is read as a folder.

    A document whose official link (--url, or the address itself) matches that of a note belongs to it: where the
    note reports a provision, answers quote the provision too.

    Formats: PDF, Word, OpenDocument and rich text, PowerPoint, Excel and CSV (a row with its column heads is one
    passage), HTML, Markdown and text, EPUB, e-mails (eml), and laws as XML (Akoma Ntoso, USLM, Formex, HKLM, CLML).
    """
    from corpus.build import screening_warnings
    from corpus.library import Details, Library

    _check_replacing(files, replacing)
    settings = load_settings()
    library = Library(settings.library)
    told: dict[str, Any] = {name: whole(value) if isinstance(value, str) else value for name, value in details.items()}
    policies: dict[str, str] = {}
    broken: list[str] = []
    for file in incoming_files(files, settings.max_upload_mb):
        try:
            said = Details(**(told | {"url": told["url"] or file.link}))
            added = library.add(file.read(), whole(file.name), said, replacing=replacing)
        except (InputError, OSError) as error:  # the others are added all the same
            line = one_line(error)
            broken.append(line if PurePath(file.name).name in line else f"{file.name}: {line}")
            continue
        policies[added.document.policy.id] = file.name
        policy = added.document.policy
        when = f", {policy.life.published}" if policy.life.published else ", no date found (give --published)"
        click.echo(
            f"{'Known already' if added.known else 'Added'}: {policy.title} ({policy.kind}{when}) as {policy.id}"
        )
        for warning in added.warnings:
            click.echo(f"  {file.name}: {warning}", err=True)
    if policies:
        print_build(build_index(settings), as_json=False)
        print_beside(settings, policies)
    for policy_id, name in policies.items():
        for warning in screening_warnings(settings.sources(), policy_id):
            click.echo(f"  {name}: {warning}", err=True)
    for line in broken:
        click.echo(line, err=True)
    if broken:
        raise SystemExit(BAD_INPUT)


def print_beside(settings: Settings, documents: Iterable[str]) -> None:
    """Say of documents which notes they are the official text of."""
    from assistant.editions import open_index
    from corpus.history.official import notes_of

    policies = open_index(settings).edition().policies
    for text in (policies[id_] for id_ in documents):
        if titles := [note.title for note in notes_of(policies, text)]:
            click.echo(f"{text.id} is quoted beside our notes on {'; '.join(titles)}")


def _check_replacing(files: tuple[str, ...], replacing: str) -> None:
    if replacing and len(files) > 1:
        raise InputError(f"One file can take the place of {replacing}: {len(files)} were given.")
    if replacing and PurePath(files[0]).suffix.lower() == FOLDER:
        raise InputError(f"One file can take the place of {replacing}: unpack {PurePath(files[0]).name} and name it.")
