"""Dates: each must stand in a cited passage, or in what is known of its policy, and for the same event."""

from __future__ import annotations

from assistant.answers.records import Check
from assistant.verification.binding import Mark, mark, usurped
from assistant.verification.evidence import Evidence
from assistant.verification.wording import words
from corpus.language.dates import Mention, days_in, mentions, without_dates

SIDES = (1.0, 0.4)  # "was read on 18 December and passed on 21 May": a date belongs to what stands before it


def check_dates(text: str, evidence: Evidence) -> Check:
    """Check every date of a text against the cited passages and their heads; a coarser date than theirs is right."""
    above = _above(text, evidence)
    held = {mention.when.text for source in evidence.sentences for mention in mentions(source)} | above
    wrong = [
        f"{stated.when} is in no cited passage"
        for stated in mentions(text)
        if not any(_within(day, stated.when.text) for day in held)
    ]
    days = {key for source in (*evidence.sentences, evidence.called) for _, key in days_in(source)}
    days |= {day[5:] for day in held}
    wrong += [f"{day} is in no cited passage" for day, key in days_in(without_dates(text)) if key not in days]
    if not wrong and elsewhere(text, evidence):
        return Check("dates", passed=False, note="the source has this date for something else", doubt=True)
    return Check("dates", not wrong, "; ".join(wrong))


def elsewhere(text: str, evidence: Evidence) -> float:
    """Count the dates of a text that its source has for something else."""
    held = [(mention, source) for source in evidence.sentences for mention in mentions(source)]
    above = _above(text, evidence)
    count = 0
    for stated in mentions(text):
        same = [(found, source) for found, source in held if _within(found.when.text, stated.when.text)]
        if not same or any(_within(day, stated.when.text) for day in above):
            continue  # the head of the passage, the day or the question says it too, for whatever is stated
        if not (_leads(stated, text) and any(_leads(*one) for one in same)):
            rivals = [(found, source) for found, source in held if not _within(found.when.text, stated.when.text)]
            count += usurped(_mark(stated, text), [_mark(*one) for one in same], [_mark(*one) for one in rivals])
    return float(count)


def _above(text: str, evidence: Evidence) -> set[str]:
    told = (evidence.called, evidence.told, evidence.denied(text))
    return {mention.when.text for one in told for mention in mentions(one)}


def _within(day: str, period: str) -> bool:
    return day == period or day.startswith(f"{period}-")


def _leads(mention: Mention, text: str) -> bool:
    """Return whether a date begins its sentence, and so dates all of it."""
    return not words(text[: mention.start])


def _mark(mention: Mention, text: str) -> Mark:
    return mark(mention.when.text, text, mention.start, mention.end, SIDES)
