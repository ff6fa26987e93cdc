"""How build and search grow: `python -m benchmarks.speed.scale BEIR [--sizes 14000 100000] [--stages ...]`.

The passages of a BEIR folder are multiplied (`benchmarks.speed.multiplied`), with vectors made by turning those of the
originals. Each stage runs in a process of its own, whose peak memory is told. A question's time includes its encoding.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

import bm25s
import numpy as np
from numpy.typing import NDArray

from assistant.answers.records import Intent, Query
from assistant.retrieval import rank
from benchmarks.speed.multiplied import Known, corpus_of, multiplied, originals, questions, turned
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Asked, SentenceEncoder, Vectors
from corpus.index.edition import LEXICAL, TEXTS, Edition
from corpus.index.keywords import LexicalIndex
from corpus.index.manifest import current_edition
from corpus.index.scope import Scope
from corpus.index.vectors import VECTORS
from corpus.index.writing import finish_edition, write_edition
from corpus.language.sentences import sentence_spans
from corpus.language.terms import terms

ADDED = 100
TOP = 100
SCOPES = {"all": (), "one place": ("Japan",)}
HALF_BY = date(2020, 12, 31)
Sought = TypeVar("Sought")
Times = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a stage needs: the BEIR folder, the folder of vectors and indexes, and the number of passages."""

    beir: Path
    folder: Path
    size: int

    @property
    def index(self) -> Path:
        """The index folder of this size."""
        return self.folder / f"index-{self.size}"


def vectors_of(setting: Setting) -> Vectors:
    """Return the vectors of the originals, as the first stage wrote them."""
    return np.asarray(np.load(setting.folder / "originals.npy"), dtype=np.float32)


def encode(setting: Setting) -> dict[str, float]:
    """Encode the originals as a build does, once; skipped where an earlier run has left the vectors."""
    path, texts = setting.folder / "originals.npy", originals(setting.beir)
    if path.is_file():
        return {}
    encoder = SentenceEncoder()
    encoder.encode(["warm"])
    started = time.perf_counter()
    vectors = encoder.encode_spans(texts, [sentence_spans(text) for text in texts]).vectors
    seconds = time.perf_counter() - started
    np.save(path, vectors)
    return {"passages": len(texts), "seconds": seconds, "a second": len(texts) / seconds}


def build(setting: Setting) -> dict[str, float]:
    """Build an index with known vectors; the keyword side is timed by itself too."""
    made = corpus_of(originals(setting.beir), setting.size)
    passages = [passage for _, group in made.values() for passage in group]
    started = time.process_time()
    LexicalIndex.build(passages)
    keywords = time.process_time() - started
    shutil.rmtree(setting.index, ignore_errors=True)
    setting.index.mkdir(parents=True)
    encoder = Known(vectors_of(setting))
    started, processor = time.perf_counter(), time.process_time()
    write_edition(setting.index, "one", made, encoder)
    finish_edition(setting.index, "one", made, encoder)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    folder = setting.index / "one"
    disk = {f"MB {name}": _megabytes(folder / name) for name in (LEXICAL, TEXTS, VECTORS)}
    return {"keyword CPU seconds": keywords, "seconds": seconds, "CPU seconds": processor, **disk}


def add(setting: Setting) -> dict[str, float]:
    """Build the next edition with some new passages, from the first."""
    made = corpus_of(originals(setting.beir), setting.size + ADDED)
    encoder = Known(vectors_of(setting), setting.size)
    current = Edition(setting.index / "one")
    started, processor = time.perf_counter(), time.process_time()
    encoded = write_edition(setting.index, "two", made, encoder, current=current)
    seconds, processor = time.perf_counter() - started, time.process_time() - processor
    current.close()
    shutil.rmtree(setting.index / "two")
    return {"encoded": encoded, "seconds": seconds, "CPU seconds": processor}


def ask(setting: Setting) -> dict[str, float]:
    """Ask questions of the product's own ranker, with encoding, and each leg by itself."""
    encoder = SentenceEncoder()
    encoder.encode(["warm"])
    index = CurrentIndex(setting.index)
    before = _memory()
    asked = questions(setting.beir)
    started = time.perf_counter()
    _rank(asked[0], index.edition(), encoder, date.max, ())
    figures = {"first question s": time.perf_counter() - started}
    edition = index.edition()
    vectors = {text: encoder.encode([text])[0] for text in asked}
    for name, places in SCOPES.items():
        for day in (date.max, HALF_BY):
            times = _times(asked, lambda text: _rank(text, edition, SentenceLike(encoder), day, places))  # noqa: B023 - called at once
            figures |= _percentiles(f"{name}, {'now' if day == date.max else 'as of 2020'}", times)
    scope = Scope(date.max)
    figures |= _percentiles("keyword leg", _times(asked, lambda text: edition.keyword_matches(text, TOP, scope)))
    figures |= _percentiles("vector leg", _times(asked, lambda text: edition.nearest(vectors[text], TOP, scope)))
    figures["MB reader, beyond the encoder"] = _memory() - before
    index.close()
    return figures


class SentenceLike:
    """The encoder without its memory of questions, so that each one is encoded."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        """Take the encoder."""
        self._encoder = encoder
        self.name = encoder.name
        self.encode, self.encode_spans = encoder.encode, encoder.encode_spans

    def question(self, text: str) -> Asked:
        """Encode a question, marked so that no earlier call has met it."""
        return self._encoder.question(f"{text} {random.random()}")


def _rank(
    text: str, edition: Edition, encoder: SentenceEncoder | SentenceLike, day: date, places: tuple[str, ...]
) -> object:
    return rank(Query(text, text, day, Intent.FACT, places), edition, encoder, 10)


def keywords(setting: Setting) -> dict[str, float]:
    """Compare keyword engines on the same terms of the same passages: BM25 of the passage's own words, top 100."""
    rows = [[sys.intern(term) for term in terms(text)] for text in multiplied(originals(setting.beir), setting.size)]
    asked = [terms(text) for text in questions(setting.beir)]
    figures: dict[str, float] = {}
    for name, engine in (("counts", _counts), ("bm25s", _bm25s), ("fts5", _fts5)):
        with tempfile.TemporaryDirectory(dir=setting.folder) as folder:
            started = time.perf_counter()
            search = engine(rows, Path(folder))
            figures[f"{name} build s"] = time.perf_counter() - started
            figures[f"{name} MB disk"] = _megabytes(Path(folder))
            figures |= _percentiles(name, _times(asked, search))
    return figures


def _counts(rows: list[list[str]], folder: Path) -> Callable[[list[str]], object]:
    from corpus.index.edition import _best_rows
    from corpus.index.postings import Counts

    counts = Counts.of(rows)
    counts.save(folder)
    index = LexicalIndex({"words": counts}, len(rows))
    return lambda words: _best_rows(index.scores(" ".join(words)), TOP)


def _bm25s(rows: list[list[str]], folder: Path) -> Callable[[list[str]], object]:
    engine = bm25s.BM25(k1=0.7, b=0.75)
    engine.index(rows, show_progress=False)
    engine.save(folder)
    return lambda words: engine.retrieve([words], k=TOP, show_progress=False)


def _fts5(rows: list[list[str]], folder: Path) -> Callable[[list[str]], object]:
    connection = sqlite3.connect(folder / "fts.db")
    connection.execute("CREATE VIRTUAL TABLE texts USING fts5(words, content='', tokenize='unicode61')")
    connection.executemany("INSERT INTO texts (words) VALUES (?)", ((" ".join(row),) for row in rows))
    connection.commit()
    query = f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT {TOP}"
    return lambda words: connection.execute(query, (" OR ".join(f'"{word}"' for word in words),)).fetchall()


def scan(setting: Setting) -> dict[str, float]:
    """Compare Chroma's graph with looking at every vector, in float32 and in int8, on the same vectors."""
    originals_, size = vectors_of(setting), setting.size
    held = np.concatenate([turned(originals_, at, min(10_000, size - at)) for at in range(0, size, 10_000)])
    encoder, asked = SentenceEncoder(), questions(setting.beir)
    vectors = encoder.encode(asked)
    edition = Edition(setting.index / str(current_edition(setting.index)))
    ids = {passage[0]: row for row, passage in enumerate(edition.texts.columns())}
    exact = [set(_top(held @ vector)) for vector in vectors]
    near = [{ids[id_] for id_, _ in edition.nearest(vector, TOP, Scope())} for vector in vectors]
    figures = {"graph recall@100": float(np.mean([len(a & b) / TOP for a, b in zip(exact, near, strict=True)]))}
    figures |= _percentiles("graph", _times(list(vectors), lambda vector: edition.nearest(vector, TOP, Scope())))
    figures |= _percentiles("float32 scan", _times(list(vectors[:20]), lambda vector: _top(held @ vector)))
    small = np.concatenate([_small(held[at : at + 10_000]) for at in range(0, size, 10_000)])
    figures["MB float32"], figures["MB int8"] = held.nbytes / 1e6, small.nbytes / 1e6
    figures |= _percentiles("int8 scan", _times(list(vectors[:20]), lambda vector: _top(_dots(small, vector))))
    edition.close()
    return figures


def _small(vectors: Vectors) -> NDArray[np.int8]:
    return np.asarray(np.round(vectors * 127), dtype=np.int8)


def _dots(small: NDArray[np.int8], vector: NDArray[np.float32]) -> Vectors:
    """Multiply int8 vectors in blocks that fit into the cache: numpy has no fast product of integers."""
    return np.concatenate([small[at : at + 4096].astype(np.float32) @ vector for at in range(0, len(small), 4096)])


def _top(scores: Vectors) -> list[int]:
    return [int(row) for row in np.argpartition(-scores, TOP)[:TOP]]


def _times(asked: Sequence[Sought], search: Callable[[Sought], object]) -> Times:
    """Return the milliseconds of each search, on the clock and of the processor, after one that does not count."""
    search(asked[0])
    times = []
    for one in asked:
        clock, processor = time.perf_counter(), time.process_time()
        search(one)
        times.append(((time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000))
    return times


def _percentiles(name: str, times: Times) -> dict[str, float]:
    clock, processor = np.array(times).T
    return {
        f"{name} ms p50": float(np.percentile(clock, 50)),
        f"{name} ms p95": float(np.percentile(clock, 95)),
        f"{name} CPU ms p50": float(np.percentile(processor, 50)),
        f"{name} CPU ms p95": float(np.percentile(processor, 95)),
    }


def _megabytes(path: Path) -> float:
    return sum(file.stat().st_size for file in (path, *path.rglob("*")) if file.is_file()) / 1e6


def _memory() -> float:
    """Return the memory that this process holds now, in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6


STAGES: dict[str, Callable[[Setting], dict[str, float]]] = {
    "encode": encode, "build": build, "add": add, "ask": ask, "keywords": keywords, "scan": scan,
}  # fmt: skip


def run(stage: str, setting: Setting) -> dict[str, float]:
    """Run a stage and add its seconds and the peak memory of its process."""
    started = time.perf_counter()
    figures = STAGES[stage](setting)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    spent = {"stage seconds": time.perf_counter() - started, "stage CPU seconds": time.process_time()}
    figures |= spent | {"MB peak": peak, "load": os.getloadavg()[0]}
    return {name: round(value, 4) for name, value in figures.items()}


def main() -> None:
    """Run the stages, a process each, and print a line of JSON for each as it ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("beir", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[14_000, 100_000])
    parser.add_argument("--stages", nargs="+", choices=STAGES, default=list(STAGES))
    parser.add_argument("--folder", type=Path, help="where indexes are kept; a temporary one if not given")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for size in arguments.sizes:
            for stage in arguments.stages:
                with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                    figures = pool.submit(run, stage, Setting(arguments.beir, folder, size)).result()
                print(json.dumps({"size": size, "stage": stage} | figures), flush=True)


if __name__ == "__main__":
    main()
