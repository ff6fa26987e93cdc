"""What a held official text says at a provision that a question asks for: our notes on it, then its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answering.documents.provisions import Told, hit_of, says_more, whole_provisions
from assistant.answering.forms import Point
from assistant.answers.records import Query
from assistant.understanding.documents import Provision, asked_of, provisions
from corpus.history.official import texts_of
from corpus.index.edition import Edition
from corpus.language import references
from corpus.language.terms import CJK
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing

MOST_NOTES = 2  # paragraphs of ours above the words of the text


def in_its_words(query: Query, edition: Edition) -> Told:
    """Return what the text of the instrument that a question names says at its provision, in quotation marks.

    Above it stand the paragraphs of our notes that report the provision. Nothing where no provision is asked for, the
    text is not held, it has no such provision, or something else is asked of it.
    """
    wanted = provisions(query.question)
    named = [
        edition.policies[id_] for id_ in dict.fromkeys((*query.policies, *query.called)) if id_ in edition.policies
    ]
    notes = [note for note in named if not query.jurisdictions or note.jurisdiction in query.jurisdictions]
    if not wanted or not notes:
        return Told()
    held = list({text.id: text for note in notes for text in texts_of(edition.policies, note, first=True)}.values())
    texts = {text.id: _known(text, query, edition) for text in held}
    told = whole_provisions(wanted, held, texts, query)
    question = query.text if CJK.search(query.question) else query.question  # whose names are in English by then
    asked = asked_of(question, [one.title for one in (*held, *named)])
    if not told.points or told.missing or (asked and says_more(wanted, asked, told, texts)):
        return Told()
    quoted = tuple(Point(point.hit, f"“{point.text}”", point.text) for point in told.points)
    ours = [point for note in notes for point in _ours(wanted, note, query, edition)]
    return Told((*ours[:MOST_NOTES], *quoted), notes=told.notes)


def _known(text: Policy, query: Query, edition: Edition) -> list[Passage]:
    return [one for one in edition.texts.passages_of(text.id) if not one.signs and _out(one, query)]


def _ours(wanted: Sequence[Provision], note: Policy, query: Query, edition: Edition) -> Iterator[Point]:
    """Yield the paragraphs of a note that report a provision or a part of it, and were not replaced by the day."""
    slugs = {slug for one in wanted for slug in one.slugs}
    for passage in edition.texts.passages_of(note.id):
        at = [slug for one in references.provisions(passage.at) for slug in one]
        reports = any(place == slug or place.startswith(f"{slug}-") for place in at for slug in slugs)
        if reports and _out(passage, query) and standing(passage.life, query.as_of) is not Standing.SUPERSEDED:
            yield Point(hit_of(passage, note, query), passage.text)


def _out(passage: Passage, query: Query) -> bool:
    return standing(passage.life, query.as_of) is not Standing.NOT_PUBLISHED
