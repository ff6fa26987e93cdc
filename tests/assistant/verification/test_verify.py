"""Verification: what passes, what fails, and that each failure says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answers.records import Citation, Part, Statement
from assistant.verification import verify
from corpus.records import Life, Nature, PartialDate, Passage, Standing

LIFE = Life(
    Nature.RULE, PartialDate.parse("2025-08-01"), PartialDate.parse("2025-08-01"), PartialDate.parse("2026-05-27")
)
TEXT = "Since 1 August 2025 issuers must hold HK$25 million of capital and redeem within one business day, at 12.5%."
PASSAGE = Passage("cap656#p1", "cap656", TEXT, "¶1", LIFE)
DAY = date(2025, 12, 1)


def statement(text: str = TEXT, quote: str = TEXT, **changes: object) -> Statement:
    """Cite the passage for a text."""
    citation = Citation("1", "cap656", PASSAGE.id, "Cap. 656", "¶1", None, quote, Standing.IN_FORCE, "")
    return Statement(text, (replace(citation, **changes),))  # type: ignore[arg-type]


def failed(drafted: Statement, on: date = DAY) -> dict[str, str]:
    """Return the checks that failed, with their notes."""
    return {check.name: check.note for check in verify(drafted, {PASSAGE.id: PASSAGE}, on) if not check.passed}


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Issuers must hold HKD 25,000,000 of capital.",
        "Issuers redeem within 1 business day.",
        "Issuers redeem at 12,5 %.",
        "The rule dates from 1 August 2025.",
        "Issuers must redeem.",
    ],
)
def test_what_the_passage_says_passes(text: str) -> None:
    """The same figure in another form, the same date, and sentences without figures pass."""
    assert failed(statement(text)) == {}


@pytest.mark.parametrize(
    ("drafted", "check", "reason"),
    [
        (statement("Issuers must hold HK$26 million."), "numbers", "HK$26 million is in no cited passage"),
        (statement("Issuers must hold US$25 million."), "numbers", "US$25 million"),
        (statement("Issuers redeem within one month."), "numbers", "one month"),
        (statement("Issuers redeem in 12.5 days."), "numbers", "12.5 days"),
        (statement("The rule dates from 2 August 2025."), "dates", "2 August 2025 is in no cited passage"),
        (statement(quote="issuers may hold"), "quote", "the quote of [1] does not stand in its passage"),
        (statement(quote=""), "quote", "[1]"),
        (statement(passage_id="invented#p9"), "citation", "invented#p9"),
        (Statement(TEXT, ()), "citation", "no source is cited"),
        (statement(standing=Standing.PROPOSED), "standing", "[1] is in force, not proposed"),
        (replace(statement(), part=Part.COMING), "standing", "not to be stated as proposed"),
    ],
)
def test_what_the_passage_does_not_say_fails(drafted: Statement, check: str, reason: str) -> None:
    """A changed figure, unit, date, quote, source or standing fails the right check, which says why."""
    assert reason in failed(drafted)[check]


def test_standing_is_that_of_the_day() -> None:
    """What was in force fails once it has ended, and passes as what no longer holds."""
    later = date(2026, 6, 1)
    assert "superseded" in failed(statement(), later)["standing"]
    assert failed(replace(statement(standing=Standing.SUPERSEDED), part=Part.PAST), later) == {}


def test_typography_does_not_change_a_quote() -> None:
    """Curly quotes, dashes and blanks of another kind are the same words."""
    passage = replace(PASSAGE, text="The “issuer’s” reserve – in full")
    drafted = statement("The reserve is in full.", quote='The "issuer\'s"  reserve - in full')
    assert all(check.passed for check in verify(drafted, {PASSAGE.id: passage}, DAY))
