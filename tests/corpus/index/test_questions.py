"""The own questions of paragraphs: nearest by meaning, nearest by Chinese characters, and kept between editions."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpus.index.questions import NONE, QuestionIndex, write_questions
from tests.conftest import WordEncoder

IDS = ["act#p1", "act#p2", "own#1"]
QUESTIONS = {
    "act#p1": ("How much capital is needed?", "穩定幣發行人要多少資本？"),
    "act#p2": ("Who keeps the reserve?",),
}


def written(folder: Path, encoder: WordEncoder) -> QuestionIndex:
    """Write the questions and read them again."""
    write_questions(folder, IDS, QUESTIONS, encoder)
    return QuestionIndex.load(folder, len(IDS))


def test_a_question_finds_the_paragraph_whose_question_is_nearest(tmp_path: Path, encoder: WordEncoder) -> None:
    """By meaning; a passage without questions has no score."""
    near = written(tmp_path, encoder).similarities(encoder.encode(["capital needed"])[0])
    assert int(np.argmax(near)) == 0
    assert near[2] == NONE


def test_a_simplified_question_finds_a_traditional_one(tmp_path: Path, encoder: WordEncoder) -> None:
    """Both scripts are one."""
    shares = written(tmp_path, encoder).overlaps("稳定币发行人要有多少资本")
    assert shares[0] > 0.6
    assert shares[1] == shares[2] == 0


def test_a_question_without_chinese_overlaps_nothing(tmp_path: Path, encoder: WordEncoder) -> None:
    """There are no pairs of characters to share."""
    assert not written(tmp_path, encoder).overlaps("capital?").any()


def test_known_questions_are_not_encoded_again(tmp_path: Path, encoder: WordEncoder) -> None:
    """Their vectors are taken over from the edition before."""
    before = written(tmp_path, encoder)
    encoder.encoded.clear()
    (tmp_path / "next").mkdir()
    write_questions(tmp_path / "next", IDS, QUESTIONS | {"own#1": ("What is new?",)}, encoder, before)
    assert encoder.encoded == ["What is new?"]


def test_an_edition_without_questions_has_none(tmp_path: Path) -> None:
    """Nothing was written, and nothing is found."""
    index = QuestionIndex.load(tmp_path, 3)
    assert len(index) == 0
    assert (index.similarities(np.ones(3, dtype=np.float32)) == NONE).all()
