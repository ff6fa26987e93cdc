"""Replies as files: played by the hash of their prompt over the real protocol, and a stale one never."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from assistant.llm.failures import ModelFailedError
from assistant.llm.open import open_model
from assistant.settings import Settings
from benchmarks.replies.filed import FOLDER, Reply, prompt_hash, read_replies
from benchmarks.replies.server import PLACEHOLDER, ReplyServer
from corpus.errors import InputError
from tests.openai_server import NAME

ASKED = [{"role": "user", "content": "May banks lend?"}]


def said(server: ReplyServer, question: str) -> str:
    """Ask through the product's own client."""
    model = open_model(Settings(model=NAME, model_base_url=server.url, model_timeout=20))
    assert model is not None
    return "".join(model.stream([HumanMessage(question)]))


def test_a_reply_is_played_to_its_prompt_alone() -> None:
    """The words of the messages find the reply; a prompt that changed by one letter is a miss, told as an error."""
    reply = Reply(prompt_hash(ASKED), "q1", "Banks may lend [1].", "a person", "2026-11-28")
    with ReplyServer({reply.prompt: reply}) as server:
        server.question = "q1"
        assert said(server, "May banks lend?") == reply.reply
        with pytest.raises(ModelFailedError):
            said(server, "May bank lend?")
    assert list(server.missed.values()) == ["q1"]
    assert len(server.seen) == 2


def test_prompts_are_collected_with_a_placeholder() -> None:
    """While prompts are collected every request is answered and filed with its messages."""
    with ReplyServer({}, placeholder=True) as server:
        assert said(server, "May banks lend?") == PLACEHOLDER
    (prompt,) = server.seen.values()
    assert prompt.prompt == prompt_hash(ASKED)
    assert prompt.messages == ({"role": "user", "content": "May banks lend?"},)


def test_a_broken_file_of_replies_is_named(tmp_path: Path) -> None:
    """A line that is no reply is told with its number."""
    broken = tmp_path / "replies.jsonl"
    broken.write_text('{"prompt": "x"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1"):
        read_replies([broken])


def test_the_filed_replies_are_whole() -> None:
    """Every reply has words, a writer and a day, and each prompt one reply."""
    replies = read_replies(FOLDER.glob("*.jsonl"))
    assert len(replies) >= 70
    assert all(one.reply and one.writer and one.date for one in replies.values())
