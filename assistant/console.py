"""How the terminal shows progress, answers and hits."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Self

import click
from tqdm import tqdm

from assistant.calendar import Coming
from assistant.changes import Change
from assistant.comparison import NOT_FOUND, Cell, Comparison
from assistant.lineage import Lineage, Step
from assistant.records import Answer, Hit
from assistant.rows import UNSUPPORTED, headed, source_line, unmarked
from assistant.sheets import said, sources
from corpus.build import BuildReport
from corpus.records import Standing
from corpus.screening import reasons

WIDTH = 100
EXCERPT = 240  # characters of a passage in a list of hits


class Bar:
    """A progress bar on standard error that changes its title with the stage; silent where nobody watches."""

    def __init__(self) -> None:
        """Show nothing until the first step."""
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Clear the line."""
        self._close()

    def show(self, stage: str, done: int, total: int) -> None:
        """Show `done` of `total` steps of a stage."""
        if self._bar is None or self._stage != stage:
            self._close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=stage, unit="", leave=False, disable=not sys.stderr.isatty())
        self._bar.update(done - self._bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None


def print_build(report: BuildReport, *, as_json: bool) -> None:
    """Print what a build did."""
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    changes = f"{report.added} added, {report.changed} changed, {report.removed} removed, {report.unchanged} unchanged"
    size = f"{report.passages:,} passages, {report.encoded:,} embedded"
    click.echo(f"Index {report.edition}: {changes}; {size}; {report.seconds:.1f} s")


def print_answer(answer: Answer) -> None:
    """Print an answer with its sources below, and above it how a follow-up was understood."""
    if answer.asked:
        click.echo(wrapped(f"Understood as: {answer.question}\n"))
    if answer.refusal is not None:
        click.echo(wrapped(answer.refusal))
        return
    for number, (title, statement) in enumerate(headed(answer.statements)):
        if title:
            click.secho(f"\n{title}" if number else title, bold=True)
        markers = "".join(f"[{citation.marker}]" for citation in statement.citations)
        mark = "" if statement.passed else f" {UNSUPPORTED}"
        click.echo(wrapped(f"{unmarked(statement.text)} {markers}{mark}"))
    click.echo()
    for citation in answer.citations:
        click.echo(wrapped(source_line(citation), "    "))
        if citation.url:
            click.echo(f"    {citation.url}")
    for note in answer.notes:
        click.echo(wrapped(note))


def print_hits(hits: Sequence[Hit]) -> None:
    """Print ranked passages."""
    if not hits:
        click.echo("Nothing was found.")
    for rank, hit in enumerate(hits, 1):
        kept_out = f"; left out of answers, for it {reasons(hit.passage.signs)}" if hit.passage.signs else ""
        head = f"{rank:>2}. {hit.score:.3f}  {hit.policy.title}, {hit.passage.locator} ({hit.standing.value}{kept_out})"
        click.echo(wrapped(head, "    "))
        click.echo(wrapped(f"    {textwrap.shorten(hit.passage.text, EXCERPT, placeholder=' ...')}", "    "))


def print_changes(found: Sequence[Change]) -> None:
    """Print what changed, a day after the other."""
    if not found:
        click.echo("Nothing changed.")
    for change in found:
        by = f", by {change.policy.life.by}" if change.after is Standing.SUPERSEDED and change.policy.life.by else ""
        where = f", {change.passage.locator}" if change.passage else ""
        head = f"{change.when}: {change.policy.title}{where} ({change.policy.jurisdiction})"
        click.echo(wrapped(f"{head}: {change.before.value} -> {change.after.value}{by}", "    "))
        if change.passage:
            click.echo(wrapped(f"    {change.passage.text}", "    "))


def print_lineage(found: Lineage) -> None:
    """Print a lineage in order of time, the policy itself between what it comes from and what came of it."""
    for step in found.before:
        _print_step(step)
    published = f"{found.policy.life.published}: " if found.policy.life.published else ""
    head = f"{published}{found.policy.title} ({found.policy.jurisdiction}): {found.standing.value}"
    click.secho(wrapped(head, "    "), bold=True)
    for step in found.after:
        _print_step(step)
    if not (found.before or found.after):
        click.echo("Nothing before it and nothing after it.")
    if found.aside:
        click.echo("\nRelated")
    for step in found.aside:
        click.echo(wrapped(f"{step.policy.life.published}: {step.policy.title} ({step.standing.value})", "    "))


def _print_step(step: Step) -> None:
    head = f"{step.policy.life.published}: {step.policy.title} ({step.policy.jurisdiction}): {step.standing.value}"
    click.echo(wrapped(head, "    "))
    click.echo(wrapped(f"    {step.words} {step.other.title}", "    "))


def print_calendar(dates: Sequence[Coming]) -> None:
    """Print the dates to come, the next one first."""
    if not dates:
        click.echo("No date to come is known.")
    for date_ in dates:
        where = f" {date_.passage.locator}" if date_.passage else ""
        head = f"{date_.when}: {date_.policy.title}{where} ({date_.policy.jurisdiction}) {date_.what}"
        click.echo(wrapped(f"{head}; {date_.standing.value}", "    "))
        if date_.passage:
            click.echo(wrapped(f"    {date_.passage.text}", "    "))


def print_comparison(comparison: Comparison, cells: Sequence[Cell]) -> None:
    """Print a comparison, an aspect after the other, with its sources below."""
    click.echo(f"As of {comparison.as_of.day} {comparison.as_of:%B %Y}")
    for aspect in comparison.aspects:
        click.secho(f"\n{comparison.name(aspect)}", bold=True)
        for cell in (cell for cell in cells if cell.aspect == aspect):
            told = [wrapped(f"    {said(statement)}", "    ") for statement in cell.statements]
            click.echo("\n".join([f"  {cell.place}", *(told or [f"    {NOT_FOUND}"])]))
    click.echo()
    for citation, _ in sources(cells):
        click.echo(wrapped(source_line(citation), "    "))


def wrapped(text: str, indent: str = "") -> str:
    """Break a text at the width of the terminal, lines after the first indented."""
    width = min(shutil.get_terminal_size().columns, WIDTH)
    return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
