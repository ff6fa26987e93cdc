"""Fit what questions in Chinese mean: `python -m benchmarks.fitting.chinese`.

Ridge regression from the grams of a Chinese question (`corpus.encoders.chinese`) to where its paragraph lies: the mean
of the vectors of the English questions that the paragraph answers, and half its own. All are the notes' own questions
(`corpus/texts/*/questions.tsv`); no question of a set takes part. The map is kept in two parts, the first of them in
whole numbers of one byte. The card gives, on a fifth of the notes that took no part, how often the paragraph of a
question is the nearest of all and among the nearest ten, beside the vector of the question with its terms in English,
and both together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer

from assistant.answers.records import Question
from assistant.chain import PolicyChain, open_chain
from assistant.settings import SHIPPED_TEXTS, load_settings
from assistant.understanding import understand
from corpus.encoders.chinese import MODEL, SHARE, ChineseReader, grams, unit
from corpus.language.terms import CJK
from corpus.register.labels import read_questions
from corpus.vocabulary.glossary import read_glossary

SEEN = 2  # questions that a gram must stand in
STRENGTH = 1.0  # of the penalty; .5 to 1 are alike
OWN = 0.5  # of a paragraph's own vector beside its questions'
INNER = 192  # numbers between the two parts
FIFTH, NEAR = 5, 10
LARGEST = 127
DAY = date(2026, 11, 28)  # of the glossary

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese question, where its paragraph lies, and that paragraph."""

    text: str
    place: Floats
    id: str


def pairs(chain: PolicyChain) -> list[Pair]:
    """Return the Chinese questions of the notes, in the order of their paragraphs."""
    edition = chain.edition_seen("")
    found = []
    for id_, texts in sorted(read_questions([SHIPPED_TEXTS]).items()):
        english = [text for text in texts if not CJK.search(text)]
        place = unit(edition.questions.vectors(english).mean(axis=0) + OWN * edition.vectors_of([id_])[0])
        found += [Pair(text, place, id_) for text in texts if CJK.search(text)]
    return found


def fitted(encoder: str, rows: Sequence[Pair]) -> ChineseReader:
    """Fit the map on some pairs."""
    counting = TfidfVectorizer(analyzer=lambda text: [*grams(text)], min_df=SEEN, sublinear_tf=True)
    inputs = counting.fit_transform([row.text for row in rows])
    places = np.array([row.place for row in rows])
    level = places.mean(axis=0)
    alike = (inputs @ inputs.T).toarray() + STRENGTH * np.eye(len(rows))
    whole = inputs.T @ np.linalg.solve(alike, places - level)
    left, sizes, right = np.linalg.svd(whole, full_matrices=False)
    names = counting.get_feature_names_out()
    return ChineseReader(
        encoder,
        {gram: row for row, gram in enumerate(names.tolist())},
        counting.idf_.astype(np.float32),
        (left[:, :INNER] * sizes[:INNER]).astype(np.float32),
        right[:INNER].astype(np.float32),
        level.astype(np.float32),
    )


def write(made: ChineseReader) -> None:
    """Write the map."""
    scale = np.abs(made.inner).max(axis=1) / LARGEST + 1e-12
    np.savez_compressed(
        MODEL,
        encoder=np.array(made.encoder),
        grams=np.frombuffer("\n".join(made.rows).encode(), dtype=np.uint8),
        rarity=made.rarity.astype(np.float16),
        inner=np.round(made.inner / scale[:, np.newaxis]).astype(np.int8),
        scale=scale.astype(np.float32),
        outer=made.outer.astype(np.float16),
        level=made.level.astype(np.float16),
    )


def main() -> None:
    """Fit, write the map, and print its card."""
    chain = open_chain(load_settings())
    rows, glossary = pairs(chain), read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    ids = sorted({row.id for row in rows})
    at = {id_: place for place, id_ in enumerate(ids)}
    everything = chain.edition_seen("").vectors_of(ids)
    notes = sorted({row.id.partition("#")[0] for row in rows})
    apart = set(np.random.default_rng(1).permutation(notes)[: len(notes) // FIFTH].tolist())
    made = fitted(chain.encoder.name, [row for row in rows if row.id.partition("#")[0] not in apart])
    ranks: dict[str, list[int]] = {"its terms in English": [], "its characters": [], "both": []}
    for row in rows:
        if row.id.partition("#")[0] in apart:
            english = chain.encoder.question(understand(Question(row.text), glossary, DAY).text).vector
            meant = made.vector(row.text)
            ways = (english, meant, None if meant is None else unit(english + SHARE * meant))
            for name, way in zip(ranks, ways, strict=True):
                alike = everything @ (english if way is None else way)
                ranks[name].append(int((alike > alike[at[row.id]]).sum()))
    write(fitted(chain.encoder.name, rows))
    card = [
        f"# What questions in Chinese mean, fitted on {len(rows):,} of {len(ids):,} paragraphs",
        "",
        "On a fifth of the notes that took no part, the paragraph of a question is the nearest of all, and among the",
        "ten nearest:",
        "",
        *(f"- by {name}: {_share(found, 1):.3f}, {_share(found, NEAR):.3f}" for name, found in ranks.items()),
    ]
    MODEL.with_suffix(".md").write_text("\n".join(card) + "\n", encoding="utf-8")
    print("\n".join(card))


def _share(ranks: Sequence[int], within: int) -> float:
    """Return the share of ranks, counted from 0, that are below a number."""
    return float(np.mean(np.array(ranks) < within))


if __name__ == "__main__":
    main()
