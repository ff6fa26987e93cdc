"""Retrieval on a BEIR-format folder: what the ranker finds, and how fast, beside others in the same run.

Texts are indexed as they are, a passage each, in a temporary folder; a text of three words or fewer is left out.
Intervals and paired differences are bootstrapped over the questions, those with the same first relevant text together.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ir_measures
import numpy as np
from ir_measures import AP, R, ScoredDoc, nDCG

from assistant.evaluation.sets.beir import Collection, read_collection
from assistant.evaluation.statistics import Floats, cluster_numbers, estimates
from assistant.evaluation.tuning.baselines import BASELINES, Ground, Rank, Ranking, ours
from assistant.retrieval.ranking import DEFAULT, Ranker
from corpus.current import CurrentIndex
from corpus.encoders.sentence import SentenceEncoder, Vectors
from corpus.index.writing import Progress, Texts, finish_edition, write_edition
from corpus.records import Passage

MEASURES = (R @ 10, AP @ 10, nDCG @ 10)
OURS = "ours"


@dataclass(frozen=True, slots=True)
class Measured:
    """One way to rank, measured: one row per question (see `MEASURES`), and the milliseconds of each question."""

    name: str
    rankings: dict[str, Ranking]
    values: Floats
    times: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What a run found with our `ranking`.

    `encode_seconds` is what `SentenceTransformer.encode` alone took, where it was measured.
    """

    encoder: str
    ranking: str
    collection: Collection
    passages: int
    build_seconds: float
    encode_seconds: float | None
    systems: tuple[Measured, ...]

    def report(self) -> dict[str, Any]:
        """Return the figures as JSON values: ours at the top, every system below `systems`."""
        first, names = self.systems[0], [str(measure) for measure in MEASURES]
        figures: dict[str, Any] = {
            "encoder": self.encoder,
            "questions": len(first.values),
            "passages": self.passages,
            **{name: round(float(mean), 4) for name, mean in zip(names, first.values.mean(axis=0), strict=True)},
            "build_seconds": round(self.build_seconds, 1),
            **_milliseconds(first),
            "ranking": self.ranking,
            "systems": self.rows(),
        }
        if self.encode_seconds is not None:
            figures["encode_seconds"] = round(self.encode_seconds, 1)
            figures["build_speed"] = round(self.encode_seconds / self.build_seconds, 2)
        return figures

    def rows(self) -> list[dict[str, Any]]:
        """Return each system's figures, ours first."""
        return [self._row(system) for system in self.systems]

    def _row(self, system: Measured) -> dict[str, Any]:
        """Return one system's means and its paired differences to ours, with 95 % intervals."""
        difference = system.values - self.systems[0].values
        means = estimates(np.hstack([system.values, difference]), np.ones(len(difference)), self._clusters)
        rounded = [[round(one.mean, 4), round(one.low, 4), round(one.high, 4)] for one in means]
        names = [str(measure) for measure in MEASURES]
        return {
            "name": system.name,
            **dict(zip(names, rounded, strict=False)),
            "minus_ours": dict(zip(names, rounded[len(names) :], strict=True)),
            **_milliseconds(system),
        }

    @property
    def _clusters(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        relevant = self.collection.relevant
        return cluster_numbers([min(relevant.get(id_, {id_})) for id_ in self.collection.questions])

    def write_run(self, path: Path) -> None:
        """Write our ranking as a TREC run file."""
        lines = (
            f"{question} Q0 {id_} {rank} {score:.6f} assistant\n"
            for question, ranking in self.systems[0].rankings.items()
            for rank, (id_, score) in enumerate(ranking, 1)
        )
        path.write_text("".join(lines), encoding="utf-8")

    def write_rows(self, path: Path) -> None:
        """Write one CSV row per question and system."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["question", "system", *map(str, MEASURES), "ms"])
            for system in self.systems:
                for id_, values, ms in zip(self.collection.questions, system.values, system.times, strict=True):
                    writer.writerow([id_, system.name, *(round(float(value), 4) for value in values), round(ms, 2)])


def _milliseconds(system: Measured) -> dict[str, float]:
    low, high = np.percentile(system.times, (50, 95))
    return {"ms_p50": round(float(low), 1), "ms_p95": round(float(high), 1)}


def run_benchmark(
    folder: Path,
    split: str,
    encoder_name: str,
    progress: Progress,
    against: Sequence[str] = (),
    ranker: Ranker = DEFAULT,
) -> Benchmark:
    """Index the collection, and ask every question of the assistant's ranker and of those `against` it.

    Each system encodes its questions anew, so that its times hold the encoding. With anything `against`, encoding
    the passages by `SentenceTransformer.encode` alone is timed too.
    """
    collection = read_collection(folder, split)
    texts = collection.passages
    passages = [passage for _, group in texts.values() for passage in group]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        seconds = build_edition(Path(scratch), texts, _warm(encoder_name), progress)
        alone = _encoded_alone(passages, encoder_name, progress) if against else None
        edition = CurrentIndex(Path(scratch)).edition()
        systems = []
        for name in (OURS, *against):
            ground = Ground(edition, passages, _warm(encoder_name), alone[0] if alone else {})
            rank = ours(ground, ranker) if name == OURS else BASELINES[name](ground)
            systems.append(measured(name, rank, collection, progress))
        edition.close()
    return Benchmark(
        encoder_name, ranker.name, collection, len(passages), seconds, alone[1] if alone else None, tuple(systems)
    )


def build_edition(index: Path, texts: Texts, encoder: SentenceEncoder, progress: Progress) -> float:
    """Build an edition of a collection, and give the seconds that it took."""
    started = time.perf_counter()
    write_edition(index, "benchmark", texts, encoder, progress=progress)
    finish_edition(index, "benchmark", texts, encoder)
    return time.perf_counter() - started


def _warm(encoder_name: str) -> SentenceEncoder:
    """Open an encoder that remembers no question."""
    encoder = SentenceEncoder(encoder_name)
    encoder.encode(["warm"])
    return encoder


def _encoded_alone(
    passages: Sequence[Passage], encoder_name: str, progress: Progress
) -> tuple[dict[str, Vectors], float]:
    """Encode the passages by the library's own call, and give the vectors by text and the seconds."""
    encode, texts = _warm(encoder_name).alone(), [passage.text for passage in passages]
    started = time.perf_counter()
    vectors = encode(texts)
    seconds = time.perf_counter() - started
    progress("Encoding alone", len(texts), len(texts))
    return dict(zip(texts, vectors, strict=True)), seconds


def measured(name: str, rank: Rank, collection: Collection, progress: Progress) -> Measured:
    """Ask every question of one system; a question for which it finds nothing scores 0."""
    rankings: dict[str, Ranking] = {}
    times = []
    for number, (id_, text) in enumerate(collection.questions.items(), 1):
        begun = time.perf_counter()
        rankings[id_] = rank(text)
        times.append((time.perf_counter() - begun) * 1000)
        progress(f"Asking {name}", number, len(collection.questions))
    return Measured(name, rankings, values_of(rankings, collection), tuple(times))


def values_of(rankings: dict[str, Ranking], collection: Collection) -> Floats:
    """Return the measures of rankings: shape (questions, measures), in the order of the questions."""
    rows = {id_: row for row, id_ in enumerate(collection.questions)}
    columns = {measure: column for column, measure in enumerate(MEASURES)}
    values = np.zeros((len(rows), len(columns)))
    run = [ScoredDoc(id_, text, score) for id_, ranking in rankings.items() for text, score in ranking]
    for metric in ir_measures.iter_calc(list(MEASURES), list(collection.judgements), run) if run else ():
        if metric.query_id in rows:
            values[rows[metric.query_id], columns[metric.measure]] = metric.value
    return values
