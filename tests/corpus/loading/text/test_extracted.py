"""Text that a program took out of a PDF or a page: lines apart, running heads, labels alone, numbers within lines."""

from __future__ import annotations

import pytest

from corpus.loading import load
from corpus.records import Block, BlockKind


def blocks(text: str) -> list[Block]:
    """Read a text."""
    return list(load(text.encode(), "guide.txt").blocks)


def texts(text: str) -> list[str]:
    """Return the paragraphs of a text."""
    return [block.text for block in blocks(text)]


def places(text: str) -> dict[str, str]:
    """Return what stands at each label."""
    return {block.label: block.text for block in blocks(text) if block.label}


def test_lines_that_stand_apart_are_one_paragraph() -> None:
    """Where sentences go on behind empty lines all through, empty lines tell nothing."""
    lines = (
        "1.1 A keeper of tokens in Norland must",
        "hold a licence and must keep the tokens",
        "of its clients apart from its own",
        "tokens at all times.",
        "1.2 A keeper must tell the desk of any",
        "loss of a signing key within six hours",
        "of the loss.",
        "1.3 The desk answers within ten days of",
        "the report of a keeper.",
        "1.4 A keeper files a report each month",
        "with the desk.",
    )
    found = texts("\n\n".join(lines))
    assert found[0] == (
        "1.1 A keeper of tokens in Norland must hold a licence and must keep the tokens "
        "of its clients apart from its own tokens at all times."
    )
    assert found[1] == "1.2 A keeper must tell the desk of any loss of a signing key within six hours of the loss."
    assert len(found) == 4


PAGES = [
    "A firm that keeps tokens for others must hold a licence of the\ndesk and must",
    "renew the licence each year before the\nfirst day of June. It pays a fee of",
    "NLD 4,000 to the desk. A firm that does not pay the fee within\n30 days of",
    "the notice loses the licence. A firm may ask\nfor a review of that decision within",
    "fourteen days of the notice. The desk\nanswers within a month of",
    "the day on which the firm asked for the review.",
]


@pytest.mark.parametrize("head", ["NORLAND TOKEN CODE", "Norland Token Desk | Guide of 2026"])
@pytest.mark.parametrize("numbered", [True, False])
def test_running_heads_and_page_numbers_break_no_sentence(head: str, numbered: bool) -> None:
    """They repeat and stand in the middle of sentences, with the number of the page or without."""
    text = "".join(f"{page}\n{f'{n}{chr(10)}' if numbered else ''}\n{head}\n" for n, page in enumerate(PAGES, 1))
    joined = " ".join(texts(text))
    assert head not in joined
    assert "must renew the licence each year before the first day of June" in joined
    assert "within 30 days of the notice" in joined


def test_words_that_repeat_are_no_heads() -> None:
    """A line that comes again within sentences stays, and so do figures that count no pages."""
    rows = "\n\n".join(
        f"Class {name}\n\nNot allowed\n\n{fee}" for name, fee in zip("ABCDE", (90, 15, 400, 8, 60), strict=True)
    )
    found = " ".join(texts(f"Classes of licences and what each of them costs in a year.\n\n{rows}"))
    assert found.count("Not allowed") == 5
    assert all(f" {fee}" in found for fee in (90, 15, 400, 8, 60))


def test_labels_on_lines_of_their_own_belong_to_what_follows() -> None:
    """As a page is copied: the label, an empty line, and its text."""
    found = places(
        "Article 7\n\nReserve of assets\n\n1. An issuer shall:\n\n(a)\n\nkeep a reserve;\n\n(b)\n\nhave it audited "
        "each month.\n\nArticle 8\n\nRedemption\n\n1.\n\nAn issuer shall redeem within two days.\n"
    )
    assert found["(1)(b)"] == "(b) have it audited each month."
    assert found["Article 8"] == "Article 8 Redemption"
    assert found["(1)"] == "1. An issuer shall redeem within two days."


def test_articles_in_parentheses_are_headings() -> None:
    """As laws of the Gulf write them; a name in capitals may hold small words."""
    found = places(
        "Article (3) Powers and Functions of the Desk\n\nThe desk may:\n\n1.\n\nAsk for books.\n\n2.\n\nSet fees for:"
        "\n\na.\n\nkeepers;\n\nb.\n\nbrokers.\n\nArticle (4) Fees\n\nThe fee is 500.\n"
    )
    assert {"Article 3", "Article 4", "(1)", "(2)(b)"} <= found.keys()


def test_sections_of_a_commonwealth_statute() -> None:
    """Numbers before the text, the first subsection behind them; numbers that do not go on are none."""
    found = places(
        "30. (1) A provider shall appoint an officer.\n(2) The officer shall be fit and proper.\n"
        "31. A provider shall—\n(a) keep tokens apart;\n(b) insure them.\n32. (1) A provider shall report.\n"
        "2025. A year.\n33. (1) A provider shall keep records for seven years.\n"
    )
    assert found["Section 31"].startswith("31. A provider")
    assert found["Section 31(b)"] == "(b) insure them."
    assert "seven years" in found["Section 33(1)"]
    assert "Section 2025" not in found


def test_paragraphs_within_one_line_are_parted_by_their_numbers() -> None:
    """The next number parts them; another figure, or a number that is referred to, does not."""
    found = places(
        "4.9.1 A keeper should check. 4.9.2 It should ask under paragraph 4.9.3 where the sum is 4.5 million. Scope "
        "4.9.3 All keepers.\n\n4.9.4 A fee is due.\n\n4.9.5 It is 20.\n\n4.10 Other keepers\n\n4.10.1 All are exempt.\n"
    )
    assert list(found) == [
        "para 4.9.1",
        "para 4.9.2",
        "para 4.9.3",
        "para 4.9.4",
        "para 4.9.5",
        "para 4.10",
        "para 4.10.1",
    ]
    assert found["para 4.9.3"].startswith("4.9.3 All keepers")


def test_rows_at_the_head_say_what_a_text_is() -> None:
    """As converters write them; a sentence with a colon is no such row."""
    document = load(
        b"Title: Guide to Tokens\n\nURL Source: https://desk.example/guide.pdf\nRegion: Hong Kong\nIssuer: The Desk\n"
        b"Published: 4 March 2025\n---\n\nTokens are kept apart.\n\nFees: 20 dollars.\n",
        "a.txt",
    )
    assert (document.title, document.issuer, document.jurisdiction) == ("Guide to Tokens", "The Desk", "Hong Kong")
    assert document.published is not None
    assert document.published.text == "2025-03-04"
    assert [block.text for block in document.blocks] == ["Tokens are kept apart.", "Fees: 20 dollars."]


def test_notes_do_not_break_the_sentence_that_they_stand_in() -> None:
    """Set apart by a sign in front, they come behind the paragraph."""
    found = blocks(
        "A keeper must tell the desk of a\n\n> 4 See the Code, section 9.\n\nloss within six hours.\n\n"
        "It files a report each month.\n\nIt pays a fee.\n"
    )
    assert found[0].text == "A keeper must tell the desk of a loss within six hours."
    assert (found[1].text, found[1].kind) == ("4 See the Code, section 9.", BlockKind.FOOTNOTE)


def test_a_page_number_before_the_number_of_a_paragraph_is_none_of_it() -> None:
    """Within a line the next number is found behind a page's, and where one is missing before it."""
    line = (
        "2.2 A keeper assesses its risks. 2.3 It tells the desk of them. 72.4 It does so each year. "
        "2.6 A keeper abroad does the same. .2.7 The desk answers within a month."
    )
    data = f"Guide\n\n2.1 A keeper holds a licence of the desk.\n\n{line}\n\n3.1 Keepers pay a fee each June."
    assert list(places(data)) == [f"para {number}" for number in ("2.1", "2.2", "2.3", "2.4", "2.6", "2.7", "3.1")]
    assert places(data)["para 2.4"] == "2.4 It does so each year."


def test_a_scanned_head_is_one_in_every_spelling() -> None:
    """Where blanks come and go in a running head, and a speck stands by it, none of it stays in the text."""
    heads = [
        "No. 20 Token Keepers 2026",
        "No.20 TokenKeepers 2026",
        "No. 20 Token Keepers 2026",
        "No.20 Token Keepers 2026",
    ]
    pages = [
        f"f\n{40 + row}\n{head}\n{row + 1}. (1) A keeper holds a licence of grade {row}."
        for row, head in enumerate(heads)
    ]
    kept = " ".join(texts("Token Keepers Act\n\n" + "\n".join(pages) + "\n44\nI 5. A keeper pays a fee each June.\n"))
    assert "2026" not in kept
    assert " f " not in kept


def test_a_speck_before_a_section_is_no_part_of_its_number() -> None:
    """`I 5.` in a row of sections is section 5."""
    acts = [f"{number}. (1) A keeper files report {number} with the desk." for number in range(1, 5)]
    acts.append("I 5. A keeper pays a fee to the desk each June.")
    assert "Section 5" in places("\n\n".join(["Token Keepers Act", *acts]))
