"""The one door: `python -m assistant COMMAND`. Each command says what it does, calls one function and prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from assistant.answering import answer_set, read_questions
from assistant.ask_command import ask
from assistant.comparing import compare
from assistant.console import Bar, print_build, print_hits
from assistant.evaluation.commands import evaluate
from assistant.feedback_command import feedback
from assistant.options import Day, Partial, json_option, place_option
from assistant.ranking_commands import benchmark, tune
from assistant.records import Question
from assistant.replay_command import replay
from assistant.rows import hit_row
from assistant.saved_commands import save, saved
from assistant.settings import SHIPPED_TEXTS, Settings, load_settings
from assistant.timecommands import calendar, changes, lineage
from corpus.errors import AssistantError, InputError
from corpus.places import PLACES

FAILED, BAD_INPUT = 1, 2
MEGABYTE = 1_000_000
PAGE = Path(__file__).resolve().parent.parent / "ui" / "server.py"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def cli() -> None:
    """Ask about crypto policy: what the rule is, since when, and where it says so."""


@cli.command()
@click.option(
    "--texts", multiple=True, type=click.Path(path_type=Path), help="Policy texts; the shipped ones if not given."
)
@click.option("--check", is_flag=True, help="Only check the policy texts, and report every problem.")
@json_option
def index(texts: tuple[Path, ...], check: bool, as_json: bool) -> None:
    """Bring the index in line with the policy texts and the library."""
    if check:
        _check(texts or (SHIPPED_TEXTS,))
        return
    settings = load_settings()
    report = _build(settings, texts)
    print_build(report, as_json=as_json)


def _check(folders: tuple[Path, ...]) -> None:
    from corpus.checking import check_aspects, check_texts
    from corpus.register import note_files

    files = note_files(folders)
    problems = [*check_texts(files), *check_aspects(folders)]
    for problem in problems:
        click.echo(str(problem))
    click.echo(f"{len(files)} texts, {len(problems)} problems", err=bool(problems))
    if problems:
        raise SystemExit(FAILED)


def _build(settings: Settings, texts: tuple[Path, ...] = ()) -> Any:
    from corpus.build import build
    from corpus.embedding import SentenceEncoder

    with Bar() as bar:
        return build(settings.sources(texts), SentenceEncoder(settings.encoder), bar.show)


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--title", default="", help="Title, where the first page does not tell it.")
@click.option("--issuer", default="", help="Who issued it.")
@click.option(
    "--jurisdiction", default="", type=click.Choice(["", *PLACES], case_sensitive=False), help="Where it applies."
)
@click.option("--kind", default="", help="act, regulation, guideline, bill, ...")
@click.option("--published", type=Partial(), help="When it was published.")
@click.option("--effective", type=Partial(), help="From when it applies; without it no standing is claimed.")
@click.option("--url", default="", help="Its official link.")
@click.option("--replace", "replacing", default="", metavar="ID", help="The document that this one takes the place of.")
def add(files: tuple[Path, ...], replacing: str, **details: Any) -> None:
    """Put own documents (pdf, html, docx, md, txt) into the library and index them."""
    from corpus.build import screening_warnings
    from corpus.library import Details, Library

    if replacing and len(files) > 1:
        raise InputError(f"One file can take the place of {replacing}: {len(files)} were given.")
    settings = load_settings()
    library = Library(settings.library)
    policies: dict[str, Path] = {}
    broken: list[str] = []
    for path in files:
        try:
            data = _bytes(path, settings.max_upload_mb)
            added = library.add(data, path.name, Details(**details), replacing=replacing)
        except (InputError, OSError) as error:  # the others are added all the same
            line = _one_line(error)
            broken.append(line if path.name in line else f"{path.name}: {line}")
            continue
        policies[added.document.policy.id] = path
        policy = added.document.policy
        date = f", {policy.life.published}" if policy.life.published else ", no date found (give --published)"
        click.echo(
            f"{'Known already' if added.known else 'Added'}: {policy.title} ({policy.kind}{date}) as {policy.id}"
        )
        for warning in added.warnings:
            click.echo(f"  {path.name}: {warning}", err=True)
    if policies:
        print_build(_build(settings), as_json=False)
    for policy_id, path in policies.items():
        for warning in screening_warnings(settings.sources(), policy_id):
            click.echo(f"  {path.name}: {warning}", err=True)
    for line in broken:
        click.echo(line, err=True)
    if broken:
        raise SystemExit(BAD_INPUT)


@cli.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def remove(ids: tuple[str, ...]) -> None:
    """Take own documents out of the library and the index."""
    from corpus.library import Library

    settings = load_settings()
    library = Library(settings.library)
    for policy_id in ids:
        document = library.remove(policy_id).document
        click.echo(f"Removed: {document.policy.title} ({document.name})")
    print_build(_build(settings), as_json=False)


def _bytes(path: Path, most: int) -> bytes:
    if not path.is_file():
        raise InputError(f"{path} is no file.")
    if (size := path.stat().st_size) > most * MEGABYTE:
        raise InputError(
            f"{path} has {size / MEGABYTE:.0f} MB and may have {most}: split it, or raise ASSISTANT_MAX_UPLOAD_MB."
        )
    return path.read_bytes()


@cli.command()
@click.argument("questions", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The JSONL file to write.")
@click.option("--resume", is_flag=True, help="Go on with an unfinished file.")
def answer(questions: Path, out: Path, resume: bool) -> None:
    """Answer a whole question set (JSONL, CSV or XLSX)."""
    from assistant.chain import open_chain

    chain = open_chain(load_settings())
    rows = read_questions(questions)
    with Bar() as bar:
        report = answer_set(
            rows, out, chain.invoke, resume=resume, progress=lambda done, total: bar.show("Answering", done, total)
        )
    click.echo(f"{report.answered} answered, {report.kept} kept from before, {report.failed} failed: {out}")
    if report.failed:
        raise SystemExit(FAILED)


@cli.command()
@click.argument("question")
@click.option("--k", "count", default=10, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option("--as-of", type=Day(), help="Only what was published by this day.")
@place_option
@json_option
def search(question: str, count: int, as_of: date | None, places: tuple[str, ...], as_json: bool) -> None:
    """List the passages that a question finds, with scores and standing."""
    from assistant.chain import open_chain

    hits = open_chain(load_settings()).search(Question(question, as_of, places), count)
    if as_json:
        rows = [hit_row(hit, rank) for rank, hit in enumerate(hits, 1)]
        click.echo(json.dumps({"question": question, "hits": rows}, ensure_ascii=False))
    else:
        print_hits(hits)


@cli.command()
@click.option("--port", default=8501, show_default=True, type=click.IntRange(1, 65_535), help="The port of the page.")
def chat(port: int) -> None:
    """Open the page; the index is built first where there is none or the texts have changed."""
    settings = load_settings()
    print_build(_build(settings), as_json=False)
    click.echo(f"The page is at http://localhost:{port} (Ctrl+C stops it).")
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(PAGE),
        "--server.port",
        str(port),
        "--server.headless",
        "true",
    ]
    try:
        status = subprocess.run(command, check=False, env=_page_environment()).returncode  # noqa: S603 - our own page
    except KeyboardInterrupt:
        status = 0
    raise SystemExit(status)


def _page_environment() -> dict[str, str]:
    """Let the page import this project from wherever the command was called."""
    root = str(PAGE.parent.parent)
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}


@cli.command()
def doctor() -> None:
    """Say what is configured, what is missing, and the command that mends it."""
    from assistant.doctor import examine

    findings = examine()
    for finding in findings:
        click.echo(f"{'ok ' if finding.good else 'BAD'}  {finding.what}")
        if finding.remedy:
            click.echo(f"     -> {finding.remedy}")
    if not all(finding.good for finding in findings):
        raise SystemExit(FAILED)


for command in (ask, changes, lineage, calendar, compare, evaluate, save, saved, feedback, replay, benchmark, tune):
    cli.add_command(command)


def main(arguments: list[str] | None = None) -> int:
    """Run a command and give its exit code; a user's mistake is one line on standard error, never a traceback."""
    try:
        cli.main(arguments, prog_name="python -m assistant", standalone_mode=False)
    except SystemExit as error:
        return int(error.code or 0)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return FAILED
    except (click.ClickException, AssistantError, OSError) as error:
        click.echo(_one_line(error), err=True)
        return BAD_INPUT
    return 0


def _one_line(error: Exception) -> str:
    match error:
        case click.exceptions.NoArgsIsHelpError():
            return error.format_message()
        case click.ClickException():
            message = error.format_message()
        case OSError():
            message = (
                f"{error.filename or 'A file'} cannot be read or written: {error.strerror}. Check it and its rights."
            )
        case _:
            message = str(error)
    return " ".join(message.split())
