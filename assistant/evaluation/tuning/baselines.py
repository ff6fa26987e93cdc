"""Baselines: other ways to rank the same passages, and each step of ours, measured in the same run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from assistant.answers.records import Intent, Query
from assistant.evaluation.sets.beir import text_id
from assistant.retrieval import retrieve
from assistant.retrieval.ranking import FUSED, Ranker, Weighted
from assistant.retrieval.signals import KEYWORD, LATE, VECTORS
from corpus.encoders.sentence import Encoder, Vectors
from corpus.errors import InputError
from corpus.index.edition import Edition
from corpus.index.scope import Scope
from corpus.index.vectors import open_vectors
from corpus.records import Passage

DEPTH = 100
CHUNK, OVERLAP = 1000, 200  # characters: what LangChain's own tutorials set
WITH_LATE = Weighted("with late interaction", {KEYWORD: 0.42, VECTORS: 0.11, LATE: 0.47})

Ranking = list[tuple[str, float]]  # ids of texts with their scores, best first
Rank = Callable[[str], Ranking]


@dataclass(frozen=True, slots=True)
class Ground:
    """What baselines rank: an edition of a collection, its passages in order, an encoder, and their vectors by text."""

    edition: Edition
    passages: Sequence[Passage]
    encoder: Encoder
    vectors: Mapping[str, Vectors]


def ours(ground: Ground, ranker: Ranker) -> Rank:
    """Rank as the assistant does, by a ranker."""

    def rank(question: str) -> Ranking:
        query = Query(question, question, date.max, Intent.FACT)
        hits = retrieve(query, ground.edition, ground.encoder, DEPTH, ranker)
        return [(text_id(hit.passage.id), hit.score) for hit in hits]

    return rank


def _fields(*names: str) -> Callable[[Ground], Rank]:
    """Rank by some of the keyword fields."""

    def make(ground: Ground) -> Rank:
        lexical = ground.edition.lexical.fields(names)

        def rank(question: str) -> Ranking:
            return best(ground.passages, lexical.scores(question))

        return rank

    return make


def best(passages: Sequence[Passage], scores: Vectors) -> Ranking:
    """Return the passages with the highest scores above 0, best first."""
    return [
        (text_id(passages[row].id), float(scores[row]))
        for row in (-scores).argsort(kind="stable")[:DEPTH]
        if scores[row]
    ]


def _dense(ground: Ground) -> Rank:
    def rank(question: str) -> Ranking:
        neighbours = ground.edition.nearest(ground.encoder.question(question).vector, DEPTH, Scope())
        return [(text_id(id_), cosine) for id_, cosine in neighbours]

    return rank


def _bm25(ground: Ground) -> Rank:
    """BM25 as bm25s gives it: k1 1.5, b .75, English stop words, Snowball."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    cut = {"stopwords": "en", "stemmer": stemmer, "show_progress": False}
    engine = bm25s.BM25()
    engine.index(bm25s.tokenize([passage.text for passage in ground.passages], **cut), show_progress=False)

    def rank(question: str) -> Ranking:
        words = bm25s.tokenize([question], return_ids=False, **cut)[0]
        known = [word for word in words if word in engine.vocab_dict]
        return best(ground.passages, engine.get_scores(known)) if known else []

    return rank


def _plain(ground: Ground) -> Rank:
    """Plain LangChain retrieval: recursive splitter, Chroma, the encoder, the nearest chunks."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise InputError("`plain` needs LangChain's splitters: pip install langchain-text-splitters==1.1.3") from error
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    pieces = [
        Passage(f"{row}.{number}", passage.policy_id, text, "", passage.life)
        for row, passage in enumerate(ground.passages)
        for number, text in enumerate(splitter.split_text(passage.text))
    ]
    new = list({piece.text for piece in pieces} - ground.vectors.keys())
    vectors = dict(ground.vectors) | dict(zip(new, ground.encoder.encode(new), strict=True))
    folder = tempfile.mkdtemp(dir=ground.edition.folder)  # goes with the edition
    store = open_vectors(Path(folder), "plain", None)
    store.write([piece.id for piece in pieces], np.stack([vectors[piece.text] for piece in pieces]))

    def rank(question: str) -> Ranking:
        scores: dict[str, float] = {}
        for id_, cosine in store.nearest(ground.encoder.question(question).vector, DEPTH):
            scores.setdefault(text_id(ground.passages[int(id_.split(".")[0])].id), cosine)
        return list(scores.items())

    return rank


BASELINES: dict[str, Callable[[Ground], Rank]] = {
    "plain": _plain,
    "bm25": _bm25,
    "dense": _dense,
    "words": _fields("words"),
    "bigrams": _fields("words", "bigrams"),
    "headings": _fields("words", "bigrams", "headings"),
    "fused": lambda ground: ours(ground, FUSED),
    "late": lambda ground: ours(ground, WITH_LATE),
}


def baseline_names(text: str) -> tuple[str, ...]:
    """Read a list such as `plain,bm25`; `all` names every one. Raise InputError for an unknown name."""
    names = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    names = tuple(BASELINES) if names == ("all",) else names
    for name in names:
        if name not in BASELINES:
            raise InputError(
                f"--against {name}: nothing has this name; write some of {', '.join(BASELINES)}, or `all`."
            )
    return names
