"""Dates alone: each stands in the sources, as finely or more so, and for the same event."""

from __future__ import annotations

import pytest

from assistant.verification.dates import check_dates, elsewhere
from assistant.verification.evidence import Evidence

SOURCE = "The bill was read on 18 December 2024 and passed on 21 May 2025."


def evidence(*sentences: str, told: str = "", question: str = "") -> Evidence:
    """Return what a statement is compared with."""
    return Evidence((), sentences, "The bill", (), told, question)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("The bill was passed on 21 May 2025.", ""),
        ("The bill was passed in May 2025.", ""),
        ("The bill was passed in 2025.", ""),
        ("法案於2025年5月21日通過。", ""),
        ("The bill was passed on 22 May 2025.", "22 May 2025"),
        ("The bill was passed in June 2025.", "June 2025"),
        ("The bill was passed in 2026.", "2026"),
        ("The bill was passed on 21 May.", ""),
        ("The bill was passed on 22 May.", "22 May"),
    ],
)
def test_a_date_stands_in_its_source(text: str, missing: str) -> None:
    """A coarser one than the source's is right, a finer or another one is not, and a day without its year counts."""
    check = check_dates(text, evidence(SOURCE))
    assert check.passed is (missing == "")
    assert check.note == (f"{missing} is in no cited passage" if missing else "")
    assert not check.doubt


def test_a_month_in_the_source_is_no_day() -> None:
    """The source says May, so the day of it is the writer's own."""
    assert not check_dates("It was passed on 3 May 2025.", evidence("It was passed in May 2025.")).passed


@pytest.mark.parametrize("source", [evidence("A rule.", told="published 2024-03"), evidence("A rule on 5 March 2024.")])
def test_what_is_told_of_the_passage_counts(source: Evidence) -> None:
    """Its publication stands in its head, which every reader sees."""
    assert check_dates("The rule dates from March 2024.", source).passed


def test_the_date_of_another_event_is_a_doubt() -> None:
    """Both days are in the source, each for the other's event."""
    check = check_dates("The bill was read on 21 May 2025.", evidence(SOURCE))
    assert (check.passed, check.doubt) == (False, True)
    assert elsewhere("The bill was read on 18 December 2024.", evidence(SOURCE)) == 0


def test_a_question_supports_only_what_is_denied() -> None:
    """Its day may be named to say that nothing happened then, and for nothing else."""
    asked = evidence("The bill lapsed.", question="Was the bill passed on 1 April 2026?")
    assert check_dates("The bill was not passed on 1 April 2026.", asked).passed
    assert not check_dates("The bill was passed on 1 April 2026.", asked).passed
