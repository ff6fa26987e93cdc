"""Texts that a question calls by their number or by their whole title."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.records import Question
from assistant.understanding.titles import called_by_number, called_by_title
from assistant.understanding.understander import Understander
from corpus.language.references import codes_in
from corpus.records import Life, Nature, PartialDate, Policy
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

LIFE = Life(Nature.RULE, PartialDate.parse("2026-02-11"))


@pytest.fixture
def policies() -> dict[str, Policy]:
    """Return two notes, and a user document on an American statute."""
    held = (
        Policy("hk-margin-2026", "Circular on margin financing", "SFC", "Hong Kong", "circular", LIFE),
        Policy("sg-custody-bill", "Custody bill", "MAS", "Singapore", "bill", LIFE),
        Policy("own-1", "Token Clarity Act 2026", "", "United States", "document", LIFE, own=True),
    )
    return {policy.id: policy for policy in held}


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
    assert called_by_number("what does 26ec5 say?", held.values()) == ("hk-margin-2026",)
    assert not called_by_number("what does 26EC59 say?", held.values())


def test_own_documents_are_named_by_their_whole_title(policies: dict[str, Policy]) -> None:
    """Whatever the case and the blanks; a part of a title, or that of a note, names none."""
    assert called_by_title("under the TOKEN  CLARITY act 2026, who?", policies.values()) == ("own-1",)
    assert not called_by_title("under the Clarity Act, who?", policies.values())
    assert not called_by_title("what does the custody bill say?", policies.values())


def test_a_query_carries_what_its_question_calls(policies: dict[str, Policy], encoder: WordEncoder) -> None:
    """A number counts as a term that its text governs, a user document's title only as a name."""
    numbered = replace(policies["hk-margin-2026"], title="Circular on financing (26EC5)")
    held = {**policies, "hk-margin-2026": numbered}
    asked = Question("Does 26EC5 bind who falls under the Token Clarity Act 2026?")
    query = Understander(Glossary(()), encoder, held, lambda: date(2026, 6, 1)).understand(asked, asked)
    assert query.called == ("hk-margin-2026", "own-1")
    assert query.policies == ("hk-margin-2026",)
