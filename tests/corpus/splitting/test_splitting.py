"""Splitting: what must hold for every document, and tables of how provisions are cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.encoders.sentence import DEFAULT_ENCODER, TOKEN_LIMIT, token_counter
from corpus.records import Block, BlockKind, Document, Life, Nature, PartialDate, Passage, Policy
from corpus.splitting import split

LIFE = Life(Nature.RULE, PartialDate.parse("2024-01-01"), PartialDate.parse("2024-06-30"), by=None)
POLICY = Policy("eu-act", "Act", "EU", "European Union", "regulation", LIFE)
SPECIAL = 2  # tokens that the double adds to every text, as real encoders do


def count(texts: Sequence[str]) -> list[int]:
    """Count a token for every three letters of a word: a double whose sums can be done in the head."""
    return [SPECIAL + sum((len(word) + 2) // 3 for word in text.split()) for text in texts]


def cut(blocks: Sequence[Block], limit: int = 60) -> list[Passage]:
    """Split blocks with the double."""
    return split(Document(tuple(blocks)), POLICY, count, limit)


def bare(text: str) -> str:
    """Return a text without blanks, which a cut may take."""
    return re.sub(r"\s", "", text)


FOUR = "Four words stand here."
HEAD = Block("Article 36 Reserve", BlockKind.HEADING, 4, "Article 36")
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
    """Every word of every paragraph stands in one passage, in reading order, and headings stand in none."""
    expected = "".join(bare(block.text) for block in blocks if block.kind is not BlockKind.HEADING)
    found = "".join(bare(passage.text) for passage in cut(blocks, limit))
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


def points(*lengths: int) -> list[Block]:
    """Return paragraph 1 with a lead-in and points (a), (b), ... of these numbers of words."""
    lead = Block("1. The issuer shall keep all of:", label="(1)")
    return [
        HEAD,
        lead,
        *(
            Block(f"({chr(97 + n)}) " + "word " * length, label=f"(1)({chr(97 + n)})")
            for n, length in enumerate(lengths)
        ),
    ]


@pytest.mark.parametrize(
    ("blocks", "locators"),
    [
        (points(3, 3), ["Article 36(1)"]),
        (points(20, 20, 3), ["Article 36(1)(a)", "Article 36(1)(b)-(c)"]),
        (points(8, 8, 8, 20), ["Article 36(1)(a)-(b)", "Article 36(1)(c)-(d)"]),
        (
            [HEAD, Block("1. First rule of all.", label="(1)"), Block("2. Second rule of all.", label="(2)")],
            ["Article 36(1)", "Article 36(2)"],
        ),
        (
            [HEAD, Block("Issuers shall do all this:"), Block("(a) one", label="(a)"), Block("(b) two", label="(b)")],
            ["Article 36"],
        ),
        ([HEAD, Block("A whole rule without a number.")], ["Article 36"]),
        ([Block("(12) A reason for the act.", label="Recital 12")], ["Recital 12"]),
        (
            [HEAD, Block("Class | Capital | EUR 50 000", BlockKind.TABLE, label="Annex II, Table 1")],
            ["Annex II, Table 1"],
        ),
        ([Block("A paragraph of a note.", label="¶2")], ["¶2"]),
        (
            [Block("A paragraph with a page.", page=3), Block("Another one on that page.", page=3)],
            ["p. 3 ¶1", "p. 3 ¶2"],
        ),
        ([Block("No page and no number."), Block("Again no page, no number.")], ["¶1", "¶2"]),
        ([Block("Words of a numbered guideline.", label="para 5.3(a)")], ["para 5.3(a)"]),
        (
            [
                Block("SEC. 4. RULES.", BlockKind.HEADING, 4, "Sec. 4"),
                Block("(A) means what it says.", label="(a)(1)(A)"),
            ],
            ["Sec. 4(a)(1)(A)"],
        ),
        (
            [replace(HEAD, label="Sec. 9"), Block("“(G) The term means this.", label="(a)(2), quoted (G)")],
            ["Sec. 9(a)(2), quoted (G)"],
        ),
        (
            [Block("1 See the case of 1946.", BlockKind.FOOTNOTE, label="p. 4, footnote 1", page=4)],
            ["p. 4, footnote 1"],
        ),
    ],
    ids=lambda value: value[0] if isinstance(value[0], str) else "",
)
def test_locators(blocks: list[Block], locators: list[str]) -> None:
    """Passages are cited as people cite them: one provision, or the range that the passage holds."""
    assert [passage.locator for passage in cut(blocks)] == locators


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("Recital 12", "eu-act#recital-12"),
        ("¶2", "eu-act#p2"),
        ("para 5.3(a)", "eu-act#para-5-3-a"),
        ("第三條", "eu-act#第三條"),
    ],
)
def test_ids_are_slugs_of_locators(locator: str, expected: str) -> None:
    """An id can be read, and holds nothing that must be escaped in an address."""
    assert cut([Block("Words enough for a passage.", label=locator)])[0].id == expected


def test_a_repeated_locator_gets_a_number() -> None:
    """A paragraph that is cut has one locator and several ids."""
    passages = cut([HEAD, Block("1. " + "A sentence of five words. " * 15, label="(1)")])
    assert [passage.id for passage in passages] == [
        "eu-act#article-36-1",
        "eu-act#article-36-1~2",
        "eu-act#article-36-1~3",
    ]
    assert {passage.locator for passage in passages} == {"Article 36(1)"}


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


def test_definitions_stand_alone() -> None:
    """A question for a term finds its definition, not a list of definitions."""
    terms = [Block(f"({n}) ‘term {n}’ means a thing of its own kind", label=f"(1)({n})") for n in range(1, 5)]
    passages = cut([HEAD, Block("1. The following definitions apply:", label="(1)"), *terms])
    assert [passage.locator for passage in passages] == [f"Article 36(1)({n})" for n in range(1, 5)]


def test_headings_and_pages_are_carried() -> None:
    """A passage knows its ancestors, outermost first, and the pages it runs over."""
    blocks = [
        Block("TITLE III", BlockKind.HEADING, 1),
        replace(HEAD, page=55),
        Block("1. The issuer shall keep:", label="(1)", page=55, page_end=55),
        Block("(a) a reserve of assets;", label="(1)(a)", page=55, page_end=56),
    ]
    (passage,) = cut(blocks)
    assert passage.headings == ("TITLE III", "Article 36 Reserve")
    assert (passage.page, passage.page_end) == (55, 56)


@pytest.mark.parametrize(
    ("policy_end", "attributes", "ended", "by"),
    [
        (None, (), None, None),
        (None, (("ended", "2026-05-27"), ("by", "next")), "2026-05-27", "next"),
        ("2026-01-01", (), "2026-01-01", "heir"),
        ("2026-01-01", (("ended", "2025-01-01"), ("by", "next")), "2025-01-01", "next"),
        ("2026-01-01", (("ended", "2027-01-01"), ("by", "next")), "2026-01-01", "heir"),
    ],
)
def test_the_earlier_end_counts(
    policy_end: str | None, attributes: tuple[tuple[str, str], ...], ended: str | None, by: str | None
) -> None:
    """A paragraph may end before its policy, and never outlives it."""
    life = replace(LIFE, ended=PartialDate.parse(policy_end) if policy_end else None, by="heir" if policy_end else None)
    block = Block("Words of a rule here.", label="¶1", attributes=attributes)
    (passage,) = split(Document((block,)), replace(POLICY, life=life), count)
    assert (passage.life.ended.text if passage.life.ended else None, passage.life.by) == (ended, by)


def test_attributes_override_the_policy() -> None:
    """What became known later carries its own dates and nature; the rest is the policy's."""
    block = Block("Words of a record here.", label="¶1", attributes=(("published", "2025-02"), ("nature", "record")))
    (passage,) = cut([block])
    assert passage.life == replace(LIFE, published=PartialDate.parse("2025-02"), nature=Nature.RECORD)


def test_a_passage_names_the_provision_that_its_paragraph_reports() -> None:
    """The provision of the official text goes along with the paragraph, and is empty where the note names none."""
    rule = Block("Words of a rule here.", label="¶1", attributes=(("at", "s. 9(1)(a)"),))
    blocks = [rule, Block("Words of a fact here.", label="¶2")]
    assert [passage.at for passage in cut(blocks)] == ["s. 9(1)(a)", ""]


def test_paragraphs_of_different_lives_stay_apart() -> None:
    """A superseded point is no part of the passage in force."""
    blocks = [
        HEAD,
        Block("1. Lead-in of the rule:", label="(1)"),
        Block("(a) old point that ended", label="(1)(a)", attributes=(("ended", "2025"),)),
    ]
    assert [passage.life.ended is not None for passage in cut(blocks)] == [False, True]


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
