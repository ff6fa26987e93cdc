"""What the one term means that a question is about."""

from __future__ import annotations

import pytest

from assistant.settings import SHIPPED_TEXTS
from assistant.understanding.defining import meaning_of
from corpus.vocabulary.glossary import read_glossary


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("define DTSP", "DTSP (digital token service provider): A Singapore business"),
        ("what's a DTSP in Singapore?", "DTSP (digital token service provider)"),
        ("What does HKMA stand for?", "HKMA (Hong Kong Monetary Authority): Hong Kong's central banking authority"),
        ("what is Cap. 656?", "Stablecoins Ordinance (Cap. 656): The Hong Kong law"),
        ("what capital does a DTSP need", ""),
        ("what is the weather", ""),
        ("", ""),
    ],
)
def test_a_term_is_defined_where_nothing_more_is_asked(question: str, begins: str) -> None:
    """By the glossary's own line."""
    meaning = meaning_of(question, read_glossary(SHIPPED_TEXTS / "glossary.yaml"))
    assert meaning.startswith(begins)
    assert bool(meaning) is bool(begins)
