"""Names: which rare names, codes, provisions and titles a question holds, and which passages hold them too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pycountry

from assistant.answers.records import Hit
from corpus.language.dates import without_dates
from corpus.language.numbers import quantities
from corpus.language.places import without_places
from corpus.language.terms import CJK, bigrams, terms

NAME = re.compile(r"(?<![\w'’])(?:[A-Z][\w-]*[A-Za-z]|[\w-]*\d[\w-]*[A-Za-z][\w-]*|[A-Za-z][\w-]*\d[\w-]*)(?![\w-])")
REFERENCE = re.compile(
    r"\b(?:Art(?:icle|\.)|Sec(?:tion|\.)|Cap\.?|Chapter|Recital|Annex|Recommendation|Rule|Part|Order|Bulletin|Notice"
    r"|Guidance|Guideline|Letter|Policy Statement|Regulation|Directive|Release|Circular)"
    r"\s+(?:\(EU\)\s+)?(?:No\.?\s+)?\d+(?:[./-]\d+)*[A-Z]*\b",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"(?:[A-Z][\w’'-]*\s+(?:(?:of|on|for|and)\s+)?){1,6}"
    r"(?:Act|Ordinance|Law|Code|Rulebook|Rules|Regulations?|Decree|Principles|Project)\b|\bProject\s+[A-Z]\w+"
)
OPENS = re.compile(r"(?:^|[.?!:]\s+|\n)[\"'“‘(]*$")  # what stands before the first word of a sentence
COUNTRIES = frozenset(
    name.lower()
    for country in pycountry.countries
    for name in (country.name, getattr(country, "common_name", country.name))
)


@dataclass(frozen=True, slots=True)
class Names:
    """The rare names of a question: `binding` ones must stand in what answers it, the others had better.

    Binding are codes and provisions, such as 26EC199 and Article 36, and countries that the corpus does not cover:
    what is true elsewhere is no answer for them. `titles` are of acts and the like, rare or not.
    """

    binding: tuple[str, ...] = ()
    telling: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def rare_names(question: str, is_rare: Callable[[str], bool], is_term: Callable[[str], bool]) -> Names:
    """Find the names and codes of a question that few or no passages hold, as the question writes them.

    An amount ("24hr") is none, and the first word of a sentence is no name for its capital alone; dates and places that
    the corpus covers have filtered already, and terms of the glossary are searched by their expansions.
    """
    binding: dict[str, None] = {}
    telling: dict[str, None] = {}
    dateless = without_dates(question)
    text = without_places(dateless)
    for match in NAME.finditer(text):
        name = match.group(0)
        opens = OPENS.search(text[: match.start()])
        amount = any(found.unit and found.text == name for found in quantities(name))
        if amount or CJK.search(name) or is_term(name) or (opens and name[1:].islower() and name.isalpha()):
            continue
        rare = [is_rare(word) for word in terms(name)]
        if any(rare) and (name.lower() in COUNTRIES or re.search(r"\d", name)):
            binding[name] = None
        elif rare and all(rare):
            telling[name] = None
    for match in REFERENCE.finditer(dateless):
        if any(is_rare(word) for word in terms(match.group(0)) if word[0].isdigit()):
            binding[match.group(0)] = None
    return Names(tuple(binding), tuple(telling), tuple(_titles(text, is_term)))


def _titles(text: str, is_term: Callable[[str], bool]) -> Iterator[str]:
    """Yield the titles of acts, rulebooks and projects that a text names by two telling words or more."""
    for match in TITLE.finditer(text):
        words = match.group(0).split()
        title = " ".join(words[1:] if OPENS.search(text[: match.start()]) else words)
        if len(terms(title)) > 1 and not is_term(title):
            yield title


def naming(hits: Sequence[Hit], names: Sequence[str]) -> list[Hit]:
    """Keep the hits whose passage, headings or title hold every one of the names."""
    wanted = {term for name in names for term in terms(name)}
    return [hit for hit in hits if wanted <= words_of(hit)]


def untold(hits: Sequence[Hit], titles: Sequence[str]) -> tuple[str, ...]:
    """Return the titles whose words stand side by side in none of the hits."""
    pairs = [pairs_of(hit) for hit in hits]
    return tuple(title for title in titles if not any(held.issuperset(bigrams(terms(title))) for held in pairs))


def words_of(hit: Hit) -> set[str]:
    """Return the search terms of a hit's passage, its headings, its locator and its title."""
    passage = hit.passage
    return set(terms(" ".join((passage.text, passage.locator, hit.policy.title, *passage.headings))))


def pairs_of(hit: Hit) -> set[str]:
    """Return the neighbouring search terms of a hit's passage and of its title, with its places and without."""
    title = hit.policy.title
    return {pair for text in (hit.passage.text, title, without_places(title)) for pair in bigrams(terms(text))}
