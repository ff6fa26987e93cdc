"""A chat model that fails: each failure at each point of the stream, over the real protocol on loopback."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from assistant.llm.open import ModelFailedError
from tests.assistant.llm.opening import ASKED, Place, opened, streamed
from tests.openai_server import TOO_LONG, Ends, OpenAIServer, Reply, unused_url

SENTENCE = "Brokers may lend [1]. They need"
NOT_BEGUN, BEGUN = {"first": 0.3}, {"between": 0.3}  # seconds: how long a hanging server is borne
POINTS = {"before the first text": "", "after the first text": ["Brokers "], "in a sentence": SENTENCE}
UNREADABLE = "ignore:Pydantic serializer warnings"  # of the wrong shape, said by the provider's library


def test_text_arrives_while_it_is_made(model_server: OpenAIServer) -> None:
    """The first piece is given out before the server has sent the second."""
    going_on = threading.Event()
    model_server.reply(Reply("one two", holds={1: going_on}))
    pieces = opened(model_server.url).stream(ASKED)
    assert next(pieces) == "one "
    going_on.set()
    assert list(pieces) == ["two"]


@pytest.mark.filterwarnings(UNREADABLE)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize(
    ("ends", "kind"),
    [
        (Ends.CUT, "cut"),
        (Ends.STOPPED, "cut"),
        (Ends.GARBAGE, "malformed"),
        (Ends.WRONG_SHAPE, "malformed"),
        (Ends.ERROR, "server"),
        (Ends.HANG, "timeout"),
    ],
)
def test_fault_in_the_stream(model_server: OpenAIServer, ends: Ends, kind: str, point: str) -> None:
    """Whatever breaks a stream wherever, what had come is given, and the failure is named; text is never repeated."""
    text = "".join(POINTS[point])
    model_server.reply(*[Reply(POINTS[point], ends=ends)] * 3)
    limits = (BEGUN if text else NOT_BEGUN) if ends is Ends.HANG else {}
    came, failed = streamed(opened(model_server.url, **limits))
    nothing_at_all = ends is Ends.STOPPED and not text
    assert (came, failed) == (text, "empty" if nothing_at_all else kind)
    assert len(model_server.asked) == (1 if text or ends is Ends.HANG else 3)


@pytest.mark.parametrize("ends", [Ends.UNDONE, Ends.SILENT_AFTER_END])
def test_fault_after_the_end(model_server: OpenAIServer, ends: Ends) -> None:
    """An answer whose end was said is whole, whatever happens before [DONE]."""
    model_server.reply(Reply(SENTENCE, ends=ends))
    assert streamed(opened(model_server.url)) == (SENTENCE, None)


@pytest.mark.filterwarnings(UNREADABLE)
@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=500),
        Reply(status=503, headers={"Retry-After": "0"}),
        Reply(status=429, headers={"Retry-After": "0"}),
        Reply(status=429, headers={"Retry-After": format_datetime(datetime.now(UTC) - timedelta(seconds=9))}),
        Reply(status=0),
        Reply(),
        *(Reply(ends=ends) for ends in (Ends.CUT, Ends.STOPPED, Ends.GARBAGE, Ends.WRONG_SHAPE, Ends.ERROR)),
    ],
)
def test_a_passing_failure_is_asked_again(model_server: OpenAIServer, reply: Reply) -> None:
    """What fails before any text and may pass is asked again, and the reader sees nothing of it."""
    model_server.reply(reply, reply, Reply(SENTENCE))
    assert streamed(opened(model_server.url)) == (SENTENCE, None)


@pytest.mark.parametrize(
    ("reply", "kind", "asked"),
    [
        (Reply(status=0), "cut", 3),
        (Reply(status=500), "server", 3),
        (Reply(status=503), "server", 3),
        (Reply(status=429), "rate limit", 3),
        (Reply(status=429, headers={"Retry-After": "3600"}), "rate limit", 1),
        (Reply(status=429, error=("no credit", "insufficient_quota")), "quota", 1),
        (Reply(status=400), "request", 1),
        (Reply(status=401), "key", 1),
        (Reply(status=404), "unknown model", 1),
        (Reply(status=504), "timeout", 1),
        (TOO_LONG, "too long", 1),
        (Reply(), "empty", 3),
        (Reply("Brokers may", finish="length"), "cut", 1),
        (Reply("", finish="content_filter"), "filtered", 1),
    ],
)
def test_a_lasting_failure_is_named(model_server: OpenAIServer, reply: Reply, kind: str, asked: int) -> None:
    """Only what may pass is asked again, three times at most, and the rest fails at once by its name."""
    model_server.reply(*[reply] * 4)
    assert streamed(opened(model_server.url))[1] == kind
    assert len(model_server.asked) == asked


def test_nobody_listens() -> None:
    """A server that is not there is a refused connection."""
    assert streamed(opened(unused_url())) == ("", "refused")


def test_no_first_byte(model_server: OpenAIServer) -> None:
    """A server that takes the request and says nothing is given up after the first limit, and the request ended."""
    model_server.reply(Reply("late", holds={-1: threading.Event()}))
    model = opened(model_server.url, **NOT_BEGUN)
    with pytest.raises(ModelFailedError, match=r"did not answer within 0\.3 s"):
        list(model.stream(ASKED))
    assert model_server.abandoned.wait(30)


def test_an_answer_without_end(model_server: OpenAIServer) -> None:
    """An answer that goes on for ever is ended by the limit of the whole, however lively it is."""
    model_server.reply(Reply(["more "], ends=Ends.HANG))
    with pytest.raises(ModelFailedError, match=r"did not finish within 0\.5 s"):
        list(opened(model_server.url, between=60.0, total=0.5).stream(ASKED))


def test_closing_the_stream_stops_the_request(model_server: OpenAIServer) -> None:
    """A reader who leaves ends the request at the server, even while the model is silent."""
    model_server.reply(Reply("one two", holds={1: threading.Event()}))
    pieces = opened(model_server.url).stream(ASKED)
    next(pieces)
    pieces.close()
    assert model_server.abandoned.wait(30)


def test_readers_at_once(model_server: OpenAIServer) -> None:
    """Many readers are served at the same time, each by its own answer; one who lingers keeps nobody waiting."""
    holds = [threading.Event() for _ in range(8)]
    model_server.reply(*(Reply(f"answer {number}", holds={1: hold}) for number, hold in enumerate(holds)))
    streams = [opened(model_server.url).stream(ASKED) for _ in holds]
    assert [next(stream) for stream in streams] == ["answer "] * 8
    for hold in reversed(holds):
        hold.set()
    assert sorted(text for stream in streams for text in stream) == [str(number) for number in range(8)]


def test_a_dead_provider_is_left_alone(model_server: OpenAIServer) -> None:
    """After three failures in a row the breaker answers for the provider, without a request."""
    model_server.reply(*[Reply(status=500)] * 9)
    kinds = [streamed(opened(model_server.url))[1] for _ in range(4)]
    assert kinds == ["server", "server", "server", "breaker"]
    assert len(model_server.asked) == 9


def test_a_provider_that_names_a_time_is_left_alone_until_then(model_server: OpenAIServer) -> None:
    """A Retry-After beyond what a reader waits opens the breaker for that time."""
    model_server.reply(Reply(status=429, headers={"Retry-After": "3600"}))
    assert [streamed(opened(model_server.url))[1] for _ in range(2)] == ["rate limit", "breaker"]


def test_structured_answers(model_server: OpenAIServer) -> None:
    """An answer in the form of a schema is validated; one that is not is asked for again."""
    model_server.say("Hong Kong", '{"place": "Hong Kong"}', '{"name": "Hong Kong"}')
    assert opened(model_server.url).ask(ASKED, Place) == Place(name="Hong Kong")


def test_a_server_without_schemas_is_asked_in_words(model_server: OpenAIServer) -> None:
    """Where a server refuses the schema it is told in the prompt, and the answer validated all the same."""
    model_server.reply(Reply(status=400, error=("response_format is not supported", "invalid")))
    model_server.say("a place", '```json\n{"name": "Hong Kong"}\n```')
    assert opened(model_server.url).ask(ASKED, Place) == Place(name="Hong Kong")
    assert '"name"' not in model_server.prompts[0]
    assert '"name"' in model_server.prompts[1]


@pytest.mark.filterwarnings(UNREADABLE)
@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=500), "server"),
        (Reply("no form"), "malformed"),
        (Reply('{"name": "Hong', finish="length"), "cut"),
        (Reply("", finish="content_filter"), "filtered"),
        (Reply('{"name": "Hong Kong"}', ends=Ends.GARBAGE), "malformed"),
        (Reply('{"name": "Hong Kong"}', ends=Ends.WRONG_SHAPE), "malformed"),
        (Reply('{"name": "Hong Kong"}', ends=Ends.CUT), "cut"),
        (Reply('{"name": "Hong Kong"}', ends=Ends.HANG), "timeout"),
    ],
)
def test_structured_faults(model_server: OpenAIServer, reply: Reply, kind: str) -> None:
    """A structured answer fails by the same names."""
    model_server.reply(*[reply] * 3)
    with pytest.raises(ModelFailedError) as failed:
        opened(model_server.url, **NOT_BEGUN if kind == "timeout" else {}).ask(ASKED, Place)
    assert failed.value.kind == kind
