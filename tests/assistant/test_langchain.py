"""The retriever passes LangChain's own tests, and the chain streams as LangChain's programs expect it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableLambda

from assistant.answers.records import Answer, Question, Statement
from assistant.chain import PolicyChain
from assistant.langchain import PolicyRetriever
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder

RetrieversIntegrationTests = pytest.importorskip("langchain_tests.integration_tests").RetrieversIntegrationTests
MARGIN = "Is margin financing against bitcoin allowed?"


@pytest.mark.anyio
class TestStandard(RetrieversIntegrationTests):  # type: ignore[misc, valid-type]
    """LangChain's tests of a retriever."""

    @pytest.fixture(autouse=True)
    def _open(self, index: CurrentIndex, encoder: WordEncoder) -> None:
        self.parts = {"index": index, "encoder": encoder, "glossary": Glossary([])}

    @pytest.fixture
    def anyio_backend(self) -> str:
        """Name the event loop."""
        return "asyncio"

    @property
    def retriever_constructor(self) -> type[PolicyRetriever]:
        """What is tested."""
        return PolicyRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        """The four policies."""
        return self.parts

    @property
    def retriever_query_example(self) -> str:
        """A question that finds several passages."""
        return MARGIN


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder) -> PolicyChain:
    """Make a chain over the four policies."""
    return PolicyChain(index, encoder, Glossary([]), Settings())


def test_the_retriever_finds_what_the_chain_finds(sources: Sources, texts: Path, encoder: WordEncoder) -> None:
    """A question that calls a text by its number finds it, as in the chain and the command `search`."""
    note = texts / "hk-remarks-2025.md"
    note.write_text(note.read_text(encoding="utf-8").replace("February 2025\n", "February 2025 (25SP9)\n", 1), "utf-8")
    build(sources, encoder)
    index = CurrentIndex(sources.index)
    asked = "What does 25SP9 say of client assets in cold storage?"
    documents = PolicyRetriever(index=index, encoder=encoder, glossary=Glossary([]), k=3).invoke(asked)
    hits = PolicyChain(index, encoder, Glossary([]), Settings()).search(Question(asked), 3)
    assert [document.id for document in documents] == [hit.passage.id for hit in hits][:3]
    assert "hk-remarks-2025" in {document.metadata["policy_id"] for document in documents}
    index.close()


def same(parts: list[Statement | Answer], answer: Answer) -> bool:
    """Return whether parts are the statements of an answer and then the answer, whatever time it took."""
    *statements, last = parts
    return tuple(statements) == answer.statements and isinstance(last, Answer) and last.statements == answer.statements


def test_a_stream_gives_statements_and_then_the_answer(chain: PolicyChain) -> None:
    """`stream` and `astream` yield what `statements` does."""

    async def streamed() -> list[Statement | Answer]:
        return [part async for part in chain.astream(MARGIN)]

    answer = chain.invoke(MARGIN)
    assert len(answer.statements) > 1
    assert same(list(chain.stream(MARGIN)), answer)
    assert same(asyncio.run(streamed()), answer)


def test_what_follows_in_a_sequence_is_given_the_answer(chain: PolicyChain) -> None:
    """A step after the chain sees the whole answer, also where the sequence is streamed."""
    told: Callable[[Any], str] = lambda answer: answer.citations[0].policy_id  # noqa: E731 - a Runnable needs one
    sequence = chain | RunnableLambda(told)
    assert list(sequence.stream(MARGIN)) == [sequence.invoke(MARGIN)] == ["hk-margin-2026"]


def test_a_stream_is_traced_with_its_answer(chain: PolicyChain) -> None:
    """Callbacks are told of one run, whose output is the answer."""

    class Ends(BaseCallbackHandler):
        def __init__(self) -> None:
            self.outputs: list[Any] = []

        def on_chain_end(self, outputs: Any, **_: Any) -> None:
            self.outputs.append(outputs)

    ends = Ends()
    *_, answer = chain.stream(MARGIN, {"callbacks": [ends]})
    assert ends.outputs == [answer]


def test_a_question_that_cannot_be_asked_raises_in_a_stream(chain: PolicyChain) -> None:
    """Errors are those of `invoke`."""
    with pytest.raises(InputError, match="The question is empty"):
        next(iter(chain.stream("  ")))
    with pytest.raises(InputError, match="The question is empty"):
        asyncio.run(anext(aiter(chain.astream("  "))))
