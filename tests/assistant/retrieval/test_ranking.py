"""Rankers: named weights, a cross-encoder that anybody can bring, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.retrieval.context import CONTEXT, HOME_PLACE
from assistant.retrieval.ranking import (
    DEFAULT,
    DEFAULT_WEIGHTS,
    DOCUMENTS,
    FUSED,
    OTHERS_SHARE,
    RERANKED,
    Fitted,
    Reranked,
    open_ranker,
)
from assistant.retrieval.signals import ASKED, COSINE, KEYWORD, LATE, MEANINGS, NAMES, RAW, Column, Signals
from assistant.settings import Settings
from corpus.errors import InputError
from corpus.index.questions import NONE
from corpus.records import Life, Nature, Passage

WORDS = ("tokens", "reserve", "custody")


def signals(count: int) -> Signals:
    """Make candidates of which the first is best in everything, and each next one a little worse."""
    life = Life(Nature.RULE, None)
    passages = tuple(Passage(f"p#{n:02}", "p", f"text {n}", f"{n}", life) for n in range(count))
    column = np.linspace(1, 0, count, dtype=np.float32)
    return Signals(passages, dict.fromkeys((*NAMES, *RAW, *MEANINGS, *CONTEXT), column), np.ones(4, dtype=np.float32))


class LastFirst:
    """A cross-encoder that likes what stands last."""

    name = "contrary"

    def fit(self, question: str, texts: Sequence[str]) -> Column:
        """Return the number that ends each text."""
        return np.array([float(text.split()[-1]) for text in texts], dtype=np.float32)


@pytest.mark.parametrize("ranker", [DEFAULT_WEIGHTS, FUSED])
def test_weights_are_positive_and_sum_to_one(ranker: object) -> None:
    """So that a score stands in [0, 1], whatever the signals; home comes on top where no place is named."""
    weights = {name: weight for name, weight in ranker.weights.items() if name != HOME_PLACE}  # type: ignore[attr-defined]
    assert sum(weights.values()) == pytest.approx(1)
    assert min(ranker.weights.values()) > 0  # type: ignore[attr-defined]


def test_a_sum_is_the_sum_of_its_signals() -> None:
    """Two candidates that differ in one signal differ by its weight."""
    found = signals(2)
    found.columns[LATE] = np.array([0, 1], dtype=np.float32)
    found.columns[KEYWORD] = np.zeros(2, dtype=np.float32)
    rest = sum(weight for name, weight in DEFAULT_WEIGHTS.weights.items() if name not in (LATE, KEYWORD))
    assert DEFAULT_WEIGHTS.scores("", found).tolist() == pytest.approx([rest, DEFAULT_WEIGHTS.weights[LATE]])


def test_the_best_of_a_fitted_ranking_is_one_and_the_others_are_below() -> None:
    """Scores are probabilities relative to the best."""
    scores = Fitted({COSINE: 2.0, ASKED: 1.0}, 1.0, 0.0).scores("", signals(3))
    assert scores[0] == 1
    assert 1 > scores[1] > scores[2] > 0


def test_own_documents_have_a_ranking_of_their_own() -> None:
    """The best candidate has 1, and a passage that gives what is asked for stands before its like."""
    found = signals(3)
    assert DOCUMENTS.scores("", found)[0] == 1
    level = np.zeros(3, dtype=np.float32)
    found.columns.update(dict.fromkeys(found.columns, level))
    found.columns["gives what is asked for"] = np.array([0, 0, 1], dtype=np.float32)
    assert DOCUMENTS.scores("", found).argmax() == 2
    assert not len(DOCUMENTS.scores("", signals(0)))


def test_without_own_questions_the_weights_rank() -> None:
    """In an edition of other texts there is nothing that the fitted ranking knows."""
    found = signals(3)
    found.columns[ASKED] = np.full(3, NONE, dtype=np.float32)
    assert DEFAULT.scores("", found).tolist() == DEFAULT_WEIGHTS.scores("", found).tolist()


def test_a_passage_without_questions_is_ranked_by_its_cosine() -> None:
    """A user's document neither wins nor loses by having no questions written for it."""
    found = signals(2)
    found.columns[COSINE] = np.array([0.5, 0.5], dtype=np.float32)
    found.columns[ASKED] = np.array([0.5, NONE], dtype=np.float32)
    odds = Fitted({ASKED: 1.0}, 1.0, 0.0).odds(found)
    assert odds[0] == pytest.approx(odds[1])


def test_a_cross_encoder_moves_only_the_first() -> None:
    """The first twenty are put in order by both, and stand above all others, whose order stays."""
    scores = Reranked(FUSED, LastFirst()).scores("?", signals(RERANKED + 5))
    assert min(scores[:RERANKED]) >= OTHERS_SHARE >= max(scores[RERANKED:])
    assert list(np.argsort(-scores[RERANKED:])) == [0, 1, 2, 3, 4]
    assert np.ptp(scores[:RERANKED]) < 1e-6  # one likes the first as much as the other likes the last


def test_no_candidates_are_no_scores() -> None:
    """An empty list is reranked to an empty list."""
    assert len(Reranked(DEFAULT, LastFirst()).scores("?", signals(0))) == 0


@pytest.fixture(scope="module")
def tiny_cross_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a cross-encoder of random weights: one layer, three words."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("cross")
    words = {word: number for number, word in enumerate(("[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS))}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    shape = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    BertForSequenceClassification(BertConfig(vocab_size=len(words), num_labels=1, **shape)).save_pretrained(folder)
    return folder


def test_any_cross_encoder_can_be_set(tiny_cross_encoder: Path) -> None:
    """ASSISTANT_RERANKER names a folder, and the ranker says so; the same question has the same scores."""
    ranker = open_ranker(Settings(reranker=str(tiny_cross_encoder)))
    first = ranker.scores("tokens reserve", signals(3))
    assert ranker.name == f"default, reranked by {tiny_cross_encoder}"
    assert first.tolist() == ranker.scores("tokens reserve", signals(3)).tolist()


def test_a_missing_cross_encoder_is_one_line(tmp_path: Path) -> None:
    """The message names the setting."""
    ranker = open_ranker(Settings(reranker=str(tmp_path / "nowhere")))
    with pytest.raises(InputError, match="Set ASSISTANT_RERANKER to the name or folder") as caught:
        ranker.scores("x", signals(2))
    assert "\n" not in str(caught.value)
