"""Fit the reader of questions: `python -m benchmarks.fitting.reader`.

Forms are fitted on the exemplars of `assistant/understanding/exemplars/forms.yaml` and on the tuning halves of the
question sets; activities, aspects and people on the questions of `corpus/texts/*/questions.tsv` with the labels of the
paragraphs that they were written from, and the place on the same questions with the names of places taken out.
What a "yes" would mean is fitted on the questions of `exemplars/senses.tsv`, which others labelled.
Reported rows take no part. The card says how well each does on what it was not fitted on: forms in five folds of
templates and on the reported half of newcomers.jsonl, senses in five folds, labels in five folds of notes, places on a
fifth of the notes.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from assistant.settings import SHIPPED_TEXTS
from assistant.understanding.reader import LABELLED, MODEL, counted, marks_of
from corpus.encoders.sentence import DEFAULT_ENCODER, SentenceEncoder
from corpus.language.places import without_places
from corpus.language.terms import CJK
from corpus.register.labels import read_labels, read_questions
from corpus.register.notes import note_files, read_register
from corpus.vocabulary.glossary import read_glossary
from tests import SETS

EXEMPLARS = MODEL.parent / "exemplars" / "forms.yaml"
SENSES = MODEL.parent / "exemplars" / "senses.tsv"  # sense, question
FILLED = 5  # times that a template is filled with other topics
FEWEST = 3  # times that a word must occur to count
SEED, FOLDS = 20261128, 5
# How the types of the older sets are read as forms; types that are no form are left out.
TYPES = {
    "as-of": "status", "status": "status", "standing": "status", "lineage": "story", "comparison": "comparison",
    "definition": "definition",
}  # fmt: skip
ONE_DATE = {"deadline": "value"}  # the sets ask for the one date of a rule, the form is a calendar of what is coming
STRENGTH_WORDS, STRENGTH_LABELS, STRENGTH_PLACES = 3.0, 4.0, 4.0  # inverse regularisation, as scikit-learn counts it

AS_ASKED = None  # senses as often as people ask them: balanced, a rare one is read where it is not meant

Floats = NDArray[np.float32]


def exemplars(seed: int = SEED) -> Iterator[tuple[str, str, str]]:
    """Yield questions made of templates, each with its form and its template."""
    held, draw = yaml.safe_load(EXEMPLARS.read_text(encoding="utf-8")), random.Random(seed)
    for form, templates in held["forms"].items():
        for template in templates:
            topics = held["topics_zh"] if CJK.search(template) else held["topics"]
            for _ in range(FILLED if "{" in template else 1):
                fill = {"x": topics, "p": held["places"], "d": held["dates"]}
                yield re.sub(r"\{([xpd])\}", partial(_drawn, draw, fill), template), form, template


def _drawn(draw: random.Random, fill: Mapping[str, Sequence[str]], match: re.Match[str]) -> str:
    return str(draw.choice(fill[match[1]]))


def set_rows(name: str, part: str) -> Iterator[tuple[str, str]]:
    """Yield the questions of one half of a set with their forms."""
    for line in (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        kind = row.get("slice", {})
        named = str(kind.get("form") or TYPES.get(kind.get("type", ""), ""))
        form = ONE_DATE.get(named, named)
        if "user_input" in row and kind.get("part") == part and form and not row.get("history"):
            yield row["user_input"], form


def fitted(
    texts: Sequence[str], vectors: Floats, names: Sequence[str], weights: str | None = "balanced"
) -> tuple[list[str], Any]:
    """Fit forms or senses by vector and words; return the words that count and scikit-learn's model."""
    seen = Counter(mark for text in texts for mark in marks_of(text))
    words = sorted(mark for mark, count in seen.items() if count >= FEWEST)
    places = {word: place for place, word in enumerate(words)}
    rows = np.hstack([vectors, np.array([counted(text, places) for text in texts])])
    return words, LogisticRegression(C=STRENGTH_WORDS, max_iter=2_000, class_weight=weights).fit(rows, names)


def right(texts: Sequence[str], vectors: Floats, names: Sequence[str], words: Sequence[str], model: Any) -> float:
    """Return the share of questions that are read rightly."""
    places = {word: place for place, word in enumerate(words)}
    rows = np.hstack([vectors, np.array([counted(text, places) for text in texts])])
    return float(np.mean(model.predict(rows) == np.array(names)))


def in_folds(
    texts: Sequence[str], vectors: Floats, names: Sequence[str], groups: Sequence[str], weights: str | None = "balanced"
) -> float:
    """Return the share of questions that are read rightly by models fitted without the questions of their group."""
    folds, scores = folds_of(groups), []
    for fold in range(FOLDS):
        kept, out = (np.flatnonzero(rows).tolist() for rows in (folds != fold, folds == fold))
        words, model = fitted([texts[i] for i in kept], vectors[kept], [names[i] for i in kept], weights)
        scores.append(right([texts[i] for i in out], vectors[out], [names[i] for i in out], words, model))
    return float(np.mean(scores))


def label_questions() -> tuple[list[str], list[str], list[dict[str, set[str]]]]:
    """Return the English questions, the notes they belong to, and the labels of their paragraphs."""
    labels, texts, notes, held = read_labels([SHIPPED_TEXTS]), [], [], []
    for id_, questions in read_questions([SHIPPED_TEXTS]).items():
        for text in (one for one in questions if id_ in labels and not CJK.search(one)):
            texts.append(text)
            notes.append(id_.split("#")[0])
            held.append({name: {word for label in labels[id_] for word in getattr(label, name)} for name in LABELLED})
    return texts, notes, held


def fitted_places(encoder: SentenceEncoder, texts: Sequence[str], notes: Sequence[str]) -> tuple[Any, float]:
    """Fit the place that a question asks about from what is left without names of places; say how often it is right.

    The share is of a fifth of the notes that took no part, and of those questions alone that say something then.
    """
    place_of = {note.policy.id: note.policy.jurisdiction for note in read_register(note_files([SHIPPED_TEXTS]))}
    left = [" ".join(without_places(text).split()) for text in texts]
    truth, vectors, held_out = np.array([place_of[note] for note in notes]), encoder.encode(left), folds_of(notes) == 0
    part = LogisticRegression(C=STRENGTH_PLACES, max_iter=200).fit(vectors[~held_out], truth[~held_out])
    right_ones = float(np.mean(part.predict(vectors[held_out]) == truth[held_out]))
    return LogisticRegression(C=STRENGTH_PLACES, max_iter=200).fit(vectors, truth), right_ones


def folds_of(groups: Sequence[str]) -> NDArray[np.int64]:
    """Return a fold for each row, the same for rows of one group."""
    names = sorted(set(groups))
    fold = {group: place % FOLDS for place, group in enumerate(random.Random(SEED).sample(names, len(names)))}
    return np.array([fold[group] for group in groups])


def main() -> None:
    """Fit, write the model, and print its card."""
    encoder, card = SentenceEncoder(), [f"# The reader of questions, fitted on {DEFAULT_ENCODER}", ""]
    arrays: dict[str, Any] = {}
    tuned = [(text, form, text) for name in ("core", "time", "newcomers") for text, form in set_rows(name, "tune")]
    rows = [*exemplars(), *tuned]
    texts, forms, templates = (list(column) for column in zip(*rows, strict=True))
    vectors = encoder.encode(texts)
    folded = in_folds(texts, vectors, forms, templates)
    words, model = fitted(texts, vectors, forms)
    report = list(set_rows("newcomers", "report"))
    unseen, truth = [text for text, _ in report], [form for _, form in report]
    shown = right(unseen, encoder.encode(unseen), truth, words, model)
    card.append(
        f"Forms: {len(texts)} questions, {len(words)} words; right in {FOLDS} folds {folded:.3f}, "
        f"on the reported half of newcomers.jsonl ({len(report)}) {shown:.3f}."
    )
    arrays |= {
        "forms names": model.classes_,
        "forms weights": model.coef_,
        "forms biases": model.intercept_,
        "words": words,
    }
    senses, asking = zip(*(line.split("\t") for line in SENSES.read_text("utf-8").splitlines()), strict=True)
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    asking_vectors = encoder.encode([glossary.in_english(text) for text in asking])
    sense_words, model = fitted(asking, asking_vectors, senses, AS_ASKED)
    card.append(
        f"Senses: {len(asking)} questions, {len(sense_words)} words; "
        f"right in {FOLDS} folds {in_folds(asking, asking_vectors, senses, asking, AS_ASKED):.3f}."
    )
    arrays |= {
        "senses names": model.classes_,
        "senses weights": model.coef_,
        "senses biases": model.intercept_,
        "sense words": sense_words,
    }
    asked, notes, held = label_questions()
    places, placed = fitted_places(encoder, asked, notes)
    arrays |= {"place names": places.classes_, "place weights": places.coef_, "place biases": places.intercept_}
    card.append(
        f"place: {len(places.classes_)} places; right on a fifth of the notes, without their names {placed:.3f}."
    )
    rows_ = encoder.encode(asked)
    held_out = folds_of(notes) == 0
    for name in LABELLED:
        counts = Counter(word for one in held for word in one[name])
        known = sorted(word for word, count in counts.items() if count >= 30)
        layers, precisions = [], []
        for word in known:
            has = np.array([word in one[name] for one in held])
            part = LogisticRegression(C=STRENGTH_LABELS, max_iter=400).fit(rows_[~held_out], has[~held_out])
            if has[held_out].any():
                precisions.append(average_precision_score(has[held_out], part.decision_function(rows_[held_out])))
            layers.append(LogisticRegression(C=STRENGTH_LABELS, max_iter=400).fit(rows_, has))
        arrays |= {
            f"{name} names": known,
            f"{name} weights": np.vstack([layer.coef_ for layer in layers]),
            f"{name} biases": np.concatenate([layer.intercept_ for layer in layers]),
        }
        card.append(f"{name}: {len(known)} words, {len(asked)} questions; mean average precision on a fifth of the "
                    f"notes that took no part {np.mean(precisions):.3f}.")  # fmt: skip
    halved = ("weights", "biases")  # half precision: a probability moves by less than .001
    numbers = {key: np.asarray(value, np.float16 if key.endswith(halved) else None) for key, value in arrays.items()}
    np.savez_compressed(MODEL, encoder=DEFAULT_ENCODER, **numbers)  # type: ignore[arg-type]
    MODEL.with_suffix(".md").write_text("\n".join(card) + "\n", encoding="utf-8")
    print("\n".join(card))


if __name__ == "__main__":
    main()
