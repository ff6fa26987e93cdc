"""Fit the reader of questions: `python -m benchmarks.fitting.reader`.

Forms are fitted on the exemplars of `assistant/understanding/exemplars/forms.yaml`, on the tuning parts of the question
sets and on questions of the notes whose form others labelled (`exemplars/forms.tsv`); activities, aspects and people on
the questions of `corpus/texts/*/questions.tsv` with the labels of the paragraphs that they were written from, and the
place on the English ones with the names of places taken out. What a "yes" would mean is fitted on the questions of
`exemplars/senses.tsv`, which others labelled; what is declined on `exemplars/matters.tsv` and on the tuning part of
declined.jsonl, beside questions of the other sets that are answered. A question is read from the vector of its own
words, in Chinese of what its characters mean as well. Reported rows take no part. The card says how well each does on
what it was not fitted on: forms, senses and matters in five folds and on the reported parts of sets, labels and places
on a fifth of the notes.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from assistant.settings import SHIPPED_TEXTS
from assistant.understanding.reader import LABELLED, MODEL, counted, marks_of
from corpus.encoders.chinese import with_chinese
from corpus.encoders.sentence import DEFAULT_ENCODER, SentenceEncoder
from corpus.language.places import without_places
from corpus.language.terms import CJK
from corpus.register.labels import read_labels, read_questions
from corpus.register.notes import note_files, read_register
from corpus.vocabulary.glossary import Glossary, read_glossary
from tests import SETS

EXEMPLARS = MODEL.parent / "exemplars" / "forms.yaml"
FORMS = MODEL.parent / "exemplars" / "forms.tsv"  # form, question
SENSES = MODEL.parent / "exemplars" / "senses.tsv"  # sense, question
MATTERS = MODEL.parent / "exemplars" / "matters.tsv"  # matter, question
FILLED = 5  # times that a template is filled with other topics
FEWEST = 3  # times that a word must occur to count
SEED, FOLDS = 20261128, 5
DECLINED = "declined"  # no form of an answer: matters tell it
# What the sets call the kinds of what is declined; steering is met by patterns and by the screen.
KINDS = {
    "prediction": "price", "price prediction": "price", "advice": "advice", "personal advice": "advice",
    "evasion": "evasion", "other topic": "other", "other subject": "other", "nonsense": "other",
}  # fmt: skip
TUNED = ("core", "time", "newcomers", "asked")
# How the types of the older sets are read as forms; types that are no form are left out.
TYPES = {
    "as-of": "status", "status": "status", "standing": "status", "lineage": "story", "comparison": "comparison",
    "definition": "definition",
}  # fmt: skip
ONE_DATE = {"deadline": "value"}  # the sets ask for the one date of a rule, the form is a calendar of what is coming
STRENGTH_LABELS, STRENGTH_PLACES = 4.0, 4.0

# Senses and matters as often as people ask them: balanced, a rare one is read where it is not meant.
WEIGHED = {"forms": "balanced", "senses": None, "matters": None}
STRENGTH = {"forms": 3.0, "senses": 3.0, "matters": 10.0}  # inverse regularisation, as scikit-learn counts it

Floats = NDArray[np.float32]
Rows = list[tuple[str, str, str]]


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
    for row in rows_of(name):
        kind = row.get("slice", {})
        named = str(kind.get("form") or TYPES.get(kind.get("type", ""), ""))
        form = ONE_DATE.get(named, named)
        if "user_input" in row and kind.get("part") == part and form not in ("", DECLINED) and not row.get("history"):
            yield row["user_input"], form


def fitted(texts: Sequence[str], vectors: Floats, names: Sequence[str], layer: str) -> tuple[list[str], Any]:
    """Fit a layer by vector and words; return the words that count and scikit-learn's model."""
    seen = Counter(mark for text in texts for mark in marks_of(text))
    words = sorted(mark for mark, count in seen.items() if count >= FEWEST)
    places = {word: place for place, word in enumerate(words)}
    rows = np.hstack([vectors, np.array([counted(text, places) for text in texts])])
    model = LogisticRegression(C=STRENGTH[layer], max_iter=2_000, class_weight=WEIGHED[layer])
    return words, model.fit(rows, names)


def right(texts: Sequence[str], vectors: Floats, names: Sequence[str], words: Sequence[str], model: Any) -> float:
    """Return the share of questions that are read rightly."""
    places = {word: place for place, word in enumerate(words)}
    rows = np.hstack([vectors, np.array([counted(text, places) for text in texts])])
    return float(np.mean(model.predict(rows) == np.array(names)))


def in_folds(texts: Sequence[str], vectors: Floats, names: Sequence[str], groups: Sequence[str], layer: str) -> float:
    """Return the share of questions that are read rightly by models fitted without the questions of their group."""
    folds, scores = folds_of(groups), []
    for fold in range(FOLDS):
        kept, out = (np.flatnonzero(rows).tolist() for rows in (folds != fold, folds == fold))
        words, model = fitted([texts[i] for i in kept], vectors[kept], [names[i] for i in kept], layer)
        scores.append(right([texts[i] for i in out], vectors[out], [names[i] for i in out], words, model))
    return float(np.mean(scores))


def matter_rows(part: str) -> Iterator[tuple[str, str]]:
    """Yield what one part of the sets holds of what is declined, and of look-alikes, with what it is a matter of."""
    for row in rows_of("declined"):
        matter = KINDS.get(row["kind"], "") if row["declined"] else "policy"
        if row["part"] == part and matter:
            yield row["question"], matter
    for row in (row for name in TUNED for row in rows_of(name) if row.get("expected_behavior") == "refuse"):
        matter = KINDS.get(row["slice"].get("topic", ""), "")
        if row["slice"].get("part") == part and matter:
            yield row["user_input"], matter


def answerable(part: str) -> Iterator[str]:
    """Yield the questions of one part of the sets that are answered."""
    for row in (row for name in TUNED for row in rows_of(name)):
        if row.get("slice", {}).get("part") == part and row["expected_behavior"] != "refuse":
            yield row["user_input"]


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a set."""
    yield from map(json.loads, (SETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())


def labelled(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the questions of a file of exemplars with their labels."""
    for line in path.read_text(encoding="utf-8").splitlines():
        label, text = line.split("\t")
        yield text, label


def read_from(encoder: SentenceEncoder, glossary: Glossary, texts: Sequence[str]) -> Floats:
    """Return the vector that each question is read from, shape (questions, dimension)."""
    vectors = encoder.encode([glossary.in_english(text) for text in texts])
    for row, text in enumerate(texts):
        vectors[row] = with_chinese(encoder.name, vectors[row], text)
    return vectors


def reported(layer: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield the name of each set with reported rows for a layer, and its questions with their labels."""
    if layer == "forms":
        yield from ((name, [*set_rows(name, "report")]) for name in ("newcomers", "asked"))
    if layer == "matters":
        yield from (
            ("declined", [*matter_rows("report")]),
            ("matters", [(row["question"], row["matter"]) for row in rows_of("matters")]),
        )


def label_questions() -> tuple[list[str], list[str], list[dict[str, set[str]]]]:
    """Return the notes' own questions, the notes they belong to, and the labels of their paragraphs."""
    labels, texts, notes, held = read_labels([SHIPPED_TEXTS]), [], [], []
    for id_, questions in read_questions([SHIPPED_TEXTS]).items():
        for text in questions if id_ in labels else ():
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


def learned() -> dict[str, Rows]:
    """Return the questions that each layer over vectors and words learns from: text, label, group for the folds."""
    tuned = [(text, form) for name in TUNED for text, form in set_rows(name, "tune")]
    own, sensed = [*labelled(FORMS)], [*labelled(SENSES)]
    asking = [text for text, _, _ in exemplars()]
    policy = dict.fromkeys((*asking, *answerable("tune"), *(text for text, _ in (*own, *sensed))))
    told = dict([*labelled(MATTERS), *matter_rows("tune")])
    matters = [*told.items(), *((text, "policy") for text in policy if text not in told)]
    return {
        "forms": [*exemplars(), *((text, form, text) for text, form in (*tuned, *own))],
        "senses": [(text, sense, text) for text, sense in sensed],
        "matters": [(text, matter, text) for text, matter in matters],
    }


def main() -> None:
    """Fit, write the model, and print its card."""
    encoder, card = SentenceEncoder(), [f"# The reader of questions, fitted on {DEFAULT_ENCODER}", ""]
    vectors_of = partial(read_from, encoder, read_glossary(SHIPPED_TEXTS / "glossary.yaml"))
    arrays: dict[str, Any] = {}
    for name, rows in learned().items():
        texts, labels, groups = (list(column) for column in zip(*rows, strict=True))
        vectors = vectors_of(texts)
        folded = in_folds(texts, vectors, labels, groups, name)
        words, model = fitted(texts, vectors, labels, name)
        arrays |= {
            f"{name} names": model.classes_,
            f"{name} weights": model.coef_,
            f"{name} biases": model.intercept_,
            f"{name} words": words,
        }
        card.append(f"{name}: {len(texts)} questions, {len(words)} words; right in {FOLDS} folds {folded:.3f}.")
        for set_name, unseen in reported(name):
            new, truth = (list(column) for column in zip(*unseen, strict=True))
            shown = right(new, vectors_of(new), truth, words, model)
            card.append(f"- on the reported part of {set_name}.jsonl ({len(new)}) {shown:.3f}")
    asked, notes, held = label_questions()
    english = [row for row, text in enumerate(asked) if not CJK.search(text)]
    places, placed = fitted_places(encoder, [asked[row] for row in english], [notes[row] for row in english])
    arrays |= {"place names": places.classes_, "place weights": places.coef_, "place biases": places.intercept_}
    card.append(
        f"place: {len(places.classes_)} places; right on a fifth of the notes, without their names {placed:.3f}."
    )
    rows_ = vectors_of(asked)
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
