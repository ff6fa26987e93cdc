"""Retrieval on a BEIR-format folder: what the ranker finds, and how fast, measured by ir_measures.

The folder holds `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`) and `qrels/<split>.tsv`.
Texts are indexed as they are, a passage each, in a temporary folder; a text of three words or fewer is left out.
"""

from __future__ import annotations

import csv
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import AP, R, ScoredDoc, nDCG

from assistant.records import Intent, Query
from assistant.retrieval import retrieve
from corpus.embedding import SentenceEncoder
from corpus.errors import InputError
from corpus.index import CurrentIndex
from corpus.records import Life, Nature, Passage, Policy
from corpus.writing import Progress, Texts, finish_edition, write_edition

MEASURES = (R @ 10, AP @ 10, nDCG @ 10)
DEPTH = 100
FEWEST_WORDS = 4
COLLECTION = Policy("beir", "BEIR collection", "", "", "document", Life(Nature.RECORD, None), own=True)


@dataclass(frozen=True, slots=True)
class Collection:
    """A BEIR folder, read: texts, questions with at least one judgement, and the judgements."""

    texts: dict[str, str]
    questions: dict[str, str]
    judgements: list[ir_measures.Qrel]


def read_collection(folder: Path, split: str) -> Collection:
    """Read a BEIR folder; raise InputError naming the file that is missing or not readable."""
    judgements = [
        ir_measures.Qrel(row["query-id"], row["corpus-id"], int(row["score"]))
        for row in csv.DictReader(_lines(folder / "qrels" / f"{split}.tsv"), delimiter="\t")
    ]
    judged = {judgement.query_id for judgement in judgements}
    texts = {row["_id"]: row["text"] for row in _rows(folder / "corpus.jsonl")}
    questions = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in judged}
    return Collection(texts, questions, judgements)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise InputError(
            f"{path} does not exist: a BEIR folder holds corpus.jsonl, queries.jsonl and qrels/."
        ) from error


def _rows(path: Path) -> Iterator[dict[str, str]]:
    for number, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            yield {"_id": str(row["_id"]), "text": str(row["text"])}
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}, line {number}: not a JSON object with `_id` and `text`.") from error


def run_benchmark(
    folder: Path, split: str, encoder_name: str, run_file: Path | None, progress: Progress
) -> dict[str, float | int | str]:
    """Index the collection, ask every question, and give measures, build seconds and milliseconds a question."""
    collection = read_collection(folder, split)
    passages = [
        Passage(id_, COLLECTION.id, text, id_, COLLECTION.life)
        for id_, text in collection.texts.items()
        if len(text.split()) >= FEWEST_WORDS
    ]
    texts: Texts = {COLLECTION.id: (COLLECTION, passages)}
    encoder = SentenceEncoder(encoder_name)
    encoder.encode(["warm"])
    with tempfile.TemporaryDirectory() as scratch:
        started = time.perf_counter()
        write_edition(Path(scratch), "benchmark", texts, encoder, progress=progress)
        finish_edition(Path(scratch), "benchmark", texts, encoder)
        seconds = time.perf_counter() - started
        edition = CurrentIndex(Path(scratch)).edition()
        ranking: list[ScoredDoc] = []
        times: list[float] = []
        for number, (id_, text) in enumerate(collection.questions.items(), 1):
            begun = time.perf_counter()
            hits = retrieve(Query(text, text, date.max, Intent.FACT), edition, encoder, DEPTH)
            times.append((time.perf_counter() - begun) * 1000)
            ranking += [ScoredDoc(id_, hit.passage.id, hit.score) for hit in hits]
            progress("Asking", number, len(collection.questions))
        edition.close()
    if run_file is not None:
        _write_run(run_file, ranking)
    values = ir_measures.calc_aggregate(MEASURES, collection.judgements, ranking)
    return {
        "encoder": encoder_name,
        "questions": len(collection.questions),
        "passages": len(passages),
        **{str(measure): round(values[measure], 4) for measure in MEASURES},
        "build_seconds": round(seconds, 1),
        "ms_p50": round(float(np.percentile(times, 50)), 1),
        "ms_p95": round(float(np.percentile(times, 95)), 1),
    }


def _write_run(path: Path, ranking: list[ScoredDoc]) -> None:
    lines = []
    rank: dict[str, int] = {}
    for row in ranking:
        rank[row.query_id] = rank.get(row.query_id, 0) + 1
        lines.append(f"{row.query_id} Q0 {row.doc_id} {rank[row.query_id]} {row.score:.6f} assistant\n")
    path.write_text("".join(lines), encoding="utf-8")
