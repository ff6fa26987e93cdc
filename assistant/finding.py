"""Finding: what a query finds, and by the texts' own sentences whether they hold an answer at all.

An extractive answer is made of what is found here; a model is asked only where there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant import changed
from assistant.clock import Clock
from assistant.comparison import PER_CELL, Comparison, compare, unfilled
from assistant.composing.extractive import compose
from assistant.composing.generative import Verify
from assistant.composing.ranking import Likeness
from assistant.confidence import LEAST, SOFTENED, closeness, clues, confidence
from assistant.dates import mentions
from assistant.hindsight import known
from assistant.likeness import likeness_to
from assistant.naming import naming, rare_names, untold
from assistant.planning import aspects_of
from assistant.premises import corrected
from assistant.rankers import DEFAULT, Ranker
from assistant.records import Findings, Hit, Intent, Query, Statement
from assistant.retrieval import rank
from assistant.verification import verify
from corpus.aspects import Aspects
from corpus.embedding import Encoder
from corpus.glossary import Glossary
from corpus.index import Edition
from corpus.places import PLACES
from corpus.records import Policy
from corpus.sentences import sentences


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds in one edition; `count` is the number of hits that an answer is made from, `clock` times the stages."""

    edition: Edition
    encoder: Encoder
    glossary: Glossary
    aspects: Aspects
    count: int
    clock: Clock
    ranker: Ranker = DEFAULT

    def find(self, query: Query) -> Findings:
        """Retrieve, and see by the texts' own sentences whether they hold an answer."""
        if query.intent is Intent.COMPARISON:
            return self._compared(query)
        ranked = self.ranked(query)
        left_out = tuple(hit for hit in ranked if hit.passage.signs)
        usable = [hit for hit in ranked if not hit.passage.signs]
        retrieved = known(usable, query.as_of, self.edition.policies)
        self.clock.lap("retrieve")
        words = self.edition.lexical_by(query.as_of)  # nothing published later tells which words are rare
        names = rare_names(query.text, words.is_rare, self.glossary.knows)
        bound = naming(retrieved, names.binding)
        told = naming(bound, names.telling)
        hits = told or bound
        verify_one = verifying(hits, query, self.edition.policies, self.glossary)
        likeness = likeness_to(query.text, hits, self.edition, self.encoder)
        drafted = (replace(one, checks=verify_one(one)) for one in compose(query, hits, words.idf, likeness))
        statements = [statement for statement in drafted if statement.passed]
        alike = max((_alike(statement, hits, likeness) for statement in statements), default=0.0)
        missing = names.binding if not bound else (*(names.telling if not told else ()), *untold(hits, names.titles))
        seen = clues(query, words.idf, hits, statements, alike, unmet=bool(missing))
        sure = confidence(seen)
        cited = {citation.passage_id for statement in statements for citation in statement.citations}
        close = closeness(query, words.idf, [hit for hit in hits if hit.passage.id in cited], alike)
        close = round(SOFTENED * close, 3) if missing else close
        self.clock.lap("compose")
        answer = tuple(statements) if sure >= LEAST else ()
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
        )
        return corrected(found, self.glossary, verify_one)

    def ranked(self, query: Query) -> list[Hit]:
        """Rank the passages for a query."""
        return rank(query, self.edition, self.encoder, self.count, self.ranker)

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
        return Findings(query, hits, hits, statements, 1.0, closeness=1.0), changed.summary(
            wanted, count, len(statements)
        )

    def _compared(self, query: Query) -> Findings:
        """Find what each place says, from its own texts, aspect by aspect."""
        aspects = aspects_of(query, self.aspects)
        comparison = Comparison(query.question, query.as_of, query.jurisdictions, aspects, query.synonyms)
        most = 1 if len(comparison.aspects) > 1 else PER_CELL
        cells = list(compare(comparison, self.edition, self.encoder, self.glossary, most, self.ranker))
        self.clock.lap("compare")
        statements = tuple(statement for cell in cells for statement in cell.statements)
        hits = tuple(dict.fromkeys(hit for cell in cells for hit in cell.hits))
        sure = max(cell.sure for cell in cells)
        return Findings(
            query, hits, hits, statements, sure, notes=tuple(unfilled(cells)) if statements else (), closeness=sure
        )


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


def tells_of(found: Findings, day: date) -> bool:
    """Tell whether an answer names the month of a day, as one does that tells what happened then."""
    named = (mention.when for statement in found.statements for mention in mentions(statement.text))
    return any((when.last.year, when.last.month) == (day.year, day.month) for when in named)


def verifying(hits: Sequence[Hit], query: Query, policies: Mapping[str, Policy], glossary: Glossary) -> Verify:
    """Give the checks of a statement that may cite these hits."""
    passages = {hit.passage.id: hit.passage for hit in hits}
    return lambda statement: verify(statement, passages, query.as_of, policies, glossary)
