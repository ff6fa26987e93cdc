"""Standing: each citation states the true one on the date, and the statement is in the right part of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from assistant.answers.records import Check, Citation, Part, Statement
from corpus.records import Passage, Standing
from corpus.register.standing import standing

STANDING_OF_PART: dict[Part, frozenset[Standing]] = {
    Part.ANSWER: frozenset({Standing.IN_FORCE, Standing.RECORD, Standing.UNKNOWN}),
    Part.COMING: frozenset({Standing.PROPOSED, Standing.NOT_YET_IN_FORCE}),
    Part.PAST: frozenset({Standing.SUPERSEDED, Standing.RECORD}),  # a record of what came next
}


def check_standing(statement: Statement, passages: Mapping[str, Passage], as_of: date, *, verbatim: bool) -> Check:
    """Check that the standing of each citation is the true one, and that the statement stands in the right part.

    The words of the source itself (`verbatim`) may cite nothing of another part at all. Whether other words claim more
    than a proposal or a past rule bears is judged by `support`.
    """
    true = {c: standing(passages[c.passage_id].life, as_of) for c in statement.citations if c.passage_id in passages}
    for citation, found in true.items():
        if citation.standing is not found:
            return _wrong(citation, f"is {found.value}, not {citation.standing.value}")
        if found is Standing.NOT_PUBLISHED:
            return _wrong(citation, "was not published by then")
    allowed = STANDING_OF_PART[statement.part]
    apart = [citation for citation, found in true.items() if found not in allowed]
    if apart and (verbatim or len(apart) == len(true)):
        return _wrong(apart[0], f"is {true[apart[0]].value}: not to be stated as {statement.part.value}")
    past = [citation for citation in apart if true[citation] is Standing.SUPERSEDED]
    if past and Standing.IN_FORCE in true.values():
        return _wrong(past[0], "is superseded and another source in force: each needs a sentence of its own")
    return Check("standing", passed=True)


def _wrong(citation: Citation, reason: str) -> Check:
    return Check("standing", passed=False, note=f"[{citation.marker}] {reason}")
