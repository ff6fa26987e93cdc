"""The scripted model: it files every request under the hash of its messages, and plays the reply of that hash.

A request without a reply is a miss. It gets a placeholder while prompts are collected, and else the protocol's error:
a reply that was written to another prompt is never played.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from benchmarks.replies import filed
from tests.openai_server import OpenAIServer, Reply

PLACEHOLDER = "NOTHING"
CALLS = '{"calls"'
MISSING = Reply(status=400, error=("no reply is filed for this prompt", "none"))


class ReplyServer(OpenAIServer):
    """Plays filed replies over OpenAI's protocol, streamed word by word or whole.

    `question` names the question that is being asked, `seen` holds every prompt in its order, `missed` the hashes
    without a reply.
    """

    def __init__(self, replies: Mapping[str, filed.Reply], *, placeholder: bool = False, port: int = 0) -> None:
        """Take the replies by hash; with `placeholder` a miss is answered by a word instead of an error."""
        super().__init__(port)
        self.question = ""
        self.seen: dict[str, filed.Prompt] = {}
        self.missed: dict[str, str] = {}
        self._filed = replies
        self._miss = Reply(PLACEHOLDER) if placeholder else MISSING

    def next(self) -> Reply:
        """Return the reply to the last request, which is the only one under way."""
        messages = self.asked[-1]["messages"]
        name = filed.prompt_hash(messages)
        said = tuple({"role": one["role"], "content": str(one["content"])} for one in messages)
        self.seen.setdefault(name, filed.Prompt(name, self.question, said))
        if (reply := self._filed.get(name)) is not None:
            return _played(reply.reply)
        self.missed.setdefault(name, self.question)
        return self._miss


def _played(text: str) -> Reply:
    """Return a filed reply; one that calls tools is filed as `{"calls": [["search", {"words": "..."}], ...]}`."""
    if not text.startswith(CALLS):
        return Reply(text)
    return Reply(calls=[(name, arguments) for name, arguments in json.loads(text)["calls"]])
