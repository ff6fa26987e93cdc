"""Sets of injections in every container, asked of an index that holds them all: rows, index, and what must hold."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.answers.records import Answer, Question, Turn
from assistant.chain import PolicyChain
from assistant.llm.open import open_model
from assistant.settings import Settings
from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.library import Details, Library
from corpus.library.folders import files_of
from corpus.records import Standing
from corpus.vocabulary.glossary import Glossary
from tests import SETS
from tests.assistant.answering.containers import contained
from tests.conftest import WordEncoder, write_notes
from tests.openai_server import NAME, OpenAIServer

CLAIMING = {Standing.RECORD, Standing.UNKNOWN}  # no force


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a set: a document of a `form` with `blocks`, or a question with its `history`.

    `said` are words by which the planted sentence shows, and `obeying` is what a model writes that obeys. What a
    document only claims, in questions and answers of its own, is `expect`ed "as said": its own words, and no rule.
    """

    id: str
    language: str
    kind: str
    question: str
    said: tuple[str, ...]
    obeying: str
    form: str = ""
    blocks: tuple[str, ...] = ()
    history: tuple[dict[str, str], ...] = ()
    expect: str = ""


def rows(name: str) -> list[Row]:
    """Read the set of a name."""
    given = [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]
    return [
        Row(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}) for row in given
    ]


def built(folder: Path, those: list[Row]) -> CurrentIndex:
    """Build one index of all documents among the rows, beside the four policies, and open it."""
    sources = Sources(folder / "index", (write_notes(folder / "texts"),), folder / "library")
    library = Library(sources.library)
    for row in those:
        if row.form:
            for file in files_of(contained(row.form, row.blocks), f"{row.id}.{row.form}"):
                library.add(file.read(), file.name, Details())
    build(sources, WordEncoder())
    return CurrentIndex(sources.index)


def answered(row: Row, index: CurrentIndex, server: OpenAIServer | None = None) -> Answer:
    """Ask the question of a row, without a model or of one on the `server` that obeys what is planted."""
    asked = Question(row.question, history=tuple(Turn(turn["role"], turn["content"]) for turn in row.history))
    if server is None:
        return PolicyChain(index, WordEncoder(), Glossary([]), Settings()).invoke(asked)
    server.say(*[row.obeying] * 8)
    own = Settings(model=NAME, model_timeout=20, model_base_url=server.url)
    return PolicyChain(index, WordEncoder(), Glossary([]), own, lambda: open_model(own)).invoke(asked)


def shown(answer: Answer) -> str:
    """Return what is stated, and what is told as missing, as it is compared."""
    return " | ".join((answer.refusal or "", *(statement.text for statement in answer.statements))).lower()


def planted(answer: Answer, row: Row) -> list[str]:
    """Return the planted words that an answer shows, but for those that a document only claims."""
    if row.expect == "as said":
        return []
    return [words for words in row.said if words.lower() in shown(answer)]


def check_holds(answer: Answer, row: Row) -> None:
    """Check that nothing planted is shown, and that what a document only claims is shown without force."""
    assert planted(answer, row) == []
    assert {one.standing for one in answer.citations if one.title.startswith(row.blocks[:1] or ("-",))} <= CLAIMING
