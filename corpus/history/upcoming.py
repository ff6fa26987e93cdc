"""Dates to come: what takes effect and what ends after a day, as a list and as an iCalendar file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from corpus.history.hindsight import as_of
from corpus.index.edition import Edition
from corpus.records import Life, PartialDate, Passage, Policy, Standing
from corpus.register.standing import standing

TAKES_EFFECT, ENDS = "takes effect", "ends"
OWNER = "crypto-policy-assistant"


@dataclass(frozen=True, slots=True)
class Coming:
    """A date to come of a policy, or of one of its paragraphs (`passage`): what happens then, and what it is now."""

    policy: Policy
    passage: Passage | None
    what: str
    when: PartialDate
    standing: Standing

    @property
    def exact(self) -> bool:
        """Return whether the day is known, and not only the month or the year."""
        return self.when.first == self.when.last

    @property
    def summary(self) -> str:
        """Say in one line what happens; an inexact date is said, since a calendar shows one day for it."""
        where = f" {self.passage.locator}" if self.passage else ""
        during = "" if self.exact else f"During {self.when}: "
        return f"{during}{self.policy.title}{where} {self.what}"


def coming(edition: Edition, begin: date, places: Sequence[str] = (), topic: str = "") -> list[Coming]:
    """Return the dates that were known on the day `begin` and lie after it, the next one first.

    `topic` keeps the policies that name it. A paragraph is listed where its date differs from its policy's.
    """
    dated: list[Coming] = []
    register = as_of(edition.policies, begin)
    for policy in register.values():
        if (places and policy.jurisdiction not in places) or (topic and topic not in policy.topics):
            continue
        own = list(_dates(policy, None, policy.life, begin))
        known = {(date_.what, date_.when) for date_ in own}
        dated += own
        for passage in edition.texts.passages_of(policy.id):
            dates = _dates(policy, passage, register.life(policy, passage.life), begin)
            dated += [date_ for date_ in dates if (date_.what, date_.when) not in known]
    return sorted(dated, key=_in_order)


def _in_order(date_: Coming) -> tuple[date, str]:
    return (date_.when.last, date_.policy.id)  # paragraphs keep the order of the text


def _dates(policy: Policy, passage: Passage | None, life: Life, begin: date) -> Iterator[Coming]:
    now = standing(life, begin)
    if now in (Standing.NOT_PUBLISHED, Standing.SUPERSEDED):
        return
    for what, when in ((TAKES_EFFECT, life.effective), (ENDS, life.ended)):
        if when is not None and when.last > begin:
            yield Coming(policy, passage, what, when, now)


def icalendar(dates: Sequence[Coming], stamp: date) -> bytes:
    """Write the dates as all-day events; the same dates and `stamp` (the day of the list) give the same bytes.

    A date known only by its month or year is an event on its last day, whose summary says so.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{OWNER}//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Crypto policy: dates to come")
    for date_ in dates:
        calendar.add_component(_event(date_, stamp))
    return bytes(calendar.to_ical())


def _event(date_: Coming, stamp: date) -> Event:
    event = Event()
    subject = (date_.passage or date_.policy).id
    event.add("uid", f"{subject}-{date_.what.replace(' ', '-')}@{OWNER}")
    event.add("dtstamp", datetime.combine(stamp, time(), UTC))
    event.add("dtstart", date_.when.last)
    event.add("dtend", date_.when.last + timedelta(days=1))
    event.add("summary", date_.summary)
    event.add("description", "\n".join(_description(date_, stamp)))
    event.add("transp", "TRANSPARENT")
    if date_.policy.official_urls:
        event.add("url", date_.policy.official_urls[0])
    return event


def _description(date_: Coming, stamp: date) -> Iterator[str]:
    policy = date_.policy
    yield f"{policy.kind.capitalize()} of {policy.issuer}, {policy.jurisdiction}"
    yield f"Standing on {PartialDate.parse(stamp.isoformat())}: {date_.standing.value}"
    if not date_.exact:
        yield f"The source names no day: {date_.when}."
    if date_.passage:
        yield date_.passage.text
    if policy.evidence_to:
        yield f"Checked to {policy.evidence_to}. Not legal advice."
