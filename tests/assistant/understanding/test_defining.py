"""What the one term means that a question is about."""

from __future__ import annotations

import pytest

from assistant.settings import SHIPPED_TEXTS
from assistant.understanding.defining import meaning_of
from corpus.vocabulary.glossary import read_glossary

GLOSSARY = read_glossary(SHIPPED_TEXTS / "glossary.yaml")


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("define DTSP", "DTSP (digital token service provider): A Singapore business"),
        ("what's a DTSP in Singapore?", "DTSP (digital token service provider)"),
        ("What does HKMA stand for?", "HKMA (Hong Kong Monetary Authority): Hong Kong's central banking authority"),
        ("what is Cap. 656?", "Stablecoins Ordinance (Cap. 656): The Hong Kong law"),
        ("difference between VASP and CASP?", "VASP (virtual asset service provider): A business that exchanges"),
        ("EMT vs ART", "EMT (e-money token): A crypto-asset under MiCA"),
        ("is a stablecoin a security", ""),
        ("how do EMT and ART differ on reserves", ""),
        ("what capital does a DTSP need", ""),
        ("what is the weather", ""),
        ("", ""),
    ],
)
def test_a_term_is_defined_where_nothing_more_is_asked(question: str, begins: str) -> None:
    """By the glossary's own line, and of two that are compared by both."""
    meaning = meaning_of(question, GLOSSARY)
    assert meaning.startswith(begins)
    assert bool(meaning) is bool(begins)


def test_each_of_two_terms_is_defined_and_no_word_of_the_question() -> None:
    """The glossary knows "difference" for its Chinese word; a reader does not ask what it means."""
    meaning = meaning_of("what is the difference between SVF and stablecoin", GLOSSARY)
    assert "stored value facility): A Hong Kong facility" in meaning
    assert "Stablecoin: A crypto-asset" in meaning
    assert "Difference" not in meaning
