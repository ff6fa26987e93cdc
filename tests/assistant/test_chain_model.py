"""The chain with a chat model: a scripted server on loopback, so that everything between is the real thing."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import date

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.answers.records import Answer, Question, Statement, Turn
from assistant.answers.rows import answer_row, markdown
from assistant.chain import PolicyChain
from assistant.composing.composers import fallback_note
from assistant.composing.gaps import LEFT_OPEN
from assistant.finishing import PROMPT_HASH
from assistant.llm.client import ChatModel
from assistant.llm.open import open_model
from assistant.settings import Settings
from corpus.current import CurrentIndex
from corpus.vocabulary.glossary import Glossary
from tests.conftest import WordEncoder
from tests.gibberish_server import Served
from tests.openai_server import NAME, Ends, OpenAIServer, Reply, unused_url

MARGIN = "Is margin financing against bitcoin allowed?"
GOOD = "Under the SFC's circular of 11 February 2026 brokers may offer margin financing against bitcoin [1]."
HAIRCUT = "The circular of 11 February 2026 requires a haircut of at least 60% on bitcoin collateral [2]."
WRONG = "The circular of 11 February 2026 requires a haircut of at least 50% on bitcoin collateral [2]."


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """Serve scripted replies."""
    with OpenAIServer() as running:
        yield running


def chain_of(index: CurrentIndex, encoder: WordEncoder, **settings: object) -> PolicyChain:
    """Make a chain over the four policies with the model of these settings."""
    own = Settings(model=NAME, model_timeout=20, **settings)
    return PolicyChain(index, encoder, Glossary([]), own, lambda: open_model(own))


@pytest.fixture
def chain(index: CurrentIndex, encoder: WordEncoder, server: OpenAIServer) -> PolicyChain:
    """Make a chain whose model is the scripted server."""
    return chain_of(index, encoder, model_base_url=server.url)


def texts(answer: Answer) -> list[str]:
    """Return the sentences of an answer."""
    return [statement.text for statement in answer.statements]


def test_the_model_answers_and_the_record_says_how(chain: PolicyChain, server: OpenAIServer) -> None:
    """Statements are the model's, checked; model, prompt and tokens are recorded, and the row holds them."""
    server.reply(Reply(f"{GOOD} {HAIRCUT} The passages do not say whether ether counts.", usage=(900, 60)))
    answer = chain.invoke(MARGIN)
    assert texts(answer) == [GOOD.replace(" [1]", ""), HAIRCUT.replace(" [2]", "")]
    assert (answer.composer, answer.model, answer.prompt) == ("generative", NAME, PROMPT_HASH)
    assert answer.usage is not None
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (900, 60)
    assert answer.notes[0] == LEFT_OPEN
    assert all(statement.passed for statement in answer.statements)
    row = answer_row(answer, "q1", "run")
    assert row["usage"] == {"input_tokens": 900, "output_tokens": 60, "cost": 0.0}
    assert (row["prompt"], row["dropped"], row["steps"]) == (PROMPT_HASH, [], [])


def test_every_citation_is_a_passage_of_the_record(chain: PolicyChain, server: OpenAIServer) -> None:
    """The page finds each cited passage among the hits, neighbours of a hit included."""
    server.say(f"{GOOD} {HAIRCUT}")
    answer = chain.invoke(MARGIN)
    assert {citation.passage_id for citation in answer.citations} <= {hit.passage.id for hit in answer.hits}


def test_a_wrong_figure_is_written_again(chain: PolicyChain, server: OpenAIServer) -> None:
    """The second request holds the reason, and what is shown is the corrected sentence."""
    server.say(f"{GOOD} {WRONG}", HAIRCUT)
    answer = chain.invoke(MARGIN)
    assert texts(answer)[1] == HAIRCUT.replace(" [2]", "")
    assert "50% is in no cited passage" in server.prompts[1]
    assert answer_row(answer, "q1", "run")["dropped"][0]["rewritten"] is True
    assert not any("left out" in note for note in answer.notes)


def test_strict_drops_and_tells(chain: PolicyChain, server: OpenAIServer) -> None:
    """What fails twice is left out; the reader learns how many, the record what and why."""
    server.say(f"{GOOD} {WRONG}", WRONG)
    answer = chain.invoke(MARGIN)
    assert len(answer.statements) == 1
    assert answer.notes[0].startswith("1 sentence of the model was left out")
    assert "50% is in no cited passage" in str(answer_row(answer, "q1", "run")["dropped"])


def test_not_strict_shows_it_marked(index: CurrentIndex, encoder: WordEncoder, server: OpenAIServer) -> None:
    """Without strictness the sentence stands in the answer with a mark behind it."""
    server.say(f"{GOOD} {WRONG}", WRONG)
    answer = chain_of(index, encoder, model_base_url=server.url, strict=False).invoke(MARGIN)
    assert [statement.passed for statement in answer.statements] == [True, False]
    assert markdown(answer).endswith("*(not supported by its source)*")


def test_gibberish_becomes_a_refusal(chain: PolicyChain, server: OpenAIServer) -> None:
    """A model that writes nothing of the sources answers nothing."""
    server.say("Lorem ipsum dolor sit amet consectetur. Sed do eiusmod tempor incididunt ut.", "Lorem.", "Ipsum.")
    answer = chain.invoke(MARGIN)
    assert answer.refused
    assert answer.statements == ()
    assert len(answer.dropped) == 2


@pytest.mark.slow
def test_gibberish_of_a_real_server_is_no_statement(
    index: CurrentIndex, encoder: WordEncoder, gibberish: Served
) -> None:
    """Random weights behind another server of the protocol: a refusal, or the texts' own sentences, checked."""
    own = Settings(model=gibberish.name, model_base_url=gibberish.url, model_max_tokens=120)
    answer = PolicyChain(index, encoder, Glossary([]), own, lambda: open_model(own)).invoke(MARGIN)
    assert answer.refused or answer.composer == "extractive"
    assert answer.usage is not None


def test_only_gaps_are_the_reason_of_a_refusal(chain: PolicyChain, server: OpenAIServer) -> None:
    """A model that only says what is missing refuses in these words."""
    server.say("The passages do not say whether margin financing is allowed.")
    assert chain.invoke(MARGIN).refusal == LEFT_OPEN


@pytest.mark.parametrize(
    "question", ["What does circular 26EC199 say?", "How do I bake bread?", "Which coin will double next year?"]
)
def test_what_the_texts_do_not_hold_never_reaches_the_model(
    chain: PolicyChain, server: OpenAIServer, question: str
) -> None:
    """Retrieval and guards refuse before any call."""
    answer = chain.invoke(question)
    assert answer.refused
    assert server.asked == []
    assert answer.usage is None


@pytest.mark.parametrize("reply", [Reply(status=401), Reply(""), Reply(ends=Ends.CUT, text=""), Reply(status=400)])
def test_a_failing_model_leaves_the_texts_own_sentences(chain: PolicyChain, server: OpenAIServer, reply: Reply) -> None:
    """Before the first statement a failure is a note above an extractive answer."""
    server.reply(*[reply] * 3)
    answer = chain.invoke(MARGIN)
    assert answer.composer == "extractive"
    assert answer.statements
    assert answer.notes[0].endswith("answered from the texts' own sentences.")
    assert answer.model == NAME


def test_a_server_that_is_down_is_a_note(index: CurrentIndex, encoder: WordEncoder) -> None:
    """A refused connection is no error of the user."""
    answer = chain_of(index, encoder, model_base_url=unused_url()).invoke(MARGIN)
    assert answer.notes[0] == fallback_note("the model's server could not be reached")


def test_a_missing_key_is_a_note(index: CurrentIndex, encoder: WordEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that cannot be opened is named, and the question answered."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    answer = chain_of(index, encoder).invoke(MARGIN)
    assert "OPENAI_API_KEY" in answer.notes[0]
    assert answer.statements
    assert answer.model is None


def test_a_cut_stream_keeps_what_was_shown(chain: PolicyChain, server: OpenAIServer) -> None:
    """Whole sentences stay, the cut one goes, and a note says that more may be missing."""
    server.reply(Reply(f"{GOOD} The circular of 11 Feb", ends=Ends.CUT))
    answer = chain.invoke(MARGIN)
    assert texts(answer) == [GOOD.replace(" [1]", "")]
    assert answer.composer == "generative"
    assert answer.notes[0] == "The model's answer broke off: the answer may be incomplete."


def test_a_statement_is_shown_while_the_model_still_writes(chain: PolicyChain, server: OpenAIServer) -> None:
    """The first statement comes before the server has given the rest."""
    rest = threading.Event()
    server.reply(Reply([f"{GOOD} ", HAIRCUT], holds={1: rest}))
    made = chain.statements(MARGIN)
    assert isinstance(next(made), Statement)
    assert not rest.is_set()
    rest.set()
    assert isinstance([*made][-1], Answer)


def test_stopping_stops_the_request(chain: PolicyChain, server: OpenAIServer) -> None:
    """A reader who leaves ends the connection to the model."""
    server.reply(Reply([f"{GOOD} ", HAIRCUT], holds={1: threading.Event()}))
    made = chain.statements(MARGIN)
    next(made)
    made.close()
    assert server.abandoned.wait(10)


@pytest.mark.parametrize("first", ["the answer", "the reading of the question"])
def test_what_the_pulse_raises_stops_the_request(chain: PolicyChain, server: OpenAIServer, first: str) -> None:
    """The pulse beats while a silent model is waited for; a page that is stopped there ends the request."""
    server.reply(Reply(GOOD, holds={-1: threading.Event()}))
    beats: list[None] = []

    def pulse() -> None:
        beats.append(None)
        if len(beats) > 2:
            raise InterruptedError("stopped")

    history = (Turn("user", "Hello brokers"),) if first != "the answer" else ()
    with pytest.raises(InterruptedError, match="stopped"):
        list(chain.statements(Question(MARGIN, history=history), pulse=pulse))
    assert server.abandoned.wait(10)


def test_a_follow_up_is_read_by_the_model(chain: PolicyChain, server: OpenAIServer) -> None:
    """The rewritten question is searched and put to the model; the record keeps what the user typed."""
    asked = f"{MARGIN[:-1]} for brokers?"
    server.say(f'{{"question": "{asked}", "english": "{asked}", "as_of": "", "places": []}}', GOOD)
    answer = chain.invoke(Question("And for brokers?", history=(Turn("user", MARGIN),)))
    assert (answer.asked, answer.question) == ("And for brokers?", asked)
    assert answer.steps == (f"question read by the model as: {asked}",)
    assert f"<question>\n{asked}\n</question>" in server.prompts[1]
    assert texts(answer) == [GOOD.replace(" [1]", "")]


def test_a_reading_that_fails_is_silent_for_the_reader(chain: PolicyChain, server: OpenAIServer) -> None:
    """The question is read by the rules and answered; only the record tells."""
    server.reply(*[Reply("no JSON")] * 3)
    server.say(GOOD)
    answer = chain.invoke(Question(MARGIN, history=(Turn("user", "Hello brokers"),)))
    assert answer.steps[0].startswith("question read by the rules")
    assert texts(answer) == [GOOD.replace(" [1]", "")]
    assert not any("rules" in note and "read" in note for note in answer.notes)


def test_nothing_later_reaches_the_model(chain: PolicyChain, server: OpenAIServer) -> None:
    """As of March 2025 the circular of 2026 is in no prompt."""
    server.say("The platform rules of June 2023 did not let platforms offer margin financing to clients [1].")
    chain.invoke(Question("May platforms offer margin financing?", date(2025, 3, 1)))
    assert "as of 1 March 2025" in server.prompts[0]
    assert "2026" not in server.prompts[0]


class Tracer(BaseCallbackHandler):
    """Remembers what was traced."""

    def __init__(self) -> None:
        """Begin."""
        self.seen: list[str] = []

    def on_chain_start(self, *_: object, **__: object) -> None:
        """Note a chain."""
        self.seen.append("chain")

    def on_chat_model_start(self, *_: object, **__: object) -> None:
        """Note a model call."""
        self.seen.append("model")


def test_langchain_callbacks_see_chain_and_model(index: CurrentIndex, encoder: WordEncoder) -> None:
    """A tracer given to the chain is told of the model's call too, by any LangChain chat model."""
    tracer = Tracer()
    chat = GenericFakeChatModel(messages=iter([AIMessage(GOOD), AIMessage(GOOD)]))
    own = PolicyChain(index, encoder, Glossary([]), Settings(), lambda: ChatModel("fake", chat))
    assert own.invoke(MARGIN, {"callbacks": [tracer]}).composer == "generative"
    assert tracer.seen == ["chain", "model"]
    *_, answer = own.stream(MARGIN, {"callbacks": [tracer]})
    assert answer.composer == "generative"
    assert tracer.seen == ["chain", "model"] * 2


def test_the_async_forms_give_the_same_answer(index: CurrentIndex, encoder: WordEncoder) -> None:
    """`ainvoke` and `astream` work with a model."""
    chat = GenericFakeChatModel(messages=iter([AIMessage(GOOD), AIMessage(GOOD)]))
    own = PolicyChain(index, encoder, Glossary([]), Settings(), lambda: ChatModel("fake", chat))

    async def both() -> list[Answer]:
        return [await own.ainvoke(MARGIN), *[part async for part in own.astream(MARGIN) if isinstance(part, Answer)]]

    one, other = asyncio.run(both())
    assert one.statements == other.statements
    assert one.composer == "generative"


def test_emptying_the_model_needs_no_restart(index: CurrentIndex, encoder: WordEncoder, server: OpenAIServer) -> None:
    """The model is opened for each answer: with none set the next answer is extractive."""
    models = [open_model(Settings(model=NAME, model_base_url=server.url)), None]
    own = PolicyChain(index, encoder, Glossary([]), Settings(), lambda: models.pop(0))
    server.say(GOOD)
    assert [own.invoke(MARGIN).composer for _ in range(2)] == ["generative", "extractive"]
