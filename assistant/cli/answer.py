"""The command `answer`: answers a whole question set into a file."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli.terminal.options import file_type
from assistant.cli.terminal.progress import Bar
from assistant.evaluation.sets.answer_questions import answer_set, read_questions
from assistant.settings import load_settings

FAILED = 1


@click.command()
@click.argument("questions", type=file_type)
@click.option("--out", required=True, type=file_type, help="The JSONL file to write.")
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
