"""Search terms: how a text is cut before words are compared, in every room."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import Stemmer

from corpus.language.numbers import plain_numbers

if TYPE_CHECKING:
    from opencc import OpenCC

# Frequent English words that tell no text from another: the large list of bm25s, so that scores agree with it.
STOP_WORDS = frozenset(Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8").split())
WORD = re.compile(r"[^\W_]+(?:\.\d+)?|[%€£$]")
CJK = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")

REMEMBERED = 20_000  # texts: the same passages come up for question after question, each read in several places

_local = threading.local()


def terms(text: str) -> list[str]:
    """Cut a text into search terms: stemmed words without stop words, numbers in one form, Chinese as bigrams."""
    return list(_terms(text))


@lru_cache(maxsize=REMEMBERED)
def _terms(text: str) -> tuple[str, ...]:
    folded = plain_numbers(unicodedata.normalize("NFKC", text)).lower()
    words: list[str] = []
    for match in WORD.finditer(folded):
        word = match.group(0)
        if CJK.search(word):
            words += _chinese(word)
        elif word not in STOP_WORDS:
            words.append(word)
    return tuple(_stemmer().stemWords(words))


def _stemmer() -> Stemmer.Stemmer:
    """Return this thread's stemmer: PyStemmer objects must not be shared between threads."""
    if not hasattr(_local, "stemmer"):
        _local.stemmer = Stemmer.Stemmer("english")
    stemmer: Stemmer.Stemmer = _local.stemmer
    return stemmer


def _chinese(word: str) -> list[str]:
    """Return the character bigrams of each Chinese run, a lone character as itself, and all other text unchanged."""
    pieces: list[str] = []
    position = 0
    for match in CJK.finditer(word):
        pieces += [word[position : match.start()]] if match.start() > position else []
        run = match.group(0)
        pieces += [run[i : i + 2] for i in range(len(run) - 1)] or [run]
        position = match.end()
    return pieces + ([word[position:]] if position < len(word) else [])


def in_chinese(text: str) -> bool:
    """Return whether a text is mostly written in Chinese: a character says about as much as three letters."""
    return 3 * sum(map(len, CJK.findall(text))) >= len(text)


def bigrams(words: Sequence[str]) -> list[str]:
    """Join each two neighbouring terms."""
    return [f"{first}_{second}" for first, second in pairwise(words)]


def simplified(text: str) -> str:
    """Return a text with its Chinese characters in Simplified form."""
    return _converter().convert(text) if CJK.search(text) else text


@cache
def _converter() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")
