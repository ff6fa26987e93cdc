"""Names of a statement, held against what its sources name."""

from __future__ import annotations

import pytest

from assistant.verification.evidence import Evidence
from assistant.verification.names import check_names
from corpus.vocabulary.glossary import Glossary, Term

SFC = Term("SFC", "Securities and Futures Commission", zh=("證監會",))
CUSTOMS = Term("C&ED", "Customs and Excise Department", zh=("海關",))
GLOSSARY = Glossary([SFC, CUSTOMS])
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


@pytest.mark.parametrize(
    ("text", "source", "passed"),
    [
        ("They need registration under the Money Laundering Regulations.", "They register under the MLRs.", True),
        ("They need registration under the Money Laundering Regulations.", "They register under the PSRs.", False),
        ("Once HM Treasury recognises it, it is systemic.", "Once the Treasury recognises it, it is systemic.", True),
        ("須向海關關長領牌。", "A licence of the Commissioner of Customs and Excise is needed.", True),
        ("須向海關關長領牌。", "A licence of the Commissioner of Police is needed.", False),
        ("按建議CTA適用於平台。", "The draft applies to platforms.", False),
    ],
)
def test_a_name_in_other_words_is_told_from_another(text: str, source: str, passed: bool) -> None:
    """Initials for their title, a title of honour, a Chinese name for half of the English one; a code in Chinese."""
    assert check_names(text, Evidence((), (source,), "Hong Kong", ()), GLOSSARY).passed is passed
