"""The collection: what may be cited stands in the shipped texts, or in the edition in force."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.current import CurrentIndex
from tests.assistant.evaluation.helpers import jsonl, run


def test_citations_are_resolved_in_the_index_where_there_is_one(
    tmp_path: Path, index: CurrentIndex, capsys: pytest.CaptureFixture[str]
) -> None:
    """A passage of the edition in force is a valid source, the manifest names it, and two runs give the same bytes."""
    asked = {"id": "q1", "user_input": "Is it allowed?", "reference": "Yes."}
    questions = jsonl(tmp_path / "questions.jsonl", asked)
    cited = [{"policy_id": "hk-margin-2026", "passage_id": "hk-margin-2026#p1"}]
    answers = jsonl(tmp_path / "answers.jsonl", {"id": "q1", "response": "Yes.", "citations": cited})
    name, scores = index.edition().manifest.edition, []
    for number, (texts, edition, valid) in enumerate([([], name, 1), ([], name, 1), ([SHIPPED_TEXTS], None, 0)]):
        out = tmp_path / f"out{number}"
        named = [word for folder in texts for word in ("--texts", str(folder))]
        code, said = run(capsys, "evaluate", "score", str(questions), str(answers), "--out", str(out), *named)
        assert code == 0, said
        assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["edition"] == edition
        scores.append((out / "scores.csv").read_text(encoding="utf-8"))
        assert f"answers,q1,cite_valid,{valid}.000000,ok" in scores[-1]
    assert scores[0] == scores[1]
