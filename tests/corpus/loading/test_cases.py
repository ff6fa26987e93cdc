"""The cases made after reports of others' troubles: each is read without the fault that was reported."""

from __future__ import annotations

import pytest

from corpus.loading import load
from corpus.records import Document
from tests.conftest import shared

WESTERN = "£400 – £900 or €1,050"


def case(*parts: str) -> Document:
    """Load the input of a case; skip the test where it is not at hand."""
    path = shared("cases", *parts)
    return load(path.read_bytes(), path.name)


@pytest.mark.parametrize(
    ("path", "held", "absent"),
    [
        ("html-accordion/input.html", ["within 75 business days", "BKD 6,200"], []),
        ("html-cp1252/input.html", [WESTERN], ["Ä"]),
        ("html-eurlex-nested/official-journal.html", ["EUR 640 000", "EUR 90 000", "EUR 3 000 000"], []),
        ("html-eurlex-nested/consolidated.html", ["EUR 640 000", "EUR 90 000", "EUR 3 000 000"], []),
        *((f"html-first-container/{name}.html", ["OKM 2 million", "six months", "52 replies", "20 borrowers"], [])
          for name in ("a-div-title", "b-header", "c-deep", "d-sections", "e-flat")),
        ("html-line-breaks/input.html", ["keeping client", "QSD 25,000", "QSD 7,500"], ["keepingclient"]),
        ("html-pre-text/input.html", ["within 36 hours"], ["-----"]),
        ("html-strikethrough/input.html", ["CLD 6 million", "audited each"], ["CLD 1 million", "Section 4"]),
        ("html-tables/input.html", ["Keeper class 43 | 129", "Bitcoin | 18 under stress | 44"], []),
        ("refusals/cp1252.txt", [WESTERN], []),
        ("refusals/cp1252-long-iso.html", [WESTERN], []),
        ("refusals/cp1252-long-none.html", [WESTERN], []),
        ("refusals/cp1252-long-declared.html", [WESTERN], []),
        ("refusals/big5.txt", ["三千萬元"], []),
        ("refusals/gb.txt", ["三千万元"], []),
        ("short-lines/input.md", ["2x", "21", "0.4%", "18 months", "next day"], []),
        ("unknown-place/input.md", ["ZML 70,000"], []),
    ],
)  # fmt: skip
def test_what_is_right_is_read(path: str, held: list[str], absent: list[str]) -> None:
    """The right values stand in the text, and the wrong ones do not."""
    text = "\n".join(block.text for block in case(*path.split("/")).blocks)
    assert [words for words in held if words not in text] == []
    assert [words for words in absent if words in text] == []


@pytest.mark.parametrize(
    ("path", "labels"),
    [
        ("html-eurlex-nested/official-journal.html", ["Recital 1", "Recital 3", "Article 1", "Article 4"]),
        ("html-eurlex-nested/consolidated.html", ["Article 1", "Article 2", "Article 4"]),
        ("html-pre-text/input.html", ["Sec. 88.4", "Sec. 88.5"]),
        ("section-numbers/input.md", ["§ 23", "§ 123", "§ 1123", "§ 123a", "Article IV", "Article VI", "Article IX"]),
        ("section-numbers/articles.html", ["Article 2", "Article 2a", "Article 12", "Article 20", "Article 22"]),
    ],
)
def test_provisions_are_labels(path: str, labels: list[str]) -> None:
    """What people cite is found by its number."""
    found = {block.label for block in case(*path.split("/")).blocks}
    assert [label for label in labels if label not in found] == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("supersedes-first", "2026-02-04"),
        ("closing-first", "2026-02-09"),
        ("effective-first", "2026-02-09"),
        ("statute-first", "2026-02-10"),
        ("month-only", "2026-03"),
    ],
)
@pytest.mark.parametrize("extension", ["html", "docx"])
def test_publication_days(name: str, day: str, extension: str) -> None:
    """The day of publication is told from those of force, of closing and of cited texts."""
    published = case("date-which", f"{name}.{extension}").published
    assert published is not None
    assert published.text == day
