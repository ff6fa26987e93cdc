"""What a ranker may know of a candidate beside its words: its place and standing, and whether its labels fit.

Each is one more column of the signals. What a passage lacks, because it is no note and has neither labels nor own
questions, is filled with what passages of the same cosine have: nothing is lost or won by being a user's document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np

from assistant.answers.answer_types import asked_for, given_by
from assistant.answers.reading import Form
from assistant.answers.records import Query
from assistant.retrieval.signals import ASKED, COSINE, Column
from corpus.index.questions import NONE
from corpus.language.places import HOME
from corpus.records import Passage, Policy, Standing
from corpus.register.standing import standing

LABELLED = ("activity", "aspect", "who")
# Of the place that is meant where none is named: most who ask mean home, more so where a text of home is named. Both
# cost nothing on the tuning rows, of which nine name no place; of 24 others without one .35 answered six from abroad,
# .75 three, of which home holds nothing on two.
HOME_SHARE, NAMED_HOME_SHARE = 0.75, 0.8
UNREAD_HOME = 0.45  # probability of home where no place was read (another encoder): it keeps a small lead
MANY_LABELS = 0.3  # how much each further label of a passage takes from the weight of one that fits
OF_A_NOTE = 3  # paragraphs of a note that tell how well it fits
FIRST_PARAGRAPH = "¶1"
DAYS = 365
COMING = (Standing.PROPOSED, Standing.NOT_YET_IN_FORCE)
CONTEXT = (
    HOME_PLACE, ACTIVITY, ASPECT, WHO, IN_FORCE, RECORD, TO_COME, PAST, STILL_HOLDS, HAS_BEEN, DEFINES, OPENS, GOVERNS,
    RECENT, PLACE, GIVES, NOTE,
) = (
    "home place", "activity fits", "aspect fits", "people fit", "in force", "record", "to come", "past",
    "in force, of a status", "past, of a story", "first paragraph, of a definition", "first paragraph",
    "governs a term", "recent", "place fits", "gives what is asked for", "its note fits",
)  # fmt: skip


def context_of(
    query: Query, passages: Sequence[Passage], policies: Mapping[str, Policy], alike: Column
) -> dict[str, Column]:
    """Return the columns of `CONTEXT` for the candidates, shape (candidates,) each, most of them 0 or 1.

    `alike` is how near each one's nearest own question is.
    """
    those = [policies[passage.policy_id] for passage in passages]
    stands = [standing(passage.life, query.as_of) for passage in passages]
    forms = query.reading.forms
    places = _named_places(query, policies)
    at_home = not query.jurisdictions and not query.documents and (not places or HOME in places)
    meant = _meant(query.reading.place, NAMED_HOME_SHARE if places == {HOME} else HOME_SHARE * at_home)
    first = _column(passage.locator == FIRST_PARAGRAPH for passage in passages)
    holds = _column(one is Standing.IN_FORCE for one in stands)
    past = _column(one is Standing.SUPERSEDED for one in stands)
    kinds = asked_for(query.question)
    columns = {
        HOME_PLACE: _column(at_home and policy.jurisdiction == HOME for policy in those),
        IN_FORCE: holds,
        RECORD: _column(one is Standing.RECORD for one in stands),
        TO_COME: _column(one in COMING for one in stands),
        PAST: past,
        STILL_HOLDS: holds * (forms.get(Form.STATUS, 0.0) + forms.get(Form.ALLOWED, 0.0)),
        HAS_BEEN: past * forms.get(Form.STORY, 0.0),
        DEFINES: first * (forms.get(Form.DEFINITION, 0.0) + forms.get(Form.OVERVIEW, 0.0)),
        OPENS: first,
        GOVERNS: _column(policy.id in query.policies for policy in those),
        RECENT: _column(_recency(passage, query.as_of) for passage in passages),
        PLACE: _column(not query.jurisdictions and meant.get(one.jurisdiction, 0.0) for one in those),
        GIVES: _column(bool(kinds) and not kinds.isdisjoint(given_by(passage.text)) for passage in passages),
        NOTE: _of_notes(passages, alike),
    }
    asked = dict(zip(LABELLED, (query.reading.activity, query.reading.aspect, query.reading.who), strict=True))
    fits = {name: _column(_fit(passage, name, asked[name]) for passage in passages) for name in LABELLED}
    return columns | dict(zip((ACTIVITY, ASPECT, WHO), fits.values(), strict=True))


def _meant(read: Mapping[str, float], home: float) -> Mapping[str, float]:
    """Return how likely a question means each place by what was read, with a share for home."""
    if not read:
        return {HOME: UNREAD_HOME} if home else {}
    shares = {place: (1 - home) * share for place, share in read.items()}
    return shares | {HOME: shares.get(HOME, 0.0) + home}


def _named_places(query: Query, policies: Mapping[str, Policy]) -> set[str]:
    """Return the places of the texts that a question names, by a term, a number or a title ("the GENIUS Act")."""
    named = {*query.policies, *query.called}
    return {policies[id_].jurisdiction for id_ in named if id_ in policies} - {""}


def filled(columns: Mapping[str, Column], slope: float, level: float, passages: Sequence[Passage]) -> dict[str, Column]:
    """Return the columns with what users' documents lack: own questions by the cosine, labels and place by the mean."""
    lacking = columns[ASKED] <= NONE
    if not lacking.any():
        return dict(columns)
    whole = dict(columns)
    whole[ASKED] = np.where(lacking, level + slope * columns[COSINE], columns[ASKED])
    if NOTE in columns:
        whole[NOTE] = _of_notes(passages, whole[ASKED])
    labelled = np.array([bool(passage.labels) for passage in passages])
    for name in (ACTIVITY, ASPECT, WHO, PLACE):
        if name in columns:
            mean = columns[name][labelled].mean() if labelled.any() else 0.0
            whole[name] = np.where(labelled, columns[name], mean)
    return whole


def _of_notes(passages: Sequence[Passage], alike: Column) -> Column:
    """Return how near the best own questions of each passage's whole note are: their mean, NONE where it has none."""
    notes: dict[str, list[float]] = defaultdict(list)
    for passage, near in zip(passages, alike.tolist(), strict=True):
        notes[passage.policy_id].append(near)
    means = {id_: sum(best) / len(best) for id_, near in notes.items() if (best := sorted(near)[-OF_A_NOTE:])}
    return _column(means[passage.policy_id] for passage in passages)


def _fit(passage: Passage, name: str, asked: Mapping[str, float]) -> float:
    words = {word for label in passage.labels for word in getattr(label, name)}
    return sum(asked.get(word, 0.0) for word in words) / (1 + MANY_LABELS * len(words))


def _recency(passage: Passage, day: date) -> float:
    published = passage.life.published
    return 1 / (1 + max(0, (day - published.last).days) / DAYS) if published else 0.0


def _column(values: Iterable[float]) -> Column:
    return np.array([float(value) for value in values], dtype=np.float32)
