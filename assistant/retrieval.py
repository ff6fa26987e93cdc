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
from assistant.signals import KEYWORD, VECTORS, Signals, signals_of
from assistant.understanding import understand
from corpus.embedding import Encoder
from corpus.errors import InputError
from corpus.glossary import Glossary
from corpus.index import CurrentIndex, Edition
from corpus.lexical import terms
from corpus.places import HOME
from corpus.records import Passage
from corpus.scope import Scope
from corpus.standing import standing
from corpus.synonyms import wordings

HOME_BONUS = 0.1  # where a question names no place
EXACT_BONUS = 1.0  # more than all else together: a provision or a phrase that the question names comes first
FOLLOWED_FROM, FOLLOWED = 3, 0.5  # first passages whose references are followed, and the share of their score
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
    signals = candidates(query, edition, encoder)
    passages = {passage.id: passage for passage in signals.passages}
    keyword, nearest = (dict(zip(passages, signals.measured(leg).tolist(), strict=True)) for leg in (KEYWORD, VECTORS))
    scores = dict(zip(passages, ranker.scores(query.text, signals).tolist(), strict=True))
    for id_, share in exact_shares(query.question, list(scores), edition, scope).items():
        scores[id_] = scores.get(id_, 0.0) + EXACT_BONUS * share
    passages |= edition.texts.get([id_ for id_ in scores if id_ not in passages])
    if not query.jurisdictions:
        for id_, passage in passages.items():
            scores[id_] += HOME_BONUS * (edition.policies[passage.policy_id].jurisdiction == HOME)
    best = _best(scores, passages, edition.signed, count)
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


def candidates(query: Query, edition: Edition, encoder: Encoder) -> Signals:
    """Find what may answer a query, by words and by meaning, and measure it; ordered by passage id."""
    scope = Scope(query.as_of, query.jurisdictions)
    asked = encoder.question(query.text)  # its own words: expansions pull all questions on one term together
    matches = edition.matched(f"{query.text} {_added(query)}", DEPTH, scope, wordings(query.synonyms))
    nearest = dict(edition.nearest(asked.vector, DEPTH, scope))
    found = edition.texts.get(sorted({id_ for id_, _ in matches.best} | nearest.keys()))
    return signals_of([found[id_] for id_ in sorted(found)], asked, matches, nearest, edition)


def _added(query: Query) -> str:
    """Give the words of the expansions that the query does not say itself: said twice, they would count twice."""
    said = set(terms(query.text))
    return " ".join(word for name in query.expansions for word in name.split() if set(terms(word)) - said)


def _best(scores: dict[str, float], passages: dict[str, Passage], signed: frozenset[str], count: int) -> list[Passage]:
    """Give the best passages, of identical ones the first only, and those with signs that rank among them."""
    ranked = sorted(scores, key=lambda id_: (-scores[id_], id_))
    different: dict[str, Passage] = {}
    for id_ in ranked:
        if id_ not in signed:
            different.setdefault(passages[id_].text, passages[id_])
    best = list(different.values())[:count]
    last = scores[best[-1].id] if len(best) == count else 0.0
    kept_out = [passages[id_] for id_ in ranked if id_ in signed and scores[id_] >= last]
    place = {id_: rank for rank, id_ in enumerate(ranked)}
    return sorted([*best, *kept_out[:count]], key=lambda passage: place[passage.id])


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
