"""Retrieval: a query becomes ranked hits. Its face for LangChain programs is `assistant.langchain`.

Two legs, both filtered by date and place before they rank: the keyword index and the vectors. Their first hundred each
are the candidates; a ranker scores them by all that is known of them (`signals`, `ranking`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from assistant.answers.records import Hit, Query
from assistant.retrieval.context import context_of
from assistant.retrieval.provisions import exact_shares, referred_to
from assistant.retrieval.ranking import DEFAULT, DOCUMENTS, Ranker, expected
from assistant.retrieval.signals import ASKED, CHINESE, COSINE, KEYWORD, Signals, Sought, signals_of
from corpus.encoders.chinese import encode_question
from corpus.encoders.sentence import Encoder
from corpus.errors import InputError
from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.language.terms import CJK, terms
from corpus.records import Passage, Standing
from corpus.register.standing import standing
from corpus.vocabulary.synonyms import wordings

NOTHING = (0.0, 0.0, 0.0, 0.0)  # behind a passage that was followed to, not found
EXACT_BONUS = 1.0  # more than all else together: a provision or a phrase that the question names comes first
FOLLOWED_FROM, FOLLOWED = 3, 0.5  # first passages whose references are followed, and the share of their score
TITLED = 0.5  # for the passages of a text that the question calls by its number or title: others stand behind it
# For a passage of an own document that holds what next to nothing else does: nobody wrote questions for it.
OWN_WORDS, SELDOM = 0.75, 3
DEPTH_ASKED = 60  # candidates by their own questions
DEPTH = 100  # candidates a leg; recall stops growing near here on ObliQA


def retrieve(query: Query, edition: Edition, encoder: Encoder, count: int, ranker: Ranker = DEFAULT) -> list[Hit]:
    """Return the best `count` passages that may be answered from, as `rank` does."""
    return [hit for hit in rank(query, edition, encoder, count, ranker) if not hit.passage.signs]


def rank(
    query: Query,
    edition: Edition,
    encoder: Encoder,
    count: int,
    ranker: Ranker = DEFAULT,
    beside: Mapping[str, float] | None = None,
) -> list[Hit]:
    """Return the best `count` passages for a query, best first, then the provisions that the first of them refer to.

    `beside` are the scores of passages for the whole question of which the query is a part: both count the same.
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
    scope = scope_of(query)
    alone = bool(query.documents) and all(edition.policies[id_].own for id_ in query.documents)
    # Nobody wrote questions for own documents: asked alone, they have a ranker of their own.
    ranker = DOCUMENTS if alone and ranker is DEFAULT else ranker
    signals = candidates(query, edition, encoder, late=ranker.late or alone or not len(edition.questions))
    passages = {passage.id: passage for passage in signals.passages}
    asked_like = expected(signals)
    measured = [signals.measured(KEYWORD), signals.columns[COSINE], asked_like, signals.columns[CHINESE]]
    behind = dict(zip(passages, zip(*(column.tolist() for column in measured), strict=True), strict=True))
    scores = dict(zip(passages, ranker.scores(query.text, signals).tolist(), strict=True))
    for id_, share in exact_shares(query.question, list(scores), edition, scope).items():
        scores[id_] = scores.get(id_, 0.0) + EXACT_BONUS * share
    passages |= edition.texts.get([id_ for id_ in scores if id_ not in passages])
    words = edition.lexical_by(query.as_of)
    seldom = {term for term in terms(query.text) if words.is_rare(term) and 0 < words.frequency(term) <= SELDOM}
    for id_, passage in passages.items():
        scores[id_] += TITLED * (passage.policy_id in query.called)
        if seldom and not alone and edition.policies[passage.policy_id].own:
            scores[id_] += OWN_WORDS * len(seldom.intersection(terms(passage.text))) / len(seldom)
    if beside:
        scores = {id_: (score + beside.get(id_, 0.0)) / 2 for id_, score in scores.items()}
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
            similarity=similarity,
            keyword=keyword,
            standing=standing(passage.life, query.as_of),
            asked=max(0.0, asked),
            asked_zh=asked_zh,
        )
        for passage in best
        for keyword, similarity, asked, asked_zh in [behind.get(passage.id, NOTHING)]
    ]


def scope_of(query: Query) -> Scope:
    """Return what a query may find: documents that are asked by themselves are searched whatever their place."""
    return Scope(query.as_of, () if query.documents else query.jurisdictions, query.documents)


def candidates(query: Query, edition: Edition, encoder: Encoder, *, late: bool = True) -> Signals:
    """Find what may answer a query, by words and by meaning, and measure it; ordered by passage id."""
    scope = scope_of(query)
    sought = _sought(query, edition, encoder, scope)
    chinese = _in_chinese(query, edition, encoder, scope) if query.chinese and edition.chinese else None
    alike = (edition.questions.similarities(sought.asked.vector), edition.questions.overlaps(query.question))
    near = {id_ for column in alike for id_ in edition.best_rows(column, DEPTH_ASKED, scope)}
    legs = [leg for leg in (sought, chinese) if leg is not None]
    ids = near.union(*({id_ for id_, _ in leg.matches.best} | leg.nearest.keys() for leg in legs))
    ids |= {passage.id for passage in _of_called(query, edition)}
    passages = edition.texts.get(sorted(ids))
    signals = signals_of(
        [passages[id_] for id_ in sorted(passages)], sought, alike, edition, late=late, chinese=chinese
    )
    context = context_of(query, signals.passages, edition.policies, signals.columns[ASKED])
    return replace(signals, columns=signals.columns | context)


def _of_called(query: Query, edition: Edition) -> Iterator[Passage]:
    """Yield the passages of the texts that a question calls, where it may be answered from them."""
    for id_ in edition.policies.keys() & query.called:
        place = edition.policies[id_].jurisdiction
        if query.documents or (query.jurisdictions and place not in query.jurisdictions):
            continue
        for passage in edition.texts.passages_of(id_):
            if standing(passage.life, query.as_of) is not Standing.NOT_PUBLISHED:
                yield passage


def _sought(query: Query, edition: Edition, encoder: Encoder, scope: Scope) -> Sought:
    """Look for the query in English, the language of the notes."""
    # Its own words: expansions pull all questions on one term together.
    asked = encode_question(encoder, query.text, query.question, query.spelt)
    matches = edition.matched(f"{query.text} {_added(query)}", DEPTH, scope, wordings(query.synonyms))
    return Sought(query.text, asked, matches, dict(edition.nearest(asked.vector, DEPTH, scope)))


def _in_chinese(query: Query, edition: Edition, encoder: Encoder, scope: Scope) -> Sought:
    """Look for a query in the Chinese documents, which the English words of a question do not find."""
    own = {id_.partition("#")[0] for id_ in edition.chinese}
    there = replace(scope, documents=tuple(own.intersection(scope.documents) if scope.documents else own))
    text, asked = query.chinese, encoder.question(query.chinese)
    if not there.documents:
        return Sought(text, asked, edition.matched("", 0, scope), {})
    known = len(text.split()) / max(1, len(set(terms(query.text))))
    share = 1.0 if CJK.search(query.question) else min(1.0, known)
    return Sought(
        text, asked, edition.matched(text, DEPTH, there), dict(edition.nearest(asked.vector, DEPTH, there)), share
    )


def _added(query: Query) -> str:
    """Return the words of the expansions that the query does not say itself: said twice, they would count twice."""
    said = set(terms(query.text))
    return " ".join(word for name in query.expansions for word in name.split() if set(terms(word)) - said)


def _best(scores: dict[str, float], passages: dict[str, Passage], signed: frozenset[str], count: int) -> list[Passage]:
    """Return the best passages, of identical ones the first only, and those with signs that rank among them."""
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
