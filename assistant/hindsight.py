"""Taking hindsight out of hits: what was only known after the date of an answer is not shown in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.dates import mentions
from assistant.records import Hit
from corpus.records import Life, Policy

CODE = re.compile(r"\b(?P<year>\d\d)(?:EC|CP)\d+\b")  # the SFC's own numbers begin with the year
LATER_PART = re.compile(r"(?:[;,]| \(| and | with )[^;,]*$")


def known(hits: Sequence[Hit], on: date, policies: Mapping[str, Policy]) -> list[Hit]:
    """Give hits as they could be known on a date: without later ends, successors, relations and titles."""
    return [
        replace(
            hit,
            passage=replace(hit.passage, life=known_life(hit.passage.life, hit.policy, on, policies)),
            policy=known_policy(hit.policy, on, policies),
        )
        for hit in hits
    ]


def known_policy(policy: Policy, on: date, policies: Mapping[str, Policy]) -> Policy:
    """Give a policy as it could be known on a date."""
    relations = tuple(pair for pair in policy.relations if is_published(policies.get(pair[1]), on))
    life = known_life(policy.life, policy, on, policies)
    return replace(policy, title=known_title(policy.title, on), relations=relations, life=life)


def known_life(life: Life, policy: Policy, on: date, policies: Mapping[str, Policy]) -> Life:
    """Leave out an end that lies ahead, unless its successor was out by then or the note was written later than that.

    An end that a text sets for itself is left out too: nothing tells it from one that became known later.
    """
    by = life.by if is_published(policies.get(life.by or ""), on) else None
    written = policy.evidence_to is not None and policy.evidence_to.last <= on
    ahead = life.ended is not None and life.ended.first > on
    if ahead and by is None and not written and not policy.own:
        return replace(life, ended=None, by=None)
    return replace(life, by=by)


def is_published(policy: Policy | None, on: date) -> bool:
    """Tell whether a policy is held and was out on a date."""
    return policy is not None and (policy.life.published is None or policy.life.published.last <= on)


def known_title(title: str, on: date) -> str:
    """Cut from a title the parts at its end that tell of a year after the date."""
    later = [mention.start for mention in mentions(title) if mention.when.first > on]
    later += [match.start() for match in CODE.finditer(title) if 2000 + int(match["year"]) > on.year]
    added = LATER_PART.search(title[: min(later)]) if later else None
    if added is None:
        return title
    kept = title[: added.start()].rstrip(" ;,(")
    return kept + ")" * (kept.count("(") - kept.count(")"))
