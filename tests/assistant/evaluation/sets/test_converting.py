"""Converting: other programs find their own names, our reader gives the same records, and what is lost is named."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from assistant.cli import main
from assistant.evaluation.sets import read_answer_set, read_question_set
from assistant.evaluation.sets.records import Gold, Status
from tests.assistant.evaluation.helpers import jsonl, sheets, write

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "q1", "user_input": "How fast, {{ really }}?", "reference": " Within one day. ",
        "key_facts": [
            {"id": "f1", "text": "One day", "importance": "vital", "any_of": ["one day", "24 hours"]},
            {"id": "f2", "text": "", "importance": "okay", "any_of": ["/(1|one)\\s+day/"], "must_not": ["seven, days"]},
        ],
        "gold_sources": [{"doc_id": "a", "passage_id": "a#p1", "grade": 2}, {"doc_id": "b"}],
        "as_of": "2026-01-31", "slice": {"topic": "redemption", "part": "1"}, "cluster_id": "c1", "weight": 2.5,
        "notes": "from; the | desk", "history": [{"question": "Hm?", "answer": "Yes."}], "jurisdictions": ["Hong Kong"],
    },
    {"id": "007", "user_input": "誰？", "expected_behavior": "refuse", "slice": {"weight": "named as a field is"}},
]  # fmt: skip
ANSWERS: list[dict[str, Any]] = [
    {
        "id": "q1", "response": '=1+1\n- "quoted", [PASS] 一日 \t', "retrieved_context_ids": ["a#p1", "b#p2"],
        "retrieved_contexts": ["one | two; three", "['not a list']"], "refused": False, "confidence": 0.25,
        "latency_ms": {"total": 12.5}, "tokens": 7,
        "citations": [{"policy_id": "a", "passage_id": "a#p1"}],
        "statements": [{"text": "One day.", "checks": [{"name": "numbers", "passed": False, "note": "none"}]}],
    },
    {"id": "007", "response": None, "error": "timeout"},
]  # fmt: skip
NATIVE = ["ragas.jsonl", "ragas.csv", "deepeval.json", "promptfoo.csv", "promptfoo.xlsx", "ragchecker.json"]


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Write a question set and an answer set in our own format."""
    return jsonl(tmp_path / "mine.jsonl", *QUESTIONS), jsonl(tmp_path / "said.jsonl", *ANSWERS)


def converted(files: tuple[Path, ...], name: str) -> Path:
    """Convert files to the format that the new file is named after."""
    out = files[0].parent / name
    assert main(["evaluate", "convert", *map(str, files), "--to", out.stem, "--out", str(out)]) == 0
    return out


@pytest.mark.parametrize("name", NATIVE)
def test_the_same_records_come_back(pair: tuple[Path, Path], name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of questions and answers is lost on the way to each format and back, and nothing is said to be."""
    out = converted(pair, name)
    assert capsys.readouterr().err == ""
    questions, again = read_question_set(pair[0]), read_question_set(out)
    assert again.questions == questions.questions
    assert read_answer_set(out, again).answers == read_answer_set(pair[1], questions).answers


@pytest.mark.parametrize("name", NATIVE)
def test_a_second_conversion_loses_nothing_either(pair: tuple[Path, Path], name: str) -> None:
    """From each format to ragas again, with the earlier turns that no measure reads."""
    out = converted((converted(pair, name),), "ragas.jsonl")
    (row, _) = map(json.loads, out.read_text("utf-8").splitlines())
    assert (row["history"], row["jurisdictions"]) == (QUESTIONS[0]["history"], QUESTIONS[0]["jurisdictions"])
    assert read_question_set(out).questions == read_question_set(pair[0]).questions


def test_other_programs_find_their_own_names(pair: tuple[Path, Path]) -> None:
    """Each program's fields stand under the names and in the places where it looks for them."""
    ragas = json.loads(converted(pair, "ragas.jsonl").read_text("utf-8").splitlines()[0])
    assert ragas["retrieved_contexts"] == ANSWERS[0]["retrieved_contexts"]
    assert ragas["reference_context_ids"] == ["a#p1", "b"]
    deepeval = json.loads(converted(pair, "deepeval.json").read_text("utf-8"))[0]
    assert deepeval["actual_output"] == ANSWERS[0]["response"]
    assert deepeval["retrieval_context"] == ANSWERS[0]["retrieved_contexts"]
    assert deepeval["additional_metadata"]["cluster_id"] == "c1"
    checked = json.loads(converted(pair, "ragchecker.json").read_text("utf-8"))["results"][0]
    assert (checked["query_id"], checked["gt_answer"]) == ("q1", QUESTIONS[0]["reference"])
    assert checked["retrieved_context"][1] == {"doc_id": "b#p2", "text": "['not a list']"}
    with converted(pair, "promptfoo.csv").open(encoding="utf-8", newline="") as file:
        tests = list(csv.DictReader(file))
    assert tests[0]["__providerOutput"] == ANSWERS[0]["response"]
    assert tests[0]["__expected1"] == f"factuality:{QUESTIONS[0]['reference']}"
    assert tests[0]["__expected2"] == "icontains-any:one day,24 hours"
    assert tests[0]["__metadata:topic"] == "redemption"


def test_a_workbook_for_promptfoo_holds_no_formula(pair: tuple[Path, Path]) -> None:
    """An answer that begins as a formula does stays text, to the character."""
    sheet = load_workbook(converted(pair, "promptfoo.xlsx")).active
    cell = sheet["B2"]
    assert (cell.data_type, cell.quotePrefix, cell.value) == ("s", True, ANSWERS[0]["response"])


def test_what_a_format_cannot_hold_is_named(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Columns that are not known, `_meta`, and all but the ranking in a TREC run: one line on standard error."""
    meta = jsonl(pair[0].with_name("more.jsonl"), {"_meta": {"title": "T"}}, QUESTIONS[0] | {"mood": "fine"})
    run = jsonl(pair[1].with_name("one.jsonl"), ANSWERS[0])
    out = converted((meta, run), "ragas.csv")
    assert capsys.readouterr().err == (
        "ragas does not hold the columns mood, which are not recognised; _meta.\n"
    )  # fmt: skip
    assert read_question_set(out).meta == {}
    converted((meta, run), "trec.run")
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "the questions; of one text (1 rows), statements (1 rows), cited (1 rows), contexts (1 rows)" in said
    converted((meta,), "trec.qrels")
    said = capsys.readouterr().err
    assert "of questions text (1 rows), reference (1 rows), facts (1 rows), gold (1 rows)" in said


def test_questions_without_an_answer_are_named(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A row a question makes a missing answer an empty one; both are failures, and the difference is told."""
    few = jsonl(pair[1].with_name("few.jsonl"), ANSWERS[0])
    out = converted((pair[0], few), "deepeval.json")
    assert "of few that 1 have no answer (they read as empty ones)" in capsys.readouterr().err
    assert read_answer_set(out, read_question_set(out)).answer("007").status is Status.EMPTY


def test_several_sets_become_columns_of_promptfoo(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Results stand side by side in CSV and XLSX, and each is read by its column; other formats refuse."""
    other = jsonl(pair[1].with_name("b.jsonl"), {"id": "q1", "response": "B."}, {"id": "007", "response": "C."})
    for name in ("promptfoo.csv", "promptfoo.xlsx"):
        out = converted((*pair, other), name)
        assert "of said status (1 rows), statements (1 rows)" in capsys.readouterr().err
        part = out.with_name(f"{out.name}#[b] {{{{question}}}}")
        assert read_answer_set(part, read_question_set(part)).answer("007").text == "C."
    assert main(["evaluate", "convert", *map(str, (*pair, other)), "--to", "ragas", "--out", "x.csv"]) == 2
    assert "holds one answer set" in capsys.readouterr().err


def test_trec_judgements_and_runs_are_converted(tmp_path: Path) -> None:
    """Judgements to judgements, and a run of a question set with words to RAGChecker."""
    judged = write(tmp_path / "x.qrels", "q1 0 d1 2\nq2 0 d3 1\n")
    assert read_question_set(converted((judged,), "trec.qrels")).questions[0].gold == (Gold("d1", "d1", 2),)
    questions = jsonl(tmp_path / "q.jsonl", {"id": "q1", "user_input": "Q?"})
    run = write(tmp_path / "x.run", "q1 Q0 d2 1 0.5 t\nq1 Q0 d1 2 0.9 t\n")
    out = converted((questions, run), "ragchecker.json")
    assert read_answer_set(out, read_question_set(out)).answer("q1").context_ids == ("d1", "d2")


BAD = [
    ("charm", "x.json", "'charm' is not a format; one of ragas"),
    ("ragas", "x.xlsx", "end it with .jsonl or .csv"),
    ("trec", "x.run", "holds what answers found: name an answer set"),
]


@pytest.mark.parametrize(("form", "name", "reason"), BAD, ids=[row[2][:20] for row in BAD])
def test_what_cannot_be_converted_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, name: str, reason: str
) -> None:
    """An unknown format, a wrong ending and a run without answers end with 2, and nothing is written."""
    questions = jsonl(tmp_path / "q.jsonl", {"id": "q1", "user_input": "Q?"})
    assert main(["evaluate", "convert", str(questions), "--to", form, "--out", str(tmp_path / name)]) == 2
    assert reason in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_cell_too_long_for_a_workbook_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rather than cut a text, the conversion says which cell, and that CSV holds it."""
    questions = jsonl(tmp_path / "q.jsonl", {"id": "q1", "user_input": "Q?", "reference": "x" * 40_000})
    out = tmp_path / "x.xlsx"
    assert main(["evaluate", "convert", str(questions), "--to", "promptfoo", "--out", str(out)]) == 2
    assert "__expected1 in row 2 is longer than an XLSX cell: write .csv" in capsys.readouterr().err
    assert not out.exists()


def test_context_of_deepeval_is_not_what_was_found(tmp_path: Path) -> None:
    """A golden's `context` is what should have been found; a test of promptfoo's results brings its assertions."""
    golden = {
        "input": "Q?",
        "actual_output": "A.",
        "expected_output": "R.",
        "retrieval_context": None,
        "context": ["c"],
    }
    path = write(tmp_path / "g.json", json.dumps([golden]))
    questions = read_question_set(path)
    assert read_answer_set(path, questions).answer(questions.questions[0].id).contexts == ()
    case = {"metadata": {"topic": "t"}, "assert": [{"type": "icontains-any", "value": ["one day", "24 h"]}]}
    result = {"vars": {"question": "Q?"}, "testCase": case, "response": {"output": "A."}}
    (question,) = read_question_set(write(tmp_path / "p.json", json.dumps({"results": [result]}))).questions
    assert question.slices == (("topic", "t"),)
    assert len(question.facts[0].any_of) == 2


def test_metadata_lists_of_promptfoo_are_slices(tmp_path: Path) -> None:
    """`__metadata:tags[]` is a list there; its name is `tags`."""
    path = sheets(tmp_path / "p.xlsx", Tests=[("question", "__metadata:tags[]"), ("Q?", "a,b")])
    assert read_question_set(path).questions[0].slices == (("tags", "a,b"),)
