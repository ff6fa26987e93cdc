"""What programs are given, by HTTP and by MCP alike: rows for requests, as one owner sees the texts.

All functions block: they are called in `threads`. Errors are the project's own (`InputError`, `IndexMissingError`),
and ProblemError (404) where a policy is asked for that there is not.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date

from assistant.answers.records import Question
from assistant.answers.rows import Row, change_row, coming_row, hit_row, lineage_row, policy_entry
from assistant.chain import PolicyChain
from assistant.exporting.comparison_table import comparison_row
from assistant.serving.problems import ProblemError
from assistant.serving.requests import Comparing, Dates, Moved, OnePolicy, Register, Search
from corpus.current import CurrentIndex
from corpus.errors import InputError
from corpus.history.browsing import Wanted, browse
from corpus.history.changes import changes
from corpus.history.hindsight import known_life, known_policy
from corpus.history.lineage import find, lineage
from corpus.history.upcoming import coming
from corpus.index.edition import Edition
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing


@dataclass(frozen=True, slots=True)
class Service:
    """The chain and the index behind the server."""

    chain: PolicyChain
    index: CurrentIndex

    def search(self, asked: Search, owner: str) -> Row:
        """Return the ranked passages that a question finds."""
        hits = self.chain.search(asked.asked(owner), asked.count)
        return {"question": asked.question, "hits": [hit_row(hit, rank) for rank, hit in enumerate(hits, 1)]}

    def policies(self, asked: Register, owner: str) -> Row:
        """Return the policies of the register that match, newest first, with their standing on the day."""
        on, edition = asked.on or _today(), self.index.edition(owner)
        topic = _topic(edition, asked.topic)
        wanted = Wanted(on, places=tuple(asked.place), topics=(topic,) if topic else ())
        policies = browse(edition.policies.values(), wanted).policies
        return {"on": on.isoformat(), "policies": [_entry(policy, on) for policy in policies]}

    def policy(self, asked: OnePolicy, owner: str) -> Row:
        """Return one policy with its paragraphs, as known on the day."""
        on, edition = asked.on or _today(), self.index.edition(owner)
        policy = known_policy(_found(edition, asked.id), on, edition.policies)
        if standing(policy.life, on) is Standing.NOT_PUBLISHED:
            raise ProblemError(404, f"{policy.id} was not published by {on}: ask for a later day.", "not_found")
        passages = edition.texts.passages_of(policy.id)
        return {"on": on.isoformat()} | _entry(policy, on) | {
            "passages": [_passage(edition, policy, passage, on) for passage in passages]
        }  # fmt: skip

    def lineage(self, asked: OnePolicy, owner: str) -> Row:
        """Return where a policy comes from and what came of it."""
        edition = self.index.edition(owner)
        return lineage_row(lineage(edition.policies, _found(edition, asked.id).id, asked.on or _today()))

    def changes(self, asked: Moved, owner: str) -> Row:
        """Return what moved between two days: what was published, took effect or ended."""
        edition = self.index.edition(owner)
        moved = changes(edition, asked.begin, asked.end, tuple(asked.place), _topic(edition, asked.topic))
        rows = [change_row(change) for change in moved]
        return {"from": asked.begin.isoformat(), "to": asked.end.isoformat(), "changes": rows}

    def calendar(self, asked: Dates, owner: str) -> Row:
        """Return the dates to come: what takes effect and what ends."""
        begin, edition = asked.begin or _today(), self.index.edition(owner)
        dates = coming(edition, begin, tuple(asked.place), _topic(edition, asked.topic))
        return {"from": begin.isoformat(), "dates": [coming_row(date_) for date_ in dates]}

    def compare(self, asked: Comparing, owner: str) -> Row:
        """Return two to five places side by side, aspect by aspect."""
        question = asked.question.strip() or ", ".join(filter(None, (asked.topic, *asked.aspects)))
        if not question:
            raise InputError("Say what to compare: a question, or a topic and at least two places.")
        words = Question(question, asked.as_of, tuple(asked.places), owner=owner)
        comparison = self.chain.plan(words, asked.topic, asked.aspects)
        return comparison_row(comparison, list(self.chain.compare(comparison, owner)))


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day of the machine that answers


def _found(edition: Edition, id_: str) -> Policy:
    try:
        return find(edition.policies, id_)
    except InputError as error:
        raise ProblemError(404, str(error), "not_found") from error


def _topic(edition: Edition, topic: str) -> str:
    """Return the topic as the texts write it; raise InputError, naming the nearest, where none has it."""
    topics = {name for policy in edition.policies.values() for name in policy.topics}
    if topic and topic.lower() not in topics:
        near = difflib.get_close_matches(topic.lower(), topics, n=1, cutoff=0)
        raise InputError(f"No policy is on the topic {topic!r}" + (f": did you mean {near[0]}?" if near else "."))
    return topic.lower()


def _entry(policy: Policy, on: date) -> Row:
    return policy_entry(policy, standing(policy.life, on)) | {"topics": list(policy.topics), "own": policy.own}


def _passage(edition: Edition, policy: Policy, passage: Passage, on: date) -> Row:
    life = known_life(passage.life, policy, on, edition.policies)
    return {
        "passage_id": passage.id,
        "locator": passage.locator,
        "page": passage.page,
        "headings": list(passage.headings),
        "text": passage.text,
        "standing": standing(life, on).value,
        "signs": list(passage.signs),
    }
