"""The command `evaluate validate`: check sets, and show how their columns are read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from assistant.cli.evaluate.options import questions_argument
from assistant.cli.terminal.options import file_type, json_option


@click.command()
@questions_argument
@click.argument("answers", nargs=-1, type=file_type)
@json_option
def validate(questions: Path, answers: tuple[Path, ...], as_json: bool) -> None:
    """Check sets without scoring them, and say how their columns are read."""
    from assistant.evaluation.flow import read_sets

    held, sets = read_sets(questions, answers)
    kinds = [row.behavior.value for row in held.questions]
    report = {
        "questions": len(held.questions),
        "columns": held.columns,
        "with_reference": sum(bool(row.reference) for row in held.questions),
        "with_key_facts": sum(bool(row.facts) for row in held.questions),
        "with_gold_sources": sum(bool(row.gold) for row in held.questions),
        "expected_behavior": {kind: kinds.count(kind) for kind in sorted(set(kinds))},
        "clusters": len({row.cluster for row in held.questions}),
        "sets": {
            answers.name: {
                "answers": len(answers.answers),
                "missing": len(held.questions) - len(answers.answers),
                "columns": answers.columns,
            }
            for answers in sets
        },
    }
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    click.echo(
        f"{questions}: {_counts(report, ('questions', 'with_reference', 'with_key_facts', 'with_gold_sources'))}"
    )
    _print_columns(held.columns)
    for item in sets:
        missing = len(held.questions) - len(item.answers)
        click.echo(f"{item.name}: {len(item.answers)} answers, {missing} missing")
        _print_columns(item.columns)


def _counts(report: dict[str, Any], names: Sequence[str]) -> str:
    return ", ".join(f"{report[name]} {name.replace('_', ' ')}" for name in names)


def _print_columns(columns: dict[str, str]) -> None:
    for column, field in columns.items():
        click.echo(f"  {column}{'' if column == field else f' is read as {field}'}")
