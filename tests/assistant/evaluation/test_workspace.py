"""The page's workspace: uploads by content, columns corrected by hand, labels that survive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.labelling import Item, read_labels
from assistant.evaluation.records import EvalQuestion
from assistant.evaluation.sets import read_question_set
from assistant.evaluation.workspace import LabelSheet, columns_of, corrected, keep

CSV = "qid,Question,Remark,expected_output\n1,Is staking allowed?,it is,Yes\n2,Is lending allowed?,it is not,No\n"


@pytest.mark.parametrize("name", ["../../etc/set.csv", "..\\set.csv", "/set.csv", "set.csv"])
def test_an_upload_stays_below_its_folder(tmp_path: Path, name: str) -> None:
    """Whatever the name says, the file is written under the hash of its content."""
    path = keep(tmp_path, name, b"id\n1\n")
    assert path.parent.parent == tmp_path
    assert path.name == "set.csv"
    assert keep(tmp_path, name, b"id\n1\n") == path


def test_columns_are_said_as_they_are_read(tmp_path: Path) -> None:
    """Known names have their field, others none."""
    found = columns_of(keep(tmp_path, "set.csv", CSV.encode()))
    assert found.rows == 2
    assert found.fields == {"qid": "id", "Question": "user_input", "Remark": "", "expected_output": "reference"}


def test_a_corrected_column_is_read_as_it_was_told(tmp_path: Path) -> None:
    """The remark becomes the reference, the other column is left out, and the rows keep their order."""
    path = keep(tmp_path, "set.csv", CSV.encode())
    fields = {"qid": "id", "Question": "user_input", "Remark": "reference", "expected_output": ""}
    questions = read_question_set(corrected(path, fields)).questions
    assert [(question.id, question.reference) for question in questions] == [("1", "it is"), ("2", "it is not")]


def test_a_set_keeps_what_it_says_of_itself(tmp_path: Path) -> None:
    """The first line with `_meta` is no row to correct."""
    lines = [json.dumps({"_meta": {"name": "mine"}}), json.dumps({"q": "Is staking allowed?", "n": "a"})]
    path = keep(tmp_path, "set.jsonl", "\n".join(lines).encode())
    assert columns_of(path).rows == 1
    assert read_question_set(corrected(path, {"q": "user_input", "n": "id"})).meta == {"name": "mine"}


def test_labels_survive_a_restart(tmp_path: Path) -> None:
    """Each label is on disk at once, is gone on with, and reads as a sheet of `agree`."""
    items = [Item(f"{number:03d}", "a", EvalQuestion(str(number), "?"), "An answer.") for number in (1, 2)]
    LabelSheet(tmp_path / "me.csv").put(items[0], "right", "=1+1, or so")
    again = LabelSheet(tmp_path / "me.csv")
    assert again.open(items) == [items[1]]
    again.put(items[1], "wrong", "")
    assert read_labels(tmp_path / "me.csv") == {"001": "right", "002": "wrong"}
    assert "'=1+1" in again.text()
