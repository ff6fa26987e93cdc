"""Finding: what a query finds, and by the texts' own sentences whether they hold an answer at all.

An extractive answer is made of what is found here; a model is asked only where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant import changed
from assistant.clock import Clock
from assistant.composing.extractive import compose
from assistant.composing.generative import Verify
from assistant.composing.ranking import Likeness
from assistant.confidence import LEAST, SOFTENED, confidence, naming, rare_names
from assistant.records import Findings, Hit, Intent, Query, Statement
from assistant.retrieval import retrieve
from assistant.verification import verify
from corpus.embedding import Encoder
from corpus.glossary import Glossary
from corpus.index import Edition
from corpus.places import PLACES
from corpus.records import Policy
from corpus.sentences import sentences
from corpus.store import above


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in one edition; `count` is the number of hits that an answer is made from, `clock` times the stages."""

    edition: Edition
    encoder: Encoder
    glossary: Glossary
    count: int
    clock: Clock

    def find(self, query: Query) -> Findings:
        """Retrieve, and see by the texts' own sentences whether they hold an answer."""
        retrieved = self._retrieve(query)
        self.clock.lap("retrieve")
        names = rare_names(query.text, self.edition.lexical.is_rare, self.glossary.knows)
        bound = naming(retrieved, names.binding)
        told = naming(bound, names.telling)
        hits = told or bound
        verify_one = verifying(hits, query, self.edition.policies, self.glossary)
        statements: list[Statement] = []
        sure = 0.0
        likeness = self._likeness(query, hits)
        for drafted in compose(query, hits, self.edition.lexical.idf, likeness):
            statement = replace(drafted, checks=verify_one(drafted))
            if not statements:
                alike = _alike(statement, hits, likeness)
                sure = confidence(query, self.edition.lexical.idf, hits, alike)
                sure = sure if told else round(SOFTENED * sure, 3)
            if sure < LEAST:
                break
            if statement.passed:
                statements.append(statement)
        self.clock.lap("compose")
        missing = names.binding if not bound else names.telling if not told else ()
        return Findings(query, tuple(retrieved), tuple(hits), tuple(statements), sure, missing)

    def changes(self, wanted: changed.Asked, query: Query) -> tuple[Findings, str]:
        """Tell what changed between two dates, as of the later one, and sum it up; nothing is retrieved."""
        places = query.jurisdictions or tuple(PLACES)
        query = replace(query, as_of=wanted.end, jurisdictions=places, intent=Intent.HISTORY)
        tellings, count = changed.told(wanted, query, self.edition)
        hits = tuple(telling.hit for telling in tellings)
        verify_one = verifying(hits, query, self.edition.policies, self.glossary)
        drafted = (replace(one, checks=verify_one(one)) for one in changed.statements(tellings))
        statements = tuple(statement for statement in drafted if statement.passed)
        self.clock.lap("compose")
        return Findings(query, hits, hits, statements, 1.0), changed.summary(wanted, count, len(statements))

    def _retrieve(self, query: Query) -> list[Hit]:
        """Retrieve once, or once a place in a comparison, so that one place cannot crowd out another."""
        if query.intent is not Intent.COMPARISON:
            return retrieve(query, self.edition, self.encoder, self.count)
        return [
            hit
            for place in query.jurisdictions
            for hit in retrieve(replace(query, jurisdictions=(place,)), self.edition, self.encoder, self.count)
        ]

    def _likeness(self, query: Query, hits: Sequence[Hit]) -> dict[str, Likeness]:
        """Compare the sentences of the hits, and what stands above them, with the question; by passage id."""
        question = self.encoder.encode([query.text])[0]
        heads = {hit.passage.id: above(hit.policy, hit.passage) for hit in hits}
        meaning = self.edition.texts.spans([*(hit.passage.text for hit in hits), *heads.values()])
        cosines = {text: (vectors @ question).tolist() for text, vectors in meaning.items()}
        return {hit.passage.id: Likeness(cosines[hit.passage.text], cosines[heads[hit.passage.id]][0]) for hit in hits}


def _alike(statement: Statement, hits: Sequence[Hit], likeness: Mapping[str, Likeness]) -> float:
    """Compare a statement with the question by the nearest sentence of what it cites."""
    cited = {citation.passage_id for citation in statement.citations}
    return max(
        cosine
        for hit in hits
        if hit.passage.id in cited
        for text, cosine in zip(sentences(hit.passage.text), likeness[hit.passage.id].sentences, strict=True)
        if text in (statement.text, *(citation.quote for citation in statement.citations))
    )


def verifying(hits: Sequence[Hit], query: Query, policies: Mapping[str, Policy], glossary: Glossary) -> Verify:
    """Give the checks of a statement that may cite these hits."""
    passages = {hit.passage.id: hit.passage for hit in hits}
    return lambda statement: verify(statement, passages, query.as_of, policies, glossary)
