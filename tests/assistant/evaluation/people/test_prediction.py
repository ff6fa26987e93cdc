"""Prediction-powered estimates: by hand, by simulation, and from the files that people have."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from assistant.evaluation.people.prediction import powered
from tests.assistant.evaluation.helpers import run, write

NONE = float("nan")


def test_the_estimate_by_hand() -> None:
    """Six labels of mean 1/2 whose scores have mean 1/2, six more scores of mean 1: 1/2 + weight * 1/2.

    With weight 1 a labelled answer's part is (label - 1/2) / 6 - (score - 1/2) / 6 = 0 for four and +-1/6 for two; the
    other scores are all alike, so the error is sqrt(6/5 * 2/36) = .2582, and t with 5 degrees is 2.5706.
    """
    labels = np.array([1, 1, 1, 0, 0, 0, *[NONE] * 6])
    scores = np.array([1, 1, 0, 1, 0, 0, *[1.0] * 6])
    found = powered(labels, scores, np.arange(12), 1.0)
    assert found.mean == pytest.approx(1.0)
    assert found.width / 2 == pytest.approx(stats.t.ppf(0.975, 5) * np.sqrt(6 / 5 * 2 / 36))
    alone = powered(labels, scores, np.arange(12), 0.0)
    assert (alone.mean, alone.width / 2) == pytest.approx((0.5, stats.t.ppf(0.975, 5) * np.sqrt(0.25 / 5)))


def test_the_weight_by_hand() -> None:
    """The best weight is cov(label, score) / var(score) where the other scores are alike: (1/12) / (1/4) = 1/3."""
    labels = np.array([1, 1, 1, 0, 0, 0, *[NONE] * 6])
    scores = np.array([1, 1, 0, 1, 0, 0, *[1.0] * 6])
    assert powered(labels, scores, np.arange(12)).weight == pytest.approx(1 / 3)


def test_a_score_that_says_nothing_is_not_used() -> None:
    """A score alike for all, and one that runs against the labels, leave the labels alone."""
    labels = np.array([*[1.0, 0.0] * 10, *[NONE] * 50])
    alone = powered(labels, np.zeros(70), np.arange(70), 0.0)
    assert powered(labels, np.full(70, 0.3), np.arange(70)) == alone
    against = powered(labels, np.array([*[0.0, 1.0] * 10, *[0.5] * 50]), np.arange(70))
    assert (against.mean, against.weight) == (alone.mean, 0.0)


def test_few_clusters_have_no_interval() -> None:
    """Four labelled clusters give a mean and no bounds."""
    found = powered(np.array([1.0, 0, 1, 0, NONE]), np.array([1.0, 0, 1, 0, 1]), np.arange(5))
    assert np.isfinite(found.mean)
    assert np.isnan(found.low)


@pytest.mark.parametrize(("flip", "narrower"), [(0.1, 0.75), (0.5, 1.06)])
def test_the_interval_covers_and_is_narrower_where_the_score_says_something(flip: float, narrower: float) -> None:
    """In 1,000 draws of clustered answers the interval holds the truth 93 to 97 times of 100.

    A score that is right nine times of ten narrows the interval of the labels alone; one that says nothing does not
    widen it by more than a twentieth.
    """
    random = np.random.default_rng(20261123)
    held, widths = [], []
    for _ in range(1_000):
        clusters = np.repeat(np.arange(200), 4)
        chance = random.beta(1.8, 1.2, 200)[clusters]  # the truth is .6
        truth = (random.random(800) < chance).astype(np.float64)
        scores = np.where(random.random(800) < flip, 1 - truth, truth)
        labels = np.where(np.isin(np.arange(800), random.permutation(800)[:120]), truth, NONE)
        found, alone = powered(labels, scores, clusters), powered(labels, scores, clusters, 0.0)
        held.append(found.low <= 0.6 <= found.high)
        widths.append(found.width / alone.width)
    assert 0.93 <= np.mean(held) <= 0.97
    assert np.mean(widths) <= narrower


def files(folder: Path) -> list[str]:
    """Write a sheet of ten labels, its key and forty scores; give the arguments of `agree`."""
    write(folder / "ann.csv", "item,label\n" + "".join(f"{n},{'right' if n % 2 else 'wrong'}\n" for n in range(10)))
    write(folder / "ann.key.csv", "item,set,id\n" + "".join(f"{n},a,q{n}\n" for n in range(10)))
    rows = "".join(f"a,q{n},correct,{n % 2},ok\n" for n in range(40))
    write(folder / "scores.csv", f"set,id,measure,value,status\n{rows}a,q40,correct,0,missing\n")
    return ["evaluate", "agree", str(folder / "ann.csv"), "--scores", str(folder / "scores.csv")]


def test_agree_estimates_what_people_would_give(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One sheet with its key and the scores is enough; the line names both intervals."""
    code, said = run(capsys, *files(tmp_path))
    assert code == 0, said
    assert said.startswith("a: 0.500 [")
    assert "from 10 labels and 40 automatic scores (weight" in said


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("ann.key.csv", "item,set\n0,a\n", "a key has the columns"),
        ("ann.key.csv", "item,set,id\n0,a,q0\n", "is not in"),
        ("ann.csv", "item,label\n0,perfect\n", "is not a label"),
        ("scores.csv", "set,id,measure,value,status\na,q0,rr,1,ok\n", "holds no scores of 'correct'"),
        ("scores.csv", "set,id,measure,value,status\nb,q0,correct,1,ok\n", "hold none for question"),
    ],
)
def test_files_that_do_not_fit_are_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, said: str
) -> None:
    """What is wrong with a key, a sheet or the scores is said in one line."""
    arguments = files(tmp_path)
    write(tmp_path / name, text)
    code, output = run(capsys, *arguments)
    assert code == 2
    assert said in output
    assert len(output.strip().splitlines()) == 1


def test_a_sheet_without_its_key_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The key must lie beside the sheet or be given."""
    arguments = files(tmp_path)
    (tmp_path / "ann.key.csv").unlink()
    code, said = run(capsys, *arguments)
    assert (code, "--key" in said) == (2, True)
