"""Refusals: how answers are told apart, and the curves and tables over them, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evaluation.scoring import refusals
from assistant.evaluation.sets.records import EvalAnswer, Status


@pytest.mark.parametrize(
    ("text", "flag", "kind"),
    [
        ("I do not have that.", None, "clean"),
        ("I'm sorry, I cannot answer this.", None, "clean"),
        ("The documents do not mention Brazil.", None, "clean"),
        ("No information is available on this.", None, "clean"),
        ("I cannot give advice. Brokers must be licensed. Platforms need a permit too.", None, "mixed"),
        ("Brokers must be licensed. I do not have more.", None, "mixed"),
        ("The SFC cannot license issuers. It does not cover them.", None, "none"),
        ("Brokers must be licensed.", False, "none"),
        ("", True, "clean"),
        ("無法回答。", None, "clean"),
    ],
)
def test_refusals_are_told_apart(text: str, flag: bool | None, kind: str) -> None:
    """A flag is believed where it says yes; else phrases decide, and an answer beside them makes it mixed."""
    assert refusals.classify(EvalAnswer("q", Status.OK, text, refused=flag)) == kind


def test_risk_and_coverage_by_hand() -> None:
    """Right, wrong, right, most confident first: risks 0, 1/2, 1/3, so AURC is 5/18; ties share their errors."""
    curve = refusals.risk_coverage(np.array([0.9, 0.5, 0.1]), np.array([1.0, 0.0, 1.0]))
    assert curve.risk == pytest.approx([0, 1 / 2, 1 / 3])
    assert curve.aurc == pytest.approx(5 / 18)
    assert (curve.accuracy(0.8), curve.accuracy(0.3)) == pytest.approx((2 / 3, 1.0))
    tied = [refusals.risk_coverage(np.zeros(2), np.array(right)).risk for right in ([1.0, 0.0], [0.0, 1.0])]
    assert [list(risk) for risk in tied] == [[0.5, 0.5]] * 2


def test_refusal_table_by_hand() -> None:
    """Two of three owed refusals given cleanly and one too many: precision 2/3, recall 2/3, F1 2/3."""
    table = refusals.RefusalTable(2, 0, 1, 1, 0, 6, 0)
    assert (table.precision, table.recall, table.f1) == pytest.approx((2 / 3, 2 / 3, 2 / 3))
