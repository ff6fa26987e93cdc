"""What the model is asked: the rules, the numbered passages between delimiters that they cannot close, the question.

Passages are other people's words. Each of their lines is quoted, and what looks like a delimiter, a citation marker or
a turn of the conversation is made harmless; the texts that are cited and checked stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.answers.records import Hit, Query, Statement
from assistant.llm.prompts import Prompt, harmless
from corpus.language.dates import written_day
from corpus.records import Life, Nature

FOLDER = Path(__file__).parent / "prompts"
PROMPTS = RULES, QUESTION, PASSAGE, REWRITE, TABLE_RULES, TABLE = tuple(
    Prompt.read(FOLDER / f"{name}.md") for name in ("rules", "question", "passage", "rewrite", "table_rules", "table")
)


def answer_messages(query: Query, numbered: Mapping[int, Hit]) -> list[BaseMessage]:
    """Return the messages that ask for an answer from these passages by number."""
    return [
        SystemMessage(RULES.render(as_of=written_day(query.as_of))),
        HumanMessage(
            QUESTION.render(
                passages=passages_text(numbered, query.as_of),
                question=harmless(query.question),
                as_of=written_day(query.as_of),
            )
        ),
    ]


def table_messages(
    question: str, rows: Sequence[tuple[str, str]], places: Sequence[str], numbered: Mapping[int, Hit], as_of: date
) -> list[BaseMessage]:
    """Return the messages that ask for a table of places from these passages; a row is its name and what it asks."""
    lines = [f"{number}. {_line(name)}: {_line(asks)}" for number, (name, asks) in enumerate(rows, 1)]
    return [
        SystemMessage(TABLE_RULES.render(as_of=written_day(as_of))),
        HumanMessage(
            TABLE.render(
                passages=passages_text(numbered, as_of),
                question=harmless(question),
                header=f"| | {' | '.join(places)} |",
                rows="\n".join(lines),
                as_of=written_day(as_of),
            )
        ),
    ]


def rewrite_messages(draft: Statement, numbered: Mapping[int, Hit], as_of: date) -> list[BaseMessage]:
    """Return the message that asks for one sentence again, with what was wrong with it.

    The markers of the draft's citations are numbers of these passages.
    """
    failed = [check for check in draft.checks if not check.passed]
    reasons = "\n".join(f"- {check.name}: {harmless(check.note)}" for check in failed)
    sentence = harmless(draft.text) + "".join(f" [{citation.marker}]" for citation in draft.citations)
    passages = passages_text(numbered, as_of)
    return [
        HumanMessage(REWRITE.render(as_of=written_day(as_of), passages=passages, sentence=sentence, reasons=reasons))
    ]


def passages_text(numbered: Mapping[int, Hit], as_of: date) -> str:
    """Return numbered passages as the model reads them."""
    return "\n\n".join(passage_text(number, hit, as_of) for number, hit in numbered.items())


def passage_text(number: int, hit: Hit, as_of: date) -> str:
    """Return one passage as the model reads it: what it is, where it stands on the date, and its quoted words."""
    passage, policy = hit.passage, hit.policy
    page = f"page {passage.page}" if passage.page is not None else ""
    headings = [heading for heading in passage.headings if heading != policy.title]
    return PASSAGE.render(
        number=str(number),
        title=_line(policy.title),
        issuer=_line(", ".join(filter(None, (policy.issuer, policy.jurisdiction)))) or "unknown",
        as_of=written_day(as_of),
        standing=hit.standing.value,
        dates="; ".join(_dates(passage.life, as_of)) or "unknown",
        locator=_line(", ".join(filter(None, (*headings, passage.locator, page)))),
        text="\n".join(f"> {line}" for line in harmless(passage.text).splitlines()),
    )


def _line(text: str) -> str:
    return " ".join(harmless(text).split())


def _dates(life: Life, as_of: date) -> Iterator[str]:
    if life.published is not None:
        yield f"published {life.published}"
    if life.effective is not None and life.nature is Nature.RULE:
        yield f"applies from {life.effective}"
    if life.ended is not None and life.ended.first <= as_of:  # an end that lies ahead may not have been known
        yield f"ended {life.ended}"
