"""The regression table of `make bench`: what fell is named, and a fall beyond chance fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.evaluation.flow import Evaluation, evaluate
from benchmarks import regression
from tests.assistant.evaluation.helpers import answer_set, no_progress, question_set

COUNT = 30


def answered(folder: Path, wrong: int) -> Evaluation:
    """Score a plain set and a product whose first `wrong` answers are not right."""
    asked = [{"id": f"q{n:02d}", "user_input": "What?", "reference": f"Rule {n} holds."} for n in range(COUNT)]
    held = question_set(folder, *asked)
    said = [{"id": f"q{n:02d}", "response": "Elsewhere." if n < wrong else f"Rule {n} holds."} for n in range(COUNT)]
    sets = [answer_set(folder, held, *said, name=name) for name in ("plain", "product")]
    return evaluate(held, sets, [], no_progress, draws=200)


def kept(found: Evaluation) -> dict[str, dict[str, float]]:
    """Return what a baseline of the product holds."""
    return regression.kept(found.own[1])


def test_the_same_answers_change_nothing(tmp_path: Path) -> None:
    """Against its own baseline nothing fell, and nothing is named."""
    found = answered(tmp_path, 3)
    lines, fell = regression.against(kept(found), found)
    assert not fell
    assert not any("fell:" in line for line in lines)


def test_one_answer_that_fell_is_named_and_is_chance(tmp_path: Path) -> None:
    """One of thirty is no fall beyond chance, but its id is told."""
    lines, fell = regression.against(kept(answered(tmp_path, 0)), answered(tmp_path, 1))
    assert not fell
    assert "  fell: q00" in lines


def test_many_answers_that_fell_are_beyond_chance(tmp_path: Path) -> None:
    """Fifteen of thirty are, and each is named; the other way round nothing is."""
    good, bad = answered(tmp_path, 0), answered(tmp_path, 15)
    lines, fell = regression.against(kept(good), bad)
    assert fell
    assert f"  fell: {', '.join(f'q{n:02d}' for n in range(15))}" in lines
    lines, fell = regression.against(kept(bad), good)
    assert not fell
    assert not any("fell:" in line for line in lines)


@pytest.mark.parametrize(("wrong", "code"), [(0, 0), (1, 0), (15, 1)])
def test_the_exit_code_tells_a_fall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: int, code: int) -> None:
    """A fall beyond chance gives 1; a baseline that is written, or of another part, gives 0."""
    baseline = ["--baseline", str(tmp_path / "baseline.json")]
    monkeypatch.setattr(regression, "run", lambda *_: answered(tmp_path, 0))
    assert regression.main([*baseline, "--write"]) == 0
    monkeypatch.setattr(regression, "run", lambda *_: answered(tmp_path, wrong))
    assert regression.main(baseline) == code
    assert regression.main([*baseline, "--part", "tune"]) == 0
    assert json.loads((tmp_path / "baseline.json").read_text(encoding="utf-8"))["part"] == "report"
