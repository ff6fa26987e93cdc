"""Understanding without a model: a question and what was set beside it become a Query.

Everything here is a rule that can be read; the order of the rules is the order of the function `understand`.
"""

from __future__ import annotations

from datetime import date

from assistant import phrases
from assistant.dates import without_dates
from assistant.declining import declined
from assistant.moments import Moment, moment
from assistant.records import Intent, Query, Question
from corpus.glossary import Glossary
from corpus.places import PLACES, places_in, without_places


def understand(question: Question, glossary: Glossary, today: date) -> Query:
    """Read a question: date, places, intent, and the words to search with. `today` is what "now" means.

    The question's own date wins over the one that was set beside it.
    """
    text = " ".join(question.text.split())
    refusal = declined(question.text)
    asked = moment(text, today, glossary.events)
    rest = asked.rest if asked and not asked.plain and asked.rest else text
    places = places_in(text) or question.jurisdictions
    terms = glossary.found_in(text)
    english = glossary.in_english(rest)
    expansions = tuple(dict.fromkeys(name for term in terms for name in (term.term, term.expansion) if name))
    intent = Intent.OUT_OF_SCOPE if refusal else _intent(text, places)
    return Query(
        question=question.text,
        text=english,
        as_of=asked.day if asked else question.as_of or today,
        intent=intent,
        jurisdictions=places,
        expansions=tuple(name for name in expansions if name.lower() not in text.lower()),
        synonyms=glossary.synonyms.of(without_dates(without_places(english))),
        policies=tuple(dict.fromkeys(policy for term in terms for policy in term.policies)),
        event=intent is Intent.FACT and asked is not None and _may_tell_an_event(asked, text),
        happened=asked.happened if asked else "",
        refusal=refusal,
    )


def _may_tell_an_event(asked: Moment, text: str) -> bool:
    """Tell whether the day may only say when something happened, as in "how many were licensed in May 2024"."""
    stood = asked.happened or phrases.AS_OF.search(text) or phrases.STOOD.search(text)
    return not stood and phrases.HAPPENED.search(text) is not None


def _intent(text: str, places: tuple[str, ...]) -> Intent:
    named = [place for place in places if place in PLACES]
    if len(named) > 1 and (phrases.COMPARISON.search(text) or phrases.JOINS_PLACES.search(text)):
        return Intent.COMPARISON
    if phrases.HISTORY.search(text):
        return Intent.HISTORY
    if phrases.DEFINITION.search(text):
        return Intent.DEFINITION
    return Intent.STATUS if phrases.STATUS.search(text) else Intent.FACT
