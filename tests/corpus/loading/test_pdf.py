"""PDF pages made by hand: furniture, line numbers, margin notes, footnotes, contents, page ends."""

from __future__ import annotations

import logging

import pytest

from corpus.loading import load
from corpus.records import Block, BlockKind, Document
from tests.corpus.loading.pdf_bytes import Place, lines, make_pdf

BODY = "The issuer of a token shall keep a reserve of assets at all times and shall publish its"


def loaded(*pages: list[Place]) -> Document:
    """Load a PDF of these pages."""
    return load(make_pdf(pages), "a.pdf")


def texts(document: Document) -> list[str]:
    """Return the texts of the paragraphs."""
    return [block.text for block in document.blocks if block.kind is BlockKind.PARAGRAPH]


def framed(number: int, *body: str) -> list[Place]:
    """Return a page with a running header, a page number and a footer."""
    head = [(70.0, 770.0, 8.0, f"L 150/{number} Official Journal 9.6.2023"), (300.0, 30.0, 8.0, str(number))]
    return [*head, *lines(*body), (70, 20, 6, f"VerDate Sep 11 2014 Frm 0000{number}")]


def test_headers_footers_and_page_numbers_are_dropped() -> None:
    """What repeats at the top and bottom of pages is part of no sentence, even where the text goes on."""
    document = loaded(
        *(
            framed(number, f"{BODY} {word}", f"value on each working day of the {word} year.")
            for number, word in enumerate(("fair", "true", "net", "own"), 1)
        )
    )
    joined = " ".join(texts(document))
    assert "Official Journal" not in joined
    assert "VerDate" not in joined
    assert "fair value on each working day of the fair year." in joined
    assert document.pages == 4


def test_headings_at_the_top_of_pages_stay() -> None:
    """An article that begins a page looks like a running head, numbers aside, and is none."""
    body = ("1. The issuer shall keep a reserve of assets.", "2. The reserve shall be segregated.")
    pages = [[(280.0, 770.0, 10.0, f"Article {number}"), *lines(*body, pitch=24)] for number in range(1, 6)]
    labels = [block.label for block in loaded(*pages).blocks if block.kind is BlockKind.HEADING]
    assert labels == [f"Article {number}" for number in range(1, 6)]


def test_a_paragraph_goes_on_over_the_page_end() -> None:
    """A sentence that a page breaks is one paragraph with both pages."""
    document = loaded(
        lines(f"{BODY} market", f"{BODY} fair and"),
        lines("value of the reserve on each working day of the year.", top=740),
    )
    (block,) = document.blocks
    assert block.text.endswith("fair and value of the reserve on each working day of the year.")
    assert (block.page, block.page_end) == (1, 2)


def test_line_numbers_are_stripped_before_words_are_joined() -> None:
    """Numbers of bills stand left of the line and come behind it in the file."""
    words = [
        "any insured deposi-",
        "tory institution that",
        "holds a stablecoin for",
        "a customer must segre-",
        "gate it from others",
    ]
    page: list[Place] = []
    for row, text in enumerate(words):
        page += [(200, 700 - 26 * row, 14, text), (130, 700 - 26 * row, 14, str(row + 1))]
    (text,) = texts(loaded(page))
    assert (
        text
        == "any insured depository institution that holds a stablecoin for a customer must segregate it from others"
    )


def test_margin_notes_belong_to_no_sentence() -> None:
    """Small print beside the column is dropped."""
    document = loaded(
        [*lines(BODY, "reserve within two days."), (440, 700, 7, "Deadline."), (440, 692, 7, "12 USC 5901")]
    )
    assert texts(document) == [f"{BODY} reserve within two days."]


def test_footnotes_stand_apart() -> None:
    """A footnote is a block of its own behind the provision, and its mark is taken off the word."""
    page = [
        *lines("The order follows earlier cases,1 which the court has read.", "It is final."),
        *lines("1 See the case of 1946.", top=60, size=7),
    ]
    document = loaded(page)
    assert texts(document) == ["The order follows earlier cases, which the court has read. It is final."]
    note = document.blocks[-1]
    assert (note.kind, note.label, note.text) == (BlockKind.FOOTNOTE, "p. 1, footnote 1", "1 See the case of 1946.")


def test_contents_pages_make_no_passages() -> None:
    """Entries with dot leaders are dropped and reported."""
    entries = [f"{name} {'. ' * 20}{number}" for number, name in enumerate(("Scope", "Terms", "Rules"), 3)]
    document = loaded(lines("Contents", *entries), lines(BODY, "reserve."))
    assert texts(document) == [f"{BODY} reserve."]
    assert document.warnings == ("Taken out: 4 lines of tables of contents.",)


def test_articles_are_structured() -> None:
    """Headings in bold, numbered paragraphs and points get their labels."""
    page = [
        (280, 700, 10, "Article 36"),
        (200, 683, 10, "**Reserve of assets"),
        (68, 660, 10, "1. Issuers shall keep a reserve, such that:"),
        (68, 637, 10, "(a) its risks are covered; and"),
        (68, 614, 10, "(b) holders can redeem at all times from the pool"),
        (83, 602, 10, "of assets that backs the token."),
        (68, 580, 10, "2. The reserve is segregated."),
    ]
    found = [(block.label, block.text) for block in loaded(page).blocks]  # type: ignore[arg-type]
    assert found == [
        ("Article 36", "Article 36 Reserve of assets"),
        ("(1)", "1. Issuers shall keep a reserve, such that:"),
        ("(1)(a)", "(a) its risks are covered; and"),
        ("(1)(b)", "(b) holders can redeem at all times from the pool of assets that backs the token."),
        ("(2)", "2. The reserve is segregated."),
    ]


def test_pages_count_from_one() -> None:
    """The page of a block is the page of the file, whatever number is printed on it."""
    document = loaded([], [], lines(BODY, "reserve."))
    assert [block.page for block in document.blocks] == [3]


def test_pypdf_stays_silent(caplog: pytest.LogCaptureFixture) -> None:
    """Its thousand remarks about a file are not the user's business."""
    with caplog.at_level(logging.WARNING):
        loaded(lines(BODY, "reserve."))
    assert not caplog.records


def test_blocks_are_clean_records() -> None:
    """No block is empty or carries control characters."""
    document = loaded(*(framed(number, BODY, f"fair value of year {word}.") for number, word in enumerate("abcd", 1)))
    assert all(
        isinstance(block, Block) and block.text.strip() and block.text.isprintable() for block in document.blocks
    )


def test_rows_that_are_alike_but_for_their_numbers_stay() -> None:
    """The first rows of a long list stand at the same height of every page, as running heads do, and are none."""
    pages = [
        lines(
            *(f"Class {page * 40 + row} holds RVH {page * 40 + row},000 in cash." for row in range(40)),
            top=780,
            pitch=18,
        )
        for page in range(4)
    ]
    joined = " ".join(texts(loaded(*pages)))
    assert all(f"Class {number} holds" in joined for number in range(160))


def test_a_head_whose_one_side_changes_is_dropped() -> None:
    """It names the part that the page holds beside what all pages have, and stands in no sentence."""
    pages = [
        [(70.0, 770.0, 10.0, f"Part {word}"), (420.0, 770.0, 10.0, "Rules of Norvania"),
         *lines(f"{BODY} {word}", f"value on each working day of the {word} year.", top=740)]
        for word in ("fair", "true", "net", "own")
    ]  # fmt: skip
    joined = " ".join(texts(loaded(*pages)))
    assert "Rules of Norvania" not in joined
    assert "Part true" not in joined
    assert "true value on each working day of the true year." in joined
