"""Answers from the structure of a document: its outline by headings, a provision by its number, its dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from assistant.answering.documents.provisions import Told, hit_of, says_more, whole_provisions
from assistant.answering.forms import Point
from assistant.answers.naming import shortened
from assistant.answers.records import Query
from assistant.understanding.documents import Asks, asked_of, asks_whole, provisions
from corpus.index.edition import Edition
from corpus.language.dates import Mention, mentions
from corpus.language.sentences import sentences
from corpus.language.terms import CJK
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing

MOST_PARTS, MOST_DATED = 8, 15
PART_WORDS, LONG_PART, DATED_WORDS = 45, 70, 420
AMONG = 3  # passages of a part: one of the first of them begins it
TELLING = 10  # words of a paragraph that says something: shorter ones are heads and cells
LEAD = 280  # characters of the first line of an outline
BEFORE_DATE = re.compile(
    r"\b(?:by|before|until|till|from|since|after|on|than|as of|as at|expires?|ends?|due|clos(?:es|ing)|deadline|"
    r"date|commenc\w+|effective|apply|applies)\b[\s:,–—-]*(?:the\s+|and\s+including\s+|or before\s+)*$"
    r"|(?:於|于|由|自|從|从|至|在|日期)[\s:：]*$",
    re.IGNORECASE,
)
AFTER_DATE = re.compile(r"^\s*(?:at the latest|起|前|之前|或之前|當日|生效|截止|止)", re.IGNORECASE)
TIME_LIMIT = re.compile(
    r"\b(?:within|no(?:t)? later than|at least|before the end of|for|after|every|in)\s+"
    r"(?:a period of\s+|the\s+|one of\s+)?"
    r"(?:\d+|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|fifteen|twenty|thirty|sixty|ninety)"
    r"[\s-]+(?:\(\d+\)\s+)?(?:(?:calendar|business|working|banking|trading|clear)\s+)?"
    r"(?:hours?|days?|weeks?|months?|years?|quarters?)\b"
    r"|(?:\d+|[一二兩两三四五六七八九十百]+)\s*個?个?\s*(?:工作日|營業日|营业日|小時|小时|日|天|星期|週|周|月|年)\s*(?:之?內|之?内|前)",
    re.IGNORECASE,
)


def told_of(query: Query, edition: Edition) -> Told:
    """Return what the query's documents say in their own order; nothing where something in particular is asked for."""
    policies = [edition.policies[id_] for id_ in query.documents]
    texts = {policy.id: _passages(policy, query, edition) for policy in policies}
    titles = [policy.title for policy in policies]
    if wanted := provisions(query.question):
        told = whole_provisions(wanted, policies, texts, query)
        asked = asked_of(query.question, titles)
        return Told() if asked and says_more(wanted, asked, told, texts) else told
    match asks_whole(query.question, titles):
        case Asks.OUTLINE:
            outlines = [_outline(policy, texts[policy.id], query, edition) for policy in policies]
            points = tuple(point for outline in outlines for point in outline.points[: _share(policies)])
            return Told(points, " ".join(outline.lead for outline in outlines))
        case Asks.DATES:
            return _dates(policies, texts, query)
        case _:
            return Told()


def _share(policies: Sequence[Policy]) -> int:
    return max(2, MOST_PARTS // max(1, len(policies)))


def _passages(policy: Policy, query: Query, edition: Edition) -> list[Passage]:
    """Return the passages of a document that are out on the day of the answer, without those that address a model."""
    return [
        passage
        for passage in edition.texts.passages_of(policy.id)
        if not passage.signs and standing(passage.life, query.as_of) is not Standing.NOT_PUBLISHED
    ]


def _outline(policy: Policy, passages: Sequence[Passage], query: Query, edition: Edition) -> Told:
    """Return how a document begins, and a point for each of its parts in its order."""
    telling = [passage for passage in passages if _tells(passage, policy)] or list(passages)
    if not telling:
        return Told()
    parts = _parts(telling)
    chosen = [_first(group) for group in _largest(parts.values())] if len(parts) > 1 else _central(telling, edition)
    points = tuple(Point(hit_of(one, policy, query), text) for one in chosen if (text := _beginning(one.text)))
    published = f", {policy.life.published}" if policy.life.published else ""
    named = [heading for heading in parts if heading]
    listed = f" Its parts: {'; '.join(named)}" if len(named) > 1 else ""
    return Told(points, f"{shortened(f'{policy.title} ({policy.kind}{published}).{listed}', LEAD)}")


def _tells(passage: Passage, policy: Policy) -> bool:
    """Return whether a passage says something: it is no title, no cell and no end of a sentence."""
    text = passage.text
    long = len(text.split()) >= TELLING or (CJK.search(text) is not None and len(text) >= TELLING)
    return long and not text[0].islower() and text.strip() != policy.title


def _first(group: Sequence[Passage]) -> Passage:
    """Return one of the first passages, the first that begins briefly: a statute's sentence may go on for a page."""
    return next((one for one in group[:AMONG] if len(_beginning(one.text).split()) <= LONG_PART), group[0])


def _parts(passages: Sequence[Passage]) -> dict[str, list[Passage]]:
    """Group passages by the outermost heading that tells them apart."""
    deepest = max(len(passage.headings) for passage in passages)
    groups: dict[str, list[Passage]] = {}
    for level in range(deepest):
        groups = {}
        for passage in passages:
            groups.setdefault(passage.headings[level] if level < len(passage.headings) else "", []).append(passage)
        if len(groups) > 1:
            break
    return groups or {"": list(passages)}


def _largest(groups: Iterable[list[Passage]]) -> list[list[Passage]]:
    """Return the first group and the largest of the others, in the order of reading."""
    first, *others = groups
    kept = sorted(others, key=lambda group: -sum(len(passage.text) for passage in group))[: MOST_PARTS - 1]
    return [first, *(group for group in others if group in kept)]


def _central(passages: Sequence[Passage], edition: Edition) -> list[Passage]:
    """Return the beginning of a text without parts, and the passages nearest to what all of it says, in its order."""
    vectors = edition.vectors_of([passage.id for passage in passages]).astype(np.float32)
    near = vectors @ vectors.mean(axis=0)
    best = {int(row) for row in np.argsort(-near, kind="stable")[: MOST_PARTS - 1]} | {0}
    return [passages[row] for row in sorted(best)]


def _beginning(text: str) -> str:
    """Return the first sentences of a passage, as many as a point may have."""
    parts = sentences(text)
    words, count = len(parts[0].split()), 1
    for part in parts[1:]:
        words += len(part.split())
        if words > PART_WORDS:
            break
        count += 1
    return text[: text.index(parts[count - 1], len("".join(parts[: count - 1]))) + len(parts[count - 1])]


def _dates(policies: Sequence[Policy], texts: Mapping[str, list[Passage]], query: Query) -> Told:
    """Return the sentences that set a day, in the order of the days, and then those that set a time limit."""
    dated: list[tuple[int, Point]] = []
    limits: list[Point] = []
    for policy in policies:
        for passage in texts[policy.id]:
            for sentence in sentences(passage.text):
                point = Point(hit_of(passage, policy, query), sentence)
                if days := [mention.when.first.toordinal() for mention in _set_days(sentence)]:
                    dated.append((min(days), point))
                elif TIME_LIMIT.search(sentence):
                    limits.append(point)
    ordered = [point for _, point in sorted(dated, key=lambda row: row[0])]
    different = list({point.text: point for point in (*ordered, *limits)}.values())
    shown = list(_within(different))
    names = " and ".join(policy.title for policy in policies)
    note = f"{len(shown)} of {len(different)} sentences of {names} that set a day or a time limit are shown."
    return Told(tuple(shown), notes=(note,) if len(shown) < len(different) else ())


def _set_days(sentence: str) -> Iterator[Mention]:
    """Yield the days that a sentence sets; that of another act, as in "Directive of 26 June 2013", is none."""
    for mention in mentions(sentence):
        if BEFORE_DATE.search(sentence[: mention.start]) or AFTER_DATE.search(sentence[mention.end :]):
            yield mention


def _within(points: Sequence[Point]) -> Iterator[Point]:
    words = 0
    for point in points[:MOST_DATED]:
        words += len(point.text.split())
        if words > DATED_WORDS:
            return
        yield point
