"""The parts of reading a legal text: hyphens, small caps, numbering, structure, first pages."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.loading.draft import Draft
from corpus.loading.first_page import describe
from corpus.loading.hyphens import Words, join_lines
from corpus.loading.structure import structured
from corpus.loading.structure.numbering import Numbering, tokens_of
from corpus.records import BlockKind

EVIDENCE = Words(
    [
        "crypto-assets and e-money",
        "the payment of tokens to holders",
        "In general the appropriate bill, a bill, at that",
    ]
)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["the pay-", "ment of"], "the payment of"),
        (["their crypto-", "assets"], "their crypto-assets"),
        (["issue e-", "money"], "issue e-money"),
        (["repre\u00ad", "sentations"], "representations"),
        (["repre \u00ad", "sentations"], "representations"),
        (["unknown gov-", "ernance"], "unknown governance"),
        (["holders-", "tokens"], "holders-tokens"),
        (["Public Law 91–", "508"], "Public Law 91–508"),
        (["the term means—", "the following"], "the term means—the following"),
        (["two", "lines"], "two lines"),
        (["RELATED PAY-", "MENT"], "RELATED PAYMENT"),
    ],
)
def test_hyphens_are_decided_by_the_document(lines: Sequence[str], expected: str) -> None:
    """A hyphen at a line end stays where the document writes the word with it elsewhere."""
    assert join_lines(lines, EVIDENCE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(I) I N GENERAL.—The", "(I) IN GENERAL.—The"),
        ("(1) A PPROPRIATE AGENCY", "(1) APPROPRIATE AGENCY"),
        ("Mr. H AGERTY", "Mr. HAGERTY"),
        ("A BILL", "A BILL"),
        ("Title A and B", "Title A and B"),
    ],
)
def test_small_caps_are_repaired(text: str, expected: str) -> None:
    """A capital that the extraction tore off its word comes back to it; an article stays apart."""
    assert EVIDENCE.mend_capitals(text) == expected


US = ("lower letter", "number", "upper letter", "lower roman", "upper roman", "lower double")


@pytest.mark.parametrize(
    ("tokens", "path"),
    [
        ("(a) (1) (A) (i) (I)", "(a)(1)(A)(i)(I)"),
        ("(a) (1) (A) (B) (2)", "(a)(2)"),
        ("(g) (h) (i)", "(i)"),
        ("(a) (1) (A) (i) (ii) (iii) (iv) (v)", "(a)(1)(A)(v)"),
        ("(a) (1) (G) (H) (I)", "(a)(1)(I)"),
        ("(a) (1) (A) (i) (I) (aa) (bb) (II)", "(a)(1)(A)(i)(II)"),
        ("(b) (c)", "(c)"),
    ],
)
def test_letters_and_roman_numbers_are_told_apart(tokens: str, path: str) -> None:
    """`(i)` is the ninth letter behind `(h)` and the first Roman number below `(A)`."""
    numbering = Numbering(US)
    for token in tokens.split():
        assert numbering.enter(token, leads_in=False)
    assert numbering.path == path


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("(a) Text", ["(a)"]),
        ("“(25) DIGITAL", ["(25)"]),
        ("(a)(1) In general", ["(a)", "(1)"]),
        ("1. Issuers", ["1."]),
        ("(12 U.S.C. 1813)", []),
        ("2.5 million", []),
        ("Text (a)", []),
    ],
)
def test_labels_at_the_start(text: str, tokens: Sequence[str]) -> None:
    """Only what stands first, and is followed by words, is a label."""
    assert tokens_of(text) == tokens


def places(*texts: str) -> list[tuple[str, str]]:
    """Return label and text of the structured blocks, headings in angle brackets."""
    blocks = structured([Draft(text, bold=text.startswith("SEC")) for text in texts])
    return [(block.label, f"<{block.text}>" if block.kind is BlockKind.HEADING else block.text) for block in blocks]


def test_recitals_without_the_word_that_opens_them() -> None:
    """Where `Whereas:` was lost, paragraphs numbered from (1) before the first article are recitals."""
    recitals = ["(1) First reason.", "(2) Second reason.", "(3) Third reason."]
    assert places("Regulation on keepers", *recitals, "Article 1", "Rules.")[1:4] == [
        ("Recital 1", "(1) First reason."),
        ("Recital 2", "(2) Second reason."),
        ("Recital 3", "(3) Third reason."),
    ]
    assert (
        places("Decision", "(1) A list.", "(4) It skips.", "(2) And turns.", "Article 1", "Rules.")[1][0] != "Recital 1"
    )


def test_an_act_of_the_union() -> None:
    """Recitals, articles with titles, paragraphs, points, subparagraphs and annexes are cited as lawyers do."""
    assert places(
        "Having regard to the Treaty,",
        "Whereas:",
        "(1) First reason.",
        "HAVE ADOPTED THIS REGULATION:",
        "TITLE I",
        "Scope",
        "Article 1",
        "Subject",
        "1. Rules:",
        "(a) point",
        "(i) below",
        "2. More.",
        "Second subparagraph.",
        "Article 2",
        "Lead-in:",
        "(a) x",
        "This Regulation shall be binding in its entirety.",
        "ANNEX II",
        "List",
        "Part A: Issuers",
        "1. Name",
    ) == [
        ("Preamble", "Having regard to the Treaty,"),
        ("", "<Whereas:>"),
        ("Recital 1", "(1) First reason."),
        ("", "<HAVE ADOPTED THIS REGULATION:>"),
        ("", "<TITLE I Scope>"),
        ("Article 1", "<Article 1 Subject>"),
        ("(1)", "1. Rules:"),
        ("(1)(a)", "(a) point"),
        ("(1)(a)(i)", "(i) below"),
        ("(2)", "2. More."),
        ("(2)", "Second subparagraph."),
        ("Article 2", "<Article 2>"),
        ("", "Lead-in:"),
        ("(a)", "(a) x"),
        ("Closing formula", "This Regulation shall be binding in its entirety."),
        ("Annex II", "<ANNEX II List>"),
        ("Annex II, Part A", "<Part A: Issuers>"),
        ("(1)", "1. Name"),
    ]


def test_text_quoted_for_another_act_is_not_the_acts_own() -> None:
    """Both places are cited: where the act inserts, and where the inserted text stands."""
    assert places(
        "SEC. 1. TITLE.",
        "Name.",
        "SEC. 2. CHANGES.",
        "(a) FIRST.—The Act is amended—",
        "(1) by adding:",
        "“(25) ASSET.—The term—",
        "“(A) means x.",
        "(2) in section 3—",
        "SEC. 3. NEW.",
        "(b) After it insert:",
        "“SEC. 5i. EXCHANGES.",
        "“(a) Each one—",
        "“(1) files.",
        "(c) Own again.",
    ) == [
        ("Sec. 1", "<SEC. 1. TITLE.>"),
        ("", "Name."),
        ("Sec. 2", "<SEC. 2. CHANGES.>"),
        ("(a)", "(a) FIRST.—The Act is amended—"),
        ("(a)(1)", "(1) by adding:"),
        ("(a)(1), quoted (25)", "“(25) ASSET.—The term—"),
        ("(a)(1), quoted (25)(A)", "“(A) means x."),
        ("(a)(2)", "(2) in section 3—"),
        ("Sec. 3", "<SEC. 3. NEW.>"),
        ("(b)", "(b) After it insert:"),
        ("Sec. 3(b), quoted Sec. 5i", "<“SEC. 5i. EXCHANGES.>"),
        ("(a)", "“(a) Each one—"),
        ("(a)(1)", "“(1) files."),
        ("Sec. 3", "<SEC. 3. NEW.>"),
        ("(c)", "(c) Own again."),
    ]


def test_running_paragraph_numbers_are_cited() -> None:
    """Guidelines number their paragraphs through; lists that begin anew do not count."""
    running = [f"{number} Words of the guideline." for number in ("1.1", "1.2", "2.1", "2.2")]
    assert [label for label, _ in places(*running)] == ["para 1.1", "para 1.2", "para 2.1", "para 2.2"]
    items = [f"{number}. Words of an item." for number in (1, 2, 3)]
    assert {label for label, _ in places(*items, *items, *items)} == {""}


@pytest.mark.parametrize(
    ("texts", "furniture", "title", "published", "kind", "jurisdiction"),
    [
        (
            [
                "REGULATION (EU) 2023/1114 OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL",
                "of 31 May 2023",
                "on tokens",
                "(Text with EEA relevance)",
                "THE EUROPEAN PARLIAMENT AND THE COUNCIL OF THE EUROPEAN UNION,",
            ],
            "EN L 150/40 Official Journal of the European Union 9.6.2023",
            "Regulation (EU) 2023/1114 of the European Parliament and of the Council of 31 May 2023 on tokens",
            "2023-06-09",
            "regulation",
            "European Union",
        ),
        (
            [
                "Public Law 119–27",
                "Be it enacted by",
                "This Act may be cited as the “Long Name Act” or the “SHORT Act”.",
            ],
            "139 STAT. 419 PUBLIC LAW 119–27—JULY 18, 2025",
            "Long Name Act (SHORT Act), Public Law 119-27",
            "2025-07-18",
            "act",
            "United States",
        ),
        (
            ["S. 394", "FEBRUARY 4, 2025", "A BILL", "This Act may be cited as the “SHORT Act of 2025”."],
            "",
            "SHORT Act of 2025, S. 394",
            "2025-02-04",
            "bill",
            "United States",
        ),
        (
            [
                "UNITED STATES DISTRICT COURT SOUTHERN DISTRICT OF NEW YORK",
                "SECURITIES AND EXCHANGE COMMISSION, Plaintiff, -against-",
                "20 Civ. 10832 (AT) ORDER",
                "RIPPLE LABS, INC., and A. LARSEN, Defendants.",
            ],
            "Document 874 Filed 07/13/23 Page 1 of 34",
            "Securities and Exchange Commission v. Ripple Labs, Inc.: Order",
            "2023-07-13",
            "judgment",
            "United States",
        ),
        (
            ["Circular to brokers on staking", "The SFC issued it on 7 April 2025 in Hong Kong."],
            "",
            "Circular to brokers on staking",
            "2025-04-07",
            "circular",
            "Hong Kong",
        ),
        (["Some words that end with a full stop."], "", "", None, "", ""),
    ],
)
def test_first_pages(
    texts: list[str], furniture: str, title: str, published: str | None, kind: str, jurisdiction: str
) -> None:
    """Title, date, kind and place come from page 1, never from a file's name."""
    found = describe([Draft(text, size=20 if number == 0 else 10) for number, text in enumerate(texts)], furniture)
    assert (found.title, found.kind, found.jurisdiction) == (title, kind, jurisdiction)
    assert (found.published.text if found.published else None) == published
