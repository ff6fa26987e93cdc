"""Rows of the store become what the page draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.answers.records import Statement
from assistant.conversations.records import Feedback, Kept, State
from assistant.conversations.sql.pulse import LOST, now
from assistant.conversations.sql.tables import Exchange, Rating, Said
from assistant.conversations.sql.tree import Node, Tree
from assistant.conversations.sql.writing import read_answer, read_asked, read_question, read_statement


def tree_of(session: Session, conversation: str) -> Tree:
    """Return the tree of a conversation's exchanges; nothing but its shape is read."""
    shape = select(Exchange.id, Exchange.parent, Exchange.chosen).where(Exchange.conversation == conversation)
    return Tree(Node(*row) for row in session.execute(shape.order_by(Exchange.number)))


def kept_path(session: Session, ids: Sequence[str], *, feedback: bool = True) -> list[Kept]:
    """Return the exchanges of these ids, in this order, without their versions."""
    rows = {row.id: row for row in session.scalars(select(Exchange).where(Exchange.id.in_(ids)))}
    ratings = {row.exchange: row for row in session.scalars(select(Rating).where(Rating.exchange.in_(ids)))}
    said = said_of(session, [id_ for id_ in ids if rows[id_].answer is None])
    return [kept(rows[id_], said.get(id_, ()), ratings.get(id_) if feedback else None) for id_ in ids]


def with_versions(path: Sequence[Kept], tree: Tree) -> list[Kept]:
    """Return the exchanges with their versions."""
    return [replace(one, versions=tree.versions(one.id)) for one in path]


def kept(row: Exchange, said: tuple[Statement, ...], rating: Rating | None) -> Kept:
    """Return one exchange; `said` are the statements of an answer that was not finished."""
    answer = read_answer(row.answer) if row.answer is not None else None
    return Kept(
        id=row.id,
        question=read_question(row.question),
        asked=read_asked(row.asked),
        state=state_of(row),
        at=row.at,
        statements=answer.statements if answer else said,
        answer=answer,
        error=row.error,
        feedback=feedback_of(rating) if rating else None,
    )


def feedback_of(rating: Rating) -> Feedback:
    """Return the feedback of a row."""
    return Feedback(rating.good, rating.reason, rating.correction, rating.at)


def state_of(row: Exchange) -> State:
    """Tell how far an answer has come: it is stopped where the process that made it is gone."""
    lost = row.state == State.ANSWERING and row.beat < now() - timedelta(seconds=LOST)
    return State.STOPPED if lost else State(row.state)


def said_of(session: Session, ids: Sequence[str]) -> dict[str, tuple[Statement, ...]]:
    """Return the statements of answers that were not finished, by exchange."""
    said: dict[str, list[Statement]] = {}
    rows = select(Said).where(Said.exchange.in_(ids)).order_by(Said.exchange, Said.number)
    for row in session.scalars(rows):
        said.setdefault(row.exchange, []).append(read_statement(row.statement))
    return {exchange: tuple(statements) for exchange, statements in said.items()}
