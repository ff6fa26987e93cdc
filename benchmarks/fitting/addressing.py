"""Fits what tells sentences to whoever answers about a text: `python -m benchmarks.fitting.addressing --write`.

`addressing.jsonl` holds claims and the frames around them, both of orders and of plain rules, so that no claim gives
an order away. Sentences of the notes are plain too, and those of `shared/official`. Frames and claims that are `held`,
and every second text, are kept from a first fit that is reported; the model that is written learns from all.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from assistant.settings import SHIPPED_TEXTS
from benchmarks.tables import ROOT
from corpus.language.screening.addressing import MODEL, OF_WORDS, features, pieces

EXAMPLES = Path(__file__).with_name("addressing.jsonl")
OFFICIAL = ROOT.parent / "shared" / "official"
SEED = 20_261_129
STRENGTH = 0.3  # of the fitting; less of it leaves short orders undecided
WEIGHT, TEXT = 1_000.0, 2.0  # of all frames of one kind in a language, and of a piece of a text
HEAD = "\n---\n"  # ends the head of a note, which holds no sentence
FEWEST = 20  # characters of a sentence of a text
MOST_PLAIN = 12_000  # sentences of texts
SLOT, HELD = "{}", "held"
THRESHOLDS = (0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
Rows = list[dict[str, Any]]
Labelled = list[tuple[str, bool, float]]  # text, whether it speaks to whoever answers, weight


def framed(rows: Rows, claims: dict[str, list[str]]) -> Labelled:
    """Return the frames with each claim of their language; in each, both kinds weigh the same, and so do frames."""
    count = Counter((row["language"], row["kind"]) for row in rows)
    made = []
    for row in rows:
        said = claims[row["language"]] if SLOT in row["text"] else [""]
        weight = WEIGHT / count[row["language"], row["kind"]] / len(said)
        made += [(row["text"].replace(SLOT, claim), row["kind"] == "addressing", weight) for claim in said]
    return made


def texts(folder: Path, kinds: str) -> Iterator[list[str]]:
    """Yield what the screen reads as one in each text below a folder: its lines, their sentences and cells."""
    for path in sorted(folder.rglob(kinds)):
        lines = path.read_text(encoding="utf-8").rpartition(HEAD)[2].splitlines()
        yield list(dict.fromkeys(one for line in lines for one in pieces(line) if len(one) >= FEWEST))


def told(rows: Rows) -> frozenset[str]:
    """Return the words of frames without their claims: the model looks at no others, least of all at those of rules."""
    parts = (part for row in rows for part in (row["text"].replace(SLOT, " "), *row["text"].split(SLOT)))
    return frozenset(one for part in parts for one in features(part) if one.startswith(OF_WORDS))


class Reader:
    """Gives the features of sentences as the model reads them, each sentence looked at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: dict[str, frozenset[str]] = {}

    def __call__(self, those: Iterable[str], words: frozenset[str]) -> list[dict[str, float]]:
        """Return the features of sentences by name; of words only these."""
        for text in those:
            if text not in self._found:
                self._found[text] = features(text)
        kept = ([one for one in self._found[text] if one in words or not one.startswith(OF_WORDS)] for text in those)
        return [dict.fromkeys(sorted(names), 1.0) for names in kept]


def fitted(labelled: Labelled, words: frozenset[str], read: Reader) -> Pipeline:
    """Fit the model."""
    model = make_pipeline(DictVectorizer(), LogisticRegression(C=STRENGTH, max_iter=2_000))
    given, kinds, weights = zip(*labelled, strict=True)
    return model.fit(read(given, words), kinds, logisticregression__sample_weight=weights)


def chances(model: Pipeline, those: Sequence[str], words: frozenset[str], read: Reader) -> NDArray[np.float64]:
    """Return the chance of each sentence: shape (sentences,)."""
    return np.asarray(model.predict_proba(read(those, words))[:, 1])


def split_rows(rows: Rows) -> tuple[Rows, dict[str, list[str]]]:
    """Return the frames, and the claims by language."""
    claims: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] == "claim":
            claims.setdefault(row["language"], []).append(row["text"])
    return [row for row in rows if row["kind"] != "claim"], claims


def report(rows: Rows, notes: list[list[str]], official: list[list[str]], read: Reader) -> None:
    """Print how a model does on frames with claims, and on texts, that it has not seen."""
    frames, claims = split_rows([row for row in rows if not row.get(HELD)])
    texts_seen = [one for text in (*notes[::2], *official[::2]) for one in text]
    plain = [(one, False, TEXT) for one in Random(SEED).sample(texts_seen, min(MOST_PLAIN, len(texts_seen)))]
    words = told(frames)
    model = fitted([*framed(frames, claims), *plain], words, read)
    left = framed(*split_rows([row for row in rows if row.get(HELD)]))
    print(f"{len(frames)} frames, {len(plain)} plain sentences; held out {len({text for text, *_ in left})} sentences")
    given = chances(model, [text for text, *_ in left], words, read)
    of_texts = {name: chances(model, [one for text in those[1::2] for one in text], words, read)
                for name, those in (("notes", notes), ("official", official))}  # fmt: skip
    addressing = np.array([is_addressing for _, is_addressing, _ in left])
    for at in THRESHOLDS:
        told_wrong = ", ".join(f"{(those >= at).sum()} of {len(those)} of {name}" for name, those in of_texts.items())
        print(f"at {at}: found {(given >= at)[addressing].mean():.2f}, "
              f"look-alikes {(given >= at)[~addressing].mean():.2f}, {told_wrong}")  # fmt: skip


def main() -> None:
    """Print how the model does on what it has not seen, then what of all texts is nearest to an order; maybe write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    notes, official = list(texts(SHIPPED_TEXTS, "*.md")), list(texts(OFFICIAL, "*.txt"))
    if not official:
        raise SystemExit(f"{OFFICIAL} holds no texts: their sentences are plain ones to learn from.")
    read = Reader()
    report(rows, notes, official, read)
    frames, claims = split_rows(rows)
    words = told(frames)
    every = [(one, False, TEXT) for text in (*notes, *official) for one in text]
    model = fitted([*framed(frames, claims), *every], words, read)
    those = [one for one, *_ in every]
    worst = sorted(zip(chances(model, those, words, read), those, strict=True), reverse=True)[:12]
    print("nearest of all texts", *(f"{chance:.2f} {text[:150]}" for chance, text in worst), sep="\n")
    if given.write:
        names, linear = model[0].get_feature_names_out(), model[1]
        weights = {str(name): round(float(w), 3) for name, w in zip(names, linear.coef_[0], strict=True)}
        held = {"start": float(linear.intercept_[0]), "weights": {name: w for name, w in weights.items() if w}}
        MODEL.write_text(json.dumps(held, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
