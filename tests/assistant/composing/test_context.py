"""What the model reads: the hits, the sections around the best of them, and no more than the budget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from assistant.answers.records import Hit
from assistant.composing.context import reading
from assistant.composing.quotes import aligned_quote, nearest
from corpus.records import Life, Nature, PartialDate, Passage, Policy, Standing

AS_OF = date(2026, 1, 1)
LIFE = Life(Nature.RULE, PartialDate.parse("2025"), PartialDate.parse("2025"))
LATER = Life(Nature.RULE, PartialDate.parse("2026-02"), PartialDate.parse("2026-02"))
POLICY = Policy("act", "Token Act", "MAS", "Singapore", "act", LIFE)


def passage(number: int, heading: str = "Reserves", life: Life = LIFE) -> Passage:
    """Make a passage of ten words."""
    return Passage(f"act#p{number}", "act", f"{number} is " + "word " * 8, f"¶{number}", life, headings=(heading,))


PASSAGES = [passage(1, "Scope"), passage(2), passage(3), passage(4, life=LATER), passage(5), passage(6, "Fees")]


def words(texts: Sequence[str]) -> list[int]:
    """Count words for tokens."""
    return [len(text.split()) for text in texts]


PASSAGE_WORDS = 44  # of a passage as the model reads it, the frame included


def hits(*numbers: int) -> list[Hit]:
    """Make hits of these paragraphs, best first."""
    return [
        Hit(PASSAGES[number - 1], POLICY, 1 - rank / 10, 0.5, 0.5, Standing.IN_FORCE)
        for rank, number in enumerate(numbers)
    ]


def read(found: list[Hit], budget: int) -> list[str]:
    """Name the paragraphs that the model reads."""
    return [hit.passage.locator for hit in reading(found, lambda _: PASSAGES, AS_OF, words, budget)]


def test_a_section_is_given_whole_and_in_reading_order() -> None:
    """Around a hit stand the paragraphs under its heading, without what was published later."""
    assert read(hits(3), 10_000) == ["¶2", "¶3", "¶5"]


def test_sections_stand_in_the_order_of_their_best_hit() -> None:
    """The best hit's section comes first, whatever its place in the text."""
    assert read(hits(6, 3, 1), 10_000) == ["¶6", "¶2", "¶3", "¶5", "¶1"]


@pytest.mark.parametrize(("count", "left"), [(3, ["¶2", "¶3", "¶6"]), (2, ["¶3", "¶6"]), (1, ["¶3"]), (0, [])])
def test_the_least_useful_goes_first(count: int, left: list[str]) -> None:
    """A smaller budget loses first what stands around the hits, then the last hits."""
    assert read(hits(3, 6), count * PASSAGE_WORDS) == left


def test_nothing_found_is_nothing_read() -> None:
    """Without hits there is nothing to give."""
    assert read([], 10_000) == []


PASSAGE = "Brokers may lend against bitcoin. The haircut is at least 60%. Banks follow the HKMA."


@pytest.mark.parametrize(
    ("statement", "quote"),
    [
        ("A haircut of 60% applies.", "The haircut is at least 60%."),
        ("Brokers may lend against bitcoin with a haircut of 60%.", PASSAGE[:62]),
        ("銀行須遵守規定。", PASSAGE),
        ("", PASSAGE),
    ],
)
def test_the_quote_is_where_the_words_come_from(statement: str, quote: str) -> None:
    """One sentence, two in a row where both are needed, or the passage where no word is shared."""
    assert aligned_quote(statement, PASSAGE) == quote
    assert quote in PASSAGE


def test_the_nearest_texts_share_most_terms() -> None:
    """The best first, and the order given between equals."""
    assert nearest("the haircut on bitcoin", ["ether", "bitcoin haircut", "bitcoin"], 2) == [1, 2]
