"""Retrieval: exact matches first, identical passages once, references followed, and the odd cases."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from assistant.answers.records import Hit, Intent, Query
from assistant.retrieval import rank
from corpus.current import CurrentIndex
from corpus.index.writing import finish_edition, write_edition
from corpus.records import Life, Nature, Passage, Policy
from tests.conftest import WordEncoder

TODAY = date(2026, 11, 22)
LIFE = Life(Nature.RULE, None)
TEXTS = {
    "article-35": "Issuers hold own funds of at least EUR 350 000.",
    "article-36-1": "Issuers of tokens keep a reserve of assets at all times.",
    "article-36-2": "The reserve is separate from the funds of Article 35 and of Article 4 of Directive 2014/65/EU.",
    "article-37": "Custody of the reserve of assets is in writing.",
    "article-40": "Tokens bear no interest.",
    "article-41": "Tokens bear no interest.",
}

Ask = Callable[..., list[Hit]]


@pytest.fixture
def ask(tmp_path: Path, encoder: WordEncoder) -> Ask:
    """Return a function that asks an index of six short articles."""
    policy = Policy("act", "The act", "EU", "European Union", "regulation", LIFE, own=True)
    passages = [Passage(f"act#{place}", "act", text, place, LIFE) for place, text in TEXTS.items()]
    texts = {"act": (policy, passages)}
    write_edition(tmp_path, "one", texts, encoder)
    finish_edition(tmp_path, "one", texts, encoder)
    edition = CurrentIndex(tmp_path).edition()

    def asked(
        text: str,
        count: int = 10,
        places: tuple[str, ...] = (),
        more: tuple[str, ...] = (),
        beside: Mapping[str, float] | None = None,
    ) -> list[Hit]:
        return rank(Query(text, text, TODAY, Intent.FACT, places, more), edition, encoder, count, beside=beside)

    return asked


def places(hits: list[Hit]) -> list[str]:
    """Name the places of the hits."""
    return [hit.passage.locator for hit in hits]


@pytest.mark.parametrize("written", ["Article 37", "Art. 37", "art 37"])
def test_a_provision_that_is_named_comes_first(ask: Ask, written: str) -> None:
    """Whatever else the question says, the article that it names leads."""
    assert places(ask(f"What does {written} say of tokens, interest and own funds?"))[0] == "article-37"


def test_a_whole_article_is_all_its_paragraphs(ask: Ask) -> None:
    """Article 36 names its two paragraphs before anything else."""
    assert set(places(ask("What is in Article 36?"))[:2]) == {"article-36-1", "article-36-2"}


def test_a_quoted_phrase_comes_first(ask: Ask) -> None:
    """The passage that holds the very words leads."""
    assert places(ask('Where does it say "reserve of assets is in writing" of tokens and interest?'))[0] == "article-37"


def test_an_expansion_adds_what_is_not_said(ask: Ask, encoder: WordEncoder) -> None:
    """Its new words find passages; those that the question says count once, and the question is encoded in its own."""
    said = ask("own funds of tokens")
    again = ask("own funds of tokens", more=("tokens of own funds",))
    assert [hit.score for hit in said] == [hit.score for hit in again]
    assert encoder.encoded[-1] == "own funds of tokens"
    found = {hit.passage.locator: hit.keyword for hit in ask("own funds", more=("custody in writing",))}
    assert found["article-37"] > 0


def test_a_part_is_ranked_beside_its_whole(ask: Ask) -> None:
    """What the whole question finds comes before what its part finds as well by its own words."""
    alone = ask("How much of it?")
    whole = {hit.passage.id: hit.score for hit in ask("custody of the reserve in writing, how much of it?")}
    beside = ask("How much of it?", beside=whole)
    assert places(beside)[0] == "article-37" != places(alone)[0]
    assert 0 < beside[0].score <= max(whole.values())


def test_identical_passages_are_one_hit(ask: Ask) -> None:
    """The same words at two places are given once, at the first of them."""
    assert places(ask("Do tokens bear interest?")).count("article-41") == 0


def test_a_reference_is_followed_one_step(ask: Ask) -> None:
    """A hit that refers to Article 35 brings Article 35 along, and not an article of a Directive."""
    hits = ask("Is the reserve separate from the funds?", 1)
    assert places(hits) == ["article-36-2", "article-35"]
    assert hits[1].score < hits[0].score


@pytest.mark.parametrize("question", ["the of and", "?", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 ☃", "\u200b", "Ａｒｔ. 37"])
def test_odd_questions_have_an_order(ask: Ask, question: str) -> None:
    """Stop words, symbols and strange letters give the same hits twice, whatever they are."""
    assert places(ask(question)) == places(ask(question))


def test_a_filter_that_leaves_nothing_gives_nothing(ask: Ask) -> None:
    """A place without texts has no hits, even for an article by number."""
    assert ask("What does Article 37 say?", places=("Japan",)) == []
