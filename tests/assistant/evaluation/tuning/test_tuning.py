"""Tuning: what wins on held-out questions is used, what does not is written down and refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.tuning import FEWEST, Judged, Method, fit_forest, fit_weights, tune
from assistant.evaluation.tuning.card import card, figures
from assistant.retrieval.known_questions import KNOWN, OFTEN, VOTERS, VOTES, WORDS, Known
from assistant.retrieval.ranking import open_ranker
from assistant.retrieval.signals import BREVITY, NAMES, RAW, Signals
from assistant.retrieval.tuned import read_artefact, write_artefact
from assistant.settings import Settings
from corpus.errors import InputError
from corpus.language.terms import terms
from corpus.records import Life, Nature, Passage
from tests.assistant.evaluation.tuning.columns import unasked

LIFE = Life(Nature.RULE, None)
CANDIDATES = 30


def judged(count: int, *, telling: bool) -> list[Judged]:
    """Make questions whose answer is the briefest candidate, where that is `telling`, or else any."""
    random = np.random.default_rng(7)
    made = []
    for number in range(count):
        passages = tuple(Passage(f"p#{number}-{row:02}", "p", "text", "", LIFE) for row in range(CANDIDATES))
        columns = {name: random.random(CANDIDATES).astype(np.float32) for name in (*NAMES, *RAW)}
        columns |= unasked(CANDIDATES)
        answer = int(columns[BREVITY].argmax()) if telling else int(random.integers(CANDIDATES))
        vector = random.standard_normal(8).astype(np.float32)
        signals = Signals(passages, columns, vector / np.linalg.norm(vector))
        made.append(Judged(f"q{number}", signals, frozenset({passages[answer].id})))
    return made


def test_weights_find_what_tells_and_win(tmp_path: Path) -> None:
    """Where the briefest passage is always the answer, brevity has nearly all the weight and the gain is certain."""
    fitted = tune(judged(80, telling=True), Method(fit_weights), tmp_path, lambda *_: None)
    assert fitted.won
    assert fitted.tuned.weights[BREVITY] > 0.8
    assert min(fitted.tuned.weights.values()) >= 0
    assert fitted.gains[1].low > 0.3


def test_what_does_not_win_is_written_and_refused(tmp_path: Path) -> None:
    """On noise nothing wins; the card says so, and ASSISTANT_RANKING refuses the folder in one line."""
    fitted = tune(judged(80, telling=False), Method(fit_weights), tmp_path, lambda *_: None)
    about = figures(fitted)
    text = card(fitted, "noise", "an encoder", "ASSISTANT_RANKING", about)
    write_artefact(tmp_path / "tuned", fitted.tuned, "all-MiniLM-L6-v2", about, text)
    assert "did **not** win" in (tmp_path / "tuned" / "CARD.md").read_text(encoding="utf-8")
    with pytest.raises(InputError, match="did not win on held-out questions") as caught:
        open_ranker(Settings(ranking=str(tmp_path / "tuned")))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("method", ["weights", "forest"])
def test_an_artefact_scores_as_what_was_fitted(tmp_path: Path, method: str) -> None:
    """Written and read back, the same questions have the same scores, and nothing in the folder is pickled."""
    if method == "forest":
        pytest.importorskip("lightgbm")
    questions = judged(60, telling=True)
    fitted = tune(questions, Method(fit_forest if method == "forest" else fit_weights), tmp_path, lambda *_: None)
    write_artefact(tmp_path, fitted.tuned, "all-MiniLM-L6-v2", figures(fitted), "a card")
    ranker = read_artefact(tmp_path, "all-MiniLM-L6-v2")
    first = questions[0].signals
    assert np.allclose(ranker.scores("", first), fitted.tuned.scores("", first), atol=1e-3)
    assert {path.suffix for path in tmp_path.iterdir()} <= {".json", ".npy", ".txt", ".md"}


def test_another_encoder_and_a_broken_file_are_refused(tmp_path: Path) -> None:
    """What was fitted with one encoder's cosines says nothing of another's."""
    fitted = tune(judged(60, telling=True), Method(fit_weights), tmp_path, lambda *_: None)
    write_artefact(tmp_path, fitted.tuned, "other", figures(fitted), "a card")
    with pytest.raises(InputError, match="fitted with the encoder 'other'"):
        read_artefact(tmp_path, "all-MiniLM-L6-v2")
    content = json.loads((tmp_path / "ranking.json").read_text(encoding="utf-8"))
    (tmp_path / "ranking.json").write_text(json.dumps(content | {"version": 0}), encoding="utf-8")
    with pytest.raises(InputError, match="of another version"):
        read_artefact(tmp_path, "other")
    (tmp_path / "ranking.json").unlink()
    with pytest.raises(InputError, match="holds no ranking that can be read"):
        read_artefact(tmp_path, "other")


def test_a_question_is_not_known_to_itself() -> None:
    """While the ranker is fitted, what a question's own judgement says is left out."""
    question = judged(1, telling=True)[0]
    known = Known(question.signals.question[np.newaxis, :], [sorted(question.relevant)], [terms("custody")])
    columns = known.columns("custody", question.signals)
    assert {name: column.max() for name, column in columns.items()} == pytest.approx(
        {KNOWN: 1, OFTEN: np.log(2), WORDS: 1, VOTES: 1}
    )
    assert all(column.max() == 0 for column in known.columns("custody", question.signals, but={0}).values())


def test_known_questions_are_alike_by_their_rare_words() -> None:
    """A word that every known question has says little; one that no known question has only makes it less alike."""
    question = judged(1, telling=True)[0]
    first, second = (passage.id for passage in question.signals.passages[:2])
    vectors = np.zeros((2, 8), dtype=np.float32)
    known = Known(vectors, [[first], [second]], [terms("custody platform"), terms("platform staking")])
    alike = known.columns("staking on a platform", question.signals)[WORDS]
    assert alike[1] == pytest.approx(1)
    assert 0 < alike[0] < 0.1
    unmet = known.columns("staking on a platform in Peru", question.signals)[WORDS]
    assert alike[0] > unmet[0] > 0


def test_only_the_nearest_known_questions_vote() -> None:
    """Beyond the voters a question like this one is known, and has no vote."""
    question = judged(1, telling=True)[0]
    ids = [passage.id for passage in question.signals.passages[:2]]
    near = np.tile(question.signals.question, (VOTERS + 1, 1))
    far = question.signals.question[::-1].copy()
    vectors = np.concatenate([near[:VOTERS], far[np.newaxis, :]])
    known = Known(vectors, [*[ids[:1]] * VOTERS, ids[1:]], [[]] * (VOTERS + 1))
    columns = known.columns("", question.signals)
    assert columns[VOTES][0] == pytest.approx(VOTERS, rel=1e-4)
    assert columns[VOTES][1] == 0
    assert columns[OFTEN][1] > 0


def test_too_few_questions_are_refused(tmp_path: Path) -> None:
    """The message says how many it takes."""
    with pytest.raises(InputError, match=f"bring {FEWEST} or more"):
        tune(judged(10, telling=True), Method(fit_weights), tmp_path, lambda *_: None)
