"""The chain, the face for programs: it admits a question, has it understood, answered and checked, and journals it.

`answering.finder` knows the order of finding; a chat model, if one is set, is opened here and writes from its hits.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.runnables import RunnableConfig

from assistant.answering import what_changed
from assistant.answering.comparison import Cell, Comparison, compare
from assistant.answering.comparison_plan import aspects_of, plan
from assistant.answering.finder import Finder, verifying
from assistant.answering.later import since_then
from assistant.answering.tabled import Tabling
from assistant.answers.characters import whole
from assistant.answers.records import Answer, Findings, Hit, Intent, Query, Question, Statement
from assistant.clock import Clock
from assistant.composing.composers import Composed, Composing, declined, extract, write
from assistant.composing.context import reading
from assistant.editions import open_index
from assistant.finishing import Opened, finish, nothing_found
from assistant.journal import enter
from assistant.llm.client import ChatModel
from assistant.llm.failures import ModelFailedError
from assistant.llm.open import open_model
from assistant.llm.tracing import prepare_tracing
from assistant.research.agent import researched
from assistant.retrieval import rank
from assistant.retrieval.hindsight import drop_hindsight
from assistant.retrieval.ranking import DEFAULT, Ranker, open_ranker
from assistant.settings import SHIPPED_TEXTS, Settings, load_settings
from assistant.streaming import Streaming
from assistant.understanding import understand
from assistant.understanding.by_model import interpret, needs_model
from assistant.understanding.documents import by_itself
from assistant.understanding.talk import talk
from assistant.understanding.understander import Understander, is_talk
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Encoder, SentenceEncoder, is_common, token_counter
from corpus.errors import AssistantError, InputError
from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.language.spelling import corrected
from corpus.vocabulary.aspects import Aspects, read_aspects
from corpus.vocabulary.glossary import Glossary, read_glossary

NOTHING_SAID = Composed((), ())


class PolicyChain(Streaming):
    """A question in, a checked answer out, as a LangChain Runnable (`invoke`, `batch`, `stream` and their async forms).

    `stream` gives the answer while it is made: each statement as soon as it is checked, then the answer. `statements`
    does so without LangChain's callbacks for the whole, and tells who made it when nobody waits any more.
    """

    def __init__(
        self,
        index: CurrentIndex,
        encoder: Encoder,
        glossary: Glossary,
        settings: Settings,
        open_model: Callable[[], ChatModel | None] = lambda: None,
        aspects: Aspects | None = None,
        today: Callable[[], date] = date.today,
        ranker: Ranker = DEFAULT,
    ) -> None:
        """Take what the stages need; `open_model` is called for each answer and gives its chat model, if any.

        Without `aspects` places are compared on the question's own words; `today` is the user's own day.
        """
        self._index = index
        self.encoder = encoder
        self.glossary = glossary
        self._settings = settings
        self._open_model = open_model
        self.aspects = aspects or Aspects([])
        self._today = today
        self._ranker = ranker

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **_: Any) -> Answer:  # noqa: A002 - LangChain's name
        """Answer one question; raise InputError for one that cannot be asked and IndexMissingError without an index."""
        answer = self._call_with_config(self._invoke, input, config)
        assert isinstance(answer, Answer)
        return answer

    def _invoke(
        self,
        question: Question | str,
        run_manager: CallbackManagerForChainRun,  # noqa: ARG002 - LangChain passes it before the config
        config: RunnableConfig,
    ) -> Answer:
        *_, answer = self.statements(question, config)
        assert isinstance(answer, Answer)
        return answer

    def statements(
        self,
        question: Question | str,
        config: RunnableConfig | None = None,
        pulse: Callable[[], None] = lambda: None,
        told: Callable[[str], None] = lambda _: None,
    ) -> Generator[Statement | Answer]:
        """Yield each statement as soon as it is checked, and the whole answer, entered in the journal, last.

        Raises as `invoke` does, and never for what a model fails at. Closing it stops the model; `pulse` is called at
        least five times a second while the model is waited for, and what it raises stops the model too. `told` is given
        each step of a research as it is made.
        """
        with closing(self._made(question, config, pulse, told)) as made:
            for part in made:
                if isinstance(part, Answer):
                    enter(part, self._settings)
                yield part

    def _made(
        self,
        question: Question | str,
        config: RunnableConfig | None,
        pulse: Callable[[], None],
        told: Callable[[str], None],
    ) -> Generator[Statement | Answer]:
        asked = Question(question) if isinstance(question, str) else question
        clock = Clock()
        self._admit(asked)
        edition = self._index.edition(asked.owner)
        writer = self._writer(pulse)
        text = corrected(asked.text, edition.questions.words, lambda word: is_common(word) or edition.holds(word))
        spelt = replace(asked, text=text)
        reader = self._reader(edition)
        question = reader.standalone(spelt)
        query, steps = self._understand(asked, question, reader, writer.model, config)
        clock.lap("understand")

        def made(found: Findings, composed: Composed) -> Answer:
            return finish(asked, found, composed, edition, clock, writer, steps, self._today())

        if is_talk(query):
            yield made(Findings(query, lead=talk(question.text)), NOTHING_SAID)
            return
        if query.refusal:
            yield made(Findings(query), declined(query.refusal))
            return
        seek = self._finder(edition, clock)
        if not query.documents and (wanted := what_changed.asked(query, edition)) is not None:
            findings, summary = seek.changes(wanted, query)
            changed = (yield from extract(findings)) if findings.statements else declined(summary)
            yield made(findings, replace(changed, notes=(summary,)))
            return
        findings = seek.seek(query, question, spelt, reader, self._today())
        findings, more = researched(findings, asked, writer.model, reader, seek, told, config)
        steps += more
        clock.lap("plan")
        composed = yield from self._compose(findings, edition, writer, config)
        if composed.statements and not self._settings.replaying:
            findings = since_then(seek, findings, self._today())
        clock.lap("compose")
        yield made(findings, composed)

    def with_settings(self, settings: Settings, *, model: bool, today: Callable[[], date] | None = None) -> PolicyChain:
        """Return a chain over the same index and encoder with other settings, with the model or without, on any day."""
        open_model = self._open_model if model else lambda: None
        day, ranker = today or self._today, self._ranker
        return PolicyChain(self._index, self.encoder, self.glossary, settings, open_model, self.aspects, day, ranker)

    def edition(self) -> str:
        """Name the edition that answers; raise IndexMissingError where there is none."""
        return self._index.edition().manifest.edition

    def warm(self) -> None:
        """Load what the first question would wait for: encoder and edition; what fails is told when one asks."""
        with suppress(AssistantError):
            self.encoder.encode(["warm"])
            edition = self._index.edition()
            edition.keyword_matches("warm", 1, Scope())
            len(edition.vectors)

    def search(self, question: Question, count: int) -> list[Hit]:
        """Return the ranked passages that a question finds, whatever it asks; errors as for `invoke`."""
        self._admit(question)
        query = self.understood(question)
        return rank(query, self._index.edition(question.owner), self.encoder, count, self._ranker)

    def understood(self, question: Question) -> Query:
        """Return what the rules and the reader make of a question and its earlier turns; no model is asked."""
        reader = self._reader(self._index.edition(question.owner))
        return reader.understand(reader.standalone(question), question)

    def edition_seen(self, owner: str) -> Edition:
        """Return the edition in force as a user sees it; raise IndexMissingError if there is none."""
        return self._index.edition(owner)

    def found(self, query: Query, owner: str = "") -> Findings:
        """Return what a query finds, and the answer in the sources' own words."""
        return self._finder(self._index.edition(owner), Clock()).find(query)

    def plan(self, question: Question, topic: str = "", aspects: Sequence[str] = ()) -> Comparison:
        """Return what a question compares; raise InputError as `invoke`, for one place only or an unknown topic."""
        self._admit(question)
        query = understand(question, self.glossary, self._today())
        return plan(query, self.aspects, topic, tuple(map(whole, aspects)))

    def compare(self, comparison: Comparison, owner: str = "") -> Iterator[Cell]:
        """Yield a comparison's cells as they are ready, written by the model if one is set; errors as for `invoke`."""
        edition, writer = self._index.edition(owner), self._writer(lambda: None)
        cells = compare(comparison, edition, self.encoder, self.glossary, ranker=self._ranker)
        if writer.model is not None:
            return self._tabling(writer.model, edition, None).cells(comparison, cells)
        return (replace(cell, failure=writer.failure) for cell in cells)

    def _tabling(self, model: ChatModel, edition: Edition, config: RunnableConfig | None) -> Tabling:
        count, budget = token_counter(self.encoder.name), self._settings.prompt_tokens
        return Tabling(model, model.name, edition.policies, self.glossary, count, budget, config)

    def _admit(self, question: Question) -> None:
        if not question.text.strip():
            raise InputError("The question is empty: ask something.")
        if len(question.text) > self._settings.max_question:
            raise InputError(
                f"The question has {len(question.text):,} characters and may have {self._settings.max_question:,}: "
                "shorten it, or add a long text as a document (`python -m assistant add FILE`)."
            )

    def _reader(self, edition: Edition) -> Understander:
        return Understander(self.glossary, self.encoder, edition.policies, self._today)

    def _finder(self, edition: Edition, clock: Clock) -> Finder:
        return Finder(edition, self.encoder, self.glossary, self.aspects, self._settings.top_k, clock, self._ranker)

    def _writer(self, pulse: Callable[[], None]) -> Opened:
        """Open the model that is set at this moment."""
        try:
            model = self._open_model()
            return Opened(replace(model, pulse=pulse) if model else None)
        except ModelFailedError as error:
            return Opened(None, str(error))

    def _understand(
        self,
        asked: Question,
        question: Question,
        reader: Understander,
        model: ChatModel | None,
        config: RunnableConfig | None,
    ) -> tuple[Query, tuple[str, ...]]:
        """Understand a question by the rules, and with the model where they may fall short; give the steps too.

        `asked` is what was typed, and `question` what the rules make of it by the earlier turns.
        """
        query = reader.understand(question, asked)
        if query.refusal or model is None or by_itself(asked) or not needs_model(asked):
            return query, ()
        interpreted = interpret(model, asked, query, self.glossary, self._today(), config)
        return reader.read(interpreted.query, asked), interpreted.steps

    def _compose(
        self, findings: Findings, edition: Edition, writer: Opened, config: RunnableConfig | None
    ) -> Composing:
        """Let the model write where there is one and the texts hold an answer; else give their own sentences."""
        if not findings.statements:
            return declined(nothing_found(findings, edition))
        if writer.model is None:
            return (yield from extract(findings, writer.failure))
        if findings.query.intent is Intent.COMPARISON:
            aspects = aspects_of(findings.query, self.aspects)
            return (yield from self._tabling(writer.model, edition, config).composed(findings, aspects))
        passages_of = cache(edition.texts.passages_of)
        count = token_counter(self.encoder.name)
        read = reading(findings.hits, passages_of, findings.query.as_of, count, self._settings.prompt_tokens)
        read = drop_hindsight(read, findings.query.as_of, edition.policies)
        verify_one = verifying(read, findings.query, edition, self.glossary)
        return (yield from write(writer.model, findings, read, verify_one, strict=self._settings.strict, config=config))


def open_chain(settings: Settings) -> PolicyChain:
    """Make the chain that the settings describe; the encoder is loaded with the first question."""
    prepare_tracing()
    index = open_index(settings)
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    # The settings are read again for each answer, so that setting or emptying the model needs no restart of the page.
    aspects = read_aspects(SHIPPED_TEXTS / "aspects.yaml")
    encoder, ranker = SentenceEncoder(settings.encoder), open_ranker(settings)
    return PolicyChain(index, encoder, glossary, settings, lambda: open_model(load_settings()), aspects, ranker=ranker)
