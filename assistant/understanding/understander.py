"""A question understood by the rules and the reader together: date, places, form, what a "yes" means, and its parts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers.reading import Form, Reading
from assistant.answers.records import Intent, Query, Question, SubQuestion
from assistant.understanding import understand
from assistant.understanding.declining import declined
from assistant.understanding.defining import meaning_of
from assistant.understanding.documents import by_itself, confined
from assistant.understanding.followups import standalone
from assistant.understanding.parts import sub_questions
from assistant.understanding.parts.places import asked_of
from assistant.understanding.reader import shipped_reader
from assistant.understanding.titles import called_by_number, called_by_title
from corpus.encoders.chinese import encode_question
from corpus.encoders.sentence import Encoder
from corpus.language.dates import without_dates
from corpus.language.places import places_in, without_places
from corpus.language.screening import screen
from corpus.language.terms import CJK, terms
from corpus.records import Policy
from corpus.vocabulary.glossary import Glossary

TALKING = 0.5  # of the probability that nothing is asked: then it is answered as talk
BEFORE = 2  # questions that a follow-up may lean on
SUBJECT = 2  # terms of a question that is little more than the name of a subject
UNLIKELY = (Form.TALK, Form.STORY)  # forms of such a question that are not meant: "JPEX", "what happened to 23CP1"

WHO_IS = re.compile(r"^\W*who(?:['’]?s| is| are)\b", re.IGNORECASE)

Policies = Mapping[str, Policy]


@dataclass(frozen=True, slots=True)
class Understander:
    """Understands questions of one edition without a model; `today` is the user's own day."""

    glossary: Glossary
    encoder: Encoder
    policies: Policies
    today: Callable[[], date]

    def standalone(self, question: Question) -> Question:
        """Return a follow-up as a question that needs no earlier turn."""
        return question if by_itself(question) else standalone(question, self.glossary, self.policies, self.today())

    def beside(self, question: Question, day: date) -> Query | None:
        """Understand a follow-up in whatever words beside the questions before it; None where there are none.

        A place that it names itself, or that is set, holds for the whole, and so does the day.
        """
        turns = [turn.content for turn in question.history if turn.role == "user"]
        before = [turn for turn in turns[-BEFORE:] if not screen(turn)]
        if not before or by_itself(question):
            return None
        places = question.jurisdictions or places_in(question.text)
        text = " ".join((*(map(without_places, before) if places else before), question.text))
        whole = replace(question, text=text, as_of=day, jurisdictions=places, history=())
        query = self.understand(whole, whole)
        return None if query.refusal else self.by_place(query, whole)

    def understand(self, question: Question, asked: Question) -> Query:
        """Understand a question that stands alone; `asked` is what was typed, with what was set beside it."""
        return self.read(understand(question, self.glossary, self.today()), asked)

    def read(self, query: Query, asked: Question) -> Query:
        """Add the documents that are asked and what the reader makes of a question; it reads its own encoder only."""
        query = self._called(self._of_documents(confined(query, asked, self.policies, self.today())))
        reader = shipped_reader()
        if reader.encoder != self.encoder.name:
            return query
        reading = reader.read(query.question, encode_question(self.encoder, query.text, query.question).vector)
        # The glossary says what holds today.
        meaning = meaning_of(query.text, self.glossary) if query.as_of == self.today() else ""
        known = query.policies or meaning
        named = reading.form in UNLIKELY and (meaning or (known and len(terms(query.text)) <= SUBJECT))
        not_own = reading.form is Form.DOCUMENT and known and not query.documents  # "summarise the GENIUS Act"
        if named or not_own or (WHO_IS.search(query.question) and meaning.partition(" ")[0].isupper()):
            reading = of_subject(reading)
        read = replace(query, reading=reading, meaning=meaning)
        refusal = (
            None if query.refusal else declined(reading, named=bool(query.policies), past=query.as_of < self.today())
        )
        return replace(read, refusal=refusal, intent=Intent.OUT_OF_SCOPE) if refusal else read

    def _of_documents(self, query: Query) -> Query:
        """Say a question of documents in both languages, word by word: nobody wrote questions in either for them."""
        if not query.documents:
            return query
        lexicon = self.glossary.lexicon
        english = lexicon.in_english(query.text)
        chinese = query.chinese if CJK.search(query.question) else f"{query.chinese} {lexicon.in_chinese(query.text)}"
        synonyms = self.glossary.synonyms.of(without_dates(without_places(english)))
        return replace(query, text=english, spelt="", chinese=chinese.strip(), synonyms=synonyms)

    def _called(self, query: Query) -> Query:
        """Add the texts that a question calls by their number or title; a number counts as a term that they govern."""
        numbered = called_by_number(query.question, self.policies.values())
        called = (*numbered, *called_by_title(query.question, self.policies.values()))
        return replace(
            query,
            called=tuple(dict.fromkeys(called)),
            policies=tuple(dict.fromkeys((*query.policies, *numbered))),
        )

    def parted(self, query: Query, asked: Question) -> Query:
        """Add the parts of a question that asks several things, each understood alone and beside what is before it.

        A comparison asks the same of each of its places.
        """
        if query.intent is Intent.COMPARISON:
            return self.by_place(query, asked)
        if query.refusal or by_itself(asked):
            return query

        places = query.jurisdictions if len(query.jurisdictions) == 1 else asked.jurisdictions

        def understood(text: str) -> Query:
            part = replace(asked, text=text, jurisdictions=places)  # a day counts for the part that names it
            return self.understand(part, part)

        return replace(query, parts=tuple(sub_questions(query.question, understood)))

    def by_place(self, query: Query, asked: Question) -> Query:
        """Add what a comparison asks of each place, understood as a question of its own on the day of the whole."""
        if query.intent is not Intent.COMPARISON:
            return query

        def of(place: str) -> SubQuestion:
            part = replace(asked, text=asked_of(asked.text, place), jurisdictions=(place,))
            return SubQuestion(place, (replace(self.understand(part, part), as_of=query.as_of),))

        return replace(query, parts=tuple(of(place) for place in query.jurisdictions))


def of_subject(reading: Reading) -> Reading:
    """Return a reading corrected: who does little more than name a subject ("JPEX") wants to know what it is."""
    shares = {**reading.forms, Form.OVERVIEW: 1.0, reading.form: 0.0}
    return replace(reading, form=Form.OVERVIEW, forms=shares)


def is_talk(query: Query) -> bool:
    """Return whether nothing is asked; "summarise this" is asked of the document beside it."""
    talking = query.reading.forms.get(Form.TALK, 0.0) >= TALKING and not query.refusal
    return talking and not by_itself(Question(query.question, documents=query.documents))
