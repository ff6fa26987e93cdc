"""What a comparison covers: its places, and the aspects that the question names or that belong to its topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.comparison import Comparison
from assistant.answers.records import Query
from assistant.understanding import patterns
from corpus.errors import InputError
from corpus.language.dates import without_dates
from corpus.language.places import PLACES, without_places
from corpus.language.terms import CJK, terms
from corpus.vocabulary.aspects import Aspect, Aspects, Topic

FEWEST_PLACES, MOST_PLACES = 2, 5
MOST_ASPECTS = 6  # of a question: more rows than one looks at together
# Words of any question on crypto policy, which ask for no aspect of it.
GENERAL = re.compile(
    r"^(?:crypto\w*|virtual|digit|asset|regul\w*|regim|approach|treat|treatment|framework|law|legal|licens|place|countri|"
    r"jurisdict|side|market|servic|provid|firm|compani|around|across|between|three|two|system|deal|handl|look)$"
)


def plan(query: Query, known: Aspects, topic: str = "", aspects: Sequence[str] = ()) -> Comparison:
    """Describe what to compare; raise InputError for fewer than two or more than five places and for an unknown topic.

    The aspects that are named count first, then those of the question, then those of the topic.
    """
    if not FEWEST_PLACES <= len(query.jurisdictions) <= MOST_PLACES:
        raise InputError(
            f"Name {FEWEST_PLACES} to {MOST_PLACES} places to compare, such as {', '.join(list(PLACES)[:3])}: "
            f"{len(query.jurisdictions)} given."
        )
    chosen = known.topic(topic) if topic else None
    if aspects:
        rows = tuple(_named(name, chosen, known) for name in dict.fromkeys(aspects))
    elif chosen is not None:
        rows = _asked(query.question, [chosen])[:MOST_ASPECTS] or chosen.aspects
    else:
        rows = aspects_of(query, known)
    return Comparison(query.question, query.as_of, query.jurisdictions, rows, query.synonyms)


def aspects_of(query: Query, known: Aspects) -> tuple[Aspect, ...]:
    """Return the aspects of a question: those that it names, else its topic's where it names no more than that.

    A question for one aspect, or for something that is on no list, is asked in its own words.
    """
    topics = known.topics_in(query.question)
    found = _asked(query.question, topics)
    own = own_words(query.text)
    if len(found) == 1:
        return (_in_own_words(found[0], own),)
    if found:
        return found[:MOST_ASPECTS]
    for topic in topics:
        if not _telling(topic.words.removed_from(own)):
            return topic.aspects[:MOST_ASPECTS]
    return (Aspect("", own),)


def own_words(text: str) -> str:
    """Return a question without its places and days: what it asks of each place, to rank by and not to read."""
    return " ".join(without_dates(without_places(text)).split())


def _asked(question: str, topics: Sequence[Topic]) -> tuple[Aspect, ...]:
    return tuple(aspect for topic in topics for aspect in topic.aspects if aspect.asked_in(question))


def _in_own_words(aspect: Aspect, own: str) -> Aspect:
    """Let a question that says more than the aspect rank what is found; what is left in Chinese ranks nothing."""
    rest = aspect.words.removed_from(aspect.subject.removed_from(own))
    more = _telling(rest) and not CJK.search(own)
    return replace(aspect, question=own) if more else aspect


def _telling(text: str) -> bool:
    """Return whether a text has a search term that says more than any question on policy does."""
    return any(not (GENERAL.search(term) or patterns.SCAFFOLD.search(term) or CJK.search(term)) for term in terms(text))


def _named(name: str, topic: Topic | None, known: Aspects) -> Aspect:
    """Find an aspect by its name, in the topic first; other words are an aspect of the user's own."""
    for place in [topic] if topic else known.topics.values():
        for aspect in place.aspects:
            if aspect.label.lower() == name.strip().lower():
                return aspect
    about = f"{topic.name}: " if topic else ""
    return Aspect(name.strip(), f"{about}{name.strip()}", subject=topic.words if topic else Aspect("", "").subject)
