"""Sections of statutes anywhere become locators, whatever the format."""

from __future__ import annotations

import pytest

from corpus.language.locators import slug
from corpus.loading import load
from corpus.records import Block, BlockKind


def places(blocks: tuple[Block, ...]) -> list[tuple[str, str]]:
    """Return label and first words of all blocks with a label."""
    return [(block.label, block.text[:20]) for block in blocks if block.label]


@pytest.mark.parametrize(
    ("heads", "labels"),
    [
        (["§ 23 Capital", "§ 123 Insurance", "§ 123a Reports"], ["§ 23", "§ 123", "§ 123a"]),
        (["Article IV. Reserves", "Article VI. Redemption"], ["Article IV", "Article VI"]),
        (["Sec. 88.4 Capital.", "Sec. 88.5 Redemption."], ["Sec. 88.4", "Sec. 88.5"]),
        (["53ZRF. Offence of carrying on", "53ZRG. Exceptions"], ["Section 53ZRF", "Section 53ZRG"]),
        (["第十二條 牌照", "第十二條之一 收費"], ["第十二條", "第十二條之一"]),
        (["Regulation 5A Fees", "Regulation 6 Audit"], ["Regulation 5A", "Regulation 6"]),
        (["Article (71) Shares", "Article(72) Branches"], ["Article 71", "Article 72"]),
    ],
)
def test_headings_name_provisions(heads: list[str], labels: list[str]) -> None:
    """In Markdown and HTML alike a heading that begins with a provision's number is its locator."""
    words = "A keeper under this code holds capital of three million at all times."
    markdown = "# Code\n\n" + "\n\n".join(f"## {head}\n\n{words}" for head in heads)
    page = "<h1>Code</h1>" + "".join(f"<h2>{head}</h2><p>{words}</p>" for head in heads)
    for data, name in ((markdown, "a.md"), (page, "a.html")):
        blocks = load(data.encode(), name).blocks
        assert [block.label for block in blocks if block.kind is BlockKind.HEADING and block.label] == labels


def test_a_section_run_in_to_its_text_has_a_label_and_its_points_a_path() -> None:
    """`Section 3.` at the start of a paragraph names it; a sentence that speaks of a section opens none."""
    page = """<h1>Act</h1><p>Section 3. A custodian must hold:</p><p>(a) capital; and</p><p>(b) insurance.</p>
    <p>Section 3A. A custodian must be audited each year.</p><p>Section 9 of the Payment Act stays in force.</p>"""
    assert places(load(page.encode(), "a.html").blocks)[:4] == [
        ("Section 3", "Section 3. A custodi"),
        ("Section 3(a)", "(a) capital; and"),
        ("Section 3(b)", "(b) insurance."),
        ("Section 3A", "Section 3A. A custod"),
    ]
    assert not any(label == "Section 9" for label, _ in places(load(page.encode(), "a.html").blocks))


def test_typewriter_text_has_sections() -> None:
    """The pages of a federal register are set in one block of typewriter text."""
    pre = """
BAY PAYMENTS BUREAU

Custody of Payment Tokens

    The Bureau proposed the rule in 2025. It received 41 comments, most
of which asked for a lower floor.
    Section 88.4 provides that a keeper must hold capital.

[[Page 10112]]

Sec.  88.4  Capital.

    (a) A keeper must hold capital of at least $1,750,000.
    (b) A keeper with fewer than 100 clients must hold at least $200,000.

Sec.  88.5  Redemption.

    A keeper must redeem a payment token at par within 36 hours.
"""
    blocks = load(f"<html><body><pre>{pre}</pre></body></html>".encode(), "a.html").blocks
    assert places(blocks) == [
        ("Sec. 88.4", "Sec. 88.4 Capital."),
        ("(a)", "(a) A keeper must ho"),
        ("(b)", "(b) A keeper with fe"),
        ("Sec. 88.5", "Sec. 88.5 Redemption"),
    ]
    texts = [block.text for block in blocks]
    assert (
        "The Bureau proposed the rule in 2025. It received 41 comments, most of which asked for a lower floor." in texts
    )
    assert not any("Page 10112" in text for text in texts)


def test_the_sign_of_a_section_is_found_by_its_name() -> None:
    """`§ 123a` is asked for as section 123a."""
    assert slug("§ 123a(1)") == "sec-123a-1"


def test_titles_in_the_words_of_a_sentence_are_told_by_their_numbers() -> None:
    """`Article (3) Prohibition on activities of keepers` comes next, as all of them do."""
    titles = ["Scope", "Prohibition on activities of keepers", "Notice to the desk of a loss", "Fees"]
    lines = [
        line for number, title in enumerate(titles, 1) for line in (f"Article ({number}) {title}", "1.", "Keepers pay.")
    ]
    found = [block.label for block in load("\n\n".join(["Code", *lines]).encode(), "a.txt").blocks if block.level]
    assert [label for label in found if label] == ["Article 1", "Article 2", "Article 3", "Article 4"]


def test_numbered_paragraphs_that_name_sections_are_no_sections() -> None:
    """A guideline of numbered paragraphs that begins a line with `Schedule 2` is cited by its paragraphs."""
    rows = [f"{1 + row // 9}.{1 + row % 9} A keeper files report {row} with the desk." for row in range(27)]
    rows[10:10] = ["Schedule 2", "Appendix C"]
    labels = [block.label for block in load("\n\n".join(["Guide", *rows]).encode(), "a.txt").blocks if block.label]
    assert "para 3.9" in labels
    assert not any(label.startswith(("Schedule", "Appendix")) for label in labels)
