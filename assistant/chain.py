"""The chain: understand, retrieve, compose, verify. The only file that knows the order."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from langchain_core.callbacks import CallbackManagerForChainRun
from langchain_core.runnables import Runnable, RunnableConfig

from assistant import changed
from assistant.chat_model import ChatModel
from assistant.clock import Clock
from assistant.comparison import Cell, Comparison, compare
from assistant.composers import Composed, Composing, declined, extract, write
from assistant.composing.asking import PROMPTS
from assistant.composing.context import reading
from assistant.failures import ModelFailedError
from assistant.finding import Finder, tells_of, verifying
from assistant.followups import standalone
from assistant.hindsight import known
from assistant.interpreting import PROMPT, interpret, needs_model
from assistant.journal import enter
from assistant.models import open_model
from assistant.notes import answer_notes, held, left_out_notes
from assistant.planning import plan
from assistant.prompting import prompt_hash
from assistant.rankers import DEFAULT, Ranker, open_ranker
from assistant.records import Answer, Findings, Hit, Intent, Query, Question, Statement
from assistant.retrieval import rank
from assistant.settings import SHIPPED_TEXTS, Settings, load_settings
from assistant.spending import Usage
from assistant.tracing import prepare_tracing
from assistant.understanding import understand
from corpus.aspects import Aspects, read_aspects
from corpus.embedding import Encoder, SentenceEncoder, token_counter
from corpus.errors import AssistantError, InputError
from corpus.glossary import Glossary, read_glossary
from corpus.index import CurrentIndex, Edition
from corpus.scope import Scope

PROMPT_HASH = prompt_hash(*PROMPTS, PROMPT)
CLEARLY = 0.1  # of confidence: less is noise
NOTHING_FOUND = "I do not have that: nothing in the texts that I hold answers this question."


class PolicyChain(Runnable[Question | str, Answer]):
    """A question in, a checked answer out, as a LangChain Runnable (`invoke`, `batch`, `stream` and their async forms).

    `statements` gives the same answer while it is made: each statement as soon as it is checked, then the answer.
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
        return self._call_with_config(self._invoke, input, config)

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
        """Give each statement as soon as it is checked, and the whole answer, entered in the journal, last.

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
        question = standalone(asked, self._glossary, edition.policies, self._today())
        query, steps = self._understand(asked, question, writer.model, config)
        clock.lap("understand")
        if query.refusal:
            yield _answer(asked, Findings(query), declined(query.refusal), edition, clock, writer, steps)
            return
        seek = self._finder(edition, clock)
        if (wanted := changed.asked(query, edition)) is not None:
            found, summary = seek.changes(wanted, query)
            told = (yield from extract(found)) if found.statements else declined(summary)
            yield _answer(asked, found, replace(told, notes=(summary,)), edition, clock, writer, steps)
            return
        found = seek.find(query)
        if query.event:
            # "in January 2025" may be when something happened, and what tells of it was published later.
            later = replace(query, as_of=question.as_of or self._today(), event=False)
            now = seek.find(later)
            found = now if now.sure > found.sure + (0 if tells_of(now, query.as_of) else CLEARLY) else found
        composed = yield from self._compose(found, edition, writer, config)
        clock.lap("compose")
        yield _answer(asked, found, composed, edition, clock, writer, steps)

    def with_settings(self, settings: Settings, *, model: bool, today: Callable[[], date] | None = None) -> PolicyChain:
        """Give a chain over the same index and encoder with other settings, with the model or without, on any day."""
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
        """Give the ranked passages that a question finds, whatever it asks; errors as for `invoke`."""
        self._admit(question)
        query = understand(question, self._glossary, self._today())
        return rank(query, self._index.edition(question.owner), self.encoder, count, self._ranker)

    def plan(self, question: Question, topic: str = "", aspects: Sequence[str] = ()) -> Comparison:
        """Say what a question compares; raise InputError as `invoke`, for one place only and for an unknown topic."""
        self._admit(question)
        query = understand(question, self._glossary, self._today())
        return plan(query, self.aspects, topic, aspects)

    def compare(self, comparison: Comparison, owner: str = "") -> Iterator[Cell]:
        """Give the cells of a comparison as they are ready, as a user sees the texts; errors as for `invoke`."""
        return compare(comparison, self._index.edition(owner), self.encoder, self._glossary, ranker=self._ranker)

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
        self, asked: Question, question: Question, model: ChatModel | None, config: RunnableConfig | None
    ) -> tuple[Query, tuple[str, ...]]:
        """Understand a question by the rules, and with the model where they may fall short; give the steps too.

        `asked` is what was typed, and `question` what the rules make of it by the earlier turns.
        """
        today = self._today()
        query = understand(question, self._glossary, today)
        if query.refusal or model is None or not needs_model(asked):
            return query, ()
        interpreted = interpret(model, asked, query, self._glossary, today, config)
        return interpreted.query, interpreted.steps

    def _compose(self, found: Findings, edition: Edition, writer: Opened, config: RunnableConfig | None) -> Composing:
        """Let the model write where there is one and the texts hold an answer; else give their own sentences."""
        if not found.statements:
            return declined(_nothing_found(found, edition))
        if writer.model is None or found.query.intent is Intent.COMPARISON:
            return (yield from extract(found, writer.failure))
        passages_of = cache(edition.texts.passages_of)
        count = token_counter(self.encoder.name)
        read = reading(found.hits, passages_of, found.query.as_of, count, self._settings.prompt_tokens)
        read = known(read, found.query.as_of, edition.policies)
        verify_one = verifying(read, found.query, edition.policies, self._glossary)
        return (yield from write(writer.model, found, read, verify_one, strict=self._settings.strict, config=config))


@dataclass(frozen=True, slots=True)
class Opened:
    """The model of one answer, or in words why there is none although one is set."""

    model: ChatModel | None
    failure: str = ""


def _nothing_found(found: Findings, edition: Edition) -> str:
    unknown = f" They say nothing about {', '.join(found.missing)}." if found.missing else ""
    told = "".join(f" {note}" for note in left_out_notes(found.left_out))
    return NOTHING_FOUND + unknown + held(found.query, edition.policies) + told


def _answer(
    asked: Question,
    found: Findings,
    composed: Composed,
    edition: Edition,
    clock: Clock,
    writer: Opened,
    steps: tuple[str, ...],
) -> Answer:
    model, query = writer.model, found.query
    below = answer_notes(query, composed.statements, edition.policies, composed.hits) if composed.statements else ()
    return Answer(
        question=query.question,
        asked=asked.text if query.question != asked.text else "",
        as_of=query.as_of,
        intent=query.intent,
        statements=composed.statements,
        hits=composed.hits or found.retrieved,
        refusal=composed.refusal,
        confidence=found.confidence,
        closeness=found.closeness,
        notes=(*filter(None, (found.premise,)), *composed.notes, *left_out_notes(found.left_out), *below, *found.notes),
        composer=composed.composer,
        model=model.name if model else None,
        prompt=PROMPT_HASH if model else None,
        usage=model.usage if model and model.usage != Usage() else None,
        dropped=composed.dropped,
        steps=(*steps, *composed.steps),
        edition=edition.manifest.edition,
        latency_ms=clock.laps(),
    )


def open_chain(settings: Settings) -> PolicyChain:
    """Make the chain that the settings describe; the encoder is loaded with the first question."""
    prepare_tracing()
    index = CurrentIndex(settings.index, settings.chroma_url or None)
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    # The settings are read again for each answer, so that setting or emptying the model needs no restart of the page.
    aspects = read_aspects(SHIPPED_TEXTS / "aspects.yaml")
    encoder, ranker = SentenceEncoder(settings.encoder), open_ranker(settings)
    return PolicyChain(index, encoder, glossary, settings, lambda: open_model(load_settings()), aspects, ranker=ranker)
