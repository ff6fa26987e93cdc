"""Retrieval: a query becomes ranked hits. Its public face is a LangChain retriever.

Two legs, both filtered by date and place before they rank: the keyword index and the vectors. Their first hundred each
are the candidates; a ranker scores them by all that is known of them (`assistant.signals`, `assistant.rankers`).
"""

from __future__ import annotations

from datetime import date

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.provisions import exact_shares, referred_to
from assistant.rankers import DEFAULT, Ranker
from assistant.records import Hit, Query, Question
from assistant.signals import signals_of
from assistant.understanding import understand
from corpus.embedding import Encoder
from corpus.errors import InputError
from corpus.glossary import Glossary
from corpus.index import CurrentIndex, Edition
from corpus.places import HOME
from corpus.records import Passage
from corpus.standing import standing
from corpus.synonyms import wordings
from corpus.vectors import Scope

HOME_BONUS = 0.1  # where a question names no place
EXACT_BONUS = 1.0  # more than all else together: a provision or a phrase that the question names comes first
FOLLOWED_FROM, FOLLOWED = 3, 0.5  # first passages whose references are followed, and the share of their score
SPARE = 2  # passages looked at for each one wanted, as identical ones fall away
DEPTH = 100  # candidates a leg; recall stops growing near here on ObliQA


def retrieve(query: Query, edition: Edition, encoder: Encoder, count: int, ranker: Ranker = DEFAULT) -> list[Hit]:
    """Give the best `count` passages that may be answered from, as `rank` does."""
    return [hit for hit in rank(query, edition, encoder, count, ranker) if not hit.passage.signs]


def rank(query: Query, edition: Edition, encoder: Encoder, count: int, ranker: Ranker = DEFAULT) -> list[Hit]:
    """Give the best `count` passages for a query, best first, then the provisions that the first of them refer to.

    Passages that address a model (`passage.signs`) take no place of others: they stand at their rank beside them, to be
    told of and not to be answered from.
    Equal scores are ordered by passage id.
    Raises InputError when the edition was built with another encoder.
    """
    if edition.manifest.encoder != encoder.name:
        raise InputError(
            f"The index was built with the encoder {edition.manifest.encoder!r}, and {encoder.name!r} is set: "
            "rebuild with `make index`, or unset ASSISTANT_ENCODER."
        )
    scope = Scope(query.as_of, query.jurisdictions)
    text = " ".join((query.text, *query.expansions))
    asked = encoder.question(text)
    matches = edition.matched(text, DEPTH, scope, wordings(query.synonyms))
    keyword, nearest = dict(matches.best), dict(edition.nearest(asked.vector, DEPTH, scope))
    candidates = edition.texts.get(sorted(keyword.keys() | nearest.keys()))
    signals = signals_of(list(candidates.values()), asked, matches, nearest, edition)
    scores = dict(zip(candidates, map(float, ranker.scores(text, signals)), strict=True))
    for id_, share in exact_shares(query.question, list(scores), edition, scope).items():
        scores[id_] = scores.get(id_, 0.0) + EXACT_BONUS * share
    if not query.jurisdictions:
        home = edition.texts.get(list(scores))
        for id_, passage in home.items():
            scores[id_] += HOME_BONUS * (edition.policies[passage.policy_id].jurisdiction == HOME)
    best = _best(scores, edition, count)
    unsigned = [passage for passage in best if not passage.signs]
    for passage, source in referred_to(unsigned[:FOLLOWED_FROM], edition, scope):
        if not passage.signs and passage.id not in {known.id for known in best}:
            scores[passage.id] = FOLLOWED * scores[source.id]
            best.append(passage)
    return [
        Hit(
            passage=passage,
            policy=edition.policies[passage.policy_id],
            score=scores[passage.id],
            similarity=nearest.get(passage.id, 0.0),
            keyword=keyword.get(passage.id, 0.0),
            standing=standing(passage.life, query.as_of),
        )
        for passage in best
    ]


def _best(scores: dict[str, float], edition: Edition, count: int) -> list[Passage]:
    """Give the best passages, of identical ones the first only, and those with signs that rank among them."""
    ranked = sorted(scores, key=lambda id_: (-scores[id_], id_))
    unsigned = [id_ for id_ in ranked if id_ not in edition.signed][: SPARE * count]
    passages = edition.texts.get([*unsigned, *(edition.signed & scores.keys())])
    different: dict[str, Passage] = {}
    for id_ in unsigned:
        different.setdefault(passages[id_].text, passages[id_])
    best = list(different.values())[:count]
    last = scores[best[-1].id] if len(best) == count else 0.0
    signed = [passages[id_] for id_ in ranked if id_ in edition.signed and scores[id_] >= last]
    return sorted([*best, *signed[:count]], key=lambda passage: ranked.index(passage.id))


class PolicyRetriever(BaseRetriever):
    """The retriever as LangChain programs use it: a question in, documents with their legal metadata out."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: CurrentIndex
    encoder: Encoder
    glossary: Glossary
    count: int = 10
    owner: str = ""  # whose own documents may be found, beside what is everybody's

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[Document]:
        understood = understand(Question(query), self.glossary, date.today())  # noqa: DTZ011 - the user's own day
        hits = retrieve(understood, self.index.edition(self.owner), self.encoder, self.count)
        return [
            Document(
                id=hit.passage.id,
                page_content=hit.passage.text,
                metadata={
                    "policy_id": hit.policy.id,
                    "title": hit.policy.title,
                    "locator": hit.passage.locator,
                    "page": hit.passage.page,
                    "standing": hit.standing.value,
                    "score": hit.score,
                },
            )
            for hit in hits
        ]
