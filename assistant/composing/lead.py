"""The direct first line of an answer, from the labels of what it cites: yes, no, only for, the figure, the names.

A yes or no is given only where the reader is sure what it would mean, the answer speaks of nearly all that is asked,
and a label of what is cited plainly says it; whether an instrument is in force its own dates say. Otherwise the answer
begins with its first statement. What is proposed or past is never a yes. Who asks what an instrument is reads its gist
and how it stands on the day, and who asks for a term what the glossary says of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answers.answer_types import Kind, asked_for, given_by
from assistant.answers.reading import Form, Sense
from assistant.answers.records import Hit, Query
from assistant.understanding.defining import telling
from corpus.language.dates import mentions
from corpus.language.terms import terms
from corpus.records import Label, Nature, Policy, Standing
from corpus.register.standing import standing

LEAST_FIT = 0.35  # of the probability that a paragraph that answers would have this label's aspect
LEAST_SURE = 0.6  # of the probability of what a "yes" would mean
LEAST_IN_FORCE = 0.4  # of the same, where it means "in force": a line comes only where the instrument is named
LEAST_CLOSE = 0.6  # of the probability that the answer holds all that is asked
NAMED = {"retail": "retail investors", "professional": "professional investors"}
PROPOSED = "Only proposed so far."
# Of 166 lines that two other hands judged, "only on conditions" and "not yet in force" were rarely an answer (7 of 26).
LINES: dict[Sense, dict[str, str]] = {
    Sense.ALLOWED: {"allowed": "Yes.", "barred": "No."},
    Sense.REQUIRED: {
        "required": "Yes, this is required.",
        "licence": "Yes, a licence or approval is needed.",
        "expected": "Yes, this is expected.",
        "outside": "No.",
    },
    Sense.BARRED: {"barred": "Yes, it is barred.", "allowed": "No, it is allowed."},
}


def lead(query: Query, shown: Sequence[Hit], closeness: float) -> str:
    """Return the first line for a question answered from these hits, in the order of the answer; empty if none fits.

    `closeness` is the probability in [0, 1] that the answer holds all that is asked. Labels of the first hit that
    would say different things say nothing.
    """
    if not shown:
        return ""
    about = instrument(query, shown)
    if about and not (query.meaning and not named_by(query, about)):
        return f"{about.gist} {how_it_stands(about, query.as_of)}".strip()
    if query.meaning and query.reading.form in (Form.DEFINITION, Form.OVERVIEW):
        return query.meaning
    sense, labels = meaning(query), fitting(query, shown[0])
    if sense is Sense.IN_FORCE:
        return _of_policy(query, shown)
    if sense is None or closeness < LEAST_CLOSE:
        return next(filter(None, (_figure(query, label) for label in labels)), "")
    lines = {_polar(sense, shown[0].standing, label) for label in labels}
    return lines.pop() if len(lines) == 1 else ""


def meaning(query: Query) -> Sense | None:
    """Return what a "yes" would mean, if that is plain and no day is asked for."""
    if query.reading.senses.get(Sense.IN_FORCE, 0.0) >= LEAST_IN_FORCE and Kind.DATE not in asked_for(query.question):
        return Sense.IN_FORCE
    sense, share = max(query.reading.senses.items(), key=lambda pair: pair[1], default=(Sense.NONE, 0.0))
    plain = share >= LEAST_SURE and Kind.DATE not in asked_for(query.question)
    return sense if plain and sense in LINES else None


def instrument(query: Query, hits: Sequence[Hit]) -> Policy | None:
    """Return the instrument that a question asks about as a whole, if it was found and its gist is known.

    The question says no more than its name: "how does MiCA treat NFTs" asks for something in it. Of several that bear
    the name the one with the least else in its title is meant: Cap. 656, not Cap. 656A; those of several places
    ("the travel rule") are none.
    """
    if query.reading.form not in (Form.OVERVIEW, Form.DEFINITION):
        return None
    asked, named = telling(query.text), {*query.called, *query.policies}
    those = {hit.policy.id: hit.policy for hit in hits if hit.policy.gist and hit.policy.id in named}
    those = {id_: one for id_, one in those.items() if asked and asked <= {*terms(one.title), *terms(one.gist)}}
    if len({one.jurisdiction for one in those.values()}) > 1:
        return None
    titles = {id_: set(terms(one.title)) for id_, one in those.items()}
    return those[max(titles, key=lambda id_: len(asked & titles[id_]) / len(asked | titles[id_]))] if titles else None


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


def _of_policy(query: Query, shown: Sequence[Hit]) -> str:
    """Return how the instrument that a question names stands on its day, in the place that it names.

    It is said to be in force only beside words that tell since when: its parts may have days of their own.
    """
    policy = shown[0].policy
    if policy.id not in query.policies or (query.jurisdictions and policy.jurisdiction not in query.jurisdictions):
        return ""
    begins, ended = policy.life.effective, policy.life.ended
    told = [hit.passage.text for hit in shown if hit.policy.id == policy.id]
    match standing(policy.life, query.as_of):
        case Standing.IN_FORCE if any(begins == mention.when for text in told for mention in mentions(text)):
            return f"Yes, since {begins}."
        case Standing.NOT_YET_IN_FORCE:
            return f"Not yet: it applies from {begins}." if begins else "Not yet."
        case Standing.PROPOSED:
            return "No, it is only proposed."
        case Standing.SUPERSEDED if ended and policy.life.nature is Nature.RULE:
            return f"No longer, since {ended}."
        case _:
            return ""


def fitting(query: Query, hit: Hit) -> list[Label]:
    """Return the labels of a hit whose aspect the question is likely to ask for, the likeliest first."""
    scored = [
        (max((query.reading.aspect.get(one, 0.0) for one in label.aspect), default=0.0), label)
        for label in hit.passage.labels
    ]
    return [label for fit, label in sorted(scored, key=lambda pair: -pair[0]) if fit >= LEAST_FIT]


def _figure(query: Query, label: Label) -> str:
    asked = asked_for(query.question) if query.reading.form in (Form.VALUE, Form.LIST) and label.value else frozenset()
    return f"{label.value[0].upper()}{label.value[1:]}." if asked & given_by(label.value) else ""


def _polar(sense: Sense, stands: Standing, label: Label) -> str:
    """Return yes or no in the sense of the question; a yes that is only proposed is said to be so instead."""
    if stands in (Standing.SUPERSEDED, Standing.NOT_YET_IN_FORCE):
        return ""
    only = [NAMED[one] for one in label.who if one in NAMED]
    line = LINES[sense].get(label.stance, "")
    if sense is Sense.ALLOWED and label.stance == "conditional" and only == [NAMED["professional"]]:
        line = "Only for professional investors."
    if sense is Sense.ALLOWED and label.stance == "barred" and only == [NAMED["retail"]]:
        line = "Not for retail investors."
    if stands is Standing.PROPOSED or label.stance == "proposed":
        return PROPOSED if label.stance == "proposed" or line.startswith("Yes") else ""
    return line
