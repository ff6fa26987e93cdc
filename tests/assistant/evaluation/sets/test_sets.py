"""Sets: what every format gives, whose columns are known, and that bad input is one line with its row."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import main
from assistant.evaluation.sets import read_answer_set, read_answer_sets, read_question_set
from assistant.evaluation.sets.records import Behavior, Gold, Status
from assistant.evaluation.sets.tables import LARGEST
from corpus.errors import InputError
from tests.assistant.evaluation.helpers import answer_set, jsonl, question_set, sheets, write

FACTS = [{"id": "f1", "text": "Within one day", "importance": "vital", "any_of": ["/(1|one) day/"], "must_not": []}]
FULL = {
    "id": "q1", "user_input": "How fast?", "reference": "Within one day.", "key_facts": FACTS,
    "gold_sources": [{"doc_id": "a", "passage_id": "a#p1", "grade": 2}], "expected_behavior": "answer",
    "as_of": "2026-01-31", "slice": {"topic": "redemption"}, "cluster_id": "c1", "weight": 2, "notes": "n",
}  # fmt: skip


def test_every_format_gives_the_same_questions(tmp_path: Path) -> None:
    """JSONL with its `_meta` line, JSON, CSV with JSON in cells, and the named sheet of an XLSX file say the same."""
    cells = {name: json.dumps(value) if isinstance(value, list | dict) else value for name, value in FULL.items()}
    lines = [",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in (cells, cells.values())]
    sources = [
        jsonl(tmp_path / "a.jsonl", {"_meta": {"name": "m"}}, FULL),
        write(tmp_path / "a.json", json.dumps({"questions": [FULL]})),
        write(tmp_path / "a.csv", "\ufeff" + "\n".join(lines)),
        sheets(tmp_path / "a.xlsx", Other=[("x",)], Mine=[tuple(cells), tuple(cells.values())]),
    ]
    sources[3] = tmp_path / "a.xlsx#Mine"
    first, *others = [read_question_set(source).questions for source in sources]
    assert all(other == first for other in others)
    (question,) = first
    assert (question.cluster, question.weight, question.behavior) == ("c1", 2.0, Behavior.ANSWER)
    assert question.gold == (Gold("a", "a#p1", 2),)
    assert question.slices == (("topic", "redemption"),)
    assert read_question_set(sources[0]).meta == {"name": "m"}


NATIVE: list[tuple[str, Any]] = [
    ("ragas.jsonl", {"user_input": "Q?", "retrieved_contexts": ["c1", "c2"], "response": "A.", "reference": "R."}),
    ("ragas_old.jsonl", {"question": "Q?", "contexts": ["c1", "c2"], "answer": "A.", "ground_truths": ["R."]}),
    (
        "deepeval.json",
        [{"input": "Q?", "actual_output": "A.", "expected_output": "R.", "retrieval_context": ["c1", "c2"]}],
    ),
    (
        "ragchecker.json",
        {"results": [{
            "query_id": "7", "query": "Q?", "gt_answer": "R.", "response": "A.",
            "retrieved_context": [{"doc_id": "d1", "text": "c1"}, {"doc_id": "d2", "text": "c2"}],
        }]},
    ),
    ("langsmith.jsonl", {"inputs": {"question": "Q?"}, "outputs": {"answer": "A."}, "contexts": ["c1", "c2"],
                         "reference_outputs": {"answer": "R."}}),
    (
        "promptfoo.json",
        {"results": {"version": 3, "results": [
            {"vars": {"question": "Q?", "contexts": ["c1", "c2"], "ground_truth": "R."}, "response": {"output": "A."},
             "latencyMs": 12, "success": True},
        ]}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content"), NATIVE, ids=[name for name, _ in NATIVE])
def test_native_files_of_other_programs_are_read(tmp_path: Path, name: str, content: Any) -> None:
    """Question, reference, answer and contexts come out of each program's own file, joined without our ids."""
    path = write(tmp_path / name, json.dumps(content))
    questions = read_question_set(path)
    (question,) = questions.questions
    answer = read_answer_set(path, questions).answer(question.id)
    assert (question.text, question.reference) == ("Q?", "R.")
    assert (answer.status, answer.text, answer.contexts) == (Status.OK, "A.", ("c1", "c2"))
    if name.startswith("ragchecker"):
        assert (question.id, answer.context_ids) == ("7", ("d1", "d2"))


def test_deepeval_csv_parts_contexts_at_its_mark(tmp_path: Path) -> None:
    """Contexts in one cell are joined by `|` in deepeval's CSV, and are a Python list in that of pandas."""
    head = "input,actual_output,expected_output,retrieval_context\n"
    for cell in ("c1; still c1|c2", "\"['c1; still c1', 'c2']\""):
        path = write(tmp_path / "d.csv", f"{head}Q?,A.,R.,{cell}\n")
        questions = read_question_set(path)
        answer = read_answer_set(path, questions).answer(questions.questions[0].id)
        assert answer.contexts == ("c1; still c1", "c2")


PROMPTFOO = [
    ("question", "__expected1", "__expected2", "__expected3", "__metadata:topic", "__providerOutput"),
    ("Q?", "equals: R.", "contains-all: one day, HKMA", "not-icontains: seven days", "redemption", "In one day."),
]


def test_promptfoo_tests_become_facts(tmp_path: Path) -> None:
    """Equality is the reference, `contains-all` is facts, `not-contains` forbids; CSV and XLSX say the same."""
    table = "\n".join(",".join(f'"{cell}"' for cell in row) for row in PROMPTFOO)
    sources = write(tmp_path / "p.csv", table), sheets(tmp_path / "p.xlsx", Tests=PROMPTFOO)
    first, second = (read_question_set(source).questions for source in sources)
    assert first == second
    assert (first[0].reference, first[0].slices) == ("R.", (("topic", "redemption"),))
    assert [[pattern.pattern for pattern in fact.any_of] for fact in first[0].facts] == [[r"one\s+day"], ["HKMA"], []]
    assert first[0].facts[2].must_not[0].search("in Seven  Days")
    assert read_answer_set(sources[1], read_question_set(sources[1])).answers[first[0].id].text == "In one day."


def test_promptfoo_outputs_are_freed_of_their_verdict(tmp_path: Path) -> None:
    """One output column is the answer; of two, one must be named."""
    questions = question_set(tmp_path, {"id": "q1", "user_input": "Q?"})
    one = write(tmp_path / "one.csv", 'question,[openai:gpt] P\nQ?,"[FAIL] (0.5) too short\n---\nA."\n')
    two = write(tmp_path / "two.csv", "question,[openai:gpt] P,[x] P\nQ?,[PASS] A.,[PASS] B.\n")
    assert read_answer_set(one, questions).answer("q1").text == "A."
    assert read_answer_set(tmp_path / "two.csv#[x] P", questions).answer("q1").text == "B."
    with pytest.raises(InputError, match="2 answers a row: choose one"):
        read_answer_set(two, questions)


def test_trec_files_are_read(tmp_path: Path) -> None:
    """Judgements are a question set, and a run is an answer set ranked by its scores that measures retrieval alone."""
    questions = read_question_set(write(tmp_path / "x.qrels", "q1 0 d1 2\nq1 0 d2 0\nq2 0 d3 1\n"))
    run = read_answer_set(write(tmp_path / "x.run", "q1 Q0 d2 1 0.5 t\nq1 Q0 d1 2 0.9 t\n"), questions)
    assert [(row.id, row.gold) for row in questions.questions] == [
        ("q1", (Gold("d1", "d1", 2),)),
        ("q2", (Gold("d3", "d3", 1),)),
    ]
    assert run.answer("q1").context_ids == ("d1", "d2")
    assert run.fields == {"id", "retrieved_context_ids"}


def test_missing_empty_and_error_rows_are_told_apart(tmp_path: Path) -> None:
    """Three kinds of failure, and a refusal without words is none of them."""
    questions = question_set(tmp_path, *({"id": f"q{n}", "user_input": f"Q{n}"} for n in range(5)))
    given = answer_set(
        tmp_path, questions, {"id": "q0", "response": "A"}, {"id": "q1", "response": " "},
        {"id": "q2", "response": None, "error": "timeout"}, {"id": "q3", "response": "", "refused": True},
    )  # fmt: skip
    assert [given.answer(f"q{n}").status for n in range(5)] == ["ok", "empty", "error", "ok", "missing"]


def test_sets_of_one_name_are_told_apart_by_their_folder(tmp_path: Path) -> None:
    """`a/run.jsonl` and `b/run.jsonl` become `a/run` and `b/run`."""
    questions = question_set(tmp_path, {"id": "q1", "user_input": "Q"})
    paths = [tmp_path / folder / "run.jsonl" for folder in "ab"]
    for path in paths:
        path.parent.mkdir()
        jsonl(path, {"id": "q1", "response": "A"})
    assert [held.name for held in read_answer_sets(paths, questions)] == ["a/run", "b/run"]
    with pytest.raises(InputError, match="same name"):
        read_answer_sets([paths[0], paths[0]], questions)


def test_answers_without_ids_need_questions_that_differ(tmp_path: Path) -> None:
    """Two questions in the same words, asked as of two dates, cannot be told apart by their words."""
    questions = question_set(tmp_path, *({"id": f"q{n}", "user_input": "Q", "as_of": f"202{n}-01-01"} for n in (1, 2)))
    with pytest.raises(InputError, match="row 1: 2 questions have these words; give the answers ids"):
        answer_set(tmp_path, questions, {"user_input": "Q", "response": "A"})


GOOD = '{"id": "q1", "user_input": "Q"}\n'
BAD_QUESTIONS: list[tuple[str, str | bytes, str]] = [
    ("no-column.csv", "id,text\nq1,Q\n", "row 2: user_input is missing"),
    ("unknown.csv", "a,b\n1,2\n", "no column is recognised"),
    ("twice.jsonl", GOOD * 2, "row 2: the id 'q1' is used twice (first in row 1)"),
    (
        "nan.jsonl",
        '{"id": "q1", "user_input": "Q", "weight": NaN}\n',
        "line 1: not valid JSON (NaN is not a JSON value",
    ),
    ("nan.csv", "id,user_input,weight\nq1,Q,nan\n", "row 2: weight is 'nan'; write a number from 0"),
    ("negative.csv", "id,user_input,weight\nq1,Q,-1\n", "row 2: weight is '-1'"),
    ("mixed.csv", "id,user_input\nq1,caf\u00e9\n".encode() + "q2,caf\u00e9\n".encode("latin-1"), "line 3: not UTF-8"),
    ("utf16.csv", "id,user_input\nq1,Q\n".encode("utf-16"), "line 1: not UTF-8"),
    ("quote.csv", 'id,user_input\nq1,"open\n', "not a readable CSV file"),
    ("wide.csv", "id,user_input\nq1,a,b\n", "row 2: more cells than the heading has"),
    ("behavior.jsonl", '{"id": "q1", "user_input": "Q", "expected_behavior": "dance"}', "expected_behavior is 'dance'"),
    ("facts.jsonl", '{"id": "q1", "user_input": "Q", "key_facts": [{"id": "f"}]}', "row 1: key fact 1 needs `text`"),
    ("regex.jsonl", '{"id": "q1", "user_input": "Q", "key_facts": [{"any_of": ["/(/"]}]}', "not a regular expression"),
    ("gold.jsonl", '{"id": "q1", "user_input": "Q", "gold_sources": [{"grade": 1}]}', "gold source 1 needs `doc_id`"),
    ("grade.jsonl", '{"id": "q1", "user_input": "Q", "gold_sources": [{"doc_id": "a", "grade": "x"}]}', "grade is 'x'"),
    ("date.jsonl", '{"id": "q1", "user_input": "Q", "as_of": "soon"}', "row 1: as_of is 'soon'; write YYYY-MM-DD"),
    ("some-ids.jsonl", GOOD + '{"user_input": "R"}\n', "row 2: id is missing"),
    ("slice.jsonl", '{"id": "q1", "user_input": "Q", "slice": "x"}', "row 1: slice is 'x'"),
    ("wrapped.json", '{"a": 1}', "no list of rows"),
    ("weightless.csv", "id,user_input,weight\nq1,Q,0\n", "every weight is 0"),
    ("half.jsonl", '{"id": "q1", "user_input": "\\ud800"}', "line 1: not valid JSON (half of a surrogate pair"),
    ("deep.json", "[" * 100_000, "nested too deep"),
    ("empty.jsonl", "", "holds no question"),
    ("torn.xlsx", b"PK\x03\x04 no more", "not a readable XLSX file"),
    ("set.pdf", b"%PDF", "not a table that can be read"),
    ("x.qrels", "q1 0 d1\n", "line 1: 3 fields where a TREC file has 4"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD_QUESTIONS, ids=[row[0] for row in BAD_QUESTIONS])
def test_bad_questions_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes, reason: str
) -> None:
    """What is wrong is said in one line with its row, with exit code 2."""
    assert main(["evaluate", "validate", str(write(tmp_path / name, content))]) == 2
    said = capsys.readouterr().err.strip()
    assert reason in said
    assert "\n" not in said


BAD_ANSWERS: list[tuple[str, str, str]] = [
    ("stray.jsonl", '{"id": "q9", "response": "A"}', "row 1: the id 'q9' is not in the question set"),
    ("second.jsonl", '{"id": "q1", "response": "A"}\n' * 2, "row 2: a second answer to 'q1'"),
    ("mute.jsonl", '{"id": "q1", "text": "A"}', "has no column response"),
    (
        "sure.jsonl",
        '{"id": "q1", "response": "A", "confidence": "high"}',
        "row 1: confidence is 'high'; write a number",
    ),
    ("late.jsonl", '{"id": "q1", "response": "A", "latency_ms": -3}', "row 1: latency_ms is -3"),
    ("flag.jsonl", '{"id": "q1", "response": "A", "refused": "maybe"}', "row 1: refused is 'maybe'"),
    ("cites.jsonl", '{"id": "q1", "response": "A", "citations": [[1]]}', "row 1: citation 1 is neither an id"),
    ("said.jsonl", '{"id": "q1", "response": "A", "statements": [{"checks": []}]}', "row 1: statement 1 needs `text`"),
    ("checks.jsonl", '{"id": "q1", "response": "A", "statements": [{"text": "A", "checks": 3}]}', "checks are objects"),
    ("none.jsonl", "", "holds no answer"),
    ("x.run", "q9 Q0 d 1 1 t\n", "line 1: the query 'q9' is not in the question set"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD_ANSWERS, ids=[row[0] for row in BAD_ANSWERS])
def test_bad_answers_are_one_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, reason: str
) -> None:
    """An answer set that cannot be used stops the scoring before anything is written."""
    questions, out = write(tmp_path / "q.jsonl", GOOD), tmp_path / "out"
    answers = write(tmp_path / name, content)
    assert main(["evaluate", "score", str(questions), str(answers), "--out", str(out)]) == 2
    said = capsys.readouterr().err.strip()
    assert reason in said
    assert "\n" not in said
    assert {path.name for path in tmp_path.iterdir()} <= {"q.jsonl", name, "data"}


def test_formulas_sheets_and_size_are_refused(tmp_path: Path) -> None:
    """A formula is named by its cell, a sheet by those that there are, and a file that is too large by its size."""
    path = sheets(tmp_path / "f.xlsx", Set=[("id", "user_input"), ("q1", "Q"), ("q2", "=1+1")])
    with pytest.raises(InputError, match="row 3: cell B3 holds a formula"):
        read_question_set(path)
    with pytest.raises(InputError, match="no sheet 'None'; its sheets are Set"):
        read_question_set(tmp_path / "f.xlsx#None")
    huge = tmp_path / "huge.jsonl"
    with huge.open("wb") as file:
        file.truncate(LARGEST + 50_000_000)
    with pytest.raises(InputError, match="200 MB and may have 150"):
        read_question_set(huge)
    with pytest.raises(InputError, match="does not exist"):
        read_question_set(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="is a folder"):
        read_question_set(tmp_path)
