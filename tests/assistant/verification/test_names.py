"""Names of a statement, held against what its sources name."""

from __future__ import annotations

import pytest

from assistant.verification.evidence import Evidence
from assistant.verification.names import check_names
from corpus.vocabulary.glossary import Glossary, Term

SFC = Term("SFC", "Securities and Futures Commission", zh=("證監會",))
GLOSSARY = Glossary([SFC])
TEXT = "The Securities and Futures Commission let brokers in New York hold bitcoin under the Clean Token Act."


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("The SFC let brokers hold it.", True),
        ("New Yorkers may hold it under the CTA.", True),
        ("On Monday 3 March the Commission said so.", True),
        ("The Authority let brokers hold it.", True),
        ("The Bermuda Monetary Authority let brokers hold it.", False),
        ("Brokers may hold it under the Virtual Coins Act.", False),
        ("Brokers in Singapore may hold it.", False),
    ],
)
def test_a_name_must_be_named_by_the_source(text: str, passed: bool) -> None:
    """Acronyms, people of a place and words for days count as named; other institutions, acts and places do not."""
    evidence = Evidence((), (TEXT,), "Hong Kong", (SFC,))
    assert check_names(text, evidence, GLOSSARY).passed is passed
