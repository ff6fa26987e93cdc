"""Understanding without a model: a question and what was set beside it become a Query.

Everything here is a rule that can be read; the order of the rules is the order of the function `understand`.
"""

from __future__ import annotations

from datetime import date

from assistant.answers.records import Intent, Query, Question
from assistant.understanding import patterns
from assistant.understanding.as_of import Moment, moment
from assistant.understanding.declining import steering
from corpus.encoders.sentence import is_common
from corpus.language.dates import without_dates
from corpus.language.places import PLACES, places_in, without_places
from corpus.vocabulary.glossary import Glossary


def understand(question: Question, glossary: Glossary, today: date) -> Query:
    """Read a question: date, places, intent, and the words to search with. `today` is what "now" means.

    The question's own date wins over the one that was set beside it; "latest" and "now" do not.
    """
    text = glossary.capitalised(" ".join(question.text.split()), is_common)
    refusal = steering(question.text)
    asked = moment(text, today, glossary.events)
    rest = asked.rest if asked and not asked.plain and asked.rest else text
    places = places_in(text) or question.jurisdictions
    terms = glossary.found_in(text)
    english = glossary.in_english(rest)
    spelt = glossary.spelt_out(english)
    expansions = tuple(dict.fromkeys(name for term in terms for name in (term.term, term.expansion) if name))
    intent = Intent.OUT_OF_SCOPE if refusal else _intent(text, places)
    return Query(
        question=question.text,
        text=english,
        as_of=_day(asked, question.as_of, today),
        intent=intent,
        jurisdictions=places,
        expansions=tuple(name for name in expansions if name.lower() not in text.lower()),
        chinese=glossary.in_chinese(rest),
        synonyms=glossary.synonyms.of(without_dates(without_places(english))),
        policies=tuple(dict.fromkeys(policy for term in terms for policy in term.policies)),
        event=intent is Intent.FACT and asked is not None and _may_tell_an_event(asked, text),
        happened=asked.happened if asked else "",
        refusal=refusal,
        spelt="" if spelt == english else spelt,
    )


def _day(asked: Moment | None, chosen: date | None, today: date) -> date:
    """Return the day of an answer: the question's own, unless it only says "now" while another was set beside it."""
    if asked is None or (asked.now and chosen is not None):
        return chosen or today
    return asked.day


def _may_tell_an_event(asked: Moment, text: str) -> bool:
    """Return whether the day may only say when something happened, as in "how many were licensed in May 2024"."""
    stood = asked.happened or patterns.AS_OF.search(text) or patterns.STOOD.search(text)
    return not stood and patterns.HAPPENED.search(text) is not None


def _intent(text: str, places: tuple[str, ...]) -> Intent:
    named = [place for place in places if place in PLACES]
    if len(named) > 1 and (patterns.COMPARISON.search(text) or patterns.JOINS_PLACES.search(text)):
        return Intent.COMPARISON
    if patterns.HISTORY.search(text):
        return Intent.HISTORY
    if patterns.DEFINITION.search(text):
        return Intent.DEFINITION
    return Intent.STATUS if patterns.STATUS.search(text) else Intent.FACT
