"""How alike passages and a question are, sentence by sentence: by the vectors that the build has stored."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.records import Hit, Likeness, Query
from corpus.encoders.chinese import encode_question
from corpus.encoders.sentence import Encoder
from corpus.index.edition import Edition
from corpus.index.texts import above


def likeness_to(query: Query, hits: Sequence[Hit], edition: Edition, encoder: Encoder) -> dict[str, Likeness]:
    """Compare the sentences of the hits, and what stands above them, with a query; by passage id."""
    question = encode_question(encoder, query.text, query.question, query.spelt).vector
    heads = {hit.passage.id: above(edition.policies[hit.policy.id], hit.passage) for hit in hits}
    meaning = edition.texts.spans([*(hit.passage.text for hit in hits), *heads.values()])
    cosines = {text: (vectors @ question).tolist() for text, vectors in meaning.items()}
    return {hit.passage.id: Likeness(cosines[hit.passage.text], cosines[heads[hit.passage.id]][0]) for hit in hits}
