"""Dates to come, as a list and read back from their iCalendar file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from corpus.build import Sources, build
from corpus.current import CurrentIndex
from corpus.history.upcoming import Coming, coming, icalendar
from corpus.index.edition import Edition
from tests.conftest import WordEncoder

TODAY = date(2026, 6, 2)
EXTRA = {
    "uk-regime-2026": """\
title: "Regime: scope, fees; and more"
issuer: FCA
jurisdiction: United Kingdom
kind: regulation
published: 2026-02-04
effective: 2027-10
ended: 2029
topics: [licensing]
official_urls: [https://example.org/regime?a=1&b=2]
---
1. The FCA's regime of 4 February 2026 requires a permission from October 2027.
2. The FCA's regime of 4 February 2026 requires a first return. {effective=2028-01-31}
3. The FCA's regime of 4 February 2026 requires a second return. {effective=2028-01-31}
""",
}


@pytest.fixture
def edition(sources: Sources, texts: Path, encoder: WordEncoder) -> Edition:
    """Index the four policies and one with dates to come."""
    for id_, note in EXTRA.items():
        fields, body = note.split("---\n")
        front = f"id: {id_}\n{fields}sources: [https://example.org/s]\nconfidence: high\nevidence_to: 2026-06-01\n"
        (texts / f"{id_}.md").write_text(f"---\n{front}---\n# A policy\n\n## What it says\n{body}", encoding="utf-8")
    build(sources, encoder)
    return CurrentIndex(sources.index).edition()


def told(dates: list[Coming]) -> list[tuple[str, str]]:
    """Return the date and the line of each."""
    return [(date_.when.text, date_.summary) for date_ in dates]


def test_the_dates_stand_in_order_and_paragraphs_with_their_own(edition: Edition) -> None:
    """The policy's dates and the later dates of its paragraphs, in the order of time and of the text."""
    title = "Regime: scope, fees; and more"
    assert told(coming(edition, TODAY)) == [
        ("2027-10", f"During October 2027: {title} takes effect"),
        ("2028-01-31", f"{title} ¶2 takes effect"),
        ("2028-01-31", f"{title} ¶3 takes effect"),
        ("2029", f"During 2029: {title} ends"),
    ]


def test_a_month_is_to_come_until_it_is_over(edition: Edition) -> None:
    """On 30 October 2027 the month's date still stands, on the 31st no more."""
    assert told(coming(edition, date(2027, 10, 30)))[0][0] == "2027-10"
    assert told(coming(edition, date(2027, 10, 31)))[0][0] == "2028-01-31"


def test_only_what_was_known_is_listed(edition: Edition) -> None:
    """Before the regime was published there is nothing, and an end by a later circular is no date to come."""
    assert edition.policies["hk-platform-rules-2023"].life.ended is not None
    assert coming(edition, date(2026, 2, 3)) == []


def test_places_and_topics_narrow(edition: Edition) -> None:
    """Only the place and the topic that were asked for."""
    assert len(coming(edition, TODAY, ("United Kingdom",), "licensing")) == 4
    assert coming(edition, TODAY, ("Hong Kong",)) == []
    assert coming(edition, TODAY, topic="stablecoins") == []


def test_the_file_reads_back(edition: Edition) -> None:
    """Each date is one whole day with its title, link and standing; an inexact one lies on the period's last day."""
    dates = coming(edition, TODAY)
    events = Calendar.from_ical(icalendar(dates, TODAY)).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        date(2027, 10, 31), date(2028, 1, 31), date(2028, 1, 31), date(2029, 12, 31),
    ]  # fmt: skip
    assert all(event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1) for event in events)
    assert [str(event["summary"]) for event in events] == [date_.summary for date_ in dates]
    assert str(events[0]["url"]) == "https://example.org/regime?a=1&b=2"
    assert "not yet in force" in str(events[0]["description"])
    assert "names no day: October 2027" in str(events[0]["description"])
    assert "first return" in str(events[1]["description"])


def test_the_file_is_the_same_for_the_same_dates(edition: Edition) -> None:
    """The bytes do not move, and a calendar that reads a later file knows its events again."""
    first, again = (icalendar(coming(edition, TODAY), TODAY) for _ in range(2))
    later = icalendar(coming(edition, date(2026, 9, 1)), date(2026, 9, 1))
    assert first == again
    uids = [[str(event["uid"]) for event in Calendar.from_ical(file).walk("VEVENT")] for file in (first, later)]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 4


def test_no_dates_are_an_empty_calendar() -> None:
    """A calendar program accepts the file of an empty list."""
    assert Calendar.from_ical(icalendar([], TODAY)).walk("VEVENT") == []
