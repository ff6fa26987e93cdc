"""What changed between two dates, as an answer: each change in a sentence of the texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answers.citing import cite
from assistant.answers.records import Hit, Part, Query, Statement
from assistant.composing.sentences import PART_OF
from assistant.understanding.as_of import SINCE
from corpus.history.changes import Change, changes
from corpus.index.edition import Edition
from corpus.language.dates import mentions, without_dates
from corpus.language.places import without_places
from corpus.language.sentences import sentences
from corpus.records import PartialDate, Standing
from corpus.register.standing import standing

MOST = 12  # changes told in one answer: the timeline and the command `changes` list all
DAY = timedelta(days=1)
ASKS = re.compile(r"\b(?:change[ds]?|new)\b", re.IGNORECASE)
# Words that ask for changes and for nothing else: any other word is a subject, which retrieval answers better.
BESIDE = re.compile(
    r"a|about|and|any|anything|are|been|between|crypto|did|during|for|from|happened|has|have|in|is|it|laws?|me|of|on|please"
    r"|polic(?:y|ies)|regulat(?:ions?|ory)|rules?|s|since|tell|the|there|to|until|us|was|were|what|which|with"
)


@dataclass(frozen=True, slots=True)
class ChangesQuestion:
    """A question for changes: those after `begin` and up to `end`, on any of the topics, or on all without one."""

    begin: date
    end: date
    topics: tuple[str, ...]


def asked(query: Query, edition: Edition) -> ChangesQuestion | None:
    """Read a question as one for changes between dates, or give None where it asks for anything else."""
    dates = mentions(query.question)
    if not ASKS.search(query.question) or not 1 <= len(dates) <= 2:
        return None
    if not SINCE.search(query.question[: dates[0].start]):
        return None
    begin = dates[0].when.first - DAY
    end = min(dates[1].when.last, query.as_of) if len(dates) == 2 else query.as_of
    text = without_places(without_dates(query.question)).lower()
    topics = tuple(topic for topic in _topics(edition) if _named(topic).search(text))
    for topic in topics:
        text = _named(topic).sub(" ", text)
    more = [word for word in re.findall(r"\w+", ASKS.sub(" ", text)) if not BESIDE.fullmatch(word)]
    return ChangesQuestion(begin, end, topics) if begin < end and not more else None


def _topics(edition: Edition) -> list[str]:
    return sorted({topic for policy in edition.policies.values() for topic in policy.topics})


def _named(topic: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(topic.removesuffix('s'))}s?\b")


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change as it is told: the sentence, and the paragraph in which it stands."""

    hit: Hit
    sentence: str


def told(question: ChangesQuestion, query: Query, edition: Edition) -> tuple[list[ToldChange], int]:
    """Tell the newest changes, in the order of the answer, and give how many there are in all.

    Where there are more than `MOST`, policies come before single paragraphs, and rules and proposals before records.
    """
    found = changes(edition, question.begin, question.end, query.jurisdictions)
    last = {
        (change.policy.id, change.passage.id if change.passage else ""): change
        for change in found
        if not question.topics or set(question.topics) & set(change.policy.topics)
    }
    ranked = sorted(last.values(), key=lambda change: change.when.last, reverse=True)
    ranked.sort(key=lambda change: (change.passage is not None, change.after is Standing.RECORD))
    chosen = sorted(ranked[:MOST], key=lambda change: change.when.last)
    tellings = [telling for change in chosen for telling in _telling(change, edition, question.end)]
    parts = list(Part)
    return sorted(tellings, key=lambda telling: parts.index(PART_OF[telling.hit.standing])), len(last)


def _telling(change: Change, edition: Edition, on: date) -> list[ToldChange]:
    """Find the sentence that tells a change: the first with its date, else the first that stands as the change does."""
    now = standing((change.passage or change.policy).life, on)
    passages = [change.passage] if change.passage else edition.texts.passages_of(change.policy.id)
    fitting = [
        ToldChange(Hit(passage, change.policy, 1.0, 0.0, 0.0, now), sentence)
        for passage in passages
        if standing(passage.life, on) is now and not passage.signs
        for sentence in sentences(passage.text)
    ]
    dated = [telling for telling in fitting if change.when in (named.when for named in mentions(telling.sentence))]
    return (dated or fitting)[:1]


def statements(tellings: Sequence[ToldChange]) -> Iterator[Statement]:
    """Yield each change as a statement that cites its paragraph."""
    for number, telling in enumerate(tellings, 1):
        citation = cite(telling.hit, telling.sentence, str(number))
        yield Statement(telling.sentence, (citation,), PART_OF[telling.hit.standing])


def summary(question: ChangesQuestion, count: int, shown: int) -> str:
    """Describe what was asked for and how much of it is told."""
    begin, end = (PartialDate.parse(day.isoformat()) for day in (question.begin + DAY, question.end))
    part = f"; the {shown} newest are told here, the timeline lists all" if count > shown else ""
    changes_ = "1 change" if count == 1 else f"{count} changes" if count else "Nothing changed in the texts that I hold"
    return f"{changes_} from {begin} to {end}{part}."
