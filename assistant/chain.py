"""The chain: understand, retrieve, compose, verify. The only file that knows the order."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant import changed
from assistant.clock import Clock
from assistant.composing.extractive import compose
from assistant.composing.ranking import Likeness
from assistant.confidence import LEAST, SOFTENED, confidence, naming, rare_names
from assistant.journal import enter
from assistant.notes import answer_notes, held
from assistant.records import Answer, Hit, Intent, Query, Question, Statement
from assistant.retrieval import retrieve
from assistant.settings import SHIPPED_TEXTS, Settings
from assistant.tracing import prepare_tracing
from assistant.understanding import understand
from assistant.verification import verify
from corpus.embedding import Encoder, SentenceEncoder
from corpus.errors import IndexMissingError, InputError
from corpus.glossary import Glossary, read_glossary
from corpus.index import CurrentIndex, Edition
from corpus.places import PLACES
from corpus.sentences import sentences
from corpus.store import above
from corpus.vectors import Scope

CLEARLY = 0.1  # of confidence: less is noise
NOTHING_FOUND = "I do not have that: nothing in the texts that I hold answers this question."


class PolicyChain(Runnable[Question | str, Answer]):
    """A question in, a checked answer out, as a LangChain Runnable (`invoke`, `batch`, `stream` and their async forms).

    `statements` gives the same answer while it is made: each statement as soon as it is checked, then the answer.
    """

    def __init__(self, index: CurrentIndex, encoder: Encoder, glossary: Glossary, settings: Settings) -> None:
        """Take what the stages need."""
        self._index = index
        self.encoder = encoder
        self._glossary = glossary
        self._settings = settings

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002, ARG002 - LangChain's names
        """Answer one question; raise InputError for one that cannot be asked and IndexMissingError without an index."""
        *_, answer = self.statements(input)
        assert isinstance(answer, Answer)
        return answer

    def statements(self, question: Question | str) -> Iterator[Statement | Answer]:
        """Give each statement as soon as it is checked, and the whole answer, entered in the journal, last."""
        with closing(self._made(question)) as made:
            for part in made:
                if isinstance(part, Answer):
                    enter(part, self._settings)
                yield part

    def _made(self, question: Question | str) -> Generator[Statement | Answer]:
        question = Question(question) if isinstance(question, str) else question
        clock = Clock()
        self._admit(question)
        edition = self._index.edition()
        query = understand(question, self._glossary, date.today())  # noqa: DTZ011 - the user's own day
        clock.lap("understand")
        if query.refusal:
            yield _declined(query, query.refusal, edition, clock)
            return
        if (wanted := changed.asked(query, edition)) is not None:
            yield from _changes(wanted, query, edition, clock)
            return
        made = self._answer(query, edition, clock)
        if query.event:
            # "in January 2025" may be when something happened, and what tells of it was published later.
            later = replace(query, as_of=question.as_of or date.today(), event=False)  # noqa: DTZ011 - as above
            then, now = list(made), list(self._answer(later, edition, clock))
            made = iter(now if _surer(now, then) else then)
        yield from made

    def check_index(self) -> None:
        """Raise IndexMissingError where there is no index to answer from."""
        self._index.edition()

    def warm(self) -> None:
        """Load what the first question would wait for: the encoder, and the edition where there is one."""
        self.encoder.encode(["warm"])
        with suppress(IndexMissingError):
            edition = self._index.edition()
            edition.keyword_matches("warm", 1, Scope())
            len(edition.vectors)

    def search(self, question: Question, count: int) -> list[Hit]:
        """Give the ranked passages that a question finds, whatever it asks; errors as for `invoke`."""
        self._admit(question)
        query = understand(question, self._glossary, date.today())  # noqa: DTZ011 - the user's own day
        return retrieve(query, self._index.edition(), self.encoder, count)

    def _admit(self, question: Question) -> None:
        if not question.text.strip():
            raise InputError("The question is empty: ask something.")
        if len(question.text) > self._settings.max_question:
            raise InputError(
                f"The question has {len(question.text):,} characters and may have {self._settings.max_question:,}: "
                "shorten it, or add a long text as a document (`python -m assistant add FILE`)."
            )

    def _retrieve(self, query: Query, edition: Edition) -> list[Hit]:
        """Retrieve once, or once a place in a comparison, so that one place cannot crowd out another."""
        if query.intent is not Intent.COMPARISON:
            return retrieve(query, edition, self.encoder, self._settings.top_k)
        return [
            hit
            for place in query.jurisdictions
            for hit in retrieve(replace(query, jurisdictions=(place,)), edition, self.encoder, self._settings.top_k)
        ]

    def _likeness(self, query: Query, hits: Sequence[Hit], edition: Edition) -> dict[str, Likeness]:
        """Compare the sentences of the hits, and what stands above them, with the question; by passage id."""
        question = self.encoder.encode([query.text])[0]
        heads = {hit.passage.id: above(hit.policy, hit.passage) for hit in hits}
        meaning = edition.texts.spans([*(hit.passage.text for hit in hits), *heads.values()])
        cosines = {text: (vectors @ question).tolist() for text, vectors in meaning.items()}
        return {hit.passage.id: Likeness(cosines[hit.passage.text], cosines[heads[hit.passage.id]][0]) for hit in hits}

    def _alike(self, statement: Statement, hits: Sequence[Hit], likeness: Mapping[str, Likeness]) -> float:
        """Compare a statement with the question by the nearest sentence of what it cites."""
        cited = {citation.passage_id for citation in statement.citations}
        return max(
            cosine
            for hit in hits
            if hit.passage.id in cited
            for text, cosine in zip(sentences(hit.passage.text), likeness[hit.passage.id].sentences, strict=True)
            if text in (statement.text, *(citation.quote for citation in statement.citations))
        )

    def _answer(self, query: Query, edition: Edition, clock: Clock) -> Iterator[Statement | Answer]:
        """Retrieve, compose and verify for a query that is not declined."""
        found = self._retrieve(query, edition)
        clock.lap("retrieve")
        names = rare_names(query.text, edition.lexical.is_rare, self._glossary.knows)
        hits = naming(found, names.binding)
        told = naming(hits, names.telling)
        hits = told or hits
        passages = {hit.passage.id: hit.passage for hit in hits}
        statements: list[Statement] = []
        sure = 0.0
        likeness = self._likeness(query, hits, edition)
        for drafted in compose(query, hits, edition.lexical.idf, likeness):
            checks = verify(drafted, passages, query.as_of, edition.policies, self._glossary)
            statement = replace(drafted, checks=checks)
            if not statements:
                alike = self._alike(statement, hits, likeness)
                sure = confidence(query, edition.lexical.idf, hits, alike)
                sure = sure if told else round(SOFTENED * sure, 3)
            if sure < LEAST:
                break
            if statement.passed:
                statements.append(statement)
                yield statement
        clock.lap("compose")
        if not statements:
            missing = names.binding if not hits else names.telling if not told else ()
            unknown = f" They say nothing about {', '.join(missing)}." if missing else ""
            scope = held(query, edition.policies)
            yield _declined(query, NOTHING_FOUND + unknown + scope, edition, clock, found, sure)
            return
        yield Answer(
            question=query.question,
            as_of=query.as_of,
            intent=query.intent,
            statements=tuple(statements),
            hits=tuple(hits),
            confidence=sure,
            notes=tuple(answer_notes(query, statements, edition.policies)),
            edition=edition.manifest.edition,
            latency_ms=clock.laps(),
        )


def _surer(one: list[Statement | Answer], other: list[Statement | Answer]) -> bool:
    """Tell whether one answer is clearly surer than the other, a refusal being the least sure."""
    answers = [made[-1] for made in (one, other)]
    sure = [made.confidence if isinstance(made, Answer) and not made.refused else 0.0 for made in answers]
    return sure[0] > sure[1] + CLEARLY


def _changes(wanted: changed.Asked, query: Query, edition: Edition, clock: Clock) -> Iterator[Statement | Answer]:
    """Tell what changed between two dates, as of the later one; nothing is retrieved, all of it is checked."""
    query = replace(query, as_of=wanted.end, jurisdictions=query.jurisdictions or tuple(PLACES), intent=Intent.HISTORY)
    tellings, count = changed.told(wanted, query, edition)
    hits = [telling.hit for telling in tellings]
    passages = {hit.passage.id: hit.passage for hit in hits}
    drafted = (replace(one, checks=verify(one, passages, query.as_of)) for one in changed.statements(tellings))
    statements = [statement for statement in drafted if statement.passed]
    yield from statements
    clock.lap("compose")
    summary = changed.summary(wanted, count, len(statements))
    if not statements:
        yield _declined(query, summary, edition, clock)
        return
    yield Answer(
        question=query.question,
        as_of=query.as_of,
        intent=query.intent,
        statements=tuple(statements),
        hits=tuple(hits),
        confidence=1.0,
        notes=(summary, *answer_notes(query, statements, edition.policies)),
        edition=edition.manifest.edition,
        latency_ms=clock.laps(),
    )


def _declined(
    query: Query, reason: str, edition: Edition, clock: Clock, hits: list[Hit] | None = None, sure: float = 0.0
) -> Answer:
    return Answer(
        question=query.question,
        as_of=query.as_of,
        intent=query.intent,
        hits=tuple(hits or ()),
        refusal=reason,
        confidence=sure,
        edition=edition.manifest.edition,
        latency_ms=clock.laps(),
    )


def open_chain(settings: Settings) -> PolicyChain:
    """Make the chain that the settings describe; the encoder is loaded with the first question."""
    prepare_tracing()
    index = CurrentIndex(settings.index, settings.chroma_url or None)
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    return PolicyChain(index, SentenceEncoder(settings.encoder), glossary, settings)
