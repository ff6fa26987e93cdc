"""Judged questions to tune on: of a BEIR folder, or of a question set with gold passages over the assistant's index."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assistant.answers.records import Intent, Query, Question
from assistant.editions import open_index
from assistant.evaluation.sets import read_question_set
from assistant.evaluation.sets.beir import Collection, read_collection, text_id
from assistant.evaluation.tuning import Judged, Told
from assistant.evaluation.tuning.benchmark import build_edition
from assistant.retrieval import candidates
from assistant.settings import SHIPPED_TEXTS, Settings
from assistant.understanding.understander import Understander
from corpus.current import CurrentIndex
from corpus.encoders.sentence import Encoder, SentenceEncoder
from corpus.index.edition import Edition
from corpus.index.writing import Texts
from corpus.vocabulary.glossary import read_glossary


def judged_questions(source: Path, split: str, settings: Settings, progress: Told) -> list[Judged]:
    """Read judged questions and find their candidates: of a BEIR folder in a temporary index.

    Of a question set (a file) those of the half `split` (`slice.part`) that name gold passages; all halves without it.
    They are asked of the assistant's index, or of a temporary one of its passages where that has another encoder.
    Raises InputError for what cannot be read, and IndexMissingError where a set has no index to be asked of.
    """
    encoder = SentenceEncoder(settings.encoder)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        if source.is_dir():
            collection = read_collection(source, split)
            edition = _built(Path(scratch), collection.passages, encoder, progress)
            judged = list(_of_collection(collection, edition, encoder, progress))
        else:
            edition = open_index(settings).edition()
            if edition.manifest.encoder != settings.encoder:
                edition = _built(Path(scratch), _texts_of(edition), encoder, progress)
            judged = list(_of_set(source, split, edition, encoder, progress))
        edition.close()
        return judged


def _built(index: Path, texts: Texts, encoder: SentenceEncoder, progress: Told) -> Edition:
    build_edition(index, texts, encoder, progress)
    return CurrentIndex(index).edition()


def _texts_of(edition: Edition) -> Texts:
    return {id_: (policy, edition.texts.passages_of(id_)) for id_, policy in edition.policies.items()}


def _of_collection(collection: Collection, edition: Edition, encoder: Encoder, progress: Told) -> Iterator[Judged]:
    ids = {text_id(passage.id): passage.id for _, group in collection.passages.values() for passage in group}
    for number, (id_, relevant) in enumerate(collection.relevant.items(), 1):
        if id_ in collection.questions:
            text = collection.questions[id_]
            signals = candidates(Query(text, text, date.max, Intent.FACT), edition, encoder)
            yield Judged(id_, signals, frozenset(ids.get(other, other) for other in relevant), text=text)
        progress("Asking", number, len(collection.relevant))


def _of_set(source: Path, split: str, edition: Edition, encoder: Encoder, progress: Told) -> Iterator[Judged]:
    glossary = read_glossary(SHIPPED_TEXTS / "glossary.yaml")
    understander = Understander(glossary, encoder, edition.policies, date.today)
    questions = read_question_set(source).questions
    for number, question in enumerate(questions, 1):
        relevant = frozenset(gold.passage_id for gold in question.gold if gold.passage_id)
        if relevant and question.answerable and (not split or dict(question.slices).get("part") == split):
            day = date.fromisoformat(question.as_of) if question.as_of else None
            asked = Question(question.text, day)
            query = understander.understand(asked, asked)
            yield Judged(question.id, candidates(query, edition, encoder), relevant, text=query.text)
        progress("Asking", number, len(questions))
