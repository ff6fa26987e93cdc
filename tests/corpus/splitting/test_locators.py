"""How passages are cited: one provision, or the range that the passage holds, and ids that can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.records import Block, BlockKind
from tests.corpus.splitting.cutting import HEAD, cut


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
