"""Hong Kong comes first where nothing else is meant, and never in a question that names a text of another place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.reading import Reading
from assistant.answers.records import Intent, Query
from assistant.retrieval.context import HOME_PLACE, PLACE, context_of
from assistant.retrieval.ranking import SHIPPED
from corpus.current import CurrentIndex
from corpus.records import Policy

QUERY = Query("Which haircut applies?", "Which haircut applies?", date(2026, 6, 1), Intent.FACT)


@pytest.fixture
def policies(index: CurrentIndex) -> dict[str, Policy]:
    """Return the four policies, and an own document on an American statute."""
    held = index.edition().policies
    act = replace(
        held["sg-custody-bill"], id="own-1", title="Token Clarity Act 2026", jurisdiction="United States", own=True
    )
    return {**held, "own-1": act}


@pytest.mark.parametrize(
    ("query", "at_home"),
    [
        (QUERY, True),
        (replace(QUERY, policies=("hk-margin-2026", "sg-custody-bill")), True),
        (replace(QUERY, policies=("sg-custody-bill",)), False),
        (replace(QUERY, called=("own-1",)), False),
        (replace(QUERY, jurisdictions=("Singapore",)), False),
    ],
)
def test_hong_kong_is_favoured_only_where_no_other_place_is_meant(
    index: CurrentIndex, policies: dict[str, Policy], query: Query, *, at_home: bool
) -> None:
    """A statute of another place, named by its term or as an own document, takes the favour away."""
    passages = index.edition().texts.passages()
    column = context_of(query, passages, policies)[HOME_PLACE]
    assert bool(column.max()) is at_home


@pytest.mark.parametrize(
    ("query", "home", "there"),
    [
        (QUERY, 0.35, 0.52),
        (replace(QUERY, policies=("hk-margin-2026",)), 0.8, 0.16),
        (replace(QUERY, policies=("hk-margin-2026", "sg-custody-bill")), 0.35, 0.52),
        (replace(QUERY, policies=("sg-custody-bill",)), 0.0, 0.8),
        (replace(QUERY, jurisdictions=("Singapore",)), 0.0, 0.0),
    ],
)
def test_a_question_without_a_place_may_mean_home(
    index: CurrentIndex, policies: dict[str, Policy], query: Query, home: float, there: float
) -> None:
    """Whatever place its words recall, home keeps a share, a large one where only texts of home are named."""
    passages = index.edition().texts.passages()
    read = replace(query, reading=Reading(place={"Singapore": 0.8}))
    column = context_of(read, passages, policies)[PLACE]
    shares = {policies[one.policy_id].jurisdiction: share for one, share in zip(passages, column, strict=True)}
    assert shares["Hong Kong"] == pytest.approx(home)
    assert shares["Singapore"] == pytest.approx(there)


def test_home_leads_a_little_where_no_place_was_read(index: CurrentIndex, policies: dict[str, Policy]) -> None:
    """Under an encoder that the reader does not know, the fitted weights still favour Hong Kong."""
    text = "Is margin financing allowed?"
    home = [one for one in index.edition().texts.passages() if policies[one.policy_id].jurisdiction == "Hong Kong"][:1]
    columns = context_of(Query(text, text, date(2026, 11, 29), Intent.FACT), home, policies)
    lead = sum(SHIPPED.weights[name] * float(columns[name][0]) for name in (HOME_PLACE, PLACE))
    assert 0 < lead < 1
