"""The finder: what a query finds, and whether the texts' own sentences answer it at all.

An extractive answer is made of what is found here; a model is asked only where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering import what_changed
from assistant.answering.comparison import NOT_FOUND, PER_CELL, Comparison, compare, unfilled
from assistant.answering.comparison_plan import aspects_of
from assistant.answering.confidence import answered, clues, whole
from assistant.answering.documents import told_of
from assistant.answering.documents.official import in_its_words
from assistant.answering.documents.places import where
from assistant.answering.documents.provisions import Told
from assistant.answering.forms import pointed, points
from assistant.answering.premises import corrected
from assistant.answering.several import answer_parts
from assistant.answering.standings import succession
from assistant.answers.citing import cite, in_order
from assistant.answers.reading import Form
from assistant.answers.records import Findings, Hit, Intent, Likeness, Query, Question, Statement
from assistant.clock import Clock
from assistant.composing.extractive import WORD_BUDGET, choose, compose, excerpt
from assistant.composing.generative import Verify
from assistant.composing.lead import TERMS, lead
from assistant.composing.lead.instruments import instrument
from assistant.retrieval import DEPTH, rank
from assistant.retrieval.hindsight import drop_hindsight
from assistant.retrieval.likeness import likeness_to
from assistant.retrieval.names import naming, rare_names, untold
from assistant.retrieval.provisions import read_in_notes
from assistant.retrieval.ranking import DEFAULT, Ranker
from assistant.understanding.defining import telling
from assistant.understanding.understander import Understander
from assistant.verification import verify
from assistant.verification.citations import addressing
from corpus.encoders.sentence import Encoder
from corpus.index.edition import Edition
from corpus.index.texts import policy_of
from corpus.language.dates import mentions
from corpus.language.places import PLACES, without_places
from corpus.language.sentences import sentences
from corpus.language.terms import terms
from corpus.vocabulary.aspects import Aspects
from corpus.vocabulary.glossary import Glossary

# Of the probability at which one place is refused: the question names the place, and its best text is worth showing.
PLACE_SHARE = 0.5
PLACE_WORDS = 75  # of each place that a question compares: a cell of a table, where two statements are the most
# Of the probability at which a question is refused: from there on what comes nearest is shown, as no more than that.
NEAREST_SHARE = 0.2
CLEARLY = 0.1  # of confidence: less is noise
UNSURE = 0.6  # of confidence: below it, what was asked before may help


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in one edition; `count` is the number of hits that an answer is made from, `clock` times the stages.

    For a part of a question, `beside` are the scores of passages for the whole.
    """

    edition: Edition
    encoder: Encoder
    glossary: Glossary
    aspects: Aspects
    count: int
    clock: Clock
    ranker: Ranker = DEFAULT
    beside: Mapping[str, float] | None = None

    def seek(self, query: Query, question: Question, asked: Question, reader: Understander, today: date) -> Findings:
        """Find what answers a query; where that is little, on a later day or beside what was asked before.

        `question` stands alone, `asked` is what was typed, with the questions before it.
        """
        findings = self.find(reader.parted(query, question))
        if query.event:
            # "in January 2025" may be when something happened, and what tells of it was published later.
            later = replace(query, as_of=question.as_of or today, event=False)
            now = self.find(reader.by_place(later, question))
            findings = now if now.sure > findings.sure + (0 if tells_of(now, query.as_of) else CLEARLY) else findings
        if findings.sure < UNSURE and (beside := reader.beside(asked, query.as_of)) is not None:
            together = self.find(beside)
            surer = together.sure > findings.sure + CLEARLY
            findings = together if surer and speaks_of(together, asked.text) else findings
        return findings

    def find(self, query: Query, budget: int = WORD_BUDGET) -> Findings:
        """Retrieve, and see by the texts' own sentences, within a budget of words, whether they hold an answer."""
        if query.intent is Intent.COMPARISON:
            return self._compared(query)
        if query.parts and (several := answer_parts(query, self._of_parts(query).find)):
            return several
        if built := told_of(query, self.edition) if query.documents else in_its_words(query, self.edition):
            return self._built(query, built)
        ranked = self.ranked(query)
        left_out = tuple(hit for hit in ranked if hit.passage.signs)
        usable = [hit for hit in ranked if not hit.passage.signs]
        retrieved = drop_hindsight(usable, query.as_of, self.edition.policies)
        if not query.documents:
            retrieved = read_in_notes(retrieved, self.edition, query.as_of)
        self.clock.lap("retrieve")
        query = self._as_found(query, retrieved)
        words = self.edition.lexical_by(query.as_of)  # nothing published later tells which words are rare
        names = rare_names(query.text, words.is_rare, self.glossary.knows)
        bound = naming(retrieved, names.binding)
        # A document asked by itself may name a provision in a margin, and tell of it beside.
        hits = bound = retrieved if self._alone(query) and not bound else bound
        named = naming(bound, names.telling)
        about = instrument(query, hits)
        if about:
            hits = sorted(hits, key=lambda hit: hit.policy.id != about.id)
        likeness = likeness_to(query, hits, self.edition, self.encoder)
        told = [] if query.documents else points(query, hits, self.edition)  # those are of the whole register
        hits = list({hit.passage.id: hit for hit in (*(point.hit for point in told), *hits)}.values())
        verify_one = verifying(hits, query, self.edition, self.glossary)
        drafts = pointed(told) if told else compose(query, hits, words.idf, likeness, budget)
        drafted = (replace(one, checks=verify_one(one)) for one in drafts)
        statements = in_order(statement for statement in drafted if statement.passed)
        alike = max((_alike(statement, hits, likeness) for statement in statements), default=0.0)
        unknown = untold(hits, names.titles)  # an act that nothing found names: 9 of 9 such questions had no answer
        missing = (
            names.binding if not naming(retrieved, names.binding) else (*(names.telling if not named else ()), *unknown)
        )
        seen = clues(query, words.idf, hits, statements, alike, likeness, unmet=bool(missing))
        alone = self._alone(query)
        odds = answered(alone=alone, chinese=alone and bool(hits) and hits[0].passage.id in self.edition.chinese)
        sure, close = odds.probability(seen), whole().probability(seen)
        self.clock.lap("compose")
        outlined = len({point.hit.policy.id for point in told}) == 1  # what is named, and not what it may not hold
        known = about or (told and not outlined) or (query.meaning and query.reading.form in TERMS)
        unsaid = alone and not seen.held  # a document that says no word of what is asked
        answer = statements if known or (sure >= odds.least and not unknown and not unsaid) else ()
        by_id = {hit.passage.id: hit for hit in hits}
        cited = [by_id[citation.passage_id] for statement in answer for citation in statement.citations]
        found = Findings(
            query,
            tuple(retrieved),
            tuple(hits),
            answer,
            sure,
            missing,
            left_out=left_out,
            clues=seen,
            closeness=close,
            drafted=statements,
            nearest=statements if not answer and sure >= NEAREST_SHARE * odds.least else (),
            lead=succession(query, cited, self.edition.policies)
            or (alone and where(query.question, cited))
            or lead(query, cited, hits, close, seen),
        )
        return corrected(found, self.glossary, verify_one)

    def _alone(self, query: Query) -> bool:
        """Return whether own documents are asked by themselves."""
        return bool(query.documents) and all(self.edition.policies[id_].own for id_ in query.documents)

    def _as_found(self, query: Query, hits: Sequence[Hit]) -> Query:
        """Return the query in the language of the best hit: a Chinese document answers its Chinese words."""
        there = bool(hits) and hits[0].passage.id in self.edition.chinese
        return replace(query, text=query.chinese) if there and query.chinese else query

    def _built(self, query: Query, told: Told) -> Findings:
        """Tell how documents are built: nothing is ranked, and what they do not have is missing."""
        query = replace(query, reading=replace(query.reading, form=Form.DOCUMENT))
        hits = list({point.hit.passage.id: point.hit for point in told.points}.values())
        verify_one = verifying(hits, query, self.edition, self.glossary)
        drafted = (replace(one, checks=verify_one(one)) for one in pointed(told.points))
        statements = in_order(one for one in drafted if one.passed)
        self.clock.lap("compose")
        return Findings(
            query,
            tuple(hits),
            tuple(hits),
            statements,
            float(bool(statements)),
            told.missing,
            told.notes,
            closeness=float(bool(statements)),
            lead=told.lead,
        )

    def ranked(self, query: Query) -> list[Hit]:
        """Rank the passages for a query."""
        return rank(query, self.edition, self.encoder, self.count, self.ranker, self.beside)

    def _of_parts(self, query: Query) -> Finder:
        """Return the finder of a question's parts: "how much of my coins" is asked of what the others are about."""
        whole = rank(query, self.edition, self.encoder, DEPTH, self.ranker)
        return replace(self, beside={hit.passage.id: hit.score for hit in whole})

    def changes(self, wanted: what_changed.ChangesQuestion, query: Query) -> tuple[Findings, str]:
        """Tell what changed between two dates, as of the later one, and sum it up; nothing is retrieved."""
        places = query.jurisdictions or tuple(PLACES)
        query = replace(query, as_of=wanted.end, jurisdictions=places, intent=Intent.HISTORY)
        tellings, count = what_changed.told(wanted, query, self.edition)
        hits = tuple(telling.hit for telling in tellings)
        verify_one = verifying(hits, query, self.edition, self.glossary)
        drafted = (replace(one, checks=verify_one(one)) for one in what_changed.statements(tellings))
        statements = in_order(statement for statement in drafted if statement.passed)
        self.clock.lap("compose")
        return Findings(query, hits, hits, statements, 1.0, closeness=1.0), what_changed.summary(
            wanted, count, len(statements)
        )

    def _compared(self, query: Query) -> Findings:
        """Find what each place says, from its own texts, aspect by aspect."""
        aspects = aspects_of(query, self.aspects)
        if len(aspects) == 1:
            return self._side_by_side(query)
        comparison = Comparison(query.question, query.as_of, query.jurisdictions, aspects, query.synonyms)
        most = 1 if len(comparison.aspects) > 1 else PER_CELL
        cells = list(compare(comparison, self.edition, self.encoder, self.glossary, most, self.ranker))
        self.clock.lap("compare")
        statements = tuple(statement for cell in cells for statement in cell.statements)
        hits = tuple(dict.fromkeys(hit for cell in cells for hit in cell.hits))
        read = tuple(dict.fromkeys((*hits, *(hit for cell in cells for hit in cell.read))))
        sure = max(cell.sure for cell in cells)
        return Findings(
            query, read, hits, statements, sure, notes=tuple(unfilled(cells)) if statements else (), closeness=sure
        )

    def _side_by_side(self, query: Query) -> Findings:
        """Answer one question for each place by itself, each with words for two statements."""
        statements: list[Statement] = []
        hits: list[Hit] = []
        notes, sure = [], 0.0
        for part in query.parts:
            place, asked = part.text, part.ways[0]
            usable = [hit for hit in self.ranked(asked) if not hit.passage.signs]
            found = drop_hindsight(usable, query.as_of, self.edition.policies)
            idf = self.edition.lexical_by(query.as_of).idf
            likeness = likeness_to(asked, found, self.edition, self.encoder)
            chosen = choose(asked, [excerpt(asked, hit, idf, likeness) for hit in found], PLACE_WORDS)
            verify_one = verifying(found, query, self.edition, self.glossary)
            drafted = [
                Statement(one.text, (cite(one.hit, one.text, str(len(statements) + number)),), one.part, place)
                for number, one in enumerate(chosen, 1)
            ]
            passed = [one for one in (replace(one, checks=verify_one(one)) for one in drafted) if one.passed]
            alike = max((_alike(one, found, likeness) for one in passed), default=0.0)
            here = answered().probability(clues(asked, idf, found, passed, alike, likeness, unmet=False))
            sure = max(sure, here)
            if passed and here >= PLACE_SHARE * answered().least:
                statements += passed
                hits += found
            else:
                notes.append(f"{place}: {NOT_FOUND}.")
        self.clock.lap("compare")
        return Findings(
            query,
            tuple(hits),
            tuple(hits),
            tuple(statements),
            sure,
            notes=tuple(notes) if statements else (),
            closeness=sure,
            lead=query.meaning if query.reading.form in TERMS else "",
        )


def _alike(statement: Statement, hits: Sequence[Hit], likeness: Mapping[str, Likeness]) -> float:
    """Compare a statement with the question by the nearest sentence that it holds of what it cites."""
    quotes = {citation.passage_id: citation.quote for citation in statement.citations}
    cosines = (
        cosine
        for hit in hits
        if hit.passage.id in quotes.keys() & likeness.keys()
        for text, cosine in zip(sentences(hit.passage.text), likeness[hit.passage.id].sentences, strict=True)
        if text in statement.text or quotes[hit.passage.id] in text
    )
    return max(cosines, default=0.0)


def tells_of(found: Findings, day: date) -> bool:
    """Return whether an answer names the month of a day, as one does that tells what happened then."""
    named = (mention.when for statement in found.statements for mention in mentions(statement.text))
    return any((when.last.year, when.last.month) == (day.year, day.month) for when in named)


def speaks_of(found: Findings, text: str) -> bool:
    """Return whether what is cited has a telling word of a text, if it has any: else it answers another question."""
    own = telling(without_places(text))
    cited = {citation.passage_id for statement in found.statements for citation in statement.citations}
    said = (hit.passage.text for hit in found.hits if hit.passage.id in cited)
    return not own or any(own.intersection(terms(words)) for words in said)


def verifying(hits: Sequence[Hit], query: Query, edition: Edition, glossary: Glossary) -> Verify:
    """Return the checks of a statement that may cite these hits."""
    passages = {hit.passage.id: hit.passage for hit in hits}
    hostile = {policy_of(id_) for id_ in edition.signed} | addressing(hits)
    return lambda one: verify(one, passages, query.as_of, edition.policies, glossary, query.question, hostile)
