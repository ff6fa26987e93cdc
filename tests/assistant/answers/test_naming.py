"""What sources are called."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answers.naming import full_name, is_note, rests_on, short_name, short_place
from assistant.settings import SHIPPED_TEXTS
from corpus.records import Policy
from corpus.register.notes import survey


@pytest.fixture
def policy() -> Policy:
    """Give a policy of the register."""
    return survey([SHIPPED_TEXTS / "hong-kong" / "jpex-enforcement.md"])[0][0].policy


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Stablecoins Ordinance (Cap. 656)", "Cap. 656"),
        ("Circular on funds (26EC22)", "26EC22"),
        ("Regulation (EU) 2023/1114 on markets in crypto-assets (MiCA)", "MiCA"),
        ("Circular on funds (23EC53; revised as 26EC22)", "23EC53"),
        ("Consultations on custody (25CP6, 25CP7)", "25CP6"),
        ("Statement on Security Token Offerings (28 March 2019)", "Statement on Security…"),
        ("JPEX case", "JPEX case"),
    ],
)
def test_a_short_name_is_what_people_say(policy: Policy, title: str, name: str) -> None:
    """A number or an acronym of the title; a date is none, and what is left of a long title is cut with its year."""
    assert short_name(replace(policy, title=title)).startswith(name)


def test_a_note_is_called_ours(policy: Policy) -> None:
    """A policy of the register is our note on it and says what it rests on; an own document is itself."""
    assert is_note(policy)
    assert full_name(replace(policy, title="JPEX case")) == "Our note on the JPEX case"
    assert full_name(replace(policy, title="A Guide to Tokens")) == "Our note on A Guide to Tokens"
    own = replace(policy, own=True, title="Memo")
    assert (full_name(own), rests_on(own)) == ("Memo", "")
    assert rests_on(replace(policy, confidence="medium")) == "one good source"


def test_places_are_cited_as_people_cite_them() -> None:
    """Articles and sections are abbreviated, paragraphs stay."""
    assert [short_place(place) for place in ("Article 36(1)", "Section 4", "¶2")] == ["Art. 36(1)", "s. 4", "¶2"]
