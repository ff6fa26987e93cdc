"""A cross-encoder that tells whether a text entails a claim (natural language inference), with its labels read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import InputError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

RELATIONS = {"entail": "entailment", "neutral": "neutral", "contra": "contradiction"}  # how labels begin
BATCH = 16


class Entailment:
    """An NLI cross-encoder by name or folder. Its columns are found by the names of `id2label`, never by position."""

    def __init__(self, name: str) -> None:
        """Load the model; raise InputError for one that cannot be loaded, or whose labels name no relation."""
        self.name = name
        self._model = _open(name)
        self._columns = columns_of(name, _id2label(self._model))

    def relations(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """Name the likeliest relation of each (text, claim): entailment, neutral or contradiction."""
        if not pairs:
            return []
        scores: NDArray[np.float32] = np.asarray(
            self._model.predict(list(pairs), batch_size=BATCH, show_progress_bar=False)
        )
        if scores.shape != (len(pairs), len(self._columns)) or not np.isfinite(scores).all():
            raise InputError(f"{self.name} gives no three finite scores a pair: it is no NLI cross-encoder.")
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


def _open(name: str) -> CrossEncoder:
    if Path(name).exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import CrossEncoder
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model: CrossEncoder = CrossEncoder(name, device="cpu", trust_remote_code=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"The NLI model {name!r} cannot be loaded: {str(error).splitlines()[0]} "
            "Name a folder or a sentence-transformers cross-encoder."
        ) from error
    return model
