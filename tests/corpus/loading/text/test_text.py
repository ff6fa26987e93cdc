"""Plain text, and the characters that are taken out of every format."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.loading import load
from corpus.loading.cleaning import clean, squeeze
from corpus.records import PartialDate


def test_paragraphs_stand_between_empty_lines() -> None:
    """Lines of one paragraph are joined; a short first line without a full stop is the title."""
    document = load(b"Notice to firms\n\nFirst line\nsecond line.\n\n \nAnother.\n", "a.txt")
    assert [block.text for block in document.blocks] == ["Notice to firms", "First line second line.", "Another."]
    assert document.title == "Notice to firms"


@pytest.mark.parametrize("name", ["memo.txt", "memo.md"])
@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("14 March 2026", "2026-03-14"),
        ("Date: March 14, 2026.", "2026-03-14"),
        ("**Published:** 2026-03-14", "2026-03-14"),
        ("日期：2026年3月14日", "2026-03-14"),
        ("The rules start on 14 March 2026.", None),
        ("31 February 2026", None),
    ],
)
def test_a_line_that_is_a_date_dates_a_memo(name: str, line: str, day: str | None) -> None:
    """A date within a sentence may be any date; one that stands alone near the top is the memo's own."""
    published = load(f"# Memo\n\n{line}\n\nOf lending.\n".encode(), name).published
    assert published == (PartialDate.parse(day) if day else None)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("Größe".encode(), "Größe"),
        ("\ufeffGröße".encode(), "Größe"),
        ("Größe".encode("utf-16"), "Größe"),
        ("香港金融管理局就穩定幣發行人發出牌照。".encode("big5") * 3, "香港金融管理局就穩定幣發行人發出牌照。" * 3),
    ],
)
def test_encodings_are_told_apart(data: bytes, expected: str) -> None:
    """UTF-8 and UTF-16 are read as they are, others guessed."""
    assert load(data, "a.txt").blocks[0].text == expected


def test_a_guessed_encoding_is_reported() -> None:
    """The user reads that the file was not UTF-8."""
    document = load("Café crème für Größe und Maß, naïve façade.".encode("cp1252"), "a.txt")
    assert "not UTF-8" in document.warnings[0]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("a\u200bb\u2060c\ufeffd", "3 zero-width characters"),
        ("a" + "".join(chr(0xE0000 + ord(letter)) for letter in "hide") + "bcd", "4 Unicode tag characters"),
        ("ab\u202ec\u2066d", "2 bidirectional controls"),
        ("ab\ufe0fcd", "1 variation selectors"),
    ],
)
def test_hidden_characters_are_stripped_and_counted(text: str, what: str) -> None:
    """What the eye cannot see does not reach a model, and the user is told."""
    document = load(text.encode(), "a.txt")
    assert document.blocks[0].text == "abcd"
    assert document.warnings == (f"Taken out: {what}.",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("EUR\u00a05\u202f000", "EUR 5 000"),
        ("e\u0301", "é"),
        ("a\x00b\x07c", "abc"),
        ("of\ufb01ce", "office"),
        ("a\r\nb\u2028c", "a\nb\nc"),
        ("a\u3000b", "a\u3000b"),
    ],
)
def test_cleaning(text: str, expected: str) -> None:
    """Blanks, line ends, ligatures and accents come in one form; control characters go."""
    assert clean(text, Counter()) == expected


@given(st.text())
def test_cleaning_is_stable(text: str) -> None:
    """Cleaned text stays as it is, and can be stored as UTF-8."""
    once = clean(text, Counter())
    again: Counter[str] = Counter()
    assert clean(once, again) == once
    assert not again
    squeeze(once).encode()


def test_two_columns_are_read_down() -> None:
    """Lines that go on in the next ones are no cells; a table of the same shape stays as it is."""
    left = ("A keeper must hold capital of", "NVD 3,100,000 at all times and", "must report each month.")
    right = ("A broker must hold capital of", "NVD 720,000 at all times and", "must report each year.")
    text = "\n".join(f"{a:<40}{b}" for a, b in zip(left, right, strict=True))
    assert [b.text for b in load(f"RULES\n\n{text}\n".encode(), "a.txt").blocks[1:]] == [
        " ".join(left),
        " ".join(right),
    ]
    cells = "\n".join(
        f"{a:<40}{b}" for a, b in (("Keeper of tokens", "NVD 31"), ("Broker of tokens", "NVD 72"), ("Lender", "NVD 5"))
    )
    joined = " ".join(block.text for block in load(f"RULES\n\n{cells}\n".encode(), "a.txt").blocks)
    assert "Broker of tokens NVD 72" in joined


def test_a_sentence_goes_on_behind_the_number_of_a_page() -> None:
    """As official texts that are printed from pages have it between empty lines."""
    text = b"Sec. 8.\n\n  (a) An issuer holds reserves of at least \n\n[[Page 4419]]\n\n103 percent.\n  (b) It tells.\n"
    assert "(a) An issuer holds reserves of at least 103 percent." in [
        block.text for block in load(text, "a.txt").blocks
    ]
