"""Answers from the register itself: an outline, dates to come, what is new, a list of policies.

Each gives the hits of its answer in reading order, with the words that are shown of each; the finder checks and cites
them as it does every other answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answers.citing import cite
from assistant.answers.reading import Form
from assistant.answers.records import Hit, Query, Statement
from assistant.composing.sentences import PART_OF
from corpus.history.browsing import Wanted, browse
from corpus.history.upcoming import coming
from corpus.index.edition import Edition
from corpus.language.dates import mentions
from corpus.language.places import without_places
from corpus.language.sentences import sentences
from corpus.language.terms import terms
from corpus.records import NATURE_OF_KIND, PartialDate, Passage, Policy, Standing
from corpus.register.standing import standing

YEAR = timedelta(days=365)
MOST_POINTS, MOST_DATES, MOST_LISTED, MOST_NEW = 8, 8, 25, 6
SURE = 0.5  # the probability from which on a form is composed in its own way
OUTLINE_WORDS = 260  # of an outline: a page that one reads at a glance
UNFORCED = (Standing.RECORD, Standing.UNKNOWN)
LIVING = (Standing.IN_FORCE, Standing.NOT_YET_IN_FORCE, Standing.PROPOSED, *UNFORCED)
WHOLE = frozenset(  # of an overview that is asked of a place as a whole: it names no other subject
    terms(
        "give tell show me us please an overview summary summarise summarize brief describe explain outline on crypto "
        "cryptocurrency crypto-asset virtual digital asset assets token tokens regulation regulations rule rules law "
        "laws legislation legal regulatory regime framework approach landscape policy policies main key current"
    )
)
THIS_YEAR = re.compile(r"\bthis year\b|今年", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of an answer: where it stands, and the words of it that are shown.

    Of words in quotation marks `quote` is what stands between the marks.
    """

    hit: Hit
    text: str
    quote: str = ""


def pointed(told: Sequence[Point]) -> Iterator[Statement]:
    """Yield the points of a form as statements that cite them, in their order, but each part in one piece."""
    parts = list(dict.fromkeys(PART_OF[point.hit.standing] for point in told))
    for number, point in enumerate(sorted(told, key=lambda point: parts.index(PART_OF[point.hit.standing])), 1):
        cited = cite(point.hit, point.quote or point.text, str(number))
        yield Statement(point.text, (cited,), PART_OF[point.hit.standing])


def points(query: Query, ranked: Sequence[Hit], edition: Edition) -> list[Point]:
    """Return the points of an answer in a form of the register's own; empty for every other form, or without any."""
    if query.reading.forms.get(query.reading.form, 0.0) < SURE:
        return []
    match query.reading.form:
        case Form.OVERVIEW:
            policy = _named(query, ranked, edition)
            return outline(policy, ranked, edition, query) if policy else landscape(query, ranked, edition)
        case Form.DEADLINE:
            return dates(query, edition)
        case Form.CHANGE:
            return news(query, ranked)
        case Form.LIST:
            return listed(query, edition)
        case _:
            return []


def _named(query: Query, ranked: Sequence[Hit], edition: Edition) -> Policy | None:
    """Return the policy that a question is about: one whose term it names, if it comes up among the first."""
    first = [hit.policy.id for hit in ranked[:MOST_POINTS]]
    named = [id_ for id_ in query.policies if id_ in first and id_ in edition.policies]
    return edition.policies[max(named, key=first.count)] if named else None


def outline(policy: Policy, ranked: Sequence[Hit], edition: Edition, query: Query) -> list[Point]:
    """Return what a policy is, and then a point for each of its headings, in the note's order."""
    near = {hit.passage.id: place for place, hit in enumerate(ranked)}
    by_heading: dict[tuple[str, ...], list[Passage]] = {}
    for passage in edition.texts.passages_of(policy.id):
        if standing(passage.life, query.as_of) in LIVING and not passage.signs:
            by_heading.setdefault(passage.headings, []).append(passage)
    groups = list(by_heading.values())
    if not groups:
        return []
    best = [min(group, key=lambda passage: near.get(passage.id, len(near))) for group in groups]
    chosen = [groups[0][0], *(one for one in best if one.id != groups[0][0].id)]
    wanted = sorted(chosen[1:], key=lambda passage: near.get(passage.id, len(near)))[: MOST_POINTS - 1]
    shown: list[Point] = []
    words = 0
    for passage in [chosen[0], *(one for one in chosen[1:] if one in wanted)]:
        opening = sentences(passage.text)[0]
        words += len(opening.split())
        if shown and words > OUTLINE_WORDS:
            break
        shown.append(Point(_hit(passage, policy, query.as_of), opening))
    return shown


def dates(query: Query, edition: Edition) -> list[Point]:
    """Return the dates that lie ahead of the day, nearest first, each with the sentence that tells it."""
    found: list[Point] = []
    for one in coming(edition, query.as_of, query.jurisdictions):
        if one.standing in UNFORCED or len(found) == MOST_DATES:
            continue
        passages = [one.passage] if one.passage else edition.texts.passages_of(one.policy.id)
        telling = next(
            (
                Point(_hit(passage, one.policy, query.as_of), sentence)
                for passage in passages
                if not passage.signs and standing(passage.life, query.as_of) is not Standing.NOT_PUBLISHED
                for sentence in sentences(passage.text)
                if one.when in (mention.when for mention in mentions(sentence))
            ),
            None,
        )
        if telling is not None and telling.text not in {point.text for point in found}:
            found.append(telling)
    return found


def news(query: Query, ranked: Sequence[Hit]) -> list[Point]:
    """Return what was published in the period that is asked for, of what was found, newest first."""
    named = [mention.when.first for mention in mentions(query.question)]
    since = date(query.as_of.year, 1, 1) if THIS_YEAR.search(query.question) else query.as_of - YEAR
    begin = min(named, default=since)
    new = [hit for hit in ranked if (when := hit.passage.life.published) is not None and when.last >= begin]
    kept = sorted(new[:MOST_NEW], key=_published, reverse=True)
    return [Point(hit, hit.passage.text) for hit in kept] if len(kept) > 1 else []


def listed(query: Query, edition: Edition) -> list[Point]:
    """Return the policies of the kind, the issuer and the year that are asked for, newest first."""
    text = query.question.lower()
    # In the plural: "which circulars", and not "the GENIUS Act".
    kinds = tuple(kind for kind in NATURE_OF_KIND if re.search(rf"\b{kind.removesuffix('s')}s\b", text))
    issuers = {policy.issuer for policy in edition.policies.values()}
    wanted = tuple(one for one in issuers if re.search(rf"\b{re.escape(one.lower())}\b", text))
    years = [mention.when for mention in mentions(query.question)]
    if not kinds or not (wanted or years or query.jurisdictions):
        return []
    found = browse(
        edition.policies.values(), Wanted(query.as_of, kinds=kinds, issuers=wanted, places=query.jurisdictions)
    ).policies
    inside = [policy for policy in found if not years or _within(policy, years)]
    return list(_lines(inside[:MOST_LISTED], query, edition))


def landscape(query: Query, ranked: Sequence[Hit], edition: Edition) -> list[Point]:
    """Return the rules of the one place that is asked about as a whole, those in force first, in the order found."""
    if len(query.jurisdictions) != 1 or {*terms(without_places(query.text))} - WHOLE:
        return []
    found = {
        hit.policy.id: hit.policy
        for hit in ranked
        if hit.policy.jurisdiction in query.jurisdictions
        and standing(hit.policy.life, query.as_of) in (Standing.IN_FORCE, Standing.NOT_YET_IN_FORCE)
    }
    holding = sorted(found.values(), key=lambda policy: standing(policy.life, query.as_of) is not Standing.IN_FORCE)
    lines = list(_lines(holding[:MOST_POINTS], query, edition))
    return lines if len(lines) > 1 else []


def _within(policy: Policy, years: Iterable[PartialDate]) -> bool:
    when = policy.life.published
    return when is not None and any(one.first <= when.first and when.last <= one.last for one in years)


def _lines(policies: Sequence[Policy], query: Query, edition: Edition) -> Iterator[Point]:
    for policy in policies:
        passages = [one for one in edition.texts.passages_of(policy.id) if standing(one.life, query.as_of) in LIVING]
        if passages:
            yield Point(_hit(passages[0], policy, query.as_of), sentences(passages[0].text)[0])


def _hit(passage: Passage, policy: Policy, day: date) -> Hit:
    return Hit(passage, policy, 1.0, 0.0, 0.0, standing(passage.life, day))


def _published(hit: Hit) -> date:
    published = hit.passage.life.published
    return published.last if published else date.min
