"""The words of a statement and of its sources: content stems with their places, one stem for words of one meaning."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.language.terms import CJK, terms

QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00ad": None})
WORD = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*")
BREAK = re.compile(
    r"[,;:()](?!\d)|\s-\s|\b(?:and|but|while|whereas|unless|except|if|where|which|who|because|so|with|plus)\b",
    re.IGNORECASE,
)
# Words that may stand for one another in a paraphrase, one group per line; each is read as the first of its group.
SYNONYMS = """
licence license licensed licensing authorise authorised authorize authorisation authorization
client customer
company firm corporation business entity undertaking
broker intermediary
keep hold retain maintain store stored
start begin commence commencement
prohibit ban forbid bar barred banned forbidden outlaw
allow permit let may can permission
require must need oblige shall obligation duty obligatory mandatory compulsory required
fine penalty penalties
imprisonment prison jail
stablecoin coin token
bitcoin btc
ether eth ethereum
crypto cryptoasset cryptocurrency
tokenise tokenize tokenised tokenized tokenisation
rule regulation regulatory
law act ordinance statute
regulator authority supervisor
invite ask request
publish announce issue released published issued
replace supersede repeal superseded
end expire lapse cease ended stop
exempt exemption spare spared exception waive
redeem redemption
invest investor
insolvent insolvency bankrupt bankruptcy
bank banking
pay payment paid
lend loan lending borrow borrowing finance financing credit
buy purchase acquire
sell sale
year annual annually yearly
member_state country nation
advertise advertising marketing market promote promotion
asset property
separate segregate segregated segregation
reserve backing
platform exchange venue
report notify notification notice inform tell told
explain explanation
consent agree agreement
commingle mix mingle
check assess assessment evaluate test
provide offer supply offering
customer_due_diligence cdd
offence crime criminal offense
director manager management
minimum least floor
maximum most ceiling cap
application apply applicant
reject refuse decline
pass enact adopt approve approved
plan intend aim propose
"""
TABLE = Path(__file__).with_name("words.npz")  # made by `python -m benchmarks.fitting.words`
SCALE = 127.0  # of the bytes in which its vectors are kept
BRANCH, ENDING = 4, 3  # letters that two stems of one family begin with at least, and that one may have more
REACH = 2.0  # content words over which a neighbour's weight falls to a half of what it has beside the mark
LEAST = 0.05  # what a word of the same sentence counts, however far away
ACROSS = 0.45  # of its weight that a neighbour keeps over each clause boundary
EVEN = (1.0, 1.0)
BESIDE_CHINESE = re.compile(r"(?<=[\u3400-\u9fff]) (?=\d)|(?<=\d) (?=[\u3400-\u9fff])")
PLURAL = re.compile(r"^([A-Z][A-Z\d]+)s$")  # of an acronym: NFTs, CASPs


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a text: its stem, where it begins and ends, and the number of its clause."""

    stem: str
    start: int
    end: int
    clause: int


def plain(text: str) -> str:
    """Fold what does not change the words: blanks, quote marks, dashes, compatibility forms.

    A blank between Chinese characters and figures goes ("2026 年 9 月"): a style of setting, and no part of a date.
    """
    return BESIDE_CHINESE.sub("", re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).translate(QUOTES))).strip()


def chinese(text: str) -> bool:
    """Return whether a text is written in Chinese; a name in brackets does not make it so."""
    characters = sum(len(run) for run in CJK.findall(text))
    return characters * 3 > len(text) - text.count(" ") - characters


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the one stem of a word and its synonyms, or nothing for a stop word."""
    found = terms(PLURAL.sub(r"\1", word))
    return _same().get(found[0], found[0]) if found else ""


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    groups = [[found[0] for word in line.split() if (found := terms(word))] for line in SYNONYMS.strip().splitlines()]
    same: dict[str, str] = {}
    for first, *others in groups:
        same |= {other: same.get(first, first) for other in others if other not in same}
    return same


@lru_cache(maxsize=5_000)
def words(text: str) -> tuple[Word, ...]:
    """Return the content words of a text in its order; Chinese as its bigrams."""
    breaks = [match.start() for match in BREAK.finditer(text)]
    found = []
    for match in WORD.finditer(text):
        clause = bisect_right(breaks, match.start())
        if CJK.search(match.group(0)):
            found += [Word(term, match.start(), match.end(), clause) for term in terms(match.group(0))]
        elif one := stem(match.group(0)):
            found.append(Word(one, match.start(), match.end(), clause))
    return tuple(found)


@lru_cache(maxsize=5_000)
def stems(text: str) -> frozenset[str]:
    """Return the content stems of a text."""
    return frozenset(word.stem for word in words(text))


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, int], NDArray[np.float32]]:
    with np.load(TABLE) as held:
        rows = {str(one): row for row, one in enumerate(held["stems"])}
        return rows, held["vectors"].astype(np.float32) / SCALE


@lru_cache(maxsize=2_000)
def _vectors(stems: frozenset[str]) -> tuple[list[str], NDArray[np.float32]]:
    """Return those of some stems that the table holds, in order, and their unit vectors."""
    rows, vectors = _table()
    held = sorted(stems & rows.keys())
    return held, vectors[[rows[one] for one in held]]


@lru_cache(maxsize=20_000)
def nearest(word: str, others: frozenset[str]) -> tuple[float, str]:
    """Return how near in meaning a stem is to the nearest of others, in [0, 1], and that one.

    Stems of one family are the same: "issuer" and "issue". A stem that the table does not hold is near to nothing else.
    """
    if word in others:
        return 1.0, word
    if kin := [other for other in others if other[:BRANCH] == word[:BRANCH] and _family(word, other)]:
        return 1.0, min(kin)
    rows, vectors = _table()
    held, its = _vectors(others)
    if word not in rows or not held:
        return 0.0, ""
    near = its @ vectors[rows[word]]
    best = int(near.argmax())
    return max(0.0, float(near[best])), held[best]


def _family(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= BRANCH and len(long) - len(short) <= ENDING and long.startswith(short)


def context(text: str, start: int, end: int, sides: tuple[float, float] = EVEN) -> dict[str, float]:
    """Weigh the words around a stretch of a text: the nearer the heavier, those of other clauses less.

    `sides` are the shares of their weight that the words before and behind keep where there are words on both.
    """
    said = words(text)
    before = [word for word in said if word.start < start]
    behind = [word for word in said if word.start >= end]
    inside = [word.clause for word in said if start <= word.start < end]
    clause = inside[0] if inside else bisect_right([match.start() for match in BREAK.finditer(text)], start)
    weights: dict[str, float] = {}
    for side, counts in zip((before[::-1], behind), sides if before and behind else EVEN, strict=True):
        for distance, word in enumerate(side):
            weight = counts * ACROSS ** abs(word.clause - clause) / (1 + distance / REACH)
            weights[word.stem] = max(weight, LEAST, weights.get(word.stem, 0.0))
    return weights


def likeness(said: Mapping[str, float], held: Mapping[str, float]) -> float:
    """Return the share in [0, 1] of one context's weight that another holds."""
    total = sum(said.values())
    shared = sum(max(0.0, min(weight, held.get(word, 0.0))) for word, weight in said.items())
    return shared / total if total else 0.0
