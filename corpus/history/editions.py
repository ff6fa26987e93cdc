"""What a new edition of the index changes for readers: notes and paragraphs added, removed, reworded or redated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from corpus.errors import InputError
from corpus.index.edition import TEXTS, Edition
from corpus.index.manifest import complete_editions
from corpus.records import Passage, Policy


class Edit(StrEnum):
    """What an edition did to a policy or a paragraph."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    REDATED = "dated anew"
    REGRADED = "confidence or evidence changed"


@dataclass(frozen=True, slots=True)
class Edited:
    """One policy, or one of its passages (`passage`), that differs between two editions, with both versions as text."""

    policy: Policy
    passage: Passage | None
    what: Edit
    before: str
    after: str


def held_editions(folder: Path) -> list[str]:
    """Return the ids of the complete editions in the index folder, oldest first."""
    return [path.name for path in reversed(complete_editions(folder))]


def earlier_edition(folder: Path, edition: str) -> Edition:
    """Open an edition that the index folder holds; raise InputError, naming those that it holds, for any other."""
    held = held_editions(folder)
    if edition not in held:
        raise InputError(f"No edition {edition!r} at {folder}: it holds {', '.join(held) or 'none'}.")
    opened = Edition(folder / edition)
    opened.manifest.check(opened.folder, TEXTS)
    return opened


def edited(before: Edition, after: Edition, places: tuple[str, ...] = (), topic: str = "") -> list[Edited]:
    """Return what differs between two editions, in the order of the later one; what is gone comes last.

    A policy that came or went is one entry, without its paragraphs. Users' own documents are left out.
    """
    old, new = (_shipped(edition, places, topic) for edition in (before, after))
    edits: list[Edited] = []
    for id_, policy in new.items():
        if id_ in old:
            edits += _policy_edits(old[id_], policy)
            earlier = {passage.id: passage for passage in before.texts.passages_of(id_)}
            edits += _passage_edits(old[id_], earlier, policy, after.texts.passages_of(id_))
        else:
            edits.append(Edited(policy, None, Edit.ADDED, "", policy.title))
    gone = [policy for id_, policy in old.items() if id_ not in new]
    return edits + [Edited(policy, None, Edit.REMOVED, policy.title, "") for policy in gone]


def _shipped(edition: Edition, places: tuple[str, ...], topic: str) -> dict[str, Policy]:
    return {
        id_: policy
        for id_, policy in edition.policies.items()
        if not policy.own and (not places or policy.jurisdiction in places) and (not topic or topic in policy.topics)
    }


def _policy_edits(old: Policy, new: Policy) -> Iterator[Edited]:
    if old.title != new.title:
        yield Edited(new, None, Edit.REWORDED, old.title, new.title)
    if old.life != new.life:
        yield Edited(new, None, Edit.REDATED, dates(old), dates(new))
    graded = [f"{one.confidence}, to {one.evidence_to or 'no date'}" for one in (old, new)]
    if graded[0] != graded[1]:
        yield Edited(new, None, Edit.REGRADED, graded[0], graded[1])


def _passage_edits(was: Policy, known: dict[str, Passage], policy: Policy, now: list[Passage]) -> Iterator[Edited]:
    for passage in now:
        earlier = known.pop(passage.id, None)
        if earlier is None:
            yield Edited(policy, passage, Edit.ADDED, "", passage.text)
        elif earlier.text != passage.text:
            yield Edited(policy, passage, Edit.REWORDED, earlier.text, passage.text)
        # Dates that are the policy's were told with the policy.
        elif (earlier.life, passage.life) != (was.life, policy.life) and earlier.life != passage.life:
            yield Edited(policy, passage, Edit.REDATED, dates(earlier), dates(passage))
    for passage in known.values():
        yield Edited(policy, passage, Edit.REMOVED, passage.text, "")


def dates(held: Policy | Passage) -> str:
    """Return the dates and the nature of a policy or a passage in words: published, from, to, by."""
    life = held.life
    steps = [("published", life.published), ("from", life.effective), ("to", life.ended), ("by", life.by)]
    return ", ".join([life.nature.value, *(f"{name} {when}" for name, when in steps if when)])
