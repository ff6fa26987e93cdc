"""Which of the dates on a first page is the day of publication.

A date is told by what stands around it: a line of its own, or words of issuing, make it the publication's; words of
force, of replying, or the name of another text make it another one's. A day in the future publishes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.language.dates import Mention, page_dates
from corpus.records import PartialDate

LINE_WORDS = 6  # words beside the date of a line that says little more than when and where
NEAR = 60  # letters before a date that tell whose it is
AMERICAN = "United States"  # where the month comes first in a numeric date


@dataclass(frozen=True, slots=True)
class Publication:
    """The day of publication, if the page tells it, and what the user should know of the reading."""

    when: PartialDate | None = None
    warning: str = ""


_PUBLISHED = re.compile(
    r"(?:publish|issued?\b|issuance|releas|posted|gazett|enacted|adopted|approved|promulgat|dated?\b|made on|made this"
    r"|given|done at|signed|last (?:updated|revised|modified|reviewed)|as (?:at|of)\b|version|edition|text of"
    r"|公布|公佈|發布|发布|頒布|颁布|刊憲|刊登|日期|發出|发出|印發|印发|通過|通过)[^.;。；]*\Z",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:effect|in(?:to)? force|appl(?:y|ies|icable)\b|commenc|starts?\b|begin|from\b|with effect|enters?\b|operation"
    r"|\bby\b|before\b|until\b|till\b|no later|not later|deadline|clos(?:es?|ing)\b|repl(?:y|ies)\b|respon|comments?\b"
    r"|due\b|expir|after\b|since\b|between\b|ends?\b|replac|supersed|repeal|revok|amend(?:s|ed|ing)?\b|under\b|pursuant"
    r"|生效|施行|實施|实施|截止|或之前|以前|廢止|废止|取代|根據|根据)[^.;。；]*\Z",
    re.IGNORECASE,
)
# In Chinese what a date is for stands behind it: `自2026年7月1日起施行`, `2026年3月31日或之前`.
_BEHIND = re.compile(r"\s*(?:起|或?之?前|以前|[後后]|生效|施行|實施|实施|截止)")
_INSTRUMENT = re.compile(
    r"(?:act|law|ordinance|regulations?|directive|decision|circular|notice|order|guidelines?|guidance|rules?|letter"
    r"|statement|decree|resolution|judgment|agreement|paper|report)\s*(?:\([^)]*\)\s*)?(?:of|dated|issued on)\s*\Z",
    re.IGNORECASE,
)
_DEADLINE = re.compile(r"\b(?:by|before|until|till|(?:no|not) later than)\s*\Z", re.IGNORECASE)
_ISSUED_BY = re.compile(
    r"(?:issued|published|made|adopted|released|promulgated) by (?!(?:\d|[a-z]+ \d))[^.;:]{2,80}? on\s*\Z",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:date|dated|issued|published|日期|發布日期|发布日期|公布日期)\b[^:：]{0,30}[:：]?\s*\Z", re.IGNORECASE
)


def publication(lines: Sequence[str], *, place: str = "", today: date | None = None) -> Publication:
    """Return when a document was published by its first lines; a date whose role is not clear claims nothing."""
    now = today or date.today()  # noqa: DTZ011 - a reader's day
    best: tuple[int, Mention, str] | None = None
    month_first = place == AMERICAN
    for line in lines:
        for one in page_dates(line, month_first=month_first):
            if one.when.first > now:
                continue
            rank = _rank(line, one)
            if rank and (best is None or rank > best[0]):
                best = (rank, one, line)
    if best is None:
        return Publication()
    _, chosen, line = best
    if chosen.other is None:
        return Publication(chosen.when)
    words = line[chosen.start : chosen.end]
    return Publication(
        chosen.when, f"The date {words} was read as {chosen.when}: set the publication date if it is {chosen.other}."
    )


def _rank(line: str, one: Mention) -> int:
    """Return how surely a date is the publication's: 3 in a line of its own, 2 by a word, 0 for another's."""
    before = line[: one.start][-NEAR:]
    beside = len(re.findall(r"\w+", line)) - len(re.findall(r"\w+", line[one.start : one.end]))
    if _INSTRUMENT.search(before) and beside > 2:
        return 0
    if _BEHIND.match(line[one.end :]) or _DEADLINE.search(before):
        return 0
    if _ISSUED_BY.search(line[: one.start]):
        return 2
    published, other = _PUBLISHED.search(before), _OTHER.search(before)
    if published and (other is None or other.start() < published.start()):
        return 3 if _LABEL.search(before) else 2
    if other:
        return 0
    return 3 if beside <= LINE_WORDS and not re.search(r"[.;。]\s*\S", line) and not _says(line, one) else 0


def _says(line: str, one: Mention) -> bool:
    """Return whether more than a place or an office stands around a date: a word in small letters is a sentence's."""
    rest = line[: one.start] + line[one.end :]
    small = [word for word in re.findall(r"[^\W\d_]+", rest) if word[0].islower() and len(word) > 3]
    return len([word for word in small if word not in {"time", "date", "updated", "last"}]) > 0
