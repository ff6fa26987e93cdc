"""Confidence: whether the corpus holds an answer at all, and which names of the question it does not know.

Two signals with a plain meaning: how alike the question and the nearest sentence of the answer are (cosine), and the
share of the question's weight (idf) that the cited passages hold, in its words or in synonyms. Weights and threshold
were chosen on 173 questions with an answer (tuning halves of tests/sets/core.jsonl and time.jsonl, without comparisons)
and 48 without one, written to be hard: AUROC .88, and at the threshold 92 % of the first are answered and 69 % of the
second refused. It is no calibrated probability.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pycountry

from assistant.composing.weighing import Idf, coverage, term_weights
from assistant.dates import without_dates
from assistant.records import Hit, Query
from corpus.lexical import CJK, terms
from corpus.places import without_places

LEAST = 0.45  # below it an answer is refused
ALIKE_SHARE = 2 / 3
SOFTENED = 0.9  # of the confidence, where a rare name of the question stands in no passage found
NAME = re.compile(r"(?<![\w'’])(?:[A-Z][\w-]*[A-Za-z]|[\w-]*\d[\w-]*[A-Za-z][\w-]*|[A-Za-z][\w-]*\d[\w-]*)(?![\w-])")
REFERENCE = re.compile(r"\b(?:Art(?:icle|\.)|Sec(?:tion|\.)|Cap\.?|Chapter|Recital|Annex)\s+\d+[A-Z]*\b", re.IGNORECASE)
COUNTRIES = frozenset(
    name.lower()
    for country in pycountry.countries
    for name in (country.name, getattr(country, "common_name", country.name))
)


@dataclass(frozen=True, slots=True)
class Names:
    """The rare names of a question: `binding` ones must stand in what answers it, the others had better.

    Binding are codes and provisions, such as 26EC199 and Article 36, and countries that the corpus does not cover:
    what is true elsewhere is no answer for them.
    """

    binding: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()


def confidence(query: Query, idf: Idf, hits: Sequence[Hit], alike: float) -> float:
    """Give the confidence in [0, 1] that an answer that cites these hits answers the question.

    `alike` is the cosine of the question to the nearest sentence of the answer.
    """
    words = set[str]().union(*(_words(hit) for hit in hits))
    covered = coverage(term_weights(query, idf), query.synonyms, words, set())
    return round(ALIKE_SHARE * max(0.0, min(1.0, alike)) + (1 - ALIKE_SHARE) * covered, 3)


def rare_names(question: str, is_rare: Callable[[str], bool], is_term: Callable[[str], bool]) -> Names:
    """Find the names and codes of a question that few or no passages hold, as the question writes them.

    The first word of a sentence is no name for its capital alone; dates and places that the corpus covers have
    filtered already, and terms of the glossary are searched by their expansions.
    """
    binding: dict[str, None] = {}
    telling: dict[str, None] = {}
    text = without_places(without_dates(question))
    for match in NAME.finditer(text):
        name = match.group(0)
        opens = re.search(r"(?:^|[.?!:]\s+|\n)[\"'“‘(]*$", text[: match.start()])
        if CJK.search(name) or is_term(name) or (opens and name[1:].islower() and name.isalpha()):
            continue
        rare = [is_rare(word) for word in terms(name)]
        if any(rare) and (name.lower() in COUNTRIES or re.search(r"\d", name)):
            binding[name] = None
        elif rare and all(rare):
            telling[name] = None
    for match in REFERENCE.finditer(text):
        if any(is_rare(word) for word in terms(match.group(0))):
            binding[match.group(0)] = None
    return Names(tuple(binding), tuple(telling))


def naming(hits: Sequence[Hit], names: Sequence[str]) -> list[Hit]:
    """Keep the hits whose passage, headings or title hold every one of the names."""
    wanted = {term for name in names for term in terms(name)}
    return [hit for hit in hits if wanted <= _words(hit)]


def _words(hit: Hit) -> set[str]:
    passage = hit.passage
    return set(terms(" ".join((passage.text, passage.locator, hit.policy.title, *passage.headings))))
