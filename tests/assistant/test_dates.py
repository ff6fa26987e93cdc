"""Dates in questions: which day a question asks about."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.dates import as_of_date, mentions

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is margin lending allowed as of March 2025?", "2025-03-31"),
        ("What did platforms have to do before June 2023?", "2023-05-31"),
        ("Was trading allowed in 2024?", "2024-12-31"),
        ("How many platforms were licensed in February 2025?", "2025-02-28"),
        ("What was the rule on 1 March 2025?", "2025-03-01"),
        ("What was the rule on March 1, 2025?", "2025-03-01"),
        ("What was the rule on 2025-03-01?", "2025-03-01"),
        ("What was allowed two years ago?", "2024-11-22"),
        ("What was allowed last year?", "2025-11-22"),
        ("What is new in November 2026?", "2026-11-22"),
        ("Will it be allowed in 2028?", "2028-12-31"),
        ("2025年3月可以嗎", "2025-03-31"),
        ("2023年6月前的規定", "2023-05-31"),
        ("What do the 2023 guidelines say about custody?", None),
        ("What does the Payment Services Act 2019 cover?", None),
        ("What has changed since June 2023?", None),
        ("Must firms apply by 28 February 2027?", None),
        ("Does circular 2025/293 apply?", None),
        ("Is staking allowed?", None),
    ],
)
def test_the_day_that_a_question_asks_about(question: str, expected: str | None) -> None:
    """Periods stand for their last day, 'before' for the day ahead, and years that name an instrument for nothing."""
    assert as_of_date(question, TODAY) == (date.fromisoformat(expected) if expected else None)


def test_mentions_give_dates_as_precise_as_written() -> None:
    """A month stays a month, and a day that no calendar has is passed over."""
    text = "Issued on 31 February 2025, 11 February 2026 and in June 2023."
    assert [mention.when.text for mention in mentions(text)] == ["2026-02-11", "2023-06"]
