"""How much of a question a text covers: the question's terms by weight, in the same words or in synonyms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet

from assistant.answers.records import Query
from assistant.understanding import patterns
from corpus.language.dates import without_dates
from corpus.language.places import PLACES
from corpus.language.terms import terms
from corpus.vocabulary.synonyms import Wording

TITLE_SHARE = 0.7  # a term in the title or heading counts less: it says what the sentence is about, not what it says
SCAFFOLD_SHARE = 0.25  # of the weight of words that only shape the question
SYNONYM_SHARE = 0.7  # of the weight of a word that the sentence says otherwise

Idf = Callable[[str], float]  # weighs a search term by its rarity in the corpus
Wordings = Mapping[str, Sequence[Wording]]


def term_weights(query: Query, idf: Idf) -> dict[str, float]:
    """Weigh the query's search terms by rarity; places and dates are left out, for they have filtered already."""
    place_terms = {
        term for place in query.jurisdictions for name in (place, *PLACES.get(place, ())) for term in terms(name)
    }
    return {
        term: idf(term) * (SCAFFOLD_SHARE if patterns.SCAFFOLD.search(term) else 1.0)
        for term in terms(without_dates(query.text))
        if term not in place_terms
    }


def coverage(
    weights: Mapping[str, float], synonyms: Wordings, words: AbstractSet[str], around: AbstractSet[str]
) -> float:
    """Return the share in [0, 1] of a question's weight that a text covers, in its own words or its headings."""
    total = sum(weights.values()) or 1.0
    shares = (
        max(_said(term, synonyms, words), TITLE_SHARE * _said(term, synonyms, around)) * weight
        for term, weight in weights.items()
    )
    return sum(shares) / total


def _said(term: str, synonyms: Wordings, words: AbstractSet[str]) -> float:
    """Return 1 where the words hold a term, and less where they hold another wording of it."""
    if term in words:
        return 1.0
    return SYNONYM_SHARE if any(words >= set(wording) for wording in synonyms.get(term, ())) else 0.0
