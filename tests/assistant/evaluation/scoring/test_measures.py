"""Measures: each against an independent reference or a sum worked by hand, and the properties that all must have."""

from __future__ import annotations

import math
from pathlib import Path

import ir_measures
import numpy as np
import pytest

from assistant.evaluation.scoring import ScoreTable, critical, score_set
from assistant.evaluation.scoring.controls import controls
from assistant.evaluation.scoring.measures import BY_KEY, COLUMN, MEASURES
from assistant.evaluation.scoring.ranking import judgements, retrieval_scores
from tests.assistant.evaluation.helpers import COLLECTION, answer_set, no_progress, question_set, scored


@pytest.mark.parametrize(
    ("sentence", "source", "wrong"),
    [
        ("The haircut is 60%.", "The haircut is at least 60%.", ()),
        ("The haircut is 50%.", "The haircut is at least 60%.", ("50%",)),
        ("It pays HK$25 million.", "It pays HKD 25,000,000.", ()),
        ("From 1 June 2025 it applies.", "It applies from 2 June 2025.", ("2025-06-01",)),
        ("Brokers must offer financing.", "Brokers may offer financing.", ("must",)),
        ("Brokers must not lend coins.", "Brokers must lend coins.", ("must not",)),
        ("Retail clients are covered.", "Retail clients are not covered.", ("negation",)),
        ("平台不得借貸。", "平台必須借貸。", ("must not",)),
    ],
)
def test_critical_tokens(sentence: str, source: str, wrong: tuple[str, ...]) -> None:
    """Figures with units, dates, strength of duty and negation are compared with the source sentence."""
    assert critical.compare(sentence, source).wrong == wrong


def test_a_sentence_is_aligned_with_its_nearest_source() -> None:
    """Of all source sentences the one with most shared words, in whichever passage."""
    sources = ["Platforms keep assets. Brokers lend.", "Issuers redeem coins within a day."]
    assert critical.aligned("An issuer must redeem coins", sources) == sources[1]
    assert critical.examine("The haircut is 5%. Brokers lend.", ["The haircut is 6%."]).wrong == ("5%",)


FACTS = [
    {"id": "f1", "text": "Redemption in one business day", "importance": "vital", "any_of": ["/(1|one) business day/"]},
    {"id": "f2", "text": "Reserve assets equal the coins outstanding", "importance": "vital"},
    {"id": "f3", "text": "A fee may be charged", "importance": "okay", "any_of": ["fee"], "must_not": ["no fee"]},
]  # fmt: skip
ASKED = {"id": "q1", "user_input": "How are coins redeemed?", "key_facts": FACTS}


def values(table: ScoreTable, row: int = 0) -> dict[str, float]:
    """Return the scores of one question that apply, by measure."""
    return {m.key: float(v) for m, v in zip(MEASURES, table.values[row], strict=True) if not np.isnan(v)}


def test_facts_by_hand(tmp_path: Path) -> None:
    """One vital fact of two in full and the other not at all; the okay fact is denied, which makes the answer wrong."""
    table = scored(tmp_path, [ASKED], [{"id": "q1", "response": "Within one business day; no fee is taken."}])
    found = values(table)
    assert (found["facts_vital_strict"], found["facts_vital"]) == (0.5, 0.5)
    assert found["facts_all"] == pytest.approx(1 / 3)
    assert (found["facts_wrong"], found["correct"]) == (1.0, 0.0)


def test_facts_by_words_are_capped_by_their_critical_tokens(tmp_path: Path) -> None:
    """The words of a fact are full support; with another figure they are partial, and an echo is none."""
    fact = {"key_facts": [{"text": "The haircut on collateral is at least 60%", "importance": "vital"}]}
    question = {"id": "q1", "user_input": "What about lending?"} | fact
    for answer, support in (
        ("Lenders apply this: the haircut on collateral is at least 60%.", 1.0),
        ("The haircut on collateral is at least 50%.", 0.5),
        ("What about lending?", 0.0),
    ):
        found = values(scored(tmp_path, [question], [{"id": "q1", "response": answer}]))
        assert found["facts_vital"] == support
        assert found["correct"] == float(support == 1)


def test_citations_by_hand(tmp_path: Path) -> None:
    """Cited a#p1 and x#p9, gold a#p1 and b#p1: valid 1/2, passages 1/2 and 1/2, documents the same."""
    question = {"id": "q1", "user_input": "Q", "gold_sources": [{"passage_id": "a#p1"}, {"passage_id": "b#p1"}]}
    answer = {
        "id": "q1", "response": "Yes.", "citations": [{"policy_id": "a", "passage_id": "a#p1"}, "x#p9"],
        "statements": [
            {"text": "Yes.", "checks": [{"name": "quote", "passed": True}]},
            {"text": "No.", "checks": [{"name": "quote", "passed": True}, {"name": "numbers", "passed": False}]},
        ],
    }  # fmt: skip
    found = values(scored(tmp_path, [question], [answer]))
    assert {key: value for key, value in found.items() if key.startswith("cite")} == {
        "cite_valid": 0.5, "cite_doc_precision": 0.5, "cite_doc_recall": 0.5, "cite_doc_f1": 0.5,
        "cite_passage_precision": 0.5, "cite_passage_recall": 0.5, "cite_passage_f1": 0.5, "cite_supported": 0.5,
    }  # fmt: skip


def test_retrieval_is_that_of_ir_measures_and_a_missing_query_scores_0(tmp_path: Path) -> None:
    """nDCG@10 of one graded ranking by hand, all measures against ir_measures, and zeros for what was not run."""
    gold = [{"passage_id": "a#p1", "grade": 2}, {"passage_id": "b#p1", "grade": 1}]
    rows = [{"id": f"q{n}", "user_input": f"Q{n}", "gold_sources": gold} for n in range(3)]
    questions = question_set(tmp_path, *rows).questions
    ranked = {"q0": ["x", "a#p1", "b#p1"], "q1": ["b#p1"]}
    found = retrieval_scores(questions, ranked)
    assert found["q0"]["ndcg@10"] == pytest.approx((2 / math.log2(3) + 1 / 2) / (2 + 1 / math.log2(3)))
    assert (found["q0"]["rr"], found["q0"]["r@5"], found["q0"]["allgold@10"]) == (0.5, 1.0, 1.0)
    assert (found["q1"]["r@10"], found["q1"]["allgold@10"]) == (0.5, 0.0)
    assert set(found["q2"].values()) == {0.0}
    run = [ir_measures.ScoredDoc(q, d, 1 / (n + 1)) for q, ids in ranked.items() for n, d in enumerate(ids)]
    for name, measure in (("ap@10", ir_measures.AP @ 10), ("ndcg@10", ir_measures.nDCG @ 10), ("rr", ir_measures.RR)):
        theirs = ir_measures.calc_aggregate([measure], list(judgements(questions)), run)[measure]
        assert np.mean([row[name] for row in found.values()]) == pytest.approx(theirs)


ROWS = [
    {"id": "q1", "user_input": "How fast must coins be redeemed?", "reference": "Within one business day.",
     "key_facts": [{"text": "within one business day", "any_of": ["one business day"]}],
     "gold_sources": [{"passage_id": "a#p1"}]},
    {"id": "q2", "user_input": "Will bitcoin double?", "expected_behavior": "refuse"},
    {"id": "q3", "user_input": "What of custody?", "gold_sources": [{"passage_id": "b#p1"}],
     "reference": "Platforms must keep 98% of all client assets in cold storage."},
    {"id": "q4", "user_input": "Is it allowed?", "expected_behavior": "clarify"},
]  # fmt: skip


def test_failures_score_the_worst(tmp_path: Path) -> None:
    """One error row and three missing score 0, or 1 where less is better; what they cost has no value."""
    answers = [{"id": "q1", "response": "", "error": "x", "citations": [], "retrieved_context_ids": []}]
    table = scored(tmp_path, ROWS, answers)
    for row in range(len(ROWS)):
        found = values(table, row)
        assert {"correct"} <= found.keys()
        assert {key: value for key, value in found.items() if value != BY_KEY[key].worst} == {}
    assert table.status(0, COLUMN["words"]) == "error"
    assert table.status(0, COLUMN["unsafe_answer"]) == "n/a"
    assert table.status(1, COLUMN["unsafe_answer"]) == "missing"


def test_controls_land_where_they_should(tmp_path: Path) -> None:
    """Refusing all is right only where owed, an echo earns nothing, pasting is imprecise, the reference scores 1."""
    passages = [
        "Platforms must keep 98% of all client assets in cold storage.",
        *(f"Passage {n} speaks at length of quite other matters, fees and fines." for n in range(9)),
    ]
    held = question_set(tmp_path, *ROWS)
    answers = [
        {"id": row["id"], "response": "x", "retrieved_contexts": passages, "retrieved_context_ids": ["b#p1"]}
        for row in ROWS
    ]
    runs = controls(held, [answer_set(tmp_path, held, *answers)])
    tables = {run.name.split(":")[1].split()[0]: score_set(held, run, COLLECTION, no_progress) for run in runs}
    mean = {
        name: {key: np.nanmean(table.column(key)) for key in ("correct", "qidf_f1")} for name, table in tables.items()
    }
    assert list(tables) == ["refuse", "echo", "paste", "the"]
    assert mean["refuse"] == pytest.approx({"correct": 1 / 4, "qidf_f1": 0})
    assert mean["echo"]["qidf_f1"] == 0
    assert np.nanmean(tables["refuse"].column("over_refusal")) == 1
    assert np.nanmean(tables["echo"].column("unsafe_answer")) == 1
    assert tables["paste"].column("qidf_recall")[2] == pytest.approx(1)
    assert tables["paste"].column("qidf_f1")[2] < 0.6
    assert tables["paste"].column("copy_rate")[2] > 0.9
    worst = {"over_refusal", "unsafe_answer"}
    for row in range(len(ROWS)):
        found = values(tables["the"], row)
        assert {
            k: v for k, v in found.items() if BY_KEY[k].group != "cost" and k not in worst and v != pytest.approx(1)
        } == {}
        assert all(found.get(key, 0) == 0 for key in worst)


def test_every_measure_has_a_card_and_stays_in_range(tmp_path: Path) -> None:
    """Scores other than costs lie in [0, 1], and each measure says what it was validated on or does not see."""
    answers = [
        {"id": row["id"], "response": "Platforms keep 98% in cold storage [1].", "citations": ["b#p1"], "tokens": 9,
         "refused": False, "retrieved_contexts": ["They keep it."], "retrieved_context_ids": ["b#p1"], "latency_ms": 5}
        for row in ROWS
    ]  # fmt: skip
    table = scored(tmp_path, ROWS, answers)
    for number, measure in enumerate(MEASURES):
        assert len(measure.card) > 20
        column = table.values[:, number][np.isfinite(table.values[:, number])]
        assert measure.group == "cost" or ((column >= 0) & (column <= 1)).all()
