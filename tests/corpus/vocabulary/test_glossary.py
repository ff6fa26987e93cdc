"""The glossary: terms are found as people write them, and a bad entry is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import InputError
from corpus.vocabulary.glossary import Glossary, Term, read_glossary

PI = Term("PI", "professional investor", zh=("專業投資者",), jurisdiction="Hong Kong")
VATP = Term("VATP", "virtual asset trading platform", aliases=("licensed platform",), zh=("虛擬資產交易平台",))
PLATFORM = Term("platform", "", aliases=("exchange",))
TAX = Term("tax", "taxation")
WALLET = Term("cold wallet", "", zh=("冷錢包",))
HK_CASP = Term("CASP", "cryptoasset service provider", jurisdiction="United Kingdom")
EU_CASP = Term("CASP", "crypto-asset service provider", jurisdiction="European Union")
GLOSSARY = Glossary([PI, VATP, PLATFORM, TAX, WALLET, HK_CASP, EU_CASP])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who is a PI?", [PI]),
        ("the number pi", []),
        ("PIs may trade", [PI]),
        ("pis", []),
        ("a Professional Investor", [PI]),
        ("professional investors", [PI]),
        ("a PI or a professional investor", [PI]),
        ("PI-only", []),
        ("licensed platforms", [VATP]),
        ("virtual asset trading platforms and exchanges", [VATP, PLATFORM]),
        ("taxes", [TAX]),
        ("CASPs", [HK_CASP, EU_CASP]),
        ("a crypto-asset service provider", [EU_CASP]),
        ("VATP第7條同PI有咩關係", [VATP, PI]),
        ("專業投資者可以使用冷錢包嗎", [PI, WALLET]),
        ("虛擬資產交易平台", [VATP]),
        ("taxeſ", [TAX]),
        ("", []),
        ("nothing known", []),
    ],
)
def test_terms_are_found_as_people_write_them(text: str, expected: list[Term]) -> None:
    """Plurals, other names and Chinese find a term, longest names first; a short acronym needs its capitals."""
    assert GLOSSARY.found_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("專業投資者", " professional investor "),
        ("冷錢包", " cold wallet "),
        ("使用冷錢包嗎", "使用 cold wallet 嗎"),
        ("a PI", "a PI"),
    ],
)
def test_chinese_terms_become_english(text: str, expected: str) -> None:
    """A Chinese term becomes its expansion, or its name where it has none; the rest stays."""
    assert GLOSSARY.in_english(text) == expected


def test_an_empty_glossary_finds_nothing() -> None:
    """Without terms nothing is found and nothing is changed."""
    assert (Glossary([]).found_in("a PI 冷錢包"), Glossary([]).in_english("冷錢包")) == ([], "冷錢包")


@given(st.text(max_size=60))
def test_any_text_can_be_searched(text: str) -> None:
    """Whatever people type, what is found is in the glossary and found once."""
    found = GLOSSARY.found_in(text)
    assert len(found) == len(set(found))
    assert set(found) <= set(GLOSSARY.terms)


def test_a_glossary_is_read(tmp_path: Path) -> None:
    """Every field of an entry is read, and a byte order mark does no harm."""
    path = tmp_path / "glossary.yaml"
    path.write_text(
        "\ufeff- term: PI\n  expansion: professional investor\n  zh: [專業投資者]\n  jurisdiction: Hong Kong\n"
        "  meaning: An investor with HK$8 million.\n  aliases: []\n  policies: [a-note, 2023]\n",
        encoding="utf-8",
    )
    assert read_glossary(path).terms == [
        Term(
            "PI",
            "professional investor",
            zh=("專業投資者",),
            jurisdiction="Hong Kong",
            meaning="An investor with HK$8 million.",
            policies=("a-note", "2023"),
        )
    ]


@pytest.mark.parametrize("content", ["", "[]", "# nothing yet\n"])
def test_a_glossary_may_be_empty(tmp_path: Path, content: str) -> None:
    """An empty file and no file are both a glossary without terms."""
    path = tmp_path / "glossary.yaml"
    assert read_glossary(path).terms == []
    path.write_text(content)
    assert read_glossary(path).terms == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"- term: [", r"glossary\.yaml:2: the glossary is not valid YAML"),
        (b"term: PI", r"glossary\.yaml: the glossary is not a list of entries"),
        (b"5", r"glossary\.yaml: the glossary is not a list of entries"),
        (b"- PI", r"glossary\.yaml: entry 1 of the glossary is not usable"),
        (b"- {term: A, expansion: B}\n- {term: PI}", "entry 2 of the glossary is not usable: .*'expansion'"),
        (b"- {term: A, expansion: B, colour: red}", "entry 1 of the glossary is not usable: .*'colour'"),
        (b"- {term: A, expansion: B, aliases: abc}", "entry 1 .* aliases must be a list in square brackets"),
        (b"- {term: \xff}", r"glossary\.yaml: the glossary is not UTF-8 text"),
        (b"- {term: \x07}", r"glossary\.yaml: the glossary is not UTF-8 text"),
    ],
)
def test_a_bad_glossary_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    """What is wrong is said with the file, and the line or the entry."""
    path = tmp_path / "glossary.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_glossary(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("whats a casp", "whats a CASP"),
        ("vatp vs casps?", "VATP vs CASPs?"),
        ("the number pi", "the number pi"),  # a word
        ("Casp in the EU", "CASP in the EU"),
        ("write to casp@example.org or example.org/casp", "write to casp@example.org or example.org/casp"),
        ("casp牌照", "CASP牌照"),
        ("a licensed platform", "a licensed platform"),
    ],
)
def test_acronyms_are_put_in_capitals(text: str, expected: str) -> None:
    """As they are meant by who types in small letters; a name of the glossary that is no acronym is left alone."""
    assert GLOSSARY.capitalised(text, lambda word: word == "pi") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VATPs for a PI", "virtual asset trading platform for a professional investor"),
        ("the number pi", "the number pi"),  # a word
        ("a professional investor (PI)", "a professional investor (PI)"),  # it says so itself
        ("a licensed platform", "a virtual asset trading platform"),
        ("nothing of that", "nothing of that"),
    ],
)
def test_terms_are_spelled_out(text: str, expected: str) -> None:
    """As the texts write them, once: what a text spells out itself is left as it is."""
    assert GLOSSARY.spelt_out(text) == expected
    assert Glossary([]).spelt_out(text) == text
