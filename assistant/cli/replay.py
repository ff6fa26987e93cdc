"""The command `replay`: makes a recorded answer again, and says whether it is the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.cli.terminal.options import file_type, json_option
from assistant.cli.terminal.printing import wrapped
from assistant.settings import load_settings
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.replay import Replay

DIFFERS = 1


@click.command()
@click.argument("record", type=file_type)
@json_option
def replay(record: Path, as_json: bool) -> None:
    """Ask the question of an exported record (JSON) again under its settings, and say what differs, if anything."""
    from assistant.chain import open_chain
    from assistant.editions import open_index
    from assistant.exporting.json import read
    from assistant.replay import replay as asked_again

    if not record.is_file():
        raise InputError(f"{record} is not a file: export an answer as JSON and name that.")
    records = read(record.read_bytes())
    settings = load_settings()
    chain = open_chain(settings)
    index = open_index(settings)
    replays = [asked_again(one, chain, settings, index.edition(one.question.owner)) for one in records]
    if as_json:
        same = all(one.same for one in replays)
        click.echo(json.dumps({"same": same, "replays": [_row(one) for one in replays]}, ensure_ascii=False))
    else:
        for one in replays:
            _print(one)
    if not all(one.same for one in replays):
        raise SystemExit(DIFFERS)


def _print(done: Replay) -> None:
    click.secho(f"{'The same' if done.same else 'Differs'}: {' '.join(done.record.question.text.split())}", bold=True)
    for line in (*done.differences, *filter(None, (done.edition,))):
        click.echo(wrapped(f"  {line}", "    "))


def _row(done: Replay) -> dict[str, object]:
    return {
        "id": done.record.id,
        "user_input": done.record.question.text,
        "same": done.same,
        "differences": list(done.differences),
        "editions": [done.record.answer.edition, done.answer.edition],
    }
