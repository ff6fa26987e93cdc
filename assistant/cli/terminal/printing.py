"""How the terminal shows answers, hits and changes."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import asdict

import click

from assistant.answering.comparison import NOT_FOUND, Cell, Comparison, in_own_words
from assistant.answers.naming import is_note
from assistant.answers.records import Answer, Citation, Hit, Statement
from assistant.answers.rows import NEAREST, SINCE_THEN, failing, headed, source_line, unmarked
from assistant.exporting.comparison_table import said, sources
from corpus.build import BuildReport
from corpus.history.changes import Change
from corpus.history.editions import Edited
from corpus.history.lineage import Lineage, Step
from corpus.history.upcoming import Coming
from corpus.language.dates import written_day
from corpus.language.screening import reasons
from corpus.records import Policy, Standing

WIDTH = 100
EXCERPT = 240  # characters of a passage in a list of hits
QUOTED = 480  # characters of an official text below the note that reports it


def print_build(report: BuildReport, *, as_json: bool) -> None:
    """Print what a build did."""
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    changes = f"{report.added} added, {report.changed} changed, {report.removed} removed, {report.unchanged} unchanged"
    size = f"{report.passages:,} passages, {report.encoded:,} embedded"
    mended = f"; mended ({report.mended})" if report.mended else ""
    click.echo(f"Index {report.edition}: {changes}; {size}; {report.seconds:.1f} s{mended}")


def print_answer(answer: Answer) -> None:
    """Print an answer with its sources below, and above it how a follow-up was understood."""
    if answer.asked:
        click.echo(wrapped(f"Understood as: {answer.question}\n"))
    if answer.refusal is not None:
        click.echo(wrapped(answer.refusal))
        if answer.nearest:
            click.secho(f"\n{NEAREST}", bold=True)
            _print_statements(answer.nearest)
            _print_sources(answer)
        return
    if answer.lead:
        click.secho(wrapped(f"{answer.lead}\n"), bold=True)
    _print_statements(answer.statements)
    if answer.since_then:
        click.secho(f"\n{SINCE_THEN}", bold=True)
        _print_statements(answer.since_then)
    _print_sources(answer)
    for note in answer.notes:
        click.echo(wrapped(note))


def _print_sources(answer: Answer) -> None:
    click.echo()
    for citation in (*answer.sources, *answer.since):
        policy = answer.cited[citation.passage_id].policy
        click.echo(wrapped(source_line(citation, policy), "    "))
        if citation.url:
            click.echo(f"    {'Official text: ' if is_note(policy) else ''}{citation.url}")
        for number, words in enumerate(answer.official):
            if words.marker == citation.marker:
                click.echo(wrapped(f"    {_in_its_words(words, answer.official[:number])}", "    "))


def _in_its_words(words: Citation, before: Sequence[Citation]) -> str:
    """Return the words of an official text below the note that reports them; what was quoted before is named only."""
    where = f"In the words of the text, {words.locator}{f', page {words.page}' if words.page is not None else ''}"
    same = next((one.marker for one in before if one.passage_id == words.passage_id), "")
    return (
        f"{where}: as at [{same}]"
        if same
        else f"{where}: “{textwrap.shorten(words.quote, QUOTED, placeholder=' ...')}”"
    )


def _print_statements(statements: Sequence[Statement]) -> None:
    for number, (title, statement) in enumerate(headed(statements)):
        if title:
            click.secho(f"\n{title}" if number else title, bold=True)
        markers = "".join(f"[{citation.marker}]" for citation in statement.citations)
        mark = f" {words}" if (words := failing(statement)) else ""
        click.echo(wrapped(f"{unmarked(statement.text)} {markers}{mark}"))


def print_hits(hits: Sequence[Hit]) -> None:
    """Print ranked passages."""
    if not hits:
        click.echo("Nothing was found.")
    for rank, hit in enumerate(hits, 1):
        kept_out = f"; left out of answers, for it {reasons(hit.passage.signs)}" if hit.passage.signs else ""
        head = f"{rank:>2}. {hit.score:.3f}  {hit.policy.title}, {hit.passage.locator} ({hit.standing.value}{kept_out})"
        click.echo(wrapped(head, "    "))
        click.echo(wrapped(f"    {textwrap.shorten(hit.passage.text, EXCERPT, placeholder=' ...')}", "    "))


def print_changes(changes: Sequence[Change]) -> None:
    """Print what changed, a day after the other."""
    if not changes:
        click.echo("Nothing changed.")
    for change in changes:
        by = f", by {change.policy.life.by}" if change.after is Standing.SUPERSEDED and change.policy.life.by else ""
        where = f", {change.passage.locator}" if change.passage else ""
        head = f"{change.when}: {change.policy.title}{where} ({change.policy.jurisdiction})"
        click.echo(wrapped(f"{head}: {change.before.value} -> {change.after.value}{by}", "    "))
        if change.passage:
            click.echo(wrapped(f"    {change.passage.text}", "    "))


def print_edited(edits: Sequence[Edited]) -> None:
    """Print what an edition changed: per policy or paragraph what was done, and the words before and after."""
    if not edits:
        click.echo("Nothing changed.")
    for edit in edits:
        where = f", {edit.passage.locator}" if edit.passage else ""
        click.echo(wrapped(f"{edit.policy.title}{where} ({edit.policy.jurisdiction}): {edit.what.value}", "    "))
        if edit.passage or (edit.before and edit.after):
            for name, text in (("was", edit.before), ("now", edit.after)):
                if text:
                    click.echo(wrapped(f"    {name}: {text}", "    "))


def print_lineage(line: Lineage) -> None:
    """Print a lineage in order of time, the policy itself between what it comes from and what came of it."""
    for step in line.before:
        _print_step(step)
    published = f"{line.policy.life.published}: " if line.policy.life.published else ""
    head = f"{published}{line.policy.title} ({line.policy.jurisdiction}): {line.standing.value}"
    click.secho(wrapped(head, "    "), bold=True)
    for step in line.after:
        _print_step(step)
    if not (line.before or line.after):
        click.echo("Nothing before it and nothing after it.")
    if line.aside:
        click.echo("\nRelated")
    for step in line.aside:
        click.echo(wrapped(f"{step.policy.life.published}: {step.policy.title} ({step.standing.value})", "    "))


def print_texts(policy: Policy, texts: Sequence[Policy]) -> None:
    """Print which documents are the official text of a note, or the command that puts it beside the note."""
    for text in texts:
        terms = f" ({text.terms})" if text.terms else ""
        click.echo(wrapped(f"\nIts text is held as {text.id}: {text.title}{terms}", "    "))
    if policy.official_urls and not texts:
        click.echo(f"\nTo have its text beside the note: python -m assistant add {policy.official_urls[0]}")


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
    click.echo(f"As of {written_day(comparison.as_of)}")
    for aspect in comparison.aspects:
        click.secho(f"\n{comparison.name(aspect)}", bold=True)
        for cell in (cell for cell in cells if cell.aspect == aspect):
            told = [wrapped(f"    {said(statement)}", "    ") for statement in cell.statements]
            click.echo("\n".join([f"  {cell.place}", *(told or [f"    {NOT_FOUND}"])]))
    click.echo()
    for citation, hit in sources(cells):
        click.echo(wrapped(source_line(citation, hit.policy), "    "))
    for note in in_own_words(cells):
        click.echo(wrapped(note))


def wrapped(text: str, indent: str = "") -> str:
    """Break a text at the width of the terminal, lines after the first indented."""
    width = min(shutil.get_terminal_size().columns, WIDTH)
    return textwrap.fill(text, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
