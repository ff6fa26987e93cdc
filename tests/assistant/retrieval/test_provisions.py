"""Provisions and quoted phrases of a question, found by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.retrieval.provisions import NAMED, exact_shares, referred_to
from corpus.current import CurrentIndex
from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.index.writing import finish_edition, write_edition
from corpus.records import Life, Nature, Passage, Policy
from tests.conftest import WordEncoder

LIFE = Life(Nature.RULE, None)
TEXTS = {
    "article-35": "Issuers hold own funds.",
    "article-36-1": "Issuers keep a reserve of assets at all times.",
    "article-36-2": "The reserve is apart from the funds of Article 35.",
}


@pytest.fixture
def edition(tmp_path: Path, encoder: WordEncoder) -> Iterator[Edition]:
    """Yield an edition of three short articles."""
    policy = Policy("act", "The act", "EU", "European Union", "regulation", LIFE, own=True)
    texts = {"act": (policy, [Passage(f"act#{place}", "act", text, place, LIFE) for place, text in TEXTS.items()])}
    write_edition(tmp_path, "one", texts, encoder)
    finish_edition(tmp_path, "one", texts, encoder)
    index = CurrentIndex(tmp_path)
    yield index.edition()
    index.close()


def test_a_provision_is_found_though_no_ranking_brought_it(edition: Edition) -> None:
    """What stands at Article 36 counts whole; what is asked by another number is not looked at."""
    assert exact_shares("What does Article 36 say?", [], edition, Scope()) == {"act#article-36-1": 1.0, "act#article-36-2": 1.0}  # fmt: skip  # noqa: E501


def test_a_passage_that_only_names_a_provision_counts_less(edition: Edition) -> None:
    """Of a candidate that refers to Article 35 a share counts."""
    shares = exact_shares("Article 35?", ["act#article-36-2"], edition, Scope())
    assert shares == {"act#article-35": 1.0, "act#article-36-2": NAMED}


def test_a_quoted_phrase_is_looked_for_in_the_candidates(edition: Edition) -> None:
    """Words in quotation marks must stand there, in whatever case; a question without either has no shares."""
    candidates = ["act#article-36-1", "act#article-35"]
    asked = "Who must keep “A reserve of assets”?"
    assert exact_shares(asked, candidates, edition, Scope()) == {"act#article-36-1": 1.0}
    assert exact_shares("Who keeps a reserve?", candidates, edition, Scope()) == {}


def test_references_are_followed_within_their_text(edition: Edition) -> None:
    """A passage brings along the article that it names, and not itself."""
    passages = list(edition.texts.get([f"act#{place}" for place in TEXTS]).values())
    followed = [(found.id, by.id) for found, by in referred_to(passages, edition, Scope())]
    assert followed == [("act#article-35", "act#article-36-2")]
