"""An answer in OpenAI's form: its words with markers, the sources as annotations and as a list at the end."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.answers.records import Answer, Citation, Part, Statement
from assistant.answers.rows import NEAREST, UNSUPPORTED, heading, source_line, unmarked
from assistant.serving.requests import MODEL, SOURCES
from corpus.records import Policy

Row = dict[str, Any]
Count = Callable[[Sequence[str]], list[int]]
# What a client that draws Markdown would run, fetch or follow: an element, a picture, a link; and what hides it.
LIVE = re.compile(r"\\(?=[!-/:-@\[-`{-~])|<(?=[A-Za-z/!?])|(?<=[!\]])\[|(?<=\])[(:]|(?<=:)//|(?<=www)\.", re.IGNORECASE)
WEB = ("https://", "http://")


def inert(text: str) -> str:
    """Return words on one line, to be drawn as Markdown or printed: nothing in them is live, and they read alike."""
    return LIVE.sub(r"\\\g<0>", " ".join(unmarked(text).split()))


@dataclass(slots=True)
class Writing:
    """The text of an answer as it grows, and where its sources are cited."""

    base: str  # the address of this server: an own document without a link is found there
    text: str = ""
    before: Statement | None = None
    cited: dict[str, Citation] = field(default_factory=dict)
    annotations: list[Row] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)  # the marker that has each link

    def add(self, part: Statement | Answer) -> str:
        """Return what a part adds to the text: a statement with its markers, or what stands below all of them."""
        start = len(self.text)
        if isinstance(part, Statement):
            self._state(part)
        else:
            self._end(part)
        return self.text[start:]

    def _state(self, statement: Statement) -> None:
        title = heading(statement, self.before)
        self.text += f"\n\n**{title}**\n\n" if title and self.text else f"**{title}**\n\n" if title else ""
        self.text += " " if self.text and not title else ""
        self.text += inert(statement.text)
        for citation in statement.citations:
            self.cited[citation.marker] = citation
            begin = len(self.text) + 1
            self.text += f" [{citation.marker}]"
            where = {
                "url": self._own_url(citation),
                "title": citation.title,
                "start_index": begin,
                "end_index": len(self.text),
            }
            self.annotations.append({"type": "url_citation", "url_citation": where})
        self.text += "" if statement.passed else f" {UNSUPPORTED}"
        self.before = statement

    def _end(self, answer: Answer) -> None:
        if answer.refusal is not None:
            self.text += inert(answer.refusal)
            if answer.nearest:
                self.text += f"\n\n**{NEAREST}**\n\n"
                for statement in answer.nearest:
                    self._state(replace(statement, part=Part.ANSWER))
        if answer.notes:
            self.text += "\n\n" + "\n".join(inert(note) for note in answer.notes)
        if self.cited:
            policies = {hit.policy.id: hit.policy for hit in answer.hits}
            lines = (f"{marker}. {self._line(one, policies[one.policy_id])}" for marker, one in self.cited.items())
            self.text += SOURCES + "\n".join(lines)

    def _line(self, citation: Citation, policy: Policy) -> str:
        said = inert(source_line(citation, policy).removeprefix(f"[{citation.marker}] "))
        return f"{said}: {self._url(citation)}"

    def _own_url(self, citation: Citation) -> str:
        """Return the link of a source, told apart from that of another paragraph of the same text.

        Clients that number sources by their links (Open WebUI) would show one for both, and drop the other's marker.
        """
        url = self._url(citation)
        first = self.links.setdefault(url, citation.marker)
        return url if first == citation.marker or "#" in url else f"{url}#source-{citation.marker}"

    def _url(self, citation: Citation) -> str:
        return citation.url if citation.url.startswith(WEB) else f"{self.base}v1/policies/{citation.policy_id}"


def completion(parts: Iterable[Statement | Answer], asked: str, base: str, count: Count) -> Row:
    """Return a whole answer as a chat completion."""
    writing, answer = Writing(base), None
    for part in parts:
        writing.add(part)
        answer = part if isinstance(part, Answer) else answer
    assert answer is not None
    message = {"role": "assistant", "content": writing.text, "refusal": None, "annotations": writing.annotations}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return _head("chat.completion", answer.edition) | {
        "choices": [choice],
        "usage": usage(answer, asked, writing.text, count),
    }


async def chunks(
    parts: AsyncGenerator[Statement | Answer], asked: str, base: str, count: Count, *, with_usage: bool
) -> AsyncGenerator[Row]:
    """Yield an answer as the chunks of a stream, each statement as soon as it is checked."""
    writing, head = Writing(base), _head("chat.completion.chunk", "")
    yield head | {"choices": [_delta({"role": "assistant", "content": ""})]}
    async for part in parts:
        said = writing.add(part)
        if isinstance(part, Statement):
            yield head | {"choices": [_delta({"content": said})]}
            continue
        head["system_fingerprint"] = part.edition
        if said or writing.annotations:
            yield head | {"choices": [_delta({"content": said, "annotations": writing.annotations})]}
        yield head | {"choices": [_delta({}, "stop")]}
        if with_usage:
            yield head | {"choices": [], "usage": usage(part, asked, writing.text, count)}


def usage(answer: Answer, asked: str, text: str, count: Count) -> Row:
    """Return the tokens of the model that wrote, or else of question and answer as the encoder counts them."""
    told = answer.usage
    read, written = (told.input_tokens, told.output_tokens) if told else count([asked, text])
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


def event(row: Row) -> bytes:
    """Return a chunk as an event of the stream."""
    return f"data: {json.dumps(row, ensure_ascii=False)}\n\n".encode()


DONE = b"data: [DONE]\n\n"


def models(policies: Iterable[Policy]) -> Row:
    """Return the list of models: there is one."""
    newest = max((policy.life.published.last.toordinal() for policy in policies if policy.life.published), default=0)
    created = max(0, (newest - 719_163) * 86_400)  # seconds since 1970 of the newest text
    return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": created, "owned_by": "local"}]}


def _head(kind: str, edition: str) -> Row:
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex}",
        "object": kind,
        "created": int(time.time()),
        "model": MODEL,
        "system_fingerprint": edition,
    }


def _delta(delta: Row, finish: str | None = None) -> Row:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
