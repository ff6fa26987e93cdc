"""The page's workspace: uploads by content, columns corrected by hand, labels that survive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.people.labelling import Item, read_labels
from assistant.evaluation.sets import read_question_set
from assistant.evaluation.sets.records import AnswerSet, EvalAnswer, EvalQuestion, QuestionSet, Status
from assistant.evaluation.workspace import LabelRoom, LabelSheet, columns_of, corrected, keep

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


def room(folder: Path, *said: str) -> LabelRoom:
    """Make the room of one set that answers as many questions."""
    ids = [f"q{number}" for number in range(len(said))]
    questions = QuestionSet("set", tuple(EvalQuestion(id_, f"Question {id_}?") for id_ in ids), {}, {})
    given = {id_: EvalAnswer(id_, Status.OK, text) for id_, text in zip(ids, said, strict=True)}
    return LabelRoom(folder, questions, [AnswerSet("mine", given, frozenset({"response"}))])


def test_labels_of_all_draws_and_people_are_gathered(tmp_path: Path) -> None:
    """By set and question, whoever labelled them under which blind name; "cannot tell" says nothing."""
    mine = room(tmp_path, "Yes.", "No.", "Perhaps.")
    for count, person, label in ((3, "ab", "right"), (3, "cd", "wrong"), (1, "ab", "partly right")):
        for item in mine.draw(count, 1):
            said = "cannot tell" if item.question.id == "q2" else label
            mine.sheet(count, 1, person).put(item, said, "")
    assert [path.stem for path in mine.sheets(3, 1)] == ["ab", "cd"]
    (one,) = (item.question.id for item in mine.draw(1, 1))
    expected = {("mine", id_): ["right", "wrong"] for id_ in ("q0", "q1")}
    if one != "q2":
        expected["mine", one].insert(0, "partly right")
    assert {place: sorted(labels) for place, labels in mine.people().items()} == {
        place: sorted(labels) for place, labels in expected.items()
    }


def test_answers_in_other_words_have_no_labels_yet(tmp_path: Path) -> None:
    """A label is of the words that were seen."""
    first = room(tmp_path, "Yes.")
    first.sheet(1, 1, "ab").put(first.draw(1, 1)[0], "right", "")
    assert room(tmp_path, "Yes.").people()
    assert not room(tmp_path, "No.").people()
