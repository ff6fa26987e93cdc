"""BEIR-format folders: read as texts with headings, questions and judgements.

The folder holds `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`) and `qrels/<split>.tsv`. The
headings of a text are its title and, where `metadata` has `document` and `locator`, the short texts at the places above
it: `5.13.4` and `5.13` stand above `5.13.4.(1)`.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ir_measures import Qrel

from corpus.errors import InputError
from corpus.index.writing import Texts
from corpus.language.locators import slug
from corpus.records import Life, Nature, Passage, Policy

FEWEST_WORDS = 4  # shorter texts are headings and list numbers: they answer nothing
HEADING_WORDS = 15  # a longer text above is a paragraph of its own
STEP = re.compile(r"\.|(?=\()")
Place = tuple[str, tuple[str, ...]]  # a document and the steps of a locator


@dataclass(frozen=True, slots=True)
class BeirText:
    """One row of `corpus.jsonl`; `place` is its document and the steps of its locator, empty where it tells none."""

    id: str
    title: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Collection:
    """A BEIR folder, read: texts, questions with at least one judgement, and the judgements."""

    texts: tuple[BeirText, ...]
    questions: dict[str, str]
    judgements: tuple[Qrel, ...]

    @property
    def relevant(self) -> dict[str, frozenset[str]]:
        """The ids of the relevant texts by question id."""
        judged: dict[str, set[str]] = {}
        for judgement in self.judgements:
            if judgement.relevance > 0:
                judged.setdefault(judgement.query_id, set()).add(judgement.doc_id)
        return {id_: frozenset(texts) for id_, texts in judged.items()}

    @property
    def passages(self) -> Texts:
        """The texts as passages in their order, a policy a title; texts of three words or fewer are left out."""
        above = {text.place: text.text for text in reversed(self.texts) if _is_heading(text)}
        made: Texts = {}
        for text in self.texts:
            if len(text.text.split()) < FEWEST_WORDS:
                continue
            document, steps = text.place
            policy_id = slug(f"{document} {text.title}") or "beir"
            life = Life(Nature.RECORD, None)
            made.setdefault(policy_id, (Policy(policy_id, text.title, "", "", "document", life, own=True), []))
            places = [(document, steps[:depth]) for depth in range(1, len(steps))]
            headings = (text.title, *(above[place] for place in places if place in above))
            named = tuple(filter(None, headings))
            id_ = f"{policy_id}#{text.id}"  # the index tells by its first part whose a passage is
            made[policy_id][1].append(Passage(id_, policy_id, text.text, text.id, life, headings=named))
        return made


def text_id(passage_id: str) -> str:
    """Return the id in `corpus.jsonl` of the text that became a passage."""
    return passage_id.partition("#")[2]


def _is_heading(text: BeirText) -> bool:
    return bool(text.place[1]) and 0 < len(text.text.split()) <= HEADING_WORDS


def read_collection(folder: Path, split: str) -> Collection:
    """Read a BEIR folder; raise InputError naming the file that is missing or not readable."""
    path = folder / "qrels" / f"{split}.tsv"
    rows = csv.DictReader(_lines(path), delimiter="\t")
    try:
        judgements = tuple(Qrel(row["query-id"], row["corpus-id"], int(row["score"])) for row in rows)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path}, line {rows.line_num}: write query-id, corpus-id and a whole score.") from error
    judged = {judgement.query_id for judgement in judgements}
    texts = tuple(_text(row) for row in _rows(folder / "corpus.jsonl"))
    questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in judged}
    if not questions:
        raise InputError(f"{path} judges none of the questions of {folder / 'queries.jsonl'}: check the ids.")
    return Collection(texts, questions, judgements)


def _text(row: dict[str, Any]) -> BeirText:
    about = row["metadata"] if isinstance(row.get("metadata"), dict) else {}
    steps = tuple(filter(None, STEP.split(str(about.get("locator", "")))))
    return BeirText(row["_id"], str(row.get("title") or ""), row["text"], (str(about.get("document", "")), steps))


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise InputError(
            f"{path} does not exist: a BEIR folder holds corpus.jsonl, queries.jsonl and qrels/."
        ) from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            yield row | {"_id": str(row["_id"]), "text": str(row["text"])}
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: not a JSON object with `_id` and `text`.") from error
