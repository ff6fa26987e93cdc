"""What sources are called."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from assistant.answers.naming import full_name, is_note, rests_on, short_name, short_place
from assistant.settings import SHIPPED_TEXTS
from corpus.records import Policy
from corpus.register.notes import note_files, survey


@pytest.fixture
def policy() -> Policy:
    """Give a policy of the register."""
    return survey([SHIPPED_TEXTS / "hong-kong" / "jpex-enforcement.md"])[0][0].policy


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Stablecoins Ordinance (Cap. 656)", "Cap. 656"),
        ("Circular on funds (26EC22)", "26EC22"),
        ("Regulation (EU) 2023/1114 on markets in crypto-assets (MiCA)", "MiCA"),
        ("Circular on funds (23EC53; revised as 26EC22)", "23EC53"),
        ("Consultations on custody (25CP6, 25CP7)", "25CP6"),
        ("JPEX case", "JPEX case"),
        ("OJK Regulation 27 of 2024 on trading in digital financial assets", "OJK Regulation 27 of 2024"),
        ("Digital Asset Business Act 2018 (Bermuda)", "Digital Asset Business Act 2018"),
    ],
)
def test_a_short_name_is_what_people_say(policy: Policy, title: str, name: str) -> None:
    """A number or an acronym that the title gives, or a short title itself."""
    assert short_name(replace(policy, title=title)) == name


@pytest.mark.parametrize(
    ("id_", "title", "issuer", "name"),
    [
        ("uk-boe-cp-2025", "Bank of England consultation on sterling stablecoins", "Bank of England", "UK BoE CP 2025"),
        (
            "sfc-aml-guideline-2023",
            "Guideline on Anti-Money Laundering (For Licensees)",
            "SFC",
            "SFC AML guideline 2023",
        ),
        ("spot-va-etfs-2024", "First spot virtual asset exchange traded funds", "SFC", "Spot VA ETFs 2024"),
        ("carf-bill-2026", "Inland Revenue (Amendment) (CARF) Bill of this year", "FSTB", "CARF"),
        ("fund-tax-bill-2026", "Inland Revenue (Amendment) (Funds) Bill of this year", "FSTB", "Fund tax bill 2026"),
        ("sg-sff-speech-2025", "Keynote at the Singapore FinTech Festival 2025", "MAS", "MAS SFF speech 2025"),
        ("eu-eba-review-2026", "EBA priorities for the review of the regulation", "EBA", "EBA review 2026"),
        (
            "ae-dubai-law-4-2022",
            "Law No. 4 of 2022 Regulating Virtual Assets",
            "Emirate of Dubai",
            "AE dubai law 4 2022",
        ),
        (
            "kz-aifc-assets",
            "AIFC digital asset framework (AFSA) and banks",
            "Astana Financial Services Authority",
            "KZ AIFC assets",
        ),
        ("policy-addresses-2025-26", "The policy address of 2025 and that of 2026", "FSTB", "Policy addresses 2025-26"),
    ],
)
def test_a_long_title_is_called_by_its_id(policy: Policy, id_: str, title: str, issuer: str, name: str) -> None:
    """Its words as the title and the issuer write them, abbreviations in capitals; an issuer's own name is no title."""
    assert short_name(replace(policy, id=id_, title=title, issuer=issuer)) == name


def test_an_own_document_is_called_by_the_head_of_its_title(policy: Policy) -> None:
    """Its id says nothing to its reader: a long title is cut at a word."""
    own = replace(policy, own=True, id="own-1a2b", title="Minutes of the committee on custody of the fourth quarter")
    assert short_name(own).startswith("Minutes of the")
    assert "…" in short_name(own)


def test_no_two_policies_are_called_the_same() -> None:
    """Whoever reads a short name knows which text of the register it is, and none is cut."""
    names = Counter(short_name(note.policy) for note in survey(note_files([SHIPPED_TEXTS]))[0])
    assert {name: count for name, count in names.items() if count > 1} == {}
    assert not [name for name in names if "…" in name]


def test_a_note_is_called_ours(policy: Policy) -> None:
    """A policy of the register is our note on it and says what it rests on; an own document is itself."""
    assert is_note(policy)
    assert full_name(replace(policy, title="JPEX case")) == "Our note on the JPEX case"
    assert full_name(replace(policy, title="A Guide to Tokens")) == "Our note on A Guide to Tokens"
    own = replace(policy, own=True, title="Memo")
    assert (full_name(own), rests_on(own)) == ("Memo", "")
    assert rests_on(replace(policy, confidence="medium")) == "one good source"


def test_places_are_cited_as_people_cite_them() -> None:
    """Articles and sections are abbreviated, paragraphs stay."""
    assert [short_place(place) for place in ("Article 36(1)", "Section 4", "¶2")] == ["Art. 36(1)", "s. 4", "¶2"]
