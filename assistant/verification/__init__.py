"""Verification: a statement against the very passages that it cites. The same checks for every composer.

Each check explains itself in its note, so that the page, the terminal and the record show the same reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.dates import mentions, without_dates
from assistant.records import Check, Citation, Part, Statement
from corpus.numbers import Quantity, quantities
from corpus.records import Passage, Standing
from corpus.standing import standing

STANDING_OF_PART: dict[Part, frozenset[Standing]] = {
    Part.ANSWER: frozenset({Standing.IN_FORCE, Standing.RECORD}),
    Part.COMING: frozenset({Standing.PROPOSED, Standing.NOT_YET_IN_FORCE}),
    Part.PAST: frozenset({Standing.SUPERSEDED}),
}
QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00ad": None})


def verify(statement: Statement, passages: Mapping[str, Passage], as_of: date) -> tuple[Check, ...]:
    """Check a statement against the passages that it cites, on the date of the answer.

    `passages` are all that may be cited, by id. The checks: each citation resolves, each quote stands in its
    passage, each figure with its unit and each date stands in a cited passage, and the standing is stated right.
    """
    cited = [passages[citation.passage_id] for citation in statement.citations if citation.passage_id in passages]
    return (
        _citation(statement, passages),
        _quote(statement.citations, passages),
        _numbers(statement.text, cited),
        _dates(statement.text, cited),
        _standing(statement, passages, as_of),
    )


def plain(text: str) -> str:
    """Fold what does not change the words: blanks, quote marks, dashes, compatibility forms."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(QUOTES)).strip()


def _citation(statement: Statement, passages: Mapping[str, Passage]) -> Check:
    if not statement.citations:
        return Check("citation", False, "no source is cited")
    unknown = [citation.passage_id for citation in statement.citations if citation.passage_id not in passages]
    return Check("citation", not unknown, f"not among the passages found: {', '.join(unknown)}" if unknown else "")


def _quote(citations: Sequence[Citation], passages: Mapping[str, Passage]) -> Check:
    wrong = [
        citation.marker
        for citation in citations
        if not citation.quote.strip()
        or citation.passage_id not in passages
        or plain(citation.quote) not in plain(passages[citation.passage_id].text)
    ]
    return Check(
        "quote", not wrong, f"the quote of [{'], ['.join(wrong)}] does not stand in its passage" if wrong else ""
    )


def _numbers(text: str, cited: Sequence[Passage]) -> Check:
    held = [quantity for passage in cited for quantity in _figures(passage.text)]
    missing = [stated.text for stated in _figures(text) if not any(stated.same_as(found) for found in held)]
    return Check("numbers", not missing, f"{', '.join(missing)} is in no cited passage" if missing else "")


def _figures(text: str) -> list[Quantity]:
    """Give the quantities of a text without those that belong to its dates."""
    return quantities(without_dates(text))


def _dates(text: str, cited: Sequence[Passage]) -> Check:
    held = {mention.when.text for passage in cited for mention in mentions(passage.text)}
    missing = [str(mention.when) for mention in mentions(text) if mention.when.text not in held]
    return Check("dates", not missing, f"{', '.join(missing)} is in no cited passage" if missing else "")


def _standing(statement: Statement, passages: Mapping[str, Passage], as_of: date) -> Check:
    for citation in statement.citations:
        passage = passages.get(citation.passage_id)
        if passage is None:
            continue
        true = standing(passage.life, as_of)
        if citation.standing is not true:
            return Check("standing", False, f"[{citation.marker}] is {true.value}, not {citation.standing.value}")
        if true not in STANDING_OF_PART[statement.part]:
            return Check(
                "standing", False, f"[{citation.marker}] is {true.value}: not to be stated as {statement.part.value}"
            )
    return Check("standing", True)
