"""The direct first line of an answer: what an instrument or a term is, how it stands, or yes, no, only for whom.

It comes only where it is very likely right: a wrong one would be worse than none, and without one an answer begins
with its first statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answers.answer_types import Kind, asked_for
from assistant.answers.clues import Clues
from assistant.answers.reading import Form, Sense
from assistant.answers.records import Hit, Query
from assistant.composing.lead.instruments import how_it_stands, instrument, named_by, not_yet, whether_in_force
from assistant.composing.lead.polar import model, polar_lines

TERMS = (Form.DEFINITION, Form.OVERVIEW, Form.COMPARISON)  # forms of a question for what terms mean
LEAST_IN_FORCE = 0.4  # of the probability that a "yes" would mean "in force": the instrument must be named besides


def lead(query: Query, shown: Sequence[Hit], ranked: Sequence[Hit], closeness: float, clues: Clues) -> str:
    """Return the first line for a question answered from `shown`, in the order of the answer; empty if none fits.

    `ranked` are all the hits; `closeness` is the probability in [0, 1] that the answer holds all that is asked, and
    `clues` are what it was told by.
    """
    if not shown:
        return ""
    if asks_whether_in_force(query) and (line := whether_in_force(query, shown, ranked)):
        return line
    about = instrument(query, shown)
    if about and not (query.meaning and not named_by(query, about)):
        return f"{about.gist} {how_it_stands(about, query.as_of)}".strip()
    if query.meaning and query.reading.form in TERMS:
        return query.meaning
    sure = {line.text: model().probability(line) for line in polar_lines(query, shown[0], ranked, closeness, clues)}
    best = max(sure, key=sure.__getitem__, default="")
    return best if best and sure[best] >= model().least else not_yet(query, shown[0])


def asks_whether_in_force(query: Query) -> bool:
    """Return whether a "yes" would mean that an instrument is in force, and no day is asked for."""
    return query.reading.senses.get(Sense.IN_FORCE, 0.0) >= LEAST_IN_FORCE and Kind.DATE not in asked_for(
        query.question
    )
