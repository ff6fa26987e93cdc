"""Splitting: what must hold for every document, and where long, short and struck texts are cut."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.encoders.sentence import DEFAULT_ENCODER, TOKEN_LIMIT, token_counter
from corpus.records import Block, BlockKind, Document
from corpus.splitting import split
from tests.corpus.splitting.cutting import FOUR, HEAD, POLICY, SPECIAL, count, cut


def bare(text: str) -> str:
    """Return a text without blanks, which a cut may take."""
    return re.sub(r"\s", "", text)


LABELS = st.sampled_from(
    ["", "(1)", "(1)(a)", "(1)(b)", "(2)", "(2)(a)(i)", "¶1", "Recital 3", ", quoted (4)", "para 1.2(a)"]
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=30)
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(lambda words: "Four words stand here " + " ".join(words))
BLOCKS = st.one_of(
    st.builds(Block, TEXTS, label=LABELS, page=st.integers(1, 3)),
    st.builds(
        Block, TEXTS, st.just(BlockKind.HEADING), st.integers(1, 4), st.sampled_from(["", "Article 1", "Article 2"])
    ),
    st.builds(Block, TEXTS, st.sampled_from([BlockKind.TABLE, BlockKind.FOOTNOTE]), label=LABELS),
)
DOCUMENTS = st.lists(BLOCKS, max_size=12)


@given(DOCUMENTS, st.integers(20, 90))
def test_passages_cover_the_document_in_order(blocks: list[Block], limit: int) -> None:
    """Every word of every paragraph stands in one passage, in reading order, and headings stand in none.

    A note that stands within a provision follows it: of a document with notes nothing is lost or doubled either.
    """
    expected = "".join(bare(block.text) for block in blocks if block.kind is not BlockKind.HEADING)
    found = "".join(bare(passage.text) for passage in cut(blocks, limit))
    assert sorted(found) == sorted(expected)
    if not any(block.kind is BlockKind.FOOTNOTE for block in blocks):
        assert found == expected


@given(DOCUMENTS, st.integers(20, 90))
def test_no_passage_is_over_the_limit(blocks: list[Block], limit: int) -> None:
    """What the encoder reads of a passage is the whole passage."""
    assert all(tokens <= limit for tokens in count([passage.text for passage in cut(blocks, limit)] or ["x"]))


@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_the_real_tokenizer_agrees(texts: list[str]) -> None:
    """Sums of parts are never less than the whole, also for the tokenizer of the default encoder."""
    counter = token_counter(DEFAULT_ENCODER)
    passages = split(
        Document(tuple(Block(text, label=f"¶{n}") for n, text in enumerate(texts, 1))), POLICY, counter, 32
    )
    assert all(tokens <= 32 for tokens in counter([passage.text for passage in passages]))


@given(DOCUMENTS)
def test_ids_are_unique(blocks: list[Block]) -> None:
    """However often a locator repeats, each passage has its own id."""
    ids = [passage.id for passage in cut(blocks)]
    assert len(set(ids)) == len(ids)


@given(st.lists(TEXTS, min_size=1, max_size=8), TEXTS)
def test_ids_do_not_move_when_a_paragraph_is_added(texts: list[str], added: str) -> None:
    """A new paragraph at the end leaves every id and text before it as it was."""
    blocks = [HEAD, *(Block(f"{text}.", label=f"({number})") for number, text in enumerate(texts, 1))]
    before = [(passage.id, passage.text) for passage in cut(blocks)]
    after = [(passage.id, passage.text) for passage in cut([*blocks, Block(added, label=f"({len(texts) + 1})")])]
    assert after[: len(before)] == before


def test_long_text_is_cut_at_sentences_first() -> None:
    """No sentence is broken that fits by itself, and abbreviations end none."""
    text = "Under Art. 5 of Regulation No. 575 firms report. " * 8
    assert all(passage.text.endswith("report.") for passage in cut([Block(text.strip())]))


def test_text_without_blanks_is_cut_too() -> None:
    """A line of a hundred thousand letters, as some web pages have, is cut at letters."""
    passages = split(
        Document((Block("A b c d " + "x" * 100_000),)), POLICY, lambda texts: [len(text) + 2 for text in texts], 256
    )
    assert all(len(passage.text) <= TOKEN_LIMIT - SPECIAL for passage in passages)


def test_chinese_is_cut_behind_its_full_stops() -> None:
    """Chinese has no blanks; its sentences end in their own mark."""
    sentence = "持牌平台必須為客戶保管資產。"
    passages = split(Document((Block(sentence * 10),)), POLICY, lambda texts: [len(text) + 2 for text in texts], 60)
    assert all(passage.text.endswith("。") for passage in passages)
    assert "".join(passage.text for passage in passages) == sentence * 10


def test_a_line_without_a_word_makes_no_passage() -> None:
    """A rule of dashes answers nothing."""
    assert cut([Block("— — — —")]) == []


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (["Maximum leverage: 2x", "Fee: 0.4%"], [("¶1-¶2", "Maximum leverage: 2x\nFee: 0.4%")]),
        ([FOUR, "Next day."], [("¶1-¶2", f"{FOUR}\nNext day.")]),
        (["Fees:", FOUR], [("¶1-¶2", f"Fees:\n{FOUR}")]),
        (["最高槓桿", FOUR], [("¶1", "最高槓桿"), ("¶2", FOUR)]),
        (["2x"], [("¶1", "2x")]),
    ],
)
def test_short_lines_stay_with_what_they_belong_to(blocks: list[str], expected: list[tuple[str, str]]) -> None:
    """A line of three words answers nothing alone, and may hold the very figure that is asked for."""
    assert [(passage.locator, passage.text) for passage in cut([Block(text) for text in blocks])] == expected


def test_a_short_line_does_not_leave_its_heading() -> None:
    """What stands below another heading is another matter."""
    blocks = [Block("Redemption", BlockKind.HEADING, 2), Block("next day"), Block("Fees", BlockKind.HEADING, 2)]
    found = [(passage.headings, passage.text) for passage in cut([*blocks, Block(FOUR)])]
    assert found == [(("Redemption",), "next day"), (("Fees",), FOUR)]


def test_struck_words_stay_where_they_stand() -> None:
    """Struck words are in no text, and keep their place in it through joining and cutting."""
    lead = Block("1. A keeper must:", label="(1)", struck=((11, "broker"),))
    (passage,) = cut([HEAD, lead, Block("(a) keep books", label="(1)(a)", struck=((14, "and ledgers"),))])
    assert passage.text == "1. A keeper must:\n(a) keep books"
    assert passage.struck == ((11, "broker"), (32, "and ledgers"))
    long = Block("word " * 600 + "end of it.", struck=((3010, "gone"),))
    pieces = cut([long])
    assert [passage.struck for passage in pieces[:-1]] == [()] * (len(pieces) - 1)
    assert pieces[-1].struck == ((len(pieces[-1].text), "gone"),)


def test_struck_words_of_a_heading_go_to_the_text_below_it() -> None:
    """A heading makes no passage of its own."""
    blocks = [Block("Fees", BlockKind.HEADING, 2, struck=((0, "Old"),)), Block(FOUR)]
    assert [passage.struck for passage in cut(blocks)] == [((0, "Old"),)]


def test_tokens_are_counted_in_few_calls() -> None:
    """Counting is cheap only in batches: the number of calls does not grow with the document."""
    calls: list[int] = []

    def counting(texts: Sequence[str]) -> list[int]:
        calls.append(len(texts))
        return count(texts)

    blocks = [Block("Some words of a paragraph. " * 30, label=f"¶{number}") for number in range(200)]
    split(Document(tuple(blocks)), POLICY, counting, 60)
    assert len(calls) <= 8


def test_a_limit_without_room_is_refused() -> None:
    """A limit that the special tokens use up is a mistake of the caller."""
    with pytest.raises(ValueError, match="no room"):
        cut([], SPECIAL)
