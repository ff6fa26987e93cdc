"""The command `ask`: one answer, on the terminal or in a file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from assistant.answers.records import Question, Turn
from assistant.answers.rows import answer_row
from assistant.cli.terminal.options import Day, document_option, json_option, place_option
from assistant.cli.terminal.printing import print_answer
from assistant.settings import load_settings


@click.command()
@click.argument("question")
@click.option("--as-of", type=Day(), help="Answer as of this day; today if not given.")
@click.option("--after", multiple=True, help="A question asked before, on which this one may lean; repeat in order.")
@place_option
@document_option
@json_option
@click.option("--export", type=click.Path(path_type=Path), help="Also write it to this .docx, .pdf, .md or .json file.")
def ask(
    question: str,
    as_of: date | None,
    after: tuple[str, ...],
    places: tuple[str, ...],
    documents: tuple[str, ...],
    as_json: bool,
    export: Path | None,
) -> None:
    """Answer one question, with citations."""
    from assistant.answers.archive import recorded
    from assistant.chain import open_chain
    from assistant.exporting import kind_of
    from assistant.exporting import save as save_export
    from assistant.understanding.followups import turns

    if export is not None:
        kind_of(export)  # a name that cannot be written is told before the question is asked
    settings = load_settings()
    chain = open_chain(settings)
    history: tuple[Turn, ...] = ()
    records = []
    for one in (*after, question):
        asked = Question(one, as_of, places, history, documents=documents)
        answer = chain.invoke(asked)
        history += turns(answer)
        records.append(recorded(asked, settings, answer))
    if export is not None:
        save_export(records, records[0].question.text, export)
    if as_json:
        click.echo(json.dumps(answer_row(answer, "ask", answer.edition), ensure_ascii=False))
    else:
        print_answer(answer)
