"""The day that a question asks about: dates, periods, relative dates and events."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import SHIPPED_TEXTS
from assistant.understanding.as_of import moment
from corpus.vocabulary.events import Events, read_events

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def events() -> Events:
    """Read the shipped table of events."""
    return read_events(SHIPPED_TEXTS / "events.yaml")


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
        ("Is staking now allowed?", "2026-11-22"),
        ("Is staking currently allowed?", "2026-11-22"),
        ("What was allowed two years ago?", "2024-11-22"),
        ("Was it legal a couple of years ago?", "2024-11-22"),
        ("What was the position six months ago?", "2026-05-22"),
        ("What was allowed last year?", "2025-12-31"),
        ("What was allowed last month?", "2026-10-31"),
        ("Was staking allowed before last year?", "2024-12-31"),
        ("Was it allowed yesterday?", "2026-11-21"),
        ("Was it allowed at the end of 2024?", "2024-12-31"),
        ("Was it allowed at the start of 2025?", "2025-01-01"),
        ("Was it allowed in early 2025?", "2025-03-31"),
        ("Was it allowed in mid-2025?", "2025-06-30"),
        ("Was it allowed in late 2025?", "2025-12-31"),
        ("Was it allowed in Q2 2025?", "2025-06-30"),
        ("Was it allowed in 2023 Q4?", "2023-12-31"),
        ("Was it allowed in the third quarter of 2025?", "2025-09-30"),
        ("Was it allowed in the first half of 2025?", "2025-06-30"),
        ("Was it allowed before Q2 2025?", "2025-03-31"),
        ("What was the latest guidance in March 2025?", "2025-03-31"),
        ("What is the latest guidance?", "2026-11-22"),
        ("What is new in November 2026?", "2026-11-22"),
        ("Will it be allowed in 2028?", "2028-12-31"),
        ("What fines were there in 2025 and 2026?", "2026-11-22"),
        ("What fines were there in 2023, 2024 and 2025?", "2025-12-31"),
        ("What fines were there in May or June 2025?", "2025-06-30"),
        ("What was allowed before 2024 and 2025?", "2023-12-31"),
        ("2024年和2025年的罰款", "2025-12-31"),
        ("What changed between 2024 and 2025?", None),
        ("What will be required next year?", "2027-12-31"),
        ("What will be allowed two years from now?", "2028-11-22"),
        ("2025年3月可以嗎", "2025-03-31"),
        ("二零二五年十一月可以嗎", "2025-11-30"),
        ("2023年6月前的規定", "2023-05-31"),
        ("2023年6月30日前的規定", "2023-06-29"),
        ("2025年第二季的規定", "2025-06-30"),
        ("2025年上半年的規定", "2025-06-30"),
        ("2024年底的規定", "2024-12-31"),
        ("2025年初的規定", "2025-01-01"),
        ("去年散戶可以買賣嗎", "2025-12-31"),
        ("前年的規定", "2024-12-31"),
        ("兩年前穩定幣需要牌照嗎", "2024-11-22"),
        ("三個月前可以嗎", "2026-08-22"),
        ("現在可以嗎", "2026-11-22"),
        ("In June 2022, could brokers deal?", "2022-06-30"),
        ("By 30 September 2027, what must states have done?", "2027-09-30"),
        ("What do the 2023 guidelines say about custody?", None),
        ("Which circulars came after the October 2022 one?", None),
        ("What did Act No. 66 of 2025 create?", None),
        ("What about a firm founded in 2025?", None),
        ("證監會2023年11月關於代幣化基金嘅通函", None),
        ("What does the Payment Services Act 2019 cover?", None),
        ("Is the guidance of May 2026 in force?", None),
        ("What did last year's circular say?", None),
        ("What has changed since June 2023?", None),
        ("What has changed since 2023?", None),
        ("Which rules have applied since last year?", None),
        ("What has changed in the last year?", None),
        ("過去兩年有什麼改變", None),
        ("2025年3月起有什麼改變", None),
        ("2023年6月之後的規定", None),
        ("Must firms apply by 28 February 2027?", None),
        ("What must issuers do within 12 months?", None),
        ("Does circular 2025/293 apply?", None),
        ("Is staking allowed?", None),
    ],
)
def test_the_day_that_a_question_asks_about(events: Events, question: str, expected: str | None) -> None:
    """Periods stand for their last day, 'before' for the day ahead, and years that name an instrument for nothing."""
    found = moment(question, TODAY, events)
    assert (found and found.day) == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("question", "expected", "rest"),
    [
        ("Which rules applied when JPEX collapsed?", "2023-09-30", "Which rules applied?"),
        ("When JPEX collapsed, did exchanges need a licence?", "2023-09-30", "Did exchanges need a licence?"),
        ("Which platforms were open in the month JPEX collapsed?", "2023-09-30", "Which platforms were open?"),
        ("What was the rule before the collapse of FTX?", "2021-12-31", "What was the rule?"),
        ("What applied when Terra/Luna imploded?", "2022-12-31", "What applied?"),
        ("What applied when the Stablecoins Ordinance took effect?", "2025-08-01", "What applied?"),
        ("JPEX事件時交易平台需要牌照嗎？", "2023-09-30", "交易平台需要牌照嗎？"),
        ("JPEX事件之前平台需要牌照嗎？", "2023-08-31", "平台需要牌照嗎？"),
        ("穩定幣條例生效前銀行可以做什麼？", "2025-07-31", "銀行可以做什麼？"),
    ],
)
def test_an_event_says_when(events: Events, question: str, expected: str, rest: str) -> None:
    """An event of the corpus dates the question, and its words are not searched for."""
    found = moment(question, TODAY, events)
    assert found is not None
    assert (found.day.isoformat(), found.rest) == (expected, rest)
    assert found.happened


@pytest.mark.parametrize(
    "question",
    [
        "When did JPEX collapse?",
        "What did the SFC do about JPEX?",
        "What has changed since JPEX collapsed?",
        "JPEX事件的受害人有多少？",
        "What does MiCA say about reserves?",
    ],
)
def test_an_event_that_is_asked_about_dates_nothing(events: Events, question: str) -> None:
    """Naming an event is not dating by it."""
    assert moment(question, TODAY, events) is None


@given(st.text(max_size=60), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_any_text_gives_a_day_or_none(text: str, today: date) -> None:
    """No text and no day breaks the reading of dates."""
    found = moment(text, today, Events(()))
    assert found is None or isinstance(found.day, date)
