"""The keyword index: Chinese, numbers and word pairs are found, and saving changes no score."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.index.keywords import LexicalIndex
from corpus.language.terms import bigrams, terms
from corpus.records import Life, Nature, Passage

TEXTS = (
    "Brokers may offer margin financing against bitcoin and ether.",
    "Issuers keep a paid-up capital of HK$25,000,000 at all times.",
    "持牌人須將客戶資產存放於冷錢包。",
    "Platforms keep client assets in cold storage.",
)


def passages(*texts: str, headings: tuple[str, ...] = ()) -> list[Passage]:
    """Make passages of texts."""
    life = Life(Nature.RECORD, None)
    return [
        Passage(f"p#{row}", "p", text, f"¶{row}", life, headings=headings if row else ())
        for row, text in enumerate(texts)
    ]


def ranked(index: LexicalIndex, text: str) -> list[int]:
    """Return the rows that share a term with a text, best first."""
    scores = index.scores(text)
    return [int(row) for row in np.argsort(-scores, kind="stable") if scores[row] > 0]


@pytest.fixture
def lexical() -> LexicalIndex:
    """Index four texts."""
    return LexicalIndex.build(passages(*TEXTS))


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("margin financing", 0),
        ("MARGIN FINANCED", 0),
        ("paid-up capital of HK$25 million", 1),
        ("25 000 000", 1),
        ("HK$25m", 1),
        ("冷錢包", 2),
        ("客戶資產如何存放", 2),
        ("cold storage", 3),
        ("ｃｏｌｄ ｓｔｏｒａｇｅ", 3),
    ],
)
def test_a_question_finds_its_passage(lexical: LexicalIndex, question: str, row: int) -> None:
    """Other forms of a word or number, Chinese without blanks and wide letters find the passage that holds them."""
    assert ranked(lexical, question)[0] == row


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The SFC and the HKMA", ["sfc", "hkma"]),
        ("HK$25 million", ["hk", "$", "25000000"]),
        ("12,5 %", ["12.5", "%"]),
        ("冷錢包", ["冷錢", "錢包"]),
        ("幣", ["幣"]),
        ("USDT穩定幣v2", ["usdt", "穩定", "定幣", "v2"]),
        ("financing financed", ["financ", "financ"]),
        ("", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    """Terms are stems without stop words, numbers in one form, and pairs of Chinese characters."""
    assert terms(text) == expected


def test_bigrams_join_neighbours() -> None:
    """A text has one bigram less than terms, and one term has none."""
    assert (bigrams(["a", "b", "c"]), bigrams(["a"]), bigrams([])) == (["a_b", "b_c"], [], [])


def test_word_pairs_break_a_tie() -> None:
    """Of two texts with the same words the one that has them side by side comes first."""
    index = LexicalIndex.build(passages("Custody staking wallet licence.", "Licence custody wallet staking."))
    scores = index.scores("wallet staking")
    assert scores[1] > scores[0] > 0


def test_headings_count() -> None:
    """A passage is found by the words of the headings above it, though less than by its own."""
    index = LexicalIndex.build(passages("Custody of tokens.", "Fees apply.", headings=("Custody",)))
    scores = index.scores("custody")
    assert scores[0] > scores[1] > 0


@pytest.mark.parametrize("question", ["the of and", "", "???", "zebra"])
def test_a_question_without_known_terms_finds_nothing(lexical: LexicalIndex, question: str) -> None:
    """Stop words, marks and unknown words score nought everywhere."""
    assert not lexical.scores(question).any()


@pytest.mark.parametrize("texts", [(), ("",), ("the of and", "is")])
def test_an_index_without_terms_answers(tmp_path: Path, texts: tuple[str, ...]) -> None:
    """With nothing to index every question scores nought, also after saving."""
    index = LexicalIndex.build(passages(*texts))
    index.save(tmp_path / "lexical")
    for built in (index, LexicalIndex.load(tmp_path / "lexical", len(texts))):
        assert built.scores("margin").tolist() == [0.0] * len(texts)


def test_one_passage_is_found(tmp_path: Path) -> None:
    """One passage with one word is enough for an index."""
    index = LexicalIndex.build(passages("Custody."))
    index.save(tmp_path / "lexical")
    assert ranked(LexicalIndex.load(tmp_path / "lexical", 1), "custody") == [0]


def test_saving_changes_no_score(lexical: LexicalIndex, tmp_path: Path) -> None:
    """A loaded index gives the scores of the built one to the last bit, and no file of it can be executed."""
    lexical.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical", len(TEXTS))
    for question in (*TEXTS, "cold storage of 25 million"):
        assert np.array_equal(loaded.scores(question), lexical.scores(question))
    assert loaded.idf("capit") == lexical.idf("capit")
    for path in (tmp_path / "lexical").rglob("*.npy"):
        np.load(path, allow_pickle=False)


def test_building_twice_gives_the_same(lexical: LexicalIndex, tmp_path: Path) -> None:
    """Two builds of the same passages write the same bytes."""
    lexical.save(tmp_path / "one")
    LexicalIndex.build(passages(*TEXTS)).save(tmp_path / "two")
    files = [path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*") if path.is_file()]
    assert files
    assert all((tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes() for path in files)


def test_a_rare_term_weighs_more(lexical: LexicalIndex) -> None:
    """The inverse document frequency falls with the number of passages that hold a term."""
    shared, rare, unknown = (lexical.idf(*terms(word)) for word in ("keep", "margin", "zebra"))
    assert shared < rare < unknown
    assert rare == pytest.approx(np.log1p((4 - 1 + 0.5) / (1 + 0.5)))


def test_threads_share_an_index(lexical: LexicalIndex) -> None:
    """Eight threads get the scores that one gets."""
    questions = [*TEXTS, "25 million", "冷錢包"] * 40
    alone = [lexical.scores(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lexical.scores, questions))
    assert all(np.array_equal(one, other) for one, other in zip(alone, together, strict=True))


@given(st.text(max_size=80))
def test_any_text_has_terms(text: str) -> None:
    """Whatever people type is cut into terms without an error, and none of them is empty or a blank."""
    assert all(term.strip() for term in terms(text))
