"""Dates: each must stand in a cited passage, or in what is known of its policy, and for the same event."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.dates import MONTHS, Mention, mentions, without_dates
from assistant.records import Check
from assistant.verification.binding import Mark, mark, usurped
from assistant.verification.evidence import Evidence
from assistant.verification.wording import words

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# A day without its year: "from 1 August". Read after full dates have been taken out.
DAY = re.compile(rf"\b(?P<d1>\d{{1,2}})\s+(?P<m1>{_MONTH})\b|\b(?P<m2>{_MONTH})\s+(?P<d2>\d{{1,2}})\b", re.IGNORECASE)
# What a date says of its instrument, by the words before it: only then may it rest on the dates of the policy.
PUBLISHED = re.compile(
    r"\b(?:publish\w*|issued?|dated|announc\w*|gazetted|circular|guidelines?|framework|of|on|as of|consult\w*)\b"
    r"[^.;]{0,24}$",
    re.IGNORECASE,
)
EFFECTIVE = re.compile(
    r"\b(?:since|from|effect\w*|force|appl\w+|commenc\w*|starting|beginning|as of)\b[^.;]{0,24}$|自|由", re.IGNORECASE
)
ENDED = re.compile(
    r"\b(?:until|till|end\w*|expir\w*|replac\w*|supersed\w*|repeal\w*|before|up to)\b[^.;]{0,24}$", re.IGNORECASE
)

SIDES = (1.0, 0.4)  # "was read on 18 December and passed on 21 May": a date belongs to what stands before it


def check_dates(text: str, evidence: Evidence) -> Check:
    """Check every date of a text against the cited passages; a coarser date than the source's is right."""
    held = [(mention, source) for source in evidence.sentences for mention in mentions(source)]
    above = [mention.when.text for mention in mentions(evidence.called)]
    wrong = []
    for stated in mentions(text):
        same = [(found, source) for found, source in held if _within(found.when.text, stated.when.text)]
        known = {*above, *_of_the_policy(text[: stated.start], evidence)}
        if not same and not any(_within(day, stated.when.text) for day in known):
            wrong.append(f"{stated.when} is in no cited passage")
        elif same and _names_instrument(stated, text) and stated.when.text in known:
            continue
        elif same and not (_leads(stated, text) and any(_leads(*one) for one in same)):
            rivals = [(found, source) for found, source in held if not _within(found.when.text, stated.when.text)]
            if usurped(_mark(stated, text), [_mark(*one) for one in same], [_mark(*one) for one in rivals]):
                wrong.append(f"{stated.when} stands in the source for something else")
    days = {key for source in (*evidence.sentences, evidence.called) for _, key in _days(source)}
    days |= {mention.when.text[5:] for mention, _ in held} | {day[5:] for day in above}
    wrong += [f"{day} is in no cited passage" for day, key in _days(without_dates(text)) if key not in days]
    return Check("dates", not wrong, "; ".join(wrong))


def without_days(text: str) -> str:
    """Blank out the days that are named without a year."""
    return DAY.sub(lambda match: " " * len(match.group(0)), text)


def _within(day: str, period: str) -> bool:
    return day == period or day.startswith(f"{period}-")


def _names_instrument(mention: Mention, text: str) -> bool:
    """Tell whether a date says which instrument is meant: "the regulation of 3 June 2015"."""
    return re.search(r"\b(?:of|dated)\s+$", text[: mention.start]) is not None


def _leads(mention: Mention, text: str) -> bool:
    """Tell whether a date begins its sentence, and so dates all of it."""
    return not words(text[: mention.start])


def _mark(mention: Mention, text: str) -> Mark:
    return mark(mention.when.text, text, mention.start, mention.end, SIDES)


def _days(text: str) -> Iterator[tuple[str, str]]:
    for match in DAY.finditer(text):
        month = MONTHS[(match["m1"] or match["m2"]).lower()]
        yield match.group(0), f"{month:02d}-{int(match['d1'] or match['d2']):02d}"


def _of_the_policy(ahead: str, evidence: Evidence) -> Iterator[str]:
    for passage in evidence.passages:
        for when, said in (
            (passage.life.published, PUBLISHED),
            (passage.life.effective, EFFECTIVE),
            (passage.life.ended, ENDED),
        ):
            if when is not None and said.search(ahead):
                yield when.text
