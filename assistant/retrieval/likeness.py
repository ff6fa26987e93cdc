"""How alike passages and a question are, sentence by sentence: by the vectors that the build has stored."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.records import Hit, Likeness
from corpus.encoders.sentence import Encoder
from corpus.index.edition import Edition
from corpus.index.texts import above


def likeness_to(text: str, hits: Sequence[Hit], edition: Edition, encoder: Encoder) -> dict[str, Likeness]:
    """Compare the sentences of the hits, and what stands above them, with a text; by passage id."""
    question = encoder.encode([text])[0]
    heads = {hit.passage.id: above(edition.policies[hit.policy.id], hit.passage) for hit in hits}
    meaning = edition.texts.spans([*(hit.passage.text for hit in hits), *heads.values()])
    cosines = {text: (vectors @ question).tolist() for text, vectors in meaning.items()}
    return {hit.passage.id: Likeness(cosines[hit.passage.text], cosines[heads[hit.passage.id]][0]) for hit in hits}
