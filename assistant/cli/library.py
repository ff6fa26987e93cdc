"""The commands that change the texts: `index`, `add`, `describe`, `remove` and `restore`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any

import click

from assistant.answers.characters import whole
from assistant.cli.terminal.options import Partial, json_option
from assistant.cli.terminal.printing import one_line, print_build
from assistant.cli.terminal.progress import Bar
from assistant.settings import SHIPPED_TEXTS, Settings, load_settings
from corpus.build import BuildReport
from corpus.errors import InputError
from corpus.language.places import PLACES
from corpus.library.fetching import fetch, is_link
from corpus.library.folders import FOLDER, File, files_of
from corpus.register.standing import STATUSES, standing

FAILED, BAD_INPUT = 1, 2
MEGABYTE = 1_000_000
DETAILS = (
    click.option("--title", default="", help="Title, where the first page does not tell it."),
    click.option("--issuer", default="", help="Who issued it."),
    click.option(
        "--jurisdiction", default="", type=click.Choice(["", *PLACES], case_sensitive=False), help="Where it applies."
    ),
    click.option("--kind", default="", help="act, regulation, guideline, bill, ..."),
    click.option("--published", type=Partial(), help="When it was published."),
    click.option(
        "--effective",
        "--from",
        "effective",
        type=Partial(),
        help="From when it applies; without it no standing is claimed.",
    ),
    click.option("--until", "ended", type=Partial(), help="When it ended."),
    click.option(
        "--status",
        type=click.Choice(["", *STATUSES]),
        default="",
        metavar=f"[{'|'.join(STATUSES)}]",
        help="Its standing, where the dates do not tell it.",
    ),
    click.option("--url", default="", help="Its official link."),
)


@click.command()
@click.option(
    "--texts", multiple=True, type=click.Path(path_type=Path), help="Policy texts; the shipped ones if not given."
)
@click.option(
    "--ray",
    default="",
    metavar="local|ADDRESS",
    help="Encode on a Ray cluster (extra `ray`): of this machine's cores, or at an address.",
)
@click.option("--check", is_flag=True, help="Only check the policy texts, and report every problem.")
@json_option
def index(texts: tuple[Path, ...], ray: str, check: bool, as_json: bool) -> None:
    """Bring the index in line with the policy texts and the library."""
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


def build_index(settings: Settings, texts: tuple[Path, ...] = (), ray: str = "") -> BuildReport:
    """Bring the index in line with texts and library, with a progress bar, and publish it where it is shared."""
    from assistant.editions import publish
    from corpus.build import build
    from corpus.encoders.sentence import SentenceEncoder
    from corpus.encoders.spread import SpreadEncoder

    encoder = SpreadEncoder(settings.encoder, ray) if ray else SentenceEncoder(settings.encoder)
    with Bar() as bar:
        report = build(settings.sources(texts), encoder, bar.show)
    if publish(settings):
        click.echo(f"Published at {settings.editions}: {report.edition}", err=True)
    return report


def _details(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what a document is."""
    for option in reversed(DETAILS):
        command = option(command)
    return command


@click.command()
@click.argument("files", nargs=-1, required=True)
@_details
@click.option("--replace", "replacing", default="", metavar="ID", help="The document that this one takes the place of.")
def add(files: tuple[str, ...], replacing: str, **details: Any) -> None:
    """Put own documents, files or https addresses, into the library and index them; a zip of documents is a folder.

    A document whose official link (--url, or the address itself) is that of a note stands beside it: where the note
    reports a provision, answers quote the provision too.

    Read are PDF, Word, OpenDocument and rich text, PowerPoint, Excel and CSV (a row with its column heads is one
    passage), HTML, Markdown and text, EPUB, letters (eml), and laws as XML (Akoma Ntoso, USLM, Formex, HKLM, CLML).
    """
    from corpus.build import screening_warnings
    from corpus.library import Details, Library

    _check_replacing(files, replacing)
    settings = load_settings()
    library = Library(settings.library)
    told: dict[str, Any] = {name: whole(value) if isinstance(value, str) else value for name, value in details.items()}
    policies: dict[str, str] = {}
    broken: list[str] = []
    for file in _files(files, settings.max_upload_mb):
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


@click.command()
@click.argument("id_", metavar="ID")
@_details
def describe(id_: str, **details: Any) -> None:
    """Say more of an own document: its title, its dates, its standing; what is not given stays as it is."""
    from corpus.library import Details, Library

    settings = load_settings()
    policy = Library(settings.library).describe(id_, Details(**details)).policy
    click.echo(f"{policy.title} ({policy.kind}): {standing(policy.life, date.today()).value}")  # noqa: DTZ011 - today
    print_build(build_index(settings), as_json=False)


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(ids: tuple[str, ...]) -> None:
    """Take own documents out of the library and the index."""
    from corpus.library import Library

    settings = load_settings()
    library = Library(settings.library)
    for policy_id in ids:
        document = library.remove(policy_id).document
        click.echo(f"Removed: {document.policy.title} ({document.name}); bring it back with: restore {policy_id}")
    print_build(build_index(settings), as_json=False)


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID]...")
def restore(ids: tuple[str, ...]) -> None:
    """Bring own documents back that were removed in the last 30 days; without an id, list them."""
    from corpus.library import Library

    settings = load_settings()
    library = Library(settings.library)
    if not ids:
        for document in library.removed():
            click.echo(f"{document.policy.id}: {document.policy.title} ({document.name})")
        return
    for policy_id in ids:
        document = library.restore(policy_id)
        click.echo(f"Brought back: {document.policy.title} ({document.name})")
    print_build(build_index(settings), as_json=False)


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


def _files(names: tuple[str, ...], most: int) -> Iterator[File]:
    """Yield the files that were named, and those of zips; one that cannot be read is told, and stops no other."""
    for name in names:
        link = name if is_link(name) else ""
        try:
            title, data = fetch(name, most) if link else (Path(name).name, _bytes(Path(name), most))
            for file in files_of(data, title):
                large = len(file.data) > most * MEGABYTE
                error = InputError(_too_large(file.name, len(file.data), most)) if large else file.error
                yield replace(file, error=error, link=link)
        except (InputError, OSError) as error:
            yield File(name if link else Path(name).name, error=InputError(one_line(error)))


def _too_large(name: object, size: int, most: int) -> str:
    return f"{name} has {size / MEGABYTE:.0f} MB and may have {most}: split it, or raise ASSISTANT_MAX_UPLOAD_MB."


def _bytes(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise InputError(f"{path} is not a file.")
    if (size := path.stat().st_size) > most * MEGABYTE:
        raise InputError(_too_large(path, size, most))
    return path.read_bytes()
