"""The chain: understand, retrieve, compose, verify. The only file that knows the order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.runnables import RunnableConfig

from assistant.answering import changes
from assistant.answering.clock import Clock
from assistant.answering.comparison import Cell, Comparison, compare
from assistant.answering.comparison_plan import aspects_of, plan
from assistant.answering.finder import Finder, tells_of, verifying
from assistant.answering.later import since_then
from assistant.answering.tabled import Tabling
from assistant.answers.characters import whole
from assistant.answers.records import Answer, Findings, Form, Hit, Intent, Query, Question, Statement
from assistant.composing.composers import Composed, Composing, declined, extract, write
from assistant.composing.context import reading
from assistant.finishing import Opened, finish, nothing_found
from assistant.journal import enter
from assistant.llm.client import ChatModel
from assistant.llm.failures import ModelFailedError
from assistant.llm.open import open_model
from assistant.llm.tracing import prepare_tracing
from assistant.retrieval import rank
from assistant.retrieval.hindsight import drop_hindsight
from assistant.retrieval.ranking import DEFAULT, Ranker, open_ranker
from assistant.settings import SHIPPED_TEXTS, Settings, load_settings
from assistant.streaming import Streaming
from assistant.understanding import understand
from assistant.understanding.by_model import interpret, needs_model
from assistant.understanding.declining import NOT_MINE
from assistant.understanding.documents import by_itself, confined
from assistant.understanding.followups import standalone
from assistant.understanding.reader import shipped_reader
from assistant.understanding.talk import talk
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Encoder, SentenceEncoder, token_counter
from corpus.errors import AssistantError, InputError
from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.language.spelling import corrected
from corpus.vocabulary.aspects import Aspects, read_aspects
from corpus.vocabulary.glossary import Glossary, read_glossary

TALKING = 0.5  # of the probability that nothing is asked: then it is answered as talk
NOTHING_SAID = Composed((), ())
NOT_FOR_US = 0.45  # of the probability that a question is no matter of policy: 0 of 414 tuning questions reach it
CLEARLY = 0.1  # of confidence: less is noise


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
        self._glossary = glossary
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
    ) -> Generator[Statement | Answer]:
        """Yield each statement as soon as it is checked, and the whole answer, entered in the journal, last.

        Raises as `invoke` does, and never for what a model fails at. Closing it stops the model; `pulse` is called at
        least five times a second while the model is waited for, and what it raises stops the model too.
        """
        with closing(self._made(question, config, pulse)) as made:
            for part in made:
                if isinstance(part, Answer):
                    enter(part, self._settings)
                yield part

    def _made(
        self, question: Question | str, config: RunnableConfig | None, pulse: Callable[[], None]
    ) -> Generator[Statement | Answer]:
        asked = Question(question) if isinstance(question, str) else question
        clock = Clock()
        self._admit(asked)
        edition = self._index.edition(asked.owner)
        writer = self._writer(pulse)
        spelt = replace(asked, text=corrected(asked.text, edition.questions.words, edition.holds))
        question = self._standalone(spelt, edition)
        query, steps = self._understand(asked, question, edition, writer.model, config)
        clock.lap("understand")
        if self._is_talk(query):
            told = Findings(query, lead=talk(question.text))
            yield finish(asked, told, NOTHING_SAID, edition, clock, writer, steps, self._today())
            return
        if query.refusal:
            yield finish(asked, Findings(query), declined(query.refusal), edition, clock, writer, steps, self._today())
            return
        seek = self._finder(edition, clock)
        if not query.documents and (wanted := changes.asked(query, edition)) is not None:
            found, summary = seek.changes(wanted, query)
            changed = (yield from extract(found)) if found.statements else declined(summary)
            yield finish(asked, found, replace(changed, notes=(summary,)), edition, clock, writer, steps, self._today())
            return
        found = seek.find(query)
        if query.event:
            # "in January 2025" may be when something happened, and what tells of it was published later.
            later = replace(query, as_of=question.as_of or self._today(), event=False)
            now = seek.find(later)
            found = now if now.sure > found.sure + (0 if tells_of(now, query.as_of) else CLEARLY) else found
        composed = yield from self._compose(found, edition, writer, config)
        if composed.statements and not self._settings.replaying:
            found = replace(found, since_then=since_then(seek, found, self._today()))
        clock.lap("compose")
        yield finish(asked, found, composed, edition, clock, writer, steps, self._today())

    def with_settings(self, settings: Settings, *, model: bool, today: Callable[[], date] | None = None) -> PolicyChain:
        """Return a chain over the same index and encoder with other settings, with the model or without, on any day."""
        open_model = self._open_model if model else lambda: None
        day, ranker = today or self._today, self._ranker
        return PolicyChain(self._index, self.encoder, self._glossary, settings, open_model, self.aspects, day, ranker)

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
        edition, today = self._index.edition(question.owner), self._today()
        query = understand(self._standalone(question, edition), self._glossary, today)
        return self._read(confined(query, question, edition.policies, today))

    def edition_seen(self, owner: str) -> Edition:
        """Return the edition in force as a user sees it; raise IndexMissingError if there is none."""
        return self._index.edition(owner)

    def found(self, query: Query, owner: str = "") -> Findings:
        """Return what a query finds, and the answer in the sources' own words."""
        return self._finder(self._index.edition(owner), Clock()).find(query)

    def _read(self, query: Query) -> Query:
        """Add what the reader makes of a question; another encoder than the reader's leaves it unread."""
        reader = shipped_reader()
        if reader.encoder != self.encoder.name:
            return query
        reading = reader.read(query.question, self.encoder.question(query.text).vector)
        off = not query.documents and reading.forms.get(Form.DECLINED, 0.0) >= NOT_FOR_US
        return replace(query, reading=reading, refusal=query.refusal or (NOT_MINE if off else None))

    def _is_talk(self, query: Query) -> bool:
        """Return whether nothing is asked; "summarise this" is asked of the document beside it."""
        talking = query.reading.forms.get(Form.TALK, 0.0) >= TALKING and not query.refusal
        return talking and not by_itself(Question(query.question, documents=query.documents))

    def _standalone(self, question: Question, edition: Edition) -> Question:
        return (
            question if by_itself(question) else standalone(question, self._glossary, edition.policies, self._today())
        )

    def plan(self, question: Question, topic: str = "", aspects: Sequence[str] = ()) -> Comparison:
        """Return what a question compares; raise InputError as `invoke`, for one place only or an unknown topic."""
        self._admit(question)
        query = understand(question, self._glossary, self._today())
        return plan(query, self.aspects, topic, tuple(map(whole, aspects)))

    def compare(self, comparison: Comparison, owner: str = "") -> Iterator[Cell]:
        """Yield a comparison's cells as they are ready, written by the model if one is set; errors as for `invoke`."""
        edition, writer = self._index.edition(owner), self._writer(lambda: None)
        cells = compare(comparison, edition, self.encoder, self._glossary, ranker=self._ranker)
        if writer.model is not None:
            return self._tabling(writer.model, edition, None).cells(comparison, cells)
        return (replace(cell, failure=writer.failure) for cell in cells)

    def _tabling(self, model: ChatModel, edition: Edition, config: RunnableConfig | None) -> Tabling:
        count, budget = token_counter(self.encoder.name), self._settings.prompt_tokens
        return Tabling(model, model.name, edition.policies, self._glossary, count, budget, config)

    def _admit(self, question: Question) -> None:
        if not question.text.strip():
            raise InputError("The question is empty: ask something.")
        if len(question.text) > self._settings.max_question:
            raise InputError(
                f"The question has {len(question.text):,} characters and may have {self._settings.max_question:,}: "
                "shorten it, or add a long text as a document (`python -m assistant add FILE`)."
            )

    def _finder(self, edition: Edition, clock: Clock) -> Finder:
        return Finder(edition, self.encoder, self._glossary, self.aspects, self._settings.top_k, clock, self._ranker)

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
        edition: Edition,
        model: ChatModel | None,
        config: RunnableConfig | None,
    ) -> tuple[Query, tuple[str, ...]]:
        """Understand a question by the rules, and with the model where they may fall short; give the steps too.

        `asked` is what was typed, and `question` what the rules make of it by the earlier turns.
        """
        today = self._today()
        query = confined(understand(question, self._glossary, today), asked, edition.policies, today)
        query = self._read(query)
        if query.refusal or model is None or by_itself(asked) or not needs_model(asked):
            return query, ()
        interpreted = interpret(model, asked, query, self._glossary, today, config)
        return self._read(confined(interpreted.query, asked, edition.policies, today)), interpreted.steps

    def _compose(self, found: Findings, edition: Edition, writer: Opened, config: RunnableConfig | None) -> Composing:
        """Let the model write where there is one and the texts hold an answer; else give their own sentences."""
        if not found.statements:
            return declined(nothing_found(found, edition))
        if writer.model is None:
            return (yield from extract(found, writer.failure))
        if found.query.intent is Intent.COMPARISON:
            aspects = aspects_of(found.query, self.aspects)
            return (yield from self._tabling(writer.model, edition, config).composed(found, aspects))
        passages_of = cache(edition.texts.passages_of)
        count = token_counter(self.encoder.name)
        read = reading(found.hits, passages_of, found.query.as_of, count, self._settings.prompt_tokens)
        read = drop_hindsight(read, found.query.as_of, edition.policies)
        verify_one = verifying(read, found.query, edition.policies, self._glossary)
        return (yield from write(writer.model, found, read, verify_one, strict=self._settings.strict, config=config))


def open_chain(settings: Settings) -> PolicyChain:
    """Make the chain that the settings describe; the encoder is loaded with the first question."""
    prepare_tracing()
    index = CurrentIndex(settings.index, settings.chroma_url or None)
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    # The settings are read again for each answer, so that setting or emptying the model needs no restart of the page.
    aspects = read_aspects(SHIPPED_TEXTS / "aspects.yaml")
    encoder, ranker = SentenceEncoder(settings.encoder), open_ranker(settings)
    return PolicyChain(index, encoder, glossary, settings, lambda: open_model(load_settings()), aspects, ranker=ranker)
