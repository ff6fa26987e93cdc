"""Chinese questions: what they mean is told from their characters, in the space of the shipped encoder."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.encoders.chinese import encode_question, grams, reader
from corpus.encoders.sentence import SentenceEncoder
from tests.conftest import WordEncoder

ENGLISH = (
    "How much capital must a stablecoin issuer in Hong Kong have?",
    "Can retail investors trade perpetual contracts in Hong Kong?",
    "When does MiCA apply in the European Union?",
)
CHINESE = (
    "香港穩定幣發行人要有幾多資本？",
    "散戶喺香港可唔可以炒永續合約？",
    "歐盟 MiCA 幾時開始適用？",
)


@pytest.mark.parametrize("place", range(len(CHINESE)))
def test_a_question_lies_nearest_to_the_same_in_english(minilm: SentenceEncoder, place: int) -> None:
    """Nobody told it the words: characters alone lead there, and so they do beside terms in English."""
    english = minilm.encode(ENGLISH)
    meant = reader().vector(CHINESE[place])
    assert meant is not None
    assert np.linalg.norm(meant) == pytest.approx(1, abs=1e-5)
    assert (english @ meant).argmax() == place
    both = encode_question(minilm, "Hong Kong", CHINESE[place]).vector
    assert (english @ both).argmax() == place


def test_simplified_characters_mean_the_same(minilm: SentenceEncoder) -> None:
    """Both ways of writing are read as one."""
    one, other = (encode_question(minilm, "", text).vector for text in ("穩定幣發行人的資本", "稳定币发行人的资本"))
    assert one == pytest.approx(other)


def test_a_question_in_english_stays_as_it_is(minilm: SentenceEncoder) -> None:
    """Nothing is added to it, nor to characters that nobody has asked with."""
    assert encode_question(minilm, ENGLISH[0], ENGLISH[0]).vector is minilm.question(ENGLISH[0]).vector
    assert encode_question(minilm, "a", "龘").vector is minilm.question("a").vector


def test_another_encoder_has_another_space() -> None:
    """The map leads into the space of the encoder that it was fitted on, and into no other."""
    encoder = WordEncoder()
    assert np.array_equal(encode_question(encoder, "capital", CHINESE[0]).vector, encoder.question("capital").vector)


def test_what_counts_of_a_text() -> None:
    """Characters in Simplified form, alone and in pairs, and words and numbers in Latin letters."""
    assert [*grams("穩定幣 MiCA 36")] == ["稳", "定", "币", "稳定", "定币", "mica", "36"]


def test_terms_count_as_they_are_spelled_out(minilm: SentenceEncoder) -> None:
    """The vector lies between the question's own words and those of its terms; its tokens are its own."""
    own, whole = "rules on perps", "rules on perpetual contracts"
    asked = encode_question(minilm, own, own, whole)
    assert np.linalg.norm(asked.vector) == pytest.approx(1.0, abs=1e-5)
    for text in (own, whole):
        assert asked.vector @ minilm.question(text).vector > minilm.question(own).vector @ minilm.question(whole).vector
    assert len(asked.tokens) == len(minilm.question(own).tokens)
