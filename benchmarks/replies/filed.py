"""What is filed: prompts and replies by the hash of the messages, one JSON object a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError

FOLDER = Path(__file__).parent
HASH = 16  # hexadecimal digits: 64 bits for some thousand prompts


@dataclass(frozen=True, slots=True)
class Prompt:
    """A request of the product: the hash of its messages, the question that led to it, and the messages."""

    prompt: str
    question: str
    messages: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to the prompt of this hash: for which question, the words, who wrote them, and when (ISO date)."""

    prompt: str
    question: str
    reply: str
    writer: str
    date: str


def prompt_hash(messages: Sequence[Mapping[str, Any]]) -> str:
    """Return the hash of a request's messages: roles and words, whatever else the request says."""
    words = json.dumps([[one["role"], str(one["content"])] for one in messages], ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:HASH]


def read_replies(paths: Iterable[Path]) -> dict[str, Reply]:
    """Return replies by the hash of their prompt; raise InputError naming the line for what is none."""
    found: dict[str, Reply] = {}
    for path in paths:
        for number, row in _rows(path):
            try:
                reply = Reply(**row)
            except TypeError as error:
                raise InputError(f"{path}, line {number}: no filed reply ({error}).") from error
            found[reply.prompt] = reply
    return found


def write_prompts(prompts: Iterable[Prompt], path: Path) -> None:
    """Write prompts in their order."""
    path.write_text("".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in prompts), encoding="utf-8")


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: no JSON object. Mend or remove the line.") from error
        yield number, row
