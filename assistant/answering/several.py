"""A question that asks several things, answered part by part; what none of the texts answers is named.

A part is looked for by itself and beside the words that come first, for it may need them ("and how much capital?"), and
the surer of the two answers it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from assistant.answers.reading import Form
from assistant.answers.records import Findings, Hit, Query, Statement
from assistant.composing.extractive import WORD_BUDGET
from corpus.language.dates import written_day

Find = Callable[[Query, int], Findings]
FEWEST = 2  # parts that must be answered; otherwise the question is answered as a whole
NOT_SAID = "Not found in the texts"


def answer_parts(query: Query, find: Find) -> Findings | None:
    """Return the answers to the parts of a question in its order, each with an equal share of the words.

    None where fewer than two of them are answered. A note names each part for which nothing is found; what only
    repeats another part is left out. The day of the whole is the latest of its parts; another day of a part is said
    above it.
    """
    share = WORD_BUDGET // len(query.parts)
    said: set[str] = set()
    answers: list[tuple[str, Findings]] = []
    missing: list[str] = []
    for part in query.parts:
        ways = [find(one, share) for one in part.ways]
        best = max((_new(found, said, share) for found in ways), key=_sureness)
        said |= {statement.text for statement in best.statements}
        answers.append((part.text, best))
        if not any(found.statements for found in ways):
            missing.append(part.text)
    answered = [one for _, one in answers if one.statements]
    if len(answered) < FEWEST:
        return None
    day = max(one.query.as_of for one in answered)
    statements = tuple(_joined(answers, day))
    return Findings(
        replace(query, as_of=day, reading=replace(query.reading, form=Form.PARTS)),
        _in_turn([one.retrieved for one in answered]),
        _in_turn([one.hits for one in answered]),
        statements,
        min(one.sure for one in answered),
        notes=tuple(f"{NOT_SAID}: {text}" for text in missing),
        left_out=_in_turn([one.left_out for _, one in answers]),
        premise=next((one.premise for _, one in answers if one.premise), ""),
        closeness=min(one.closeness for one in answered),
        drafted=statements,
    )


def _new(found: Findings, said: Collection[str], share: int) -> Findings:
    """Return what was found without what another part has said already, within a share of words but for the first."""
    kept: list[Statement] = []
    words = 0
    for statement in found.statements:
        words += len(statement.text.split())
        if statement.text not in said and (words <= share or not kept):
            kept.append(statement)
    return replace(found, statements=tuple(kept))


def _sureness(found: Findings) -> tuple[bool, float]:
    return bool(found.statements), found.closeness


def _joined(answers: Sequence[tuple[str, Findings]], day: date) -> Iterator[Statement]:
    """Yield the statements of the parts, each under the words of its part, numbered through."""
    number = 0
    for text, found in answers:
        for statement in found.statements:
            number += 1
            citations = tuple(replace(one, marker=str(number)) for one in statement.citations)
            yield replace(statement, citations=citations, aspect=_heading(text, found.query.as_of, day))


def _heading(text: str, own: date, day: date) -> str:
    text = text.strip().rstrip("?？.。")
    dated = f" ({written_day(own)})" if own != day else ""
    return f"{text[0].upper()}{text[1:]}{dated}"


def _in_turn(ranked: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """Return the hits of all parts, the first of each, then the second, and so on, each passage once."""
    hits = (hit for row in zip_longest(*ranked) for hit in row if hit is not None)
    return tuple({hit.passage.id: hit for hit in reversed(list(hits))}.values())[::-1]
