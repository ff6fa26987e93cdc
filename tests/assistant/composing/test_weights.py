"""How much of a question a text says."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answers.records import Intent, Query
from assistant.composing.weights import SCAFFOLD_SHARE, SYNONYM_SHARE, TITLE_SHARE, coverage, term_weights
from corpus.language.terms import terms


def test_places_and_dates_weigh_nothing_and_scaffold_little() -> None:
    """What has filtered already is left out, and a word that only shapes the question counts for a quarter."""
    text = "Is custody allowed in Hong Kong in March 2026?"
    weights = term_weights(Query(text, text, date(2026, 3, 31), Intent.FACT, ("Hong Kong",)), lambda _: 2.0)
    custody, allowed = terms("custody"), terms("allowed")
    assert weights == {custody[0]: 2.0, allowed[0]: 2.0 * SCAFFOLD_SHARE}


@pytest.mark.parametrize(
    ("words", "around", "share"),
    [
        ({"jail", "broker"}, set(), 1.0),
        ({"broker"}, set(), 0.25),
        ({"broker", "imprison"}, set(), 0.25 + 0.75 * SYNONYM_SHARE),
        ({"broker"}, {"jail"}, 0.25 + 0.75 * TITLE_SHARE),
        (set(), set(), 0.0),
    ],
)
def test_a_word_counts_most_in_the_text_itself(words: set[str], around: set[str], share: float) -> None:
    """Another wording counts less than the word, and so does a word that stands only in the headings."""
    weights, synonyms = {"jail": 3.0, "broker": 1.0}, {"jail": [("imprison",)]}
    assert coverage(weights, synonyms, words, around) == pytest.approx(share)
