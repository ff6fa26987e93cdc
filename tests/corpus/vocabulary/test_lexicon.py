"""Everyday words in two languages, by which a question finds a document in the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.settings import SHIPPED_TEXTS
from corpus.errors import InputError
from corpus.vocabulary.lexicon import Lexicon, read_lexicon

WORDS = Lexicon(
    {
        "loss / lose": ("遺失", "遗失"),
        "anonymous account": ("匿名賬戶", "匿名账户"),
        "account": ("賬戶", "账户"),
        "open": ("開",),
    }
)


def test_chinese_words_become_english_longest_first() -> None:
    """A longer word is not read as the shorter one in it, and what is not known is left out."""
    assert WORDS.in_english("可以開匿名賬戶嗎？") == "open anonymous account ？"
    assert WORDS.in_english("遗失账户") == "loss lose account"


def test_a_text_of_which_nothing_is_known_stays() -> None:
    """English, and Chinese without a known word."""
    assert WORDS.in_english("How is custody defined?") == "How is custody defined?"
    assert WORDS.in_english("保險") == "保險"


def test_english_words_find_their_chinese_names() -> None:
    """In whatever form they stand; a name of two words wants both."""
    assert WORDS.in_chinese("What if one loses a key?") == "遺失 遗失"
    assert "匿名賬戶" not in WORDS.in_chinese("Which accounts are opened?").split()
    assert "匿名賬戶" in WORDS.in_chinese("Are anonymous accounts opened?").split()


def test_the_shipped_lexicon_gives_each_chinese_word_one_meaning(tmp_path: Path) -> None:
    """A word that stood twice would be read as whichever came first."""
    shipped = read_lexicon(SHIPPED_TEXTS / "lexicon.yaml")
    names = [name for those in shipped.words.values() for name in those]
    assert len(names) > 400
    assert sorted(names) == sorted(set(names))
    assert read_lexicon(tmp_path / "none.yaml") == Lexicon()


@pytest.mark.parametrize("text", ["- fee", "fee: 費用", "fee: [", "fee: []"])
def test_a_bad_lexicon_is_told_on_one_line(tmp_path: Path, text: str) -> None:
    """What is wrong and what to write."""
    path = tmp_path / "lexicon.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="lexicon"):
        read_lexicon(path)
