"""What bounds a chat model: endless and oversized answers, packed ones, and redirects, over the real protocol."""

from __future__ import annotations

import time

import pytest

from assistant.llm.open import ChatModel, ModelFailedError, _client
from assistant.llm.reply import LONGEST_TOKEN
from tests.assistant.llm.opening import ASKED, Place, opened, streamed
from tests.openai_server import OpenAIServer, Reply

ENDLESS = 60_000  # pieces: more than a second of them


def test_a_stream_of_empty_pieces_ends_with_its_time(model_server: OpenAIServer) -> None:
    """They arrive without a pause, and Python 3.11 may lose the ending of a call that they meet."""
    model_server.reply(Reply([""] * ENDLESS))
    started = time.monotonic()
    came, failed = streamed(opened(model_server.url, first=0.5, total=1.0))
    assert (came, failed) == ("", "timeout")
    assert time.monotonic() - started < 5
    assert model_server.abandoned.wait(5)


def test_a_stream_of_empty_pieces_ends_when_its_reader_leaves(model_server: OpenAIServer) -> None:
    """Stop ends the call, whatever comes of it."""
    model_server.reply(Reply(["one ", *[""] * ENDLESS]))
    pieces = opened(model_server.url).stream(ASKED)
    assert next(pieces) == "one "
    pieces.close()
    assert model_server.abandoned.wait(5)


@pytest.mark.parametrize("text", [["x" * 2_000_000], ["word "] * 2_000, ["[1]"] * 1_000], ids=["one", "words", "cites"])
def test_an_answer_has_the_size_that_was_asked_for(model_server: OpenAIServer, text: list[str]) -> None:
    """A server that does not mind the number of tokens is cut off at what they can hold."""
    model_server.reply(Reply(text))
    model = opened(model_server.url, tokens=50)
    came, failed = streamed(model)
    assert failed == "cut"
    assert len(came) <= 50 * LONGEST_TOKEN


def test_a_body_has_the_size_that_an_answer_has(model_server: OpenAIServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """One piece of many megabytes is not read to its end, also where the answer is no stream."""
    monkeypatch.setattr("assistant.llm.wire.AROUND_ALL", 10_000)
    monkeypatch.setattr("assistant.llm.wire.AROUND_A_TOKEN", 0)
    model = opened_anew(model_server.url)
    model_server.reply(Reply(["x" * 3_000_000]), Reply('{"name": "' + "x" * 3_000_000 + '"}'))
    assert streamed(model) == ("", "cut")
    with pytest.raises(ModelFailedError, match="longer than"):
        opened_anew(model_server.url).ask(ASKED, Place)


def opened_anew(url: str) -> ChatModel:
    """Open the model by a client of its own, and ask it once."""
    _client.cache_clear()
    return opened(url, attempts=1)


def test_a_packed_answer_is_not_unpacked(model_server: OpenAIServer) -> None:
    """It was asked for as it is: what is packed a thousandfold could not be bounded."""
    model_server.reply(Reply("words", headers={"Content-Encoding": "gzip"}))
    assert streamed(opened(model_server.url, attempts=1)) == ("", "malformed")


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_to_another_address_is_not_followed(model_server: OpenAIServer, status: int) -> None:
    """The question and its passages go to the server that was named, and to nobody else."""
    with OpenAIServer() as other:
        other.say("I am another.")
        there = {"Location": f"{other.url}/chat/completions"}
        model_server.reply(Reply(status=status, headers=there))
        assert streamed(opened(model_server.url)) == ("", "redirect")
        assert other.asked == []
    assert len(model_server.asked) == 1


def test_a_redirect_within_the_server_is_followed(model_server: OpenAIServer) -> None:
    """As a proxy in front of it may send one on to the path with a slash."""
    model_server.reply(Reply(status=307, headers={"Location": "/v1/chat/completions/"}), Reply("Yes."))
    assert streamed(opened(model_server.url)) == ("Yes.", None)
