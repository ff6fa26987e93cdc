"""The desk of a research: the tools that an agent may call, and every passage that they have put on it.

Each tool reads one edition as its user sees it, as of one day, and answers in text. A call that cannot be carried out
is answered by one line that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import wraps

from langchain_core.tools import BaseTool, StructuredTool

from assistant.answers.records import Hit, Intent, Query, Question
from assistant.composing.messages import passage_text
from assistant.planning.widening import Seeker, known_by
from assistant.understanding.understander import Understander
from corpus.errors import InputError
from corpus.history.changes import changes
from corpus.history.hindsight import as_of
from corpus.history.lineage import find, lineage
from corpus.history.upcoming import coming
from corpus.language.dates import iso_day
from corpus.language.places import PLACES
from corpus.records import Passage, Standing
from corpus.register.standing import standing

FOUND, EACH_PLACE = 6, 3  # passages of one search, and of one place of a comparison
OPENED = 10  # passages of one look into an instrument
LISTED = 15  # changes or dates of one list
MOST_PLACES = 5
LONGEST = 200  # characters of one search


@dataclass
class Desk:
    """What a research has found so far: hits by passage id in their order, and what each tool call came to."""

    query: Query
    asked: Question
    reader: Understander
    seek: Seeker
    told: Callable[[str], None]
    hits: dict[str, Hit] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    queries: list[Query] = field(default_factory=list)

    @property
    def day(self) -> date:
        """The day of the research."""
        return self.query.as_of

    def tools(self) -> list[BaseTool]:
        """Return the tools as an agent is given them."""
        functions = (self.search, self.open_policy, self.lineage, self.changes, self.calendar, self.compare)
        return [StructuredTool.from_function(self._careful(function)) for function in functions]

    def search(self, words: str, place: str = "") -> str:
        """Find passages on one point, in English, of one place or of all."""
        hits = self._searched(words, place, FOUND)
        return self._laid(f"search “{words}”{_in(place)}", hits)

    def compare(self, words: str, places: list[str]) -> str:
        """Find passages on the same point in two to five places."""
        hits = [hit for place in places[:MOST_PLACES] for hit in self._searched(words, place, EACH_PLACE)]
        return self._laid(f"compare “{words}” in {', '.join(places[:MOST_PLACES])}", hits)

    def open_policy(self, policy_id: str, paragraph: int = 1) -> str:
        """Read an instrument by its id, from one of its paragraphs on (the first is 1)."""
        edition = self.seek.edition
        policy = find(as_of(edition.policies, self.day), policy_id)
        passages = edition.texts.passages_of(policy.id)
        begin = max(0, min(paragraph, len(passages)) - 1)
        shown = [passage for passage in passages[begin : begin + OPENED] if not passage.signs]
        hits = [Hit(passage, policy, self._score(passage), 0.0, 0.0, Standing.UNKNOWN) for passage in shown]
        return self._laid(f"open {policy.id} from paragraph {begin + 1}", hits)

    def lineage(self, policy_id: str) -> str:
        """Tell what an instrument comes from and what came of it."""
        policies = self.seek.edition.policies
        history = lineage(policies, find(as_of(policies, self.day), policy_id).id, self.day)
        lines = [f"{history.policy.title}: {history.standing.value}"]
        lines += [
            f"- {step.policy.title} (id {step.policy.id}), {step.standing.value}: {step.words} {step.other.title}"
            for step in (*history.before, *history.after)
        ]
        return self._listed(f"lineage of {policy_id}", lines)

    def changes(self, begin: str, end: str, place: str = "") -> str:
        """Tell what was published, took effect or ended between two days (YYYY-MM-DD), in one place or in all."""
        first, last = _day(begin), min(_day(end), self.day)
        moved = changes(self.seek.edition, first, last, _places(place))
        lines = [
            f"- {one.when}: {one.policy.title} (id {one.policy.id}): {one.before.value}, then {one.after.value}"
            for one in moved
        ]
        return self._listed(f"changes from {first} to {last}{_in(place)}", lines)

    def calendar(self, place: str = "") -> str:
        """List what is known to take effect or to end after the day of the research, in one place or in all."""
        published = {
            id_
            for id_, policy in self.seek.edition.policies.items()
            if standing(policy.life, self.day) is not Standing.NOT_PUBLISHED
        }
        dates = [one for one in coming(self.seek.edition, self.day, _places(place)) if one.policy.id in published]
        return self._listed(f"calendar{_in(place)}", [f"- {one.when}: {one.summary}" for one in dates])

    def _searched(self, words: str, place: str, count: int) -> list[Hit]:
        words = " ".join(words.split())
        if not words or len(words) > LONGEST:
            raise InputError(f"Give one point in words, at most {LONGEST} characters.")
        places = _places(place) or self.query.jurisdictions
        alone = replace(self.asked, text=words, as_of=self.day, jurisdictions=places, history=())
        query = self.reader.understand(alone, alone)
        if query.refusal:
            raise InputError("That is no question on crypto policy.")
        query = replace(query, question=words, as_of=self.day, jurisdictions=places, intent=Intent.FACT, event=False)
        self.queries.append(query)
        return [hit for hit in self.seek.ranked(query) if not hit.passage.signs][:count]

    def _laid(self, what: str, hits: Sequence[Hit]) -> str:
        """Lay hits on the desk as they stand on the day, and return them as the agent reads them."""
        shown = list(known_by(hits, self.day, self.seek.edition.policies))
        new = sum(hit.passage.id not in self.hits for hit in shown)
        self.hits |= {hit.passage.id: hit for hit in shown if hit.passage.id not in self.hits}
        self._tell(f"{what}: {len(shown)} passages, {new} of them new")
        numbers = {id_: number for number, id_ in enumerate(self.hits, 1)}
        read = [
            f"{passage_text(numbers[hit.passage.id], hit, self.day)}\nId of the instrument: {hit.policy.id}"
            for hit in shown
        ]
        return "\n\n".join(read) or "Nothing was found."

    def _listed(self, what: str, lines: Sequence[str]) -> str:
        self._tell(f"{what}: {len(lines)} entries")
        left = f"\n({len(lines) - LISTED} more)" if len(lines) > LISTED else ""
        return ("\n".join(lines[:LISTED]) + left) or "Nothing."

    def _tell(self, step: str) -> None:
        self.steps.append(f"research: {step}")
        self.told(step)

    def _careful(self, function: Callable[..., str]) -> Callable[..., str]:
        """Return a tool whose errors are lines that an agent reads, under its own name and description."""

        @wraps(function)
        def called(*args: object, **named: object) -> str:
            try:
                return function(*args, **named)
            except InputError as error:
                self._tell(f"{function.__name__}: {error}")
                return str(error)

        return called

    def _score(self, passage: Passage) -> float:
        """Return the best score that the instrument's passages have so far: it was opened for their sake."""
        mine = [hit.score for hit in self.hits.values() if hit.passage.policy_id == passage.policy_id]
        return max(mine, default=0.0)


def _places(place: str) -> tuple[str, ...]:
    if place and place not in PLACES:
        raise InputError(f"There is no place {place[:40]!r}: the places are {', '.join(PLACES)}.")
    return (place,) if place else ()


def _in(place: str) -> str:
    return f" in {place}" if place else ""


def _day(text: str) -> date:
    try:
        return iso_day(text)
    except ValueError as error:
        raise InputError(f"{text[:40]!r} is no day: write YYYY-MM-DD.") from error
