"""The official texts that users upload: each is read whole, clean, and cited as lawyers cite it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pytest

from corpus.encoders.sentence import DEFAULT_ENCODER, TOKEN_LIMIT, token_counter
from corpus.errors import InputError
from corpus.loading import load
from corpus.records import BlockKind, Document, Life, Nature, Passage, Policy
from corpus.splitting import split
from tests import SHARED

DOCUMENTS = SHARED / "documents"
POLICY = Policy("own", "Own document", "", "", "document", Life(Nature.RECORD, None))

MICA, GENIUS, S394 = "EU_MiCA_2023", "US_PL119-27_GENIUS_Act_2025", "US_BILL_S394_2025"
CLARITY, RIPPLE, REPORTING = "CLARITY_Act_2025_RCP", "SEC_v_Ripple_2024_Final_Judgment", "EU_2024_2902_Whitepaper_ITS"
COMPLAINTS, METHOD, CONTINUITY = "EU_2025_293_ART_EMT_RTS", "EU_2025_298_ART_EMT_RTS", "EU_2025_299_CASPs_RTS"
GOOD = (MICA, GENIUS, S394, CLARITY, RIPPLE, REPORTING, COMPLAINTS, METHOD, CONTINUITY)

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"the official documents are not at {DOCUMENTS}")


@cache
def document(name: str) -> Document:
    """Load one of the documents, once for all tests."""
    return load((DOCUMENTS / f"{name}.pdf").read_bytes(), f"{name}.pdf")


@cache
def passages(name: str) -> dict[str, Passage]:
    """Split one of the documents, once for all tests: passages by the id without the policy's."""
    return {
        passage.id.removeprefix("own#"): passage
        for passage in split(document(name), POLICY, token_counter(DEFAULT_ENCODER))
    }


@pytest.mark.parametrize(
    ("name", "title", "published", "kind", "issuer"),
    [
        (
            MICA,
            "Regulation (EU) 2023/1114 of the European Parliament and of the Council of 31 May 2023 on markets",
            "2023-06-09",
            "regulation",
            "European Parliament and Council",
        ),
        (
            GENIUS,
            "Guiding and Establishing National Innovation for U.S. Stablecoins Act (GENIUS Act), Public Law 119-27",
            "2025-07-18",
            "act",
            "US Congress",
        ),
        (
            S394,
            "Guiding and Establishing National Innovation for U.S. Stablecoins of 2025 (GENIUS Act of 2025), S. 394",
            "2025-02-04",
            "bill",
            "US Senate",
        ),
        (
            CLARITY,
            "Digital Asset Market Clarity Act of 2025 (CLARITY Act of 2025), H.R. 3633, Rules Committee Print 119-6",
            "2025-07-02",
            "bill",
            "US House of Representatives",
        ),
        (
            RIPPLE,
            "Securities and Exchange Commission v. Ripple Labs, Inc.: Order",
            "2023-07-13",
            "judgment",
            "United States District Court, Southern District of New York",
        ),
        (
            REPORTING,
            "Commission Implementing Regulation (EU) 2024/2902 of 20 November 2024 laying down",
            "2024-11-28",
            "regulation",
            "European Commission",
        ),
        (
            COMPLAINTS,
            "Commission Delegated Regulation (EU) 2025/293 of 30 September 2024 supplementing",
            "2025-02-13",
            "regulation",
            "European Commission",
        ),
        (
            METHOD,
            "Commission Delegated Regulation (EU) 2025/298 of 31 October 2024 supplementing",
            "2025-02-13",
            "regulation",
            "European Commission",
        ),
        (
            CONTINUITY,
            "Commission Delegated Regulation (EU) 2025/299 of 31 October 2024 supplementing",
            "2025-02-13",
            "regulation",
            "European Commission",
        ),
    ],
)
def test_first_pages(name: str, title: str, published: str, kind: str, issuer: str) -> None:
    """What a document is comes from its first page, where three file names and three metadata titles are wrong."""
    found = document(name)
    assert found.title.startswith(title)
    assert (found.published and found.published.text, found.kind, found.issuer) == (published, kind, issuer)


@pytest.mark.parametrize(
    ("name", "place", "locator", "page", "starts"),
    [
        (
            MICA,
            "article-36-1",
            "Article 36(1)",
            55,
            "1. Issuers of asset-referenced tokens shall constitute and at all times maintain a reserve",
        ),
        (
            MICA,
            "article-3-1-5",
            "Article 3(1)(5)",
            24,
            "(5) ‘crypto-asset’ means a digital representation of a value or of a right",
        ),
        (MICA, "recital-12", "Recital 12", 4, "(12)"),
        (
            MICA,
            "article-149-3",
            "Article 149(3)",
            144,
            "3. By way of derogation from paragraph 2, Titles III and IV shall apply from 30 June 2024.",
        ),
        (MICA, "annex-iv", "Annex IV", 155, "Crypto-asset service providers"),
        (GENIUS, "sec-2-1", "Sec. 2(1)", 1, "In this Act:\n(1) APPROPRIATE FEDERAL BANKING AGENCY.—The term"),
        (
            GENIUS,
            "sec-4-a-11",
            "Sec. 4(a)(11)",
            14,
            "(11) PROHIBITION ON INTEREST.—No permitted payment stablecoin issuer",
        ),
        (
            GENIUS,
            "sec-20",
            "Sec. 20",
            48,
            "This Act, and the amendments made by this Act, shall take effect on the earlier of",
        ),
        (S394, "sec-2-1", "Sec. 2(1)", 1, "In this Act:\n(1) BANK SECRECY ACT.—The term “Bank Secrecy Act” means—"),
        (
            CLARITY,
            "sec-101-quoted-25",
            "Sec. 101, quoted (25)",
            6,
            "“(25) DIGITAL ASSET.—The term ‘digital asset’ means",
        ),
        (
            RIPPLE,
            "p-34-p1",
            "p. 34 ¶1",
            34,
            "For the foregoing reasons, the SEC’s motion for summary judgment is GRANTED",
        ),
        (RIPPLE, "p-2-footnote-4", "p. 2, footnote 4", 2, "4 Ripple was originally named NewCoin, Inc."),
        (REPORTING, "article-5", "Article 5", 5, "The issuers shall not retain any personal data"),
        (REPORTING, "annex-i-table-9", "Annex I, Table 9", 9, "0030 2.1 Coins and banknotes"),
        (COMPLAINTS, "article-6-2-a-c", "Article 6(2)(a)-(c)", 5, "2. The third-party entities shall:"),
    ],
)
def test_provisions_are_where_they_are_cited(name: str, place: str, locator: str, page: int, starts: str) -> None:
    """Locators, pages and first words as they stand on the page."""
    found = passages(name)[place]
    assert (found.locator, found.page) == (locator, page)
    assert found.text.startswith(starts)


@pytest.mark.parametrize("name", GOOD)
def test_no_furniture_in_passages(name: str) -> None:
    """Running heads, stamps, line numbers, margin notes, dot leaders and torn small caps are in no passage."""
    text = "\n".join(passage.text for passage in passages(name).values() if "footnote" not in passage.locator)
    for stain in (
        "VerDate",
        "Jkt 059",
        "139 STAT",
        "Official Journal of the European Union L 150",
        "L 150/",
        "•S 394",
        "RCP_HR3633",
        "Document 874",
        "Deadline.\n",
        ". . . . . . . . .",
        "I N GENERAL",
        "\u00ad",
        "‘‘",
        "Sec. 101. Definitions",
        "ELI: http",
    ):
        assert stain not in text, stain
    assert not re.search(r"[a-z]-\d{1,2} [a-z]", text)


@pytest.mark.parametrize("name", GOOD)
def test_words_are_whole(name: str) -> None:
    """Hyphens at line ends are decided as the document writes the word elsewhere."""
    text = " ".join(passage.text for passage in passages(name).values())
    assert not re.search(
        r"\b(?:pay-ment|stable-coin|regu-lat|cryptoassets?|emoney|deposi-tory|sec-tion|insti-tution)\b", text
    )


@pytest.mark.parametrize("name", GOOD)
def test_every_passage_fits_the_encoder(name: str) -> None:
    """None is longer than the encoder reads, and none is nearly empty."""
    texts = [passage.text for passage in passages(name).values()]
    assert max(token_counter(DEFAULT_ENCODER)(texts)) <= TOKEN_LIMIT
    assert all(len(text.split()) > 1 for text in texts)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (MICA, [f"Article {number}" for number in range(1, 150)]),
        (GENIUS, [f"Sec. {number}" for number in range(1, 21)]),
        (S394, [f"Sec. {number}" for number in range(1, 13)]),
        (COMPLAINTS, [f"Article {number}" for number in range(1, 8)]),
        (METHOD, [f"Article {number}" for number in range(1, 7)]),
        (CONTINUITY, [f"Article {number}" for number in range(1, 8)]),
        (REPORTING, [f"Article {number}" for number in range(1, 7)]),
        (
            CLARITY,
            [
                f"Sec. {title}{number:02}"
                for title, last in ((1, 12), (2, 6), (3, 15), (4, 15), (5, 12))
                for number in range(1, last + 1)
            ],
        ),
    ],
)
def test_every_section_is_found_once_and_in_order(name: str, expected: list[str]) -> None:
    """No article or section is missing or out of place; a section goes on behind the section that it quotes."""
    labels = [block.label for block in document(name).blocks if block.kind is BlockKind.HEADING]
    assert list(dict.fromkeys(label for label in labels if label in set(expected))) == expected


def test_every_recital_of_mica_is_found() -> None:
    """Recitals are one passage each, whatever page and footnotes break them."""
    labels = [block.label for block in document(MICA).blocks if block.label.startswith("Recital")]
    assert labels == [f"Recital {number}" for number in range(1, 120)]


def test_the_footnotes_of_mica_count_on() -> None:
    """Footnotes that look like recitals are told from them."""
    numbers = [int(block.label.split()[-1]) for block in document(MICA).blocks if block.kind is BlockKind.FOOTNOTE]
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_page_that_is_no_pdf_is_refused() -> None:
    """It was saved under a PDF's name, and says `Maintenance`."""
    with pytest.raises(
        InputError, match=r"not a PDF: no %PDF- signature; it looks like an HTML page; download the document again"
    ):
        document("SG_MAS_PSN02_AML_CFT")


@pytest.mark.parametrize("cut", [lambda size: size // 2, lambda size: size * 9 // 10, lambda size: size - 20_000])
def test_a_cut_off_document_is_refused(cut: Callable[[int], int]) -> None:
    """A download that broke off is never half indexed."""
    data = (DOCUMENTS / f"{GENIUS}.pdf").read_bytes()
    with pytest.raises(InputError, match="damaged or cut off"):
        load(data[: cut(len(data))], "cut.pdf")
