"""Likeness: the stored vectors of a passage's sentences and of its heading, against a text."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers.records import Hit, Intent, Query
from assistant.retrieval.likeness import likeness_to
from corpus.current import CurrentIndex
from corpus.index.texts import above
from corpus.language.sentences import sentence_spans
from corpus.register.standing import standing
from tests.conftest import WordEncoder

DAY = date(2026, 6, 1)
TEXT = "a haircut on bitcoin collateral"
QUERY = Query(TEXT, TEXT, DAY, Intent.FACT)


@pytest.fixture
def hits(index: CurrentIndex) -> list[Hit]:
    """Return every passage of the four policies as a hit."""
    edition = index.edition()
    policies = edition.policies
    return [
        Hit(one, policies[one.policy_id], 0.5, 0.5, 1.0, standing(one.life, DAY)) for one in edition.texts.passages()
    ]


def test_each_sentence_has_its_cosine_in_order(index: CurrentIndex, encoder: WordEncoder, hits: list[Hit]) -> None:
    """What the build has stored says the same as encoding the sentences now would."""
    likeness = likeness_to(QUERY, hits, index.edition(), encoder)
    question = encoder.encode([TEXT])[0]
    assert likeness.keys() == {hit.passage.id for hit in hits}
    for hit in hits:
        sentences = [hit.passage.text[start:end] for start, end in sentence_spans(hit.passage.text)]
        expected = (encoder.encode(sentences) @ question).tolist()
        assert likeness[hit.passage.id].sentences == pytest.approx(expected, abs=2e-3), hit.passage.id


def test_the_heading_counts_apart(index: CurrentIndex, encoder: WordEncoder, hits: list[Hit]) -> None:
    """`above` is the cosine of title and heading, and the same for all passages below one heading."""
    likeness = likeness_to(QUERY, hits, index.edition(), encoder)
    question = encoder.encode([TEXT])[0]
    for hit in hits:
        head = above(hit.policy, hit.passage)
        assert likeness[hit.passage.id].above == pytest.approx(float(encoder.encode([head])[0] @ question), abs=2e-3)


def test_no_text_is_encoded_while_somebody_waits(index: CurrentIndex, encoder: WordEncoder, hits: list[Hit]) -> None:
    """The question alone is: everything else was encoded by the build."""
    edition, before = index.edition(), len(encoder.encoded)
    likeness_to(QUERY, hits, edition, encoder)
    assert encoder.encoded[before:] == [TEXT]
