"""Fits what tells sentences to whoever answers about a text: `python -m benchmarks.fitting.addressing --write`.

`addressing.jsonl` holds claims and the frames around them, both of orders and of plain rules, so that no claim gives
an order away. Sentences of the notes are plain too, and of `shared/official` one half; the other is reported.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from assistant.settings import SHIPPED_TEXTS
from benchmarks.tables import ROOT
from corpus.language.screening.addressing import MODEL, ideas
from corpus.language.sentences import sentences

EXAMPLES = Path(__file__).with_name("addressing.jsonl")
OFFICIAL = ROOT.parent / "shared" / "official"
SEED, FOLDS = 20_261_129, 5
STRENGTH = 0.3  # of the fitting; less of it leaves short orders undecided
WEIGHT, TEXT = 1_000.0, 5.0  # of all frames of one kind in a language, and of a sentence of a text
HEAD = "\n---\n"  # ends the head of a note, which holds no sentence
FEWEST = 20  # characters of a sentence of a text
MOST_PLAIN = 12_000  # sentences of texts
SLOT = "{}"
THRESHOLDS = (0.3, 0.7)
Rows = list[dict[str, str]]
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
    """Yield the sentences of each text below a folder."""
    for path in sorted(folder.rglob(kinds)):
        lines = path.read_text(encoding="utf-8").rpartition(HEAD)[2].splitlines()
        yield [one for line in lines for one in sentences(line) if len(one) >= FEWEST]


def fitted(labelled: Labelled) -> Pipeline:
    """Fit the model."""
    model = make_pipeline(DictVectorizer(), LogisticRegression(C=STRENGTH, max_iter=2_000))
    given, kinds, weights = zip(*labelled, strict=True)
    return model.fit(found(given), kinds, logisticregression__sample_weight=weights)


@cache
def _ideas(text: str) -> dict[str, float]:
    return dict.fromkeys(sorted(ideas(text)), 1.0)


def found(those: Iterable[str]) -> list[dict[str, float]]:
    """Return the ideas of sentences as the model reads them."""
    return [_ideas(text) for text in those]


def main() -> None:
    """Print how the model does on frames and texts that it has not seen; write it if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    rows = [json.loads(line) for line in EXAMPLES.read_text(encoding="utf-8").splitlines()]
    claims: dict[str, list[str]] = {}
    for row in rows:
        if row["kind"] == "claim":
            claims.setdefault(row["language"], []).append(row["text"])
    frames = [row for row in rows if row["kind"] != "claim"]
    random = Random(SEED)
    random.shuffle(frames)
    notes = [one for text in texts(SHIPPED_TEXTS, "*.md") for one in text]
    official = list(texts(OFFICIAL, "*.txt"))
    if not official:
        raise SystemExit(f"{OFFICIAL} holds no texts: half of them are plain sentences to learn from.")
    learned = [*notes, *(one for text in official[::2] for one in text)]
    plain = [(one, False, TEXT) for one in random.sample(learned, min(MOST_PLAIN, len(learned)))]
    unseen = [one for text in official[1::2] for one in text]
    print(f"{len(frames)} frames, {len(plain)} plain sentences, {len(unseen)} unseen ones")
    for fold in range(FOLDS):
        model = fitted([*framed([r for n, r in enumerate(frames) if n % FOLDS != fold], claims), *plain])
        left = framed(frames[fold::FOLDS], claims)
        chances = model.predict_proba(found([text for text, *_ in left]))[:, 1]
        elsewhere = model.predict_proba(found(unseen))[:, 1]
        for at in THRESHOLDS:
            hit = [c >= at for c, (_, addressing, _) in zip(chances, left, strict=True) if addressing]
            wrong = [c >= at for c, (_, addressing, _) in zip(chances, left, strict=True) if not addressing]
            print(f"fold {fold} at {at}: found {np.mean(hit):.2f}, wrongly {np.mean(wrong):.3f}, "
                  f"official {int((elsewhere >= at).sum())}")  # fmt: skip
    every = [(one, False, TEXT) for text in official for one in text]
    model = fitted([*framed(frames, claims), *plain, *every])
    for name, those in (("notes", notes), ("official", [one for one, *_ in every])):
        chances = model.predict_proba(found(those))[:, 1]
        worst = sorted(zip(chances, those, strict=True), reverse=True)[:8]
        print(name, *(f"{chance:.2f} {text[:150]}" for chance, text in worst), sep="\n")
    if given.write:
        names, linear = model[0].get_feature_names_out(), model[1]
        weights = {str(name): round(float(w), 3) for name, w in zip(names, linear.coef_[0], strict=True)}
        held = {"start": float(linear.intercept_[0]), "weights": {name: w for name, w in weights.items() if w}}
        MODEL.write_text(json.dumps(held, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
