"""Spelling: words that nobody uses are read as the nearest word that people do use, as in "travle rule threshhold"."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection
from functools import lru_cache

SHORTEST = 5  # letters of a word that is read as another, and of that other one
WORD = re.compile(rf"(?<![\w'-])[a-z]{{{SHORTEST},}}(?![\w'-])")  # names and short words are left alone
ALIKE = 0.8  # of two spellings, as difflib measures it: one letter wrong in five


def corrected(text: str, known: Collection[str], held: Callable[[str], bool] = lambda _: False) -> str:
    """Return a text with its misspelt words replaced; `known` are the words that are spelt rightly.

    So are those that the texts hold, as `held` tells: a user's document may have words of its own.
    """
    words = frozenset(known)
    if not words:
        return text
    return WORD.sub(lambda word: word[0] if word[0] in words or held(word[0]) else _nearest(word[0], words), text)


@lru_cache(maxsize=2_000)
def _nearest(word: str, words: frozenset[str]) -> str:
    """Return the known word that a word most resembles and begins like, or the word itself."""
    if word.endswith("s") and word[:-1] in words:
        return word
    alike = [
        other for other in words if other[0] == word[0] and len(other) >= SHORTEST and abs(len(other) - len(word)) <= 2
    ]
    return next(iter(difflib.get_close_matches(word, sorted(alike), n=1, cutoff=ALIKE)), word)
