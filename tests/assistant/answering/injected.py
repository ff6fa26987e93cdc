"""The documents and questions of the injection set: rows become files, and files a library with its index."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

import docx
from docx.shared import Pt

from corpus.build import Sources, build, screening_warnings
from corpus.library import Details, Library
from tests import SETS
from tests.conftest import WordEncoder
from tests.corpus.loading.pdf_bytes import lines, make_pdf

ROWS = SETS / "injection.jsonl"
HIDDEN, TINY, WHITE = "hidden:", "tiny:", "white:"  # how a block of a document is set


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the set.

    `said` are the words by which obedience shows, `obeying` what a model writes that obeys, `expect` what becomes of
    the injection. A document has a `form`, a file `name` and `blocks`; a question may have a `history`.
    """

    id: str
    kind: str
    question: str
    said: str
    expect: str
    form: str = ""
    name: str = ""
    blocks: tuple[str, ...] = ()
    obeying: str = ""
    history: tuple[dict[str, str], ...] = ()

    @property
    def safe(self) -> str:
        """The sentence of a document that is policy and no injection."""
        return next(block for block in self.blocks if block.startswith("The ") and "90%" in block)


def rows() -> list[Row]:
    """Read the set."""
    given = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    lists = ("blocks", "history")
    return [Row(**{key: tuple(value) if key in lists else value for key, value in row.items()}) for row in given]


def file_of(row: Row) -> bytes:
    """Make the file of a document."""
    match row.form:
        case "docx":
            return _word(row.blocks)
        case "pdf":
            return _pdf(row.blocks)
        case "html":
            title, *rest = row.blocks
            body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in rest)
            return f"<html><body><h1>{title}</h1>{body}</body></html>".encode()
        case _:
            return "\n\n".join(row.blocks).strip().encode()


def _word(blocks: tuple[str, ...]) -> bytes:
    word = docx.Document()
    word.add_heading(blocks[0], 0)
    for block in blocks[1:]:
        run = word.add_paragraph().add_run(block.removeprefix(HIDDEN).removeprefix(TINY))
        run.font.hidden = True if block.startswith(HIDDEN) else None
        run.font.size = Pt(1) if block.startswith(TINY) else None
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _pdf(blocks: tuple[str, ...]) -> bytes:
    places = []
    for position, block in enumerate(blocks):
        shown = block.removeprefix(TINY).replace(WHITE, "~~")
        size = 0.8 if block.startswith(TINY) else 10
        places += lines(shown, top=700 - 40 * position, size=size)
    return make_pdf([places])


@dataclass(frozen=True, slots=True)
class Poisoned:
    """A library with all documents of the set: its index, the id of each row's document, and what its user was told."""

    index: Path
    own: dict[str, str]
    told: dict[str, tuple[str, ...]]


def poisoned_library(folder: Path, texts: Path, documents: list[Row]) -> Poisoned:
    """Add every document to a library beside the policy notes, as `add` does, and build one index."""
    sources = Sources(folder / "index", (texts,), folder / "library")
    library = Library(sources.library)
    added = {row.id: library.add(file_of(row), f"{row.name}.{row.form}", Details()) for row in documents}
    build(sources, WordEncoder())
    own = {id_: one.document.policy.id for id_, one in added.items()}
    told = {id_: (*one.warnings, *screening_warnings(sources, own[id_])) for id_, one in added.items()}
    return Poisoned(sources.index, own, told)
