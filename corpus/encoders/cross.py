"""Cross-encoders, which read two texts together: one reranks, one tells whether a text entails a claim."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.encoders.verdict import refuse_loser
from corpus.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RELATIONS = {"entail": "entailment", "neutral": "neutral", "contra": "contradiction"}  # how labels begin
BATCH = 16


class CrossReader:
    """A cross-encoder, which reads a question and a text together; loaded at its first use."""

    def __init__(self, name: str) -> None:
        """Name the model, or its folder."""
        self.name = name
        self._model: CrossEncoder | None = None
        self._lock = threading.Lock()

    def fit(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return how well each text fits the question: float32, shape (texts,); raise InputError if none is loaded."""
        with self._lock:
            if self._model is None:
                refuse_loser(self.name, "ASSISTANT_RERANKER")
                self._model = _open(
                    self.name, "Set ASSISTANT_RERANKER to the name or folder of a cross-encoder, or leave it out."
                )
            fits = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        fits = np.asarray(fits, dtype=np.float32)
        if fits.shape != (len(texts),):
            raise InputError(f"The reranker {self.name!r} gives several numbers a pair: ASSISTANT_RERANKER needs one.")
        return fits


class Entailment:
    """An NLI cross-encoder by name or folder. Its columns are found by the names of `id2label`, never by position."""

    def __init__(self, name: str) -> None:
        """Load the model; raise InputError for one that cannot be loaded, or whose labels name no relation."""
        self.name = name
        self._model = _open(name, "Name a folder or a sentence-transformers cross-encoder.")
        self._columns = columns_of(name, _id2label(self._model))

    def relations(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Name the likeliest relation of each (text, claim): entailment, neutral or contradiction."""
        if not pairs:
            return []
        scores: NDArray[np.float32] = np.asarray(
            self._model.predict(list(pairs), batch_size=BATCH, show_progress_bar=False)
        )
        if scores.shape != (len(pairs), len(self._columns)) or not np.isfinite(scores).all():
            raise InputError(f"{self.name} gives no three finite scores a pair: it is not an NLI cross-encoder.")
        return [self._columns[int(column)] for column in scores.argmax(axis=1)]


def columns_of(name: str, id2label: dict[int, str]) -> tuple[str, ...]:
    """Read which column means what; raise InputError where the names do not tell the three relations."""
    known = [
        next((relation for start, relation in RELATIONS.items() if str(id2label[column]).lower().startswith(start)), "")
        for column in sorted(id2label)
    ]
    if sorted(known) != sorted(RELATIONS.values()):
        raise InputError(
            f"{name} names its labels {', '.join(map(str, id2label.values()))}: an NLI cross-encoder must say "
            "in id2label of its config.json which is entailment, neutral and contradiction."
        )
    return tuple(known)


def _id2label(model: CrossEncoder) -> dict[int, str]:
    named: Any = getattr(model.config, "id2label", None) or {}
    return {int(column): str(label) for column, label in named.items()}


def _open(name: str, remedy: str) -> CrossEncoder:
    if Path(name).exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"The cross-encoder {name!r} cannot be loaded: {str(error).splitlines()[0]} {remedy}"
        ) from error
    return model
