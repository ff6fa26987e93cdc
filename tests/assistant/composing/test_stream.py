"""Streams become sentences with their markers, however the stream is cut into chunks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.composing.stream import LONGEST, PIECE, stream_rows, stream_sentences, without_thoughts

REPLY = """**In short:** margin lending is allowed [1]. The haircut is 60.5% under Cap. 656 [2][3].
It binds brokers. [1] See Art. 36. [2] And

- HK$5 million is the minimum [1].
- Banks are exempt.[2]
1. Issuers apply first [3].
2. Banks follow [4].

## What is to come
A bill was
proposed [1, 2]. It ends [5]
發行人須持牌[1]。銀行除外。[2]何時？[3]段落冇講明嗰日。平台須持牌[4]。
The passages do not say when."""
SENTENCES = [
    "In short: margin lending is allowed [1].",
    "The haircut is 60.5% under Cap. 656 [2][3].",
    "It binds brokers. [1]",
    "See Art. 36. [2]",
    "And",
    "HK$5 million is the minimum [1].",
    "Banks are exempt.[2]",
    "Issuers apply first [3].",
    "Banks follow [4].",
    "What is to come",
    "A bill was proposed [1, 2].",
    "It ends [5]",
    "發行人須持牌[1]。",
    "銀行除外。 [2]",
    "何時？ [3]",
    "段落冇講明嗰日。",
    "平台須持牌[4]。",
    "The passages do not say when.",
]


def chunks(text: str, cuts: list[int]) -> list[str]:
    """Cut a text at these positions."""
    bounds = [0, *sorted({cut % len(text) for cut in cuts}), len(text)] if text else [0, 0]
    return [text[begin:end] for begin, end in pairwise(bounds)]


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_sentences_do_not_depend_on_the_chunks(cuts: list[int]) -> None:
    """Abbreviations, decimals, lists, headings and markers behind the full stop: the same wherever chunks end."""
    assert list(stream_sentences(chunks(REPLY, cuts))) == SENTENCES


PIECES = st.sampled_from(
    ("The SFC said so", ".", " ", "\n", "\n\n", "[1]", "[2, 3]", "60.5%", "Cap.", "- ", "1. ", "#", "**", "。",
     "須持牌", "[", "]", "：", "Yes", "`", "(a)", "U.S.")
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join), st.lists(st.integers(0, 10_000), max_size=20))
def test_no_word_is_lost_or_doubled(text: str, cuts: list[int]) -> None:
    """Whatever a model writes, its letters come out once and in order."""
    came = "".join(stream_sentences(chunks(text, cuts)))
    assert [c for c in came if c.isalpha()] == [c for c in text if c.isalpha()]


def test_a_sentence_comes_as_soon_as_nothing_can_follow() -> None:
    """A citation before the full stop closes the sentence; one without waits for what follows."""
    seen: list[str] = []

    def stream() -> Iterator[str]:
        yield "Brokers may lend [1]. "
        assert seen == ["Brokers may lend [1]."]
        yield "Banks may too."
        assert seen == ["Brokers may lend [1]."]
        yield " [2] Others"
        assert seen == ["Brokers may lend [1].", "Banks may too. [2]"]

    for sentence in stream_sentences(stream()):
        seen += [sentence]
    assert seen[-1] == "Others"


@pytest.mark.parametrize(
    ("parts", "left"),
    [
        (["<thi", "nk>Let me see. It says 5 [1].</th", "ink>\n\nIt is 5 [1]."], "\n\nIt is 5 [1]."),
        (["<think>never ends"], ""),
        (["It is 5", " [1]."], "It is 5 [1]."),
        (["<", "5% is enough [1]."], "<5% is enough [1]."),
        (["\n"], "\n"),
    ],
)
def test_thoughts_are_no_answer(parts: list[str], left: str) -> None:
    """What a reasoning model thinks aloud is left out, and nothing else is."""
    assert "".join(without_thoughts(parts)) == left


FLOOD = 32_000  # characters: what an answer of 4,000 tokens may have


@pytest.mark.parametrize(
    "piece", ["\n", "[", " ", "\n ", "[1]\n", "# \n", "word ", "規", "1", "[1, ", "*", ":\n"], ids=ascii
)
@pytest.mark.parametrize("at_once", [True, False], ids=["in one piece", "in many"])
def test_a_flood_is_cut_in_time(piece: str, at_once: bool) -> None:
    """What a model's server sends without end is read in pieces, and no sentence grows without bound."""
    flood = piece * (FLOOD // len(piece))
    started = time.process_time()
    found = list(stream_sentences([flood] if at_once else [piece] * (FLOOD // len(piece))))
    assert time.process_time() - started < 30  # 250 s for blank lines before
    assert max(map(len, found), default=0) <= LONGEST + PIECE


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_a_table_becomes_rows_however_it_is_cut(size: int) -> None:
    """Each line is its cells, without the rule, signs of emphasis, breaks and what stands around the table."""
    table = (
        "Here it is:\n\n| | Hong Kong | Japan |\n|---|:--:|---|\n| **1. Fee** | HK$5<br>a day [1]. | |\n2 | a \\| b |"
    )
    chunks = [table[start : start + size] for start in range(0, len(table), size)]
    assert list(stream_rows(chunks)) == [
        ("", "Hong Kong", "Japan"),
        ("1. Fee", "HK$5 a day [1].", ""),
        ("2", "a \\| b"),
    ]
