"""The command `ask`: one answer, on the terminal or in a file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.answers.records import Answer, Question, Turn
from assistant.answers.rows import answer_row
from assistant.cli.terminal.options import Day, document_option, file_type, json_option, place_option
from assistant.cli.terminal.printing import print_answer
from assistant.settings import load_settings
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.chain import PolicyChain


@click.command()
@click.argument("question")
@click.option("--as-of", type=Day(), help="Answer as of this day; today if not given.")
@click.option("--after", multiple=True, help="An earlier question that this one may refer to; repeat in order.")
@place_option
@document_option
@json_option
@click.option("--research", is_flag=True, help="Let the chat model search on, step by step, before it answers.")
@click.option("--export", type=file_type, help="Also write it to this .docx, .pdf, .md or .json file.")
def ask(
    question: str,
    as_of: date | None,
    after: tuple[str, ...],
    places: tuple[str, ...],
    documents: tuple[str, ...],
    as_json: bool,
    research: bool,
    export: Path | None,
) -> None:
    """Answer one question, with citations; Ctrl+C stops it."""
    from assistant.answers.archive import recorded
    from assistant.chain import open_chain
    from assistant.exporting import kind_of
    from assistant.exporting import save as save_export
    from assistant.understanding.followups import turns

    if export is not None:
        kind_of(export)  # a name that cannot be written is told before the question is asked
    settings = load_settings()
    if research and not settings.model:
        raise InputError("A research needs a chat model: set ASSISTANT_MODEL, or ask without --research.")
    chain = open_chain(settings)
    history: tuple[Turn, ...] = ()
    records = []
    for one in (*after, question):
        asked = Question(one, as_of, places, history, documents=documents, research=research)
        answer = chain.invoke(asked) if not research else _researched(chain, asked)
        history += turns(answer)
        records.append(recorded(asked, settings, answer))
    if export is not None:
        save_export(records, records[0].question.text, export)
    if as_json:
        click.echo(json.dumps(answer_row(answer, "ask", answer.edition), ensure_ascii=False))
    else:
        print_answer(answer)


def _researched(chain: PolicyChain, asked: Question) -> Answer:
    """Answer after a research, whose steps are told on standard error as they are made."""
    *_, answer = chain.statements(asked, told=lambda step: click.echo(step, err=True))
    assert isinstance(answer, Answer)
    return answer
