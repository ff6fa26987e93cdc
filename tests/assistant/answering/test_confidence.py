"""Confidence: a probability that grows with each signal, and the names that the corpus does not know are told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.confidence import Odds, answered, whole
from assistant.answers.clues import Clues
from assistant.chain import PolicyChain
from assistant.retrieval.names import rare_names
from assistant.settings import SHIPPED_TEXTS, Settings
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests import SETS
from tests.conftest import WordEncoder

SET = SETS / "answerable.jsonl"
shares = st.floats(0, 1)
seen = st.builds(Clues, *[shares] * 7, st.booleans(), st.booleans())
of_documents = partial(answered, alone=True)
of_chinese = partial(answered, alone=True, chinese=True)
MODELS = pytest.mark.parametrize("model", [answered, whole, of_documents, of_chinese])


@MODELS
@given(clues=seen, name=st.sampled_from(["alike", "near", "asked", "asked_zh", "held", "pairs", "apart"]), value=shares)
def test_more_of_a_signal_is_surer(model: Callable[[], Odds], clues: Clues, name: str, value: float) -> None:
    """Of two questions that differ in one signal, the one that has more of it is not the less sure, within [0, 1]."""
    other = replace(clues, **{name: max(value, getattr(clues, name))})
    assert 0 <= model().probability(clues) <= model().probability(other) <= 1


@MODELS
@given(clues=seen)
def test_what_is_lacking_or_unmet_makes_less_sure(model: Callable[[], Odds], clues: Clues) -> None:
    """An answer without the figure that is asked for, or to a name that nothing holds, is less sure."""
    sure = model().probability
    best = sure(replace(clues, lacks=False, unmet=False))
    assert sure(replace(clues, lacks=True)) <= best
    assert sure(replace(clues, unmet=True)) <= best


@given(clues=seen, value=shares)
def test_a_chinese_document_is_judged_by_its_words(clues: Clues, value: float) -> None:
    """The encoder tells nothing of Chinese: how near it finds a text makes nobody surer, its words do."""
    assert of_chinese().probability(replace(clues, alike=value, near=value)) == of_chinese().probability(clues)
    none, much = replace(clues, held=0.0), replace(clues, held=1.0)
    assert of_chinese().probability(none) < of_chinese().probability(much)


@given(clues=seen)
def test_a_figure_that_is_asked_for_counts_by_the_sentence_that_has_one(clues: Clues) -> None:
    """Where a figure is asked for, a sentence near the question that gives one makes surer than one that is far."""
    asked = replace(clues, asks=True)
    assert of_documents().probability(replace(asked, given=0.1)) < of_documents().probability(replace(asked, given=0.9))
    assert of_documents().probability(asked) <= of_documents().probability(replace(asked, asks=False))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What does circular 26EC199 say?", {"26EC199"}),
        ("What does recital 402 of it explain?", {"recital 402"}),
        ("What does Executive Order 14999 say?", {"Order 14999"}),
        ("What does Regulation (EU) 2027/455 say?", {"Regulation (EU) 2027/455"}),
        ("How are banks licensed in Peru?", {"Peru"}),
        ("When was the order of 2023 made?", set()),
        ("Is the 24hr wait gone?", set()),
    ],
)
def test_codes_provisions_and_countries_bind(question: str, names: set[str]) -> None:
    """Only a passage that names the circular, the provision or the country may answer."""
    found = rare_names(question, lambda term: term[0].isdigit() or term == "peru", lambda _: False)
    assert set(found.binding) == names


@pytest.mark.parametrize(
    ("question", "titles"),
    [
        ("Who signs under the Metaverse Assets Rulebook?", ("Metaverse Assets Rulebook",)),
        ("What did Project Pegasus conclude?", ("Project Pegasus",)),
        ("Explain Crypto Lending Ordinance fines.", ("Crypto Lending Ordinance",)),
        ("Which law applies to the act?", ()),
    ],
)
def test_titles_of_instruments_are_found(question: str, titles: tuple[str, ...]) -> None:
    """An act, a rulebook or a project is named by its capitals, without the word that opens the sentence."""
    assert rare_names(question, lambda _: False, lambda _: False).titles == titles


def test_a_refusal_names_the_act_that_is_unknown(index: CurrentIndex, encoder: WordEncoder) -> None:
    """Every word of the invented act stands in the texts, and still the user learns that they do not know it."""
    chain = PolicyChain(index, encoder, Glossary([]), Settings())
    answer = chain.invoke("Which haircut does the Bitcoin Storage Act set for bread?")
    assert answer.refused
    assert "Bitcoin Storage Act" in str(answer.refusal)


def test_the_set_is_what_its_card_says() -> None:
    """At least 200 questions with an answer and 200 without, gold that exists, and a split by the hash of the id."""
    rows = [json.loads(line) for line in SET.read_text(encoding="utf-8").splitlines()]
    notes = {path.stem: path.read_text(encoding="utf-8") for path in SHIPPED_TEXTS.rglob("*.md")}
    assert sum(row["answerable"] for row in rows) >= 200 <= sum(not row["answerable"] for row in rows)
    assert len({row["id"] for row in rows}) == len({row["user_input"] for row in rows}) == len(rows)
    for row in rows:
        even = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 2 == 0
        assert row["part"] == ("tune" if even else "report")
        assert row["answerable"] == (row["kind"] == "answerable") == (row["gold"] is not None)
        if row["answerable"]:
            note, number = row["gold"].split("#p")
            assert f"\n{number}. " in notes[note], row["id"]
