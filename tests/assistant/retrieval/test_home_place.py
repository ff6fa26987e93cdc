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
from assistant.retrieval.names import titled
from assistant.retrieval.ranking import SHIPPED
from assistant.retrieval.signals import Column
from corpus.current import CurrentIndex
from corpus.index.questions import NONE
from corpus.language.references import codes_in
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
        (replace(QUERY, question="What haircut applies under the Token Clarity Act 2026?"), False),
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
    column = context_of(read, passages, policies, alike(passages))[PLACE]
    shares = {policies[one.policy_id].jurisdiction: share for one, share in zip(passages, column, strict=True)}
    assert shares["Hong Kong"] == pytest.approx(home)
    assert shares["Singapore"] == pytest.approx(there)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("what happened to 23CP1", {"23cp1"}),
        ("Circular 26EC26 and PS26/12", {"26ec26", "ps26/12"}),
        ("cap 656 and Cap. 656A", {"cap656", "cap656a"}),
        ("Regulation (EU) 2023/1114", {"2023/1114"}),
        ("in 2026, HK$25 million and 60%", set()),
        ("Web3 of 2nd May", {"web3"}),
    ],
)
def test_texts_are_called_by_their_numbers(text: str, codes: set[str]) -> None:
    """As regulators write them, in one spelling; figures and years are none."""
    assert codes_in(text) == codes


def test_a_number_names_every_text_that_bears_it(policies: dict[str, Policy]) -> None:
    """A note is named by the number in its title, and by no longer one."""
    numbered = replace(policies["hk-margin-2026"], title="Circular on financing (26EC5)")
    held = {**policies, "hk-margin-2026": numbered}
    assert titled("what does 26ec5 say?", held.values()) == {"hk-margin-2026"}
    assert not titled("what does 26EC59 say?", held.values())


def test_own_documents_are_named_by_their_whole_title(policies: dict[str, Policy]) -> None:
    """Whatever the case and the blanks; a part of a title, or that of a note, names none."""
    assert titled("under the TOKEN  CLARITY act 2026, who?", policies.values()) == {"own-1"}
    assert not titled("under the Clarity Act, who?", policies.values())
    assert not titled("what does the custody bill say?", policies.values())


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
