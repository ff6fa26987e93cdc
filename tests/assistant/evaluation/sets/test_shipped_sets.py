"""The shipped question sets: each stands on passages that exist, and no question gives its own answer away."""

from __future__ import annotations

import pytest

from assistant.evaluation.sets import read_question_set
from assistant.evaluation.sets.patterns import Pattern
from assistant.evaluation.sets.records import EvalQuestion, Fact, QuestionSet
from assistant.settings import SHIPPED_TEXTS
from corpus.encoders.sentence import DEFAULT_ENCODER, TOKEN_LIMIT, token_counter
from corpus.loading import load
from corpus.register.notes import note_files, read_register
from corpus.splitting import split
from tests import SETS

ASKED = '"user_input"'  # a file of this folder without it holds no questions, such as cells or statements to check
QUESTION_SETS = [path for path in sorted(SETS.glob("*.jsonl")) if ASKED in path.read_text(encoding="utf-8")]
CORE = SETS / "core.jsonl"


@pytest.fixture(scope="module")
def passages() -> dict[str, str]:
    """Return the text of every shipped passage by its id, cut as the build cuts it."""
    count = token_counter(DEFAULT_ENCODER)
    return {
        passage.id: passage.text
        for note in read_register(note_files([SHIPPED_TEXTS]))
        for passage in split(load(note.path.read_bytes(), str(note.path)), note.policy, count, TOKEN_LIMIT)
    }


@pytest.fixture(params=QUESTION_SETS, ids=[path.stem for path in QUESTION_SETS])
def shipped_set(request: pytest.FixtureRequest) -> QuestionSet:
    """Return one shipped set; reading it shows that its ids are unique and its columns sound."""
    return read_question_set(request.param)


def patterns(questions: QuestionSet) -> list[tuple[EvalQuestion, Fact, Pattern]]:
    """Return every pattern of every vital fact with its question."""
    return [
        (question, fact, pattern)
        for question in questions.questions
        for fact in question.facts
        if fact.vital
        for pattern in fact.any_of
    ]


def told(question: EvalQuestion, fact: Fact, pattern: Pattern) -> str:
    """Name a pattern so that its row is found."""
    return f"{question.id} {fact.id} {pattern.pattern}"


def test_core_is_among_the_sets() -> None:
    """The set of `make bench` is found, so that the tests below are not about nothing."""
    assert CORE in QUESTION_SETS


def test_gold_passages_exist(shipped_set: QuestionSet, passages: dict[str, str]) -> None:
    """Every gold passage stands in the shipped corpus, in the document that the row names."""
    gold = [(question.id, source) for question in shipped_set.questions for source in question.gold]
    assert [(id_, source) for id_, source in gold if source.passage_id not in passages] == []
    assert [(id_, source) for id_, source in gold if source.passage_id.split("#")[0] != source.doc_id] == []


def test_vital_patterns_stand_in_gold(shipped_set: QuestionSet, passages: dict[str, str]) -> None:
    """Every pattern of a vital fact matches a gold passage of its question."""
    astray = [
        told(question, fact, pattern)
        for question, fact, pattern in patterns(shipped_set)
        if not any(pattern.search(passages.get(source.passage_id, "")) for source in question.gold)
    ]
    assert astray == []


def test_questions_do_not_give_the_answer_away(shipped_set: QuestionSet) -> None:
    """No pattern of a vital fact matches the question itself, so that an echo earns nothing."""
    given = [
        told(question, fact, pattern)
        for question, fact, pattern in patterns(shipped_set)
        if pattern.search(question.text)
    ]
    assert given == []


def test_references_hold_their_own_facts(shipped_set: QuestionSet) -> None:
    """A model answer satisfies every key fact of its row and says nothing that must not be said."""
    wrong = [
        f"{question.id} {fact.id}"
        for question in shipped_set.questions
        if question.reference
        for fact in question.facts
        if any(pattern.search(question.reference) for pattern in fact.must_not)
        or (fact.any_of and not any(pattern.search(question.reference) for pattern in fact.any_of))
    ]
    assert wrong == []


def test_core_rows_are_whole() -> None:
    """An answerable row of the core set has a reference, a vital fact and gold; a refusal has no gold."""
    for question in read_question_set(CORE).questions:
        whole = question.reference and any(fact.vital for fact in question.facts) and question.gold
        assert bool(whole) is question.answerable, question.id
        assert {"jurisdiction", "topic", "type", "part"} <= dict(question.slices).keys(), question.id
        assert dict(question.slices)["part"] in {"tune", "report"}, question.id
        assert question.answerable or not question.gold, question.id
