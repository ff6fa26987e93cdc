"""Bulk encoding on Ray: the batches that one process would encode, spread over the workers of a cluster.

A batch holds the same texts as in one process, so that its vectors are the same too. A worker that dies is replaced and
its batches are encoded again. The only file that knows Ray; its workers need this program installed.
"""

from __future__ import annotations

import importlib
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import corpus
from corpus.encoders.sentence import Asked, Encoded, SentenceEncoder, Spans, Vectors, batches
from corpus.errors import InputError

LOCAL = "local"  # a cluster of this machine's cores, which ends with the command
FEW = 500  # texts that are encoded here: starting workers takes longer
PATIENCE = 10.0  # seconds in which a cluster takes a connection
OBJECT_STORE = 200_000_000  # bytes: batches are small
Row = dict[str, Any]


class SpreadEncoder:
    """An encoder whose bulk work is done by the workers of a Ray cluster; questions are encoded here."""

    def __init__(self, name: str, address: str) -> None:
        """Name the model, and the cluster: `local`, or an address as Ray writes it.

        Raises InputError where Ray is not installed or the cluster is not reached.
        """
        self.name = name
        self._here = SentenceEncoder(name)
        self._ray = _connected(address)
        self._workers = max(1, int(self._ray.cluster_resources().get("CPU", 1)))

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return one unit vector per text; see `Encoder.encode`."""
        if len(texts) <= FEW:
            return self._here.encode(texts, progress)
        return self.encode_spans(texts, [[] for _ in texts], progress).vectors

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Spans], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Encode texts, their spans and their tokens on the workers; see `Encoder.encode_spans`."""
        if len(texts) <= FEW:
            return self._here.encode_spans(texts, spans, progress)
        vectors: list[NDArray[np.float32]] = [np.zeros(0, dtype=np.float32)] * len(texts)
        encoded = Encoded(
            np.zeros(0, dtype=np.float32), [vectors[0]] * len(texts), [np.zeros(0, np.uint8)] * len(texts)
        )
        done = 0
        for row in self._rows(texts, spans):
            for place, vector, parts, tokens in _unpacked(row):
                vectors[place], encoded.spans[place], encoded.tokens[place] = vector, parts, tokens
            done += len(row["places"])
            if progress is not None:
                progress(done)
        return Encoded(np.stack(vectors), encoded.spans, encoded.tokens)

    def question(self, text: str) -> Asked:
        """Encode a question with its tokens."""
        return self._here.question(text)

    def _rows(self, texts: Sequence[str], spans: Sequence[Spans]) -> Iterator[Row]:
        data = importlib.import_module("ray.data")
        rows = [
            {
                "places": places,
                "texts": [texts[place] for place in places],
                "spans": [[bound for span in spans[place] for bound in span] for place in places],
            }
            for places in batches(texts)
        ]
        workers = min(self._workers, len(rows))
        dataset = data.from_items(rows, override_num_blocks=min(len(rows), 8 * workers))
        pool = data.ActorPoolStrategy(size=workers)
        yield from dataset.map(Worker, fn_constructor_args=(self.name,), compute=pool, num_cpus=1).iter_rows()


class Worker:
    """Encodes batches in a process of its own."""

    def __init__(self, name: str) -> None:
        """Name the model, which is loaded with the first batch."""
        self._encoder = SentenceEncoder(name)

    def __call__(self, row: Row) -> Row:
        """Encode a batch; what comes out is bytes and the sizes to read them by."""
        spans = [list(zip(bounds[::2], bounds[1::2], strict=True)) for bounds in row["spans"]]
        encoded = self._encoder.encode_spans([str(text) for text in row["texts"]], spans)
        return {
            "places": row["places"],
            "width": encoded.vectors.shape[1],
            "vectors": encoded.vectors.tobytes(),
            "spans": b"".join(part.astype(np.float32).tobytes() for part in encoded.spans),
            "span_counts": [len(part) for part in encoded.spans],
            "tokens": b"".join(codes.tobytes() for codes in encoded.tokens),
            "token_counts": [len(codes) for codes in encoded.tokens],
        }


def _unpacked(row: Row) -> Iterator[tuple[int, NDArray[np.float32], Vectors, NDArray[np.uint8]]]:
    """Yield for each text of a batch its place, its vector, those of its spans, and its tokens."""
    width, places = int(row["width"]), [int(place) for place in row["places"]]
    vectors = np.frombuffer(row["vectors"], dtype=np.float32).reshape(-1, width)
    spans = np.frombuffer(row["spans"], dtype=np.float32).reshape(-1, width)
    counts = [int(count) for count in row["token_counts"]]
    tokens = np.frombuffer(row["tokens"], dtype=np.uint8)
    tokens = tokens.reshape(sum(counts), -1) if sum(counts) else tokens.reshape(0, 0)
    ends = np.cumsum([int(count) for count in row["span_counts"]])[:-1]
    yield from zip(places, vectors, np.split(spans, ends), np.split(tokens, np.cumsum(counts)[:-1]), strict=True)


def _connected(address: str) -> Any:
    """Start a cluster on this machine, or join another; raise InputError where neither can be."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # nobody is told
    os.environ.setdefault("RAY_worker_niceness", "0")  # at Ray's own 15, workers of a busy machine stand still
    try:
        ray = importlib.import_module("ray")
        importlib.import_module("ray.data")
    except ImportError as error:
        raise InputError(f"Ray cannot be used ({error}): run `pip install '.[ray]'`, or leave --ray away.") from error
    local: dict[str, Any] = {"include_dashboard": False, "object_store_memory": OBJECT_STORE}
    paths = {"env_vars": {"PYTHONPATH": str(Path(corpus.__file__).parents[1]), "OMP_NUM_THREADS": "1"}}
    where = local | {"runtime_env": paths} if address == LOCAL else {"address": address}
    try:
        _listening(address)
        ray.init(ignore_reinit_error=True, log_to_driver=False, logging_level="ERROR", **where)
    except (OSError, ValueError, RuntimeError) as error:
        said = " ".join(str(error).split())[:200]
        raise InputError(f"There is no Ray cluster at {address} ({said}): write `local`, or its address.") from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    return ray


def _listening(address: str) -> None:
    """Raise OSError where nobody listens at an address with a port, which Ray would try to reach for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=PATIENCE).close()
