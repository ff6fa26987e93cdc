"""Figures alone: which of them are the same, and which the source has for something else or within another limit."""

from __future__ import annotations

import pytest

from assistant.verification.evidence import Evidence
from assistant.verification.figures import check_numbers, equal, figures, misplaced

MISPLACED = ("figures elsewhere", "figures exchanged", "other limits")


def evidence(*sentences: str, above: str = "A circular", told: str = "", question: str = "") -> Evidence:
    """Return what a statement is compared with: source sentences and what stands above them."""
    return Evidence((), sentences, above, (), told, question)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("two years", "24 months", True),
        ("2 weeks", "14 days", True),
        ("50 basis points", "0.5%", True),
        ("HK$5 million", "HKD 5,000,000", True),
        ("HK$5 million", "US$5 million", False),
        ("two years", "24 days", False),
    ],
)
def test_figures_are_equal_in_any_unit_of_their_kind(one: str, other: str, *, same: bool) -> None:
    """Where one unit is a fixed multiple of the other, and never across currencies or kinds."""
    ((stated,), (held,)) = figures(one), figures(other)
    assert equal(stated, held) is equal(held, stated) is same


def test_the_figures_of_dates_are_no_figures() -> None:
    """The days and years of dates are compared as dates; the rest stays."""
    assert [figure.text for figure in figures("From 1 August 2025 issuers hold 25 tokens.")] == ["25"]


@pytest.mark.parametrize(
    ("text", "source", "note"),
    [
        ("Issuers hold 30%.", evidence("Issuers hold 40%."), "30% is in no cited passage"),
        ("Issuers hold 40%, so 60% is free.", evidence("Issuers hold 40%."), ""),
        ("Issuers hold 40%, so 70% is free.", evidence("Issuers hold 40%."), "70% is in no cited passage"),
        ("Both rules bind twelve issuers.", evidence("The rules bind issuers."), ""),
        ("The rules bind fifteen issuers.", evidence("The rules bind issuers."), "fifteen is in no cited passage"),
        ("Paragraph 7 binds issuers.", evidence("Issuers are bound.", told="in force; ¶7"), ""),
        ("Paragraph 8 binds issuers.", evidence("Issuers are bound.", told="in force; ¶7"), "8 is in no cited passage"),
        ("The rules bind 13 issuers.", evidence("The rules bind issuers."), "13 is in no cited passage"),
        ("The circular 26EC5 binds issuers.", evidence("The circular binds issuers."), ""),
        ("Type 9 managers are bound.", evidence("Managers are bound.", above="Conditions for type 9"), ""),
        ("No rule sets 500 tokens.", evidence("A rule binds."), "500 is in no cited passage"),
        ("No rule sets 500 tokens.", evidence("A rule binds.", question="Does a rule set 500 tokens?"), ""),
        ("A rule sets 500 tokens.", evidence("A rule binds.", question="Does a rule set 500 tokens?"), "500"),
    ],
)
def test_a_figure_has_its_source(text: str, source: Evidence, note: str) -> None:
    """In the passages, above them, by what they leave of a whole, or, where it is denied, in the question."""
    check = check_numbers(text, source)
    assert check.passed is (note == "")
    assert note in check.note


TIERS = "Retail platforms must hold HK$25 million of capital and professional platforms HK$5 million of capital."
EXCHANGED = "Retail platforms must hold HK$5 million of capital and professional platforms HK$25 million of capital."


@pytest.mark.parametrize(
    ("text", "source", "counts"),
    [
        (TIERS, TIERS, (0, 0, 0)),
        (EXCHANGED, TIERS, (0, 1, 0)),
        ("Brokers may lend at most 60%.", "Brokers may lend up to 60%.", (0, 0, 0)),
        ("Brokers may lend at least 60%.", "Brokers may lend up to 60%.", (0, 0, 1)),
        ("Issuers hold at least 60%.", "Issuers must hold 60%.", (0, 0, 0)),
        ("Brokers lend 60% or more.", "Brokers may lend 60% or more.", (0, 0, 0)),
        ("Brokers lend 60% or more.", "Brokers may lend 60% or less.", (0, 0, 1)),
        ("發行人最多持有 60%。", "Issuers hold at least 60%.", (0, 0, 1)),
        ("Issuers hold 61%.", "Issuers hold at least 60%.", (0, 0, 0)),
    ],
)
def test_misplaced_figures_are_counted(text: str, source: str, counts: tuple[int, ...]) -> None:
    """Those that changed places and those within another limit; a figure that is nowhere is the check's matter."""
    counted = misplaced(text, evidence(source))
    assert tuple(counted[name] for name in MISPLACED) == counts


def test_a_figure_of_something_else_is_counted() -> None:
    """The source has it, and not for what is stated, which has another one there."""
    source = "Members pay a yearly fee of HK$900. Late members pay a fine of HK$4,000."
    counted = misplaced("Members pay a yearly fee of HK$4,000.", evidence(*source.split(". ")))
    assert counted["figures elsewhere"] == 1
