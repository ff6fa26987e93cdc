"""Artefacts: what `tune` writes and `ASSISTANT_RANKING` reads. A folder of JSON, plain text and numbers, never pickle.

`ranking.json` says what it is and whether it won; `known.npy` holds the vectors of the judged questions; `forest-N.txt`
are LightGBM's own text format; `CARD.md` tells people how it was made and what it is worth.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.retrieval.forest import Forest
from assistant.retrieval.known_questions import KNOWN_NAMES, Known
from assistant.retrieval.signals import NAMES, RAW, Column, Signals, stretched
from corpus.errors import InputError
from corpus.files import write_whole

ARTEFACT_VERSION = 2
FOREST_NAMES = (*NAMES, *RAW, *KNOWN_NAMES)


@dataclass(frozen=True, slots=True)
class Tuned:
    """A ranker fitted to judged questions: weights, or a forest where there is one."""

    name: str
    known: Known
    weights: Mapping[str, float]
    forest: Forest | None = None

    @property
    def late(self) -> bool:
        """Whether late interaction is used: what was fitted read all signals."""
        return True

    def scores(self, question: str, signals: Signals) -> Column:
        """Score the candidates, stretched to [0, 1]."""
        return stretched(self.measure(with_known(question, signals, self.known)))

    def measure(self, signals: Signals) -> Column:
        """Score candidates whose signals hold what is known."""
        if self.forest is not None:
            return self.forest.predict(signals.matrix(FOREST_NAMES))
        return np.asarray(
            sum(weight * signals.columns[name] for name, weight in self.weights.items()), dtype=np.float32
        )


def with_known(question: str, signals: Signals, known: Known, but: Collection[int] = ()) -> Signals:
    """Return the signals of a question with what the known questions say; see `Known.columns`."""
    return replace(signals, columns=signals.columns | known.columns(question, signals, but))


def write_artefact(folder: Path, tuned: Tuned, encoder: str, report: Mapping[str, object], card: str) -> None:
    """Write the folder; `report` holds the figures of the fit and whether it won (`won`)."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "known.npy", tuned.known.vectors.astype(np.float16), allow_pickle=False)
    forests = tuned.forest.texts if tuned.forest else ()
    for number, text in enumerate(forests, 1):
        write_whole(folder / f"forest-{number}.txt", text.encode())
    content = {
        "version": ARTEFACT_VERSION,
        "name": tuned.name,
        "encoder": encoder,
        "weights": dict(tuned.weights),
        "forests": len(forests),
        "features": list(FOREST_NAMES) if forests else list(tuned.weights),
        "relevant": [list(ids) for ids in tuned.known.relevant],
        "words": [list(words) for words in tuned.known.words],
        **report,
    }
    write_whole(folder / "CARD.md", card.encode())
    write_whole(folder / "ranking.json", json.dumps(content, indent=1).encode())


def read_artefact(folder: Path, encoder: str) -> Tuned:
    """Open what `write_artefact` wrote.

    Raises InputError for one that did not win, is of another encoder or version, or cannot be read.
    """
    again = "Run `python -m assistant tune` again, or unset ASSISTANT_RANKING."
    try:
        content: dict[str, Any] = json.loads((folder / "ranking.json").read_text(encoding="utf-8"))
        if content["version"] != ARTEFACT_VERSION or _unknown(content):
            raise InputError(f"The ranking at {folder} is of another version. {again}")
        if not content["won"]:
            raise InputError(f"The ranking at {folder} did not win on held-out questions, and is not used. {again}")
        if content["encoder"] != encoder:
            raise InputError(f"The ranking at {folder} was fitted with the encoder {content['encoder']!r}. {again}")
        vectors = np.load(folder / "known.npy", allow_pickle=False).astype(np.float32)
        texts = [(folder / f"forest-{n}.txt").read_text(encoding="utf-8") for n in range(1, content["forests"] + 1)]
        known = Known(vectors, content["relevant"], content["words"])
        return Tuned(content["name"], known, content["weights"], Forest(texts) if texts else None)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(f"ASSISTANT_RANKING: {folder} holds no ranking that can be read ({error}). {again}") from error


def _unknown(content: Mapping[str, Sequence[str]]) -> bool:
    if content["forests"]:
        return content["features"] != list(FOREST_NAMES)
    return not set(content["features"]) <= set(FOREST_NAMES)
