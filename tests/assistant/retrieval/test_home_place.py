"""Hong Kong comes first where nothing else is meant, and never in a question that names a text of another place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from assistant.answers.answer_types import Kind, given_by
from assistant.answers.reading import Reading
from assistant.answers.records import Intent, Query
from assistant.retrieval.context import GIVES, HOME_PLACE, NOTE, PLACE, context_of
from assistant.retrieval.ranking import SHIPPED
from assistant.retrieval.signals import Column
from corpus.current import CurrentIndex
from corpus.index.questions import NONE
from corpus.records import Passage, Policy

QUERY = Query("Which haircut applies?", "Which haircut applies?", date(2026, 6, 1), Intent.FACT)


def alike(passages: Sequence[Passage]) -> Column:
    """Return that no passage has questions of its own."""
    return np.full(len(passages), NONE, dtype=np.float32)


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
    column = context_of(query, passages, policies, alike(passages))[HOME_PLACE]
    assert bool(column.max()) is at_home


@pytest.mark.parametrize(
    ("query", "home", "there"),
    [
        (QUERY, 0.75, 0.2),
        (replace(QUERY, policies=("hk-margin-2026",)), 0.8, 0.16),
        (replace(QUERY, policies=("hk-margin-2026", "sg-custody-bill")), 0.75, 0.2),
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
    column = context_of(read, passages, policies, alike(passages))[PLACE]
    shares = {policies[one.policy_id].jurisdiction: share for one, share in zip(passages, column, strict=True)}
    assert shares["Hong Kong"] == pytest.approx(home)
    assert shares["Singapore"] == pytest.approx(there)


def test_home_leads_a_little_where_no_place_was_read(index: CurrentIndex, policies: dict[str, Policy]) -> None:
    """Under an encoder that the reader does not know, the fitted weights still favour Hong Kong."""
    text = "Is margin financing allowed?"
    home = [one for one in index.edition().texts.passages() if policies[one.policy_id].jurisdiction == "Hong Kong"][:1]
    columns = context_of(Query(text, text, date(2026, 11, 29), Intent.FACT), home, policies, alike(home))
    lead = sum(SHIPPED.weights[name] * float(columns[name][0]) for name in (HOME_PLACE, PLACE))
    assert 0 < lead < 1


def test_what_gives_the_kind_of_thing_asked_for_and_whose_note_fits_is_told(
    index: CurrentIndex, policies: dict[str, Policy]
) -> None:
    """A share counts where a share is asked for, and all paragraphs of a note share how near its best questions are."""
    passages = index.edition().texts.passages()
    query = replace(QUERY, question="Which percentage applies?")
    near = np.linspace(0, 1, len(passages), dtype=np.float32)
    columns = context_of(query, passages, policies, near)
    shares = [bool(Kind.SHARE in given_by(one.text)) for one in passages]
    assert columns[GIVES].astype(bool).tolist() == shares
    assert {True, False} == set(shares)
    of_note: dict[str, set[float]] = {}
    for one, fit in zip(passages, columns[NOTE].tolist(), strict=True):
        of_note.setdefault(one.policy_id, set()).add(fit)
    assert all(len(fits) == 1 for fits in of_note.values())
    assert len({next(iter(fits)) for fits in of_note.values()}) == len(of_note)
    assert not context_of(replace(QUERY, question="Who may lend?"), passages, policies, near)[GIVES].any()
