"""Citations: the one place where a hit becomes something to cite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from assistant.answers.records import Citation, Hit, Statement
from corpus.history.official import reported
from corpus.index.edition import Edition
from corpus.register.standing import standing

PER_NOTE = 1  # quotes beside a cited paragraph: the source view shows more of the provision


def cite(hit: Hit, quote: str, marker: str) -> Citation:
    """Cite a quote of a hit's passage under a marker, with the passage's standing as of the query's date."""
    return Citation(
        marker=marker,
        policy_id=hit.policy.id,
        passage_id=hit.passage.id,
        title=hit.policy.title,
        locator=hit.passage.locator,
        page=hit.passage.page,
        quote=quote,
        standing=hit.standing,
        url=hit.policy.official_urls[0] if hit.policy.official_urls else "",
        at=hit.passage.at,
    )


def in_order(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Return statements with their markers counted from 1 in the order of reading; those that share one still do.

    What was left out, or put first, after the sentences were numbered leaves no gap and no 5 before a 1.
    """
    numbers: dict[str, str] = {}
    return tuple(
        replace(
            statement,
            citations=tuple(
                replace(one, marker=numbers.setdefault(one.marker, str(len(numbers) + 1)))
                for one in statement.citations
            ),
        )
        for statement in statements
    )


def official_words(statements: Sequence[Statement], edition: Edition, as_of: date) -> tuple[Citation, ...]:
    """Return what held official texts say where the cited notes report them, under the markers of the notes.

    What the answer cites of them itself is not said twice.
    """
    cited = {one.marker: one.passage_id for statement in statements for one in statement.citations}
    passages = edition.texts.get(list(dict.fromkeys(cited.values())))
    return tuple(
        cite(Hit(words, edition.policies[words.policy_id], 0, 0, 0, standing(words.life, as_of)), words.text, marker)
        for marker, id_ in cited.items()
        if id_ in passages
        for words in reported(edition, passages[id_], as_of, PER_NOTE)
        if words.id not in passages
    )
