"""What an instrument is and how it stands on a day, where a question asks for it as a whole or whether it is in force.

Who asks what an instrument is reads its gist and how it stands; whether one is in force its own dates say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answers.reading import Form
from assistant.answers.records import Hit, Query
from assistant.understanding.defining import telling
from corpus.language.dates import mentions, written_day
from corpus.language.terms import terms
from corpus.records import Nature, Policy, Standing
from corpus.register.standing import standing

NAME_WORDS = 10  # of a gist: the name of the instrument stands among them
# A word of a name: in capitals or with a figure; no owner ("the SFC's circular") and no kind ("spot ETFs").
OF_A_NAME = re.compile(r"^\W*(?:[A-Z]|\w*\d)(?!.*(?:['’]s|[A-Z]s)\W*$)")


def instrument(query: Query, hits: Sequence[Hit]) -> Policy | None:
    """Return the instrument that a question asks about as a whole, if it was found and its gist is known.

    The question says no more than its name: "how does MiCA treat NFTs" asks for something in it, and so does a
    definition of a term that the instrument is not called by ("what is an e-money token"). Of several that bear the
    name the one with the least else in its title is meant: Cap. 656, not Cap. 656A; those of several places ("the
    travel rule") are none.
    """
    if query.reading.form not in (Form.OVERVIEW, Form.DEFINITION):
        return None
    asked, named = telling(query.text), {*query.called, *query.policies}
    those = {hit.policy.id: hit.policy for hit in hits if hit.policy.gist and hit.policy.id in named}
    says = _name if query.reading.form is Form.DEFINITION else _title_and_gist
    those = {id_: one for id_, one in those.items() if asked and asked <= says(one)}
    if len({one.jurisdiction for one in those.values()}) > 1:
        return None
    titles = {id_: set(terms(one.title)) for id_, one in those.items()}
    return those[max(titles, key=lambda id_: len(asked & titles[id_]) / len(asked | titles[id_]))] if titles else None


def _name(policy: Policy) -> set[str]:
    """Return the search terms of the name that a gist begins with, without those of whoever issued the instrument."""
    opening = policy.gist.split()[:NAME_WORDS]
    return set(terms(" ".join(filter(OF_A_NAME.search, opening)))) - set(terms(policy.issuer))


def _title_and_gist(policy: Policy) -> set[str]:
    return {*terms(policy.title), *terms(policy.gist)}


def named_by(query: Query, policy: Policy) -> bool:
    """Return whether a question names a policy by words of its title, and not by whoever issued it."""
    return telling(query.text) <= set(terms(policy.title))


def how_it_stands(policy: Policy, day: date) -> str:
    """Say in one short sentence how an instrument stands on a day; empty for a record and where nothing is sure."""
    life = policy.life
    if life.nature is Nature.RECORD:
        return ""
    match standing(life, day):
        case Standing.IN_FORCE:
            return f"In force since {life.effective}." if life.effective else ""
        case Standing.NOT_YET_IN_FORCE:
            return f"Not yet in force: it applies from {life.effective}." if life.effective else "Not yet in force."
        case Standing.PROPOSED:
            return "Only proposed."
        case Standing.SUPERSEDED:
            return f"No longer current since {life.ended}." if life.ended else ""
        case _:
            return ""


def whether_in_force(query: Query, shown: Sequence[Hit], ranked: Sequence[Hit]) -> str:
    """Return how the instrument that a question names stands on its day, in the place that it names; empty for none.

    It is said to be in force only beside words that tell since when: its parts may have days of their own. A subject
    ("custody") that several instruments of its place govern, one in force and another not, names none of them.
    """
    policy = shown[0].policy
    elsewhere = query.jurisdictions and policy.jurisdiction not in query.jurisdictions
    named = [hit.policy for hit in ranked if hit.policy.id in query.policies]
    stand = {standing(one.life, query.as_of) for one in named if one.jurisdiction == policy.jurisdiction}
    if policy.id not in query.policies or elsewhere or (policy.id not in query.called and len(stand) > 1):
        return ""
    begins, ended = policy.life.effective, policy.life.ended
    told = [hit.passage.text for hit in shown if hit.policy.id == policy.id]
    match standing(policy.life, query.as_of):
        case Standing.IN_FORCE if any(begins == mention.when for text in told for mention in mentions(text)):
            return f"Yes, since {begins}."
        case Standing.NOT_YET_IN_FORCE:
            return f"Not yet in force: it applies from {begins}." if begins else "Not yet in force."
        case Standing.PROPOSED:
            return "No, it is only proposed."
        case Standing.SUPERSEDED if ended and policy.life.nature is Nature.RULE:
            return f"No longer, since {ended}."
        case _:
            return ""


def not_yet(query: Query, first: Hit) -> str:
    """Return that what an answer begins with does not hold on its day, where it is made and still to apply."""
    coming = first.standing is Standing.NOT_YET_IN_FORCE
    return f"Not yet in force on {written_day(query.as_of)}." if coming else ""
