"""Standing: of each citation on the day of the answer, and of the part in which a statement stands."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers.records import Citation, Part, Statement
from assistant.verification.standing import check_standing
from corpus.records import Life, Nature, PartialDate, Passage, Standing

DAY = date(2026, 6, 1)
PAST_DAY, EARLY, LATE = (PartialDate.parse(day) for day in ("2026-01-01", "2025-01-01", "2027-01-01"))
LIVES = {
    "force": Life(Nature.RULE, EARLY, EARLY),
    "coming": Life(Nature.RULE, EARLY, LATE),
    "bill": Life(Nature.PROPOSAL, EARLY),
    "past": Life(Nature.RULE, EARLY, EARLY, PAST_DAY),
    "speech": Life(Nature.RECORD, EARLY),
    "later": Life(Nature.RULE, LATE, LATE),
}
TRUE = {
    "force": Standing.IN_FORCE,
    "coming": Standing.NOT_YET_IN_FORCE,
    "bill": Standing.PROPOSED,
    "past": Standing.SUPERSEDED,
    "speech": Standing.RECORD,
    "later": Standing.NOT_PUBLISHED,
}
PASSAGES = {name: Passage(name, name, "Words of it.", "¶1", life) for name, life in LIVES.items()}


def cite(name: str, standing: Standing | None = None) -> Citation:
    """Cite a passage, with its true standing unless another is given."""
    return Citation(name, name, name, name, "¶1", None, "Words of it.", standing or TRUE[name], "")


@pytest.mark.parametrize(
    ("part", "cited", "verbatim", "note"),
    [
        (Part.ANSWER, ["force"], True, ""),
        (Part.ANSWER, ["speech"], True, ""),
        (Part.COMING, ["bill"], True, ""),
        (Part.COMING, ["coming"], True, ""),
        (Part.PAST, ["past"], True, ""),
        (Part.ANSWER, ["bill"], False, "[bill] is proposed: not to be stated as"),
        (Part.ANSWER, ["past"], False, "[past] is superseded: not to be stated as"),
        (Part.PAST, ["force"], False, "[force] is in force: not to be stated as"),
        (Part.ANSWER, ["force", "bill"], False, ""),
        (Part.ANSWER, ["force", "bill"], True, "[bill] is proposed: not to be stated as"),
        (Part.ANSWER, ["force", "past"], False, "[past] is superseded and another source in force"),
        (Part.ANSWER, ["later"], False, "[later] was not published by then"),
    ],
)
def test_statements_stand_where_their_sources_do(part: Part, cited: list[str], *, verbatim: bool, note: str) -> None:
    """Own words may name a proposal beside what holds; what ended needs a sentence of its own."""
    statement = Statement("Words.", tuple(map(cite, cited)), part)
    check = check_standing(statement, PASSAGES, DAY, verbatim=verbatim)
    assert check.passed is (note == "")
    assert check.note.startswith(note)


def test_a_citation_says_the_true_standing() -> None:
    """On the day of the answer, whatever it was before."""
    drafted = Statement("Words.", (cite("past", Standing.IN_FORCE),))
    assert check_standing(drafted, PASSAGES, date(2025, 6, 1), verbatim=True).passed
    assert check_standing(drafted, PASSAGES, DAY, verbatim=True).note == "[past] is superseded, not in force"


def test_what_does_not_resolve_is_another_checks_matter() -> None:
    """A citation of no passage has no standing to be wrong about."""
    unknown = Citation("1", "x", "x#p1", "X", "¶1", None, "Words.", Standing.IN_FORCE, "")
    assert check_standing(Statement("Words.", (unknown,)), PASSAGES, DAY, verbatim=False).passed
